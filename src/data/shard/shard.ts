/**
 * A shard in a storage: its tar, its manifest, and last a report that names both by their hashes. Only with its report a shard
 * is there; what a build that was cut short has left without one is written again.
 */
import { z } from "zod";
import type { Facts } from "../pipeline/filters/facts.ts";
import { sha256 } from "../recipe.ts";
import type { SampleFiles } from "../sample.ts";
import type { Storage } from "../storage/storage.ts";
import { manifestRow, writeManifest } from "./manifest.ts";
import { writeTar } from "./tar.ts";

const file = z.strictObject({
  key: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const counts = z.record(z.string(), z.int().nonnegative());

export const shardReportSchema = z.strictObject({
  /** `shard-000012` */
  shard: z.string(),
  recipe: z.string(),
  recipeHash: z.string(),
  samples: z.int().nonnegative(),
  tar: file,
  manifest: file,
  categories: counts,
  sources: counts,
  /** Samples by leaf of the taxonomy. */
  leaves: counts,
  /** Attempts that were refused, by `source: reason`. */
  refused: counts,
});
export type ShardReport = z.infer<typeof shardReportSchema>;

/** The name of a shard of generated samples. */
export function shardName(number: number): string {
  return `shard-${String(number).padStart(6, "0")}`;
}

export interface ShardContent {
  readonly shard: string;
  readonly recipe: string;
  readonly recipeHash: string;
  readonly samples: readonly { readonly files: SampleFiles; readonly facts: Facts }[];
  readonly refused: Readonly<Record<string, number>>;
}

/** Writes a shard whole: when this returns it is there, and before that nobody takes it for one. */
export async function putShard(content: ShardContent, storage: Storage): Promise<ShardReport> {
  const { shard, recipe, recipeHash, samples, refused } = content;
  const tar = await writeTar(samples.map(({ files }) => files));
  const rows = samples.map(({ files, facts }, position) =>
    manifestRow(files, facts, { shard, position, ...tar.places[position]! }),
  );
  const manifest = writeManifest(rows);
  const tarBytes = Buffer.concat(tar.chunks);
  const report: ShardReport = {
    shard,
    recipe,
    recipeHash,
    samples: samples.length,
    tar: { key: `${shard}.tar`, bytes: tarBytes.length, sha256: sha256(tarBytes) },
    manifest: { key: `${shard}.parquet`, bytes: manifest.length, sha256: sha256(manifest) },
    categories: countBy(rows, (row) => row.category),
    sources: countBy(rows, (row) => row.source),
    leaves: countBy(
      rows.filter(({ leaf }) => leaf !== null),
      (row) => row.leaf!,
    ),
    refused: sorted(refused),
  };
  await storage.put(report.tar.key, tarBytes);
  await storage.put(report.manifest.key, manifest);
  await storage.put(`${shard}.json`, Buffer.from(`${JSON.stringify(report, null, 2)}\n`));
  return report;
}

/** The report of a shard, if it was finished. Throws a `UserError` where it is not readable. */
export async function readReport(shard: string, storage: Storage): Promise<ShardReport | undefined> {
  if (!(await storage.head(`${shard}.json`))) return undefined;
  const text = Buffer.from(await storage.get(`${shard}.json`)).toString("utf8");
  try {
    return shardReportSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // not ours, or damaged: it is made again
  }
}

/** Whether a shard's files are as its report says: by size, or by their bytes as well. */
export async function isWhole(report: ShardReport, storage: Storage, check: "size" | "bytes"): Promise<boolean> {
  for (const { key, bytes, sha256: expected } of [report.tar, report.manifest]) {
    if ((await storage.head(key))?.bytes !== bytes) return false;
    if (check === "bytes" && sha256(await storage.get(key)) !== expected) return false;
  }
  return true;
}

export function countBy<T>(list: readonly T[], name: (one: T) => string): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const one of list) counted[name(one)] = (counted[name(one)] ?? 0) + 1;
  return sorted(counted);
}

function sorted(record: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
