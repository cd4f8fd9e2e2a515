/**
 * The lessons that train through the language model: text and pictures told in symbols, then the paper's three (spec 2.2):
 * the adaptor alone; the adaptor and the language model on text and pictures, a step holding one modality; instruction
 * tuning, in which the low-resolution tower learns too. About pictures only answers count: nothing foretells what will be
 * asked.
 */
import { drills } from "../../data/nano/drills.ts";
import type { BatchOf, Producer } from "../../data/nano/producer.ts";
import { conversation, description, questions } from "../../data/nano/questions.ts";
import { type SceneTruth, sceneTruth, undrawnScene } from "../../data/nano/scenes.ts";
import { textSample } from "../../data/nano/text-samples.ts";
import { type Random, randomFor } from "../../data/random.ts";
import { imageEmbeddings } from "../../model/deepseek-vl.ts";
import { trainingProgram } from "../../model/programs.ts";
import { pixelInput, visionInputSize } from "../../model/vision.ts";
import { type ParameterStore, parameterStore, type Scope } from "../../nn/index.ts";
import type { Runtime, Value } from "../../runtime/runtime.ts";
import { add, detached, mul, type Tensor } from "../../tensor/index.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import { denseLoss } from "../dense.ts";
import type { MicroBatch } from "../objectives/objective.ts";
import type { Initial } from "../parameters.ts";
import type { StepTensors } from "../program.ts";
import { uniform } from "../random.ts";
import { conversationRow, drillRow, type Row, type RowOptions, rowInputs, type Turn } from "./conversations.ts";
import { type HybridConfig, type Lesson, withScalars } from "./lesson.ts";
import { misread, symbolDistance, symbolEmbeddings, symbolInput, wordsAsSymbols } from "./symbols.ts";
import { denseKinds, denseLabels } from "./tower-lessons.ts";

export interface LanguageContext {
  readonly config: HybridConfig;
  readonly runtime: Runtime;
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly seed: number;
  /** Steps of the stage and rows of a step. */
  readonly steps: number;
  readonly rows: number;
  /** The share of text at a step. */
  readonly languageShare: (step: number) => number;
}

/** Pictures that the lessons are about. */
export interface Pictures {
  readonly scenes: Producer<"scene">;
  /** Of one word, for `read`, `practice` and `count`. */
  readonly words?: Producer<"scene">;
  /** Of several shapes, for `practice` and `count`. */
  readonly crowds?: Producer<"scene">;
}

/** In the order in which the recipe has them. */
export const languageLessons = [
  "language",
  "align",
  "adaptor",
  "joint",
  "read",
  "settle",
  "instruct",
  "practice",
  "count",
] as const;
export type LanguageLesson = (typeof languageLessons)[number];

/** Telling several things apart takes longer to learn than reading one word. */
const mostlyShapes = { word: 26, shapes: 34, repeats: 18, "shapes and word": 21, empty: 1 };

const embeddingName = "language_model.model.embed_tokens.weight";

/** Longest row, in tokens. */
const maxLength = 224;

/** How many rows of eight are drills. */
const drillsOfEight: Partial<Record<LanguageLesson, number>> = {
  language: 4,
  align: 4,
  adaptor: 4,
  joint: 2,
  read: 2,
  settle: 2,
  practice: 2,
  count: 2,
};

/** The lesson of a stage. */
export function languageLesson(name: LanguageLesson, context: LanguageContext): Lesson<Pictures> {
  return {
    programs() {
      const share = mean(Array.from({ length: context.steps }, (_, step) => context.languageShare(step)));
      const text = { tensors: textProgram(context, maxLength), times: share };
      const shown = { tensors: pictureProgram(name, context), times: 1 - share };
      return share > 0 ? [text, shown] : [shown];
    },
    batch(step, pictures) {
      const text = uniform(`${context.seed}/${name}/modality/${step}`)() < context.languageShare(step);
      if (text) return textBatch(context, name, step);
      if (name === "language") return symbolBatch(context, step);
      const lesson = { ...context, ...pictures };
      if (name === "practice") {
        if (step % 2 === 1) return readingBatch(lesson, (step - 1) / 2);
        return step % 4 === 2 ? countingBatch(lesson, (step - 2) / 4) : imageBatch(lesson, name, step / 4);
      }
      if (name === "count") {
        if (step % 2 === 1) return countingBatch(lesson, (step - 1) / 2);
        return step % 4 === 2 ? readingBatch(lesson, (step - 2) / 4) : imageBatch(lesson, name, step / 4);
      }
      if (name === "read" && step % 4 !== 0) return readingBatch(lesson, step - Math.floor(step / 4) - 1);
      if (name === "read") return imageBatch(lesson, name, step / 4);
      return name === "align" || name === "adaptor" ? alignedBatch(lesson, name, step) : imageBatch(lesson, name, step);
    },
  };
}

/** What the matrix for symbols begins with. */
export function wordsForSymbols({ config, tokenizer, seed }: LanguageContext): Initial {
  return ({ name, shape }, set) =>
    name === "symbols.weight"
      ? wordsAsSymbols(config, tokenizer, set.values.get(embeddingName), shape, seed)
      : undefined;
}

