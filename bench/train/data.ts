/**
 * Whether loading is hidden behind computing: steps of the recipe nano-stages' joint stage with samples read from shards
 * (tar, PNG, resizing, tokens), and with the same samples already decoded and resized in memory. That both make the same
 * batches, to the bit, is checked before. They take turns within a run, a block of steps each, and in the next run the other
 * way round; the least time of each block counts, so that a busy machine is busy for both.
 *
 *   npx tsx bench/train/data.ts <folder of "periscope data build"> [--steps 80] [--rounds 3]
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { trainingRecipes } from "../../recipes/index.ts";
import { decodeImage } from "../../src/image/decode.ts";
import { processImage } from "../../src/image/processor.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import { withChanges } from "../../src/train/load-recipe.ts";
import { openModel } from "../../src/train/model.ts";
import { createObjective } from "../../src/train/objectives/index.ts";
import type { StepBatches } from "../../src/train/objectives/objective.ts";
import { single } from "../../src/train/parallel/collective.ts";
import { parseTrainingRecipe } from "../../src/train/recipe.ts";
import { createScheduler } from "../../src/train/scheduler.ts";
import { listSource, openSource, type SampleSource, type TrainingSample } from "../../src/train/sources.ts";
import { train } from "../../src/train/train.ts";
import { printTable } from "../support/rounds.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { steps: { type: "string", default: "80" }, rounds: { type: "string", default: "3" } },
});
const [path] = positionals;
if (!path) throw new Error("name a folder that periscope data build has written");
const [steps, rounds] = [Number(values.steps), Number(values.rounds)];
const runtime = await createNativeRuntime("cpu");
const { validation: _, ...changed } = withChanges(trainingRecipes["nano-stages"], [
  `data.data.path=${path}`,
  ...["data.texts={kind: given}", "data.pictures={kind: given}", "logEvery=1"],
  `stages.joint.steps=${steps}`,
  "stages.joint.mixture.warmup.steps=1",
  "stages.joint.mixture.sources=[{data: texts, modality: language}, {data: pictures, modality: multimodal}]",
]) as Record<string, unknown>;
const recipe = parseTrainingRecipe(changed);
const joint = recipe.stages.find(({ name }) => name === "joint")!;

type Sources = Readonly<Record<"texts" | "pictures", SampleSource>>;
const open = (modality: "language" | "multimodal") =>
  openSource("data", recipe.data.data!, { modality, side: "training", heldOut: recipe.heldOut });
const shards: Sources = { texts: await open("language"), pictures: await open("multimodal") };
const model = await openModel(recipe, async (count) => {
  const texts: string[] = [];
  for (let i = 0; i < Math.min(count, shards.texts.size); i++) {
    texts.push(JSON.stringify((await shards.texts.sample(i)).content));
  }
  return texts;
});
const memory: Sources = { texts: await decoded(shards.texts), pictures: await decoded(shards.pictures) };

/** The samples with pictures as the image processor leaves them, which it then leaves as they are. */
async function decoded(source: SampleSource): Promise<SampleSource> {
  const samples: TrainingSample[] = [];
  for (let i = 0; i < source.size; i++) {
    const sample = await source.sample(i);
    const pictures = await Promise.all(
      sample.pictures.map(async (picture) => {
        const image = picture instanceof Uint8Array ? await decodeImage(picture) : picture;
        const { padded, size } = processImage(image, model.processor);
        return { width: size, height: size, data: padded };
      }),
    );
    samples.push({ ...sample, pictures });
  }
  return listSource(samples);
}

type Side = "shards" | "memory";

/** Steps after which the sides change; the first two blocks compile. */
const block = 8;
const blocks = Array.from({ length: Math.floor(steps / block) - 2 }, (_, i) => i + 2);

interface Cost {
  /** Of a block's steps together: wall time, and what all threads of the process took. */
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Of the time. */
  readonly waiting: number;
}

