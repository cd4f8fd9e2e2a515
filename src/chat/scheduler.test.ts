import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { generationProgram } from "../model/programs.ts";
import { parameterStore } from "../nn/index.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import { AnswerClock } from "./answer.ts";
import { LanguageModel } from "./language.ts";
import type { GenerateOptions } from "./options.ts";
import { type BatchRequest, type BatchResult, Scheduler, type SchedulerOptions } from "./scheduler.ts";
import { writeTinyModel } from "./testing/tiny-model.ts";
import { loadProgram } from "./weights.ts";

let root: string;
let runtime: Runtime;
let language: LanguageModel;
let tokenizer: Tokenizer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-scheduler-"));
  await writeTinyModel(root, { maxPositions: 512 });
  const checkpoint = await loadCheckpoint(root);
  tokenizer = await loadTokenizer(root);
  runtime = await createNativeRuntime("cpu", { threads: 1 });
  const program = generationProgram(checkpoint.config, { store: parameterStore() });
  language = new LanguageModel({
    ...{ runtime, config: checkpoint.config.language, imageTokens: 4, imageTokenId: 0, prefillChunk: 64 },
    session: await loadProgram(runtime, program, checkpoint),
  });
});
afterAll(async () => {
  language.dispose();
  runtime.dispose();
  await rm(root, { recursive: true });
});

function scheduler(options: Partial<SchedulerOptions> = {}): Scheduler {
  return new Scheduler({ language, tokenizer, maxRows: 4, maxBytes: 2 ** 30, chunk: 16, ...options });
}

interface Asked {
  readonly request: BatchRequest;
  readonly result: Promise<BatchResult>;
}

const noImages = () => new Float32Array(0);

function ask(
  to: Scheduler,
  cells: readonly number[],
  options: GenerateOptions,
  hooks: Partial<BatchRequest> = {},
): Asked {
  let request: BatchRequest | undefined;
  const result = new Promise<BatchResult>((onEnd, onError) => {
    const clock = new AnswerClock();
    request = { cells, features: noImages, options, clock, onPiece: () => {}, onEnd, onError, ...hooks };
    to.submit(request);
  });
  return { request: request!, result };
}

/** Prompts of many lengths; some begin alike. */
const prompts = Array.from({ length: 12 }, (_, i) => {
  const shared = Array.from({ length: i % 3 === 0 ? 40 : 3 }, (_, k) => 10 + ((k * 31) % 200));
  return [...shared, ...Array.from({ length: 5 + ((i * 17) % 60) }, (_, k) => 20 + ((i * 53 + k * 7) % 250))];
});

test.each<[string, GenerateOptions]>([
  ["greedy", { maxNewTokens: 20, eosIds: [150, 206, 59], logprobs: 2 }],
  [
    "drawn with a seed",
    { maxNewTokens: 20, eosIds: [150, 206, 59], temperature: 0.9, topP: 0.95, seed: 5, logprobs: 2 },
  ],
])("an answer is the same to the last bit alone and in a full batch, %s", async (_, options) => {
  const alone: BatchResult[] = [];
  for (const prompt of prompts) {
    const one = scheduler({ maxRows: 1 });
    alone.push(await ask(one, prompt, options).result);
    one.dispose();
  }
  for (const maxRows of [2, 5, 12]) {
    const many = scheduler({ maxRows });
    const results = await Promise.all(prompts.map((prompt) => ask(many, prompt, options).result));
    for (const [i, result] of results.entries()) {
      expect(result.tokens).toEqual(alone[i]!.tokens);
      expect(result.logprobs).toEqual(alone[i]!.logprobs);
    }
    many.dispose();
  }
});

test("answers join and leave while others go on, and a row that is free is taken", async () => {
  const batch = scheduler({ maxRows: 2 });
  const order: string[] = [];
  const long = ask(batch, prompts[1]!, { maxNewTokens: 30, eosIds: [] }, { onPiece: () => order.push("long") });
  const short = ask(batch, prompts[2]!, { maxNewTokens: 3, eosIds: [] }, { onPiece: () => order.push("short") });
  const next = ask(batch, prompts[4]!, { maxNewTokens: 3, eosIds: [] }, { onPiece: () => order.push("next") });
  await Promise.all([short.result, next.result]);
  const before = order.filter((name) => name === "long").length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(30);
  expect(order.indexOf("next")).toBeGreaterThan(order.lastIndexOf("short") - 1);
  expect((await long.result).tokens).toHaveLength(30);
  expect(batch.load).toMatchObject({ active: 0, waiting: 0 });
  batch.dispose();
});

