/**
 * One shard by its number: the work that a worker on any machine is given. A shard is a pure function of (recipe hash,
 * number), so building one twice does no harm.
 */

import { statSync } from "node:fs";
import { UserError } from "../../runtime/errors.ts";
import type { Camera } from "../camera/camera.ts";
import { installedFamilies } from "../camera/fonts.ts";
import { generatedShards, type Recipe, recipeHash, type Versions } from "../recipe.ts";
import { isWhole, putShard, readReport, type ShardReport, shardName } from "../shard/shard.ts";
import type { Source } from "../source.ts";
import type { Storage } from "../storage/storage.ts";
import { openEncoder } from "./encode.ts";
import { duplicateIndex } from "./filters/duplicates.ts";
import { readEvaluation } from "./filters/evaluation-files.ts";
import { type ImportResult, importEntry, importVersion } from "./import-shards.ts";
import { lazyCamera } from "./lazy-camera.ts";
import { type Job, type Made, makeSamples, type Refused, type Workshop } from "./make.ts";
import { type Mixture, mixtureOf } from "./mixture.ts";
import { hashFile, sourcesOf } from "./modules.ts";

/** Samples that are drafted and pictured together. */
const batch = 24;
/** Batches under way at once: one is pictured while the one before is encoded. */
const ahead = 2;
/** Attempts for one place in a shard until the build gives up. */
const mostAttempts = 60;

export interface ShardProgress {
  /** Samples that came out of the last batch, by category; below 0 where one turned out to repeat another. */
  readonly made: Readonly<Record<string, number>>;
  /** Attempts that were refused, by `source: reason`. */
  readonly refused: Readonly<Record<string, number>>;
  /** Sources or pages that failed, each with what makes the sample again. */
  readonly faults?: readonly string[];
}

export interface BuildShardOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ShardProgress) => void;
  /** How a finished shard is recognised; `size` unless said. */
  readonly check?: "size" | "bytes";
}

/** Builds shards of one recipe with one browser. To be closed. */
export interface ShardBuilder {
  readonly recipe: Recipe;
  readonly hash: string;
  readonly mixture: Mixture;
  /** How many generated shards there are. */
  readonly shards: number;
  /** Builds the shard and writes it, unless it is there already. */
  build(
    number: number,
    storage: Storage,
    options?: BuildShardOptions,
  ): Promise<ShardReport & { readonly found: boolean }>;
  /** Brings in what one of the recipe's imports names, unless it is there already. */
  bringIn(entry: number, storage: Storage, options?: BuildShardOptions): Promise<ImportResult>;
  close(): Promise<void>;
}

export interface BuilderOptions {
  /** Hashes of the files that the recipe names, where they are known; otherwise all are read. */
  readonly files?: readonly string[];
  /** Instead of all registered ones and those of the recipe's modules. */
  readonly sources?: readonly Source[];
  readonly camera?: Camera;
}

/** Reads what the recipe names and prepares to build. Throws a `UserError` for what is wrong with the recipe. */
export async function openBuilder(recipe: Recipe, options: BuilderOptions = {}): Promise<ShardBuilder> {
  const known = options.sources ?? (await sourcesOf(recipe));
  const mixture = mixtureOf(recipe, known);
  const evaluation = await readEvaluation(recipe.filters);
  const camera = options.camera ?? (await lazyCamera());
  const versions: Versions = {
    renderer: camera.renderer,
    encoder: openEncoder(),
    fonts: installedFamilies().map(({ family, file }) => `${family} ${statSync(file).size}`),
    sources: Object.fromEntries(mixture.sources.map(({ name, version }) => [name, version])),
    files: options.files ?? (await fileHashes(recipe, evaluation)),
  };
  const hash = recipeHash(recipe, versions);
  return {
    recipe,
    hash,
    mixture,
    shards: generatedShards(recipe),
    async build(number, storage, { signal, onProgress, check = "size" } = {}) {
      const shard = shardName(number);
      const count = samplesIn(recipe, number);
      const before = await readReport(shard, storage);
      if (before?.recipeHash === hash && before.samples === count && (await isWhole(before, storage, check))) {
        return { ...before, found: true };
      }
      const made = await fill(number, count, { recipe, mixture, evaluation, camera }, signal, onProgress);
      return { ...(await putShard({ shard, recipe: recipe.name, recipeHash: hash, ...made }, storage)), found: false };
    },
    bringIn: (entry, storage, how) => importEntry({ recipe, hash, evaluation, entry }, storage, how),
    close: () => camera.close(),
  };
}

