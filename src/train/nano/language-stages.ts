/**
 * The stages that train through the language model: text and pictures told in symbols, then the paper's three (spec 2.2):
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
import type { ModelConfig } from "../../model/config.ts";
import { imageEmbeddings } from "../../model/deepseek-vl.ts";
import { trainingProgram } from "../../model/programs.ts";
import { pixelInput, visionInputSize } from "../../model/vision.ts";
import { type ParameterStore, parameterStore, type Scope } from "../../nn/index.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { add, mul, type Tensor } from "../../tensor/index.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import { denseLoss } from "../dense.ts";
import type { Stage, StepBatch } from "../loop.ts";
import { uniform } from "../random.ts";
import { conversationRow, drillRow, type Row, type RowOptions, rowInputs, type Turn } from "./conversations.ts";
import type { StageName, StageRecipe } from "./recipe.ts";
import { misread, symbolDistance, symbolEmbeddings, symbolInput, wordsAsSymbols } from "./symbols.ts";
import { denseKinds, denseLabels } from "./tower-stages.ts";

export interface LanguageStageContext {
  readonly config: ModelConfig;
  readonly runtime: Runtime;
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly seed: number;
  readonly scenes: Producer<"scene">;
  /** Pictures of one word, for the stages `read`, `practice` and `count`. */
  readonly words?: Producer<"scene">;
  /** Pictures of several shapes, for the stages `practice` and `count`. */
  readonly crowds?: Producer<"scene">;
}

const language = (name: string) => name.startsWith("language_model.");
/** The paper counts SAM's resize and strided convolutions as part of the adaptor (spec 2.2). */
const adaptor = (name: string) => name.startsWith("aligner.") || /\.(neck|neck_hd|downsamples)\.|hd_alpha/.test(name);
const lowTower = (name: string) => name.startsWith("vision_model.vision_tower_low.");

const trained: Partial<Record<StageName, (name: string) => boolean>> = {
  language: (name) => language(name) || name.startsWith("symbols."),
  align: (name) => !language(name) && !name.startsWith("symbols."),
  adaptor,
  joint: (name) => adaptor(name) || language(name),
  read: (name) => !name.startsWith("symbols."),
  practice: (name) => !name.startsWith("symbols."),
  count: (name) => !name.startsWith("symbols."),
  settle: (name) => adaptor(name) || language(name),
  instruct: (name) => adaptor(name) || language(name) || lowTower(name),
};

/** A language model that has learnt already takes smaller steps than an adaptor that begins. */
const languageRate = 0.5;

/** Telling several things apart takes longer to learn than reading one word. */
const mostlyShapes = { word: 26, shapes: 34, repeats: 18, "shapes and word": 21, empty: 1 };

const embeddingName = "language_model.model.embed_tokens.weight";

/** Longest row, in tokens. */
const maxLength = 224;

/** How many rows of eight are drills. */
const drillsOfEight: Partial<Record<StageName, number>> = {
  language: 4,
  align: 4,
  adaptor: 4,
  joint: 2,
  read: 2,
  settle: 2,
  practice: 2,
  count: 2,
};

/** One of the stages `language`, `align`, `adaptor`, `joint`, `read`, `settle`, `instruct`, `practice`, `count`. */
export function languageStage(name: StageName, recipe: StageRecipe, context: LanguageStageContext): Stage {
  return {
    name,
    schedule: { kind: name === "joint" ? "constant" : name === "settle" ? "step" : "cosine", ...recipe },
    trained: trained[name]!,
    optimizer: {
      rateScale: (parameter) => (!byMuon(name) && language(parameter) ? languageRate : 1),
      ...(byMuon(name) && { orthogonal: innerMatrix }),
    },
    batch: (step) => {
      const text = uniform(`${context.seed}/${name}/modality/${step}`)() < languageShare(recipe, step);
      if (text) return textBatch(context, name, step, recipe.batch);
      if (name === "language") return symbolBatch(context, recipe, step);
      if (name === "practice") {
        if (step % 2 === 1) return readingBatch(context, (step - 1) / 2);
        return step % 4 === 2 ? countingBatch(context, (step - 2) / 4) : imageBatch(context, name, step / 4);
      }
      if (name === "count") {
        if (step % 2 === 1) return countingBatch(context, (step - 1) / 2);
        return step % 4 === 2 ? readingBatch(context, (step - 2) / 4) : imageBatch(context, name, step / 4);
      }
      if (name === "read" && step % 4 !== 0) return readingBatch(context, step - Math.floor(step / 4) - 1);
      if (name === "read") return imageBatch(context, name, step / 4);
      return name === "align" || name === "adaptor"
        ? alignedBatch(context, name, step, name === "align")
        : imageBatch(context, name, step);
    },
  };
}

