/**
 * The stages that train through the language model: text only, then the paper's three (spec 2.2): the adaptor alone; the
 * adaptor and the language model on text and pictures, a step holding one modality; instruction tuning, in which the
 * low-resolution tower learns too and only answers count.
 */
import type { Producer } from "../../data/nano/producer.ts";
import { textSample } from "../../data/nano/text-samples.ts";
import type { ModelConfig } from "../../model/config.ts";
import { trainingProgram } from "../../model/programs.ts";
import { visionInputSize } from "../../model/vision.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import type { Stage, StepBatch } from "../loop.ts";
import { uniform } from "../random.ts";
import { conversationRow, type RowOptions, rowInputs } from "./conversations.ts";
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

/** Longest rows of each modality, in tokens. */
const longest = { text: 96, image: 224 };

/** One of the stages `language`, `adaptor`, `joint`, `instruct`. */
export function languageStage(name: StageName, recipe: StageRecipe, context: LanguageStageContext): Stage {
  const share = name === "language" ? 1 : (recipe.languageShare ?? 0);
  const on = name === "instruct" ? "answers" : "all";
  return {
    name,
    schedule: { kind: name === "joint" ? "step" : "cosine", ...recipe },
    trained: trained[name]!,
    batch: (step) => {
      const text = uniform(`${context.seed}/${name}/modality/${step}`)() < share;
      return text
        ? textBatch(context, name, step, recipe.batch, { image: false, on, maxLength: longest.text })
        : imageBatch(context, step, { image: true, on, maxLength: longest.image });
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
  const made = Array.from({ length: rows }, (_, i) =>
    conversationRow(textSample(stream, step * rows + i), tokenizer, prompt, options),
  );
  const { length, inputs } = rowInputs(runtime, config, made);
  return {
    key: `text/${length}`,
    program: () => ({ loss: trainingProgram(config, { rows, length, images: 0 }).loss }),
    inputs,
    samples: rows,
  };
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
