/**
 * The lessons that train through the language model: text and pictures told in symbols, then the paper's three (spec 2.2):
 * the adaptor alone; the adaptor and the language model on text and pictures, a step holding one modality; instruction
 * tuning, in which the low-resolution tower learns too. About pictures only answers count: nothing foretells what will be
 * asked.
 */
import { drills } from "../../data/nano/drills.ts";
import type { DenseLabels } from "../../data/nano/labels.ts";
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
import { add, detached, input, mul, type Tensor } from "../../tensor/index.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import { denseLoss } from "../dense.ts";
import { meanShares } from "../mean-shares.ts";
import type { MicroBatch } from "../objectives/objective.ts";
import type { Initial } from "../parameters.ts";
import type { StepTensors } from "../program.ts";
import { uniform } from "../random.ts";
import {
  conversationRow,
  drillRow,
  type Row,
  type RowOptions,
  rowInputs,
  type Turn,
  targetsOf,
} from "./conversations.ts";
import { type HybridConfig, type Lesson, withScalars } from "./lesson.ts";
import { dealt, longestPiece, pick, pickLabels, pickRows } from "./pieces.ts";
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
  /** Micro-batches that the rows of a step are dealt out to. */
  readonly pieces: number;
  /** The share of text at a step. */
  readonly languageShare: (step: number) => number;
}

/** Pictures that the lessons are about. */
export interface Pictures {
  readonly scenes: Producer<"scene">;
  /** Of one word, where a stage practises reading. */
  readonly words?: Producer<"scene">;
  /** Of several shapes, where a stage practises counting. */
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
  "revise",
] as const;
export type LanguageLesson = (typeof languageLessons)[number];

/** Telling several things apart takes longer to learn than reading one word. */
const mostlyShapes = { word: 26, shapes: 34, repeats: 18, "shapes and word": 21, empty: 1 };

const embeddingName = "language_model.model.embed_tokens.weight";

/** Questions about any picture, about one word, or how many there are. */
export type PracticeKind = "any" | "word" | "count";

/** What the steps with pictures of these stages are about, over and over. */
const practice = {
  read: ["any", "word", "word", "word"],
  practice: ["any", "word", "count", "word"],
  count: ["any", "count", "word", "count"],
  revise: ["any", "word", "count", "word", "any", "word", "word", "word"],
} as const satisfies Partial<Record<LanguageLesson, readonly PracticeKind[]>>;

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
  revise: 2,
};

/** The lesson of a stage. */
export function languageLesson(name: LanguageLesson, context: LanguageContext): Lesson<Pictures> {
  return {
    programs() {
      const share = mean(Array.from({ length: context.steps }, (_, step) => context.languageShare(step)));
      const rows = longestPiece(context.rows, context.pieces);
      const pieces = context.rows / rows;
      const text = { tensors: textProgram(context, { rows, length: maxLength, images: 0 }), times: share * pieces };
      const shown = { tensors: pictureProgram(name, context, rows), times: (1 - share) * pieces };
      return share > 0 ? [text, shown] : [shown];
    },
    batches(step, pictures) {
      const text = uniform(`${context.seed}/${name}/modality/${step}`)() < context.languageShare(step);
      if (text) return textBatch(context, name, step);
      if (name === "language") return symbolBatch(context, step);
      const lesson = { ...context, ...pictures };
      if (isPractice(name)) {
        const { kind, index } = turnOf(practice[name], step);
        if (kind === "word") return readingBatch(lesson, index);
        return kind === "count" ? countingBatch(lesson, index) : imageBatch(lesson, name, index);
      }
      return name === "align" || name === "adaptor" ? alignedBatch(lesson, name, step) : imageBatch(lesson, name, step);
    },
  };
}

/** What the step with pictures is about, and the how-manyth of its kind it is, from 0. */
export function turnOf(cycle: readonly PracticeKind[], step: number): { kind: PracticeKind; index: number } {
  const place = step % cycle.length;
  const kind = cycle[place]!;
  const count = (kinds: readonly PracticeKind[]) => kinds.filter((one) => one === kind).length;
  return { kind, index: Math.floor(step / cycle.length) * count(cycle) + count(cycle.slice(0, place)) };
}

