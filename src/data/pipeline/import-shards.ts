/**
 * Shards of people's own files: what an importer makes of them passes the same filters and goes into shards of its own,
 * behind the generated ones. Items that cannot be read are set aside with the reason.
 */
import { resolve } from "node:path";
import { sharp } from "../../image/sharp.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Importer } from "../importers/importer.ts";
import { type Import, type Recipe, sha256 } from "../recipe.ts";
import type { SampleFiles } from "../sample.ts";
import { json } from "../shard/dataset.ts";
import { isWhole, putShard, readReport, type ShardReport } from "../shard/shard.ts";
import type { Storage } from "../storage/storage.ts";
import type { BuildShardOptions } from "./build-shard.ts";
import type { Evaluation } from "./filters/decontaminate.ts";
import { duplicateIndex } from "./filters/duplicates.ts";
import { type Facts, factsOf } from "./filters/facts.ts";
import { refusal } from "./filters/index.ts";

export interface ImportResult {
  readonly shards: readonly ShardReport[];
  /** Lines of JSON: importer, item, reason, detail. */
  readonly quarantine: readonly string[];
}

export interface ImportWork {
  readonly recipe: Recipe;
  readonly hash: string;
  readonly evaluation: Evaluation;
  /** Which of the recipe's imports. */
  readonly entry: number;
}

/** Imports one entry of the recipe. What was finished before is found, not made again. */
export async function importEntry(
  { recipe, hash, evaluation, entry }: ImportWork,
  storage: Storage,
  { signal, onProgress, check = "size" }: BuildShardOptions = {},
): Promise<ImportResult> {
  const { importer: name, input, images, limit = Number.POSITIVE_INFINITY, licence, language } = recipe.imports[entry]!;
  const stem = `import-${String(entry).padStart(2, "0")}-${name}`;
  const before = await finishedImport(stem, hash, storage, check);
  if (before) return before;

  const importer = await importerNamed(name);
  const { importFiles } = await import("../importers/import-files.ts");
  const { isRejection } = await import("../importers/importer.ts");
  const shards: ShardReport[] = [];
  const quarantine: string[] = [];
  let samples: { files: SampleFiles; facts: Facts }[] = [];
  let refused: Record<string, number> = {};
  let duplicates = duplicateIndex(recipe.filters);
  let kept = 0;
  const close = async () => {
    const shard = `${stem}-${String(shards.length).padStart(6, "0")}`;
    shards.push(await putShard({ shard, recipe: recipe.name, recipeHash: hash, samples, refused }, storage));
    [samples, refused, duplicates] = [[], {}, duplicateIndex(recipe.filters)];
  };
  const pictureFolders = images === undefined ? [] : [resolve(images)];
  const options = { maxSide: recipe.maxSide, pictureFolders, licence, language };
  for await (const imported of importFiles(importer, [resolve(input)], options)) {
    signal?.throwIfAborted();
    if (isRejection(imported)) {
      const { item, reason, detail } = imported;
      quarantine.push(JSON.stringify({ importer: name, item, reason, ...(detail === undefined ? {} : { detail }) }));
      onProgress?.({ made: {}, refused: { [`${name}: set aside`]: 1 } });
      continue;
    }
    const facts = await factsOfFiles(imported);
    const reason = refusal(imported.sample, facts, recipe.filters, evaluation) ?? duplicates.find(facts)?.reason;
    if (reason !== undefined) {
      refused[`${name}: ${reason}`] = (refused[`${name}: ${reason}`] ?? 0) + 1;
      onProgress?.({ made: {}, refused: { [`${name}: ${reason}`]: 1 } });
      continue;
    }
    duplicates.add(imported.sample.key, facts);
    samples.push({ files: imported, facts });
    onProgress?.({ made: { [imported.sample.category]: 1 }, refused: {} });
    if (samples.length === recipe.samplesPerShard) await close();
    if (++kept >= limit) break;
  }
  if (samples.length > 0 || Object.keys(refused).length > 0) await close();
  await storage.put(`${stem}.json`, json({ recipeHash: hash, shards: shards.map(({ shard }) => shard), quarantine }));
  return { shards, quarantine };
}

/** Facts of a sample whose pictures are encoded already. */
export async function factsOfFiles({ sample, images }: SampleFiles): Promise<Facts> {
  const pixels = await Promise.all(
    images.map(async (bytes) => {
      const raw = sharp(bytes, { limitInputPixels: false })
        .flatten({ background: "white" })
        .toColourspace("srgb")
        .raw();
      const { data, info } = await raw.toBuffer({ resolveWithObject: true });
      return { width: info.width, height: info.height, data: new Uint8Array(data) };
    }),
  );
  return factsOf(sample.content, pixels);
}

/** What decides about an entry's samples beside the recipe: the importer's version and the files, by path, size and bytes. */
export async function importVersion({ importer: name, input, images, licence, language }: Import): Promise<string> {
  const importer = await importerNamed(name);
  const { inputFiles } = await import("../importers/folder.ts");
  const { isRejection } = await import("../importers/importer.ts");
  const { hashFile } = await import("./modules.ts");
  const lines: string[] = [`${name} ${importer.version} ${licence ?? ""} ${language ?? ""}`];
  for await (const file of inputFiles(importer, [input], images === undefined ? [] : [images])) {
    lines.push(isRejection(file) ? file.item : `${file.origin} ${await hashFile(file.path)}`);
  }
  return sha256(lines.join("\n"));
}

async function importerNamed(name: string): Promise<Importer> {
  const { importers } = await import("../importers/index.ts");
  const found = importers.find((importer) => importer.name === name);
  if (found) return found;
  throw new UserError(`there is no importer "${name}"; known are ${importers.map((one) => one.name).join(", ")}`);
}

async function finishedImport(
  stem: string,
  hash: string,
  storage: Storage,
  check: "size" | "bytes",
): Promise<ImportResult | undefined> {
  if (!(await storage.head(`${stem}.json`))) return undefined;
  const { recipeHash, shards, quarantine } = JSON.parse(
    Buffer.from(await storage.get(`${stem}.json`)).toString("utf8"),
  );
  if (recipeHash !== hash) return undefined;
  const reports: ShardReport[] = [];
  for (const shard of shards as string[]) {
    const report = await readReport(shard, storage);
    if (report?.recipeHash !== hash || !(await isWhole(report, storage, check))) return undefined;
    reports.push(report);
  }
  return { shards: reports, quarantine };
}
