/** `periscope data queue`: how far the builds of a queue are; and what `data build --queue` does. */
import type { Command } from "commander";
import { formatBytes } from "../../checkpoint/units.ts";
import type { BuildStatus } from "../../data/queue/status.ts";
import type { Recipe } from "../../data/recipe.ts";
import { portOf } from "../port.ts";
import { count, table } from "./flags.ts";

export function queueVerb(data: Command): void {
  data
    .command("queue")
    .description("show how far the builds of a queue are, once or as a page")
    .requiredOption("--queue <url>", "postgres://user@host:5432/database")
    .option("--port <n>", "show a page on this machine that renews itself; 0 takes a free port")
    .option("--json", "print everything as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope data queue --queue postgres://builder@db/periscope --port 4871")
    .action(queue);
}

async function queue(flags: {
  readonly queue: string;
  readonly port?: string;
  readonly json?: boolean;
}): Promise<void> {
  if (flags.port !== undefined) return show(flags.queue, flags.port);
  const { pieceName, statusAt } = await import("../../data/queue/status.ts");
  const builds = await statusAt(flags.queue);
  if (flags.json) return console.log(JSON.stringify(builds, null, 2));
  if (builds.length === 0) return console.log("nothing is in this queue");
  console.log(
    table([
      ["build", "pieces", "done", "active", "waiting", "given up", "samples", "bytes", "state"],
      ...builds.map(row),
    ]),
  );
  for (const build of builds) {
    for (const { piece, message } of build.failed) {
      console.log(`${build.build}: ${pieceName(build, piece)} was given up: ${message}`);
    }
  }
}

function row({ build, pieces, done, active, waiting, failed, samples, bytes, finished }: BuildStatus): string[] {
  const numbers = [pieces, done, active, waiting, failed.length, samples].map((value) => value.toLocaleString("en-US"));
  return [build, ...numbers, formatBytes(bytes), finished ? "finished" : "under way"];
}

async function show(url: string, portText: string): Promise<void> {
  const port = portOf(portText);
  const { openQueue } = await import("../../data/queue/database.ts");
  const { statusPage } = await import("../../data/queue/status.ts");
  const { listen } = await import("../../data/view/listen.ts");
  const database = await openQueue(url, { supervise: false });
  try {
    const page = await listen(statusPage(database), port);
    console.log(`the queue is shown at ${page.url} (Ctrl-C ends it)`);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await page.close();
  } finally {
    await database.close();
  }
}

/** Puts a recipe into the queue and says what to do next. */
export async function putIntoQueue(
  recipe: Recipe,
  flags: { readonly queue: string; readonly out: string; readonly heartbeat: string; readonly json?: boolean },
): Promise<void> {
  const { enqueue } = await import("../../data/queue/enqueue.ts");
  const { shownAddress } = await import("../../data/queue/address.ts");
  const { queue, out } = flags;
  const enqueued = await enqueue(recipe, { queue, out, heartbeatSeconds: count("--heartbeat", flags.heartbeat) });
  if (flags.json) return console.log(JSON.stringify(enqueued, null, 2));
  const { build, pieces, queued, done } = enqueued;
  console.log(`${build}: ${pieces} pieces, ${done} of them done, ${queued} put into the queue now`);
  console.log(`start workers, here and elsewhere: periscope data worker --queue ${shownAddress(queue)}`);
}
