/**
 * AdamW over several processes, each with a copy of the weights and gradients of its own rows (data parallelism), and with
 * the moments of its share of every parameter only (ZeRO-1). A step sums the gradients bucket by bucket, updates the own
 * share, and gathers everyone's.
 *
 * What runs at the same time: a bucket travels while the next one is packed, the first half of the gradients while the
 * backward pass computes the second (`sumEarly`), and updated weights while the next bucket is updated.
 */
import type { Runtime, Session, Value } from "../../runtime/runtime.ts";
import { add, cast, input, mul, reduceSum, square, type Tensor, toOnnx } from "../../tensor/index.ts";
import { type AdamWOptions, adamwDefaults, adamwRule, type Optimizer } from "../optimizer.ts";
import type { Moments, ParameterSet } from "../parameters.ts";
import { type Bucket, pack, planBuckets, type Slot, unpack } from "./buckets.ts";
import type { Collective } from "./collective.ts";
import { backwardOrder } from "./overlap.ts";

export interface ShardedOptions extends AdamWOptions {
  readonly collective: Collective;
  /** Moments of this rank's part of a parameter, as `Slot.part` elements; the same ones each time it is asked. */
  readonly moments: (slot: Slot) => Promise<Moments>;
  /** What this rank's gradients are multiplied by before they are summed. */
  readonly factor: () => number;
  readonly bucketBytes: number;
  /** Parameters whose gradients are there first, also such as this optimizer does not have. */
  readonly early: ReadonlySet<string>;
  /** Asked with the gradient norm of all ranks; false leaves weights and moments as they are. Default: always true. */
  readonly accept?: (norm: number) => boolean;
}

/** A bucket with the programs and memory of this rank's part of it. */
interface Part {
  readonly bucket: Bucket;
  /** The vector that travels; every second bucket shares one. */
  readonly vector: Float32Array;
  /** Summed gradients of this rank's part, kept until the norm of all is known. */
  readonly gradients: Float32Array;
  readonly norm: Session;
  readonly update: Session;
  readonly feeds: Record<string, Value>;
  readonly fetches: Record<string, Value>;
  readonly squares: Value;
}

/** An optimizer of the named parameters, which are float32; every rank names the same ones. */
export async function createShardedAdamW(
  runtime: Runtime,
  set: ParameterSet,
  names: readonly string[],
  options: ShardedOptions,
): Promise<Optimizer> {
  const { collective, factor, bucketBytes, early } = options;
  const settings = { ...adamwDefaults, ...options };
  const { rank, size } = collective;
  const lengths = backwardOrder(names.map((name) => ({ name, length: set.values.get(name)!.data.length })));
  const ahead = planBuckets(
    lengths.filter(({ name }) => early.has(name)),
    size,
    bucketBytes,
  );
  const behind = planBuckets(
    lengths.filter(({ name }) => !early.has(name)),
    size,
    bucketBytes,
  );
  const buckets = [...ahead, ...behind];
  const longest = Math.max(...buckets.map(({ part }) => part));
  const vectors = [0, 1].map(() => new Float32Array(longest * size));
  const at = {
    rate: runtime.value("float32", []),
    correction1: runtime.value("float32", []),
    correction2: runtime.value("float32", []),
    clip: runtime.value("float32", []),
  };
  const parts: Part[] = [];
  for (const [i, bucket] of buckets.entries()) {
    const vector = vectors[i % 2]!.subarray(0, bucket.part * size);
    parts.push(await preparePart(runtime, bucket, vector, at, settings, options));
  }
  const weights = (name: string) => set.values.get(name)!.data as Float32Array;
  const gradients = (name: string) => set.gradients.get(name)!.data as Float32Array;

  /** Each part's vector is summed while the next one is packed. */
  async function sumGradients(summed: readonly Part[]): Promise<void> {
    let before: Promise<void> = Promise.resolve();
    for (const { bucket, vector, gradients: own } of summed) {
      pack(bucket, vector, collective, gradients, { factor: factor() });
      await before;
      before = collective.reduceScatter(vector).then(() => own.set(ownPart(vector, bucket, rank)));
    }
    await before;
  }

  async function globalNorm(): Promise<number> {
    let sum = 0;
    for (const { norm, feeds, squares } of parts) {
      const given = Object.fromEntries(norm.inputs.map(({ name }) => [name, feeds[name]!]));
      await norm.run(given, { squares });
      sum += squares.data[0] as number;
    }
    const total = Float32Array.of(sum);
    await collective.allReduce(total);
    return Math.sqrt(total[0]!);
  }

  /** Each part's weights are gathered while the next part is updated. */
  async function updateWeights(): Promise<void> {
    let before: Promise<void> = Promise.resolve();
    for (const { bucket, vector, update, feeds, fetches } of parts) {
      pack(bucket, vector, collective, weights, { only: rank });
      await update.run(feeds, fetches);
      await before;
      before = collective.allGather(vector).then(() => unpack(bucket, vector, collective, weights));
      before.catch(() => {}); // reported where it is awaited, behind the next update
    }
    await before;
  }

  return {
    sumEarly: () => sumGradients(parts.slice(0, ahead.length)),
    async step(learningRate, count) {
      await sumGradients(parts.slice(ahead.length));
      const norm = await globalNorm();
      if (options.accept?.(norm) === false) return norm;
      at.rate.data[0] = learningRate;
      at.correction1.data[0] = 1 / (1 - settings.beta1 ** count);
      at.correction2.data[0] = 1 / (1 - settings.beta2 ** count);
      at.clip.data[0] = Math.min(1, settings.clipNorm / (norm + 1e-6));
      await updateWeights();
      return norm;
    },
    dispose() {
      for (const { norm, update } of parts) {
        norm.dispose();
        update.dispose();
      }
    },
  };
}

