/**
 * Parameters by path: a scope called `blocks.3.attn` hands out the tensor `blocks.3.attn.qkv.weight`, which is its key
 * in the checkpoint. One store serves one program, so a layer used twice shares its weights.
 */
import type { Dtype } from "../runtime/runtime.ts";
import { type BlockLayout, cast, inScope, parameter, type Quantization, type Tensor } from "../tensor/index.ts";

/** The parameters (and, for comparison with a reference, the named intermediate values) of one program. */
export interface ParameterStore {
  readonly tensors: Map<string, Tensor>;
  /** Says how a matrix is stored; absent or undefined means as plain numbers. */
  readonly quantization?: (name: string) => Quantization | undefined;
  /** Says which plain matrices have a low-rank adapter beside them (LoRA); absent or undefined means none. */
  readonly adapter?: (name: string) => Adapter | undefined;
  /** The element type that a plain parameter is kept in; computing is in float32 all the same. Default float32. */
  readonly storage?: (name: string) => Dtype | undefined;
  /** Where `Scope.tap` records intermediate values; absent means they are not recorded. */
  readonly taps?: Map<string, Tensor>;
}

export function parameterStore(options: Omit<ParameterStore, "tensors"> = {}): ParameterStore {
  return { tensors: new Map(), ...options };
}

/** `scale` times two thin matrices, `lora_B @ lora_A`, added to what a matrix does (arXiv 2106.09685). */
export interface Adapter {
  readonly rank: number;
  readonly scale: number;
}

/** The parameters that stand for one quantised matrix. */
export type PackedMatrix =
  | ({ readonly kind: "blocks" } & BlockLayout & Readonly<Record<"packed" | "scales" | "zeros", Tensor>>)
  | ({ readonly kind: "int8" } & Readonly<Record<"packed" | "scales", Tensor>>);

export interface PackedPart {
  /** What the part is called behind the matrix's own name. */
  readonly suffix: "packed" | "scales" | "zeros";
  readonly shape: readonly number[];
  readonly dtype: Extract<Dtype, "float32" | "uint8" | "int8">;
}

/** The tensors in which a matrix [outputs, inputs] is stored: `packed`, `scales` and, in blocks, `zeros`. */
export function packedParts(
  quantization: Quantization,
  [outputs, inputs]: readonly [number, number],
): readonly [PackedPart, PackedPart, PackedPart?] {
  if (quantization.kind === "int8") {
    return [
      { suffix: "packed", shape: [inputs, outputs], dtype: "int8" },
      { suffix: "scales", shape: [outputs], dtype: "float32" },
    ];
  }
  const { bits, block } = quantization;
  const blocks = Math.ceil(inputs / block);
  return [
    { suffix: "packed", shape: [outputs, blocks, (block * bits) / 8], dtype: "uint8" },
    { suffix: "scales", shape: [outputs * blocks], dtype: "float32" },
    { suffix: "zeros", shape: [outputs * Math.ceil((blocks * bits) / 8)], dtype: "uint8" },
  ];
}

export class Scope {
  readonly store: ParameterStore;
  readonly path: string;

  constructor(store: ParameterStore, path = "") {
    this.store = store;
    this.path = path;
  }

  /** The scope `name` inside this one. */
  at(name: string | number): Scope {
    return new Scope(this.store, this.key(String(name)));
  }

  /** The full name of a parameter here. */
  key(name: string): string {
    return this.path ? `${this.path}.${name}` : name;
  }

  /** The float32 parameter `name` of this scope. */
  parameter(name: string, shape: readonly number[]): Tensor {
    const key = this.key(name);
    const kept = this.store.storage?.(key);
    if (!kept || kept === "float32") return this.stored(key, shape, "float32");
    return this.store.tensors.get(key) ?? this.widened(key, shape, kept);
  }

  /** The adapter beside matrix `weight` `[outputs, inputs]` of this scope: A `[rank, inputs]` and B `[outputs, rank]`. */
  adapter([outputs, inputs]: readonly [number, number]):
    | (Adapter & { readonly a: Tensor; readonly b: Tensor })
    | undefined {
    const adapter = this.store.adapter?.(this.key("weight"));
    if (!adapter) return undefined;
    const a = this.at("lora_A").parameter("weight", [adapter.rank, inputs]);
    return { ...adapter, a, b: this.at("lora_B").parameter("weight", [outputs, adapter.rank]) };
  }

  /** The packed form of matrix `name`, or `undefined` where it is stored as plain numbers. */
  quantized(name: string, [outputs, inputs]: readonly [number, number]): PackedMatrix | undefined {
    const key = this.key(name);
    const quantization = this.store.quantization?.(key);
    if (!quantization) return undefined;
    const parts = packedParts(quantization, [outputs, inputs]);
    const part = ({ suffix, shape, dtype }: PackedPart) => this.stored(`${key}.${suffix}`, shape, dtype);
    const [packed, scales] = [part(parts[0]), part(parts[1])];
    if (quantization.kind === "int8") return { ...quantization, packed, scales };
    return { ...quantization, packed, scales, zeros: part(parts[2]!) };
  }

  /** Runs `body` so that its nodes and its shape errors carry this scope's path. */
  describe<T>(body: () => T): T {
    return inScope(this.path, body);
  }

  /** Records an intermediate value under a name of the reference's, when someone asked for them. */
  tap(name: string, value: Tensor): Tensor {
    this.store.taps?.set(name, value);
    return value;
  }

  private widened(key: string, shape: readonly number[], kept: Dtype): Tensor {
    const wide = cast(parameter(key, shape, kept), "float32");
    this.store.tensors.set(key, wide);
    return wide;
  }

  private stored(key: string, shape: readonly number[], dtype: Dtype): Tensor {
    const known = this.store.tensors.get(key);
    if (known) {
      if (known.shape.join() !== shape.join()) {
        throw new Error(`parameter ${key} is used as [${shape}] and as [${known.shape.join(", ")}]`);
      }
      return known;
    }
    const made = parameter(key, shape, dtype);
    this.store.tensors.set(key, made);
    return made;
  }
}
