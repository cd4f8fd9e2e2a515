import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { trainingRecipes } from "../../recipes/index.ts";
import { parseModelConfig } from "../model/config.ts";
import { fromLlamaFactory } from "./llama-factory.ts";
import { loadTrainingRecipe, parseFile, withChanges } from "./load-recipe.ts";
import { parseTrainingRecipe, type Stage } from "./recipe.ts";
import { languageShare } from "./scheduler.ts";
import { countSamples } from "./sources.ts";
import { tinyRecipe, tinyStage } from "./testing/tiny-recipe.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-recipes-"));
afterAll(() => rmSync(root, { recursive: true }));

describe("the recipes that come with the package", () => {
  test("are recipes, with models that can be built", () => {
    for (const [name, input] of Object.entries(trainingRecipes)) {
      const recipe = parseTrainingRecipe(input, name);
      if (name.startsWith("deepseek")) parseModelConfig(recipe.model.config);
    }
  });

  /** hyperparameters.json of the paper's numbers: Table 4 by stage, what differs between stages and sizes. */
  const table4 = (joint: object, pipeline: readonly boolean[]) => {
    const first = { rate: 1e-3, kind: "cosine", warmup: 128, steps: 15_000, batch: 256, length: 512, packing: false };
    const last = { rate: 2e-5, kind: "cosine", warmup: 256, steps: 10_000, batch: 256, length: 4096, packing: false };
    const adamw = { beta1: 0.9, beta2: 0.95, weightDecay: 0, clipNorm: 1 };
    return [first, { kind: "step", warmup: 2000, length: 4096, packing: true, ...joint }, last].map((stage, i) => {
      return { ...stage, ...adamw, pipelineParallel: pipeline[i] };
    });
  };

  test.each([
    ["deepseek-vl-1.3b", table4({ rate: 3e-5, steps: 96_000, batch: 1024 }, [false, false, false])],
    ["deepseek-vl-7b", table4({ rate: 4.2e-5, steps: 42_000, batch: 2304 }, [false, true, true])],
  ])("%s has the paper's numbers (Table 4)", (name, expected) => {
    const { stages } = parseTrainingRecipe(trainingRecipes[name]);
    const told = stages.map(({ schedule, steps, batch, sequence, optimizer, pipelineParallel }) => ({
      ...{ rate: schedule.rate, kind: schedule.kind, warmup: schedule.warmup, steps, batch, pipelineParallel },
      ...{ length: sequence.length, packing: sequence.packing },
      ...{ beta1: optimizer.beta1, beta2: optimizer.beta2 },
      ...{ weightDecay: optimizer.weightDecay, clipNorm: optimizer.clipNorm },
    }));
    expect(told).toEqual(expected);
    // "step" is DeepSeek-LLM's
    expect(stages[1]!.schedule.factors).toEqual([
      [0.8, 0.316],
      [0.9, 0.1],
    ]);
  });

  test("train what the paper trains in each stage (spec 2.2)", () => {
    const trained = (name: string) => parseTrainingRecipe(trainingRecipes[name]).stages.map((stage) => stage.trained);
    expect(trained("deepseek-vl-1.3b")).toEqual([["aligner"], ["aligner", "language"], ["low", "aligner", "language"]]);
    expect(trained("deepseek-vl-7b")).toEqual([
      ["neck", "aligner"],
      ["neck", "aligner", "language"],
      ["low", "neck", "aligner", "language"],
    ]);
  });

  test.each(["deepseek-vl-1.3b", "deepseek-vl-7b"])("%s mixes what the paper mixes (Table 1, Table 2)", (name) => {
    const { stages } = parseTrainingRecipe(trainingRecipes[name]);
    const weights = ({ mixture }: Stage) =>
      mixture.sources
        .filter(({ modality }) => modality === "multimodal")
        .map(({ data, categories = [], weight }) => [[data, ...categories].join("/"), weight]);
    const [adaptor, joint, instruct] = stages as [Stage, Stage, Stage];
    expect(weights(adaptor)).toEqual([
      ["captions", 1.25],
      ["documents", 2.5],
    ]);
    const table1 = { interleaved: 13.1, caption: 11.1, "table-chart": 2.1, "web-code": 0.4, "scene-text": 1.2 };
    expect(weights(joint).slice(0, 6)).toEqual(
      Object.entries({ ...table1, document: 2.1 }).map(([category, weight]) => [`pretraining/${category}`, weight]),
    );
    // instructions in stage 2 are the small model's alone, and published without a number
    expect(weights(joint).slice(6)).toEqual(name.endsWith("7b") ? [] : [["instruction", expect.closeTo(0.61, 2)]]);
    expect(languageShare(joint.mixture, 0)).toBe(1);
    expect(languageShare(joint.mixture, 40_000)).toBe(0.7);
    expect(weights(instruct)).toEqual([
      ["instruction/instruction", 10.5],
      ["general-instruction", 35.5],
      ["instruction/table-chart", 4.1],
      ["instruction/web-code", 2],
    ]);
    expect(instruct.mixture.languageShare).toBe(0.479);
  });
});

