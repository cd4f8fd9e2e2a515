/** `periscope data worker`: builds pieces of the builds in a queue, beside any number of others on any machine. */
import type { Command } from "commander";
import type { QueueEvent } from "../../data/queue/work.ts";
import { count } from "./flags.ts";

interface WorkerFlags {
  readonly queue: string;
  readonly workers: string;
  readonly untilDone?: boolean;
}

export function workerVerb(data: Command): void {
  data
    .command("worker")
    .description("build what is in a queue, beside any number of workers on any machine")
    .requiredOption("--queue <url>", "postgres://user@host:5432/database")
    .option("--workers <n>", "processes that build side by side, each with a browser", "1")
    .option("--until-done", "end when the queue is empty, instead of waiting for more")
    .addHelpText("after", "\nExample:\n  $ periscope data worker --queue postgres://builder@db/periscope --workers 4")
    .action(work);
}

async function work(flags: WorkerFlags): Promise<void> {
  const workers = count("--workers", flags.workers);
  const { workOnQueue } = await import("../../data/queue/work.ts");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  await workOnQueue({
    queue: flags.queue,
    workers,
    untilDone: flags.untilDone,
    signal: stop.signal,
    onEvent: (event) => console.log(sentence(event)),
  });
}

function sentence(event: QueueEvent): string {
  switch (event.type) {
    case "took":
      return `${event.build}: took piece ${event.piece}${event.attempt > 0 ? `, attempt ${event.attempt + 1}` : ""}`;
    case "done":
      return `${event.build}: piece ${event.piece} is done, ${event.samples} samples`;
    case "lost":
      return `${event.build}: piece ${event.piece} is someone else's by now; nothing of it was committed here`;
    case "failed":
      return `${event.build}: piece ${event.piece} failed: ${event.message}`;
    case "finished":
      return `${event.build}: finished`;
    case "waits":
      return `${event.message}; trying again in ${event.seconds} s`;
  }
}
