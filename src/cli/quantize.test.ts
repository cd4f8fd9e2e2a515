import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { saveCheckpoint } from "../checkpoint/save.ts";
import { tinyWeights } from "../checkpoint/testing/tiny-checkpoint.ts";
import { quantizeVerb } from "./quantize.ts";

let root: string;
let model: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-quantize-verb-"));
  model = join(root, "model");
  await writeTinyModel(model);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rm(root, { recursive: true }));

async function quantize(...args: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const program = new Command("periscope").exitOverride().configureOutput({ writeErr: () => {} });
  quantizeVerb(program);
  for (const verb of program.commands) verb.exitOverride().configureOutput({ writeErr: () => {} });
  await program.parseAsync(["quantize", ...args], { from: "user" });
  return printed.join("\n");
}

test("quantize writes a folder and says what it changed", async () => {
  const folder = join(root, "four");
  const text = await quantize(model, folder);
  expect(text).toMatch(/four: 4 bits \(blocks of [\d, and]+, int8\), \d+ tensors/);
  expect(text).toMatch(/size +[\d.]+ kB -> [\d.]+ kB \([\d.]+ times smaller\)/);
  expect(text).toMatch(/compared on +8 texts and a picture, \d+ positions/);
  expect(text).toMatch(/perplexity +not given: these texts are foreign to the model/);
  expect(text).toMatch(/same likeliest token +[\d.]+ %\n +mean divergence +[\d.]+ nats a token/);
  const checkpoint = await loadCheckpoint(folder);
  expect(checkpoint.quantization?.bits).toBe(4);
  await checkpoint.close();
  expect(await readdir(folder)).toContain("tokenizer.json");
});

test("eight bits change less than four, as JSON tells", async () => {
  const run = async (bits: string) =>
    JSON.parse(await quantize(model, join(root, "json"), "--bits", bits, "--force", "--json"));
  const [eight, four] = [await run("8"), await run("4")];
  expect(eight.probe.divergence).toBeLessThan(four.probe.divergence);
  expect(eight.probe.largestLogitDifference).toBeLessThan(four.probe.largestLogitDifference);
  expect(eight.probe.topAgreement).toBeGreaterThanOrEqual(four.probe.topAgreement);
  expect(four.bytesAfter).toBeLessThan(eight.bytesAfter);
  expect(eight.bytesAfter).toBeLessThan(eight.bytesBefore);
});

test("a model without a tokenizer is compared on ids alone, and --no-probe compares nothing", async () => {
  const bare = join(root, "bare");
  await saveCheckpoint(bare, tinyWeights("hybrid"));
  expect(await quantize(bare, join(root, "bare-4"))).toMatch(/compared on +1 text and a picture/);
  expect(await quantize(bare, join(root, "bare-8"), "--bits", "8", "--no-probe")).not.toContain("compared on");
});

test("wrong calls are refused and leave nothing", async () => {
  const before = (await readdir(root)).sort();
  await expect(quantize(model, join(root, "three"), "--bits", "3")).rejects.toThrow(/Allowed choices are 4, 8/);
  await expect(quantize(join(root, "nowhere"), join(root, "three"))).rejects.toThrow();
  await expect(quantize(model, model)).rejects.toThrow("onto itself");
  expect((await readdir(root)).sort()).toEqual(before);
});
