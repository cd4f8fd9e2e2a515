/** `periscope data`: everything about data sets. What each of its verbs does is in `data/`, a file a verb. */
import type { Command } from "commander";
import { buildVerb } from "./data/build.ts";
import { importVerb } from "./data/import.ts";
import { queueVerb } from "./data/queue.ts";
import { statsVerb } from "./data/stats.ts";
import { taxonomyVerb } from "./data/taxonomy.ts";
import { teachVerb } from "./data/teach.ts";
import { verifyVerb } from "./data/verify.ts";
import { viewVerb } from "./data/view.ts";
import { workerVerb } from "./data/worker.ts";

/** Each adds itself to `periscope data`; what a verb needs is loaded when it is called. */
const verbs: readonly ((data: Command) => void)[] = [
  buildVerb,
  importVerb,
  statsVerb,
  verifyVerb,
  viewVerb,
  workerVerb,
  queueVerb,
  taxonomyVerb,
  teachVerb,
];

export function dataVerb(program: Command): void {
  const data = program
    .command("data")
    .description("build vision-language data from nothing and from your own files; look at it, check it")
    .addHelpText("after", "\nExample:\n  $ periscope data build nano --out data/nano --samples 2000 --workers 2");
  for (const verb of verbs) verb(data);
}
