import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parseRecipe, type RecipeInput } from "../recipe.ts";
import { readManifest } from "../shard/manifest.ts";
import { readTar } from "../shard/tar.ts";
import { openStorage } from "../storage/storage.ts";
import { buildShard, openBuilder } from "./build-shard.ts";
import { sources } from "./testing/drawn-sources.ts";

const camera = { renderer: "none", shoot: async () => [], close: async () => {} };
const options = { sources, camera };
const folders: string[] = [];
const folder = () => {
  folders.push(mkdtempSync(join(tmpdir(), "periscope-shard-")));
  return folders.at(-1)!;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

const recipe = (changes: Partial<RecipeInput> = {}) =>
  parseRecipe({
    name: "tiny",
    seed: 7,
    maxSide: 96,
    samples: 70,
    samplesPerShard: 40,
    mixture: { categories: { text: 60, instruction: 40 } },
    ...changes,
  });

test("a shard has the same bytes whichever was built before it", async () => {
  const [one, two] = [folder(), folder()];
  const storages = [await openStorage(one), await openStorage(two)] as const;
  const builder = await openBuilder(recipe(), options);
  for (const number of [0, 1]) await builder.build(number, storages[0]);
  for (const number of [1, 0]) await buildShard(recipe(), number, storages[1], options);
  expect(contents(one)).toEqual(contents(two));
  expect(Object.keys(contents(one))).toHaveLength(6);
  const report = JSON.parse(readFileSync(join(one, "shard-000000.json"), "utf8"));
  expect(report.categories.instruction).toBeGreaterThan(8); // of 40, by a share of 40 %
  expect(report.refused).not.toHaveProperty("test-squares: error");
});

test("another seed makes another shard", async () => {
  const [one, two] = [folder(), folder()];
  const first = await buildShard(recipe(), 0, await openStorage(one), options);
  const second = await buildShard(recipe({ seed: 8 }), 0, await openStorage(two), options);
  expect(first.tar.sha256).not.toBe(second.tar.sha256);
  expect(first.recipeHash).not.toBe(second.recipeHash);
});

test("a finished shard is found, a damaged one built again", async () => {
  const path = folder();
  const storage = await openStorage(path);
  const builder = await openBuilder(recipe(), options);
  const built = await builder.build(1, storage);
  expect(built).toMatchObject({ found: false, samples: 30, shard: "shard-000001" });
  expect(await builder.build(1, storage)).toEqual({ ...built, found: true });
  const tar = await storage.get("shard-000001.tar");
  const damaged = Uint8Array.from(tar, (byte, i) => (i === 1000 ? byte ^ 1 : byte));
  await storage.put("shard-000001.tar", damaged);
  expect(await builder.build(1, storage, { check: "bytes" })).toMatchObject({ found: false });
  expect(await storage.get("shard-000001.tar")).toEqual(tar);
});

test("every place is filled, refused attempts are counted by reason", async () => {
  const path = folder();
  const storage = await openStorage(path);
  const report = await buildShard(recipe({ mixture: { categories: { text: 1 } } }), 0, storage, options);
  expect(report.samples).toBe(40);
  expect(report.refused["test-picky: odd-number"]).toBeGreaterThan(0);
  expect(report.refused["test-picky: error: a fault of the source"]).toBeGreaterThan(0);
  const rows = await readManifest(await storage.get("shard-000000.parquet"));
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i));
  expect(rows.some(({ attempt }) => attempt! > 0)).toBe(true);
});

test("the manifest says where in the tar a sample lies", async () => {
  const storage = await openStorage(folder());
  await buildShard(recipe(), 0, storage, options);
  const rows = await readManifest(await storage.get("shard-000000.parquet"));
  const row = rows[17]!;
  const piece = await storage.getRange("shard-000000.tar", row.offset, row.offset + row.bytes);
  const found = [];
  for await (const files of readTar([piece], { where: "a piece" })) found.push(files);
  expect(found.map(({ sample }) => sample.key)).toEqual([row.key]);
  expect(
    createHash("sha256")
      .update(found[0]!.images[0] ?? "")
      .digest("hex"),
  ).toBe(row.images > 0 ? row.image_sha256 : createHash("sha256").update("").digest("hex"));
});

test("no sample of a shard repeats another", async () => {
  const storage = await openStorage(folder());
  const sums = { mixture: { categories: { text: 1 }, sources: { "test-sums": 1, "*": 0 } }, samples: 3000 } as const;
  const report = await buildShard(recipe({ ...sums, samplesPerShard: 3000 }), 0, storage, options);
  expect(report.refused["test-sums: same-specification"]).toBeGreaterThan(100);
  const rows = await readManifest(await storage.get("shard-000000.parquet"), ["text_sha256"]);
  expect(new Set(rows.map((row) => row.text_sha256)).size).toBe(3000);
});

function contents(path: string): Record<string, string> {
  const hash = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(path, name)))
      .digest("hex");
  return Object.fromEntries(
    readdirSync(path)
      .sort()
      .map((name) => [name, hash(name)]),
  );
}