/** One run; `sideOf` says where the samples come from that are asked for during a block. */
async function trainWith(sideOf: (block: number) => Side): Promise<Cost[]> {
  const folder = mkdtempSync(join(tmpdir(), "periscope-bench-"));
  let side = sideOf(0);
  const given = Object.fromEntries(
    (["texts", "pictures"] as const).map((name): [string, SampleSource] => [
      name,
      { size: shards[name].size, sample: (index) => (side === "shards" ? shards : memory)[name].sample(index) },
    ]),
  );
  const ends: { readonly now: number; readonly processor: number; readonly waiting: number }[] = [];
  await train(recipe, runtime, {
    ...{ folder, given, stages: ["joint"], record: false, export: false, measure: false },
    listeners: [
      (event) => {
        if (event.kind !== "summary") return;
        ends.push({ now: performance.now(), processor: processorMs(), waiting: event.waiting });
        side = sideOf(Math.floor(event.step / block));
      },
    ],
  });
  rmSync(folder, { recursive: true });
  return blocks.map((number) => {
    const [first, last] = [ends[number * block - 1]!, ends[(number + 1) * block - 1]!];
    const waits = ends.slice(number * block, (number + 1) * block).map(({ waiting }) => waiting);
    return {
      seconds: (last.now - first.now) / 1000,
      processorSeconds: (last.processor - first.processor) / 1000,
      waiting: waits.reduce((sum, one) => sum + one, 0) / waits.length,
    };
  });
}

/** Batches of all steps, one after the other, with nothing computed. */
async function prepareAll(sources: Sources, seen: (step: number, batches: StepBatches) => void): Promise<void> {
  const { batch, mixture } = joint;
  const list = [sources.texts, sources.pictures];
  const sizes = list.map(({ size }) => size);
  const objective = createObjective(joint, {
    ...{ model, runtime, recipe, sources: list, share: single(), abreast: 1, workers: 1 },
    scheduler: createScheduler({ seed: recipe.seed, steps, batch, mixture, sizes }),
    store: () => {
      throw new Error("no program is made here");
    },
  });
  for (let step = 0; step < steps; step++) {
    const batches = await objective.prepare(step);
    seen(step, batches);
    for (const { inputs } of batches.micro) for (const value of Object.values(inputs)) value.dispose();
  }
}

/** Milliseconds of processor time that a step's batches take. */
async function preparing(sources: Sources): Promise<number> {
  const from = Math.floor(steps / 4);
  let began = 0;
  await prepareAll(sources, (step) => {
    if (step === from - 1) began = processorMs();
  });
  return (processorMs() - began) / (steps - from);
}

/** A hash of every array that the programs would take. */
async function fingerprint(sources: Sources): Promise<string> {
  const hash = createHash("sha256");
  await prepareAll(sources, (_, { micro }) => {
    for (const { key, inputs } of micro) {
      hash.update(key);
      for (const [name, { data }] of Object.entries(inputs)) {
        hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
    }
  });
  return hash.digest("hex");
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if ((await fingerprint(shards)) !== (await fingerprint(memory)))
  throw new Error("the two sides make different batches");
const costs: Record<Side, Cost[][]> = { shards: blocks.map(() => []), memory: blocks.map(() => []) };
const alone: Record<Side, number> = { shards: Number.POSITIVE_INFINITY, memory: Number.POSITIVE_INFINITY };
for (let run = 0; run < 2 * rounds; run++) {
  alone.shards = Math.min(alone.shards, await preparing(shards));
  alone.memory = Math.min(alone.memory, await preparing(memory));
  const sideOf = (number: number): Side => ((number + run) % 2 === 0 ? "shards" : "memory");
  for (const [i, cost] of (await trainWith(sideOf)).entries()) costs[sideOf(blocks[i]!)][i]!.push(cost);
}
/** Of a step, by the least of each block. */
const least = (side: Side, key: keyof Cost) =>
  costs[side].reduce((sum, runs) => sum + Math.min(...runs.map((cost) => cost[key])), 0) / (blocks.length * block);
const waits = (side: Side) => costs[side].flat().map(({ waiting }) => waiting);
const row = (name: string, key: "seconds" | "processorSeconds") => [
  name,
  ...(["shards", "memory"] as const).map((side) => `${least(side, key).toFixed(4)} s`),
  `${(100 * (least("shards", key) / least("memory", key) - 1)).toFixed(1)} %`,
];
printTable(
  [`joint stage of nano-stages, ${steps} steps`, "from shards", "from memory", "more (bar 3 %)"],
  [
    row("a step", "seconds"),
    row("a step, all threads", "processorSeconds"),
    ["its data alone, all threads", `${alone.shards.toFixed(1)} ms`, `${alone.memory.toFixed(1)} ms`, ""],
    [
      "waiting for data, at most",
      ...(["shards", "memory"] as const).map((side) => `${(100 * Math.max(...waits(side))).toFixed(1)} %`),
      "",
    ],
  ],
);
runtime.dispose();
