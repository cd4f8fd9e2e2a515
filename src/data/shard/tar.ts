/**
 * Samples as a WebDataset tar, and back: `key.0.png` and `key.json` stand side by side, sorted. Headers carry no time and no
 * owner, so that equal samples make equal bytes. What a sample means is not looked at.
 */
import { extract, pack } from "tar-stream";
import { UserError } from "../../runtime/errors.ts";
import { type DenseMap, type Sample, type SampleFiles, sampleSchema } from "../sample.ts";

export interface Tar {
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  /** Where each sample's files begin, and how many bytes they take with their headers. */
  readonly places: readonly { readonly offset: number; readonly bytes: number }[];
}

/** The tar of the samples, in their order. */
export async function writeTar(samples: readonly SampleFiles[]): Promise<Tar> {
  const stream = pack();
  const chunks: Uint8Array[] = [];
  stream.on("data", (chunk) => chunks.push(chunk as Uint8Array));
  const ended = new Promise<void>((resolve, reject) => {
    stream.on("end", resolve);
    stream.on("error", reject);
  });
  const places = [];
  let offset = 0;
  for (const files of samples) {
    const begin = offset;
    for (const { name, bytes } of filesOf(files)) {
      stream.entry({ name, size: bytes.length, mtime: new Date(0), mode: 0o644 }, Buffer.from(bytes));
      offset += 512 + Math.ceil(bytes.length / 512) * 512; // a header, and contents in whole blocks
    }
    places.push({ offset: begin, bytes: offset - begin });
  }
  stream.finalize();
  await ended;
  return { chunks, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), places };
}

/** Samples of a tar, or of a piece of it that begins with a sample. `check: false` trusts the tar's own JSON. */
export async function* readTar(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { where, check = true }: { readonly where: string; readonly check?: boolean },
): AsyncGenerator<SampleFiles> {
  let key: string | undefined;
  let files = new Map<string, Uint8Array>();
  for await (const { name, bytes } of entriesOf(pieces, where)) {
    const dot = name.indexOf(".");
    const stem = dot < 0 ? name : name.slice(0, dot);
    if (key !== undefined && stem !== key) {
      yield assemble(key, files, where, check);
      files = new Map();
    }
    key = stem;
    files.set(name.slice(dot + 1), bytes);
  }
  if (key !== undefined) yield assemble(key, files, where, check);
}

/**
 * The sample that a piece of a tar begins with, its files being parts of the piece; undefined where there is none. Where all
 * headers are as `writeTar` makes them, they are read on the spot, ten times as fast as by a general reader.
 */
export async function readSample(
  piece: Uint8Array,
  options: { readonly where: string; readonly check?: boolean },
): Promise<SampleFiles | undefined> {
  const entries = plainEntries(piece);
  if (!entries) {
    for await (const sample of readTar([piece], options)) return sample;
    return undefined;
  }
  const key = entries[0]?.name.split(".", 1)[0];
  if (key === undefined) return undefined;
  const mine = entries.filter(({ name }) => name.startsWith(`${key}.`));
  const files = new Map(mine.map(({ name, bytes }) => [name.slice(key.length + 1), bytes]));
  return assemble(key, files, options.where, options.check ?? true);
}

/** Names and contents; undefined where a header is damaged, or says more than a short name and a size. */
function plainEntries(piece: Uint8Array): { name: string; bytes: Uint8Array }[] | undefined {
  const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  const entries: { name: string; bytes: Uint8Array }[] = [];
  for (let at = 0; at < buffer.length && buffer[at] !== 0; ) {
    if (at + 512 > buffer.length) return undefined;
    const text = (from: number, length: number) =>
      buffer.toString("latin1", at + from, at + from + length).split("\0", 1)[0]!;
    let sum = 8 * 32; // its own field counts as blanks
    for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += buffer[at + i]!;
    const size = Number.parseInt(text(124, 12), 8);
    const begin = at + 512;
    const isPlain = text(156, 1) === "0" && text(257, 5) === "ustar" && text(345, 155) === "";
    if (!isPlain || Number.parseInt(text(148, 8), 8) !== sum || !(begin + size <= buffer.length)) return undefined;
    entries.push({ name: text(0, 100), bytes: piece.subarray(begin, begin + size) });
    at = begin + Math.ceil(size / 512) * 512;
  }
  return entries;
}

/** A map's file behind the key: `words.png`, or `words-1.png` where it belongs to the second image. */
export function mapFile({ name, image }: Pick<DenseMap, "name" | "image">): string {
  return image === 0 ? `${name}.png` : `${name}-${image}.png`;
}

function filesOf({ sample, images, maps }: SampleFiles): { name: string; bytes: Uint8Array }[] {
  const named: [string, Uint8Array][] = [
    ["json", Buffer.from(JSON.stringify(sample))],
    ...sample.images.map(({ format }, i): [string, Uint8Array] => [`${i}.${format}`, images[i]!]),
    ...sample.maps.map((map, i): [string, Uint8Array] => [mapFile(map), maps[i]!]),
  ];
  return named
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([extension, bytes]) => ({ name: `${sample.key}.${extension}`, bytes }));
}

async function* entriesOf(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  where: string,
): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  const stream = extract();
  const feeding = (async () => {
    try {
      for await (const piece of pieces) {
        if (stream.destroyed) return;
        if (!stream.write(piece))
          await new Promise<void>((resume) => stream.once("drain", resume).once("close", resume));
      }
      stream.end(null);
    } catch (error) {
      stream.destroy(error as Error);
    }
  })();
  try {
    for await (const entry of stream) {
      const parts: Uint8Array[] = [];
      for await (const part of entry) parts.push(part as Uint8Array);
      yield { name: entry.header.name, bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts) };
    }
    await feeding;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where} is not a whole tar file: ${(error as Error).message}`);
  } finally {
    stream.destroy();
  }
}

function assemble(key: string, files: ReadonlyMap<string, Uint8Array>, where: string, check: boolean): SampleFiles {
  const file = (extension: string): Uint8Array => {
    const bytes = files.get(extension);
    if (!bytes) throw new UserError(`${where}: ${key}.${extension} is missing`);
    return bytes;
  };
  let sample: Sample;
  try {
    sample = JSON.parse(Buffer.from(file("json")).toString("utf8")) as Sample;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${where}: ${key}.json is not JSON: ${(error as Error).message}`);
  }
  if (check) {
    const { success, data, error } = sampleSchema.safeParse(sample);
    if (!success) {
      const [issue] = error.issues;
      throw new UserError(`${where}: ${key}.json ("${issue!.path.join(".")}"): ${issue!.message}`);
    }
    sample = data;
    if (sample.key !== key) throw new UserError(`${where}: ${key}.json says that its key is ${sample.key}`);
  }
  return {
    sample,
    images: sample.images.map(({ format }, i) => file(`${i}.${format}`)),
    maps: sample.maps.map((map) => file(mapFile(map))),
  };
}
