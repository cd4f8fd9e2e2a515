import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ModelConfig } from "../../../model/config.ts";
import { createNativeRuntime } from "../../../runtime/native.ts";
import { contrastiveProgram } from "../../contrastive.ts";
import type { StageBegins } from "../../events.ts";
import { loadTrainingRecipe } from "../../load-recipe.ts";
import { pairShape } from "../../objectives/contrastive.ts";
import { denseTensors } from "../../objectives/dense.ts";
import { predictStep, type StepTensors } from "../../program.ts";
import type { Stage, TrainingRecipe } from "../../recipe.ts";
import { collected, given, tinyRecipe, tinyStage } from "../../testing/tiny-recipe.ts";
import { train } from "../../train.ts";
import { trainedBy } from "../../trained.ts";
import { chooseLayout, evaluate } from "./choose.ts";
import { gpuByName } from "./gpus.ts";
import { groupingGain, ratioForGain, simulateGrouping } from "./grouping.ts";
import { type Cluster, type Layout, type StageInput, totalMemory } from "./layout.ts";
import { configOf, planRecipe, rowOperations, type StagePlan, stageInput, utilizationForDays } from "./plan.ts";
import { renderPlan } from "./render.ts";

const assumptions = { utilization: 0.28, reservedBytes: 3e9 };
const paper: Cluster = { nodes: 64, gpusPerNode: 8, gpu: gpuByName("A100"), nodeBandwidth: 25 };

describe("modality grouping", () => {
  test("with one rank nothing waits, with very many the formula is the paper's 20 % where the spec says", () => {
    expect(groupingGain({ language: 1, multimodal: 3, share: 0.3, ranks: 1 })).toBeCloseTo(1, 9);
    expect(groupingGain({ language: 0.76, multimodal: 1, share: 0.3, ranks: 512 })).toBeCloseTo(1.2, 2);
    expect(groupingGain({ language: 0.58, multimodal: 1, share: 0.6, ranks: 512 })).toBeCloseTo(1.2, 2);
    expect(groupingGain({ language: 1, multimodal: ratioForGain(1.2, 0.3), share: 0.3, ranks: 1e6 })).toBeCloseTo(
      1.2,
      9,
    );
  });

  test.each([1, 4, 32])("the simulation with %d ranks and one sequence each agrees with the formula", (ranks) => {
    const input = { language: 0.76, multimodal: 1, share: 0.3, ranks };
    const { gain, uncertainty } = simulateGrouping({ ...input, rows: 1, images: 1, steps: 4000, seed: "test" });
    expect(uncertainty).toBeLessThan(0.02);
    expect(Math.abs(gain - groupingGain(input))).toBeLessThan(2 * uncertainty + 1e-4);
  });

  test("several sequences a rank average out some of the waiting", () => {
    const input = { language: 0.76, multimodal: 1, share: 0.3, ranks: 64, images: 1, steps: 400, seed: "test" };
    const gains = [1, 4, 16].map((rows) => simulateGrouping({ ...input, rows }).gain);
    expect(gains[1]!).toBeLessThan(gains[0]! - 0.02);
    expect(gains[2]!).toBeLessThan(gains[1]! - 0.02);
    expect(gains[2]!).toBeGreaterThan(1);
  });

  test("steps of very many sequences are drawn less often", () => {
    const input = { language: 0.76, multimodal: 1, share: 0.3, ranks: 512, rows: 400, images: 1, seed: "test" };
    expect(simulateGrouping({ ...input, steps: 1e9 })).toEqual(simulateGrouping({ ...input, steps: 20 }));
    expect(simulateGrouping({ ...input, rows: 4, steps: 400 })).not.toEqual(
      simulateGrouping({ ...input, rows: 4, steps: 399 }),
    );
  });
});

