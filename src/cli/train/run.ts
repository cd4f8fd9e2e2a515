/** What `train` and `finetune` share: a runtime, interrupts that save, the page, lines on the terminal, ranks under a launcher. */
import { UserError } from "../../runtime/errors.ts";
import type { TrainEvent } from "../../train/events.ts";
import type { TrainingRecipe } from "../../train/recipe.ts";
import { count } from "../data/flags.ts";
import { portOf } from "../port.ts";

export interface RunFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly stage?: string;
  /** Runs whose weights it starts from. */
  readonly from?: readonly string[];
  /** Threads that draw pictures. */
  readonly workers?: number;
  readonly threads?: string;
  readonly ui?: boolean;
  readonly port: string;
  readonly json?: boolean;
}

/** More than machines have; the system would refuse to start so many, or be occupied with nothing else. */
const mostThreads = 1024;

/** Runs a recipe to its end or to Ctrl-C. Returns the folder of the model, or undefined when it was stopped. */
export async function runRecipe(recipe: TrainingRecipe, flags: RunFlags, again: string): Promise<string | undefined> {
  const given = flags.threads === undefined ? undefined : count("--threads", flags.threads);
  if (given !== undefined && given > mostThreads) {
    throw new UserError(`--threads is "${flags.threads}", expected a whole number from 1 to ${mostThreads}`);
  }
  // the runtime and all that trains is heavy: loaded when a run really starts
  const { createNativeRuntime } = await import("../../runtime/native.ts");
  const { detectLaunch, threadsOfRank } = await import("../../train/parallel/launch.ts");
  const { openCollective } = await import("../../train/parallel/mpi.ts");
  const { progressText } = await import("../../train/progress.ts");
  const { train } = await import("../../train/train.ts");
  const collective = await openCollective();
  const first = collective.rank === 0;
  const threads = given ?? threadsOfRank(detectLaunch());
  const stop = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(130);
    // launchers send SIGTERM for both
    const launcher = `this job is being ended: it was cancelled, or one of its ${collective.size} ranks is gone. The state is saved if all of them still answer; to go on: ${again}`;
    const alone = "stopping behind this step and saving; once more to leave at once";
    if (first) console.error(signal === "SIGTERM" && collective.size > 1 ? launcher : alone);
    stop.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const listeners: ((event: TrainEvent) => void)[] = [];
  if (first) listeners.push((event) => print(flags.json ? jsonLine(event) : progressText(event)));
  const page = flags.ui && first ? await openPage(recipe, flags) : undefined;
  if (page) listeners.push(page.listener);
  const runtime = await createNativeRuntime("cpu", threads === undefined ? {} : { threads });
  try {
    const { finished, modelFolder, place } = await train(recipe, runtime, {
      ...{ folder: flags.out, resume: flags.resume, threads, signal: stop.signal, collective, listeners },
      ...{ stages: flags.stage?.split(","), from: flags.from, workers: flags.workers },
    });
    if (!finished && first) {
      console.error(`stopped at step ${place.at}; the checkpoint is saved. To go on: ${again}`);
      process.exitCode = 130;
    }
    return finished && first ? modelFolder : undefined;
  } catch (error) {
    if (collective.size > 1) {
      console.error(`rank ${collective.rank}: ${error instanceof UserError ? error.message : (error as Error).stack}`);
      collective.abort(1); // whoever cannot go on must not leave the others waiting
    }
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await page?.close();
    if (collective.size > 1) await collective.close();
  }
}

function print(line: string | undefined): void {
  if (line !== undefined) console.log(line);
}

function jsonLine(event: TrainEvent): string {
  return JSON.stringify(event, (key, value) => (key === "picture" ? undefined : value));
}

async function openPage(recipe: TrainingRecipe, flags: RunFlags) {
  const { openTrainingPage } = await import("../../train/ui/open.ts");
  const port = portOf(flags.port);
  const page = await openTrainingPage(recipe, flags.out, port);
  console.error(`the run's page: ${page.url}`);
  return page;
}
