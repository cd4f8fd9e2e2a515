import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BatchPrompt } from "./batch.ts";
import { load } from "./load.ts";
import type { VisionLanguageModel } from "./model.ts";
import { type CountingRuntime, countingRuntime, writeTinyModel } from "./testing/tiny-model.ts";
import type { ChatMessage } from "./turns.ts";

let root: string;
let runtime: CountingRuntime;
let model: VisionLanguageModel;
let prompts: BatchPrompt[];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-batch-"));
  await writeTinyModel(join(root, "model"));
  const red = join(root, "red.png");
  await sharp({ create: { width: 9, height: 30, channels: 3, background: "#f00" } })
    .png()
    .toFile(red);
  runtime = await countingRuntime();
  model = await load(join(root, "model"), { runtime, prefillChunk: 32 });
  prompts = [
    "What?",
    "What does it say, the word in the circle?",
    [{ role: "user", content: "<image_placeholder>What colour?", images: [red] }],
    [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Who?" },
      { role: "assistant", content: "She." },
      {
        role: "user",
        content: [
          { type: "text", text: "And " },
          { type: "image", image: red },
        ],
      },
    ],
    "Why is it red? ".repeat(7),
  ];
});
afterAll(async () => {
  await model.dispose();
  runtime.dispose();
  await rm(root, { recursive: true });
});

/** An answer of a conversation of its own. */
async function alone(prompt: BatchPrompt, options: object) {
  const messages: readonly ChatMessage[] = typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
  const chat = model.conversation();
  const result = await chat.respond(messages, options).result();
  chat.dispose();
  return result;
}

test.each([1, 2, 3, 8])("%i rows at a time give every prompt what it gets alone", async (maxRows) => {
  // An end token that the random model likes makes answers of different lengths.
  const options = { maxNewTokens: 24, eosIds: [150, 206, 59], logprobs: 4 };
  const together = await model.generateBatch(prompts, { ...options, maxRows });
  expect(new Set(together.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(1);
  for (const [i, prompt] of prompts.entries()) {
    const { text, tokens, finishReason, logprobs, stats } = await alone(prompt, options);
    expect(together[i]).toMatchObject({ text, tokens, finishReason });
    expect(together[i]!.stats.promptTokens).toBe(stats.promptTokens);
    for (const [step, { logprob, alternatives }] of logprobs!.entries()) {
      const row = together[i]!.logprobs![step]!;
      expect(Math.abs(row.logprob - logprob)).toBeLessThan(1e-4);
      for (const [rank, other] of alternatives.entries()) {
        expect(Math.abs(row.alternatives[rank]!.logprob - other.logprob)).toBeLessThan(1e-4);
      }
    }
  }
});

test("draws in a row are those of the prompt alone with the same seed", async () => {
  const options = { maxNewTokens: 12, temperature: 0.8, topP: 0.9, seed: 11 };
  const together = await model.generateBatch(prompts, options);
  for (const [i, prompt] of prompts.entries()) {
    expect(together[i]!.tokens).toEqual((await alone(prompt, options)).tokens);
  }
});

test("rows share their runs, and a free row takes the next prompt", async () => {
  runtime.takeRuns();
  await model.generateBatch(["What?", "Who?", "Why?"], { maxNewTokens: 3, eosIds: [], maxRows: 2 });
  const runs = runtime.takeRuns();
  expect(runs.filter((shape) => shape === "2x1")).toHaveLength(2);
  expect(runs.filter((shape) => shape === "1x1")).toHaveLength(2);
});

test("answers are reported as they come, and prompts that begin alike share what was read", async () => {
  const order: number[] = [];
  const results = await model.generateBatch(["What?", "What? Who? Why?", "What?"], {
    maxNewTokens: 4,
    maxRows: 1,
    onAnswer: (_, index) => order.push(index),
  });
  expect(order).toEqual([0, 1, 2]);
  expect(results[0]!.stats.reusedTokens).toBe(0);
  expect(results[2]!.stats.reusedTokens).toBeGreaterThan(20);
  expect(results[2]!.tokens).toEqual(results[0]!.tokens);
});

test("no prompts give no answers; a bad prompt is named; a signal ends all rows", async () => {
  expect(await model.generateBatch([])).toEqual([]);
  await expect(model.generateBatch(["What?", "why ".repeat(600)])).rejects.toThrow(/^prompt 2: the conversation takes/);
  await expect(model.generateBatch(["What?"], { maxRows: 0 })).rejects.toThrow("maxRows is 0");
  const stopped = await model.generateBatch(prompts, { signal: AbortSignal.abort() });
  expect(stopped.map(({ finishReason, text }) => [finishReason, text])).toEqual(prompts.map(() => ["abort", ""]));
});
