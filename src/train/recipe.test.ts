import { describe, expect, test } from "vitest";
import { trainingRecipes } from "../../recipes/index.ts";
import { parseModelConfig } from "../model/config.ts";
import { fromLlamaFactory } from "./llama-factory.ts";
import { loadTrainingRecipe, parseFile, withChanges } from "./load-recipe.ts";
import { parseTrainingRecipe } from "./recipe.ts";
import { languageShare } from "./scheduler.ts";
import { tinyRecipe, tinyStage } from "./testing/tiny-recipe.ts";

describe("the recipes that come with the package", () => {
  test("are recipes, with models that can be built", () => {
    for (const [name, input] of Object.entries(trainingRecipes)) {
      const recipe = parseTrainingRecipe(input, name);
      if (name.startsWith("deepseek")) parseModelConfig(recipe.model.config);
    }
  });

  test("have the paper's numbers (Table 4)", () => {
    const numbers = (name: string) =>
      parseTrainingRecipe(trainingRecipes[name]).stages.map(({ schedule, steps, batch, sequence }) => [
        ...[schedule.rate, schedule.kind, schedule.warmup, steps, batch, sequence.length, sequence.packing],
      ]);
    const [first, last] = [
      [1e-3, "cosine", 128, 15_000, 256, 512, false],
      [2e-5, "cosine", 256, 10_000, 256, 4096, false],
    ];
    expect(numbers("deepseek-vl-1.3b")).toEqual([first, [3e-5, "step", 2000, 96_000, 1024, 4096, true], last]);
    expect(numbers("deepseek-vl-7b")).toEqual([first, [4.2e-5, "step", 2000, 42_000, 2304, 4096, true], last]);
  });

  test("train what the paper trains in each stage, and mix what it mixes (spec 2.2, Table 1)", () => {
    const { stages } = parseTrainingRecipe(trainingRecipes["deepseek-vl-7b"]);
    expect(stages.map(({ trained }) => trained)).toEqual([
      ["neck", "aligner"],
      ["neck", "aligner", "language"],
      ["low", "neck", "aligner", "language"],
    ]);
    const { mixture } = stages[1]!;
    expect(languageShare(mixture, 0)).toBe(1);
    expect(languageShare(mixture, 40_000)).toBe(0.7);
    const sum = mixture.sources.filter((one) => one.modality === "multimodal").reduce((a, { weight }) => a + weight, 0);
    expect(sum).toBeCloseTo(30, 9);
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

  test("says what is wrong with it and where", async () => {
    const stage = (change: object) => () =>
      parseTrainingRecipe({ ...tinyRecipe(), stages: [tinyStage(change)] }, "r.yaml");
    expect(stage({ steps: 0 })).toThrow(/r\.yaml: "stages\.0\.steps"/);
    expect(stage({ stepz: 1 })).toThrow(/stepz/);
    const sources = [{ data: "none", modality: "multimodal" }];
    expect(stage({ mixture: { sources } })).toThrow('"none", which "data" does not declare');
    expect(stage({ trained: ["aligner"] })).toThrow("has text batches, which reach nothing but the language model");
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

  test("becomes settings; what means nothing here is told", () => {
    const { settings, ignored } = fromLlamaFactory(file, "lf.yaml");
    expect(settings).toMatchObject({
      ...{ model: "models/vl", data: ["data/mine.json", "data/yours.jsonl"], batch: 8, microBatch: 2, rate: 1e-4 },
      ...{ trained: ["language"], length: 512, epochs: 2, warmupShare: 0.1, out: "out" },
      lora: { rank: 4, alpha: 8 },
    });
    expect(settings.lora!.targets).toHaveLength(7);
    expect(ignored).toEqual(["do_train", "template", "deepspeed"]);
  });

  test("is refused where the result would be another", () => {
    expect(() => fromLlamaFactory({ ...file, quantization_bit: 4 }, "lf.yaml")).toThrow("quantization_bit");
    expect(() => fromLlamaFactory({ ...file, lr_scheduler_type: "polynomial" }, "lf.yaml")).toThrow("known are cosine");
    expect(() => fromLlamaFactory({ ...file, freeze_language_model: true }, "lf.yaml")).toThrow("freezes everything");
  });
});