const byMuon = (stage: StageName) => ["language", "read", "practice", "count"].includes(stage);

/** The matrices of transformer blocks. */
function innerMatrix(parameter: string, shape: readonly number[]): boolean {
  return shape.length === 2 && /\.(layers|blocks)\..*\.weight$/.test(parameter);
}

/** The share of text at a step. */
export function languageShare(
  { steps, languageShare: target = 0, modalityWarmup = 0 }: StageRecipe,
  step: number,
): number {
  const progress = modalityWarmup === 0 ? 1 : step / (steps * modalityWarmup) - 1;
  return 1 - (1 - target) * Math.max(0, Math.min(1, progress));
}

function isDrill(stage: StageName, row: number): boolean {
  return row % 8 < (drillsOfEight[stage] ?? 0);
}

/** A quarter of the rows is about other things than scenes; of those everything is learnt, as of any text. */
async function textBatch(
  { config, runtime, tokenizer, prompt, seed }: LanguageStageContext,
  stage: StageName,
  step: number,
  rows: number,
): Promise<StepBatch> {
  const stream = seed + stage.length;
  const made = Array.from({ length: rows }, (_, i) => {
    const index = step * rows + i;
    if (i % 4 === 3) {
      const on = stage === "instruct" ? "answers" : "all";
      return conversationRow(textSample(stream, index), tokenizer, prompt, { image: false, on, maxLength });
    }
    const random = randomFor(stream, index, "told scene");
    const truth = sceneTruth(stream, index, { contents: mostlyShapes });
    return isDrill(stage, i)
      ? drillRow(description(truth), drills(truth, random), tokenizer, prompt, maxLength)
      : conversationRow(toldScene(truth, random), tokenizer, prompt, { image: false, on: "answers", maxLength });
  });
  const { length, inputs } = rowInputs(runtime, config, made);
  return {
    key: `text/${length}`,
    program: () => ({ loss: trainingProgram(config, { rows, length, images: 0 }).loss }),
    inputs,
    samples: rows,
  };
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
async function symbolBatch(
  { config, runtime, tokenizer, prompt, seed }: LanguageStageContext,
  { batch: size, steps }: StageRecipe,
  step: number,
): Promise<StepBatch> {
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
  const { length, inputs } = rowInputs(
    runtime,
    config,
    made.map(({ row }) => row),
  );
  const symbols = symbolInput(
    config,
    made.map(({ labels }) => labels),
  );
  return {
    key: `symbols/${length}`,
    program: () => ({
      loss: trainingProgram(
        config,
        { rows: size, length, images: size },
        { embedImages: (p) => symbolEmbeddings(config, p, size) },
      ).loss,
    }),
    inputs: { ...inputs, symbols: runtime.value("float32", symbols.shape, symbols.data) },
    initial: ({ name, shape }, set) =>
      name === "symbols.weight"
        ? wordsAsSymbols(config, tokenizer, set.values.get(embeddingName), shape, seed)
        : undefined,
    samples: size,
  };
}

/** Questions about pictures. */
async function imageBatch(context: LanguageStageContext, stage: StageName, step: number): Promise<StepBatch> {
  const { config } = context;
  const { shape, inputs } = await seenRows(context, stage, step);
  return {
    key: `image/${shape.length}`,
    program: () => ({ loss: trainingProgram(config, shape).loss }),
    inputs,
    samples: shape.images,
  };
}

/**
 * Questions about pictures, and what the symbols of the same pictures say: how far the image embeddings are from theirs is a
 * lesson for every token and not only for those asked about. With `dense` the tower's own lessons go on as well, lest it
 * forget what the questions do not ask.
 */
async function alignedBatch(
  context: LanguageStageContext,
  stage: StageName,
  step: number,
  dense: boolean,
): Promise<StepBatch> {
  const { config, runtime } = context;
  const { vision } = config;
  if (vision.kind !== "hybrid") throw new Error("symbols are of a hybrid model's tokens");
  const { shape, inputs, labels } = await seenRows(context, stage, step);
  const { images: size } = shape;
  const symbols = symbolInput(config, [labels]);
  return {
    key: `aligned/${shape.length}`,
    program: () => {
      const store: ParameterStore = { ...parameterStore(), taps: new Map() };
      let distance: Tensor | undefined;
      const embedImages = (p: Scope) => {
        const image = imageEmbeddings(config, p, pixelInput(vision, size));
        distance = symbolDistance(image, symbolEmbeddings(config, p, size));
        return image;
      };
      const { loss: answers } = trainingProgram(config, shape, { embedImages, store });
      const both = { answers, distance: distance!, loss: add(answers, distance!) };
      if (!dense) return both;
      const { loss, "accuracy.characters": characters } = denseLoss(vision.high, store, size, denseKinds);
      return { ...both, characters: characters!, loss: add(both.loss, mul(loss, 0.5)) };
    },
    inputs: {
      ...inputs,
      ...(dense && denseLabels(runtime, { labels }, size, step)),
      symbols: runtime.value("float32", symbols.shape, symbols.data),
    },
    samples: size,
  };
}

/** One word in each picture, and the question what it says. */
async function readingBatch(context: LanguageStageContext, step: number): Promise<StepBatch> {
  const { seed, words } = context;
  const batch = await words!.next(step);
  const talks = batch.truths.map((truth, i) => [questions.read(truth, randomFor(seed, step * batch.size + i, "read"))]);
  return practiceBatch(context, "word", batch, talks, step);
}

/** Several shapes in each picture, and questions how many there are. */
async function countingBatch(context: LanguageStageContext, step: number): Promise<StepBatch> {
  const { seed, crowds } = context;
  const batch = await crowds!.next(step);
  const talks = batch.truths.map((truth, i) => {
    const random = randomFor(seed, step * batch.size + i, "count");
    const asked = Array.from({ length: 12 }, () => questions.count(truth, random));
    return asked.filter((turn, k) => asked.findIndex(({ answer }) => answer === turn.answer) === k).slice(0, 5);
  });
  return practiceBatch(context, "count", batch, talks, step);
}

/** Short rows of one kind of question; the tower's own lessons go on. */
function practiceBatch(
  context: LanguageStageContext,
  kind: string,
  batch: BatchOf<"scene">,
  talks: readonly (readonly Turn[])[],
  step: number,
): StepBatch {
  const { config, runtime, tokenizer, prompt } = context;
  const { vision } = config;
  if (vision.kind !== "hybrid") throw new Error("details are seen with a hybrid model's high-resolution tower");
  const { size } = batch;
  const rows = talks.map((talk) => conversationRow(talk, tokenizer, prompt, aboutPictures));
  const { shape, inputs } = withPictures(context, rows, batch);
  return {
    key: `${kind}/${shape.length}`,
    program: () => {
      const store: ParameterStore = { ...parameterStore(), taps: new Map() };
      const { loss: answers } = trainingProgram(config, shape, { store });
      const { loss, "accuracy.characters": characters } = denseLoss(vision.high, store, size, denseKinds);
      return { answers, characters: characters!, loss: add(answers, mul(loss, 0.5)) };
    },
    inputs: { ...inputs, ...denseLabels(runtime, batch, size, step) },
    samples: size,
  };
}

/** Rows of questions about the pictures of a step, with the pictures. */
async function seenRows(context: LanguageStageContext, stage: StageName, step: number) {
  const { tokenizer, prompt, scenes, seed } = context;
  const batch = await scenes.next(step);
  const { turns, truths, size, labels } = batch;
  const rows = turns.map((talk, i) => {
    if (!isDrill(stage, i)) return conversationRow(talk, tokenizer, prompt, aboutPictures);
    const asked = drills(truths[i]!, randomFor(seed, step * size + i, "drills"));
    return drillRow(undefined, asked, tokenizer, prompt, maxLength);
  });
  return { ...withPictures(context, rows, batch), labels };
}

function withPictures(
  { config, runtime }: LanguageStageContext,
  rows: readonly Row[],
  { size, pixels }: BatchOf<"scene">,
) {
  const { length, inputs } = rowInputs(runtime, config, rows);
  const side = visionInputSize(config.vision);
  return {
    shape: { rows: size, length, images: size },
    inputs: { ...inputs, pixel_values: runtime.value("float32", [size, 3, side, side], pixels) },
  };
}