describe("a recipe", () => {
  test("written as YAML with underscores is the same as in TypeScript", () => {
    const yaml = `
name: mine
model:
  config: {language_config: {hidden_size: 8}}
  tokenizer: {trained: {vocab_size: 300}}
held_out: 0.1
data:
  my_texts: {kind: files, paths: [a.jsonl]}
stages:
  - name: joint
    trained: [language]
    steps: 10
    batch: 2
    micro_batch: 1
    schedule: {rate: 1.0e-3, kind: step}
    optimizer: {weight_decay: 0.1}
    mixture:
      language_share: 1
      sources: [{data: my_texts, modality: language}]
`;
    const recipe = parseTrainingRecipe(parseFile(yaml, "mine.yaml"), "mine.yaml");
    expect(recipe.stages[0]!.optimizer.weightDecay).toBe(0.1);
    expect(recipe.model.config).toEqual({ language_config: { hidden_size: 8 } });
    expect(Object.keys(recipe.data)).toEqual(["my_texts"]);
    expect(recipe.heldOut).toBe(0.1);
  });

  test("can be changed by paths, stages by their names", () => {
    const changed = withChanges(tinyRecipe(), ["stages.joint.steps=3", "stages.0.mixture.languageShare=1", "seed=9"]);
    const recipe = parseTrainingRecipe(changed);
    expect([recipe.stages[0]!.steps, recipe.stages[0]!.mixture.languageShare, recipe.seed]).toEqual([3, 1, 9]);
    expect(() => withChanges(tinyRecipe(), ["stages.none.steps=3"])).toThrow("there is no stages.none");
    expect(() => withChanges(tinyRecipe(), ["__proto__.x=1"])).toThrow("has no fields");
  });

  test("of an ordinary folder is read from TypeScript and JavaScript, and a fault in it is told in its own words", async () => {
    const load = (name: string, text: string) => {
      writeFileSync(join(root, name), text);
      return loadTrainingRecipe(join(root, name));
    };
    const json = JSON.stringify(tinyRecipe());
    expect((await load("mine.ts", `const seed: number = 7; export default { ...${json}, seed };`)).seed).toBe(7);
    expect((await load("named.js", `export const mine = ${json};`)).name).toBe("tiny");
    expect((await load("waits.mts", `export default await Promise.resolve(${json});`)).name).toBe("tiny");
    expect((await load("waits.ts", `export default await Promise.resolve(${json});`)).name).toBe("tiny");
    for (const [name, text, message] of [
      ["typo.ts", "export default { stages: [ };", "typo.ts cannot be loaded: "],
      ["undefined.ts", "const a: any = undefined; export default a.b;", "Cannot read properties of undefined"],
      ["lost.ts", 'export { x } from "./nowhere.ts";', /lost\.ts cannot be loaded: Cannot find module .*nowhere\.ts/],
      ["null.mjs", "throw null;", "null.mjs cannot be loaded: it throws null"],
      ["function.ts", "export default { stages: [{ steps: () => 3 }] };", '"stages.0.steps" is a function'],
      ["two.ts", "export const a = { stages: [] }, b = { stages: [] };", "exports 2 recipes"],
    ] as const) {
      await expect(load(name, text), name).rejects.toThrow(message);
    }
    await expect(loadTrainingRecipe(join(root, "none.ts"))).rejects.toThrow("there is no recipe");
  });

  test("in YAML has no aliases that lead nowhere, in a circle or to very much", () => {
    const rows = "abcdefgh".split("").map((name, i, all) => `${name}: &${name} [${`*${all[i - 1]},`.repeat(9)}]`);
    const bomb = ["a: &a [x]", ...rows.slice(1)].join("\n");
    expect(() => parseFile(bomb, "r.yaml")).toThrow(/^r\.yaml is not valid YAML: Excessive alias count/);
    expect(() => parseFile("guard: *nope", "r.yaml")).toThrow(/^r\.yaml is not valid YAML: Unresolved alias/);
    expect(() => parseFile("a: &a [*a]", "r.yaml")).toThrow('r.yaml: "a.0" is a list or map that it is itself in');
    const set = (change: string) => () => withChanges(tinyRecipe(), [change]);
    expect(set("seed=[1")).toThrow(/^--set "seed=\[1" is not valid YAML/);
    expect(set("seed=*a")).toThrow(/^--set "seed=\*a" is not valid YAML: Unresolved alias/);
    expect(set("model.config.x=&a [*a]")).toThrow(/^--set .* is a list or map that it is itself in/);
  });

  test("has bounds, and a name that every object has is no data", () => {
    const stage = (change: object) => () =>
      parseTrainingRecipe({ ...tinyRecipe(), stages: [tinyStage(change)] }, "r.yaml");
    expect(stage({ batch: 1e9 })).toThrow('r.yaml: "stages.0.batch" is 1000000000: Too big');
    expect(stage({ lora: { rank: 1e9 } })).toThrow('"stages.0.lora.rank" is 1000000000');
    expect(stage({ sequence: { length: Number.MAX_SAFE_INTEGER } })).toThrow('"stages.0.sequence.length"');
    expect(stage({ sequence: { length: 96, bucket: 60_000 } })).toThrow('60000 ("bucket"), more than its length 96');
    expect(stage({ schedule: { rate: 1e39 } })).toThrow('"stages.0.schedule.rate" is 1e+39');
    for (const data of ["__proto__", "constructor"]) {
      const sources = [{ data, modality: "multimodal" }];
      expect(stage({ mixture: { sources } })).toThrow(`takes data "${data}", which "data" does not declare`);
      expect(() => parseTrainingRecipe({ ...tinyRecipe(), validation: { text: { data } } })).toThrow(data);
    }
    expect(() => parseTrainingRecipe({ ...tinyRecipe(), foo: 1 }, "r.yaml")).toThrow(
      /^r\.yaml: Unrecognized key: "foo"$/,
    );
    const targets = (...names: string[]) => stage({ lora: { targets: names } });
    expect(targets("nope")).toThrow('"stages.0.lora.targets.0" is "nope": expected q_proj');
    expect(targets("q_proj", "embed_tokens")).toThrow('"stages.0.lora.targets.1" is "embed_tokens"');
    expect(targets("q_proj", " v_proj")().stages[0]!.lora!.targets).toEqual(["q_proj", "v_proj"]);
  });

  test("compares checkpoints by a score that its validation measures, or is refused", () => {
    const best = (validation?: object, score?: string) => () =>
      parseTrainingRecipe(
        { ...tinyRecipe(), ...(validation && { validation }), checkpoints: score ? { best: score } : {} },
        "r.yaml",
      ).checkpoints.best;
    const [text, pictures, questions] = [{ data: "sums" }, { data: "squares" }, { data: "squares" }];
    expect(best()()).toBeUndefined();
    expect(best({ text, questions })()).toBe("loss");
    expect(best({ pictures })()).toBe("loss");
    expect(best({ questions })()).toBe("choices");
    expect(best({ questions }, "answers")()).toBe("answers");
    expect(best({ text }, "choices")).toThrow(
      'r.yaml: "checkpoints.best" is "choices", but "validation" measures loss, bitsPerByte; it takes "questions" for that',
    );
    expect(best({ pictures }, "bitsPerByte")).toThrow('measures loss; it takes "text" for that');
    expect(best(undefined, "loss")).toThrow('"checkpoints.best" is "loss", but "validation" is not there');
    // a recipe that was read is one to read
    const whole = parseTrainingRecipe({ ...tinyRecipe(), validation: { questions } });
    expect(parseTrainingRecipe(whole)).toEqual(whole);
  });

  test("says what is wrong with it and where", async () => {
    const stage = (change: object) => () =>
      parseTrainingRecipe({ ...tinyRecipe(), stages: [tinyStage(change)] }, "r.yaml");
    expect(stage({ steps: 0 })).toThrow(/r\.yaml: "stages\.0\.steps"/);
    expect(stage({ stepz: 1 })).toThrow(/stepz/);
    const sources = [{ data: "none", modality: "multimodal" }];
    expect(stage({ mixture: { sources } })).toThrow('"none", which "data" does not declare');
    const trained = { vocabSize: 300, sources: [{ data: "none", modality: "language" }] };
    const recipe = tinyRecipe();
    expect(() => parseTrainingRecipe({ ...recipe, model: { ...recipe.model, tokenizer: { trained } } })).toThrow(
      'the tokenizer learns from data "none", which "data" does not declare',
    );
    expect(stage({ trained: ["aligner"] })).toThrow("has text batches, which reach nothing but the language model");
    expect(stage({ rates: { language: 2, low: 0.1 } })).toThrow(
      'r.yaml: stage "joint" has a rate for "low", which it does not train; it trains neck, aligner, language',
    );
    expect(stage({ objective: "dense", mixture: { sources: tinyStage().mixture.sources } })).toThrow('"maps" must say');
    await expect(loadTrainingRecipe("nonesuch")).rejects.toThrow(/known are nano, nano-stages, deepseek-vl-1\.3b/);
    expect(() => parseFile("model_name_or_path: x", "lf.yaml")).toThrow("periscope finetune --config lf.yaml");
  });
});

