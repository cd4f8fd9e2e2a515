/**
 * Held-out scores while a model trains: bits per byte on texts, answers chosen by perplexity and answers generated about
 * pictures (paper 4.2 and 5: small models are better judged by what they find likely than by what they say).
 */
import { randomFor } from "../data/random.ts";
import { decodeImage } from "../image/decode.ts";
import { imageProgram, scoringProgram, trainingProgram } from "../model/programs.ts";
import { visionInputSize } from "../model/vision.ts";
import type { ParameterStore } from "../nn/index.ts";
import { parameterStore } from "../nn/index.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime, Session, Value } from "../runtime/runtime.ts";
import { leavesOf, nameOf, type Tensor, toOnnx } from "../tensor/index.ts";
import type { Message } from "../text/conversation.ts";
import { buildPrompt } from "../text/prompt.ts";
import { type EncodedSample, encodeSample, NothingToLearn } from "./encode.ts";
import type { ValidationExample } from "./events.ts";
import { adapterOf } from "./lora.ts";
import type { TrainedModel } from "./model.ts";
import { languageInputs, pixelsOf } from "./objectives/language.ts";
import type { ParameterSet } from "./parameters.ts";
import type { Stage, TrainingRecipe } from "./recipe.ts";
import { batchArrays, padIdOf } from "./rows.ts";
import type { SamplePicture, SampleSource } from "./sources.ts";

/** Another way to make answers, as by a chat engine over the weights; greedy full passes unless given. */
export interface ValidationTools {
  readonly answer?: (
    questions: readonly { readonly picture: SamplePicture; readonly question: string }[],
    set: ParameterSet,
    model: TrainedModel,
  ) => Promise<string[]>;
}

export interface Validation {
  /** What cannot be scored, and why. */
  readonly remarks: readonly string[];
  run(set: ParameterSet, stage: Stage): Promise<{ scores: Record<string, number>; examples: ValidationExample[] }>;
  dispose(): void;
}

type Open = (
  source: {
    readonly data: string;
    readonly categories?: string[];
    readonly sources?: string[];
    readonly modality?: "language" | "multimodal";
  },
  side: "held out",
) => Promise<SampleSource>;

interface Question {
  readonly picture: SamplePicture;
  readonly question: string;
  readonly answer: string;
  /** The right one first. */
  readonly choices: readonly string[];
}

/** Answers longer than this are no choices. */
const longestChoice = 64;
const batchRows = 8;
/** Pictures that go along with the examples, and their longest side in pixels. */
const [shownPictures, shownSide] = [12, 176];

export async function openValidation(
  recipe: TrainingRecipe,
  model: TrainedModel,
  runtime: Runtime,
  open: Open,
  tools: ValidationTools = {},
): Promise<Validation> {
  const { text, questions, samples, choices, answerTokens } = recipe.validation!;
  const remarks: string[] = [];
  /** Scores that have no data are left out of a run, with a word; a run of hours is not refused for them. */
  const opened = async (source: Parameters<Open>[0]) => {
    try {
      return await open(source, "held out");
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      remarks.push(`validation leaves something out: ${error.message}`);
      return undefined;
    }
  };
  const textSource = text && (await opened({ ...text, modality: "language" }));
  const texts = textSource && (await takeTexts(textSource, samples, model));
  const questionSource = questions && (await opened({ ...questions, modality: "multimodal" }));
  const found = questionSource && (await takeQuestions(questionSource, { samples, choices, seed: recipe.seed }));
  const asked = found && found.length > 0 ? found : undefined;
  if (questionSource && !asked) {
    remarks.push(
      `validation: data "${questions!.data}" has no held-out question about one picture with an answer of at most ${longestChoice} letters`,
    );
  }
  const programs = programsOf(runtime);
  return {
    remarks,
    async run(set, stage) {
      const scores: Record<string, number> = {};
      let examples: ValidationExample[] = [];
      const store = () =>
        parameterStore({
          adapter: stage.lora && adapterOf(stage.lora),
          storage: (name) => set.values.get(name)?.dtype,
        });
      if (texts) {
        const { loss, bitsPerByte } = await textScores(texts, { set, model, runtime, programs, store });
        Object.assign(scores, { loss, bitsPerByte });
      }
      if (asked) {
        const tables = await imageTables(asked, { set, model, runtime, programs, store });
        const context = { set, model, runtime, programs, store, tables };
        scores.choices = await choiceAccuracy(asked, context);
        const said = tools.answer
          ? await tools.answer(asked, set, model)
          : await greedyAnswers(asked, answerTokens, context);
        examples = await Promise.all(
          asked.map(async ({ question, answer, picture }, i) => ({
            ...{ question, expected: answer, answer: said[i]!, right: sameAnswer(said[i]!, answer) },
            ...(i < shownPictures && { picture: await thumbnail(picture) }),
          })),
        );
        scores.answers = examples.filter(({ right }) => right).length / examples.length;
        for (const table of tables) table.dispose();
      }
      programs.clear();
      return { scores, examples };
    },
    dispose: () => programs.clear(),
  };
}

