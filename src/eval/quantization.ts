/**
 * What quantising a model changed: its logits on a fixed set of texts and a picture, before and after. It compares two
 * checkpoints of one configuration and does not judge.
 */
import { loadProgram } from "../chat/weights.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { imageProgram, scoringProgram } from "../model/programs.ts";
import { visionInputSize } from "../model/vision.ts";
import { parameterStore } from "../nn/index.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { argmax, logSumExp } from "../score/logits.ts";
import type { Tokenizer } from "../text/tokenizer.ts";

export interface QuantizationEffect {
  /** Sequences that were compared, and their positions in all. */
  readonly texts: number;
  readonly pictures: number;
  readonly positions: number;
  /**
   * exp of the mean cross-entropy of the texts' next tokens. Undefined where the texts are foreign to the model: there is no
   * tokenizer, or it finds them less likely than tokens drawn at random, so that a change is neither better nor worse.
   */
  readonly perplexity?: { readonly before: number; readonly after: number };
  /** Mean over the positions of the Kullback-Leibler divergence of the distributions after from those before, in nats. */
  readonly divergence: number;
  /** Share of the positions at which both find the same token likeliest. */
  readonly topAgreement: number;
  readonly largestLogitDifference: number;
  /** Standard deviation of the logits before, to compare the difference with. */
  readonly logitSpread: number;
}

/** Sentences of several kinds, none from anybody's evaluation set. */
const sentences = [
  "The harbour was quiet that morning; two fishing boats lay on the sand, and a boy was painting numbers on their bows.",
  "To make the dough, mix 500 grams of flour with 300 ml of warm water, a pinch of salt and 7 grams of dry yeast.",
  "If a triangle has sides of 3, 4 and 5, then the angle between the two shorter sides is 90 degrees.",
  "function mean(values) { return values.reduce((sum, value) => sum + value, 0) / values.length; }",
  "The committee will meet on Thursday at half past nine in room 214. Please bring last year's report with you.",
  "图书馆的二楼很安静，靠窗的座位上放着一本翻开的地图集。",
  "Although the train was late, nobody complained, because the view over the valley was worth every minute of waiting.",
];
const question = "What can be seen in this picture? Describe its shapes and colours.";

export interface CompareOptions {
  readonly runtime: Runtime;
  /** Of the model's folder; without one the texts are random ids. */
  readonly tokenizer?: Tokenizer;
}

/** Positions of a text that are compared at most. */
const textLength = 64;

/**
 * Runs both models on the same sequences. Each is loaded, run and released before the other. Throws a ModelError where one
 * gives no finite logits.
 */
export async function compareQuantized(
  before: Checkpoint,
  after: Checkpoint,
  { runtime, tokenizer }: CompareOptions,
): Promise<QuantizationEffect> {
  const { imageTokens, language } = before.config;
  const limit = Math.min(textLength, language.maxPositions);
  const texts = [randomIds(before, limit), ...(tokenizer ? sentences.map((s) => tokenizer.encode(s)) : [])];
  const asked = tokenizer ? tokenizer.encode(question, { addSpecial: false }) : randomIds(before, 12);
  const seen = imageTokens + 2 <= language.maxPositions ? asked.slice(0, language.maxPositions - imageTokens - 1) : [];
  const probes = { texts: texts.map((ids) => ids.slice(0, limit)), question: seen };
  const first = await logitsOf(runtime, before, probes);
  const second = await logitsOf(runtime, after, probes);

  const measure = new Measure(language.vocabSize);
  const length = Math.max(...probes.texts.map((ids) => ids.length));
  for (const [row, ids] of probes.texts.entries()) {
    const isText = row > 0; // the first row is random ids
    for (let t = 0; t < ids.length; t++) {
      measure.add(first.texts, second.texts, row * length + t, isText ? ids[t + 1] : undefined);
    }
  }
  for (let t = imageTokens; t < imageTokens + 1 + seen.length && seen.length > 0; t++) {
    measure.add(first.picture!, second.picture!, t, undefined);
  }
  return { texts: texts.length, pictures: seen.length > 0 ? 1 : 0, ...measure.result() };
}

interface Probes {
  readonly texts: readonly (readonly number[])[];
  /** Ids behind a picture; none: no picture is shown. */
  readonly question: readonly number[];
}

async function logitsOf(
  runtime: Runtime,
  checkpoint: Checkpoint,
  { texts, question }: Probes,
): Promise<{ texts: Float32Array; picture?: Float32Array }> {
  const { config } = checkpoint;
  const length = Math.max(...texts.map((ids) => ids.length));
  const padded = Int32Array.from(
    { length: texts.length * length },
    (_, i) => texts[Math.floor(i / length)]![i % length] ?? 0,
  );
  const text = await score(runtime, checkpoint, padded, [texts.length, length]);
  if (question.length === 0) return { texts: text };
  const features = await imageFeatures(runtime, checkpoint);
  const ids = [config.bosTokenId, ...new Array<number>(config.imageTokens).fill(0), ...question];
  return { texts: text, picture: await score(runtime, checkpoint, Int32Array.from(ids), [1, ids.length], features) };
}

