import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { modelParts } from "../../src/chat/open.ts";
import { loadCheckpoint } from "../../src/checkpoint/checkpoint.ts";
import { decodeImage } from "../../src/image/decode.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import { loadTokenizer } from "../../src/text/tokenizer-folder.ts";
import { type TuneStep, tune } from "../../src/web/tuning.ts";
import { samplePair } from "./sample-pair.ts";

const nano = "checkpoints/nano";

test("the embedded model learns the page's two pictures by heart in a few hundred steps", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 2 });
  const [checkpoint, tokenizer] = await Promise.all([loadCheckpoint(nano), loadTokenizer(nano)]);
  const { prompt } = modelParts(checkpoint, tokenizer);
  const examples = samplePair.map(({ name, question, answer }) => {
    const image = { hash: name, name, decode: () => decodeImage(readFileSync(`examples/${name}`)) };
    const asked = [
      { type: "image" as const, image },
      { type: "text" as const, text: question },
    ];
    return [
      { role: "user" as const, content: asked },
      { role: "assistant" as const, content: answer },
    ];
  });
  const opened = { checkpoint, tokenizer, prompt, runtime, threads: 2 };
  const losses: number[] = [];
  const steps = tune(opened, examples, { seconds: 600, steps: 400 }, new AbortController().signal);
  for (let next = await steps.next(); !next.done; next = await steps.next()) {
    losses.push((next.value as TuneStep).loss);
  }
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses.length).toBeLessThan(400); // it ends early where all is learnt
  expect(losses.at(-1)).toBeLessThan(0.01);
  await checkpoint.close();
  runtime.dispose();
});
