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
