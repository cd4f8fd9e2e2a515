/**
 * All shards of a build together: what they hold, and which of their samples are left out because a shard before has them.
 * Shards are never written again; `keep.json` and `manifest.parquet` say what to leave out.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { Recipe } from "../recipe.ts";
import type { Storage } from "../storage/storage.ts";
import { type ManifestRow, mergedManifestWriter, readManifest } from "./manifest.ts";
import { settleDuplicates, settledColumns } from "./settle.ts";
import { type ShardReport, shardReportSchema } from "./shard.ts";

const counts = z.record(z.string(), z.int());

export const datasetSchema = z.strictObject({
  recipe: z.string(),
  recipeHash: z.string(),
  /** Of all shards; `dropped` of them are left out by readers. */
  samples: z.int(),
  dropped: z.int(),
  /** Items of imported files that were set aside; `quarantine.jsonl` has them. */
  quarantined: z.int(),
  bytes: z.int(),
  categories: counts,
  sources: counts,
  leaves: counts,
  refused: counts,
  shards: z.array(shardReportSchema.pick({ shard: true, samples: true, tar: true, manifest: true })),
});
export type Dataset = z.infer<typeof datasetSchema>;

const keepSchema = z.strictObject({
  recipeHash: z.string(),
  /** By shard: the places of the samples to leave out. */
  dropped: z.record(z.string(), z.array(z.int().nonnegative())),
});

export const files = {
  dataset: "dataset.json",
  recipe: "recipe.json",
  keep: "keep.json",
  manifest: "manifest.parquet",
  quarantine: "quarantine.jsonl",
} as const;

/** What the folder holds. Throws a `UserError` where there is no finished data set. */
export async function readDatasetInfo(storage: Storage): Promise<Dataset> {
  if (!(await storage.head(files.dataset))) {
    const { where } = storage;
    if (!where.includes("://") && !existsSync(where)) throw new UserError(`there is no folder ${where}`);
    throw new UserError(
      `${storage.where} holds no finished data set: ${files.dataset} is missing; "periscope data build" writes it last`,
    );
  }
  return parseJson(await storage.get(files.dataset), datasetSchema, files.dataset, storage.where);
}

/** By shard, the places of samples to leave out. */
export async function readDropped(storage: Storage): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  if (!(await storage.head(files.keep))) return new Map();
  const { dropped } = parseJson(await storage.get(files.keep), keepSchema, files.keep, storage.where);
  return new Map(Object.entries(dropped).map(([shard, places]) => [shard, new Set(places)]));
}

/** Settles duplicates across shards and writes the data set's own files, `dataset.json` last. */
export async function finishDataset(
  recipe: Recipe,
  recipeHash: string,
  reports: readonly ShardReport[],
  quarantine: readonly string[],
  storage: Storage,
): Promise<Dataset> {
  const merged = await mergeManifests(recipe, reports, storage);
  const sum = (pick: (report: ShardReport) => Readonly<Record<string, number>>) => {
    const total: Record<string, number> = {};
    for (const report of reports) {
      for (const [name, count] of Object.entries(pick(report))) total[name] = (total[name] ?? 0) + count;
    }
    return Object.fromEntries(Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const dataset: Dataset = {
    recipe: recipe.name,
    recipeHash,
    samples: merged.samples,
    dropped: Object.values(merged.dropped).reduce((count, places) => count + places.length, 0),
    quarantined: quarantine.length,
    bytes: reports.reduce((total, { tar }) => total + tar.bytes, 0),
    categories: sum((report) => report.categories),
    sources: sum((report) => report.sources),
    leaves: sum((report) => report.leaves),
    refused: sum((report) => report.refused),
    shards: reports.map(({ shard, samples, tar, manifest }) => ({ shard, samples, tar, manifest })),
  };
  await storage.put(files.keep, json({ recipeHash, dropped: merged.dropped }));
  if (quarantine.length > 0) await storage.put(files.quarantine, Buffer.from(`${quarantine.join("\n")}\n`));
  else await storage.remove(files.quarantine);
  await storage.put(files.dataset, json(dataset));
  return dataset;
}

/** Writes the rows of all shards in their order; of samples that are alike the first one is kept. */
async function mergeManifests(
  recipe: Recipe,
  reports: readonly ShardReport[],
  storage: Storage,
): Promise<{ samples: number; dropped: Record<string, number[]> }> {
  const folder = await mkdtemp(join(tmpdir(), "periscope-finish-"));
  const dropped: Record<string, number[]> = {};
  let row = 0;
  try {
    const total = reports.reduce((sum, { samples }) => sum + samples, 0);
    const verdicts = await settleDuplicates(rowsOf(reports, storage, settledColumns), total, recipe.filters, {
      folder,
    });
    const path = join(folder, files.manifest);
    const writer = mergedManifestWriter(path);
    for await (const one of rowsOf(reports, storage)) {
      const found = verdicts.of(row++);
      if (found) {
        dropped[one.shard] ??= [];
        dropped[one.shard]!.push(one.position);
      }
      writer.add({ ...one, keep: !found, drop_reason: found?.reason ?? null, duplicate_of: found?.of ?? null });
    }
    writer.close();
    verdicts.close();
    await storage.putFile(files.manifest, path);
    return { samples: row, dropped };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    throw new UserError(
      `the disk of ${tmpdir()} is full: bringing the shards together takes about a kilobyte a sample there; set TMPDIR to a larger disk and run the same command again`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* rowsOf(
  reports: readonly Pick<ShardReport, "manifest">[],
  storage: Storage,
  columns?: readonly (keyof ManifestRow)[],
): AsyncGenerator<ManifestRow> {
  for (const { manifest } of reports) yield* await readManifest(await storage.get(manifest.key), columns);
}

export function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

export function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, key: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    throw new UserError(`${key} in ${where} is not JSON: ${(error as Error).message}`);
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new UserError(`${key} in ${where} ("${issue!.path.join(".")}"): ${issue!.message}`);
}
