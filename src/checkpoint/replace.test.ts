import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { exportCheckpoint } from "./export.ts";
import { quantizeCheckpoint } from "./quantize.ts";
import { saveCheckpoint } from "./save.ts";
import { tinyWeights } from "./testing/tiny-checkpoint.ts";

const base = mkdtempSync(join(tmpdir(), "periscope-replace-"));
const started = process.cwd();
let count = 0;
let root: string;
let model: string;
beforeEach(async () => {
  root = join(base, String(count++));
  model = join(root, "zoo/nano");
  mkdirSync(join(root, "zoo/other"), { recursive: true });
  writeFileSync(join(root, "zoo/other/thesis.txt"), "precious");
  await saveCheckpoint(model, tinyWeights("low"));
});
afterEach(() => process.chdir(started));
afterAll(() => rmSync(base, { recursive: true }));

/** Every file and folder below the root, with the contents of small ones. */
const everything = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, entry.isFile() && entry.name.endsWith(".txt") ? readFileSync(path, "utf8") : ""];
    })
    .sort();

async function refused(from: string, to: string, sentence: string | RegExp): Promise<void> {
  const before = everything();
  await expect(exportCheckpoint(from, to, { replace: true })).rejects.toThrow(sentence);
  await expect(quantizeCheckpoint(from, to, { bits: 8, replace: true })).rejects.toThrow(sentence);
  expect(everything()).toEqual(before);
}

test("a folder that contains the model is not replaced", () =>
  refused(model, dirname(model), `${dirname(model)} contains ${model}: choose another folder`));

test("nor one that is or contains the current folder", async () => {
  const elsewhere = join(root, "empty/below");
  mkdirSync(elsewhere, { recursive: true });
  process.chdir(elsewhere);
  await refused(model, ".", ". contains the current folder");
  await refused(model, "..", ".. contains the current folder");
});

test("nor the model itself by another name, nor the folder where its files really are", async () => {
  const link = join(root, "link");
  symlinkSync(model, link);
  await refused(model, link, "onto itself");
  await refused(link, model, "onto itself");
  const linked = join(root, "linked");
  mkdirSync(linked);
  for (const name of readdirSync(model)) symlinkSync(join(model, name), join(linked, name));
  await refused(linked, model, /contains \S+ of .*linked/);
});

test.each([
  ["a folder", (to: string) => mkdirSync(join(to, "notes")), "holds notes, which is no part of a checkpoint"],
  ["a text", (to: string) => writeFileSync(join(to, "thesis.txt"), "mine"), "holds thesis.txt, which is no part of"],
  ["a link", (to: string) => symlinkSync(model, join(to, "a.json")), "holds a.json, which is no part of"],
  ["no config.json", (to: string) => rmSync(join(to, "config.json")), "is not a checkpoint (it has no config.json)"],
])("nor one with %s", async (_, spoil, sentence) => {
  const to = join(root, "to");
  await exportCheckpoint(model, to);
  spoil(to);
  await refused(model, to, sentence);
});

test("a checkpoint is replaced, also through a link, which stays", async () => {
  const [to, link] = [join(root, "to"), join(root, "link")];
  for (const name of ["README.md", "LICENSE-MODEL", "tokenizer.json", "chat_template.jinja"]) {
    writeFileSync(join(model, name), "{}");
  }
  await exportCheckpoint(model, to, { maxShardBytes: 20000 });
  symlinkSync(to, link);
  await exportCheckpoint(model, link, { replace: true });
  expect(readdirSync(to)).not.toContain("model.safetensors.index.json");
  expect(
    readdirSync(root, { withFileTypes: true })
      .find(({ name }) => name === "link")
      ?.isSymbolicLink(),
  ).toBe(true);
});

test("what was written with a model's companions is replaced, whatever their endings", async () => {
  const names = ["modeling.py", "notes.txt", "sample.png", "spiece.model"];
  for (const name of names) writeFileSync(join(model, name), "companion");
  const [exported, quantized] = [join(root, "exported"), join(root, "quantized")];
  for (const replace of [false, true]) {
    await exportCheckpoint(model, exported, { replace });
    await quantizeCheckpoint(model, quantized, { bits: 8, replace });
  }
  for (const folder of [exported, quantized]) expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
  for (const name of names) rmSync(join(model, name));
  await refused(model, exported, "which is no part of a checkpoint");
});

test("an empty folder is taken", async () => {
  const to = join(root, "empty");
  mkdirSync(to);
  await exportCheckpoint(model, to);
  expect(readdirSync(to)).toContain("config.json");
});
