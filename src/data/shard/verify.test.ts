import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBuilder } from "../pipeline/build-shard.ts";
import { sources } from "../pipeline/testing/drawn-sources.ts";
import { parseRecipe, sha256 } from "../recipe.ts";
import type { SampleFiles } from "../sample.ts";
import { statisticsPage } from "../stats/page.ts";
import { statisticsColumns, statisticsOf } from "../stats/statistics.ts";
import { openStorage } from "../storage/storage.ts";
import { type Dataset, finishDataset } from "./dataset.ts";
import { mergedManifestWriter, readManifest } from "./manifest.ts";
import { readShard } from "./read.ts";
import { putShard, type ShardReport } from "./shard.ts";
import { writeTar } from "./tar.ts";
import { verifyData } from "./verify.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-verify-"));
const good = join(root, "good");
let dataset: Dataset;
beforeAll(async () => {
  const recipe = parseRecipe({
    ...{ name: "tiny", seed: 7, maxSide: 96, samples: 60, samplesPerShard: 20 },
    mixture: { categories: { text: 50, instruction: 50 } },
  });
  const storage = await openStorage(good);
  const camera = { renderer: "none", shoot: async () => [], close: async () => {} };
  const builder = await openBuilder(recipe, { sources, camera });
  const reports: ShardReport[] = [];
  for (const number of [0, 1, 2]) {
    const { found: _, ...report } = await builder.build(number, storage);
    reports.push(report);
  }
  dataset = await finishDataset(recipe, builder.hash, reports, [], storage);
});
afterAll(() => rmSync(root, { recursive: true }));

let copies = 0;
/** What `verify` finds after a change. */
async function faultsAfter(change: (folder: string) => void | Promise<void>): Promise<string[]> {
  const folder = join(root, `copy-${copies++}`);
  cpSync(good, folder, { recursive: true });
  await change(folder);
  const { faults } = await verifyData(await openStorage(folder));
  return faults.map(({ where, what }) => `${where}: ${what}`);
}

/** Writes the second shard again, consistently, with one sample changed: only the sample itself can tell. */
function rewritten(change: (files: SampleFiles) => SampleFiles) {
  return async (folder: string) => {
    const storage = await openStorage(folder);
    const samples: SampleFiles[] = [];
    for await (const files of readShard(storage, "shard-000001")) samples.push(files);
    const place = samples.findIndex(({ sample }) => sample.images.length > 0);
    samples[place] = change(samples[place]!);
    const { chunks } = await writeTar(samples);
    const tar = Buffer.concat(chunks);
    const edit = { bytes: tar.length, sha256: sha256(tar) };
    writeFileSync(join(folder, "shard-000001.tar"), tar);
    for (const name of ["shard-000001.json", "dataset.json"]) {
      const value = JSON.parse(readFileSync(join(folder, name), "utf8"));
      Object.assign(name === "dataset.json" ? value.shards[1].tar : value.tar, edit);
      writeFileSync(join(folder, name), JSON.stringify(value));
    }
  };
}

