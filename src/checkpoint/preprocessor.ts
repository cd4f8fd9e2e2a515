/**
 * The files beside the weights that describe the image processor and the prompt, in both families of layouts.
 * Inside Periscope the original form counts: the towers normalise, the processor need not. It knows numbers, not pixels.
 */
import { z } from "zod";
import {
  imageTokenCount,
  type Layout,
  type ModelConfig,
  type SiglipConfig,
  type VisionConfig,
} from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";

type Json = Record<string, unknown>;
type Channels = readonly [number, number, number];

/** The original `preprocessor_config.json` (spec 1.10). */
export interface Preprocessor {
  readonly image_size: number;
  readonly min_size: number;
  /** Of transformers' layouts, and never written: the original cuts the short side to a whole number. */
  readonly size_rounding?: "half_even";
  /** Also the padding colour, as `int(mean * 255)`; null pads with 127. */
  readonly image_mean: Channels | null;
  readonly image_std: Channels | null;
  readonly rescale_factor: number;
  /** Whether the processor itself normalises; false where the towers do. */
  readonly do_normalize: boolean;
}

const side = z.int().min(1).max(16384);
const triple = z.tuple([z.number(), z.number(), z.number()]);
const deviations = z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]);
const size = z.union([z.object({ height: side }).transform((s) => s.height), side]);
const common = {
  min_size: side.default(14),
  image_mean: triple.nullish(),
  image_std: deviations.nullish(),
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
  do_normalize: z.boolean().default(true),
};
const originalSchema = z.object({ ...common, image_size: side });
const transformersSchema = z.object({
  ...common,
  size: size.optional(),
  high_res_size: size.optional(),
  high_res_image_mean: triple.nullish(),
  high_res_image_std: deviations.nullish(),
});

/**
 * Reads preprocessor_config.json (undefined: there is none) and settles who normalises: for transformers' layouts, whose
 * processor does, the numbers move into the towers of the returned config.
 * Throws a UserError naming `path` for a field that makes no sense or a picture size that the tower does not take.
 */
export function readPreprocessor(json: unknown, config: ModelConfig, layout: Layout, path: string): Settled {
  const settled = settle(json, config, layout, path);
  const takes = impliedPreprocessor(config).image_size;
  const makes = settled.preprocessor.image_size;
  if (makes === takes) return settled;
  throw new UserError(`${path}: pictures become ${makes} pixels wide, but the tower in config.json takes ${takes}`);
}

interface Settled {
  readonly preprocessor: Preprocessor;
  readonly config: ModelConfig;
}

function settle(json: unknown, config: ModelConfig, layout: Layout, path: string): Settled {
  if (json === undefined) return { preprocessor: impliedPreprocessor(config), config };
  if (layout === "multi_modality") {
    const c = parse(originalSchema, json, path);
    return { preprocessor: { ...c, image_mean: c.image_mean ?? null, image_std: c.image_std ?? null }, config };
  }
  const c = parse(transformersSchema, json, path);
  const implied = impliedPreprocessor(config);
  const lowPixels = pixels(c.do_normalize, c.image_mean, c.image_std);
  const highPixels = pixels(c.do_normalize, c.high_res_image_mean, c.high_res_image_std);
  const hybrid = config.vision.kind === "hybrid";
  const preprocessor: Preprocessor = {
    image_size: (hybrid ? c.high_res_size : c.size) ?? implied.image_size,
    min_size: c.min_size,
    size_rounding: "half_even",
    image_mean: (hybrid ? c.high_res_image_mean : c.image_mean) ?? implied.image_mean,
    image_std: (hybrid ? c.high_res_image_std : c.image_std) ?? implied.image_std,
    rescale_factor: c.rescale_factor,
    do_normalize: false,
  };
  return { preprocessor, config: { ...config, vision: withPixels(config.vision, lowPixels, highPixels) } };
}

/** What the processor must do for a model whose folder does not say: the released settings at the model's size. */
export function impliedPreprocessor({ vision }: ModelConfig): Preprocessor {
  const tower = vision.kind === "low" ? vision.low : vision.high;
  return {
    image_size: tower.imageSize,
    min_size: 14,
    image_mean: tower.pixelMean ?? null,
    image_std: tower.pixelStd ?? null,
    rescale_factor: 1 / 255,
    do_normalize: false,
  };
}

