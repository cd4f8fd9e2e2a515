/** Single samples out of a data set's tars, by their rows, and the texts of whole shards for searching. */
import { textOf } from "../pipeline/filters/facts.ts";
import type { SampleFiles } from "../sample.ts";
import { readShard } from "../shard/read.ts";
import { readTar } from "../shard/tar.ts";
import type { Storage } from "../storage/storage.ts";
import type { Row } from "./catalogue.ts";

/** Characters of text that are kept for the next search. */
const mostCharacters = 200_000_000;
/** Samples that are kept: a page of thumbnails asks for each of them more than once. */
const mostSamples = 200;

export interface SampleReader {
  sample(row: Row): Promise<SampleFiles>;
  /** Texts of a shard's samples in lower case, in their order. */
  texts(shard: string): Promise<readonly string[]>;
}

export function sampleReader(storage: Storage): SampleReader {
  const samples = new Map<string, Promise<SampleFiles>>();
  const texts = new Map<string, Promise<readonly string[]>>();
  let characters = 0;

  const read = async (row: Row): Promise<SampleFiles> => {
    const where = `${storage.where}/${row.shard}.tar`;
    const bytes = await storage.getRange(`${row.shard}.tar`, row.offset, row.offset + row.bytes);
    for await (const files of readTar([bytes], { where })) return files;
    throw new Error(`${where} has no sample at byte ${row.offset}`);
  };
  const readTexts = async (shard: string): Promise<readonly string[]> => {
    const list: string[] = [];
    for await (const { sample } of readShard(storage, shard, { check: false })) {
      list.push(textOf(sample.content).toLowerCase());
    }
    characters += list.reduce((sum, text) => sum + text.length, 0);
    while (characters > mostCharacters && texts.size > 1) {
      const [oldest, kept] = texts.entries().next().value!;
      texts.delete(oldest);
      characters -= (await kept).reduce((sum, text) => sum + text.length, 0);
    }
    return list;
  };
  return {
    sample: (row) => kept(samples, row.key, () => read(row), mostSamples),
    texts: (shard) => kept(texts, shard, () => readTexts(shard), Number.POSITIVE_INFINITY),
  };
}

/** What the map holds, or what is made now and kept; a failure is forgotten. */
export function kept<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>, most: number): Promise<T> {
  const found = map.get(key);
  if (found) return found;
  const made = make();
  map.set(key, made);
  made.catch(() => map.delete(key));
  if (map.size > most) map.delete(map.keys().next().value!);
  return made;
}
