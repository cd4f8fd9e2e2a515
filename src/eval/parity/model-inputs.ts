/** The inputs of a model fixture as the programs take them. It reads masks and ids as the reference does (spec 1.7). */
import type { ModelConfig, VisionConfig } from "../../model/config.ts";
import { UserError } from "../../runtime/errors.ts";
import type { ModelInputs } from "./full-pass.ts";
import type { GreedyPrompt } from "./greedy.ts";
import { type Numbers, type NumbersByName, need } from "./numbers.ts";
import type { Plain } from "./program.ts";

const file = "inputs.safetensors";
const known = new Set([
  "pixel_values",
  "high_res_pixel_values",
  "input_ids",
  "attention_mask",
  "position_ids",
  "labels",
  "images_seq_mask",
  "images_emb_mask",
]);

/** Names in a fixture's inputs that nothing here would use. */
export function unknownInputs(tensors: NumbersByName): string[] {
  return [...tensors.keys()].filter((name) => !known.has(name));
}

/** Throws a UserError for inputs that are missing or do not fit each other. */
export function modelInputs(tensors: NumbersByName, config: ModelConfig): ModelInputs {
  const ids = need(tensors, "input_ids", file);
  const [rows, length] = ids.shape as [number, number];
  if (ids.shape.length !== 2) throw new UserError(`${file}: input_ids has shape [${ids.shape}], expected two axes`);
  const batch = (name: string): Numbers => {
    const found = need(tensors, name, file);
    if (found.shape.join() === ids.shape.join()) return found;
    throw new UserError(`${file}: ${name} has shape [${found.shape}], input_ids [${ids.shape}]`);
  };
  const attention = batch("attention_mask");
  const pixels = picture(tensors, "pixel_values");
  const highPixels = picture(tensors, "high_res_pixel_values");
  return {
    rows,
    length,
    images: pixels?.shape[0] ?? 0,
    inputIds: Int32Array.from(ids.data, (id) => Math.max(0, id)),
    attentionMask: Int32Array.from(attention.data),
    positionIds: tensors.has("position_ids") ? Int32Array.from(batch("position_ids").data) : positions(attention),
    labels: BigInt64Array.from(batch("labels").data as Float64Array, (label) => BigInt(label)),
    imageRows: imageRows(tensors, ids, config.imageTokenId),
    pixels,
    highPixels,
  };
}

/** Pictures of all rows one after the other. */
function picture(tensors: NumbersByName, name: string): Plain | undefined {
  const found = tensors.get(name);
  if (!found) return undefined;
  const [channels, height, width] = found.shape.slice(-3) as [number, number, number];
  const images = found.data.length / (channels * height * width);
  return { shape: [images, channels, height, width], data: Float32Array.from(found.data) };
}

/** Counted from each row's first real token; 1 on padding. */
function positions({ shape, data }: Numbers): Int32Array {
  const length = shape[1]!;
  const result = new Int32Array(data.length);
  let next = 0;
  for (const [i, real] of data.entries()) {
    if (i % length === 0) next = 0;
    result[i] = real ? next++ : 1;
  }
  return result;
}

/** The k-th marked position takes the k-th marked image embedding, both counted over the whole batch. */
function imageRows(tensors: NumbersByName, ids: Numbers, imageTokenId: number): Int32Array {
  const inText = tensors.get("images_seq_mask");
  const marked = Array.from(ids.data, (id, i) => (inText ? inText.data[i] !== 0 : id === imageTokenId));
  const inImages = tensors.get("images_emb_mask")?.data;
  const sources = inImages && Array.from(inImages.entries()).flatMap(([i, used]) => (used ? [i] : []));
  const places = marked.filter(Boolean).length;
  if (sources && sources.length !== places) {
    throw new UserError(
      `${file}: ${places} positions are for images, but ${sources.length} image embeddings are marked`,
    );
  }
  let next = 0;
  return Int32Array.from(marked, (m) => {
    if (!m) return -1;
    const k = next++;
    return sources ? sources[k]! : k;
  });
}

/** Each row's real tokens, without its padding. */
export function promptsOf({ rows, length, inputIds, attentionMask, imageRows }: ModelInputs): GreedyPrompt[] {
  return Array.from({ length: rows }, (_, row) => {
    const at = Array.from({ length }, (_, i) => row * length + i).filter((i) => attentionMask[i]);
    return { ids: at.map((i) => inputIds[i]!), imageRows: at.map((i) => imageRows[i]!) };
  });
}

/**
 * The model for pictures as they are in the fixture: what the processor has normalised already (only then a value is
 * negative) the towers must not normalise again.
 */
export function forPictures(config: ModelConfig, { pixels, highPixels }: ModelInputs): ModelConfig {
  const normalized = (p: Plain | undefined) => p !== undefined && (p.data as Float32Array).some((v) => v < -1e-6);
  return { ...config, vision: withoutStatistics(config.vision, normalized(pixels), normalized(highPixels ?? pixels)) };
}

function withoutStatistics(vision: VisionConfig, low: boolean, high: boolean): VisionConfig {
  const bare = <T extends object>(tower: T, strip: boolean): T =>
    strip ? { ...tower, pixelMean: undefined, pixelStd: undefined } : tower;
  if (vision.kind === "low") return { kind: "low", low: bare(vision.low, low) };
  if (vision.kind === "sam") return { kind: "sam", high: bare(vision.high, high) };
  return { ...vision, low: bare(vision.low, low), high: bare(vision.high, high) };
}