/** Equal but for case, blanks and the full stop. */
export function sameAnswer(said: string, expected: string): boolean {
  const plain = (text: string) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[.\s]+$/, "")
      .replace(/\s+/g, " ");
  return plain(said) === plain(expected);
}

async function takeTexts(source: SampleSource, samples: number, model: TrainedModel): Promise<EncodedSample[]> {
  const taken: EncodedSample[] = [];
  const settings = {
    ...{ tokenizer: model.tokenizer, prompt: model.prompt, labels: "all" as const, imageTokens: "inside" as const },
    maxLength: Math.min(1024, model.config.language.maxPositions),
  };
  for (let i = 0; i < source.size && taken.length < samples; i++) {
    try {
      taken.push(encodeSample(await source.sample(i), settings));
    } catch (error) {
      if (!(error instanceof NothingToLearn)) throw error;
    }
  }
  return taken;
}

/** First questions about single pictures with short answers; the wrong choices are other questions' answers. */
async function takeQuestions(
  source: SampleSource,
  { samples, choices, seed }: { samples: number; choices: number; seed: number },
): Promise<Question[]> {
  const found: Omit<Question, "choices">[] = [];
  for (let i = 0; i < Math.min(source.size, 20 * samples) && found.length < samples; i++) {
    const { content, pictures } = await source.sample(i);
    if (content.kind !== "conversation" || pictures.length !== 1) continue;
    const said = content.turns.filter(({ role }) => role !== "system");
    for (let t = 0; t + 1 < said.length; t += 2) {
      const [question, answer] = [textOf(said[t]!.parts), textOf(said[t + 1]!.parts)];
      if (question === "" || answer === "" || answer.length > longestChoice) continue;
      found.push({ picture: pictures[0]!, question, answer });
      break;
    }
  }
  const answers = [...new Set(found.map(({ answer }) => answer))];
  return found.map((one, i) => {
    const random = randomFor(seed, i, "choices");
    const wrong = random.shuffled(answers.filter((answer) => !sameAnswer(answer, one.answer)));
    return { ...one, choices: [one.answer, ...wrong.slice(0, choices - 1)] };
  });
}

function textOf(parts: readonly { readonly type: string; readonly text?: string }[]): string {
  return parts
    .map((part) => part.text ?? "")
    .join(" ")
    .trim();
}

interface Context {
  readonly set: ParameterSet;
  readonly model: TrainedModel;
  readonly runtime: Runtime;
  readonly programs: ReturnType<typeof programsOf>;
  readonly store: () => ParameterStore;
}

/** Sessions by key, over the set's weights as they are. */
function programsOf(runtime: Runtime) {
  const kept = new Map<string, { session: Session; parameters: string[] }>();
  return {
    async run(key: string, set: ParameterSet, outputs: () => Record<string, Tensor>, inputs: Record<string, Value>) {
      let found = kept.get(key);
      if (!found) {
        const described = outputs();
        const parameters = leavesOf(Object.values(described), "parameter").map(nameOf);
        found = { session: await runtime.session(toOnnx(described, { target: "cpu" })), parameters };
        kept.set(key, found);
      }
      const feeds: Record<string, Value> = {};
      for (const { name } of found.session.inputs) feeds[name] = inputs[name] ?? set.values.get(name)!;
      return found.session.run(feeds);
    },
    clear() {
      for (const { session } of kept.values()) session.dispose();
      kept.clear();
    },
  };
}

async function textScores(texts: readonly EncodedSample[], { set, model, runtime, programs, store }: Context) {
  let [nats, targets, bytes] = [0, 0, 0];
  for (let start = 0; start < texts.length; start += batchRows) {
    const part = texts.slice(start, start + batchRows);
    const arrays = batchArrays(
      part.map((one) => [one]),
      { bucket: 64, imageTokenId: model.config.imageTokenId, padId: padIdOf(model.config) },
    );
    const inputs = await languageInputs(arrays, model, runtime);
    const { rows, length } = arrays;
    const found = await programs.run(
      `text/${rows}x${length}`,
      set,
      () => {
        const { tokenLosses } = trainingProgram(
          model.config,
          { rows, length, images: 0 },
          { lossChunk: Math.min(1024, rows * length), store: store() },
        );
        return { losses: tokenLosses };
      },
      inputs,
    );
    nats += (found.losses!.data as Float32Array).reduce((sum, one) => sum + one, 0);
    targets += arrays.targets;
    bytes += arrays.targetBytes;
    for (const value of [...Object.values(inputs), ...Object.values(found)]) value.dispose();
  }
  return { loss: nats / targets, bitsPerByte: nats / Math.LN2 / Math.max(1, bytes) };
}