test("a prompt that begins like another is read from where they part, also while the other answers", async () => {
  const batch = scheduler();
  const begin = Array.from({ length: 100 }, (_, k) => 10 + (k % 90));
  const first = ask(batch, [...begin, 200, 201], { maxNewTokens: 25, eosIds: [] });
  let started: (() => void) | undefined;
  const reading = new Promise<void>((resolve) => {
    started = resolve;
  });
  ask(batch, [7, 8, 9], { maxNewTokens: 1, eosIds: [] }, { onEnd: () => started!() });
  await reading;
  const second = ask(batch, [...begin, 203, 204, 205], { maxNewTokens: 5, eosIds: [] });
  expect((await second.result).stats.reusedTokens).toBe(96); // whole chunks of 16
  expect((await first.result).stats.reusedTokens).toBe(0);
  const third = await ask(batch, [...begin, 203, 204, 205], { maxNewTokens: 5, eosIds: [] }).result;
  expect(third.stats.reusedTokens).toBe(96);
  expect(third.tokens).toEqual((await second.result).tokens);
  batch.dispose();
});

test("what is cancelled ends before the next token, wherever it is", async () => {
  const batch = scheduler({ maxRows: 1 });
  const waiting: { request?: BatchRequest } = {};
  let pieces = 0;
  const running: Asked = ask(
    batch,
    prompts[1]!,
    { maxNewTokens: 300, eosIds: [] },
    {
      onPiece: () => {
        if (++pieces !== 3) return;
        batch.cancel(running.request);
        batch.cancel(waiting.request!);
      },
    },
  );
  const second = ask(batch, prompts[2]!, { maxNewTokens: 3, eosIds: [] });
  waiting.request = second.request;
  const third = ask(batch, prompts[4]!, { maxNewTokens: 3, eosIds: [] });
  expect(await running.result).toMatchObject({ finishReason: "abort", tokens: { length: 3 } });
  expect(await second.result).toMatchObject({ finishReason: "abort", tokens: [] });
  expect(await third.result).toMatchObject({ finishReason: "length", tokens: { length: 3 } });
  batch.dispose();
});

test("keys and values keep within their memory; who does not fit waits", async () => {
  const bytesPerPosition = language.cache().bytesPerPosition;
  const batch = scheduler({ maxRows: 8, maxBytes: 4 * 128 * bytesPerPosition });
  let most = 0;
  const watch = {
    onPiece() {
      most = Math.max(most, batch.load.active, batch.load.cacheBytes / bytesPerPosition / 128);
    },
  };
  const results = await Promise.all(
    prompts.slice(0, 6).map((prompt) => ask(batch, prompt, { maxNewTokens: 10, eosIds: [] }, watch).result),
  );
  expect(results.map(({ tokens }) => tokens.length)).toEqual(new Array(6).fill(10));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
  const long = await ask(batch, prompts[1]!, { maxNewTokens: 400, eosIds: [] }, watch).result;
  expect(long.tokens).toHaveLength(400);
  expect(batch.load.cacheBytes).toBeLessThanOrEqual(4 * 128 * bytesPerPosition);
  expect(scheduler({ maxBytes: 100 * bytesPerPosition }).maxPositions).toBe(64);
  batch.dispose();
});

test("a request that cannot begin fails alone, whether its turn comes or it is cancelled in line", async () => {
  const batch = scheduler({ maxRows: 2 });
  const constraint = () => {
    throw new Error("no beginning");
  };
  const good = ask(batch, prompts[1]!, { maxNewTokens: 20, eosIds: [] });
  const bad = ask(batch, prompts[2]!, { maxNewTokens: 5, eosIds: [], constraint });
  const left = ask(batch, prompts[4]!, { maxNewTokens: 5, eosIds: [], constraint });
  batch.cancel(left.request);
  const next = ask(batch, prompts[5]!, { maxNewTokens: 5, eosIds: [] });
  await Promise.all([bad, left].map(({ result }) => expect(result).rejects.toThrow("no beginning")));
  expect((await good.result).tokens).toHaveLength(20);
  expect((await next.result).tokens).toHaveLength(5);
  expect(batch.load).toMatchObject({ active: 0, waiting: 0 });
  batch.dispose();
});

test("a constraint that fails ends its own answer and no other", async () => {
  const batch = scheduler();
  const constraint = () => ({
    restrict() {},
    accept() {
      throw new Error("no such token");
    },
  });
  const bad = ask(batch, prompts[1]!, { maxNewTokens: 5, eosIds: [], constraint });
  const good = ask(batch, prompts[2]!, { maxNewTokens: 5, eosIds: [] });
  await expect(bad.result).rejects.toThrow("no such token");
  expect((await good.result).tokens).toHaveLength(5);
  batch.dispose();
});
