import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NativeDevice } from "../runtime/native.ts";
import { prepareSoftwareVulkan } from "../runtime/vulkan.ts";
import { load } from "./load.ts";
import { writeTinyModel } from "./testing/tiny-model.ts";

const missing = prepareSoftwareVulkan();
if (missing) console.warn(`The WebGPU test of conversations is skipped: ${missing}.`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "periscope-webgpu-"));
  await writeTinyModel(folder, { kind: "low", replace: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Two questions, the second about an image; prompts longer than any of the device's tiles, and a cache that grows. */
async function talk(device: NativeDevice) {
  const model = await load(folder, { device });
  const chat = model.conversation();
  const options = { maxNewTokens: 80, eosIds: [], logprobs: 0 };
  const first = await chat.ask("What does it say?", options).result();
  const image = { data: Uint8Array.from({ length: 3 * 20 * 30 }, (_, i) => (i * 7) % 256), width: 20, height: 30 };
  const second = await chat.ask("And this?", { ...options, maxNewTokens: 8, images: [image] }).result();
  const batch = await model.generateBatch(["What?", "Who says what?"], { ...options, maxNewTokens: 4 });
  chat.dispose();
  await model.dispose();
  return [first, second, ...batch];
}

describe.skipIf(missing)("on WebGPU", { timeout: 120_000 }, () => {
  test("answers are those of the CPU, in several turns, with an image and in batches", async () => {
    const [gpu, cpu] = [await talk("webgpu"), await talk("cpu")];
    for (const [i, { tokens, logprobs, stats }] of cpu.entries()) {
      expect(gpu[i]!.tokens).toEqual(tokens);
      if (i < 2) expect(gpu[i]!.stats.reusedTokens).toBe(stats.reusedTokens);
      for (const [step, { logprob }] of logprobs!.entries()) {
        expect(Math.abs(gpu[i]!.logprobs![step]!.logprob - logprob)).toBeLessThan(1e-3);
      }
    }
    expect(cpu[1]!.stats.reusedTokens).toBeGreaterThan(200);
  });
});