function isDrill(lesson: LanguageLesson, row: number): boolean {
  return row % 8 < (drillsOfEight[lesson] ?? 0);
}

/** What most steps with pictures run. */
function pictureProgram(name: LanguageLesson, context: LanguageContext): StepTensors {
  if (name === "language") return symbolProgram(context, maxLength);
  const shape = { rows: context.rows, length: maxLength, images: context.rows };
  if (name === "align" || name === "adaptor") return alignedProgram(context, shape, name === "align");
  return imageProgram(context, shape);
}

/** A quarter of the rows is about other things than scenes; of those everything is learnt, as of any text. */
async function textBatch(context: LanguageContext, lesson: LanguageLesson, step: number): Promise<MicroBatch> {
  const { config, runtime, tokenizer, prompt, seed, rows } = context;
  const stream = seed + lesson.length;
  const made = Array.from({ length: rows }, (_, i) => {
    const index = step * rows + i;
    if (i % 4 === 3) {
      const on = lesson === "instruct" ? "answers" : "all";
      return conversationRow(textSample(stream, index), tokenizer, prompt, { image: false, on, maxLength });
    }
    const random = randomFor(stream, index, "told scene");
    const truth = sceneTruth(stream, index, { contents: mostlyShapes });
    return isDrill(lesson, i)
      ? drillRow(description(truth), drills(truth, random), tokenizer, prompt, maxLength)
      : conversationRow(toldScene(truth, random), tokenizer, prompt, { image: false, on: "answers", maxLength });
  });
  const { length, inputs } = rowInputs(runtime, config, made);
  return {
    ...{ key: `text/${length}`, program: () => textProgram(context, length), inputs },
    ...{ weight: rows, tokens: tokensOf(made), images: 0, sources: [] },
  };
}

function textProgram({ config, rows }: LanguageContext, length: number): StepTensors {
  return { loss: trainingProgram(config, { rows, length, images: 0 }).loss };
}

function tokensOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { ids }) => sum + ids.length, 0);
}

/**
 * Questions about a scene that is told in words: what a language model brings along when it first sees pictures is the
 * habit of looking things up in what went before.
 */
function toldScene(truth: SceneTruth, random: Random): Turn[] {
  const talk = conversation(truth, random, { turns: 5 }).filter(({ answer }) => answer !== description(truth));
  return talk.map((turn, i) => (i === 0 ? { ...turn, question: `${description(truth)} ${turn.question}` } : turn));
}

const aboutPictures: RowOptions = { image: true, on: "answers", maxLength };

/** Questions about scenes that are shown in symbols, as more or less sharp eyes would see them, from easy to all. */
async function symbolBatch(context: LanguageContext, step: number): Promise<MicroBatch> {
  const { config, runtime, tokenizer, prompt, seed, rows: size, steps } = context;
  const difficulty = Math.min(1, (step + 1) / (0.4 * steps));
  const made = Array.from({ length: size }, (_, i) => {
    const index = step * size + i;
    const random = randomFor(seed, index, "symbols");
    const { truth, labels } = undrawnScene(seed, index, { difficulty, contents: mostlyShapes });
    return {
      labels: misread(labels, random, random.between(0, 0.15)),
      row: isDrill("language", i)
        ? drillRow(undefined, drills(truth, random), tokenizer, prompt, maxLength)
        : conversationRow(conversation(truth, random), tokenizer, prompt, aboutPictures),
    };
  });
  const rows = made.map(({ row }) => row);
  const { length, inputs } = rowInputs(runtime, config, rows);
  const symbols = symbolInput(
    config,
    made.map(({ labels }) => labels),
  );
  return {
    ...{ key: `symbols/${length}`, program: () => symbolProgram(context, length) },
    inputs: { ...inputs, symbols: runtime.value("float32", symbols.shape, symbols.data) },
    ...{ weight: size, tokens: tokensOf(rows), images: size, sources: [] },
  };
}

function symbolProgram({ config, rows }: LanguageContext, length: number): StepTensors {
  const embedImages = (p: Scope) => symbolEmbeddings(config, p, rows);
  return { loss: trainingProgram(config, { rows, length, images: rows }, { embedImages }).loss };
}

/** Questions about pictures. */
async function imageBatch(lesson: LanguageContext & Pictures, name: LanguageLesson, step: number): Promise<MicroBatch> {
  const { shape, inputs, counts } = await seenRows(lesson, name, step);
  return { key: `image/${shape.length}`, program: () => imageProgram(lesson, shape), inputs, ...counts };
}

function imageProgram({ config }: LanguageContext, shape: RowShape): StepTensors {
  return { loss: trainingProgram(config, shape).loss };
}

/**
 * Questions about pictures, and what the symbols of the same pictures say: how far the image embeddings are from theirs is a
 * lesson for every token and not only for those asked about. In `align` the tower's own lessons go on as well, lest it forget
 * what the questions do not ask.
 */
