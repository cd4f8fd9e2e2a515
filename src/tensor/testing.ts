/**
 * For tests: runs symbolic tensors on ONNX Runtime's CPU, and compares gradients with finite differences.
 * Every run also checks that values have the shapes and element types that the operators promised.
 */
import { allocate, sizeOf } from "../runtime/dtype.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Dtype, Runtime, TypedArray, Value } from "../runtime/runtime.ts";
import { grad } from "./grad.ts";
import { leavesOf, toOnnx } from "./onnx/write.ts";
import type { Dim, Shape } from "./shape.ts";
import { input, nameOf, type Tensor } from "./tensor.ts";

/** Values for the names in symbolic shapes. */
export type Sizes = Readonly<Record<string, number>>;

let shared: Promise<Runtime> | undefined;

/** The CPU, opened once for all tests of a file. */
export function cpu(): Promise<Runtime> {
  shared ??= createNativeRuntime("cpu", { threads: 1 });
  return shared;
}

/** Numbers in [0, 1) that are the same in every run (the generator called mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A typed array with the given numbers; 16-bit floats are given as their bits. */
export function arrayOf(dtype: Dtype, values: readonly number[]): TypedArray {
  const array = allocate(dtype, values.length);
  for (const [i, v] of values.entries()) array[i] = dtype === "int64" ? BigInt(v) : v;
  return array;
}

/** A program that can be run on arrays. */
export interface Compiled {
  /** Values by name of input; the sizes of symbolic extents. Returns plain numbers by name of output. */
  run(feeds: Readonly<Record<string, TypedArray>>, sizes?: Sizes): Promise<Record<string, number[]>>;
  dispose(): void;
}

/** Compiles the named tensors for the CPU (or another runtime whose programs are written for the CPU). */
export async function compile(outputs: Readonly<Record<string, Tensor>>, on?: Runtime): Promise<Compiled> {
  const runtime = on ?? (await cpu());
  const target = runtime.device;
  const session = await runtime.session(toOnnx(outputs, { target }));
  const leaves = [...leavesOf(Object.values(outputs), "input"), ...leavesOf(Object.values(outputs), "parameter")];
  return {
    async run(feeds, sizes = {}) {
      const values: Record<string, Value> = {};
      for (const leaf of leaves) {
        const name = nameOf(leaf);
        const data = feeds[name];
        if (!data) throw new Error(`no values for ${name}`);
        values[name] = runtime.value(leaf.dtype, concrete(leaf.shape, sizes), data);
      }
      const results = await session.run(values);
      const numbers: Record<string, number[]> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        const value = results[name]!;
        const promised = concrete(tensor.shape, sizes);
        if (value.dtype !== tensor.dtype || value.shape.join() !== promised.join()) {
          throw new Error(
            `${tensor.node.op} promised ${tensor.dtype} [${promised}] and gave ${value.dtype} [${value.shape}]`,
          );
        }
        numbers[name] = Array.from(await value.download(), Number);
        value.dispose();
      }
      return numbers;
    },
    dispose: () => session.dispose(),
  };
}

/** Compiles and runs once. */
export async function evaluate(
  outputs: Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, TypedArray>> = {},
  sizes: Sizes = {},
): Promise<Record<string, number[]>> {
  const program = await compile(outputs);
  try {
    return await program.run(feeds, sizes);
  } finally {
    program.dispose();
  }
}

export interface GradientCheck {
  /** `float64` (the default) is checked tightly; `float32` is for operators that the CPU has in float32 only. */
  readonly dtype?: "float64" | "float32";
  /** Inputs are drawn evenly from this range. Default [-1, 1]. */
  readonly range?: readonly [number, number];
  /** One check for each binding of the names in the shapes. Default: one, without names. */
  readonly sizes?: readonly Sizes[];
}

/** Step, and largest error allowed relative to the largest derivative, by element type. */
const accuracy = {
  float64: { step: 2 ** -12, tolerance: 1e-8 },
  float32: { step: 2 ** -5, tolerance: 2e-4 },
} as const;

/** Central differences with an error of the fourth order: f' = sum of weight * f(x + offset * step) / step. */
const stencil = [
  [-2, 1 / 12],
  [-1, -2 / 3],
  [1, 2 / 3],
  [2, -1 / 12],
] as const;

/**
 * Checks the gradient of `fn` with respect to each of its inputs, of the given shapes and random values: every element
 * against finite differences of a random weighting of the outputs. Throws where they differ.
 */
export async function checkGradient(
  fn: (...inputs: Tensor[]) => Tensor,
  shapes: readonly Shape[],
  options: GradientCheck = {},
): Promise<void> {
  const { dtype = "float64", range: [low, high] = [-1, 1], sizes: bindings = [{}] } = options;
  const inputs = shapes.map((shape, i) => input(`x${i}`, dtype, shape));
  const out = fn(...inputs);
  const gradients = grad(out, inputs, input("seed", dtype, out.shape));
  const forward = await compile({ out });
  const backward = await compile(Object.fromEntries(gradients.map((g, i) => [`g${i}`, g])));
  try {
    for (const [round, sizes] of bindings.entries()) {
      const next = randomNumbers(round + 1);
      const draw = (shape: Shape) => {
        const n = sizeOf(concrete(shape, sizes));
        return arrayOf(
          dtype,
          Array.from({ length: n }, () => low + (high - low) * next()),
        ) as Float64Array;
      };
      const feeds = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, draw(shape)]));
      const seed = draw(out.shape).map((v) => v - (low + high) / 2 + 0.25);
      const project = async () => dot((await forward.run(feeds, sizes)).out!, seed);
      const found = await backward.run({ ...feeds, seed }, sizes);
      for (const [i, shape] of shapes.entries()) {
        const expected = await differences(feeds[`x${i}`]!, accuracy[dtype].step, project);
        const where = `input ${i} [${concrete(shape, sizes)}] of ${out.node.op}`;
        compare(found[`g${i}`]!, expected, accuracy[dtype].tolerance, where);
      }
    }
  } finally {
    forward.dispose();
    backward.dispose();
  }
}

async function differences(x: Float64Array, step: number, project: () => Promise<number>): Promise<number[]> {
  const slopes: number[] = [];
  for (const [i, at] of x.entries()) {
    let slope = 0;
    for (const [offset, weight] of stencil) {
      x[i] = at + offset * step;
      slope += (weight * (await project())) / step;
    }
    x[i] = at;
    slopes.push(slope);
  }
  return slopes;
}

function compare(found: readonly number[], expected: readonly number[], tolerance: number, where: string): void {
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [i, e] of expected.entries()) {
    const f = found[i]!;
    if (!(Math.abs(f - e) <= tolerance * scale)) {
      throw new Error(`element ${i} of the gradient for ${where} is ${f}, finite differences give ${e}`);
    }
  }
}

function dot(a: readonly number[], b: ArrayLike<number>): number {
  return a.reduce((sum, v, i) => sum + v * b[i]!, 0);
}

/** The shape with its names replaced by sizes; `2*rows` is computed. */
function concrete(shape: Shape, sizes: Sizes): number[] {
  const size = (name: string): number => {
    const value = sizes[name] ?? Number(name);
    if (Number.isNaN(value)) throw new Error(`no size for "${name}"`);
    return value;
  };
  const extent = (d: Dim): number =>
    typeof d === "number"
      ? d
      : d
          .split("+")
          .map((term) => term.split("*").reduce((n, factor) => n * size(factor), 1))
          .reduce((a, b) => a + b);
  return shape.map(extent);
}
