/**
 * Where training samples come from, behind one interface with access by number, so that the scheduler alone decides the
 * order: shards of a data set, people's files, samples made on the spot, or what the caller brings along.
 */
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ImportOptions, Rejection } from "../data/importers/importer.ts";
import { hashText } from "../data/random.ts";
import type { Content, SampleFiles } from "../data/sample.ts";
import { files } from "../data/shard/dataset.ts";
import { readManifest } from "../data/shard/manifest.ts";
import { readSample } from "../data/shard/tar.ts";
import { openStorage } from "../data/storage/storage.ts";
import type { RgbImage } from "../image/resize.ts";
import { UserError } from "../runtime/errors.ts";
import type { DataDeclaration, Modality, Stage, TrainingRecipe } from "./recipe.ts";

/** A picture as a source has it: an encoded file, or pixels. */
export type SamplePicture = Uint8Array | RgbImage;

export interface TrainingSample {
  readonly key: string;
  /** What the sample counts as in the record of losses. */
  readonly source: string;
  readonly content: Content;
  readonly pictures: readonly SamplePicture[];
  /** Label maps over the first picture by kind, for `dense`. */
  readonly maps?: () => Promise<Readonly<Record<string, LabelGrid>>>;
}

/** Classes of cells, row by row: 0 is nothing, and in a grid of bytes 255 is unknown. */
export interface LabelGrid {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

export interface SampleSource {
  readonly size: number;
  /** Sample `index` below `size`: always the same one. */
  sample(index: number): Promise<TrainingSample>;
}

export interface Selection {
  /** Pictures or none; without it both. */
  readonly modality?: Modality;
  readonly categories?: readonly string[];
  readonly sources?: readonly string[];
  /** Which side of the line that keeps samples from training. */
  readonly side: "training" | "held out";
  readonly heldOut: number;
}

/** A picked part of a data set. Throws a `UserError` where nothing is left. */
export async function openSource(
  name: string,
  declaration: DataDeclaration,
  selection: Selection,
  given: Readonly<Record<string, SampleSource>> = {},
): Promise<SampleSource> {
  if (given[name]) return given[name];
  switch (declaration.kind) {
    case "shards":
      return shards(name, declaration.path, selection);
    case "files":
      return importedFiles(name, declaration, selection);
    case "generated": {
      const { generatedSource } = await import("./generated.ts"); // draws with a canvas: loaded where it is used
      return generatedSource(declaration, selection.side);
    }
    case "given":
      throw new UserError(`data "${name}" is "given", but the caller of this run does not bring it along`);
  }
}

/** Whether a sample is kept from training: a hash of its key decides, so it never changes. */
export function isHeldOut(key: string, share: number): boolean {
  return hashText(key) / 4294967296 < share;
}

/** Samples of a finished data set, each read by its place in a tar. */
async function shards(name: string, where: string, selection: Selection): Promise<SampleSource> {
  const storage = await openStorage(where);
  if (!(await storage.head(files.manifest))) {
    throw new UserError(
      `data "${name}": ${where} holds no finished data set (${files.manifest} is missing); "periscope data build" makes one`,
    );
  }
  const columns = ["key", "shard", "offset", "bytes", "category", "source", "images", "keep"] as const;
  const bytes = await storage.get(files.manifest);
  const all = await readManifest(bytes, columns).catch((error: Error) => {
    throw new UserError(`data "${name}": ${where}/${files.manifest} is damaged (${error.message})`);
  });
  const rows = all.filter((row) => row.keep && isSelected({ ...row, pictures: row.images }, selection));
  if (rows.length === 0) throw nothingLeft(name, where, selection);
  return {
    size: rows.length,
    async sample(index) {
      const { shard, offset, bytes } = rows[index]!;
      const key = `${shard}.tar`;
      const piece = await storage.getRange(key, Number(offset), Number(offset) + bytes);
      const found = await readSample(piece, { where: `${where}/${key}`, check: false });
      if (found) return trainingSample(found);
      throw new UserError(
        `${where}/${key} has no sample at byte ${offset}; "periscope data verify" tells what is damaged`,
      );
    },
  };
}

function isSelected(
  row: { readonly key: string; readonly category: string; readonly source: string; readonly pictures: number },
  { modality, categories, sources, side, heldOut }: Selection,
): boolean {
  if (modality !== undefined && row.pictures > 0 !== (modality === "multimodal")) return false;
  if (categories && !categories.includes(row.category)) return false;
  if (sources && !sources.includes(row.source)) return false;
  return isHeldOut(row.key, heldOut) === (side === "held out");
}

function nothingLeft(name: string, where: string, { modality, categories, sources, side }: Selection): UserError {
  const wanted = [
    side === "held out" ? "held out" : "",
    modality === "language" ? "without pictures" : modality === "multimodal" ? "with pictures" : "",
    categories ? `of category ${categories.join(" or ")}` : "",
    sources ? `from ${sources.join(" or ")}` : "",
  ].filter(Boolean);
  return new UserError([`data "${name}": ${where} has no samples`, wanted.join(", ")].filter(Boolean).join(" "));
}

export function trainingSample({ sample, images, maps }: SampleFiles): TrainingSample {
  return {
    key: sample.key,
    source: sample.lineage.source,
    content: sample.content,
    pictures: images,
    ...(maps.length > 0 && { maps: () => decodedMaps(sample.maps, maps) }),
  };
}

async function decodedMaps(
  described: SampleFiles["sample"]["maps"],
  encoded: SampleFiles["maps"],
): Promise<Record<string, LabelGrid>> {
  const { sharp } = await import("../image/sharp.ts");
  const grids: Record<string, LabelGrid> = {};
  for (const [i, { name, image, width, height }] of described.entries()) {
    if (image !== 0) continue;
    const picture = sharp(encoded[i]!);
    const wide = (await picture.metadata()).depth === "ushort";
    const bytes = await (wide
      ? picture.toColourspace("grey16").raw({ depth: "ushort" })
      : picture.toColourspace("b-w").raw()
    ).toBuffer();
    const data = wide ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : new Uint8Array(bytes);
    grids[name] = { width, height, data };
  }
  return grids;
}

/** People's files, taken in once and kept in memory: finetuning sets are small. */
async function importedFiles(name: string, declaration: FilesDeclaration, selection: Selection): Promise<SampleSource> {
  const taken = await takenIn(declaration);
  const samples = taken.rows.filter((row) => isSelected(row, selection)).map(({ files }) => trainingSample(files));
  if (samples.length === 0) {
    const problem = nothingLeft(name, declaration.paths.join(", "), selection).message;
    const isEmpty = taken.rows.length === 0 && taken.refused.size === 0;
    const reason = isEmpty ? await readFormats(declaration) : refusalText(declaration.paths, taken);
    throw new UserError(reason ? `${problem}; ${reason}` : problem);
  }
  return listSource(samples);
}

/** A sentence for each data of the stages whose files hold items that cannot be samples, if others can. */
export async function refusals(
  { data }: Pick<TrainingRecipe, "data">,
  stages: readonly Pick<Stage, "mixture">[],
): Promise<string[]> {
  const sentences: string[] = [];
  for (const name of new Set(stages.flatMap(({ mixture }) => mixture.sources.map((one) => one.data)))) {
    const declaration = data[name];
    if (declaration?.kind !== "files") continue;
    const taken = await takenIn(declaration);
    const text = refusalText(declaration.paths, taken);
    if (text && taken.rows.length > 0) sentences.push(text);
  }
  return sentences;
}

type FilesDeclaration = Extract<DataDeclaration, { kind: "files" }>;

interface TakenIn {
  readonly rows: readonly {
    readonly key: string;
    readonly category: string;
    readonly source: string;
    readonly pictures: number;
    readonly files: SampleFiles;
  }[];
  /** By reason. */
  readonly refused: ReadonlyMap<string, { readonly count: number; readonly first: Rejection }>;
}

/** More reasons, or more paths, are counted and not named. */
const namedReasons = 6;
const namedPaths = 3;

/** `2 of 16 items of full.json were refused: 2 times "a file is missing" (first: item 3, missing.png)` */
function refusalText(paths: readonly string[], { rows, refused }: TakenIn): string | undefined {
  const reasons = [...refused].sort(([, a], [, b]) => b.count - a.count);
  const total = (some: typeof reasons) => some.reduce((sum, [, { count }]) => sum + count, 0);
  const all = total(reasons);
  if (all === 0) return undefined;
  const ofOneFile = paths.length === 1 ? `${basename(paths[0]!)}#` : undefined;
  const listed = reasons.slice(0, namedReasons).map(([reason, { count, first }]) => {
    const item =
      ofOneFile && first.item.startsWith(ofOneFile) ? `item ${first.item.slice(ofOneFile.length)}` : first.item;
    const place = [item, first.detail].filter(Boolean).map((text) => oneLine(text!));
    return `${count === 1 ? "once" : `${count} times`} "${reason}" (${count === 1 ? "" : "first: "}${place.join(", ")})`;
  });
  const others = total(reasons.slice(namedReasons));
  if (others > 0) listed.push(`${others} for other reasons`);
  const shown = paths.slice(0, namedPaths).join(", ");
  const where = paths.length > namedPaths ? `${shown} and ${paths.length - namedPaths} more` : shown;
  return `${all} of ${rows.length + all} items of ${where} ${all === 1 ? "was" : "were"} refused: ${listed.join(", ")}`;
}

/** What files say of themselves must not move a terminal's cursor. */
function oneLine(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, " ");
  return plain.length > 120 ? `${plain.slice(0, 120)}...` : plain;
}

