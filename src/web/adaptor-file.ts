/**
 * A trained adaptor as a safetensors file: the tensors under their names in the checkpoint, and in its metadata which model
 * they belong to. It is of use with that model only, whose towers and language model were there when it was trained.
 */

import type { Checkpoint } from "../checkpoint/assemble.ts";
import { convert } from "../checkpoint/half.ts";
import { alignerSpecs } from "../checkpoint/parameters.ts";
import { encodeSafetensors } from "../checkpoint/safetensors-layout.ts";
import { safetensorsInMemory } from "../checkpoint/safetensors-memory.ts";
import { contentHash } from "../image/hash.ts";
import { UserError } from "../runtime/errors.ts";
import type { ModelManifest } from "./manifest.ts";

/** What an adaptor is part of. */
export interface AdaptorBase {
  /** What the model is called. */
  readonly id: string;
  /** Names the model's weights; see `weightsHash`. */
  readonly weights: string;
}

/** One name for all weights of a model, by the hashes of its files. */
export function weightsHash({ files }: ModelManifest): Promise<string> {
  const weights = files.filter(({ name }) => name.endsWith(".safetensors")).map(({ sha256 }) => sha256);
  return contentHash(new TextEncoder().encode(weights.join(" ")));
}

/** Throws a UserError for a quantised model, or one without an adaptor. */
export async function encodeAdaptor(checkpoint: Checkpoint, { id, weights }: AdaptorBase): Promise<Uint8Array> {
  const specs = adaptorSpecs(checkpoint);
  const tensors = await Promise.all(
    specs.map(async ({ name, shape }) => {
      const data = (await checkpoint.read(name, "float32")) as Float32Array;
      return { name, shape, dtype: "float32", data } as const;
    }),
  );
  return encodeSafetensors(tensors, { format: "pt", "periscope.adaptor": "1", model: id, weights });
}

/**
 * The weights in such a file, by name. Throws a UserError that begins with `source` for another file, another model's
 * adaptor, or one whose numbers are none.
 */
export async function readAdaptor(
  bytes: Uint8Array,
  checkpoint: Checkpoint,
  { base, source }: { readonly base: AdaptorBase; readonly source: string },
): Promise<ReadonlyMap<string, Float32Array>> {
  const specs = adaptorSpecs(checkpoint);
  const { tensors, metadata, read } = safetensorsInMemory(source, bytes);
  if (metadata["periscope.adaptor"] !== "1") {
    throw new UserError(`${source} is a safetensors file, but no adaptor that was trained and saved in a tab`);
  }
  if (metadata.weights !== base.weights) {
    const other = metadata.model === base.id ? `another version of ${base.id}` : `the model ${metadata.model}`;
    throw new UserError(`${source} was trained with ${other}; with this model it would say nonsense`);
  }
  const weights = new Map<string, Float32Array>();
  for (const { name, shape } of specs) {
    const entry = tensors.get(name);
    if (entry === undefined) throw new UserError(`${source} has no tensor "${name}"`);
    if (entry.shape.join() !== shape.join()) {
      throw new UserError(`${source}: "${name}" has shape [${entry.shape.join(", ")}], expected [${shape.join(", ")}]`);
    }
    const data = convert(await read(name), entry.dtype, "float32") as Float32Array;
    if (!data.every(Number.isFinite)) throw new UserError(`${source}: "${name}" has values that are no numbers`);
    weights.set(name, data);
  }
  return weights;
}

function adaptorSpecs(checkpoint: Checkpoint) {
  if (checkpoint.quantizationOf !== undefined) {
    throw new UserError("this model is quantised; only a model of plain numbers can have an adaptor of its own");
  }
  const specs = alignerSpecs(checkpoint.config.aligner);
  if (specs.length === 0) throw new UserError("this model has no adaptor: its aligner is the identity");
  return specs;
}
