/**
 * The weights in training as scorers see a model: how likely texts and options are, and what it answers. Full passes without
 * a cache, over the set as it stands; what that is worth as a score is not known here.
 */
import { imageProgram, scoringProgram, trainingProgram } from "../model/programs.ts";
import { visionInputSize } from "../model/vision.ts";
import { parameterStore } from "../nn/index.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";
import type { Likelihood } from "../score/likelihood.ts";
import { argmax, logprobOf } from "../score/logits.ts";
import type { Message } from "../text/conversation.ts";
import { buildPrompt } from "../text/prompt.ts";
import { IGNORED } from "../text/supervise.ts";
import type { EncodedSample } from "./encode.ts";
import { forwardPrograms } from "./forward.ts";
import { adapterOf } from "./lora.ts";
import type { TrainedModel } from "./model.ts";
import { languageInputs, pixelsOf } from "./objectives/language.ts";
import type { ParameterSet } from "./parameters.ts";
import type { Stage } from "./recipe.ts";
import { batchArrays, padIdOf } from "./rows.ts";
import type { SamplePicture } from "./sources.ts";

export interface PictureQuestion {
  readonly picture: SamplePicture;
  readonly question: string;
}

export interface ReadText {
  /** Of the text alone, without the tokens that end it or its turns. */
  readonly likelihood: Likelihood;
  /** Cross-entropy in nats of everything that training would learn of it, summed, and how many tokens that is. */
  readonly loss: number;
  readonly targets: number;
}

export interface Examinee {
  /** Of each text, in their order; pictures may stand in it. */
  texts(texts: readonly EncodedSample[]): Promise<ReadText[]>;
  /** Each picture goes through the towers once, whatever is asked about it. */
  see<Q extends PictureQuestion>(questions: readonly Q[]): Promise<Seen<Q>[]>;
  /** Frees programs; the weights stay. */
  dispose(): void;
}

/** A question whose picture has been through the towers. */
export interface Seen<Q> {
  readonly asked: Q;
  /** Likelihoods of texts as the answer. */
  options(texts: readonly string[]): Promise<Likelihood[]>;
  /** The greedy answer, of so many tokens at most. */
  answer(maxTokens: number): Promise<string>;
  dispose(): void;
}

/** Rows of one pass, and pictures where a row has less than that many. */
const batchRows = 8;

