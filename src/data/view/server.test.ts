import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStorage, type Storage } from "../storage/storage.ts";
import type { DatasetAnswer, SampleAnswer, TilesAnswer } from "./page/api.ts";
import { viewer } from "./server.ts";
import { viewData } from "./testing/data-set.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-view-"));
afterAll(() => rmSync(root, { recursive: true }));
let storage: Storage;
let app: Hono;
beforeAll(async () => {
  storage = await viewData(join(root, "data"));
  app = await viewer(storage);
});

const at = (path: string) => app.request(`http://127.0.0.1${path}`);
const json = async <T>(path: string) => (await (await at(path)).json()) as T;
const keys = ({ samples }: TilesAnswer) => samples.map(({ key }) => key);

test("facets count what choosing them would leave", async () => {
  const all = await json<DatasetAnswer>("/api/dataset");
  expect(all.samples).toBe(24);
  const squares = all.facets.source.find(([name]) => name === "view-squares")![1];
  const chosen = await json<DatasetAnswer>("/api/dataset?source=view-squares");
  expect(chosen.selected).toBe(squares);
  expect(chosen.facets.category).toEqual([["vision", squares]]);
  expect(chosen.facets.flag).toEqual([["drawn", squares]]);
  // the others of the same facet stay, to change to
  expect(chosen.facets.source).toEqual(all.facets.source);
});

test("pages follow each other without a gap", async () => {
  const whole = await json<TilesAnswer>("/api/samples?limit=100");
  const first = await json<TilesAnswer>("/api/samples?limit=15");
  const second = await json<TilesAnswer>(`/api/samples?limit=15&after=${first.next}`);
  expect(keys(first)).toHaveLength(15);
  expect([...keys(first), ...keys(second)]).toEqual(keys(whole));
  expect(second.next).toBeUndefined();
});

test("a search finds the samples whose text has it, under the filters", async () => {
  const lamps = await json<TilesAnswer>("/api/samples?q=LAMP%20costs");
  const { selected } = await json<DatasetAnswer>("/api/dataset?language=sv");
  expect(lamps.samples).toHaveLength(selected);
  expect(lamps.samples.every(({ category }) => category === "text")).toBe(true);
  expect((await json<TilesAnswer>("/api/samples?q=lamp&category=vision")).samples).toEqual([]);
});

test("a sample comes with its lineage, the legend of its map and its neighbours under the filters", async () => {
  const list = keys(await json<TilesAnswer>("/api/samples?category=vision"));
  const { sample, legends, previous, next } = await json<SampleAnswer>(`/api/samples/${list[1]}?category=vision`);
  expect([previous, next]).toEqual([list[0], list[2]]);
  expect(sample.lineage.source).toBe("view-squares");
  const square = legends[0]!.find(({ name }) => name === "square")!;
  expect(square.share).toBeCloseTo((24 * 24) / (96 * 64));
  expect((await at("/api/samples/nobody")).status).toBe(404);
});

test("pictures, thumbnails and coloured maps are served", async () => {
  const key = keys(await json<TilesAnswer>("/api/samples?category=vision"))[0]!;
  const { sample } = await json<SampleAnswer>(`/api/samples/${key}`);
  const image = await at(`/files/${key}/image/0`);
  expect(image.headers.get("content-type")).toBe("image/png");
  const { width, height } = await sharp(Buffer.from(await image.arrayBuffer())).metadata();
  expect([width, height]).toEqual([96, 64]);
  expect((await at(`/files/${key}/thumbnail/0`)).headers.get("content-type")).toBe("image/webp");
  const map = await sharp(Buffer.from(await (await at(`/files/${key}/map/0`)).arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [left, top] = sample.regions[0]!.box!;
  expect(map.data[4 * (top * 96 + left) + 3]).toBe(255);
  expect(map.data[4 * (top * 96 + left - 1) + 3]).toBe(0);
  expect((await at(`/files/${key}/image/7`)).status).toBe(404);
});

test("nothing but the page and the data set is reachable, and only by the loopback's names", async () => {
  for (const path of ["/page/..%2fserver.ts", "/page/../server.ts", "/files/..%2f..%2f/image/0", "/package.json"]) {
    expect((await at(path)).status, path).toBe(404);
  }
  expect((await app.request("http://evil.example/api/dataset")).status).toBe(403);
  expect((await app.request("http://127.0.0.1/api/samples", { method: "POST" })).status).toBe(404);
  expect((await at("/")).headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("an unfinished data set shows the shards that are there; a folder without any says so", async () => {
  await storage.remove("dataset.json");
  const unfinished = await viewer(storage);
  const answer = (await (await unfinished.request("http://127.0.0.1/api/dataset")).json()) as DatasetAnswer;
  expect([answer.finished, answer.samples]).toEqual([false, 24]);
  await expect(viewer(await openStorage(join(root, "nothing")))).rejects.toThrow("holds no data set and no shards");
});
