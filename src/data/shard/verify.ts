/** Checks a data set against itself: every hash, every sample's schema, every picture and box, every row of the manifests. */
import { sharp } from "../../image/sharp.ts";
import { UserError } from "../../runtime/errors.ts";
import { textOf } from "../pipeline/filters/facts.ts";
import { sha256 } from "../recipe.ts";
import type { SampleFiles } from "../sample.ts";
import type { Storage } from "../storage/storage.ts";
import { type Dataset, files, readDatasetInfo, readDropped } from "./dataset.ts";
import { type ManifestRow, type MergedRow, readManifest } from "./manifest.ts";
import { readReport } from "./shard.ts";
import { readTar } from "./tar.ts";

export interface Fault {
  /** `shard-000012.tar`, or that and a sample's key. */
  readonly where: string;
  /** One sentence. */
  readonly what: string;
}

export interface Verification {
  readonly shards: number;
  readonly samples: number;
  readonly images: number;
  readonly faults: readonly Fault[];
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (shards: number, total: number, faults: number) => void;
}

/** Reads everything once. Throws a `UserError` where there is no data set. */
export async function verifyData(storage: Storage, { signal, onProgress }: VerifyOptions = {}): Promise<Verification> {
  const dataset = await readDatasetInfo(storage);
  const faults: Fault[] = [];
  const keys = new Map<string, string>();
  const rows: Pick<ManifestRow, "key" | "shard">[] = [];
  let images = 0;
  for (const [i, entry] of dataset.shards.entries()) {
    signal?.throwIfAborted();
    onProgress?.(i, dataset.shards.length, faults.length);
    const found = await verifyShard(entry, dataset.recipeHash, storage, faults);
    for (const { key, shard } of found.rows) rows.push({ key, shard });
    for (const { sample } of found.samples) {
      const other = keys.get(sample.key);
      if (other !== undefined)
        faults.push({ where: `${entry.shard} ${sample.key}`, what: `the key is in ${other}, too` });
      keys.set(sample.key, entry.shard);
      images += sample.images.length;
    }
  }
  await verifyWhole(dataset, rows, storage, faults);
  onProgress?.(dataset.shards.length, dataset.shards.length, faults.length);
  return { shards: dataset.shards.length, samples: keys.size, images, faults };
}

async function verifyShard(
  { shard, tar, manifest, samples: expected }: Dataset["shards"][number],
  recipeHash: string,
  storage: Storage,
  faults: Fault[],
): Promise<{ rows: ManifestRow[]; samples: SampleFiles[] }> {
  const add = (where: string, what: string) => faults.push({ where, what });
  const report = await readReport(shard, storage);
  if (!report) add(`${shard}.json`, "the report is missing or cannot be read");
  else if (report.recipeHash !== recipeHash) add(`${shard}.json`, "the shard is of another recipe");
  else if (report.tar.sha256 !== tar.sha256) add(`${shard}.json`, `the report and ${files.dataset} differ`);

  const tarBytes = await whole(tar, storage, faults);
  const manifestBytes = await whole(manifest, storage, faults);
  const rows: ManifestRow[] = [];
  try {
    if (manifestBytes) for (const row of await readManifest(manifestBytes)) rows.push(row);
  } catch (error) {
    add(manifest.key, `the manifest cannot be read: ${(error as Error).message}`);
  }
  const samples: SampleFiles[] = [];
  try {
    if (tarBytes) for await (const one of readTar([tarBytes], { where: tar.key })) samples.push(one);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    add(tar.key, error.message);
  }
  if (tarBytes && samples.length !== expected)
    add(tar.key, `there are ${samples.length} samples, expected ${expected}`);
  if (manifestBytes && rows.length !== expected)
    add(manifest.key, `there are ${rows.length} rows, expected ${expected}`);
  for (const [position, one] of samples.entries()) {
    const where = `${tar.key} ${one.sample.key}`;
    for (const what of await sampleFaults(one)) add(where, what);
    const row = rows[position];
    if (row) for (const what of rowFaults(row, one, position)) add(where, what);
  }
  return { rows, samples };
}

