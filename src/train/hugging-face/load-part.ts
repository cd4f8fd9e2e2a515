/**
 * Reads a tower or the language model from a Hugging Face checkpoint of it alone. Position tables of another grid are resized,
 * as SAM's and SigLIP's users do; vocabularies may be longer than what is stored, by no more than as much again.
 */
import { convert } from "../../checkpoint/half.ts";
import { parameterSpecs, towerPrefixes } from "../../checkpoint/parameters.ts";
import { type CheckpointTensors, openCheckpointTensors } from "../../checkpoint/safetensors.ts";
import type { ModelConfig } from "../../model/config.ts";
import { sizeOf } from "../../runtime/dtype.ts";
import { UserError } from "../../runtime/errors.ts";
import { checkPartConfig } from "./part-config.ts";
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
  await checkPartConfig(layout, folder, config);
  const tensors = await openCheckpointTensors(folder);
  try {
    const table = tableOf(layout, tensors);
    const specs = parameterSpecs(config).filter(({ name, unused }) => !unused && name.startsWith(prefix));
    const read = new Map<string, Float32Array>();
    const used = new Set<string>();
    for (const { name, shape } of specs) {
      let stored = theirNames(table, name.slice(prefix.length));
      // tied embeddings are stored once
      if (stored?.[0] === "lm_head.weight" && !tensors.tensors.has(stored[0])) stored = ["model.embed_tokens.weight"];
      if (!stored?.every((one) => tensors.tensors.has(one))) continue;
      for (const one of stored) used.add(one);
      // a fused matrix has the rows of all its pieces
      const own = [shape[0]! / stored.length, ...shape.slice(1)];
      const pieces = await Promise.all(stored.map((one) => readPiece(tensors, one, own, folder)));
      read.set(name, pieces.length === 1 ? pieces[0]! : joined(pieces));
    }
    if (read.size === 0) throw new UserError(`${folder} has no tensor with a name of ${layout}'s`);
    const depth = new Set(specs.flatMap(({ name }) => /\.(?:blocks|layers)\.\d+\./.exec(name)?.[0] ?? [])).size;
    checkLayers([...tensors.tensors.keys()], used, depth, folder);
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

const layerOf =
  /^(?:vision_model\.encoder\.layers|vision_encoder\.layers|image_encoder\.blocks|model\.layers)\.(\d+)\./;

/**
 * Throws a `UserError` for a layer that the model does not have, and for tensors of a layer that nothing here computes with, as
 * biases of attention: without them the layer would be another.
 */
function checkLayers(names: readonly string[], used: ReadonlySet<string>, depth: number, folder: string): void {
  for (const name of names) {
    const layer = layerOf.exec(name)?.[1];
    if (layer === undefined || used.has(name) || name.endsWith("rotary_emb.inv_freq")) continue;
    throw new UserError(
      Number(layer) < depth
        ? `${folder}: ${name} has no counterpart in the model`
        : `${folder}: ${name} belongs to layer ${layer} counted from 0, and the model has ${depth} layers`,
    );
  }
}

/** A tensor as float32 in the wanted shape. Throws a `UserError` for another shape, for integers, and for what is no number. */
async function readPiece(
  tensors: CheckpointTensors,
  name: string,
  wanted: readonly number[],
  folder: string,
): Promise<Float32Array> {
  const { dtype, shape } = tensors.tensors.get(name)!;
  const where = `${folder}: ${name}`;
  if (!/float/.test(dtype))
    throw new UserError(`${where} has elements of type ${dtype}, expected floating-point weights`);
  const adapted = fitting(name, shape, wanted, where);
  const data = convert(await tensors.read(name), dtype, "float32") as Float32Array;
  const bad = data.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new UserError(`${where} holds ${data[bad]} at element ${bad}, expected finite numbers`);
  return adapted(data);
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

/**
 * How a tensor becomes one of the wanted shape: as it is where shapes agree (ones in front aside), position tables of another size
 * resized, missing rows of vocabularies zero.
 */
function fitting(
  name: string,
  found: readonly number[],
  wanted: readonly number[],
  where: string,
): (data: Float32Array) => Float32Array {
  const [theirs, ours] = [withoutOnes(found), withoutOnes(wanted)];
  if (theirs.join() === ours.join()) return (data) => data;
  const width = wanted.at(-1)!;
  const rows = sizeOf(found) / width;
  if (found.at(-1) === width && rows > 0) {
    const [side, target] = [Math.sqrt(rows), Math.sqrt(sizeOf(wanted) / width)];
    const isGrid = Number.isInteger(side) && (theirs.length <= 2 || theirs.join() === [side, side, width].join());
    if (/pos_embed$|position_embedding/.test(name) && isGrid && Number.isInteger(target)) {
      return (data) => resizedGrid(data, side, target, width);
    }
    if (/rel_pos_[hw]$/.test(name) && found.length === 2) return (data) => resizedRows(data, rows, wanted[0]!, width);
    if (/embed_tokens|lm_head/.test(name) && found.length === 2 && rows < wanted[0]!) {
      if (2 * rows < wanted[0]!) {
        throw new UserError(
          `${where} has ${rows} row${rows === 1 ? "" : "s"} for a vocabulary of ${wanted[0]}, expected at least half of them`,
        );
      }
      return (data) => {
        const longer = new Float32Array(sizeOf(wanted));
        longer.set(data);
        return longer;
      };
    }
  }
  throw new UserError(`${where} has the shape [${found.join(", ")}], the model needs [${wanted.join(", ")}]`);
}

function withoutOnes(shape: readonly number[]): readonly number[] {
  const first = shape.findIndex((size) => size !== 1);
  return first < 0 ? [] : shape.slice(first);
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
