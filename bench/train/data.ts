/**
 * Whether loading is hidden behind computing: steps of the recipe nano-stages' joint stage with samples read from shards
 * (tar, PNG, resizing, tokens), and with the same samples already decoded and resized in memory. They take turns. That
 * both make the same batches, to the bit, is checked before.
 *
 *   npx tsx bench/train/data.ts <folder of "periscope data build"> [--steps 60] [--rounds 4]
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
import type { Summary } from "../../src/train/events.ts";
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
  options: { steps: { type: "string", default: "60" }, rounds: { type: "string", default: "4" } },
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

interface Run {
  /** Wall time of a step, and of all threads of the process together. */
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly waiting: number;
}

async function trainWith(given: Sources): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "periscope-bench-"));
  const summaries: (Summary & { readonly now: number; readonly processor: number })[] = [];
  await train(recipe, runtime, {
    ...{ folder, given, stages: ["joint"], record: false, export: false, measure: false },
    listeners: [
      (event) => {
        if (event.kind === "summary") summaries.push({ ...event, now: performance.now(), processor: processorMs() });
      },
    ],
  });
  rmSync(folder, { recursive: true });
  const from = Math.floor(steps / 4) - 1; // the first quarter compiles
  const [first, last, count] = [summaries[from]!, summaries.at(-1)!, steps - 1 - from];
  return {
    seconds: (last.now - first.now) / 1000 / count,
    processorSeconds: (last.processor - first.processor) / 1000 / count,
    waiting: summaries.slice(from + 1).reduce((sum, one) => sum + one.waiting, 0) / count,
  };
}

/** Batches of all steps, one after the other, with nothing computed. */
async function prepareAll(sources: Sources, seen: (step: number, batches: StepBatches) => void): Promise<void> {
  const { batch, mixture } = joint;
  const list = [sources.texts, sources.pictures];
  const sizes = list.map(({ size }) => size);
  const objective = createObjective(joint, {
    ...{ model, runtime, recipe, sources: list, share: single(), abreast: 1 },
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
const sides = { shards, memory };
const least = { shards: [] as Run[], memory: [] as Run[] };
const alone = { shards: Number.POSITIVE_INFINITY, memory: Number.POSITIVE_INFINITY };
for (let round = 0; round < rounds; round++) {
  const order = round % 2 === 0 ? (["shards", "memory"] as const) : (["memory", "shards"] as const);
  for (const side of order) {
    alone[side] = Math.min(alone[side], await preparing(sides[side]));
    least[side].push(await trainWith(sides[side]));
  }
}
const best = (runs: readonly Run[], key: "seconds" | "processorSeconds") => Math.min(...runs.map((run) => run[key]));
const more = (key: "seconds" | "processorSeconds") =>
  `${(100 * (best(least.shards, key) / best(least.memory, key) - 1)).toFixed(1)} %`;
const row = (name: string, key: "seconds" | "processorSeconds") => [
  name,
  `${best(least.shards, key).toFixed(4)} s`,
  `${best(least.memory, key).toFixed(4)} s`,
  more(key),
];
printTable(
  [`joint stage of nano-stages, ${steps} steps`, "from shards", "from memory", "more (bar 3 %)"],
  [
    row("a step", "seconds"),
    row("a step, all threads", "processorSeconds"),
    ["its data alone, all threads", `${alone.shards.toFixed(1)} ms`, `${alone.memory.toFixed(1)} ms`, ""],
    ["waiting for data", ...[least.shards, least.memory].map((runs) => `${(100 * runs[0]!.waiting).toFixed(1)} %`), ""],
  ],
);
runtime.dispose();
