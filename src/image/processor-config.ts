/**
 * What `preprocessor_config.json` says, in one typed shape. Two layouts are read: the original `VLMImageProcessor`, and
 * the `DeepseekVL...ImageProcessor` of transformers, which computes the same but for the size of the short side.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";

/** Three values, one a channel: red, green, blue. */
export type Rgb = readonly [number, number, number];

export interface ProcessorConfig {
  /** Side of the square that the model sees, pixels: 384 (1.3B), 1024 (7B). */
  readonly imageSize: number;
  /** The short side is never made smaller than this, pixels. */
  readonly minSize: number;
  /** How the short side becomes a whole number: to the nearest, halves to even (transformers); default: cut (the original). */
  readonly sizeRounding?: "half_even";
  readonly imageMean: Rgb | null;
  readonly imageStd: Rgb | null;
  /** What a byte is multiplied by: 1/255. */
  readonly rescaleFactor: number;
  /** Whether the tensor is normalised here. False in every released model: its towers normalise inside. */
  readonly doNormalize: boolean;
  /** Colour of the padding, 0 to 255. */
  readonly background: Rgb;
}

const CLIP_MEAN: Rgb = [0.48145466, 0.4578275, 0.40821073];
const CLIP_STD: Rgb = [0.26862954, 0.26130258, 0.27577711];
const HALF: Rgb = [0.5, 0.5, 0.5];

const side = z.int().min(1).max(16384);
const channels = z.tuple([z.number(), z.number(), z.number()]);
const deviations = z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]);
const square = z
  .object({ height: side, width: side })
  .refine(({ height, width }) => height === width, { error: "height and width differ; the model needs a square" })
  .transform(({ height }) => height);

const shared = {
  min_size: side.default(14),
  image_mean: channels.nullable().optional(),
  image_std: deviations.nullable().optional(),
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
  do_normalize: z.boolean().default(true),
};

const originalFile = z.object({
  ...shared,
  image_size: side,
  /** Stands in no file: a checkpoint in transformers' layouts says it of its settings, which it keeps in this form. */
  size_rounding: z.literal("half_even").optional(),
});

const transformersFile = z.object({
  ...shared,
  size: square,
  high_res_size: square.optional(),
  high_res_image_mean: channels.nullable().optional(),
  high_res_image_std: deviations.nullable().optional(),
});

/**
 * Parses the contents of a `preprocessor_config.json`. `source` names the file in messages.
 * The padding colour is int(255 * mean), or (127, 127, 127) without a mean; the file's `background_color` is only a copy of
 * that and is not read, as in the reference.
 * Throws UserError naming the key, what was found and what was expected.
 */
export function parseProcessorConfig(json: unknown, source = "preprocessor_config.json"): ProcessorConfig {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new UserError(`${source} must hold a JSON object`);
  }
  const config =
    "size" in json && !("image_size" in json) ? fromTransformers(json, source) : fromOriginal(json, source);
  if (config.minSize > config.imageSize) {
    throw new UserError(`${source}: "min_size" is ${config.minSize}, more than the image size ${config.imageSize}`);
  }
  if (config.doNormalize && (config.imageMean === null || config.imageStd === null)) {
    throw new UserError(`${source}: "do_normalize" is true, but "image_mean" or "image_std" is null`);
  }
  return config;
}

function fromOriginal(json: object, source: string): ProcessorConfig {
  const file = check(originalFile, json, source);
  const imageMean = file.image_mean === undefined ? CLIP_MEAN : file.image_mean;
  return {
    imageSize: file.image_size,
    minSize: file.min_size,
    ...(file.size_rounding && { sizeRounding: file.size_rounding }),
    imageMean,
    imageStd: file.image_std === undefined ? CLIP_STD : file.image_std,
    rescaleFactor: file.rescale_factor,
    doNormalize: file.do_normalize,
    background: backgroundOf(imageMean),
  };
}

/**
 * One tensor in [0, 1] at the highest resolution, as the original makes it; the low-resolution one is the graph's. In
 * these files the processor normalises for the towers; here the towers do, so nothing of it is left to the processor.
 */
function fromTransformers(json: object, source: string): ProcessorConfig {
  const file = check(transformersFile, json, source);
  const hybrid = file.high_res_size !== undefined;
  const imageMean = hybrid ? (file.high_res_image_mean ?? CLIP_MEAN) : (file.image_mean ?? HALF);
  const imageStd = hybrid ? (file.high_res_image_std ?? CLIP_STD) : (file.image_std ?? HALF);
  return {
    imageSize: file.high_res_size ?? file.size,
    minSize: file.min_size,
    sizeRounding: "half_even",
    imageMean,
    imageStd,
    rescaleFactor: file.rescale_factor,
    doNormalize: false,
    background: backgroundOf(imageMean),
  };
}

function backgroundOf(mean: Rgb | null): Rgb {
  if (mean === null) return [127, 127, 127];
  return [Math.trunc(mean[0] * 255), Math.trunc(mean[1] * 255), Math.trunc(mean[2] * 255)];
}

function check<T>(schema: z.ZodType<T>, json: object, source: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.map(String).join(".");
  throw new UserError(`${source}: ${path ? `"${path}": ` : ""}${issue.message}`);
}
