/** Writes what a study found: `result.json` for programs, `report.md` and plots for people. */
import { writeFile } from "node:fs/promises";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import { writeJson } from "../../src/checkpoint/files.ts";
import { measuredSentence } from "./measured.ts";
import { plotSvg } from "./plot.ts";
import { type Interval, interval, valuesOf } from "./statistics.ts";
import { type Conclusion, type Finding, overall, type Run, type Size, type Study, type Verdict } from "./study.ts";

export interface StudyResult extends Conclusion {
  readonly study: string;
  readonly number: number;
  readonly size: Size;
  readonly verdict: Verdict;
  /** The answer in one sentence. */
  readonly sentence: string;
  readonly command: string;
  readonly machine: string;
  /** When and with what, in a sentence, of the runs that say it. */
  readonly measured?: string;
  /** Wall time of all runs. */
  readonly seconds: number;
  /** Means with intervals by variant and metric. */
  readonly table: Readonly<Record<string, Readonly<Record<string, Interval>>>>;
}

export async function writeReport(
  study: Study,
  runs: readonly Run[],
  { out, size, command }: { readonly out: string; readonly size: Size; readonly command: string },
): Promise<StudyResult> {
  const found = study.conclude(runs);
  const conclusion = size === "quick" ? { ...found, findings: found.findings.map(notJudged) } : found;
  const verdict = overall(conclusion.findings);
  const measured = measuredSentence(runs);
  const result: StudyResult = {
    ...{ study: study.name, number: study.number, size, verdict, sentence: sentenceOf(verdict, conclusion) },
    ...{ command, machine: machine(), seconds: runs.reduce((sum, run) => sum + run.seconds, 0) },
    ...(measured && { measured }),
    table: Object.fromEntries(study.variants.map(({ name }) => [name, rowOf(study, runs, name)])),
    ...conclusion,
  };
  const folder = join(out, study.name);
  for (const plot of conclusion.plots) await writeFile(join(folder, `${plot.name}.svg`), `${plotSvg(plot)}\n`);
  await writeFile(join(folder, "report.md"), reportOf(study, result));
  await writeJson(join(folder, "result.json"), result);
  return result;
}

function rowOf({ metrics }: Study, runs: readonly Run[], variant: string): Record<string, Interval> {
  const known = Object.keys(metrics).filter((metric) => valuesOf(runs, variant, metric).length > 0);
  return Object.fromEntries(known.map((metric) => [metric, interval(valuesOf(runs, variant, metric))]));
}

function sentenceOf(verdict: Verdict, { findings }: Conclusion): string {
  const parts = findings.map(
    ({ claim, difference, unit, verdict }) =>
      `${claim}: ${spread(difference, 3)}${unit ? ` ${unit}` : ""} (${verdict})`,
  );
  const borneOut = findings.filter((one) => one.verdict === "reproduced").length;
  const said = {
    undecided: `Undecided at this scale, ${borneOut} of ${findings.length} claims reproduced`,
    reproduced: "Reproduced",
    "not reproduced": "Not reproduced",
    "not judged": "Not judged",
  }[verdict];
  return `${said}. ${parts.join("; ")}.`;
}

/** A few steps say nothing, whatever their interval. */
function notJudged(finding: Finding): Finding {
  return { ...finding, verdict: "not judged" };
}

function spread({ mean, low, high }: Interval, digits: number): string {
  const [middle, from, to] = [mean, low, high].map((value) => value.toFixed(digits));
  return from === to ? middle! : `${middle} [${from}, ${to}]`; // a size that never differs needs no interval
}

function reportOf(
  study: Study,
  { size, sentence, command, machine, measured, seconds, table, plots, remarks = [] }: StudyResult,
) {
  const metrics = Object.entries(study.metrics);
  const lines = [
    `# ${study.number}. ${study.question}`,
    ...(size === "quick"
      ? ["", "**A quick run: it shows that the study works, and says nothing about its question.**"]
      : []),
    ...["", `**${sentence}**`],
    ...["", `The paper: ${study.paper}`],
    "",
    `| variant | ${metrics.map(([, { label, unit }]) => (unit ? `${label} (${unit})` : label)).join(" | ")} |`,
    `| --- |${" ---: |".repeat(metrics.length)}`,
    ...study.variants.map(({ name }) => {
      const cells = metrics.map(([metric, { digits }]) => {
        const found = table[name]![metric];
        return found ? spread(found, digits) : "";
      });
      return `| ${name} | ${cells.join(" | ")} |`;
    }),
    ...["", `Means over ${study.seeds[size]} seeds with 95 % intervals (Student's t); differences are paired by seed.`],
    ...["", ...study.variants.map(({ name, about }) => `- **${name}**: ${about}`)],
    ...plots.flatMap(({ name, title }) => ["", `![${title}](${name}.svg)`]),
    ...remarks.flatMap((text) => ["", text]),
    ...["", "## Limits", "", ...study.limits.map((text) => `- ${text}`)],
    ...["", "## How it was run", "", `\`${command}\``, "", `${machine}; ${Math.round(seconds)} s for all runs.`],
    ...(measured ? ["", measured] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function machine(): string {
  const { length } = cpus();
  return `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}, Node ${process.version}`;
}