/** Logits of ids `[rows, length]`; `features` stand behind the first position of the one row. */
async function score(
  runtime: Runtime,
  checkpoint: Checkpoint,
  ids: Int32Array,
  [rows, length]: readonly [number, number],
  features?: Float32Array,
): Promise<Float32Array> {
  const { config, quantizationOf } = checkpoint;
  const { imageTokens, language } = config;
  const store = parameterStore({ quantization: quantizationOf });
  const program = scoringProgram(config, { rows, length, images: features !== undefined }, store);
  const session = await loadProgram(runtime, program, checkpoint);
  const places = Int32Array.from(ids, (_, i) => (i >= 1 && i <= imageTokens ? i - 1 : -1));
  const { logits } = await session.run({
    input_ids: runtime.value("int32", [rows, length], ids),
    ...(features && {
      image_rows: runtime.value("int32", [rows, length], places),
      image_embeddings: runtime.value("float32", [imageTokens, language.hiddenSize], features),
    }),
  });
  const data = (await logits!.download()) as Float32Array;
  logits!.dispose();
  session.dispose();
  return data;
}

/** The features of a picture made of bars and a disc. */
async function imageFeatures(runtime: Runtime, checkpoint: Checkpoint): Promise<Float32Array> {
  const { config, quantizationOf } = checkpoint;
  const program = imageProgram(config, { images: 1, store: parameterStore({ quantization: quantizationOf }) });
  const session = await loadProgram(runtime, program, checkpoint);
  const side = visionInputSize(config.vision);
  const pixels = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [(i % side) / side, Math.floor(i / side) / side];
    const inDisc = (x - 0.6) ** 2 + (y - 0.4) ** 2 < 0.06;
    const colour = inDisc ? [0.9, 0.2, 0.1] : [x, Math.floor(8 * y) % 2, 1 - x * y];
    for (const [channel, value] of colour.entries()) pixels[channel * side * side + i] = value;
  }
  const run = await session.run({ pixel_values: runtime.value("float32", [1, 3, side, side], pixels) });
  const features = (await run.image_embeddings!.download()) as Float32Array;
  run.image_embeddings!.dispose();
  session.dispose();
  return features;
}

/** Ids that look random and are the same for every model of one vocabulary. */
function randomIds({ config }: Checkpoint, length: number): number[] {
  let state = 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * config.language.vocabSize);
  });
}

/** Adds up the comparison, position by position. */
class Measure {
  readonly #width: number;
  #positions = 0;
  #agreed = 0;
  #largest = 0;
  #sum = 0;
  #squares = 0;
  #divergence = 0;
  #targets = 0;
  #lossBefore = 0;
  #lossAfter = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Compares the logits at a position; `target` is the token that followed there. */
  add(before: Float32Array, after: Float32Array, position: number, target: number | undefined): void {
    const [a, b] = [before, after].map((all) => all.subarray(position * this.#width, (position + 1) * this.#width)) as [
      Float32Array,
      Float32Array,
    ];
    this.#positions++;
    if (argmax(a) === argmax(b)) this.#agreed++;
    const [sumA, sumB] = [logSumExp(a), logSumExp(b)];
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [a[i]!, b[i]!];
      const difference = Math.abs(x - y);
      if (!(difference <= this.#largest)) this.#largest = difference; // also where it is not a number
      this.#sum += x;
      this.#squares += x * x;
      this.#divergence += Math.exp(x - sumA) * (x - sumA - (y - sumB));
    }
    if (target === undefined) return;
    this.#targets++;
    this.#lossBefore -= a[target]! - sumA;
    this.#lossAfter -= b[target]! - sumB;
  }

  result(): Omit<QuantizationEffect, "texts" | "pictures"> {
    const count = this.#positions * this.#width;
    const mean = this.#sum / count;
    const [before, after] = [this.#lossBefore, this.#lossAfter].map((loss) => Math.exp(loss / this.#targets)) as [
      number,
      number,
    ];
    return {
      positions: this.#positions,
      ...(before < this.#width && { perplexity: { before, after } }),
      divergence: this.#divergence / this.#positions,
      topAgreement: this.#agreed / this.#positions,
      largestLogitDifference: this.#largest,
      logitSpread: Math.sqrt(Math.max(0, this.#squares / count - mean * mean)),
    };
  }
}
