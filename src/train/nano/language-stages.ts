/**
 * The stages that train through the language model: text only, then the paper's three (spec 2.2): the adaptor alone; the
 * adaptor and the language model on text and pictures, a step holding one modality; instruction tuning, in which the
 * low-resolution tower learns too. About pictures only answers count: nothing foretells what will be asked.
 */
import type { Producer } from "../../data/nano/producer.ts";
import { conversation, description } from "../../data/nano/questions.ts";
import { randomFor } from "../../data/nano/random.ts";
import { sceneTruth } from "../../data/nano/scenes.ts";
import { textSample } from "../../data/nano/text-samples.ts";
import type { ModelConfig } from "../../model/config.ts";
import { trainingProgram } from "../../model/programs.ts";
import { visionInputSize } from "../../model/vision.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import type { Stage, StepBatch } from "../loop.ts";
import { uniform } from "../random.ts";
import { conversationRow, type RowOptions, rowInputs, type Turn } from "./conversations.ts";
import type { StageName, StageRecipe } from "./recipe.ts";

export interface LanguageStageContext {
  readonly config: ModelConfig;
  readonly runtime: Runtime;
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly seed: number;
  readonly scenes: Producer<"scene">;
}

const language = (name: string) => name.startsWith("language_model.");
/** The paper counts SAM's resize and strided convolutions as part of the adaptor (spec 2.2). */
const adaptor = (name: string) => name.startsWith("aligner.") || /\.(neck|neck_hd|downsamples)\.|hd_alpha/.test(name);
const lowTower = (name: string) => name.startsWith("vision_model.vision_tower_low.");

const trained: Partial<Record<StageName, (name: string) => boolean>> = {
  language,
  adaptor,
  joint: (name) => adaptor(name) || language(name),
  instruct: (name) => adaptor(name) || language(name) || lowTower(name),
};

/** A language model that has learnt already takes smaller steps than an adaptor that begins. */
const languageRate = 0.3;

/** Longest rows of each modality, in tokens. */
const longest = { text: 96, image: 224 };

/** One of the stages `language`, `adaptor`, `joint`, `instruct`. */
export function languageStage(name: StageName, recipe: StageRecipe, context: LanguageStageContext): Stage {
  const share = name === "language" ? 1 : (recipe.languageShare ?? 0);
  return {
    name,
    schedule: { kind: name === "joint" ? "step" : "cosine", ...recipe },
    trained: trained[name]!,
    optimizer: { rateScale: (parameter) => (name !== "language" && language(parameter) ? languageRate : 1) },
    batch: (step) => {
      const text = uniform(`${context.seed}/${name}/modality/${step}`)() < share;
      return text
        ? textBatch(context, name, step, recipe.batch, {
            image: false,
            on: name === "instruct" ? "answers" : "all",
            maxLength: name === "language" ? longest.image : longest.text,
          })
        : imageBatch(context, step, { image: true, on: "answers", maxLength: longest.image });
    },
  };
}

async function textBatch(
  { config, runtime, tokenizer, prompt, seed }: LanguageStageContext,
  stage: StageName,
  step: number,
  rows: number,
  options: RowOptions,
): Promise<StepBatch> {
  const stream = seed + stage.length;
  const made = Array.from({ length: rows }, (_, i) => {
    const index = step * rows + i;
    const talk = stage === "language" && i % 4 !== 0 ? toldScene(stream, index) : textSample(stream, index);
    return conversationRow(talk, tokenizer, prompt, options);
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
function toldScene(seed: number, index: number): Turn[] {
  const random = randomFor(seed, index, "told scene");
  const truth = sceneTruth(seed, index, { difficulty: random.next() });
  const talk = conversation(truth, random, { turns: 5 }).filter(({ answer }) => answer !== description(truth));
  return talk.map((turn, i) => (i === 0 ? { ...turn, question: `${description(truth)} ${turn.question}` } : turn));
}

async function imageBatch(
  { config, runtime, tokenizer, prompt, scenes }: LanguageStageContext,
  step: number,
  options: RowOptions,
): Promise<StepBatch> {
  const { pixels, turns, size } = await scenes.next(step);
  const rows = turns.map((talk) => conversationRow(talk, tokenizer, prompt, options));
  const { length, inputs } = rowInputs(runtime, config, rows);
  const side = visionInputSize(config.vision);
  return {
    key: `image/${length}`,
    program: () => ({ loss: trainingProgram(config, { rows: size, length, images: size }).loss }),
    inputs: { ...inputs, pixel_values: runtime.value("float32", [size, 3, side, side], pixels) },
    samples: size,
  };
}