describe("the 7B's joint stage", () => {
  let recipe: TrainingRecipe;
  let stage: Stage;
  let config: ModelConfig;
  let input: StageInput;
  beforeAll(async () => {
    const whole = await loadTrainingRecipe("deepseek-vl-7b");
    stage = whole.stages.find(({ name }) => name === "joint")!;
    recipe = { ...whole, stages: [stage] };
    config = await configOf(recipe);
    input = stageInput(stage, config, 4);
  });

  test("operations counted in the graph are those of the formula", () => {
    const { hiddenSize: d, intermediateSize: f, layers, vocabSize } = config.language;
    const t = stage.sequence.length;
    const forward = layers * (2 * t * (4 * d * d + 3 * d * f) + 4 * t * t * d) + 2 * t * d * vocabSize;
    expect(rowOperations(input.costs.language!, layers)).toBe(3 * forward);
    // spec 1.13: about 690 GMAC a picture for both towers, which are frozen; the adaptor's are 3 x 12
    const perImage = input.costs.multimodal!.image.operations / 2 / 1e9;
    expect(perImage).toBeGreaterThan(690);
    expect(perImage).toBeLessThan(780);
    expect(rowOperations(input.costs.multimodal!, layers)).toBeGreaterThan(3 * forward + 4 * 2 * 690e9);
  });

  test("parameters are the checkpoint's, without its dead ones", async () => {
    const plan = await planRecipe(recipe, { cluster: paper, assumptions, images: 4, wanted: {} });
    expect(plan.parameters).toBe(7_343_990_017 - 12_595_200 - 4096);
    expect(plan.stages[0]!.tokens).toBe(42_000 * 2304 * 4096); // the paper's "about 400B"
    const text = renderPlan(plan);
    expect(text).toMatch(/joint: 42,000 steps of 2304 sequences, 396.4B tokens/);
    expect(text).toMatch(/data parallelism alone +1\d\d GB +does not fit/);
    expect(text).toContain("what to shard, and why (the recipe: pipeline ranks):"); // Table 4
    // 5 days in the paper
    expect(plan.days).toBeGreaterThan(4.5);
    expect(plan.days).toBeLessThan(5.5);
  });

  test("ZeRO-1 divides the optimizer's state, tensor ranks the language model, recomputation the activations", () => {
    const base: Layout = { tensor: 1, pipeline: 1, data: 512, zero: 0, recompute: false, microRows: 1 };
    const memory = (change: Partial<Layout>) => evaluate(input, { ...base, ...change }, paper, assumptions).memory;
    expect(memory({ zero: 1 }).optimizer).toBeCloseTo(memory({}).optimizer / 512, 0);
    const { sizes, layers } = input;
    const { vision, embedding, layer, head } = sizes.all;
    const language = layers * layer + embedding + head;
    expect(memory({ tensor: 4, data: 128 }).weights).toBeCloseTo(2 * (language / 4 + vision), 0);
    expect(memory({ recompute: true }).activations).toBeLessThan(0.25 * memory({}).activations);
    expect(memory({ microRows: 2 }).activations).toBe(2 * memory({}).activations);
    expect(totalMemory(memory({ pipeline: 4, data: 128 }))).toBeLessThan(totalMemory(memory({})));
  });

  test("layers leave the first pipeline rank when towers come in, and the pipeline waits less with more micro-batches", () => {
    const time = (pipeline: number, batch: number) =>
      evaluate(
        { ...input, batch },
        { tensor: 1, pipeline, data: 512 / pipeline, zero: 1, recompute: true, microRows: 1 },
        paper,
        assumptions,
      ).time;
    expect(time(1, 2048).bubble).toBeCloseTo(0, 6);
    expect(time(4, 2048).firstLayers).toBeLessThanOrEqual(8);
    const waiting = (batch: number) => time(4, batch).bubble / time(4, batch).mean;
    expect(waiting(8192)).toBeLessThan(waiting(2048));
  });

  test("what does not fit is not chosen, and what is insisted on is kept to", () => {
    const laptop: Cluster = { nodes: 1, gpusPerNode: 1, gpu: gpuByName("RTX-4090"), nodeBandwidth: 1 };
    expect(chooseLayout(input, laptop, assumptions, {}).best).toBeUndefined();
    const { best } = chooseLayout(input, paper, assumptions, { tensor: 2, pipeline: 4, zero: 1 });
    expect(best!.layout).toMatchObject({ tensor: 2, pipeline: 4, zero: 1, data: 64 });
  });

  test("the paper's five days are explained by a plausible share of the peak", () => {
    const { utilization: found } = utilizationForDays(stage, input, 5, { cluster: paper, assumptions, wanted: {} });
    expect(found).toBeGreaterThan(0.2);
    expect(found).toBeLessThan(0.35);
    expect(utilizationForDays(stage, input, 0.1, { cluster: paper, assumptions, wanted: {} })).toMatchObject({
      utilization: null,
      why: "0.1 days are not enough, even at the peak rate",
    });
  });
});

test("a stage that trains the adaptor alone has no gradients in its language model, and text costs nothing backwards", async () => {
  const recipe = await loadTrainingRecipe("nano-stages");
  const config = await configOf(recipe);
  const joint = recipe.stages.find(({ name }) => name === "joint")!;
  const adaptor: Stage = { ...joint, trained: ["neck", "aligner"] };
  const [all, few] = [joint, adaptor].map((stage) => stageInput(stage, config, 1));
  expect(few!.costs.language!.layer.operations * 3).toBe(all!.costs.language!.layer.operations);
  expect(few!.costs.multimodal!.layer.operations).toBeLessThan(0.8 * all!.costs.multimodal!.layer.operations);
  expect(few!.costs.language!.layer.keptBytes).toBe(0);
});

