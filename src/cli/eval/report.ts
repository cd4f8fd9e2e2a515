/** `periscope eval report` and `compare`: scores of runs beside the paper's, and what changed between two of them. */
import { realpath, stat, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { fileError, writeAtomically } from "../../checkpoint/files.ts";
import type { Verdicts } from "../../eval/judge/pairwise.ts";
import type { ReportParts } from "../../eval/report/html.ts";
import { json, place, printable } from "./common.ts";

interface ReportFlags {
  readonly json?: boolean;
  readonly markdown?: string;
  readonly html?: string;
  readonly categories?: boolean;
  readonly judged?: readonly string[];
}

export function reportVerb(program: Command): void {
  program
    .command("report")
    .description("scores of one run or several with intervals, vision and language beside the paper's figures")
    .argument("<runs...>", "folders of runs")
    .option("--categories", "also print every category")
    .option("--json", "print everything as JSON")
    .option("--markdown <file>", "write the report as Markdown")
    .option("--html <file>", "write the report as a page with plots")
    .option("--judged <file>", "verdicts of periscope eval judge (its --json); may be given several times", collected)
    .addHelpText(
      "after",
      `
Examples:
  $ periscope eval report runs/nano-eval --html report.html --markdown report.md
  $ periscope eval report runs/mine --judged judged-a.json --judged judged-b.json --html report.html`,
    )
    .action(report);
}

async function report(folders: readonly string[], flags: ReportFlags): Promise<void> {
  const { readRun } = await import("../../eval/run/folder.ts");
  const { summariseAll } = await import("../../eval/report/summary.ts");
  const { judgedOf } = await import("../../eval/report/judged.ts");
  const { judgedText, markdown, summaryText, table, tableText } = await import("../../eval/report/text.ts");
  const opened = folders.map((folder) => readRun(folder));
  const runs = summariseAll(opened);
  const judged = judgedOf((await Promise.all((flags.judged ?? []).map(verdictsIn))).flat());
  const parts: ReportParts = { runs, judged };
  if (flags.markdown !== undefined) await write(place("--markdown", flags.markdown), markdown(runs, judged));
  if (flags.html !== undefined) {
    const { html } = await import("../../eval/report/html.ts");
    const { compareRuns } = await import("../../eval/report/compare.ts");
    const [first, second] = opened;
    const shared = first && second && Object.keys(first.run.tasks).some((name) => second.run.tasks[name]);
    const comparison = shared && {
      names: [runs[0]!.name, runs[1]!.name] as const,
      tasks: compareRuns(first, second),
    };
    await write(place("--html", flags.html), html({ ...parts, ...(comparison && { comparison }) }));
  }
  if (flags.json) return console.log(json({ runs, table: table(runs), judged }));
  const texts = [
    ...runs.map((run) => summaryText(run, flags.categories === true)),
    tableText(runs),
    ...judged.map(judgedText),
  ];
  console.log(printable(texts.filter((text) => text !== undefined).join("\n\n")));
}

function collected(path: string, before: readonly string[] = []): string[] {
  return [...before, path];
}

async function verdictsIn(path: string): Promise<Verdicts[]> {
  const { readFile } = await import("node:fs/promises");
  const { z } = await import("zod");
  const { verdictsSchema } = await import("../../eval/judge/pairwise.ts");
  const { UserError } = await import("../../runtime/errors.ts");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileError(error, "read", path);
  });
  try {
    return z
      .array(verdictsSchema)
      .min(1)
      .parse([JSON.parse(text)].flat());
  } catch {
    throw new UserError(`${path} is not what periscope eval judge --json prints`);
  }
}

export function compareVerb(program: Command): void {
  program
    .command("compare")
    .description("two runs over the same samples: the difference, how sure it is, and the samples that changed")
    .argument("<first>", "folder of a run")
    .argument("<second>", "folder of another")
    .option("--json", "print everything as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope eval compare runs/float runs/4bit")
    .action(async (first: string, second: string, flags: { readonly json?: boolean }) => {
      const { readRun } = await import("../../eval/run/folder.ts");
      const { compareRuns } = await import("../../eval/report/compare.ts");
      const { comparisonText } = await import("../../eval/report/text.ts");
      const pairs = compareRuns(readRun(first), readRun(second));
      console.log(flags.json ? json(pairs) : printable(comparisonText(pairs, [first, second])));
    });
}

/** A report takes the place of the one before as a whole; a device or a pipe is written to. */
async function write(path: string, text: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (!there || there.isFile()) {
    const place = there ? await realpath(path) : path;
    return writeAtomically(place, (file) => file.writeFile(text));
  }
  await writeFile(path, text).catch((error: unknown) => {
    throw fileError(error, "write", path);
  });
}