/** Image embeddings of each question's picture, `[tokens, D]`. */
async function imageTables(
  questions: readonly Question[],
  { set, model, runtime, programs, store }: Context,
): Promise<Value[]> {
  const tables: Value[] = [];
  const { imageTokens: tokens, language } = model.config;
  const side = visionInputSize(model.config.vision);
  for (let start = 0; start < questions.length; start += batchRows) {
    const part = questions.slice(start, start + batchRows);
    const pixels = await pixelsOf(
      part.map(({ picture }) => picture),
      part.length,
      model,
    );
    const given = { pixel_values: runtime.value("float32", [part.length, 3, side, side], pixels) };
    const found = await programs.run(
      `images/${part.length}`,
      set,
      () => imageProgram(model.config, { images: part.length, store: store() }).outputs,
      given,
    );
    const all = found.image_embeddings!.data as Float32Array;
    part.forEach((_, i) => {
      const own = all.slice(i * tokens * language.hiddenSize, (i + 1) * tokens * language.hiddenSize);
      tables.push(runtime.value("float32", [tokens, language.hiddenSize], own));
    });
    for (const value of [given.pixel_values, found.image_embeddings!]) value.dispose();
  }
  return tables;
}

type WithTables = Context & { readonly tables: readonly Value[] };

/** Logits `[rows, length, V]` of rows of one picture, which all are its prompt with something behind. */
async function logitsOf(
  rows: readonly (readonly number[])[],
  table: Value,
  { set, model, runtime, programs, store }: Context,
): Promise<{ readonly logits: Float32Array; readonly length: number }> {
  const length = Math.ceil(Math.max(...rows.map((row) => row.length)) / 32) * 32;
  const ids = new Int32Array(rows.length * length).fill(padIdOf(model.config));
  const imageRows = new Int32Array(rows.length * length).fill(-1);
  rows.forEach((row, r) => {
    let next = 0;
    row.forEach((id, t) => {
      ids[r * length + t] = id;
      if (id === model.config.imageTokenId) imageRows[r * length + t] = next++;
    });
  });
  const shape = { rows: rows.length, length, images: true };
  const inputs = {
    input_ids: runtime.value("int32", [rows.length, length], ids),
    image_rows: runtime.value("int32", [rows.length, length], imageRows),
    image_embeddings: table,
  };
  const key = `logits/${rows.length}x${length}`;
  const found = await programs.run(key, set, () => scoringProgram(model.config, shape, store()).outputs, inputs);
  const logits = (found.logits!.data as Float32Array).slice();
  found.logits!.dispose();
  inputs.input_ids.dispose();
  inputs.image_rows.dispose();
  return { logits, length };
}

function promptIds({ question }: Question, { tokenizer, prompt }: TrainedModel): number[] {
  const message: Message = { role: "user", content: [{ type: "image" }, { type: "text", text: question }] };
  return buildPrompt([message], tokenizer, prompt, { imageCount: 1 }).ids;
}

/** The share of questions whose right answer has the lowest perplexity of its choices. */
async function choiceAccuracy(questions: readonly Question[], context: WithTables): Promise<number> {
  const { model, tables } = context;
  let right = 0;
  for (const [q, question] of questions.entries()) {
    const prompt = promptIds(question, model);
    const answers = question.choices.map((choice) => [
      ...model.tokenizer.encode(` ${choice}`, { addSpecial: false, special: false }),
      model.tokenizer.eosId,
    ]);
    const { logits, length } = await logitsOf(
      answers.map((answer) => [...prompt, ...answer]),
      tables[q]!,
      context,
    );
    const vocabulary = logits.length / answers.length / length;
    const perplexities = answers.map((answer, r) => {
      const nats = answer.map((id, t) => {
        const at = (r * length + prompt.length + t - 1) * vocabulary;
        return -logProbability(logits.subarray(at, at + vocabulary), id);
      });
      return nats.reduce((a, b) => a + b, 0) / nats.length;
    });
    if (perplexities.every((one, i) => i === 0 || one > perplexities[0]!)) right++;
  }
  return right / questions.length;
}

function logProbability(logits: Float32Array, id: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const one of logits) most = Math.max(most, one);
  let sum = 0;
  for (const one of logits) sum += Math.exp(one - most);
  return logits[id]! - most - Math.log(sum);
}

/** The likeliest token, again and again, by passes over the whole row: answers are short, and nothing else is needed here. */
async function greedyAnswers(questions: readonly Question[], tokens: number, context: WithTables): Promise<string[]> {
  const { model, tables } = context;
  const said: string[] = [];
  for (const [q, question] of questions.entries()) {
    const ids = promptIds(question, model);
    const begin = ids.length;
    while (ids.length - begin < tokens) {
      const { logits, length } = await logitsOf([ids], tables[q]!, context);
      const vocabulary = logits.length / length;
      const at = (ids.length - 1) * vocabulary;
      let best = 0;
      for (let id = 1; id < vocabulary; id++) if (logits[at + id]! > logits[at + best]!) best = id;
      if (best === model.tokenizer.eosId) break;
      ids.push(best);
    }
    said.push(model.tokenizer.decode(ids.slice(begin), { skipSpecial: true }).trim());
  }
  return said;
}

/** A small PNG. */
async function thumbnail(picture: SamplePicture): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = picture instanceof Uint8Array ? await decodeImage(picture) : picture;
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  return sharp(image.data, { raw }).resize(shownSide, shownSide, { fit: "inside" }).png().toBuffer();
}
