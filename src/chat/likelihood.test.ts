import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import type { Likelihood } from "../score/likelihood.ts";
import { load } from "./load.ts";
import type { VisionLanguageModel } from "./model.ts";
import { type CountingRuntime, countingRuntime, writeTinyModel } from "./testing/tiny-model.ts";

describe("likelihoods", () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-likelihood-"));
  let runtime: CountingRuntime;
  let model: VisionLanguageModel;
  const picture = { width: 8, height: 8, data: new Uint8Array(192).map((_, i) => (i * 37) % 256) };
  const ask = (text: string) => ({
    messages: [
      {
        role: "user" as const,
        content: [
          { type: "image" as const, image: picture },
          { type: "text" as const, text },
        ],
      },
    ],
  });

  beforeAll(async () => {
    await writeTinyModel(join(folder, "model"));
    runtime = await countingRuntime();
    model = await load(join(folder, "model"), { runtime, prefillChunk: 16 });
  });
  afterAll(async () => {
    await model.dispose();
    runtime.dispose();
    rmSync(folder, { recursive: true });
  });

  test("what is no question or text is refused in a sentence, and everything after the reader was disposed", async () => {
    const reader = model.likelihoods();
    const refused = async (answer: Promise<unknown>, message: string) =>
      expect(await answer.catch((error: unknown) => error)).toEqual(new UserError(message));
    await refused(reader.options({ text: "a" }, "b" as never), 'options is "b", expected a list of texts');
    await refused(reader.facts("a" as never), 'the prompt is "a", expected { messages } or { text }');
    await refused(reader.text(5 as never), "the text is 5, expected a string");
    reader.dispose();
    const disposed = "this reader of likelihoods was disposed; it cannot read any more";
    await refused(reader.text("abc"), disposed);
    await refused(reader.options({ text: "abc" }, ["d"]), disposed);
  });

  test("those of different characters do not add up to more than one", async () => {
    const reader = model.likelihoods();
    const all = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
    const sum = (await reader.options({ text: "The circle is" }, all)).reduce(
      (s, { logprob }) => s + Math.exp(logprob),
      0,
    );
    expect(sum).toBeLessThan(1);
    expect(sum).toBeGreaterThan(0.1);
    reader.dispose();
  });

  test("an option's likelihood is the product of its tokens', each behind those before it", async () => {
    const reader = model.likelihoods();
    const [whole] = await reader.options({ text: "The circle" }, [" is red"]);
    const ids = model.tokenizer.encode(" is red", { addSpecial: false });
    expect(whole!.tokens).toBe(ids.length);
    let sum = 0;
    for (const i of ids.keys()) {
      const before = `The circle${model.tokenizer.decode(ids.slice(0, i))}`;
      const [one] = await reader.options({ text: before }, [model.tokenizer.decode([ids[i]!])]);
      sum += one!.logprob;
    }
    expect(whole!.logprob).toBeCloseTo(sum, 3);
    const text = await reader.text("The circle is red");
    const [start] = await reader.options({ text: "" }, ["The circle"]);
    expect(text.logprob).toBeCloseTo(start!.logprob + whole!.logprob, 3);
    reader.dispose();
  });

  test("the prompt and its image run once, whatever the number of options", async () => {
    const reader = model.likelihoods();
    runtime.takeRuns();
    runtime.takeImageRuns();
    const options = ["red circle", "blue", "the other one", "a word"];
    const found = await reader.options(ask("What colour is the circle?"), options);
    const runs = runtime.takeRuns().map((run) => Number(run.split("x")[1]));
    const { positions } = await reader.facts(ask("What colour is the circle?"));
    const behind = found.reduce((sum, { tokens }) => sum + tokens - 1, 0);
    expect(runs.reduce((sum, one) => sum + one, 0)).toBe(positions + behind);
    expect(runtime.takeImageRuns()).toBe(1);
    reader.dispose();
  });

  test("options run together and do not see each other; what finds no room together runs by itself", async () => {
    const reader = model.likelihoods();
    const question = ask("What colour is the circle?");
    const options = ["red circle", "x", "the other one is blue and the circle is red", "a word", "it says"];
    const alone: Likelihood[] = [];
    for (const option of options) alone.push(...(await reader.options(question, [option])));
    runtime.takeRuns();
    const together = await reader.options(question, options);
    const runs = runtime.takeRuns().map((run) => Number(run.split("x")[1]));
    for (const [i, { logprob, tokens }] of together.entries()) {
      expect(tokens).toBe(alone[i]!.tokens);
      expect(logprob).toBeCloseTo(alone[i]!.logprob, 3);
    }
    const [a, b, long, c, d] = alone.map(({ tokens }) => tokens - 1) as [number, number, number, number, number];
    expect(a + b + long).toBeGreaterThan(16); // what a run has room for here
    expect(runs.slice(-3)).toEqual([a + b, long, c + d]);
    reader.dispose();
  });

  test("the same to the bit, whatever was asked before", async () => {
    const fresh = model.likelihoods();
    const options = ["red", "a blue word", "nothing at all"];
    const alone = await fresh.options(ask("What does it say? It says a word."), options);
    fresh.dispose();
    const used = model.likelihoods();
    await used.options(ask("What does it say? It says the other one."), ["red", "blue"]);
    await used.options({ text: "What does it say?" }, [" red", " blue"]);
    await used.options(ask("What does it say? It says the word."), options);
    expect(await used.options(ask("What does it say? It says a word."), options)).toEqual(alone);
    used.dispose();
  });

  test("a prompt's facts are its text, its ids with one placeholder an image, and its images", async () => {
    const reader = model.likelihoods();
    const facts = await reader.facts(ask("What does it say?"));
    expect(facts.text).toContain("User: <image_placeholder>What does it say?");
    expect(facts.ids.filter((id) => id === model.tokenizer.imageTokenId)).toHaveLength(1);
    expect(facts.positions).toBe(facts.ids.length + model.config.imageTokens - 1);
    expect(facts.images).toHaveLength(1);
    expect(facts.images[0]).toMatch(/^[0-9a-f]{64}$/);
    reader.dispose();
  });
});
