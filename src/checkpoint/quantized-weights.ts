/**
 * Weights as they are after quantisation, made from plain ones matrix by matrix at the time they are read. It is what
 * `quantize.ts` writes to a folder. Reading throws a UserError where a plain weight is infinite or no number.
 */
import { packedParts } from "../nn/index.ts";
import { allocate, bytesPerElement, lengthOf } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime, Session, TypedArray, Value } from "../runtime/runtime.ts";
import { type Quantization, toOnnx } from "../tensor/index.ts";
import type { WeightSpec, Weights } from "./checkpoint.ts";
import { convert, firstNotFinite } from "./half.ts";
import { layoutTable } from "./layouts.ts";
import { type QuantizationSection, quantizationOf } from "./quantization.ts";
import { quantizationProgram } from "./quantize-matrix.ts";

/** Weights in a run: with their dozens of intermediate values they should stay in the processor's cache. */
const slabWeights = 1 << 18;

export interface QuantizedWeightsOptions {
  readonly runtime: Runtime;
  readonly section: QuantizationSection;
  /** Bytes of the plain weights that have been dealt with, and all of them. */
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface QuantizedWeights extends Weights {
  dispose(): void;
}

/** `source` with the matrices that `section` names in packed form, and without what no computation reads. */
export function quantizedWeights(source: Weights, options: QuantizedWeightsOptions): QuantizedWeights {
  const { runtime, section, onProgress, signal } = options;
  const { vision } = source.config;
  const config =
    vision.kind === "sam"
      ? source.config
      : { ...source.config, vision: { ...vision, low: { ...vision.low, poolHead: false } } };
  const entries = layoutTable(config, "multi_modality", quantizationOf(section)).filter(({ unused }) => !unused);
  const packing = quantizationOf(section);
  const table = new Map(entries.map((entry) => [entry.name, entry]));
  const bytesOf = (name: string): number => {
    const spec = source.spec(name);
    return spec ? lengthOf(spec.dtype, spec.shape) * bytesPerElement[spec.dtype] : 0;
  };
  const originals = new Set(entries.map(({ name, dtype }) => (dtype ? matrixOf(name) : name)));
  const totalBytes = [...originals].reduce((total, name) => total + bytesOf(name), 0);
  let doneBytes = 0;
  const progress = (bytes: number) => {
    doneBytes += bytes;
    onProgress?.(doneBytes, totalBytes);
  };
  const quantizer = new Quantizer(runtime, progress, signal);
  /** Parts that were made but not yet asked for. */
  const waiting = new Map<string, TypedArray>();

  /** Weights that are no numbers would be packed as some number, and a model that cannot answer would seem to. */
  async function readFinite(name: string, { dtype, shape }: WeightSpec): Promise<TypedArray> {
    const data = await source.read(name);
    const at = firstNotFinite(data, dtype);
    if (at < 0) return data;
    const value = (convert(data.subarray(at, at + 1), dtype, "float32") as Float32Array)[0];
    throw new UserError(`cannot quantise: "${name}" [${shape.join(", ")}] holds ${value}, so its weights are damaged`);
  }

  async function makeMatrix(name: string): Promise<void> {
    const spec = source.spec(name);
    if (spec === undefined) throw new UserError(`the checkpoint has no parameter "${name}"`);
    const parts = await quantizer.run(packing(name)!, spec, await readFinite(name, spec));
    for (const [suffix, data] of Object.entries(parts)) waiting.set(`${name}.${suffix}`, data);
  }

  return {
    config,
    names: [...table.keys()],
    has: (name) => table.has(name),
    spec: (name) => {
      const entry = table.get(name);
      if (entry?.dtype === undefined) return entry && source.spec(name);
      return { dtype: entry.dtype, shape: entry.shape, parameters: entry.parameters };
    },
    read: async (name, as) => {
      signal?.throwIfAborted();
      if (table.get(name)?.dtype === undefined) {
        progress(bytesOf(name));
        const spec = source.spec(name);
        if (spec === undefined) return source.read(name, as);
        const data = await readFinite(name, spec);
        return as === undefined ? data : convert(data, spec.dtype, as);
      }
      if (!waiting.has(name)) await makeMatrix(matrixOf(name));
      const made = waiting.get(name)!;
      waiting.delete(name);
      return made;
    },
    dispose: () => quantizer.dispose(),
  };
}

/** The name of the matrix that a part belongs to. */
function matrixOf(part: string): string {
  return part.replace(/\.(packed|scales|zeros)$/, "");
}

/** Runs the programs of `quantize-matrix.ts` over whole matrices, a slab of rows at a time. */
class Quantizer {
  readonly #runtime: Runtime;
  readonly #progress: (bytes: number) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(runtime: Runtime, progress: (bytes: number) => void, signal: AbortSignal | undefined) {
    this.#runtime = runtime;
    this.#progress = progress;
    this.#signal = signal;
  }

  /** The parts of one matrix [outputs, inputs] under their suffixes. */
  async run(
    quantization: Quantization,
    { dtype, shape }: WeightSpec,
    data: TypedArray,
  ): Promise<Record<string, TypedArray>> {
    const [outputs, inputs] = shape as [number, number];
    const key = `${JSON.stringify(quantization)} ${dtype} ${inputs}`;
    let session = this.#sessions.get(key);
    if (session === undefined) {
      const program = quantizationProgram(quantization, inputs, dtype);
      session = this.#runtime.session(toOnnx(program, { target: this.#runtime.device }));
      this.#sessions.set(key, session);
    }
    const parts = Object.fromEntries(
      packedParts(quantization, [outputs, inputs]).flatMap((part) =>
        part ? [[part.suffix, allocate(part.dtype, lengthOf(part.dtype, part.shape))]] : [],
      ),
    );
    const step = Math.max(1, Math.floor(slabWeights / inputs));
    for (let from = 0; from < outputs; from += step) {
      this.#signal?.throwIfAborted();
      const rows = Math.min(step, outputs - from);
      const slab = data.subarray(from * inputs, (from + rows) * inputs);
      const feed = this.#runtime.value(dtype, [rows, inputs], slab);
      const made = await (await session).run({ rows: feed });
      feed.dispose();
      for (const [name, value] of Object.entries(made)) {
        place(value, parts[name]!, { from, rows, outputs, turned: quantization.kind === "int8" && name === "packed" });
        value.dispose();
      }
      this.#progress(slab.byteLength);
    }
    return parts;
  }

  dispose(): void {
    for (const session of this.#sessions.values()) {
      session.then(
        (loaded) => loaded.dispose(),
        () => {}, // whoever ran it has heard of it
      );
    }
    this.#sessions.clear();
  }
}

/** Puts the result for `rows` outputs behind `from` others; turned matrices have the outputs as their columns. */
function place(
  value: Value,
  whole: TypedArray,
  { from, rows, outputs, turned }: { from: number; rows: number; outputs: number; turned: boolean },
): void {
  const part = value.data as Uint8Array;
  const target = whole as Uint8Array;
  if (!turned) target.set(part, (part.length / rows) * from);
  else
    for (let at = 0; at * rows < part.length; at++)
      target.set(part.subarray(at * rows, (at + 1) * rows), at * outputs + from);
}