const known = new Map<string, Promise<TakenIn>>();

/** Files are read once for all selections of a run. */
function takenIn({ paths, importer, perPath }: FilesDeclaration): Promise<TakenIn> {
  const key = JSON.stringify([paths, importer, perPath]);
  let found = known.get(key);
  if (!found) {
    found = takeIn(paths, importer, perPath);
    known.set(key, found);
    found.catch(() => known.delete(key));
  }
  return found;
}

async function takeIn(paths: readonly string[], importer?: string, perPath?: number): Promise<TakenIn> {
  const rows: TakenIn["rows"][number][] = [];
  const refused = new Map<string, { count: number; first: Rejection }>();
  for await (const one of importedSamples(paths, importer, perPath)) {
    if ("reason" in one) {
      const before = refused.get(one.reason);
      if (before) before.count++;
      else refused.set(one.reason, { count: 1, first: one });
    } else {
      const { key, category, lineage, images } = one.sample;
      rows.push({ key, category, source: lineage.source, pictures: images.length, files: one });
    }
  }
  return { rows, refused };
}

/** How many samples of each modality there are for training, and held out. Throws a `UserError` where there are none. */
export async function countSamples(
  name: string,
  declaration: DataDeclaration,
  heldOut: number,
): Promise<Record<Modality, number> & { readonly heldOut: Record<Modality, number> }> {
  const count = async (modality: Modality, side: Selection["side"]) => {
    try {
      return (await openSource(name, declaration, { modality, side, heldOut })).size;
    } catch (error) {
      if (error instanceof UserError && error.message.includes("has no samples")) return 0;
      throw error;
    }
  };
  const counts = {
    language: await count("language", "training"),
    multimodal: await count("multimodal", "training"),
    heldOut: { language: await count("language", "held out"), multimodal: await count("multimodal", "held out") },
  };
  if (counts.language + counts.multimodal === 0) await openSource(name, declaration, { side: "training", heldOut });
  return counts;
}

