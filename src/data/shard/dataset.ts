/**
 * All shards of a build together: what they hold, and which of their samples are left out because a shard before has them.
 * Shards are never written again; `keep.json` and `manifest.parquet` say what to leave out.
 */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { duplicateIndex } from "../pipeline/filters/duplicates.ts";
import type { Filters, Recipe } from "../recipe.ts";
import type { Storage } from "../storage/storage.ts";
import { duplicateFacts, type MergedRow, readManifest, writeMergedManifest } from "./manifest.ts";
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
  const rows = await settle(reports, recipe.filters, storage);
  const dropped: Record<string, number[]> = {};
  for (const { shard, position, keep } of rows) {
    if (keep) continue;
    dropped[shard] ??= [];
    dropped[shard].push(position);
  }
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
    samples: rows.length,
    dropped: rows.filter(({ keep }) => !keep).length,
    quarantined: quarantine.length,
    bytes: reports.reduce((total, { tar }) => total + tar.bytes, 0),
    categories: sum((report) => report.categories),
    sources: sum((report) => report.sources),
    leaves: sum((report) => report.leaves),
    refused: sum((report) => report.refused),
    shards: reports.map(({ shard, samples, tar, manifest }) => ({ shard, samples, tar, manifest })),
  };
  await storage.put(files.keep, json({ recipeHash, dropped }));
  await storage.put(files.manifest, writeMergedManifest(rows));
  if (quarantine.length > 0) await storage.put(files.quarantine, Buffer.from(`${quarantine.join("\n")}\n`));
  else await storage.remove(files.quarantine);
  await storage.put(files.dataset, json(dataset));
  return dataset;
}

/** Rows of all shards in their order; of samples that are alike the first one is kept. */
async function settle(
  reports: readonly Pick<ShardReport, "manifest">[],
  filters: Filters,
  storage: Storage,
): Promise<MergedRow[]> {
  const duplicates = duplicateIndex(filters);
  const rows: MergedRow[] = [];
  for (const { manifest } of reports) {
    for (const row of await readManifest(await storage.get(manifest.key))) {
      const facts = duplicateFacts(row);
      const found = duplicates.find(facts);
      if (!found) duplicates.add(row.key, facts);
      rows.push({
        ...row,
        keep: found === undefined,
        drop_reason: found?.reason ?? null,
        duplicate_of: found?.of ?? null,
      });
    }
  }
  return rows;
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
