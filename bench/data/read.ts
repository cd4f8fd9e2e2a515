/**
 * Reading shards for training: samples a second, in order and shuffled, with every sample's schema checked and without, and with
 * the pictures decoded as well. On a busy machine the last column tells more than the clock.
 *
 *   npx tsx bench/data/read.ts [FOLDER]        a data set; unless given, 3,000 small samples are made first
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBuilder } from "../../src/data/pipeline/build-shard.ts";
import { sources } from "../../src/data/pipeline/testing/drawn-sources.ts";
import { parseRecipe } from "../../src/data/recipe.ts";
import { finishDataset } from "../../src/data/shard/dataset.ts";
import { type ReadDataOptions, readData } from "../../src/data/shard/read.ts";
import type { ShardReport } from "../../src/data/shard/shard.ts";
import { openStorage } from "../../src/data/storage/storage.ts";
import { decodeImage } from "../../src/image/index.ts";
import { printTable, takeTurns } from "../support/rounds.ts";
import type { Table } from "./build.ts";

interface Rate {
  samples: number;
  bytes: number;
  /** Of the processor, by this process. */
  seconds: number;
}
/** What is read is what `folder` holds, or 3,000 small samples that are made for it. */
export async function readTable(given?: string): Promise<Table> {
  const folder = given ?? (await smallSamples());
  const rates = new Map<string, Rate>();
  const contestant = (name: string, options: ReadDataOptions, decode = false) => ({
    name,
    async run() {
      const rate: Rate = { samples: 0, bytes: 0, seconds: 0 };
      const start = performance.now();
      const before = process.cpuUsage();
      for await (const { images } of readData(folder, { ...options, epochs: 1 })) {
        rate.samples++;
        for (const image of images) {
          rate.bytes += image.length;
          if (decode) await decodeImage(image);
        }
      }
      const { user, system } = process.cpuUsage(before);
      rate.seconds = (user + system) / 1e6;
      if (rate.seconds < (rates.get(name)?.seconds ?? Number.POSITIVE_INFINITY)) rates.set(name, rate);
      return (performance.now() - start) / 1000;
    },
  });

  try {
    const shuffle = { seed: 1, buffer: 1000 };
    const least = await takeTurns(
      [
        contestant("in order", {}),
        contestant("shuffled", { shuffle }),
        contestant("shuffled, schema not checked", { shuffle, check: false }),
        contestant("shuffled, pictures decoded", { shuffle }, true),
      ],
      3,
    );
    return {
      head: ["reading", "samples", "kB of pictures a sample", "samples/s", "a second of one processor"],
      rows: [...least].map(([name, seconds]) => {
        const { samples, bytes, seconds: cpu } = rates.get(name)!;
        const rate = (time: number) => (samples / time).toFixed(0);
        return [name, String(samples), (bytes / samples / 1000).toFixed(1), rate(seconds), rate(cpu)];
      }),
    };
  } finally {
    if (!given) rmSync(folder, { recursive: true });
  }
}

async function smallSamples(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "periscope-read-"));
  const recipe = parseRecipe({
    ...{ name: "small", seed: 1, maxSide: 96, samples: 3000, samplesPerShard: 500 },
    mixture: { categories: { instruction: 1, text: 1 }, sources: { "test-picky": 0 } },
  });
  const camera = { renderer: "none", shoot: async () => [], close: async () => {} };
  const builder = await openBuilder(recipe, { sources, camera });
  const storage = await openStorage(folder);
  const reports: ShardReport[] = [];
  for (let number = 0; number < builder.shards; number++) {
    const { found: _, ...report } = await builder.build(number, storage);
    reports.push(report);
  }
  await finishDataset(recipe, builder.hash, reports, [], storage);
  return folder;
}

if (process.argv[1] === import.meta.filename) {
  const { head, rows } = await readTable(process.argv[2]);
  printTable(head, rows);
}