/** Hashes of all files that the recipe names: evaluation sets, modules, files to import. */
export async function fileHashes(
  recipe: Recipe,
  evaluation?: { readonly sha256: readonly string[] },
): Promise<readonly string[]> {
  const { sha256 } = evaluation ?? (await readEvaluation(recipe.filters));
  return [
    ...sha256,
    ...(await Promise.all(recipe.modules.map(hashFile))),
    ...(await Promise.all(recipe.imports.map(importVersion))),
  ];
}

/** Builds one shard with a browser of its own. */
export async function buildShard(
  recipe: Recipe,
  number: number,
  storage: Storage,
  options: BuildShardOptions & BuilderOptions = {},
): Promise<ShardReport> {
  const builder = await openBuilder(recipe, options);
  try {
    const { found: _, ...report } = await builder.build(number, storage, options);
    return report;
  } finally {
    await builder.close();
  }
}

export function samplesIn({ samples, samplesPerShard }: Recipe, number: number): number {
  const count = Math.min(samplesPerShard, samples - number * samplesPerShard);
  if (!Number.isInteger(number) || number < 0 || count <= 0) {
    throw new UserError(`there is no shard ${number}: ${samples} samples make ${Math.ceil(samples / samplesPerShard)}`);
  }
  return count;
}

/**
 * Fills every place of the shard. Places whose sample was refused, or repeats one of the shard, get another attempt in the
 * next round; rounds are settled in the order of places, so that nothing depends on what was ready first.
 */
async function fill(
  number: number,
  count: number,
  workshop: Workshop,
  signal?: AbortSignal,
  onProgress?: BuildShardOptions["onProgress"],
): Promise<{ samples: Made[]; refused: Record<string, number> }> {
  const { recipe } = workshop;
  const first = number * recipe.samplesPerShard;
  const duplicates = duplicateIndex(recipe.filters);
  const places = new Array<Made | undefined>(count).fill(undefined);
  const refused: Record<string, number> = {};
  let jobs: Job[] = places.map((_, i) => ({ index: first + i, attempt: 0 }));
  while (jobs.length > 0) {
    const results = await inBatches(jobs, workshop, signal, onProgress);
    const again: Job[] = [];
    for (const result of results) {
      const reason = "files" in result ? duplicates.find(result.facts)?.reason : result.reason;
      if ("files" in result && reason === undefined) {
        duplicates.add(result.files.sample.key, result.facts);
        places[result.index - first] = result;
        continue;
      }
      const name = `${sourceOf(result)}: ${reason}`;
      add(refused, name);
      if ("files" in result) onProgress?.({ made: { [categoryOf(result)]: -1 }, refused: { [name]: 1 } });
      again.push({ index: result.index, attempt: result.attempt + 1 });
    }
    if (again.some(({ attempt }) => attempt >= mostAttempts)) throw hopeless(refused, number);
    jobs = again;
  }
  return { samples: places as Made[], refused };
}

async function inBatches(
  jobs: readonly Job[],
  workshop: Workshop,
  signal?: AbortSignal,
  onProgress?: BuildShardOptions["onProgress"],
): Promise<(Made | Refused)[]> {
  const batches = Array.from({ length: Math.ceil(jobs.length / batch) }, (_, i) =>
    jobs.slice(i * batch, (i + 1) * batch),
  );
  const results = new Array<(Made | Refused)[]>(batches.length);
  let next = 0;
  const lane = async () => {
    while (next < batches.length) {
      signal?.throwIfAborted();
      const mine = next++;
      const made = await makeSamples(batches[mine]!, workshop);
      results[mine] = made;
      onProgress?.(progressOf(made));
    }
  };
  await Promise.all(Array.from({ length: ahead }, lane));
  return results.flat();
}

function hopeless(refused: Readonly<Record<string, number>>, number: number): UserError {
  const [worst] = Object.entries(refused).sort(([, a], [, b]) => b - a);
  return new UserError(
    `shard ${number} cannot be filled: a sample was refused ${mostAttempts} times; most often because of "${worst![0]}" (${worst![1]} times)`,
  );
}

function progressOf(results: readonly (Made | Refused)[]): ShardProgress {
  const made: Record<string, number> = {};
  const refused: Record<string, number> = {};
  for (const result of results) {
    if ("files" in result) add(made, categoryOf(result));
    else add(refused, `${result.source}: ${result.reason}`);
  }
  const faults = results.flatMap((result) => ("fault" in result && result.fault ? [result.fault] : []));
  return { made, refused, ...(faults.length > 0 ? { faults } : {}) };
}

function categoryOf({ files }: Made): string {
  return files.sample.category;
}

function sourceOf(result: Made | Refused): string {
  return "files" in result ? result.files.sample.lineage.source : result.source;
}

function add(record: Record<string, number>, name: string): void {
  record[name] = (record[name] ?? 0) + 1;
}
