/** `periscope eval enqueue` and `worker`: one run shared by several machines over PostgreSQL. */
import type { Command } from "commander";
import { embeddedName } from "../../checkpoint/embedded.ts";
import { count, place } from "./common.ts";

interface EnqueueFlags {
  readonly queue: string;
  readonly tasks: string;
  readonly out: string;
  readonly shards: string;
  readonly data?: string;
  readonly scoring?: string;
  readonly limit?: string;
}

export function enqueueVerb(program: Command): void {
  program
    .command("enqueue")
    .description("put the shards of a run into a queue, for workers here and elsewhere")
    .argument("[model]", "folder or hub id, as the workers find it", embeddedName)
    .requiredOption("--queue <url>", "postgres://user@host:5432/database")
    .requiredOption("--tasks <names>", "names with commas between")
    .requiredOption("--out <folder>", "the run's folder, on a disk that all workers share")
    .option("--shards <n>", "pieces of each task", "8")
    .option("--data <folder>", "as for eval run")
    .option("--scoring <name>", "as for eval run")
    .option("--limit <n>", "as for eval run")
    .addHelpText(
      "after",
      "\nExample:\n  $ periscope eval enqueue /models/vl --queue postgres://me@db/periscope --tasks mmlu --data /sets --out /runs/vl",
    )
    .action(async (model: string, flags: EnqueueFlags) => {
      const { enqueueRun } = await import("../../eval/run/queue.ts");
      const { shownAddress } = await import("../../data/queue/address.ts");
      const { queue, shards, ...rest } = flags;
      const { checkData } = await import("./run.ts");
      place("--out", rest.out);
      await checkData(rest);
      const { jobs, queued } = await enqueueRun(queue, { model, ...rest }, count("--shards", shards));
      console.log(`${jobs} shards, ${queued} of them put into the queue now`);
      console.log(`start workers: periscope eval worker --queue ${shownAddress(queue)} --until-done`);
    });
}

export function workerVerb(program: Command): void {
  program
    .command("worker")
    .description("run shards of a queue, beside any number of workers on any machine")
    .requiredOption("--queue <url>", "postgres://user@host:5432/database")
    .option("--batch <n>", "questions that are answered side by side", "8")
    .option("--until-done", "end when the queue is empty, instead of waiting for more")
    .addHelpText("after", "\nExample:\n  $ periscope eval worker --queue postgres://me@db/periscope --until-done")
    .action(async (flags: { readonly queue: string; readonly batch: string; readonly untilDone?: boolean }) => {
      const { workOnRuns } = await import("../../eval/run/queue.ts");
      const { runAll } = await import("./run.ts");
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
      await workOnRuns(flags.queue, {
        untilDone: flags.untilDone === true,
        signal: stop.signal,
        perform: ({ model, task, ...rest }, signal) =>
          runAll(model, { ...rest, tasks: task, batch: flags.batch }, signal),
        onEvent: (sentence) => console.log(sentence),
      });
    });
}