describe("verify", () => {
  test("finds nothing wrong with what was just built", async () => {
    const result = await verifyData(await openStorage(good));
    expect(result).toEqual({ shards: 3, samples: 60, images: dataset.categories.instruction, faults: [] });
  });

  test("finds a single changed byte", async () => {
    const faults = await faultsAfter((folder) => {
      const path = join(folder, "shard-000002.tar");
      const bytes = readFileSync(path);
      bytes[Math.floor(bytes.length / 2)]! ^= 1;
      writeFileSync(path, bytes);
    });
    expect(faults.join("\n")).toContain("shard-000002.tar: the bytes are not those that were written");
  });

  test("finds a tar that is cut short, and goes on with the other shards", async () => {
    const faults = await faultsAfter((folder) => {
      const path = join(folder, "shard-000000.tar");
      writeFileSync(path, readFileSync(path).subarray(0, 3000));
      rmSync(join(folder, "shard-000002.parquet"));
    });
    expect(faults.join("\n")).toMatch(/shard-000000\.tar: the file has 3000 bytes, expected \d+/);
    expect(faults.join("\n")).toContain("shard-000000.tar is not a whole tar file");
    expect(faults).toContain("shard-000002.parquet: the file is missing");
  });

  test("finds a missing report, a manifest of other samples, and a keep list that does not fit", async () => {
    const faults = await faultsAfter(async (folder) => {
      rmSync(join(folder, "shard-000000.json"));
      const rows = await readManifest(readFileSync(join(folder, "manifest.parquet")));
      const writer = mergedManifestWriter(join(folder, "manifest.parquet"));
      for (const row of rows.reverse()) writer.add(row);
      writer.close();
      writeFileSync(join(folder, "keep.json"), JSON.stringify({ recipeHash: "x", dropped: { "shard-000001": [3] } }));
    });
    expect(faults).toContain("shard-000000.json: the report is missing or cannot be read");
    expect(faults).toContain("manifest.parquet: row 0 is not that of the shard");
    expect(faults).toContain("keep.json: it does not leave out the same samples as manifest.parquet");
  });

  test("looks into samples: pictures, boxes and text, not only at the file's hash", async () => {
    const swapped = await faultsAfter(rewritten((files) => ({ ...files, images: [Buffer.from("no picture")] })));
    expect(swapped.join("\n")).toMatch(/shard-000001\.tar tiny-\d+: image 0 cannot be decoded/);
    expect(swapped.join("\n")).toContain("image 0 is not the picture that the sample names");
    const moved = await faultsAfter(
      rewritten((files) => {
        const regions = files.sample.regions.map((region) => ({ ...region, box: [0, 0, 500, 9] as const }));
        return { ...files, sample: { ...files.sample, regions: regions as never } };
      }),
    );
    expect(moved.join("\n")).toMatch(/region 0 \[0, 0, 500, 9\] is not inside the picture of \d+ x \d+/);
    const other = await faultsAfter(
      rewritten((files) => ({ ...files, sample: { ...files.sample, category: "caption" as const } })),
    );
    expect(other.join("\n")).toContain('the manifest says category "instruction", the sample "caption"');
  });

  test("says what is missing where no build was finished", async () => {
    await expect(faultsAfter((folder) => rmSync(join(folder, "dataset.json")))).rejects.toThrow(
      "holds no finished data set: dataset.json is missing",
    );
  });
});

test("the manifest is read by DuckDB", async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(`
    SELECT category, count(*)::INT AS samples, sum(images)::INT AS images, min(length(text_sha256))::INT AS digits,
           bool_and(keep) AS kept, min(licence) AS licence, max(octet_length(text_signature))::INT AS signature
    FROM '${join(good, "manifest.parquet")}' GROUP BY category ORDER BY category`);
  const { instruction, text } = dataset.categories;
  const rest = [64, dataset.dropped === 0, "CC0-1.0", 256];
  expect(reader.getRows()).toEqual([
    ["instruction", instruction, instruction, ...rest],
    ["text", text, 0, ...rest],
  ]);
});

test("statistics count what the samples are", async () => {
  const storage = await openStorage(good);
  const rows = await readManifest(await storage.get("manifest.parquet"), statisticsColumns);
  const statistics = statisticsOf(rows);
  expect(statistics).toMatchObject({ samples: 60, images: dataset.categories.instruction, dropped: dataset.dropped });
  expect(statistics.leaves).toEqual(dataset.leaves);
  expect(Object.values(statistics.lengths.histogram).reduce((a, b) => a + b)).toBe(60);
  expect(statisticsOf(rows.slice(0, 4), [1, 2, 3, 10]).lengths).toMatchObject({
    ...{ unit: "tokens", total: 16, mean: 4 },
    histogram: { 1: 1, 2: 2, 8: 1 },
  });
  const page = await statisticsPage("tiny & small", statistics);
  expect(page).toContain("tiny &amp; small");
  expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(5);
  expect(page).not.toMatch(/<script|src=|href="http/);
});

test("a shard is not written twice differently when the same samples are put again", async () => {
  const storage = await openStorage(join(root, "again"));
  const content = { shard: "shard-000000", recipe: "r", recipeHash: "h", samples: [], refused: { b: 1, a: 2 } };
  const first = await putShard(content, storage);
  expect(await putShard({ ...content, refused: { a: 2, b: 1 } }, storage)).toEqual(first);
});
