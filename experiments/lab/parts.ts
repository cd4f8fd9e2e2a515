/**
 * The parts that studies of towers begin with, each pre-trained once and kept for all of them: a language model, the low tower
 * (contrastive), the high tower (dense labels), and high towers of other upbringing for comparison.
 */
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { makeFolder, readJson, writeJson } from "../../src/checkpoint/files.ts";
import { writeSafetensors } from "../../src/checkpoint/safetensors-write.ts";
import type { RecipeInput } from "../../src/train/recipe.ts";
import { miniStage, textSource, trainMini } from "./mini.ts";
import { letterClasses, pictures, toldPictures } from "./pictures.ts";
import type { Lab, Size } from "./study.ts";
import { type TowerModel, towerConfig } from "./towers.ts";
import { texts } from "./world.ts";

/** Raised when a part is trained in another way. */
const revision = 1;

export type PartName = "language" | "low" | "low-captions" | "dense" | "dense-narrow" | "captions";

export interface Part {
  /** As `start` of a recipe takes it: `{ from: "run", path }`. */
  readonly folder: string;
  /** Processor time of its steps. */
  readonly seconds: number;
}

export const toldSource = { data: "told", modality: "language" as const };

const steps: Readonly<Record<Size, Readonly<Record<PartName, number>>>> = {
  quick: { language: 4, low: 2, "low-captions": 2, dense: 2, "dense-narrow": 2, captions: 2 },
  full: { language: 2500, low: 600, "low-captions": 600, dense: 1200, "dense-narrow": 600, captions: 400 },
};

const pictured = (data: string) => ({ sources: [{ data, modality: "multimodal" as const }] });

interface Plan {
  readonly model: TowerModel;
  readonly stage: Omit<RecipeInput["stages"][number], "steps">;
}

/** A tower learns what a language model needs to write captions. */
const writing = (towers: TowerModel["towers"], tower: readonly ("low" | "high" | "neck")[]): Plan => ({
  model: { towers },
  stage: miniStage({
    ...{ name: "captions", steps: 1, trained: [...tower, "aligner", "language"] },
    mixture: pictured("captions"),
    schedule: { rate: 1e-3, warmup: 50 },
  }),
});

const dense = (towers: TowerModel["towers"]): Plan => ({
  model: { towers },
  stage: {
    ...miniStage({ name: "dense", steps: 1, trained: ["high", "neck", "heads"], mixture: pictured("lessons") }),
    ...{ objective: "dense", maps: { letters: { classes: letterClasses } }, schedule: { rate: 2e-3, warmup: 50 } },
  },
});

const plans: Readonly<Record<PartName, Plan>> = {
  language: {
    model: { towers: "low" },
    stage: miniStage({
      ...{ name: "language", steps: 1, trained: ["language"] },
      mixture: { languageShare: 1, sources: [textSource, { ...toldSource, weight: 3 }] },
    }),
  },
  low: {
    model: { towers: "low" },
    stage: {
      ...miniStage({ name: "contrastive", steps: 1, trained: ["low", "heads"], mixture: pictured("captions") }),
      ...{ objective: "contrastive", batch: 32, sequence: { length: 24, bucket: 24 } },
      schedule: { rate: 1e-3, warmup: 50 },
    },
  },
  dense: dense("high"),
  "dense-narrow": dense("high-narrow"),
  "low-captions": writing("low", ["low"]),
  captions: writing("high", ["high", "neck"]),
};

const factsSchema = z.object({ revision: z.int(), steps: z.int(), seconds: z.number() });

/** A part, trained if it is not there yet. Throws `Interrupted` where the lab's signal stops it. */
export async function part(name: PartName, lab: Lab): Promise<Part> {
  const folder = join(lab.parts, name);
  const wanted = steps[lab.size][name];
  const facts = factsSchema.safeParse(await readJson(join(folder, "part.json")).catch(() => undefined));
  if (facts.data?.revision === revision && facts.data.steps === wanted) return { folder, seconds: facts.data.seconds };
  const language = name === "language" ? undefined : await part("language", lab);
  await makeFolder(lab.parts);
  const work = await mkdtemp(join(lab.parts, `.${name}-`));
  try {
    const { model, stage } = plans[name];
    const run = await trainMini(
      {
        seed: 1,
        model: {
          config: towerConfig(model),
          tokenizer: language ? join(language.folder, "tokenizer") : { trained: { vocabSize: 448, samples: 600 } },
        },
        ...(name.endsWith("captions") && { start: { language: { from: "run", path: language!.folder } } }),
        stages: [{ ...stage, steps: wanted }],
      },
      { texts: texts(1), told: toldPictures(1), lessons: pictures(1, "lesson"), captions: pictures(1, "caption") },
      { ...lab, folder: join(work, "run"), progress: () => {} },
    );
    const made = join(work, "made");
    await mkdir(made);
    const kept = [...run.set.values].flatMap(([own, { dtype, shape, data }]) =>
      namesOf(own, name).map((name) => ({ name, dtype, shape, data })),
    );
    await writeSafetensors(join(made, "state.safetensors"), kept);
    if (!language) await cp(join(work, "run", "tokenizer"), join(made, "tokenizer"), { recursive: true });
    const seconds = run.steps.reduce((sum, step) => sum + step.seconds, 0);
    await writeJson(join(made, "part.json"), { revision, steps: wanted, seconds });
    if (existsSync(folder)) await rm(folder, { recursive: true });
    await rename(made, folder);
    return { folder, seconds };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What a parameter of the run is called where it is the only tower, and where it is one of two; none if it is not kept. */
function namesOf(name: string, part: PartName): string[] {
  if (part === "language") return name.startsWith("language_model.") ? [name] : [];
  const tower = "vision_model.vision_tower.";
  if (!name.startsWith(tower)) return [];
  const side = part.startsWith("low") ? "low" : "high";
  return [name, `vision_model.vision_tower_${side}.vision_tower.${name.slice(tower.length)}`];
}
