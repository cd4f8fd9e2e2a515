/**
 * The embedded model's course (docs/nano.md): a stage of the objective `course` learns the lesson of its name, from pictures
 * and texts that are made on the way. Every batch is a function of the seed and the step.
 */
import { type BatchSpec, createProducer, type Producer } from "../../data/nano/producer.ts";
import { gridSize, type ModelConfig, samOutputGrid } from "../../model/config.ts";
import { UserError } from "../../runtime/errors.ts";
import type { ObjectiveOptions } from "../objectives/index.ts";
import type { MicroBatch, Objective, TypicalProgram } from "../objectives/objective.ts";
import type { Stage } from "../recipe.ts";
import {
  type LanguageLesson,
  languageLesson,
  languageLessons,
  type Pictures,
  wordsForSymbols,
} from "./language-lessons.ts";
import type { HybridConfig } from "./lesson.ts";
import { contrastiveLesson, denseLesson, unitFeatures } from "./tower-lessons.ts";

/** Their places decide the seeds. */
const lessonNames = ["dense", "contrastive", "language", "sharpen", ...languageLessons.slice(1)] as const;
type LessonName = "dense" | "contrastive" | "sharpen" | LanguageLesson;

export function courseObjective(stage: Stage, options: ObjectiveOptions): Objective {
  const { model, recipe, share } = options;
  const name = lessonNames.find((one) => one === stage.name) as LessonName | undefined;
  if (!name) {
    throw new UserError(`there is no lesson "${stage.name}" for a course; there are ${lessonNames.join(", ")}`);
  }
  if (share.size > 1) {
    throw new UserError(`stage "${stage.name}" is a course, which trains in one process; this is one of ${share.size}`);
  }
  const { config } = model;
  if (!isForCourse(config)) {
    throw new UserError(
      `stage "${stage.name}" is a course: it draws pictures of 128 pixels in 16 x 16 patches for a model with two towers`,
    );
  }
  const seed = recipe.seed + lessonNames.indexOf(name);
  return name === "dense" || name === "sharpen" || name === "contrastive"
    ? towerObjective(name, stage, config, seed, options)
    : languageObjective(name, stage, config, seed, options);
}

function isForCourse(config: ModelConfig): config is HybridConfig {
  const { vision } = config;
  return (
    vision.kind === "hybrid" &&
    vision.high.imageSize === 128 &&
    gridSize(vision.high) === 16 &&
    samOutputGrid(vision.high) === 8
  );
}

/** The first part of a stage goes from easy pictures and short words to all of them. */
const rising =
  (share: number, { steps }: Stage) =>
  (step: number) =>
    Math.min(1, (step + 1) / (share * steps));

function towerObjective(
  name: "dense" | "sharpen" | "contrastive",
  stage: Stage,
  config: HybridConfig,
  seed: number,
  { model, runtime, workers }: ObjectiveOptions,
): Objective {
  const { batch } = stage;
  if (name === "contrastive") {
    const lesson = contrastiveLesson(config, runtime, stage, (caption) => model.tokenizer.encode(caption));
    return objectiveOf(lesson, () => createProducer({ kind: "pair", seed, batch, workers }));
  }
  const difficulty = name === "dense" ? rising(0.4, stage) : 1;
  return objectiveOf(denseLesson(config, runtime, stage), () =>
    createProducer({ kind: "dense", seed, batch, workers, difficulty, sceneShare: 0.45 }),
  );
}

function languageObjective(
  name: LanguageLesson,
  stage: Stage,
  config: HybridConfig,
  seed: number,
  { model, runtime, scheduler, workers }: ObjectiveOptions,
): Objective {
  const { batch, steps } = stage;
  const { tokenizer, prompt } = model;
  const { languageShare } = scheduler;
  const context = { config, runtime, tokenizer, prompt, seed, steps, rows: batch, languageShare };
  const difficulty = name === "adaptor" ? 0.7 : name === "joint" ? rising(0.1, stage) : 1;
  const scenes = (
    offset: number,
    shown: Omit<BatchSpec, "kind" | "seed" | "batch"> & { difficulty?: typeof difficulty },
  ) => createProducer({ kind: "scene", seed: seed + offset, batch, workers, ...shown });
  const open = (): Opened<Pictures> => {
    const all: Record<string, Producer<"scene">> = { scenes: scenes(0, { difficulty }) };
    if (["read", "practice", "count"].includes(name)) all.words = scenes(100, wordsAlone);
    if (name === "practice") all.crowds = scenes(200, crowdsAlone);
    if (name === "count") all.crowds = scenes(200, largeCrowds);
    const close = async () => void (await Promise.all(Object.values(all).map((one) => one.close())));
    return { ...(all as unknown as Pictures), close };
  };
  const objective = objectiveOf(languageLesson(name, context), open);
  return {
    ...objective,
    initial: wordsForSymbols(context),
    ...(name === "align" && { begin: async (set) => unitFeatures(config, runtime, set, objective.pictures().scenes) }),
  };
}

type Opened<Pictures> = Pictures & { close(): Promise<void> };

/** Pictures are drawn from the first step on: whoever only wants to know what a stage takes starts no threads. */
function objectiveOf<P>(
  lesson: { programs(): readonly TypicalProgram[]; batch(step: number, pictures: P): Promise<MicroBatch> },
  open: () => Opened<P>,
): Objective & { pictures(): P } {
  let opened: Opened<P> | undefined;
  const pictures = () => (opened ??= open());
  return {
    pictures,
    programs: () => lesson.programs(),
    async prepare(step) {
      const batch = await lesson.batch(step, pictures());
      return { modality: batch.key.split("/")[0]!, micro: [batch] };
    },
    close: async () => opened?.close(),
  };
}

const wordsAlone = { contents: { word: 1, shapes: 0, repeats: 0, "shapes and word": 0, empty: 0 } };
/** Many shapes as often as few. */
const crowdsAlone = {
  contents: { word: 0, shapes: 1, repeats: 2, "shapes and word": 0, empty: 0 },
  numbers: { 1: 2, 2: 3, 3: 4, 4: 4, 5: 4, 6: 3 },
};
const largeCrowds = {
  contents: { word: 0, shapes: 1, repeats: 3, "shapes and word": 0, empty: 0 },
  numbers: { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 3 },
};