describe("stages that do not train the whole language model", () => {
  const options = {
    cluster: { ...paper, nodes: 1 },
    assumptions,
    wanted: { zero: 0 as const, pipeline: 1, tensor: 1 },
  };

  test("with adapters, what has gradients is what train says of the same stage", async () => {
    const lora = { rank: 4, alpha: 8, targets: ["q_proj", "layers.1.mlp.up_proj"] };
    const recipe = tinyRecipe({ stage: { lora, steps: 1, batch: 8, abreast: 1 } });
    const { stages, parameters } = await planRecipe(recipe, options);
    const [{ trained, decision }] = stages as [StagePlan];
    const { events, listener } = collected();
    const runtime = await createNativeRuntime("cpu", { threads: 1 });
    const folder = mkdtempSync(join(tmpdir(), "periscope-plan-"));
    await train(recipe, runtime, {
      folder,
      given,
      listeners: [listener],
      measure: false,
      record: false,
      export: false,
    });
    rmSync(folder, { recursive: true });
    runtime.dispose();
    const { prediction } = events.find(({ kind }) => kind === "stage") as StageBegins;
    expect(decision.best!.memory.gradients).toBe(prediction.parts.gradients);
    expect(4 * trained.numbers).toBe(prediction.parts.gradients);
    expect(trained.adapters!.numbers).toBeLessThan(trained.numbers); // neck and aligner beside them
    const whole = await planRecipe(tinyRecipe({ stage: { batch: 8 } }), options);
    expect(whole.parameters).toBe(parameters);
    expect(whole.stages[0]!.trained.numbers).toBeGreaterThan(5 * trained.numbers);
    expect(renderPlan(await planRecipe(recipe, options))).toMatch(
      /numbers: \S+ of adapters \(LoRA, rank 4\) in place of language, and in whole neck, aligner\n/,
    );
  });

  test("operations with adapters are fewer: frozen matrices have no gradients", async () => {
    const rows = async (lora?: object) => (await planRecipe(tinyRecipe({ stage: { lora, batch: 8 } }), options)).stages;
    const [[full], [few]] = [await rows(), await rows({ rank: 1 })] as [[StagePlan], [StagePlan]];
    expect(few.rowOperations.language!).toBeLessThan(0.8 * full.rowOperations.language!);
  });

  test("towers' pre-training is planned from its own programs", async () => {
    const recipe = await loadTrainingRecipe("nano-stages");
    const config = await configOf(recipe);
    const plan = await planRecipe(recipe, { ...options, wanted: {} });
    expect(plan.stages.map(({ name }) => name)).toEqual(recipe.stages.map(({ name }) => name));
    const [dense, contrastive] = plan.stages as [StagePlan, StagePlan];
    const [labels, pairs] = recipe.stages as [Stage, Stage];
    const predicted = (stage: Stage, { loss }: StepTensors) =>
      predictStep({ loss }, trainedBy(stage, config.vision.kind)).operations;
    const whole = predicted(labels, denseTensors(labels, config, 8));
    expect((8 * dense.rowOperations.multimodal!) / whole).toBeCloseTo(1, 3); // less what a program does once
    // a pair is counted with all captions of the batch, however it is dealt out
    const alone = predicted(pairs, contrastiveProgram(pairShape(pairs, config, 32, 64)));
    expect(32 * contrastive.rowOperations.multimodal!).toBeGreaterThan(alone);
    expect(32 * contrastive.rowOperations.multimodal!).toBeLessThan(1.01 * alone);
    expect(contrastive.decision.best!.layout).toMatchObject({ data: 8, tensor: 1, pipeline: 1, microRows: 4 });
    expect(dense.trained.numbers).toBeGreaterThan(6e5);
    const text = renderPlan(plan);
    expect(text).toMatch(/dense: 800 steps of 8 pictures, 0\.\d+ Gflop a picture,/);
    expect(text).toMatch(/contrastive: 150 steps of 32 pairs, /);
  });

  test("courses are left out by name, and a recipe of nothing else is refused", async () => {
    const course = { name: "dense", objective: "course", trained: ["high"], steps: 1, batch: 8, schedule: { rate: 1 } };
    const mixed = tinyRecipe({ stages: [course as never, tinyStage({ batch: 8 })] });
    const plan = await planRecipe(mixed, options);
    expect(plan.leftOut).toEqual([{ stage: "dense", why: "a course, which trains in one process" }]);
    expect(renderPlan(plan)).toMatch(/\ndense: not planned: a course, which .*\n\nAll stages planned: /);
    await expect(planRecipe(await loadTrainingRecipe("nano"), options)).rejects.toThrow("has courses alone");
  });
});

test("pictures that leave no place for text are refused; unless said as many are taken as fit", async () => {
  const recipe = await loadTrainingRecipe("nano-stages");
  const config = await configOf(recipe);
  const joint = recipe.stages.find(({ name }) => name === "joint")!;
  const short: Stage = { ...joint, sequence: { ...joint.sequence, length: 192 } };
  expect(stageInput(short, config).costs.multimodal!.images).toBe(2); // of 64 tokens each
  expect(stageInput(joint, config).costs.multimodal!.images).toBe(4);
  expect(() => stageInput(short, config, 3)).toThrow(
    'stage "joint" has sequences of 192 tokens: 3 pictures of 64 with text do not fit, at most 2 do',
  );
  const beside: Stage = { ...short, sequence: { ...short.sequence, imageTokens: "beside" } };
  expect(stageInput(beside, config, 3).costs.multimodal!.length).toBe(3 * 64 + 192);
});

test("GPUs are found however their names are written, and a wrong one lists the table", () => {
  expect(gpuByName("h100").teraflops).toBe(989);
  expect(gpuByName("rtx 4090").memoryGb).toBe(24);
  expect(() => gpuByName("H1000")).toThrow(/there is no GPU "H1000" in the table; it has .*H100/);
});
