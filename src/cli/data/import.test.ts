import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importers } from "../../data/importers/index.ts";
import { folderWith, picture, targets } from "../../data/importers/testing/samples.ts";
import { readData } from "../../data/shard/read.ts";

/** Runs the command as a user does. */
function periscope(args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["bin/periscope.js", ...args], { env: { ...process.env, NO_COLOR: "1" } });
  const [out, err] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on("data", (part: Buffer) => out.push(part));
  child.stderr.on("data", (part: Buffer) => err.push(part));
  return new Promise((done) =>
    child.on("close", (code) =>
      done({ code, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") }),
    ),
  );
}

test("files become shards that training reads, with the reasons of what was set aside", async () => {
  const caption = (i: number) => `a card of colour number ${i} lying on a table, seen from above`;
  const colours = ["#d02020", "#20a040", "#2040d0"];
  const records = colours.map((_, i) => ({ file_name: `images/${i}.png`, text: caption(i) }));
  const lines = [...records, { file_name: "images/gone.png", text: "x" }, { file_name: "../out.png", text: "y" }];
  const pictures = await Promise.all(
    colours.map(async (colour, i) => [`data/images/${i}.png`, await picture(colour, 96 + 32 * i, 96)] as const),
  );
  const folder = await folderWith({
    "data/captions.jsonl": `${lines.map((one) => JSON.stringify(one)).join("\n")}\n{"file_name":`,
    ...Object.fromEntries(pictures),
  });
  const out = join(folder, "shards");
  const {
    code,
    out: report,
    err,
  } = await periscope([
    "data",
    "import",
    "image-text",
    join(folder, "data"),
    "--out",
    out,
    "--licence",
    "CC0-1.0",
    "--no-filter",
    "--json",
  ]);
  expect(err).not.toContain("error");
  expect(code).toBe(0);
  expect(JSON.parse(report)).toMatchObject({
    samples: 3,
    quarantined: 3,
    categories: { caption: 3 },
    setAside: { "a file is missing": 1, "a path leads outside the folder": 1, "the JSON is malformed": 1 },
  });
  const found = [];
  for await (const { sample, images } of readData(out, { epochs: 1 })) found.push({ sample, images });
  expect(found.map(({ sample }) => targets(sample))).toEqual([0, 1, 2].map(caption));
  expect(found.map(({ sample }) => sample.lineage.licence)).toEqual(["CC0-1.0", "CC0-1.0", "CC0-1.0"]);
  expect(found.every(({ images }, i) => Buffer.compare(images[0]!, pictures[i]![1]) === 0)).toBe(true);
  const quarantine = (await readFile(join(out, "quarantine.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(quarantine.map(({ item, reason }) => [item, reason])).toEqual([
    ["data/captions.jsonl#4", "a file is missing"],
    ["data/captions.jsonl#5", "a path leads outside the folder"],
    ["data/captions.jsonl#6", "the JSON is malformed"],
  ]);
});

test("--list names every format; wrong calls are said in a sentence", async () => {
  const { out } = await periscope(["data", "import", "--list"]);
  for (const { name, description } of importers) {
    expect(out).toContain(`\n  ${name} `);
    expect(out).toContain(`  ${description}\n`);
  }
  const unknown = await periscope(["data", "import", "papers", ".", "--out", "/tmp/never"]);
  expect(unknown).toMatchObject({ code: 1, out: "" });
  expect(unknown.err).toMatch(/^error: there is no importer "papers"; known are html-article, /);
  const gone = await periscope(["data", "import", "text", "/nowhere.txt", "--out", "/tmp/never"]);
  expect(gone.err).toBe("error: there is no file or folder /nowhere.txt\n");
});

test("files of which no sample came end with 1 and the reason", async () => {
  const folder = await folderWith({ "notes.md": "nothing for this format", "broken.json": "{" });
  const into = (format: string, name: string) =>
    periscope(["data", "import", format, join(folder, name), "--out", join(folder, `out-${format}`)]);
  const [none, broken] = await Promise.all([into("pdf-pages", "."), into("llava", "broken.json")]);
  expect(none).toMatchObject({ code: 1, out: expect.stringContaining("0 samples") });
  expect(none.err).toContain(
    `error: no sample came of ${folder} as pdf-pages: nothing of that format was found there\n`,
  );
  expect(broken.code).toBe(1);
  expect(broken.err).toMatch(
    /error: no sample came of .*broken\.json as llava: all 1 items were set aside or refused\n/,
  );
});