/** The set's weights as they are at each call; adapters are those of the stage. */
export function examinee(set: ParameterSet, model: TrainedModel, runtime: Runtime, stage?: Stage): Examinee {
  const { config, tokenizer } = model;
  const run = forwardPrograms(runtime, set);
  const store = () =>
    parameterStore({
      adapter: stage?.lora && adapterOf(stage.lora),
      storage: (name) => set.values.get(name)?.dtype,
    });

  /** Logits `[rows, length, V]` of rows of one picture, which all are its prompt with something behind. */
  async function logitsOf(rows: readonly (readonly number[])[], table: Value): Promise<Rows> {
    const length = Math.ceil(Math.max(...rows.map((row) => row.length)) / 32) * 32;
    const ids = new Int32Array(rows.length * length).fill(padIdOf(config));
    const imageRows = new Int32Array(rows.length * length).fill(-1);
    rows.forEach((row, r) => {
      let next = 0;
      row.forEach((id, t) => {
        ids[r * length + t] = id;
        // the prompt's placeholders come first; one that the model wrote itself is a token like others
        if (id === config.imageTokenId && next < config.imageTokens) imageRows[r * length + t] = next++;
      });
    });
    const shape = { rows: rows.length, length, images: true };
    const inputs = {
      input_ids: runtime.value("int32", [rows.length, length], ids),
      image_rows: runtime.value("int32", [rows.length, length], imageRows),
    };
    const outputs = () => scoringProgram(config, shape, store()).outputs;
    const found = await run(`logits/${rows.length}x${length}`, outputs, { ...inputs, image_embeddings: table });
    const logits = (found.logits!.data as Float32Array).slice();
    for (const value of [...Object.values(inputs), found.logits!]) value.dispose();
    const width = logits.length / rows.length / length;
    return (row, t) => logits.subarray((row * length + t) * width, (row * length + t + 1) * width);
  }

  function seen<Q extends PictureQuestion>(asked: Q, table: Value): Seen<Q> {
    const message: Message = { role: "user", content: [{ type: "image" }, { type: "text", text: asked.question }] };
    const { ids: prompt } = buildPrompt([message], tokenizer, model.prompt, { imageCount: 1 });
    return {
      asked,
      async options(texts) {
        // an answer stands behind a blank, which the template puts there
        const answers = texts.map((text) => tokenizer.encode(` ${text}`, { addSpecial: false, special: false }));
        const rows = answers.map((answer) => [...prompt, ...answer]);
        const logits = await logitsOf(rows, table);
        return answers.map((answer, r) => ({
          logprob: answer.reduce((sum, id, t) => sum + logprobOf(logits(r, prompt.length + t - 1), id), 0),
          tokens: answer.length,
        }));
      },
      async answer(maxTokens) {
        const ids = [...prompt];
        while (ids.length < prompt.length + maxTokens) {
          const logits = (await logitsOf([ids], table))(0, ids.length - 1);
          if (logits.every(Number.isNaN)) break; // the run's guard decides what becomes of such weights
          const next = argmax(logits);
          if (next === tokenizer.eosId) break;
          ids.push(next);
        }
        return tokenizer.decode(ids.slice(prompt.length), { skipSpecial: true }).trim();
      },
      dispose: () => table.dispose(),
    };
  }

  return {
    async texts(texts) {
      const results: ReadText[] = [];
      for (const part of passes(texts)) {
        const arrays = batchArrays(
          part.map((one) => [one]),
          { bucket: 64, imageTokenId: config.imageTokenId, padId: padIdOf(config) },
        );
        const inputs = await languageInputs(arrays, model, runtime);
        const { rows, length, images } = arrays;
        const outputs = () => {
          const shape = { rows, length, images };
          const options = { lossChunk: Math.min(1024, rows * length), store: store() };
          return { losses: trainingProgram(config, shape, options).tokenLosses };
        };
        const found = await run(`text/${rows}x${length}/${images}`, outputs, inputs);
        const losses = found.losses!.data as Float32Array; // of the token behind each position
        part.forEach(({ labels }, r) => {
          let [loss, targets, nats, tokens] = [0, 0, 0, 0];
          labels.forEach((label, t) => {
            if (label === IGNORED) return;
            const own = losses[r * length + t - 1]!;
            loss += own;
            targets++;
            if (label === tokenizer.eosId) return;
            nats += own;
            tokens++;
          });
          results.push({ likelihood: { logprob: -nats, tokens }, loss, targets });
        });
        for (const value of [...Object.values(inputs), ...Object.values(found)]) value.dispose();
      }
      return results;
    },
    async see(questions) {
      const all: Seen<(typeof questions)[number]>[] = [];
      const { imageTokens, language } = config;
      const side = visionInputSize(config.vision);
      for (let start = 0; start < questions.length; start += batchRows) {
        const part = questions.slice(start, start + batchRows);
        const pictures = part.map(({ picture }) => picture);
        const pixels = await pixelsOf(pictures, part.length, model);
        const pixel_values = runtime.value("float32", [part.length, 3, side, side], pixels);
        const outputs = () => imageProgram(config, { images: part.length, store: store() }).outputs;
        const { image_embeddings } = await run(`images/${part.length}`, outputs, { pixel_values });
        const features = image_embeddings!.data as Float32Array; // [images, tokens, D]
        const size = imageTokens * language.hiddenSize;
        for (const [i, one] of part.entries()) {
          const own = features.slice(i * size, (i + 1) * size);
          all.push(seen(one, runtime.value("float32", [imageTokens, language.hiddenSize], own)));
        }
        for (const value of [pixel_values, image_embeddings!]) value.dispose();
      }
      return all;
    },
    dispose: () => run.clear(),
  };
}

/** Texts as they go through the model together: few enough rows, and few enough pictures. */
function passes(texts: readonly EncodedSample[]): EncodedSample[][] {
  const all: EncodedSample[][] = [];
  let pictures = 0;
  for (const text of texts) {
    pictures += text.pictures.length;
    if (all.length === 0 || all.at(-1)!.length === batchRows || pictures > batchRows) {
      all.push([]);
      pictures = text.pictures.length;
    }
    all.at(-1)!.push(text);
  }
  return all;
}

/** Logits [V] behind position `t` of a row. */
type Rows = (row: number, t: number) => Float32Array;
