import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import { folderWith, picture } from "../data/importers/testing/samples.ts";
import { countSamples, openSource, refusals } from "./sources.ts";

const talk = (change: object = {}) => ({
  conversations: [
    { from: "human", value: "What is 2 plus 2?" },
    { from: "gpt", value: "4" },
  ],
  ...change,
});
const selection = { side: "training", heldOut: 0 } as const;
const files = (...paths: string[]) => ({ kind: "files" as const, paths });
const stages = [{ mixture: { sources: [{ data: "d" }] } as never }];
const remarksOn = (...paths: string[]) => refusals({ data: { d: files(...paths) } }, stages);
const open = (...paths: string[]) => openSource("d", files(...paths), selection);
const sizeOf = async (...paths: string[]) => (await open(...paths)).size;

async function tarOf(members: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const stream = pack();
  for (const [name, content] of Object.entries(members)) stream.entry({ name }, content);
  stream.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const talksTar = async () =>
  tarOf({ "1.png": await picture(), "1.json": JSON.stringify(talk()), "2.json": JSON.stringify(talk()) });

test("one sentence counts what was refused of files of which something is left, with the first place of each reason", async () => {
  const asked = [{ from: "human", value: "Who?" }];
  const records = [
    talk(),
    talk({ image: "missing.png" }),
    talk({ image: "gone\u001b[2J.png" }),
    talk({ image: "../../etc/passwd" }),
    talk({ image: "https://example.org/a.png" }),
    { conversations: [] },
    { conversations: asked },
    {
      conversations: [{ from: "human", value: "<image> <image> Who?" }, ...talk().conversations.slice(1)],
      image: "a.png",
    },
  ];
  const folder = await folderWith({ "full.json": JSON.stringify(records), "a.png": await picture() });
  const path = join(folder, "full.json");
  expect(await sizeOf(path)).toBe(1);
  expect(await remarksOn(path)).toEqual([
    `7 of 8 items of ${path} were refused: 2 times "a file is missing" (first: item 1, missing.png), ` +
      'once "a path leads outside the folder" (item 3, ../../etc/passwd), ' +
      'once "a file is on the network" (item 4, https://example.org/a.png), ' +
      'once "the record is no conversation" (item 5, it has no conversations), ' +
      'once "a conversation is out of order" (item 6, user), ' +
      'once "a conversation has more places than pictures" (item 7, 1)',
  ]);
});

test("files that end too early, and a second list behind the first, are refused in that sentence", async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => JSON.stringify(talk({ id: `${i} ${Math.random()}` }))).join(
    "\n",
  );
  const packed = gzipSync(lines);
  const tar = await talksTar();
  const two = JSON.stringify([talk(), talk()]);
  const folder = await folderWith({
    "cut.json": two.slice(0, -20),
    "two.json": `${two}\n${two}`,
    "cut.jsonl.gz": packed.subarray(0, packed.length / 2),
    "cut.tar": tar.subarray(0, 3600),
  });
  const said = async (name: string) => (await remarksOn(join(folder, name))).join().replace(/^.* refused: /, "");
  expect(await said("cut.json")).toBe('once "the file cannot be read" (cut.json, the list does not end)');
  expect(await said("two.json")).toBe('once "something stands behind the list" (two.json)');
  expect(await said("cut.jsonl.gz")).toMatch(
    /^once "the file cannot be read" \(cut\.jsonl\.gz, unexpected end of file\)$/,
  );
  expect(await said("cut.tar")).toMatch(/^once "a tar is truncated or corrupt" \(cut\.tar, /);
});

test("where everything is refused, the error names the places too; where nothing is found, what would be read", async () => {
  const folder = await folderWith({
    "one.json": JSON.stringify([talk({ image: "missing.png" })]),
    "pictures/a.png": await picture(),
    "none.json": "[]",
  });
  const path = join(folder, "one.json");
  await expect(open(path)).rejects.toThrow(
    `data "d": ${path} has no samples; 1 of 1 items of ${path} was refused: once "a file is missing" (item 0, missing.png)`,
  );
  await expect(countSamples("d", files(path), 0)).rejects.toThrow("item 0, missing.png");
  expect(await remarksOn(path)).toEqual([]);
  await expect(open(join(folder, "pictures"))).rejects.toThrow(
    "has no samples; no item was found; what is read in folders: *.json, *.jsonl, *.parquet, *.tar, *.tar.gz, *.tgz",
  );
  await expect(open(join(folder, "none.json"))).rejects.toThrow("has no samples; no item was found");
});

test("whole files need no sentence", async () => {
  const folder = await folderWith({ "good.json": JSON.stringify([talk(), talk()]) });
  expect(await remarksOn(join(folder, "good.json"))).toEqual([]);
});

test("each path has the importer that fits it, in any order; folders give their tars as well", async () => {
  const messages = talk().conversations.map(({ from, value }) => ({
    role: from === "human" ? "user" : "assistant",
    content: value,
  }));
  const folder = await folderWith({
    "full.json": JSON.stringify([talk({ image: "a.png" })]),
    "open.jsonl": JSON.stringify({ messages }),
    "note.txt": "A note about nothing.",
    "tars/g.tar": await talksTar(),
    "pictures/a.png": await picture(),
  });
  const [json, tar, pictures] = ["full.json", "tars/g.tar", "pictures"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  expect(await sizeOf(json, tar)).toBe(3);
  expect(await sizeOf(tar, json)).toBe(3);
  expect(await sizeOf(join(folder, "tars"))).toBe(2);
  expect(await sizeOf(json, join(folder, "open.jsonl"), join(folder, "note.txt"), tar, pictures)).toBe(5);
  const source = await open(json, join(folder, "open.jsonl"), tar);
  const names = await Promise.all([0, 1, 2, 3].map(async (i) => (await source.sample(i)).source));
  expect(names).toEqual(["llava", "messages", "webdataset", "webdataset"]);
});

test("a named pipe is refused at once", async () => {
  const folder = await folderWith({});
  const pipe = join(folder, "talks.json");
  execFileSync("mkfifo", [pipe]);
  await expect(open(pipe)).rejects.toThrow(`${pipe} is neither a file nor a folder`);
  await mkdir(join(folder, "set"));
  await writeFile(join(folder, "set/good.json"), JSON.stringify([talk()]));
  await symlink(pipe, join(folder, "set/pipe.json"));
  expect(await sizeOf(join(folder, "set"))).toBe(1);
});

test.each(["", "PAR1 and then nothing that ends as it should"])("a manifest cut to %j is a sentence", async (text) => {
  const folder = await folderWith({});
  await writeFile(join(folder, "manifest.parquet"), text);
  const shards = openSource("pages", { kind: "shards", path: folder }, selection);
  await expect(shards).rejects.toThrow(/^data "pages": .*manifest\.parquet is damaged \(/);
});
