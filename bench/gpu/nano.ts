/** The embedded model looks at its example picture and answers: the same words on every device, and how fast. */
import { load } from "../../src/chat/index.ts";
import { examplePicture } from "../../src/cli/package.ts";
import type { NativeDevice } from "../../src/runtime/native.ts";
import { printTable } from "../support/rounds.ts";
import { deviceTitles, type Engines } from "./engines.ts";

export interface NanoResult {
  readonly device: NativeDevice;
  /** Picture, towers and prompt included. */
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
  /** The greedy answer. */
  readonly text: string;
  readonly problem?: string;
}

const question = "What does it say?";

export async function benchNano(engines: Engines, { quick = false } = {}): Promise<NanoResult[]> {
  const results: NanoResult[] = [];
  for (const device of engines.devices) {
    const result = await answerOn(device, engines.threads, quick ? 4 : 64, quick ? 1 : 5).catch((error: Error) => ({
      ...{ device, firstTokenMs: Number.NaN, tokensPerSecond: Number.NaN, text: "", problem: error.message },
    }));
    results.push(result);
  }
  printTable(
    ["the embedded model with a picture", "first token, ms", "tokens/s", "its answer"],
    results.map(({ device, firstTokenMs, tokensPerSecond, text, problem }) => [
      deviceTitles[device],
      firstTokenMs.toFixed(1),
      tokensPerSecond.toFixed(1),
      problem ? "failed" : text,
    ]),
  );
  for (const { device, problem } of results) if (problem) console.log(`${deviceTitles[device]}: ${problem}`);
  const same = results.every(({ text, problem }) => text === results[0]!.text && !problem);
  console.log(same ? "The answers are the same.\n" : "THE ANSWERS DIFFER.\n");
  if (!same) process.exitCode = 1;
  return results;
}

async function answerOn(device: NativeDevice, threads: number, tokens: number, rounds: number): Promise<NanoResult> {
  // No features are kept, so that the towers run each time.
  const model = await load("checkpoints/nano", { device, threads, imageCacheBytes: 0 });
  try {
    const greedy = { images: [examplePicture], temperature: 0 };
    const { text } = await model.answer(question, greedy);
    const [first, rates]: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      const { stats } = await model.answer(question, { ...greedy, maxNewTokens: tokens, eosIds: [] });
      if (round === 0) continue; // to warm up
      first.push(stats.timeToFirstTokenMs);
      rates.push(stats.tokensPerSecond);
    }
    return { device, firstTokenMs: Math.min(...first), tokensPerSecond: Math.max(...rates), text };
  } finally {
    await model.dispose();
  }
}