/** Whether a stage takes pictures of a kind. */
export function practises(name: LanguageLesson, kind: PracticeKind): boolean {
  return isPractice(name) && (practice[name] as readonly PracticeKind[]).includes(kind);
}

function isPractice(name: LanguageLesson): name is keyof typeof practice {
  return name in practice;
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
function pictureProgram(name: LanguageLesson, context: LanguageContext, rows: number): StepTensors {
  const shape = { rows, length: maxLength, images: rows };
  if (name === "language") return symbolProgram(context, shape);
  if (name === "align" || name === "adaptor") return alignedProgram(context, shape, name === "align");
  return imageProgram(context, shape);
}

/** A quarter of the rows is about other things than scenes; of those everything is learnt, as of any text. */
async function textBatch(context: LanguageContext, lesson: LanguageLesson, step: number): Promise<MicroBatch[]> {
  const { tokenizer, prompt, seed, rows, pieces } = context;
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
  return dealt(rows, pieces).map((piece) => {
    const { shape, inputs, counts } = arranged(context, pick(made, piece), 0);
    return { key: keyOf("text", shape), program: () => textProgram(context, shape), inputs, ...counts };
  });
}

function textProgram({ config }: LanguageContext, shape: RowShape): StepTensors {
  return { loss: trainingProgram(config, shape).loss };
}

interface RowShape {
  readonly rows: number;
  readonly length: number;
  readonly images: number;
}

/** The rows of a micro-batch, whose loss is the mean over what is learnt of them. */
function arranged({ config, runtime }: LanguageContext, rows: readonly Row[], images: number) {
  const { length, inputs } = rowInputs(runtime, config, rows);
  const shape: RowShape = { rows: rows.length, length, images };
  const tokens = rows.reduce((sum, { ids }) => sum + ids.length, 0);
  return { shape, inputs, counts: { weight: targetsOf(rows), tokens, images, sources: [] } };
}

function keyOf(kind: string, { rows, length }: RowShape): string {
  return `${kind}/${rows}/${length}`;
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
async function symbolBatch(context: LanguageContext, step: number): Promise<MicroBatch[]> {
  const { config, runtime, tokenizer, prompt, seed, rows: size, steps, pieces } = context;
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
  return dealt(size, pieces).map((piece) => {
    const own = pick(made, piece);
    const { shape, inputs, counts } = arranged(
      context,
      own.map(({ row }) => row),
      piece.length,
    );
    const symbols = symbolInput(
      config,
      own.map(({ labels }) => labels),
    );
    return {
      ...{ key: keyOf("symbols", shape), program: () => symbolProgram(context, shape), ...counts },
      inputs: { ...inputs, symbols: runtime.value("float32", symbols.shape, symbols.data) },
    };
  });
}

function symbolProgram({ config }: LanguageContext, shape: RowShape): StepTensors {
  const embedImages = (p: Scope) => symbolEmbeddings(config, p, shape.images);
  return { loss: trainingProgram(config, shape, { embedImages }).loss };
}

/** Questions about pictures. */
async function imageBatch(
  lesson: LanguageContext & Pictures,
  name: LanguageLesson,
  step: number,
): Promise<MicroBatch[]> {
  const pieces = await seenRows(lesson, name, step);
  return pieces.map(({ shape, inputs, counts }) => {
    return { key: keyOf("image", shape), program: () => imageProgram(lesson, shape), inputs, ...counts };
  });
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
): Promise<MicroBatch[]> {
  const { config, runtime } = lesson;
  const dense = name === "align";
  const pieces = await seenRows(lesson, name, step);
  const labels = pieces.map((piece) => piece.labels);
  const taught = taughtBeside(runtime, pieces, dense ? denseLabels(runtime, labels, step) : undefined);
  return pieces.map(({ shape, inputs, counts }, k) => {
    const symbols = symbolInput(config, [labels[k]!]);
    return {
      ...{ key: keyOf("aligned", shape), program: () => alignedProgram(lesson, shape, dense) },
      ...{ ...counts, weight: shape.images },
      inputs: { ...inputs, ...taught[k]!, symbols: runtime.value("float32", symbols.shape, symbols.data) },
    };
  });
}

/**
 * What is fed to a loss that learns answers and something else of each picture: pieces count by their pictures then, and the
 * mean over answers by its share.
 */
function taughtBeside(
  runtime: Runtime,
  pieces: readonly SeenRows[],
  dense?: readonly Record<string, Value>[],
): Record<string, Value>[] {
  const shares = meanShares(
    pieces.map(({ counts }) => counts.weight),
    pieces.map(({ shape }) => shape.images),
  );
  return shares.map((share, k) => ({
    ...dense?.[k],
    answer_share: runtime.value("float32", [], Float32Array.of(share)),
  }));
}

/** The mean over answers, as it counts beside other lessons. */
function answersBeside(loss: Tensor): Tensor {
  return mul(loss, input("answer_share", "float32", []));
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
  const both = { answers, distance: distance!, loss: add(answersBeside(answers), distance!) };
  if (!dense) return withScalars(both);
  const { loss, "accuracy.characters": characters } = denseLoss(config.vision.high, store, size, denseKinds);
  return withScalars({ ...both, "accuracy.characters": characters!, loss: add(both.loss, mul(loss, 0.5)) });
}

/** One word in each picture, and the question what it says. */
async function readingBatch(lesson: LanguageContext & Pictures, step: number): Promise<MicroBatch[]> {
  const { seed, words } = lesson;
  const batch = await words!.next(step);
  const talks = batch.truths.map((truth, i) => [questions.read(truth, randomFor(seed, step * batch.size + i, "read"))]);
  return practiceBatch(lesson, "word", batch, talks, step);
}

/** Several shapes in each picture, and questions how many there are. */
async function countingBatch(lesson: LanguageContext & Pictures, step: number): Promise<MicroBatch[]> {
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
): MicroBatch[] {
  const { config, runtime, tokenizer, prompt } = context;
  const rows = talks.map((talk) => conversationRow(talk, tokenizer, prompt, aboutPictures));
  const pieces = withPictures(context, rows, batch);
  const labels = pieces.map((piece) => piece.labels);
  const taught = taughtBeside(runtime, pieces, denseLabels(runtime, labels, step));
  return pieces.map(({ shape, inputs, counts }, k) => ({
    ...{ key: keyOf(kind, shape), ...counts, weight: shape.images },
    program: () => {
      const store: ParameterStore = { ...parameterStore(), taps: new Map() };
      const { loss: answers } = trainingProgram(config, shape, { store });
      const { loss, "accuracy.characters": characters } = denseLoss(
        config.vision.high,
        store,
        shape.images,
        denseKinds,
      );
      return withScalars({
        answers,
        "accuracy.characters": characters!,
        loss: add(answersBeside(answers), mul(loss, 0.5)),
      });
    },
    inputs: { ...inputs, ...taught[k]! },
  }));
}

/** Rows of questions about the pictures of a step, with the pictures. */
async function seenRows(lesson: LanguageContext & Pictures, name: LanguageLesson, step: number) {
  const { tokenizer, prompt, scenes, seed } = lesson;
  const batch = await scenes.next(step);
  const { turns, truths, size } = batch;
  const rows = turns.map((talk, i) => {
    if (!isDrill(name, i)) return conversationRow(talk, tokenizer, prompt, aboutPictures);
    const asked = drills(truths[i]!, randomFor(seed, step * size + i, "drills"));
    return drillRow(undefined, asked, tokenizer, prompt, maxLength);
  });
  return withPictures(lesson, rows, batch);
}

interface SeenRows extends ReturnType<typeof arranged> {
  readonly labels: DenseLabels;
}

/** The micro-batches of a step: rows, each with its picture and what that shows. */
function withPictures(
  context: LanguageContext,
  rows: readonly Row[],
  { size, pixels, labels }: BatchOf<"scene">,
): SeenRows[] {
  const { config, runtime, pieces } = context;
  const side = visionInputSize(config.vision);
  return dealt(size, pieces).map((piece) => {
    const { shape, inputs, counts } = arranged(context, pick(rows, piece), piece.length);
    const shown = runtime.value("float32", [piece.length, 3, side, side], pickRows(pixels, size, piece));
    return { shape, counts, inputs: { ...inputs, pixel_values: shown }, labels: pickLabels(labels, size, piece) };
  });
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
