/**
 * Whether loading is hidden behind computing: steps of the recipe nano-stages' joint stage with samples read from shards
 * (tar, PNG, resizing, tokens), and with the same samples already decoded and resized in memory. They take turns.
 *
 *   npx tsx bench/train/data.ts <folder of "periscope data build"> [--steps 40]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trainingRecipes } from "../../recipes/index.ts";
import { decodeImage } from "../../src/image/decode.ts";
import { processImage } from "../../src/image/processor.ts";
import { parseProcessorConfig } from "../../src/image/processor-config.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Summary } from "../../src/train/events.ts";
import { withChanges } from "../../src/train/load-recipe.ts";
import { parseTrainingRecipe } from "../../src/train/recipe.ts";
import { listSource, openSource, type SampleSource, type TrainingSample } from "../../src/train/sources.ts";
import { train } from "../../src/train/train.ts";
import { printTable } from "../support/rounds.ts";

const [, , path, ...flags] = process.argv;
if (!path) throw new Error("name a folder that periscope data build has written");
const steps = Number(flags[flags.indexOf("--steps") + 1] ?? 40) || 40;
const runtime = await createNativeRuntime("cpu");

async function inMemory(modality: "language" | "multimodal", side: number): Promise<SampleSource> {
  const source = await openSource(
    "data",
    { kind: "shards", path: path! },
    { modality, side: "training", heldOut: 0.03 },
  );
  const processor = parseProcessorConfig({ image_size: side });
  const samples: TrainingSample[] = [];
  for (let i = 0; i < source.size; i++) {
    const sample = await source.sample(i);
    const pictures = await Promise.all(
      sample.pictures.map(async (picture) => {
        const { padded, size } = processImage(
          picture instanceof Uint8Array ? await decodeImage(picture) : picture,
          processor,
        );
        return { width: size, height: size, data: padded };
      }),
    );
    samples.push({ ...sample, pictures });
  }
  return listSource(samples);
}

const given = { texts: await inMemory("language", 128), pictures: await inMemory("multimodal", 128) };
async function stepSeconds(fromShards: boolean): Promise<{ seconds: number; waiting: number }> {
  const folder = mkdtempSync(join(tmpdir(), "periscope-bench-"));
  const changes = [
    `data.data.path=${path}`,
    ...["data.texts={kind: given}", "data.pictures={kind: given}", `logEvery=${Math.floor(steps / 4)}`],
    `stages.joint.steps=${steps}`,
    "stages.joint.mixture.warmup.steps=1",
    ...(fromShards
      ? []
      : ["stages.joint.mixture.sources=[{data: texts, modality: language}, {data: pictures, modality: multimodal}]"]),
  ];
  const { validation: _, ...recipe } = withChanges(trainingRecipes["nano-stages"], changes) as Record<string, unknown>;
  const summaries: (Summary & { readonly now: number })[] = [];
  await train(parseTrainingRecipe(recipe), runtime, {
    ...{ folder, given, stages: ["joint"], record: false, export: false },
    listeners: [(event) => void (event.kind === "summary" && summaries.push({ ...event, now: performance.now() }))],
  });
  rmSync(folder, { recursive: true });
  const [first, last] = [summaries[0]!, summaries.at(-1)!]; // the first quarter compiles
  const waiting = summaries.slice(1).reduce((sum, one) => sum + one.waiting, 0) / (summaries.length - 1);
  return { seconds: (last.now - first.now) / 1000 / (last.step - first.step), waiting };
}

const least = { shards: Number.POSITIVE_INFINITY, memory: Number.POSITIVE_INFINITY };
let waiting = 0;
for (let round = 0; round < 2; round++) {
  const real = await stepSeconds(true);
  least.shards = Math.min(least.shards, real.seconds);
  waiting = real.waiting;
  least.memory = Math.min(least.memory, (await stepSeconds(false)).seconds);
}
printTable(
  ["joint stage of nano-stages", "from shards", "from memory", "more (bar 3 %)", "waiting"],
  [
    [
      `${steps} steps`,
      `${least.shards.toFixed(3)} s`,
      `${least.memory.toFixed(3)} s`,
      `${(100 * (least.shards / least.memory - 1)).toFixed(1)} %`,
      `${(100 * waiting).toFixed(1)} %`,
    ],
  ],
);
runtime.dispose();
