/**
 * A process that builds what it is told to, one piece of work after the other, with a browser of its own. It ends when whoever
 * started it is gone.
 */
import { UserError } from "../../runtime/errors.ts";
import type { Recipe } from "../recipe.ts";
import type { ShardReport } from "../shard/shard.ts";
import { openStorage, type Storage, StorageError } from "../storage/storage.ts";
import { openBuilder, type ShardBuilder, type ShardProgress } from "./build-shard.ts";

/** A shard of generated samples, or an import of the recipe. */
export type Work =
  | { readonly kind: "shard"; readonly number: number }
  | { readonly kind: "import"; readonly entry: number };

export type ToWorker =
  | {
      readonly type: "open";
      readonly recipe: Recipe;
      readonly files: readonly string[];
      readonly out: string;
      readonly check: "size" | "bytes";
    }
  | { readonly type: "work"; readonly work: Work }
  | { readonly type: "close" };

export interface WorkResult {
  readonly shards: readonly ShardReport[];
  readonly quarantine: readonly string[];
  /** Whether it was there already. */
  readonly found: boolean;
}

export type FromWorker =
  | { readonly type: "ready"; readonly hash: string; readonly missing: readonly string[] }
  | ({ readonly type: "progress" } & ShardProgress)
  | ({ readonly type: "done" } & WorkResult)
  /** `plain`: the message is for people as it is; `storage`: the work itself is not to blame. */
  | { readonly type: "failed"; readonly message: string; readonly plain: boolean; readonly storage: boolean };

let builder: ShardBuilder | undefined;
let storage: Storage | undefined;
let check: "size" | "bytes" = "size";

async function answer(order: ToWorker): Promise<FromWorker | undefined> {
  switch (order.type) {
    case "open":
      storage = await openStorage(order.out);
      check = order.check;
      builder = await openBuilder(order.recipe, { files: order.files });
      return { type: "ready", hash: builder.hash, missing: builder.mixture.missing };
    case "work":
      return { type: "done", ...(await perform(order.work)) };
    case "close":
      await builder?.close();
      process.exit();
  }
}

async function perform(work: Work): Promise<WorkResult> {
  const options = { check, onProgress: (progress: ShardProgress) => tell({ type: "progress", ...progress }) };
  if (work.kind === "import") {
    return { ...(await builder!.bringIn(work.entry, storage!, options)), found: false };
  }
  const { found, ...report } = await builder!.build(work.number, storage!, options);
  return { shards: [report], quarantine: [], found };
}

function tell(message: FromWorker): void {
  if (process.connected) process.send!(message);
}

process.on("disconnect", () => process.exit());
process.on("message", (order: ToWorker) => {
  answer(order).then(
    (message) => message && tell(message),
    (error: Error) => {
      const [plain, storage] = [error instanceof UserError, error instanceof StorageError];
      tell({ type: "failed", message: error.message, plain, storage });
    },
  );
});
