/** `periscope eval report` and `compare`: scores of runs beside the paper's, and what changed between two of them. */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { fileError } from "../../checkpoint/files.ts";
import type { ReportParts } from "../../eval/report/html.ts";

interface ReportFlags {
  readonly json?: boolean;
  readonly markdown?: string;
  readonly html?: string;
  readonly categories?: boolean;
  readonly judged?: string;
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
    .option("--judged <file>", "put verdicts of periscope eval judge (its --json) into the page")
    .addHelpText(
      "after",
      "\nExample:\n  $ periscope eval report runs/nano-eval --html report.html --markdown report.md",
    )
    .action(report);
}

async function report(folders: readonly string[], flags: ReportFlags): Promise<void> {
  const { readRun } = await import("../../eval/run/folder.ts");
  const { summarise } = await import("../../eval/report/summary.ts");
  const { markdown, summaryText } = await import("../../eval/report/text.ts");
  const opened = folders.map((folder) => readRun(folder));
  const runs = opened.map(summarise);
  const parts: ReportParts = { runs, ...(flags.judged && { judged: await judgedIn(flags.judged) }) };
  if (flags.markdown) await write(flags.markdown, markdown(runs));
  if (flags.html) {
    const { html } = await import("../../eval/report/html.ts");
    const { compareRuns } = await import("../../eval/report/compare.ts");
    const [first, second] = opened;
    const shared = first && second && Object.keys(first.run.tasks).some((name) => second.run.tasks[name]);
    const comparison = shared && {
      names: [runs[0]!.name, runs[1]!.name] as const,
      tasks: compareRuns(first, second),
    };
    await write(flags.html, html({ ...parts, ...(comparison && { comparison }) }));
  }
  if (flags.json) return console.log(JSON.stringify(runs, null, 2));
  console.log(runs.map((run) => summaryText(run, flags.categories === true)).join("\n\n"));
}

async function judgedIn(path: string): Promise<NonNullable<ReportParts["judged"]>> {
  const { readFile } = await import("node:fs/promises");
  const { verdictsSchema } = await import("../../eval/judge/pairwise.ts");
  const { UserError } = await import("../../runtime/errors.ts");
  const parsed = await readFile(path, "utf8").then(
    (text) => verdictsSchema.safeParse(JSON.parse(text)),
    () => undefined,
  );
  if (!parsed?.success) throw new UserError(`${path} is not what periscope eval judge --json prints`);
  const { judge, against, win, tie, lose } = parsed.data;
  return { by: judge, rows: [{ name: `against ${against}`, win, tie, lose }] };
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
      console.log(flags.json ? JSON.stringify(pairs, null, 2) : comparisonText(pairs, [first, second]));
    });
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw fileError(error, "write", path);
  }
}