/**
 * Samples and refusals of files, by the importer that is named or by those that fit what each path is; of each path at most
 * `perPath` samples.
 */
async function* importedSamples(paths: readonly string[], importer?: string, perPath = Number.POSITIVE_INFINITY) {
  const { importerNamed, importFiles } = await import("../data/importers/index.ts");
  // a file may name pictures that lie below another of the paths
  const options: ImportOptions = { pictureFolders: paths };
  async function* of(path: string) {
    for (const name of importer === undefined ? await importersOf(path) : [importer]) {
      yield* importFiles(importerNamed(name), [path], options);
    }
  }
  for (const path of paths) {
    let taken = 0;
    for await (const one of of(path)) {
      yield one;
      if (!("reason" in one) && ++taken >= perPath) break;
    }
  }
}

/** What a folder is searched for. */
const folderImporters = ["llava", "webdataset"];

/** The importers for a path: of a file by its ending, and by the first field that tells LLaVA from OpenAI. */
async function importersOf(path: string): Promise<readonly string[]> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return folderImporters;
  if (/\.(tar|tar\.gz|tgz)$/i.test(path)) return ["webdataset"];
  if (/\.(txt|md)$/i.test(path)) return ["text"];
  if (!/\.jsonl?$/i.test(path)) return ["llava"];
  const head = await beginningOf(path, 65536);
  return /"messages"\s*:/.test(head) && !/"conversations"\s*:/.test(head) ? ["messages"] : ["llava"];
}

async function beginningOf(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Where no item was found: what would have been read. */
async function readFormats({ importer }: FilesDeclaration): Promise<string> {
  const { importerNamed } = await import("../data/importers/index.ts");
  const formats = (importer === undefined ? folderImporters : [importer]).flatMap((one) => importerNamed(one).formats);
  return `no item was found; what is read in folders: ${formats.join(", ")}`;
}

/** Samples in memory as a source. */
export function listSource(samples: readonly TrainingSample[]): SampleSource {
  return { size: samples.length, sample: async (index) => samples[index]! };
}