/** preprocessor_config.json for a layout. Throws a UserError where transformers' processor cannot do the same. */
export function preprocessorJson(preprocessor: Preprocessor, config: ModelConfig, layout: Layout): Json {
  if (layout === "multi_modality") {
    const { size_rounding: _, ...fields } = preprocessor;
    const background = preprocessor.image_mean?.map((mean) => Math.trunc(mean * 255)) ?? [127, 127, 127];
    return {
      image_processor_type: "VLMImageProcessor",
      processor_class: "VLChatProcessor",
      ...fields,
      background_color: background,
    };
  }
  const { vision } = config;
  const low = lowPixels(preprocessor, vision);
  const high = vision.kind === "hybrid" && vision.high;
  if (preprocessor.do_normalize && high) {
    throw new UserError(
      `this model cannot be written in the ${layout} layout: its processor normalises before both towers`,
    );
  }
  const lowSize = vision.kind === "sam" ? preprocessor.image_size : vision.low.imageSize;
  return {
    image_processor_type: high ? "DeepseekVLHybridImageProcessor" : "DeepseekVLImageProcessor",
    processor_class: high ? "DeepseekVLHybridProcessor" : "DeepseekVLProcessor",
    do_resize: true,
    do_rescale: true,
    do_normalize: low !== undefined,
    do_pad: true,
    resample: high ? 2 : 3, // PIL: 3 is bicubic, 2 bilinear, as the graph makes the low-resolution picture of the high
    size: { height: lowSize, width: lowSize },
    min_size: preprocessor.min_size,
    rescale_factor: preprocessor.rescale_factor,
    image_mean: low?.mean ?? preprocessor.image_mean,
    image_std: low?.std ?? preprocessor.image_std,
    ...(high && {
      high_res_resample: 3,
      high_res_size: { height: preprocessor.image_size, width: preprocessor.image_size },
      high_res_image_mean: high.pixelMean ?? preprocessor.image_mean,
      high_res_image_std: high.pixelStd ?? preprocessor.image_std,
    }),
  };
}

/** processor_config.json for a layout; what an original file said about the prompt is kept. */
export function processorJson(raw: unknown, config: ModelConfig, layout: Layout): Json {
  const tokens = imageTokenCount(config.vision);
  if (layout !== "multi_modality") {
    const hybrid = layout === "deepseek_vl_hybrid" ? "Hybrid" : "";
    return { processor_class: `DeepseekVL${hybrid}Processor`, num_image_tokens: tokens };
  }
  const original = typeof raw === "object" && raw !== null && "sft_format" in raw ? (raw as Json) : {};
  return {
    add_special_token: false,
    ignore_id: -100,
    image_tag: "<image_placeholder>",
    mask_prompt: true,
    processor_class: "VLChatProcessor",
    sft_format: "deepseek",
    ...original,
    num_image_tokens: tokens,
  };
}

interface Pixels {
  readonly mean: Channels;
  readonly std: Channels;
}

function pixels(
  on: boolean,
  mean: Channels | null | undefined,
  std: Channels | null | undefined,
): Pixels | undefined | "default" {
  if (!on) return undefined;
  return mean && std ? { mean, std } : "default";
}

/** What transformers' processor must normalise the low-resolution picture with. */
function lowPixels(preprocessor: Preprocessor, vision: VisionConfig): Pixels | undefined {
  const tower = vision.kind === "sam" ? undefined : vision.low;
  if (tower?.pixelMean && tower.pixelStd) {
    if (!preprocessor.do_normalize) return { mean: tower.pixelMean, std: tower.pixelStd };
    throw new UserError("this model cannot be written in a transformers layout: processor and tower both normalise");
  }
  const { do_normalize, image_mean, image_std } = preprocessor;
  return do_normalize && image_mean && image_std ? { mean: image_mean, std: image_std } : undefined;
}

function withPixels(vision: VisionConfig, low: Pixels | undefined | "default", high: typeof low): VisionConfig {
  const apply = <T extends Pick<SiglipConfig, "pixelMean" | "pixelStd">>(tower: T, p: typeof low): T =>
    p === "default" ? tower : { ...tower, pixelMean: p?.mean, pixelStd: p?.std };
  if (vision.kind === "low") return { kind: "low", low: apply(vision.low, low) };
  if (vision.kind === "sam") return vision;
  return { ...vision, low: apply(vision.low, low), high: apply(vision.high, high) };
}

function parse<T extends z.ZodType>(schema: T, json: unknown, path: string): z.output<T> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UserError(`${path}: "${issue?.path.join(".") || "the content"}": ${issue?.message ?? "not understood"}`);
}