async function alignedBatch(
  lesson: LanguageContext & Pictures,
  name: LanguageLesson,
  step: number,
): Promise<MicroBatch> {
  const { config, runtime } = lesson;
  const dense = name === "align";
  const { shape, inputs, labels, counts } = await seenRows(lesson, name, step);
  const symbols = symbolInput(config, [labels]);
  return {
    ...{ key: `aligned/${shape.length}`, program: () => alignedProgram(lesson, shape, dense), ...counts },
    inputs: {
      ...inputs,
      ...(dense && denseLabels(runtime, { labels }, shape.images, step)),
      symbols: runtime.value("float32", symbols.shape, symbols.data),
    },
  };
}

function alignedProgram({ config }: LanguageContext, shape: RowShape, dense: boolean): StepTensors {
  const { images: size } = shape;
  const store: ParameterStore = { ...parameterStore(), taps: new Map() };
  let distance: Tensor | undefined;
  const embedImages = (p: Scope) => {
    const image = imageEmbeddings(config, p, pixelInput(config.vision, size));
    // towards the symbols as they are: they learn nothing from it
    distance = symbolDistance(image, detached(symbolEmbeddings(config, p, size)));
    return image;
  };
  const { loss: answers } = trainingProgram(config, shape, { embedImages, store });
  const both = { answers, distance: distance!, loss: add(answers, distance!) };
  if (!dense) return withScalars(both);
  const { loss, "accuracy.characters": characters } = denseLoss(config.vision.high, store, size, denseKinds);
  return withScalars({ ...both, "accuracy.characters": characters!, loss: add(both.loss, mul(loss, 0.5)) });
}

/** One word in each picture, and the question what it says. */
async function readingBatch(lesson: LanguageContext & Pictures, step: number): Promise<MicroBatch> {
  const { seed, words } = lesson;
  const batch = await words!.next(step);
  const talks = batch.truths.map((truth, i) => [questions.read(truth, randomFor(seed, step * batch.size + i, "read"))]);
  return practiceBatch(lesson, "word", batch, talks, step);
}

/** Several shapes in each picture, and questions how many there are. */
async function countingBatch(lesson: LanguageContext & Pictures, step: number): Promise<MicroBatch> {
  const { seed, crowds } = lesson;
  const batch = await crowds!.next(step);
  const talks = batch.truths.map((truth, i) => {
    const random = randomFor(seed, step * batch.size + i, "count");
    const asked = Array.from({ length: 12 }, () => questions.count(truth, random));
    return asked.filter((turn, k) => asked.findIndex(({ answer }) => answer === turn.answer) === k).slice(0, 5);
  });
  return practiceBatch(lesson, "count", batch, talks, step);
}

/** Short rows of one kind of question; the tower's own lessons go on. */
function practiceBatch(
  context: LanguageContext,
  kind: string,
  batch: BatchOf<"scene">,
  talks: readonly (readonly Turn[])[],
  step: number,
): MicroBatch {
  const { config, runtime, tokenizer, prompt } = context;
  const { size } = batch;
  const rows = talks.map((talk) => conversationRow(talk, tokenizer, prompt, aboutPictures));
  const { shape, inputs, counts } = withPictures(context, rows, batch);
  return {
    ...{ key: `${kind}/${shape.length}`, ...counts },
    program: () => {
      const store: ParameterStore = { ...parameterStore(), taps: new Map() };
      const { loss: answers } = trainingProgram(config, shape, { store });
      const { loss, "accuracy.characters": characters } = denseLoss(config.vision.high, store, size, denseKinds);
      return withScalars({ answers, "accuracy.characters": characters!, loss: add(answers, mul(loss, 0.5)) });
    },
    inputs: { ...inputs, ...denseLabels(runtime, batch, size, step) },
  };
}

/** Rows of questions about the pictures of a step, with the pictures. */
async function seenRows(lesson: LanguageContext & Pictures, name: LanguageLesson, step: number) {
  const { tokenizer, prompt, scenes, seed } = lesson;
  const batch = await scenes.next(step);
  const { turns, truths, size, labels } = batch;
  const rows = turns.map((talk, i) => {
    if (!isDrill(name, i)) return conversationRow(talk, tokenizer, prompt, aboutPictures);
    const asked = drills(truths[i]!, randomFor(seed, step * size + i, "drills"));
    return drillRow(undefined, asked, tokenizer, prompt, maxLength);
  });
  return { ...withPictures(lesson, rows, batch), labels };
}

interface RowShape {
  readonly rows: number;
  readonly length: number;
  readonly images: number;
}

function withPictures(
  { config, runtime }: LanguageContext,
  rows: readonly Row[],
  { size, pixels }: BatchOf<"scene">,
): { shape: RowShape; inputs: Record<string, Value>; counts: Counts } {
  const { length, inputs } = rowInputs(runtime, config, rows);
  const side = visionInputSize(config.vision);
  return {
    shape: { rows: size, length, images: size },
    inputs: { ...inputs, pixel_values: runtime.value("float32", [size, 3, side, side], pixels) },
    counts: { weight: size, tokens: tokensOf(rows), images: size, sources: [] },
  };
}

type Counts = Pick<MicroBatch, "weight" | "tokens" | "images" | "sources">;

function mean(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