/** There are as many programs as buckets, and each would have threads of its own, for work that memory limits anyway. */
const oneThread = { threads: 1, flushDenormals: true };

function ownPart(vector: Float32Array, { part }: Bucket, rank: number): Float32Array {
  return vector.subarray(rank * part, (rank + 1) * part);
}

async function preparePart(
  runtime: Runtime,
  bucket: Bucket,
  vector: Float32Array,
  at: Readonly<Record<"rate" | "correction1" | "correction2" | "clip", Value>>,
  settings: Required<AdamWOptions>,
  { collective, moments }: ShardedOptions,
): Promise<Part> {
  const gradients = new Float32Array(bucket.part);
  const weights = ownPart(vector, bucket, collective.rank);
  const feeds: Record<string, Value> = { ...at };
  const fetches: Record<string, Value> = {};
  const outputs: Record<string, Tensor> = {};
  const scalar = (name: string) => input(name, "float32", []);
  const [rate, correction1] = [scalar("rate"), scalar("correction1")];
  const [correction2, clip] = [scalar("correction2"), scalar("clip")];
  const squares: Tensor[] = [];
  for (const [i, slot] of bucket.slots.entries()) {
    const shape = [slot.part];
    const within = (data: Float32Array) =>
      runtime.value("float32", shape, data.subarray(slot.offset, slot.offset + slot.part));
    const state = await moments(slot);
    const { dtype } = state.first;
    const moment = (kind: string) => cast(input(`${kind}${i}`, dtype, shape), "float32");
    const gradient = input(`g${i}`, "float32", shape);
    const updated = adamwRule(
      {
        parameter: input(`p${i}`, "float32", shape),
        gradient,
        first: moment("m"),
        second: moment("v"),
      },
      { rate: mul(rate, settings.rateScale(slot.name)), clip, correction1, correction2 },
      settings,
    );
    squares.push(reduceSum(square(gradient)));
    outputs[`p${i}_out`] = updated.parameter;
    outputs[`m${i}_out`] = cast(updated.first, dtype);
    outputs[`v${i}_out`] = cast(updated.second, dtype);
    feeds[`g${i}`] = within(gradients);
    feeds[`p${i}`] = fetches[`p${i}_out`] = within(weights);
    feeds[`m${i}`] = fetches[`m${i}_out`] = state.first;
    feeds[`v${i}`] = fetches[`v${i}_out`] = state.second;
  }
  const sum = squares.reduce((a, b) => add(a, b));
  return {
    bucket,
    vector,
    gradients,
    feeds,
    fetches,
    squares: runtime.value("float32", []),
    norm: await runtime.session(toOnnx({ squares: sum }, { target: "cpu" }), oneThread),
    update: await runtime.session(toOnnx(outputs, { target: "cpu" }), oneThread),
  };
}
