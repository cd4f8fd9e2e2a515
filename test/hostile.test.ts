/** Damaged and hostile files, given to the real command: one sentence, exit code 1 or 2, never a stack trace. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const model = join(root, "checkpoints/nano");
const picture = join(root, "examples/word.png");
const scratch = mkdtempSync(join(tmpdir(), "periscope-hostile-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function periscope(...args: string[]) {
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, [join(root, "bin/periscope.js"), ...args], {
    encoding: "utf8",
    cwd: root,
    input: "",
    timeout: 60_000,
  });
  return { status, stdout, stderr, signal };
}

/** Asks a question and expects one sentence that says what is wrong. */
function expectSentence(args: string[], about: RegExp): void {
  const { status, stdout, stderr, signal } = periscope(...args);
  expect(signal, stderr).toBeNull();
  expect([1, 2], stderr).toContain(status);
  expect(stdout).toBe("");
  expect(stderr.trim().split("\n").length, stderr).toBeLessThanOrEqual(2);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).toMatch(about);
}

/** The embedded checkpoint with one file changed. */
function damaged(file: string, change: (bytes: Buffer) => Buffer): string {
  const folder = mkdtempSync(join(scratch, "model-"));
  cpSync(model, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file))));
  return folder;
}

const ask = (folder: string, image = picture) => ["chat", "--model", folder, "--image", image, "What does it say?"];

const headerLength = (bytes: Buffer) => Number(bytes.readBigUInt64LE(0));

describe("a checkpoint", () => {
  test.each<[string, string, (bytes: Buffer) => Buffer, RegExp]>([
    ["whose weights are cut short", "model.safetensors", (b) => b.subarray(0, b.length / 2), /model\.safetensors/],
    ["whose weights are empty", "model.safetensors", () => Buffer.alloc(0), /model\.safetensors/],
    [
      "whose header claims more than the file has",
      "model.safetensors",
      (b) => {
        b.writeBigUInt64LE(0x7fff_ffff_ffff_fff0n, 0);
        return b;
      },
      /model\.safetensors/,
    ],
    [
      "whose header has a flipped bit",
      "model.safetensors",
      (b) => {
        b[9 + Math.floor(headerLength(b) / 2)]! ^= 0x10;
        return b;
      },
      /safetensors|tensor/,
    ],
    ["whose config is not JSON", "config.json", (b) => b.subarray(0, b.length - 40), /config\.json/],
    [
      "whose config has a senseless size",
      "config.json",
      (b) => Buffer.from(b.toString().replace(/"hidden_size": \d+/, '"hidden_size": 1e300')),
      /config\.json.*hidden_size/,
    ],
    ["whose tokenizer is cut short", "tokenizer.json", (b) => b.subarray(0, 2000), /tokenizer\.json/],
    ["whose tokenizer is something else", "tokenizer.json", () => Buffer.from("[1, 2, 3]"), /tokenizer\.json/],
  ])("%s is refused with a sentence", (_, file, change, about) => {
    expectSentence(ask(damaged(file, change)), about);
  });

  test("that is not there is refused with a sentence", () => {
    expectSentence(ask(join(scratch, "nowhere")), /nowhere/);
  });
});

describe("a picture", () => {
  const made = (name: string, bytes: Uint8Array) => {
    const path = join(scratch, name);
    writeFileSync(path, bytes);
    return path;
  };

  test.each<[string, string, () => Uint8Array]>([
    ["cut short", "cut.png", () => readFileSync(picture).subarray(0, 300)],
    ["that is text", "text.png", () => Buffer.from("not a picture")],
    ["of a format that is not read", "old.bmp", () => Buffer.concat([Buffer.from("BM"), Buffer.alloc(200)])],
    ["of nothing", "empty.jpg", () => Buffer.alloc(0)],
  ])("%s is refused with a sentence", (_, name, bytes) => {
    expectSentence(ask(model, made(name, bytes())), new RegExp(name.replace(".", "\\.")));
  });

  test("that is a decompression bomb is refused before it is unpacked", async () => {
    const { default: sharp } = await import("sharp");
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: "white" },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expectSentence(ask(model, made("bomb.png", bomb)), /bomb\.png.*pixels/);
  });
});

describe("the command line", () => {
  test("refuses an unknown verb, an unknown flag and a bad number with exit code 2", () => {
    for (const args of [["sing"], ["chat", "--wings"], ["inspect"]]) {
      const { status, stderr } = periscope(...args);
      expect(status, args.join(" ")).toBe(2);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});
