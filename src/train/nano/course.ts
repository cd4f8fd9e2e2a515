/**
 * The embedded model's course (docs/nano.md): a stage of the objective `course` learns the lesson of its name, from pictures
 * and texts that are made on the way. Every batch is a function of the seed and the step.
 */
import { type BatchSpec, createProducer, type Producer, type ProducerOptions } from "../../data/nano/producer.ts";
import { gridSize, type ModelConfig, samOutputGrid } from "../../model/config.ts";
import { UserError } from "../../runtime/errors.ts";
import { pairParts } from "../contrastive.ts";
import { microRows } from "../objectives/language.ts";
import type { Objective, ObjectiveOptions } from "../objectives/objective.ts";
import type { Stage } from "../recipe.ts";
import {
  type LanguageLesson,
  languageLesson,
  languageLessons,
  practises,
  wordsForSymbols,
} from "./language-lessons.ts";
import type { HybridConfig, Lesson } from "./lesson.ts";
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
  { model, runtime, workers, abreast }: ObjectiveOptions,
): Objective {
  const { batch } = stage;
  if (name === "contrastive") {
    const lesson = contrastiveLesson(config, runtime, stage, pairParts(batch, abreast), (caption) =>
      model.tokenizer.encode(caption),
    );
    const pairs = atFirstUse(() => createProducer({ kind: "pair", seed, batch, workers }));
    return objectiveOf(lesson, pairs, [pairs], workers);
  }
  const difficulty = name === "dense" ? rising(0.4, stage) : 1;
  const pages = atFirstUse(() => createProducer({ kind: "dense", seed, batch, workers, difficulty, sceneShare: 0.45 }));
  return objectiveOf(denseLesson(config, runtime, stage, piecesOf(stage, abreast)), pages, [pages], workers);
}

function languageObjective(
  name: LanguageLesson,
  stage: Stage,
  config: HybridConfig,
  seed: number,
  { model, runtime, scheduler, workers, abreast }: ObjectiveOptions,
): Objective {
  const { batch, steps } = stage;
  const pieces = piecesOf(stage, abreast);
  const { tokenizer, prompt } = model;
  const { languageShare } = scheduler;
  const context = { config, runtime, tokenizer, prompt, seed, steps, rows: batch, pieces, languageShare };
  const difficulty = name === "adaptor" ? 0.7 : name === "joint" ? rising(0.1, stage) : 1;
  const drawn = (offset: number, shown: Partial<ProducerOptions<"scene">>) =>
    atFirstUse(() => createProducer({ kind: "scene", seed: seed + offset, batch, workers, ...shown }));
  const scenes = drawn(0, { difficulty });
  const words = practises(name, "word") ? drawn(100, wordsAlone) : undefined;
  const manyShapes = name === "practice" ? crowdsAlone : largeCrowds;
  const crowds = practises(name, "count") ? drawn(200, manyShapes) : undefined;
  const used = [...(name === "language" ? [] : [scenes]), words, crowds].filter((one) => one !== undefined);
  return {
    ...objectiveOf(languageLesson(name, context), { scenes, words, crowds }, used, workers),
    initial: wordsForSymbols(context),
    ...(name === "align" && { begin: async (set) => unitFeatures(config, runtime, set, scenes) }),
  };
}

function piecesOf(stage: Stage, abreast: number): number {
  return Math.ceil(stage.batch / microRows(stage, stage.batch, abreast));
}

/** What a thread that draws pictures takes, measured. */
const workerBytes = 60 << 20;

function objectiveOf<Pictures>(
  lesson: Lesson<Pictures>,
  pictures: Pictures,
  producers: readonly Pick<Producer<"scene">, "close">[],
  workers: number,
): Objective {
  return {
    programs: () => lesson.programs(),
    sampleBytes: producers.length * workers * workerBytes,
    async prepare(step) {
      const micro = await lesson.batches(step, pictures);
      return { modality: micro[0]!.key.split("/")[0]!, micro, meet: lesson.meet };
    },
    close: async () => void (await Promise.all(producers.map((one) => one.close()))),
  };
}

/** Starts no threads before the first batch: whoever only wants to know what a stage takes needs none. */
function atFirstUse<K extends BatchSpec["kind"]>(make: () => Producer<K>): Producer<K> {
  let made: Producer<K> | undefined;
  return {
    next(step) {
      made ??= make();
      return made.next(step);
    },
    close: async () => made?.close(),
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
