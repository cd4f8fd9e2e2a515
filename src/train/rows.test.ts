import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tinyConfigJson } from "../checkpoint/testing/tiny-checkpoint.ts";
import { conversationOf, given, imagePart, target } from "../data/sample.ts";
import { parseModelConfig } from "../model/config.ts";
import { trainingProgram } from "../model/programs.ts";
import { parameterStore } from "../nn/index.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { trainBpe } from "../text/bpe.ts";
import { createTokenizer } from "../text/tokenizer.ts";
import { type EncodeSettings, encodeSample, NothingToLearn } from "./encode.ts";
import { initialize, parameterSet } from "./parameters.ts";
import { compileStep } from "./program.ts";
import { batchArrays, imageBucket, lanesOf, packedRows, type ReadDraw, type Row, singleRows } from "./rows.ts";
import { createScheduler } from "./scheduler.ts";
import type { TrainingSample } from "./sources.ts";
import { parametersOf } from "./step.ts";

const files = trainBpe(["one two three four five six seven"], { vocabSize: 270, minCount: 1 });
const tokenizer = createTokenizer(files.tokenizerJson, files.tokenizerConfig);
const settings: EncodeSettings = {
  tokenizer,
  prompt: { imageTag: "<image_placeholder>", numImageTokens: 4, template: "deepseek", systemPrompt: "" },
  labels: "all",
  maxLength: 64,
  imageTokens: "inside",
};
const picture = { width: 1, height: 1, data: new Uint8Array(3) };
const text = (words: string): TrainingSample => ({
  key: words,
  source: "words",
  content: { kind: "document", parts: [target(words)] },
  pictures: [],
});

describe("a sample's labels", () => {
  test("are all text of a document, its end included; never images, never the first token", () => {
    const sample: TrainingSample = {
      key: "k",
      source: "s",
      content: { kind: "document", parts: [given("Look: "), imagePart(), target("a cat")] },
      pictures: [picture],
    };
    const { ids, labels, pictures } = encodeSample(sample, settings);
    expect(pictures).toEqual([picture]);
    const images = ids.flatMap((id, i) => (id === tokenizer.imageTokenId ? [i] : []));
    expect(images).toHaveLength(4);
    for (const i of images) expect(labels[i]).toBe(-100);
    expect(labels[0]).toBe(-100);
    expect(labels.at(-1)).toBe(tokenizer.eosId);
    expect(labels.filter((label) => label !== -100)).toHaveLength(ids.length - 5);
    const marked = encodeSample(sample, { ...settings, labels: "targets" });
    const learnt = marked.labels.filter((label) => label !== -100);
    expect(tokenizer.decode(learnt, { skipSpecial: true }).trim()).toBe("a cat");
  });

  test("are answers alone where only targets count, and turns that do not fit are left out", () => {
    const content = conversationOf(
      [
        ["What?", "one two"],
        ["And?", "three four five six"],
      ],
      0,
    );
    const sample: TrainingSample = { key: "k", source: "s", content, pictures: [] };
    const learnt = (maxLength: number) => {
      const { labels } = encodeSample(sample, { ...settings, labels: "targets", maxLength });
      return tokenizer.decode(
        labels.filter((label) => label !== -100),
        { skipSpecial: true },
      );
    };
    expect(learnt(200)).toBe(" one two three four five six");
    expect(learnt(40)).toBe(" one two");
  });

  test("of a conversation that is too long the longest beginning is taken, and little more of it is encoded", () => {
    const exchanges = Array.from({ length: 2000 }, (_, i) => [`one ${i}?`, "two three"] as [string, string]);
    const encoded = (count: number, tokens: typeof tokenizer, maxLength: number) => {
      const content = conversationOf(exchanges.slice(0, count), 0);
      const sample: TrainingSample = { key: "k", source: "s", content, pictures: [] };
      return encodeSample(sample, { ...settings, tokenizer: tokens, labels: "targets", maxLength }).ids;
    };
    let characters = 0;
    const counting = {
      ...tokenizer,
      encodePieces: (pieces: Parameters<typeof tokenizer.encodePieces>[0]) => {
        for (const piece of pieces) characters += piece.text.length;
        return tokenizer.encodePieces(pieces);
      },
    };
    for (const maxLength of [30, 64, 200, 1000]) {
      let fitting = 1;
      while (encoded(fitting + 1, tokenizer, 100_000).length <= maxLength) fitting++;
      expect(encoded(1500, tokenizer, maxLength)).toEqual(encoded(60, tokenizer, maxLength));
      expect(encoded(60, tokenizer, maxLength)).toEqual(encoded(fitting, tokenizer, 100_000).slice(0, maxLength));
    }
    encoded(2000, counting, 100_000);
    const whole = characters;
    characters = 0;
    encoded(2000, counting, 1000);
    expect(characters).toBeLessThan(0.5 * whole);
    characters = 0;
    encoded(2000, counting, 40_000);
    expect(characters).toBeLessThan(12 * whole);
  });

  test("an image is never cut in two", () => {
    const parts = [target("one two three "), imagePart(0), target("four "), imagePart(1)];
    const sample: TrainingSample = {
      key: "k",
      source: "s",
      content: { kind: "document", parts },
      pictures: [picture, picture],
    };
    for (let maxLength = 4; maxLength < 40; maxLength++) {
      const { ids, pictures } = encodeSample(sample, { ...settings, maxLength });
      expect(ids.length).toBeLessThanOrEqual(maxLength);
      expect(ids.filter((id) => id === tokenizer.imageTokenId)).toHaveLength(4 * pictures.length);
    }
  });
});

