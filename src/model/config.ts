/**
 * The model's configuration, read from a config.json of any of the three layouts (the original `multi_modality`,
 * transformers' `deepseek_vl` and `deepseek_vl_hybrid`) and written back to one.
 * It takes parsed JSON; it knows neither files nor tensors.
 */
import { UserError } from "../runtime/errors.ts";
import { asObject, fault } from "./config-fields.ts";
import { checkLanguage, readLanguage } from "./config-language.ts";
import { readOriginalAligner, readOriginalVision } from "./config-original.ts";
import type { AlignerConfig, LanguageConfig, Layout, ModelConfig, VisionConfig } from "./config-shape.ts";
import { gridSize, imageTokenCount, isPairAligner, visionWidth } from "./config-shape.ts";
import { readTransformersAligner, readTransformersVision } from "./config-transformers.ts";
import { originalConfigJson, transformersConfigJson } from "./config-write.ts";

export * from "./config-shape.ts";

/** Reads a whole config.json (already parsed as JSON). Throws a UserError that names the field at fault. */
export function parseModelConfig(json: unknown): ModelConfig {
  const root = asObject(json, []);
  const layout = configLayout(root);
  const vision = parseVisionConfig(root);
  const language = parseLanguageConfig(root);
  const aligner = parseAlignerConfig(root);
  const config: ModelConfig = {
    vision,
    aligner,
    language,
    imageTokens: imageTokenCount(vision),
    ...readLanguage(root, languageKey(layout)).tokens,
  };
  checkModelConfig(config);
  return config;
}

/** Reads the vision section of a config.json that need not have any other. Takes the whole JSON object. */
export function parseVisionConfig(json: unknown): VisionConfig {
  const root = asObject(json, []);
  const layout = configLayout(root);
  return layout === "multi_modality" ? readOriginalVision(root) : readTransformersVision(root, layout);
}

/** Reads the aligner of a config.json (transformers' layouts derive it from the other sections). Takes the whole object. */
export function parseAlignerConfig(json: unknown): AlignerConfig {
  const root = asObject(json, []);
  const layout = configLayout(root);
  return layout === "multi_modality" ? readOriginalAligner(root) : readTransformersAligner(root, layout);
}

/** Reads the language section of a config.json, with LLaMA's defaults filled in. Takes the whole object. */
export function parseLanguageConfig(json: unknown): LanguageConfig {
  const root = asObject(json, []);
  return readLanguage(root, languageKey(configLayout(root))).language;
}

/** Which layout a config.json is written in. Refuses Janus, whose `model_type` is the same as DeepSeek-VL's. */
export function configLayout(json: unknown): Layout {
  const root = asObject(json, []);
  const janus = Object.keys(root).find((key) => key.startsWith("gen_"));
  const type = root.model_type;
  if (janus !== undefined || (typeof type === "string" && type.startsWith("janus"))) {
    const sign = janus === undefined ? `"model_type" ${JSON.stringify(type)}` : `"${janus}"`;
    throw new UserError(`config.json: this is a Janus checkpoint (it has ${sign}), which is not a DeepSeek-VL model`);
  }
  if (type === "deepseek_vl" || type === "deepseek_vl_hybrid" || type === "multi_modality") return type;
  if (type !== undefined)
    throw fault(["model_type"], type, "expected multi_modality, deepseek_vl or deepseek_vl_hybrid");
  if ("text_config" in root) return "high_res_vision_config" in root ? "deepseek_vl_hybrid" : "deepseek_vl";
  return "multi_modality";
}

/** Writes a config.json object. Throws a UserError where the layout cannot express the model. */
export function toConfigJson(config: ModelConfig, layout: Layout): Record<string, unknown> {
  return layout === "multi_modality" ? originalConfigJson(config) : transformersConfigJson(config, layout);
}

/** Checks that the sections of a model fit each other. Throws a UserError. */
export function checkModelConfig(config: ModelConfig): void {
  const { vision, aligner, language } = config;
  const pair = isPairAligner(aligner.kind);
  const tuple = vision.kind === "hybrid" && vision.concat === "tuple";
  if (pair !== tuple) {
    throw new UserError(
      `config.json: the aligner is ${aligner.kind}, which does not go with ${describeVision(vision)}: two separate features need low_high_hybrid_split_mlp_gelu, and only they do`,
    );
  }
  if (visionWidth(vision) !== aligner.inputDim) {
    throw new UserError(
      `config.json: the aligner's input_dim is ${aligner.inputDim}, but ${describeVision(vision)} gives features of width ${visionWidth(vision)}`,
    );
  }
  if (aligner.kind.startsWith("low_high_pool") && vision.kind === "hybrid" && gridSize(vision.low) % 2 !== 0) {
    throw new UserError(
      `config.json: the aligner ${aligner.kind} stacks neighbours, which a grid of ${gridSize(vision.low)} does not allow`,
    );
  }
  if (aligner.width !== language.hiddenSize) {
    throw new UserError(
      `config.json: the aligner's output width is ${aligner.width}, but the language model's hidden_size is ${language.hiddenSize}`,
    );
  }
  checkLanguage(config);
}

function describeVision(vision: VisionConfig): string {
  if (vision.kind === "low") return "the SigLIP tower";
  return vision.kind === "sam" ? "the SAM tower" : `the hybrid tower with concat_type ${vision.concat}`;
}

function languageKey(layout: Layout): string {
  return layout === "multi_modality" ? "language_config" : "text_config";
}