describe("a configuration of LLaMA-Factory", () => {
  const file = {
    ...{ model_name_or_path: "models/vl", stage: "sft", do_train: true, finetuning_type: "lora", lora_rank: 4 },
    ...{ lora_target: "all", dataset: "mine,yours.jsonl", dataset_dir: "data", cutoff_len: 512, template: "deepseek" },
    ...{ per_device_train_batch_size: 2, gradient_accumulation_steps: 4, learning_rate: 1e-4, num_train_epochs: 2 },
    ...{ lr_scheduler_type: "cosine", warmup_ratio: 0.1, output_dir: "out", deepspeed: "z3.json" },
  };

  test("becomes settings; what means nothing here is told", async () => {
    const { settings, ignored, notes } = await fromLlamaFactory(file, "lf.yaml");
    expect(settings).toMatchObject({
      ...{ model: "models/vl", data: ["data/mine.json", "data/yours.jsonl"], batch: 8, microBatch: 2, rate: 1e-4 },
      ...{ trained: ["language"], length: 512, epochs: 2, warmupShare: 0.1, out: "out" },
      ...{ lora: { rank: 4, alpha: 8 }, schedule: "cosine", floor: 0 },
    });
    expect(notes).toEqual([]);
    const { lr_scheduler_type: _, ...without } = file;
    expect((await fromLlamaFactory(without, "lf.yaml")).settings.schedule).toBe("linear"); // LLaMA-Factory's default
    expect(settings.lora!.targets).toHaveLength(7);
    expect(ignored).toEqual(["do_train", "template", "deepspeed"]);
  });

  test("is refused where the result would be another", async () => {
    await expect(fromLlamaFactory({ ...file, quantization_bit: 4 }, "lf.yaml")).rejects.toThrow("quantization_bit");
    await expect(fromLlamaFactory({ ...file, lr_scheduler_type: "polynomial" }, "lf.yaml")).rejects.toThrow(
      "known are cosine",
    );
    await expect(fromLlamaFactory({ ...file, freeze_language_model: true }, "lf.yaml")).rejects.toThrow(
      "freezes everything",
    );
    for (const [change, message] of [
      [{ val_size: 2 }, 'lf.yaml: "val_size" is 2: a number of samples is unknown here'],
      [{ finetuning_type: "freeze" }, '"finetuning_type" is "freeze"'],
      [{ save_steps: 2.5 }, '"save_steps" is 2.5: expected a whole number of steps, or a share'],
      [{ logging_steps: 0 }, '"logging_steps" is 0'],
      [{ save_steps: 0 }, '"save_steps" is 0: expected a whole number'],
      [{ dataset: [] }, '"dataset": expected names'],
      [{ dataset: "a," }, '"dataset" is "a,": expected names'],
      [{ lora_target: "q_proj," }, '"lora_target" is "q_proj,": expected names'],
      [{ lr_scheduler_type: "constructor" }, "known are cosine"],
      [{ optim: "adafactor" }, '"optim" is adafactor'],
      [{ use_rslora: true }, '"use_rslora" has no counterpart here and may change the result'],
      [{ adapter_name_or_path: "out/before" }, '"adapter_name_or_path" has no counterpart'],
      [{ lora_dropout: 0.05 }, '"lora_dropout" has no counterpart'],
      [{ train_on_prompt: true }, '"train_on_prompt" has no counterpart'],
      [{ nonsense: 1 }, '"nonsense" has no counterpart'],
    ] as const) {
      const read = fromLlamaFactory({ ...file, ...change }, "lf.yaml");
      await expect(read, JSON.stringify(change)).rejects.toThrow(message);
    }
  });

  test("may say that what has no counterpart is off, and what else is done is told", async () => {
    const off = { use_rslora: false, adapter_name_or_path: null, lora_dropout: 0, resume_from_checkpoint: null };
    const { ignored, notes } = await fromLlamaFactory(
      { ...file, ...off, freeze_vision_tower: false, image_max_pixels: 262144 },
      "lf.yaml",
    );
    expect(ignored).toEqual(expect.arrayContaining([...Object.keys(off), "image_max_pixels"]));
    expect(notes).toEqual([expect.stringContaining("SAM itself stays frozen")]);
  });

  test("names its data sets by dataset_info.json, and takes the first samples of each", async () => {
    const folder = mkdtempSync(join(root, "lf-"));
    const entry = {
      file_name: "conversations.json",
      formatting: "sharegpt",
      columns: { messages: "conversations", images: "images" },
      tags: { role_tag: "from", user_tag: "human" },
    };
    const list = (mine: object) => writeFileSync(join(folder, "dataset_info.json"), JSON.stringify({ mine }));
    const read = () => fromLlamaFactory({ ...file, dataset_dir: folder, max_samples: 2 }, "lf.yaml");
    list(entry);
    const { settings } = await read();
    expect(settings.data).toEqual([`${folder}/conversations.json`, `${folder}/yours.jsonl`]);
    for (const [change, message] of [
      [{ formatting: "alpaca" }, 'has the formatting "alpaca"'],
      [{ file_name: undefined }, "periscope pull --dataset"],
      [{ columns: { messages: "dialogue" } }, '"messages" is "dialogue"; conversations or messages is read'],
      [{ columns: { ranking: "chosen" } }, '"ranking" is "chosen"; known are messages, images'],
      [{ tags: { user_tag: "person" } }, '"user_tag" is "person"'],
    ] as const) {
      list({ ...entry, ...change });
      await expect(read()).rejects.toThrow(message);
    }
    const turns = (i: number) => ({
      conversations: [
        { from: "human", value: `${i}?` },
        { from: "gpt", value: "Yes." },
      ],
    });
    for (const name of ["conversations.json", "yours.jsonl"]) {
      const items = Array.from({ length: 5 }, (_, i) => turns(i));
      const lines = items.map((item) => JSON.stringify(item)).join("\n");
      writeFileSync(join(folder, name), name.endsWith("l") ? lines : JSON.stringify(items));
    }
    const paths = settings.data as string[];
    expect(settings.perPath).toBe(2);
    expect((await countSamples("mine", { kind: "files", paths, perPath: 2 }, 0)).language).toBe(4);
    expect((await countSamples("mine", { kind: "files", paths }, 0)).language).toBe(10);
  });

  test("may give steps as shares of all, and warms up by share where its steps are 0", async () => {
    const { settings } = await fromLlamaFactory(
      { ...file, save_steps: 0.1, logging_steps: 0.05, warmup_steps: 0 },
      "lf.yaml",
    );
    expect(settings).toMatchObject({ saveEvery: 0.1, logEvery: 0.05, warmupShare: 0.1 });
  });
});