describe("packed rows", () => {
  let runtime: Runtime;
  const config = parseModelConfig({
    ...tinyConfigJson("low"),
    language_config: { ...(tinyConfigJson("low").language_config as object), vocab_size: 272 },
  });
  const samples = ["one two three", "four five", "six seven one two"].map((words) =>
    encodeSample(text(words), settings),
  );
  beforeAll(async () => {
    runtime = await createNativeRuntime("cpu", { threads: 1 });
  });
  afterAll(() => runtime.dispose());

  async function tokenLosses(rows: readonly Row[], packed: boolean, length = 64): Promise<number[]> {
    const arrays = batchArrays(rows, { bucket: length, imageTokenId: tokenizer.imageTokenId, padId: tokenizer.padId });
    const shape = { rows: arrays.rows, length: arrays.length, images: 0 };
    const program = trainingProgram(config, shape, { packed, store: parameterStore() });
    const set = parameterSet();
    initialize(set, runtime, parametersOf([program.loss]), 3);
    const step = await compileStep(runtime, set, program, () => false, { accumulate: false });
    const value = (data: Int32Array) => runtime.value("int32", [arrays.rows, arrays.length], data);
    const { tokenLosses: found } = await step.run(
      {
        input_ids: value(arrays.ids),
        position_ids: value(arrays.positions),
        attention_mask: value(arrays.segments),
        labels: runtime.value("int64", [arrays.rows, arrays.length], arrays.labels),
      },
      1,
    );
    const losses = [...found!].filter((_, i) => arrays.sourceOf[i]! >= 0);
    step.dispose();
    return losses;
  }

  test("samples in one row have the losses that they have alone: none sees another, positions begin again", async () => {
    const together = await tokenLosses([samples], true);
    const alone = (await Promise.all(samples.map((sample) => tokenLosses([[sample]], false)))).flat();
    expect(together).toHaveLength(alone.length);
    together.forEach((loss, i) => {
      expect(loss).toBeCloseTo(alone[i]!, 4);
    });
    const leaking = await tokenLosses([samples], false); // one mask over all: what packing must not be
    expect(Math.max(...leaking.map((loss, i) => Math.abs(loss - alone[i]!)))).toBeGreaterThan(1e-3);
  });

  test("are full, follow one another, and go on from where lanes stood", async () => {
    const mixture = {
      ...{ languageShare: 1, grouping: "modality" as const },
      sources: [{ data: "a", modality: "language" as const, weight: 1 }],
    };
    const scheduler = createScheduler({ seed: 1, steps: 40, batch: 2, mixture, sizes: [30] });
    const read: ReadDraw = async (modality, row, count) =>
      encodeSample(
        text("one two three four five six seven ".repeat(1 + (scheduler.draw(modality, row, count).sample % 7))),
        {
          ...settings,
          maxLength: 1000,
        },
      );
    const short = packedRows(scheduler, 8, lanesOf(2), read, () => 30);
    expect((await short.row(0, 0)).reduce((sum, { ids }) => sum + ids.length, 0)).toBe(8);
    const lanes = lanesOf(2);
    const maker = packedRows(scheduler, 64, lanes, read, () => 30);
    const rows: Row[] = [];
    let saved = structuredClone(lanes);
    for (let step = 0; step < 20; step++) {
      if (step === 11) saved = structuredClone(lanes);
      rows.push(await maker.row(step, 0));
    }
    const lengths = rows.map((row) => row.reduce((sum, { ids }) => sum + ids.length, 0));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(64);
    expect(lengths.reduce((a, b) => a + b) / rows.length).toBeGreaterThan(50);
    expect(lanesOf(3, saved)).toEqual({
      language: [...saved.language, { count: 0, offset: 0 }], // a lane that a larger batch adds
      multimodal: [...saved.multimodal, { count: 0, offset: 0 }],
    });
    const again = packedRows(scheduler, 64, saved, read, () => 30);
    for (let step = 11; step < 20; step++) expect(await again.row(step, 0)).toEqual(rows[step]);
  });

  test("are given up when every sample, or a hundred different ones, were tried in vain, and say how many", async () => {
    const mixture = {
      ...{ languageShare: 1, grouping: "modality" as const },
      sources: [{ data: "a", modality: "language" as const, weight: 1 }],
    };
    const made = (size: number, good?: number) => {
      const scheduler = createScheduler({ seed: 1, steps: 4, batch: 2, mixture, sizes: [size] });
      const read: ReadDraw = async (modality, row, count) => {
        if (scheduler.draw(modality, row, count).sample !== good) throw new NothingToLearn();
        return encodeSample(text("one two three"), settings);
      };
      const available = () => size;
      return [singleRows(scheduler, 4, read, available), packedRows(scheduler, 64, lanesOf(2), read, available)];
    };
    for (const maker of made(1)) await expect(maker.row(0, 0)).rejects.toThrow("from the only language sample:");
    for (const maker of made(9)) await expect(maker.row(0, 0)).rejects.toThrow("any of the 9 language samples:");
    for (const maker of made(500)) {
      await expect(maker.row(0, 0)).rejects.toThrow("any of 100 language samples that were tried, of 500:");
    }
    for (const maker of made(90, 57)) for (let step = 0; step < 4; step++) await maker.row(step, step % 2);
  });

  test("pictures of a batch fill up to few different numbers, at most half again as many", () => {
    for (let images = 0; images < 200; images++) {
      const bucket = imageBucket(images);
      expect(bucket).toBeGreaterThanOrEqual(images);
      expect(bucket).toBeLessThanOrEqual(Math.max(4, 1.5 * images));
    }
    expect(new Set(Array.from({ length: 200 }, (_, i) => imageBucket(i))).size).toBeLessThan(18);
  });
});
