/**
 * Reads a tower or the language model from a Hugging Face checkpoint of it alone. Position tables of another grid are resized,
 * as SAM's and SigLIP's users do; vocabularies may be longer than what is stored.
 */
import { convert } from "../../checkpoint/half.ts";
import { parameterSpecs, towerPrefixes } from "../../checkpoint/parameters.ts";
import { type CheckpointTensors, openCheckpointTensors } from "../../checkpoint/safetensors.ts";
import type { ModelConfig } from "../../model/config.ts";
import { sizeOf } from "../../runtime/dtype.ts";
import { UserError } from "../../runtime/errors.ts";
import { llamaNames, originalSamNames, type Rename, samNames, siglipNames, theirNames } from "./tables.ts";

type Layout = "siglip" | "sam" | "llama";

/** Our parameters with float32 data, as far as the checkpoint has them. Throws a `UserError` for shapes that do not fit. */
export async function loadPart(
  layout: Layout,
  folder: string,
  part: "high" | "low" | "aligner" | "language",
  config: ModelConfig,
): Promise<Map<string, Float32Array>> {
  const place = { siglip: "low", sam: "high", llama: "language" }[layout];
  if (part !== place) throw new UserError(`${folder} is a ${layout} checkpoint, which is no start for "${part}"`);
  const prefix =
    layout === "llama" ? "language_model." : towerPrefixes(config.vision)[layout === "sam" ? "high" : "low"];
  if (prefix === undefined) throw new UserError(`the model has no ${part} tower that ${folder} could be the start of`);
  const tensors = await openCheckpointTensors(folder);
  try {
    const table = tableOf(layout, tensors);
    const specs = parameterSpecs(config).filter(({ name, unused }) => !unused && name.startsWith(prefix));
    const read = new Map<string, Float32Array>();
    for (const { name, shape } of specs) {
      let stored = theirNames(table, name.slice(prefix.length));
      // tied embeddings are stored once
      if (stored?.[0] === "lm_head.weight" && !tensors.tensors.has(stored[0])) stored = ["model.embed_tokens.weight"];
      if (!stored?.every((one) => tensors.tensors.has(one))) continue;
      const pieces = await Promise.all(stored.map((one) => readFloats(tensors, one)));
      const data = pieces.length === 1 ? pieces[0]! : joined(pieces);
      const found = stored.length === 1 ? tensors.tensors.get(stored[0]!)!.shape : shape;
      read.set(name, fitted(data, found, shape, `${folder}: ${stored[0]}`));
    }
    if (read.size === 0) throw new UserError(`${folder} has no tensor with a name of ${layout}'s`);
    return read;
  } finally {
    await tensors.close();
  }
}

function tableOf(layout: Layout, { tensors }: CheckpointTensors): readonly Rename[] {
  if (layout === "siglip") return siglipNames;
  if (layout === "llama") return llamaNames;
  return [...tensors.keys()].some((name) => name.startsWith("image_encoder.")) ? originalSamNames : samNames;
}

async function readFloats(tensors: CheckpointTensors, name: string): Promise<Float32Array> {
  const { dtype } = tensors.tensors.get(name)!;
  return convert(await tensors.read(name), dtype, "float32") as Float32Array;
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The same numbers where shapes agree; position tables of another size resized, missing rows of vocabularies zero. */
function fitted(data: Float32Array, found: readonly number[], wanted: readonly number[], where: string): Float32Array {
  if (data.length === sizeOf(wanted)) return data;
  const width = wanted.at(-1)!;
  if (/pos_embed$|position_embedding/.test(where) && found.at(-1) === width) {
    const side = Math.sqrt(data.length / width);
    const target = Math.sqrt(sizeOf(wanted) / width);
    if (Number.isInteger(side) && Number.isInteger(target)) return resizedGrid(data, side, target, width);
  }
  if (/rel_pos_[hw]$/.test(where) && found.at(-1) === width) {
    return resizedRows(data, data.length / width, wanted[0]!, width);
  }
  if (/embed_tokens|lm_head/.test(where) && found.at(-1) === width && found[0]! < wanted[0]!) {
    const longer = new Float32Array(sizeOf(wanted));
    longer.set(data);
    return longer;
  }
  throw new UserError(`${where} has the shape [${found.join(", ")}], the model needs [${wanted.join(", ")}]`);
}

/** Bilinear, half-pixel centres: `[side, side, width]` to `[target, target, width]`. */
function resizedGrid(data: Float32Array, side: number, target: number, width: number): Float32Array {
  const rows = resizedRows(data, side, target, side * width);
  const out = new Float32Array(target * target * width);
  for (let y = 0; y < target; y++) {
    const row = rows.subarray(y * side * width, (y + 1) * side * width);
    out.set(resizedRows(row, side, target, width), y * target * width);
  }
  return out;
}

/** Linear, half-pixel centres: `[from, width]` to `[to, width]`. */
function resizedRows(data: Float32Array, from: number, to: number, width: number): Float32Array {
  const out = new Float32Array(to * width);
  for (let i = 0; i < to; i++) {
    const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const low = Math.floor(at);
    const high = Math.min(from - 1, low + 1);
    for (let c = 0; c < width; c++) {
      const a = data[low * width + c]!;
      out[i * width + c] = a + (at - low) * (data[high * width + c]! - a);
    }
  }
  return out;
}
