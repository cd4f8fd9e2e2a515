/** `periscope experiment`: the paper's questions, asked again of a mini model. */
import { join } from "node:path";
import type { Command } from "commander";
import type { StudyProgress } from "../../experiments/lab/run-study.ts";
import type { Study } from "../../experiments/lab/study.ts";
import { UserError } from "../runtime/errors.ts";
import { count } from "./data/flags.ts";

interface ExperimentFlags {
  readonly all?: boolean;
  readonly quick?: boolean;
  readonly out?: string;
  readonly threads: string;
  readonly json?: boolean;
}

export function experimentVerb(program: Command): void {
  program
    .command("experiment")
    .description("ask a question of the paper again, of a mini model with several seeds; without a name: list them")
    .argument("[name]", "the study")
    .option("--all", "all studies, one after the other")
    .option("--quick", "a few steps, to see that a study works; its numbers mean nothing")
    .option("--out <folder>", "where results go (default: experiments/results, with --quick runs/experiments-quick)")
    .option("--threads <n>", "threads inside an operator", "1")
    .option("--json", "print results as JSON lines, without progress")
    .addHelpText(
      "after",
      `
There is a study for each of the ten questions. Runs that are done are kept: after Ctrl-C the same command goes on with
what is missing. Towers and language models that several studies begin with are trained once and kept in <out>/.parts.

Examples:
  $ periscope experiment
  $ periscope experiment hybrid-encoder
  $ periscope experiment --all --quick

What is asked, how, and what was found: docs/experiments.md`,
    )
    .action(experiment);
}

async function experiment(name: string | undefined, flags: ExperimentFlags): Promise<void> {
  // before anything heavy is loaded, which takes seconds
  const stop = new AbortController();
  let hasBegun = false;
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    if (hasBegun) return console.error("\nstopping; runs that are done are kept. Once more to leave at once");
    console.error("\nstopped; nothing had begun");
    process.exit(130);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    await experiments(name, flags, stop.signal, () => {
      hasBegun = true;
    });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

async function experiments(
  name: string | undefined,
  flags: ExperimentFlags,
  signal: AbortSignal,
  begins: () => void,
): Promise<void> {
  const { studies } = await import("../../experiments/index.ts");
  if (name !== undefined && flags.all) throw new UserError(`--all runs every study; leave "${name}" away`);
  if (name === undefined && !flags.all) {
    for (const one of studies)
      print(flags.json ? listed(one) : `${one.name.padEnd(20)} ${one.number}. ${one.question}`);
    return;
  }
  const chosen = flags.all ? studies : studies.filter((one) => one.name === name);
  if (chosen.length === 0) {
    throw new UserError(`there is no study "${name}"; known are ${studies.map((one) => one.name).join(", ")}`);
  }
  const size = flags.quick ? "quick" : "full";
  const out = flags.out ?? (flags.quick ? join("runs", "experiments-quick") : join("experiments", "results"));
  const threads = count("--threads", flags.threads);
  // the runtime and the trainer are heavy: loaded when something really runs
  const { createNativeRuntime } = await import("../runtime/native.ts");
  const { Interrupted } = await import("../../experiments/lab/mini.ts");
  const { runStudy } = await import("../../experiments/lab/run-study.ts");
  const { writeReport } = await import("../../experiments/lab/report.ts");
  const runtime = await createNativeRuntime("cpu", { threads });
  const tell = flags.json ? undefined : progressLine();
  begins();
  try {
    for (const study of chosen) {
      const runs = await runStudy(study, { size, runtime, threads, out, signal, tell });
      const command = ["periscope experiment", study.name, flags.quick && "--quick", `--threads ${threads}`];
      const result = await writeReport(study, runs, { out, size, command: command.filter(Boolean).join(" ") });
      const { sentence, verdict } = result;
      const report = join(out, study.name, "report.md");
      print(
        flags.json ? { study: study.name, size, verdict, sentence, report } : `${study.name}: ${sentence} ${report}`,
      );
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    console.error("stopped; the same command goes on with what is missing");
    process.exitCode = 130;
  }
}

/** A line every few seconds, on standard error. */
function progressLine() {
  let last = Number.NEGATIVE_INFINITY;
  return (at: StudyProgress) => {
    const now = performance.now();
    if (now - last < 5000) return;
    last = now;
    const left = at.secondsLeft === undefined ? "" : `, about ${Math.ceil(at.secondsLeft / 60)} min left`;
    const percent = Math.floor(100 * at.share);
    console.error(
      `${at.study}: ${at.done} of ${at.runs} runs done; ${at.variant}, seed ${at.seed}, at ${percent} %${left}`,
    );
  };
}

function listed({ name, number, question, variants, seeds }: Study) {
  return { name, number, question, variants: variants.map((one) => one.name), seeds: seeds.full };
}

function print(line: string | object): void {
  console.log(typeof line === "string" ? line : JSON.stringify(line));
}