/** The object, if its bytes are those that were written. */
async function whole(
  { key, bytes, sha256: expected }: Dataset["shards"][number]["tar"],
  storage: Storage,
  faults: Fault[],
): Promise<Uint8Array | undefined> {
  const size = (await storage.head(key))?.bytes;
  if (size === undefined) {
    faults.push({ where: key, what: "the file is missing" });
    return undefined;
  }
  const data = await storage.get(key);
  if (size !== bytes) faults.push({ where: key, what: `the file has ${size} bytes, expected ${bytes}` });
  else if (sha256(data) !== expected) faults.push({ where: key, what: "the bytes are not those that were written" });
  return data;
}

async function sampleFaults({ sample, images, maps }: SampleFiles): Promise<string[]> {
  const faults: string[] = [];
  const checks = [
    ...sample.images.map((image, i) => ({ ...image, name: `image ${i}`, bytes: images[i]!, hash: image.sha256 })),
    ...sample.maps.map((map, i) => ({ ...map, name: `map "${map.name}"`, bytes: maps[i]!, hash: undefined })),
  ];
  await Promise.all(
    checks.map(async ({ name, bytes, hash, width, height }) => {
      if (hash !== undefined && sha256(bytes) !== hash) faults.push(`${name} is not the picture that the sample names`);
      try {
        const { info } = await sharp(bytes, { limitInputPixels: false }).raw().toBuffer({ resolveWithObject: true });
        if (info.width !== width || info.height !== height) {
          faults.push(`${name} is ${info.width} x ${info.height}, expected ${width} x ${height}`);
        }
      } catch (error) {
        faults.push(`${name} cannot be decoded: ${(error as Error).message}`);
      }
    }),
  );
  for (const [i, { image, box }] of sample.regions.entries()) {
    if (!box) continue;
    const { width, height } = sample.images[image]!;
    const [left, top, right, bottom] = box;
    if (left < -1 || top < -1 || right > width + 1 || bottom > height + 1 || left >= right || top >= bottom) {
      faults.push(`region ${i} [${box.join(", ")}] is not inside the picture of ${width} x ${height}`);
    }
  }
  if (sha256(textOf(sample.content)) !== sample.lineage.textSha256)
    faults.push("the text is not the one of its lineage");
  return faults.sort();
}

function rowFaults(row: ManifestRow, { sample }: SampleFiles, position: number): string[] {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["key", row.key, sample.key],
    ["position", row.position, position],
    ["category", row.category, sample.category],
    ["source", row.source, sample.lineage.source],
    ["text_sha256", row.text_sha256, sample.lineage.textSha256],
    ["image_sha256", row.image_sha256, sample.images.map(({ sha256: hash }) => hash).join(",")],
  ];
  return pairs
    .filter(([, inManifest, inSample]) => inManifest !== inSample)
    .map(([name, inManifest, inSample]) => `the manifest says ${name} "${inManifest}", the sample "${inSample}"`);
}

/** The manifest over all shards is theirs, one after the other, and leaves out what `keep.json` leaves out. */
async function verifyWhole(
  dataset: Dataset,
  rows: readonly Pick<ManifestRow, "key" | "shard">[],
  storage: Storage,
  faults: Fault[],
): Promise<void> {
  if (!(await storage.head(files.manifest))) {
    faults.push({ where: files.manifest, what: "the file is missing" });
    return;
  }
  let merged: MergedRow[];
  try {
    merged = await readManifest(await storage.get(files.manifest), ["key", "shard", "position", "keep"]);
  } catch (error) {
    faults.push({ where: files.manifest, what: `the manifest cannot be read: ${(error as Error).message}` });
    return;
  }
  const differing = rows.findIndex((row, i) => merged[i]?.key !== row.key || merged[i]?.shard !== row.shard);
  if (merged.length !== dataset.samples || differing >= 0) {
    faults.push({
      where: files.manifest,
      what:
        differing >= 0
          ? `row ${differing} is not that of the shard`
          : `there are ${merged.length} rows, expected ${dataset.samples}`,
    });
  }
  const dropped = await readDropped(storage);
  const listed = [...dropped.values()].reduce((sum, places) => sum + places.size, 0);
  const wrong = merged.find(({ shard, position, keep }) => keep === (dropped.get(shard)?.has(position) ?? false));
  if (wrong || listed !== dataset.dropped) {
    faults.push({ where: files.keep, what: `it does not leave out the same samples as ${files.manifest}` });
  }
}
