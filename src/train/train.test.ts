import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { openSafetensors } from "../checkpoint/safetensors.ts";
import { target } from "../data/sample.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { moduleOf } from "./modules.ts";
import type { ParameterSet } from "./parameters.ts";
import type { TrainingRecipe } from "./recipe.ts";
import type { SampleSource } from "./sources.ts";
import { readEvents } from "./tensorboard/event-file.ts";
import { collected, given, squares, tinyRecipe, tinyStage } from "./testing/tiny-recipe.ts";
import { type TrainOptions, train } from "./train.ts";

let runtime: Runtime;
const root = mkdtempSync(join(tmpdir(), "periscope-run-"));
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => {
  runtime.dispose();
  rmSync(root, { recursive: true });
});

let runs = 0;
const options = (change: Partial<TrainOptions> = {}): TrainOptions => ({
  folder: join(root, `run-${runs++}`),
  given,
  threads: 1,
  measure: false,
  ...change,
});

function bits(set: ParameterSet): Record<string, string> {
  const all = new Map([...set.values].map(([name, value]) => [name, value]));
  for (const [name, { first, second }] of set.moments) all.set(`first/${name}`, first).set(`second/${name}`, second);
  return Object.fromEntries(
    [...all].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
    ]),
  );
}

describe("a run", () => {
  test("learns from texts and pictures, and leaves a model, metrics and TensorBoard files behind", async () => {
    const { events, listener } = collected();
    const recipe = tinyRecipe({ stage: { steps: 40 }, checkpoints: { every: 20 }, logEvery: 10 });
    const { folder, ...rest } = options({ listeners: [listener], measure: true });
    const result = await train(recipe, runtime, { folder, ...rest });
    expect(result.finished).toBe(true);
    const summaries = events.filter((event) => event.kind === "summary");
    expect(summaries).toHaveLength(4);
    expect(summaries[3]!.losses.language!).toBeLessThan(0.8 * summaries[0]!.losses.language!);
    expect(summaries[3]!.losses.multimodal!).toBeLessThan(0.8 * summaries[0]!.losses.multimodal!);
    expect(Object.keys(summaries[3]!.sources).sort()).toEqual(["squares", "sums"]);
    expect(summaries[3]!.sources.sums!).toBeCloseTo(summaries[3]!.losses.language!, 3);
    expect(summaries[3]!.utilization).toBeGreaterThan(0);
    expect(summaries[3]!.secondsLeft).toBe(0);
    const checkpoint = await loadCheckpoint(join(folder, "model"));
    expect(checkpoint.config.imageTokens).toBe(4);
    await checkpoint.close();
    const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
    expect(lines.filter((line) => JSON.parse(line).kind === "summary")).toHaveLength(4);
    const [name] = readdirSync(join(folder, "tensorboard"));
    const written = readEvents(readFileSync(join(folder, "tensorboard", name!)));
    const tags = written.flatMap(({ what }) => (what.case === "summary" ? what.value.value.map(({ tag }) => tag) : []));
    expect(tags).toContain("loss/multimodal");
    expect(tags).toContain("loss_by_source/squares");
    const last = written
      .filter(({ step }) => step === 40n)
      .flatMap(({ what }) => (what.case === "summary" ? what.value.value : []));
    const loss = last.find(({ tag }) => tag === "loss/language")!.value.value as number;
    expect(loss).toBeCloseTo(summaries[3]!.losses.language!, 5);
    expect(existsSync(join(folder, "recipe.json"))).toBe(true);
  });

  test("micro-batches abreast learn what one batch learns, with the same bits side by side as one after the other", async () => {
    const run = async (abreast: number, threads: number) => {
      const recipe = tinyRecipe({ stage: { steps: 6, abreast } });
      const { set } = await train(recipe, runtime, options({ threads, export: false, record: false }));
      return set;
    };
    const [whole, halves] = [await run(1, 2), await run(2, 2)];
    expect(bits(await run(2, 1))).toEqual(bits(halves));
    let most = 0;
    for (const [name, { data }] of whole.values) {
      const other = halves.values.get(name)!.data as Float32Array;
      (data as Float32Array).forEach((x, i) => {
        most = Math.max(most, Math.abs(x - other[i]!));
      });
    }
    expect(most).toBeGreaterThan(0); // sums in another order
    expect(most).toBeLessThan(1e-4);
  });

  test("losses by source are the same of a batch whole and in pieces", async () => {
    const run = async (stage: { microBatch?: number; abreast: number }) => {
      const { events, listener } = collected();
      const recipe = tinyRecipe({ stage: { steps: 4, ...stage }, logEvery: 4 });
      await train(recipe, runtime, options({ listeners: [listener], export: false, record: false }));
      return events.find((event) => event.kind === "summary")!.sources;
    };
    const whole = await run({ abreast: 1 });
    const pieces = await run({ microBatch: 1, abreast: 2 });
    expect(Object.keys(pieces).sort()).toEqual(["squares", "sums"]);
    for (const [name, loss] of Object.entries(whole)) expect(pieces[name]).toBeCloseTo(loss, 4);
  });

  test("a step may have more shapes than programs are kept", async () => {
    const words: SampleSource = {
      size: 40,
      sample: async (index) => ({
        ...{ key: `words-${index}`, source: "words", pictures: [] },
        content: { kind: "document", parts: [target("a b ".repeat(1 + index))] },
      }),
    };
    const mixture = { languageShare: 1, sources: [{ data: "words", modality: "language" }] };
    const sequence = { length: 96, bucket: 1 };
    const { model } = tinyRecipe();
    const recipe = tinyRecipe({
      data: { words: { kind: "given" } },
      model: { ...model, tokenizer: { trained: { vocabSize: 260, samples: 4 } } },
      stage: { trained: ["language"], steps: 2, batch: 24, microBatch: 1, abreast: 1, sequence, mixture },
    });
    const { finished } = await train(recipe, runtime, options({ given: { words }, export: false }));
    expect(finished).toBe(true);
  });

  test("of texts alone has another vocabulary than one with pictures, unless the tokenizer names its sources", async () => {
    const [sums, squares] = [
      { data: "sums", modality: "language" as const },
      { data: "squares", modality: "multimodal" as const },
    ];
    const vocabulary = async (languageShare: number, named: boolean) => {
      const sources = languageShare === 1 ? [sums] : [sums, squares];
      const trained = { vocabSize: 280, samples: 60, ...(named && { sources: [sums, squares] }) };
      const recipe = tinyRecipe({ stage: { steps: 1, mixture: { languageShare, sources } } });
      const model = { ...recipe.model, tokenizer: { trained } };
      const { folder, ...rest } = options({ export: false });
      await train({ ...recipe, model }, runtime, { folder, ...rest });
      return readFileSync(join(folder, "tokenizer", "tokenizer.json"), "utf8");
    };
    const [alone, both, named] = [await vocabulary(1, false), await vocabulary(0.5, false), await vocabulary(1, true)];
    expect(alone).not.toBe(both);
    expect(named).toBe(both);
  });

  test("stopped and continued gives the same bits as run through, with packing and micro-batches", async () => {
    const recipe = tinyRecipe({
      stage: { microBatch: 2, sequence: { length: 96, packing: true, bucket: 96 } },
      checkpoints: { every: 3 },
    });
    const whole = await train(recipe, runtime, options());
    const stop = new AbortController();
    const halted = options({
      signal: stop.signal,
      listeners: [(e) => void (e.kind === "summary" && e.at >= 4 && stop.abort())],
    });
    const half = await train(recipe, runtime, halted);
    expect(half.finished).toBe(false);
    expect(half.place.step).toBeLessThan(8);
    const rest = await train(recipe, runtime, { ...halted, signal: undefined, listeners: [], resume: true });
    expect(rest.finished).toBe(true);
    expect(bits(rest.set)).toEqual(bits(whole.set));
  });

  test("trains exactly the parts that a stage names; frozen ones keep their bits", async () => {
    const mixture = { languageShare: 0, sources: [{ data: "squares", modality: "multimodal" as const }] };
    const trainedFor = async (steps: number) => {
      const recipe = tinyRecipe({ stages: [tinyStage({ trained: ["aligner"], steps, mixture })] });
      return (await train(recipe, runtime, options({ export: false }))).set;
    };
    const [early, set] = [await trainedFor(1), await trainedFor(3)];
    const initial = bits(early);
    const moved = new Set<string>();
    for (const [name, value] of Object.entries(bits(set))) {
      if (/^(first|second)\//.test(name)) expect(name).toMatch(/aligner/);
      else if (value !== initial[name]) moved.add(moduleOf(name, "hybrid"));
    }
    expect([...moved]).toEqual(["aligner"]);
  });

  test("a folder that holds a run is refused without resume", async () => {
    const first = options();
    await train(tinyRecipe({ stage: { steps: 1 } }), runtime, first);
    await expect(train(tinyRecipe({ stage: { steps: 1 } }), runtime, first)).rejects.toThrow("--resume");
  });

  test("a folder with somebody's model or lines is left as it is", async () => {
    const one = options();
    mkdirSync(join(one.folder, "model"), { recursive: true });
    writeFileSync(join(one.folder, "model", "notes.txt"), "precious");
    const recipe = tinyRecipe({ stage: { steps: 1 } });
    await expect(train(recipe, runtime, one)).rejects.toThrow(/holds a model of something else/);
    expect(readdirSync(one.folder)).toEqual(["model"]);
    const other = options();
    mkdirSync(other.folder, { recursive: true });
    writeFileSync(join(other.folder, "metrics.jsonl"), "mine\n");
    await expect(train(recipe, runtime, other)).rejects.toThrow(/holds metrics\.jsonl of something else/);
    expect(readFileSync(join(other.folder, "metrics.jsonl"), "utf8")).toBe("mine\n");
  });

  test("a damaged last checkpoint is told and set aside; where there is no run to resume, that is told", async () => {
    const recipe = tinyRecipe({ stage: { steps: 8 }, checkpoints: { every: 4 } });
    const { listener, events } = collected();
    const at = { ...options({ export: false, resume: true }), listeners: [listener] };
    const whole = await train(recipe, runtime, at);
    truncateSync(join(at.folder, "checkpoints", "00000008-joint", "state.safetensors"), 100);
    const again = await train(recipe, runtime, at);
    expect(bits(again.set)).toEqual(bits(whole.set));
    const remarks = events.flatMap((event) => (event.kind === "remark" ? [event.text] : []));
    expect(remarks).toEqual([
      expect.stringMatching(/^there is no run in .* to go on with: it begins here$/),
      expect.stringMatching(
        /^checkpoint 00000008-joint is damaged \(.*\) and lies in .*damaged-00000008-joint now: on from 00000004-joint$/,
      ),
    ]);
  });

  test("a checkpoint of other adapters or another model is refused", async () => {
    const lora = { rank: 2, alpha: 4, targets: ["q_proj"] };
    const adapted = (change?: object) =>
      tinyRecipe({
        stage: { steps: 2, trained: ["aligner", "language"], ...(change && { lora: { ...lora, ...change } }) },
      });
    const [one, plain] = [options({ export: false }), options({ export: false })];
    await train(adapted({}), runtime, one);
    await train(adapted(), runtime, plain);
    const resumed = (recipe: TrainingRecipe, at: TrainOptions) => train(recipe, runtime, { ...at, resume: true });
    await expect(resumed(adapted(), one)).rejects.toThrow(
      /has adapters \(LoRA\), and stage "joint" of the recipe has none/,
    );
    await expect(resumed(adapted({ rank: 4 }), one)).rejects.toThrow(
      /lora_A\.weight is \[2, \d+\] there, and \[4, \d+\]/,
    );
    await expect(resumed(adapted({}), plain)).rejects.toThrow(/has no adapters \(LoRA\)/);
    const smaller = structuredClone(adapted());
    const config = smaller.model.config as { language_config: { num_hidden_layers: number } };
    config.language_config.num_hidden_layers = 1;
    await expect(resumed(smaller, plain)).rejects.toThrow(
      /is of another run: the model has no language_model\.model\.layers\.1/,
    );
  });

  test("an attempt to go on that fails leaves the run's recipe as it was; a changed recipe is told and kept with the first checkpoint", async () => {
    const stages = [tinyStage({ name: "one", steps: 2 }), tinyStage({ name: "two", steps: 2 })];
    const recipe = tinyRecipe({ stages });
    const { listener, events } = collected();
    const at = { ...options({ export: false, resume: true }), listeners: [listener] };
    await train(recipe, runtime, { ...at, stages: ["one"] });
    const kept = () => JSON.parse(readFileSync(join(at.folder, "recipe.json"), "utf8"));
    const mixture = { sources: [{ data: "lost", modality: "multimodal" as const }] };
    const changed = tinyRecipe({
      data: { ...recipe.data, lost: { kind: "given" } },
      stages: [stages[0]!, { ...stages[1]!, mixture }],
    });
    await expect(train(changed, runtime, at)).rejects.toThrow('data "lost" is "given"');
    expect(kept()).toEqual(JSON.parse(JSON.stringify(recipe)));
    events.length = 0;
    await train(recipe, runtime, { ...at, stages: ["one"] });
    expect(events.filter(({ kind }) => kind === "remark")).toEqual([]);
    await train({ ...recipe, logEvery: 1 }, runtime, at);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "remark",
        text: "the recipe is not the one that 00000002-one was made with: logEvery differ, so the rest will as well",
      }),
    );
    expect(kept().logEvery).toBe(1);
  });

  test("the weights with the best held-out loss stay, wherever they were validated, and a run goes on from them to the bit", async () => {
    const { listener, events } = collected();
    const recipe = tinyRecipe({
      // learns until the rate explodes behind step 9
      stage: { steps: 16, schedule: { rate: 3e-3, kind: "step", factors: [[9 / 16, 300]] } },
      checkpoints: { every: 5, keep: 1 },
      validation: { every: 3, samples: 8, text: { data: "sums" } },
    });
    const at = { ...options({ export: false }), listeners: [listener] };
    const whole = await train(recipe, runtime, at);
    const losses = events.flatMap((event) => (event.kind === "validation" ? [event.scores.loss!] : []));
    expect(Math.min(...losses)).toBe(losses[2]);
    expect(whole.place.best).toEqual({ score: "loss", value: losses[2], checkpoint: "00000009-joint" });
    const kept = () => readdirSync(join(at.folder, "checkpoints")).sort();
    expect(kept()).toEqual(["00000009-joint", "00000016-joint"]);
    rmSync(join(at.folder, "checkpoints", "00000016-joint"), { recursive: true });
    const again = await train(recipe, runtime, { ...at, listeners: [], resume: true });
    expect(bits(again.set)).toEqual(bits(whole.set));
    expect(kept()).toEqual(["00000009-joint", "00000016-joint"]);
  });

  test("the held-out loss of samples with pictures is what training has of them", async () => {
    const { listener, events } = collected();
    const few = { squares: squares(4) };
    const recipe = tinyRecipe({
      stage: {
        ...{ steps: 1, labels: "targets", schedule: { rate: 1e-12 } },
        mixture: { sources: [{ data: "squares", modality: "multimodal" as const }] },
      },
      validation: { labels: "targets", pictures: { data: "squares" } },
    });
    const { place } = await train(recipe, runtime, {
      ...options({ export: false, listeners: [listener] }),
      given: { ...given, ...few },
    });
    const told = events.find((event) => event.kind === "summary")!.losses.multimodal!;
    const { scores } = events.find((event) => event.kind === "validation")!;
    expect(Object.keys(scores)).toEqual(["loss"]);
    expect(scores.loss).toBeCloseTo(told, 5);
    expect(place.best?.checkpoint).toBe("00000001-joint");
  });

  test("one stage at a time in one folder is the same as all at once", async () => {
    const stages = [tinyStage({ name: "one", steps: 3 }), tinyStage({ name: "two", steps: 3 })];
    const recipe = tinyRecipe({ stages, checkpoints: { every: 100 } });
    const whole = await train(recipe, runtime, options({ export: false }));
    const apart = options({ export: false, stages: ["one"] });
    await train(recipe, runtime, apart);
    const { listener, events } = collected();
    const rest = await train(recipe, runtime, { ...apart, stages: ["2"], resume: true, listeners: [listener] });
    expect(rest.place.at).toBe(6);
    expect(bits(rest.set)).toEqual(bits(whole.set));
    expect(events.filter(({ kind }) => kind === "remark")).toEqual([]);
    await expect(train(recipe, runtime, { ...apart, stages: ["one"], resume: true })).rejects.toThrow(
      "behind what is to run",
    );
  });

  test("parts begin where the recipe says: another run's weights, a checkpoint's, random numbers", async () => {
    const first = options();
    const { set, modelFolder } = await train(tinyRecipe({ stage: { steps: 2 } }), runtime, first);
    const start = {
      language: { from: "run" as const, path: first.folder },
      low: { from: "checkpoint" as const, path: modelFolder! },
    };
    const { events, listener } = collected();
    const frozen = tinyStage({
      ...{ trained: ["aligner"], steps: 1, schedule: { rate: 3e-3 } },
      mixture: { ...tinyStage().mixture, languageShare: 0 },
    });
    const recipe = tinyRecipe({ seed: 77, start, stages: [frozen] });
    const later = await train(recipe, runtime, options({ export: false, listeners: [listener] }));
    const [before, after] = [bits(set), bits(later.set)];
    const same = (name: string) => before[name] === after[name];
    const names = Object.keys(before).filter((name) => !/^(first|second)\//.test(name));
    const matrices = names.filter((name) => name.endsWith("proj.weight") || name.endsWith("qkv.weight"));
    expect(matrices.filter((name) => moduleOf(name, "hybrid") === "language").every(same)).toBe(true);
    expect(matrices.filter((name) => moduleOf(name, "hybrid") === "low").every(same)).toBe(true);
    expect(matrices.filter((name) => moduleOf(name, "hybrid") === "high").some(same)).toBe(false);
    expect(events.filter(({ kind }) => kind === "remark")).toEqual([]);
  });

  test("a warmup that is not shorter than its stage is told before the first step", async () => {
    const { events, listener } = collected();
    const recipe = tinyRecipe({ stage: { steps: 1 } });
    await train(recipe, runtime, options({ export: false, listeners: [listener] }));
    expect(events[0]).toMatchObject({
      kind: "remark",
      text: expect.stringContaining("stage joint ends at step 1 of the 2 that its rate warms up for"),
    });
  });

  test("a loss that is no number is skipped, its batch kept, and the run ends with a sentence after three", async () => {
    const run = options({ export: false });
    const recipe = tinyRecipe({ stage: { schedule: { rate: 1e30 }, steps: 20 }, checkpoints: { every: 1, keep: 1 } });
    await expect(train(recipe, runtime, run)).rejects.toThrow(/loss is (NaN|Infinity).*the run stops.*refused/);
    const kept = readdirSync(join(run.folder, "refused"));
    expect(kept.length).toBeGreaterThan(0);
    const batch = await openSafetensors(join(run.folder, "refused", kept[0]!));
    expect(batch.tensors.has("0.input_ids")).toBe(true);
    await batch.close();
    expect(readdirSync(join(run.folder, "checkpoints"))).toHaveLength(1);
  });

  test("a run whose weights are of no use at the end says so, writes no model and takes no good checkpoint's place", async () => {
    const { events, listener } = collected();
    const validation = { every: 100, samples: 4, text: { data: "sums" } };
    const recipe = (change: object = {}) =>
      tinyRecipe({
        stage: { schedule: { rate: 1e25 }, steps: 5 },
        ...{ guard: { patience: 1000 }, checkpoints: { every: 1, keep: 2 }, ...change },
      });
    const [plain, checked] = [options({ listeners: [listener] }), options()];
    await expect(train(recipe(), runtime, plain)).rejects.toThrow(
      /of no use, and no model is written: the \w+ loss of step 5 is NaN/,
    );
    expect(events.at(-1)).toMatchObject({ kind: "end", at: 5, problem: expect.stringContaining("of no use") });
    const skipped = events.flatMap((event) => (event.kind === "summary" ? [event.refused ?? 0] : []));
    expect(skipped.reduce((a, b) => a + b)).toBe(4);
    // behind its first step the run stopped to learn
    expect(readdirSync(join(plain.folder, "checkpoints")).sort()).toEqual(["00000001-joint", "00000005-joint"]);
    expect(existsSync(join(plain.folder, "model"))).toBe(false);
    await expect(train(recipe(), runtime, { ...plain, resume: true })).rejects.toThrow("of no use");
    await expect(train(recipe({ validation }), runtime, checked)).rejects.toThrow("the held-out loss is NaN");
  });

  test("mixed batches hold both modalities, and packed batches of several samples learn as well", async () => {
    const { events, listener } = collected();
    const mixture = { ...tinyStage().mixture, grouping: "mixed" as const };
    await train(tinyRecipe({ stage: { mixture, steps: 4 } }), runtime, options({ listeners: [listener] }));
    const { losses, sources, targets } = events.find((event) => event.kind === "summary")!;
    expect(Object.keys(losses)).toEqual(["mixed", "language", "multimodal"]);
    expect(losses.language).toBeCloseTo(sources.sums!, 5);
    expect(losses.multimodal).toBeCloseTo(sources.squares!, 5);
    const [texts, pictures] = [targets.language.sums!, targets.multimodal.squares!];
    expect((losses.language! * texts + losses.multimodal! * pictures) / (texts + pictures)).toBeCloseTo(
      losses.mixed!,
      4,
    );
  });
});
