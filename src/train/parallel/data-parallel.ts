/**
 * One rank's side of a training run that several processes do together: what they agree on at each step, the optimizer
 * over all of them, and the state that rank 0 writes for all. A saved state is the same as that of one process, so a run
 * may go on with any number of ranks.
 */
import { convert } from "../../checkpoint/half.ts";
import type { TensorSource } from "../../checkpoint/safetensors-write.ts";
import type { Dtype, Runtime, TypedArray } from "../../runtime/runtime.ts";
import type { AdamWOptions, Optimizer } from "../optimizer.ts";
import type { Moments, ParameterSet } from "../parameters.ts";
import { type RunPosition, saveState } from "../state.ts";
import { partOf, type Slot } from "./buckets.ts";
import { broadcastJson, type Collective } from "./collective.ts";
import { firstHalf } from "./overlap.ts";
import { createShardedAdamW, type ShardedOptions } from "./sharded-adamw.ts";

/** Large enough that a message's latency does not count, small enough that packing and sending overlap. */
const defaultBucketBytes = 16 << 20;

/** What a rank is about to do. */
export interface Intention {
  /** How much its rows count in the mean over all ranks' rows: the number of targets that their loss is the mean of. */
  readonly weight: number;
  readonly step: number;
  /** Parameters with gradients from these rows. */
  readonly trained: readonly string[];
}

/** What came of it. */
export interface Contribution {
  /** The scalars of this rank's rows. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether this rank was asked to stop. */
  readonly stop: boolean;
  /** Counts to add up over all ranks, as of tokens. */
  readonly counts?: Readonly<Record<string, number>>;
}

export interface Agreement {
  /** Means over all ranks' rows. */
  readonly values: Record<string, number>;
  readonly counts: Record<string, number>;
  /** Whether any rank was asked to stop. */
  readonly stop: boolean;
}

export interface OptimizerSettings extends AdamWOptions, Pick<ShardedOptions, "accept"> {
  /** How moments are kept. Default: float32. */
  readonly moments?: Extract<Dtype, "float32" | "bfloat16">;
}

export interface DataParallel {
  /** Parameters whose gradients are summed ahead, while the others are computed. The same ones on every rank. */
  readonly early: ReadonlySet<string>;
  /** Begins a step, on every rank: how much the rows of each count. */
  begin(mine: Intention): Promise<void>;
  /** What all ranks bring, put together. Comes before `Optimizer.step`, on every rank. */
  agree(mine: Contribution): Promise<Agreement>;
  /** As `createAdamW`; the gradients of all ranks are summed by the weights with which they began the step. */
  optimizer(names: readonly string[], options?: OptimizerSettings): Promise<Optimizer>;
  /** Writes the state, on rank 0; all ranks call it. */
  save(path: string, position: RunPosition): Promise<void>;
}

export interface DataParallelOptions {
  readonly bucketBytes?: number;
  /** Elements of what is trained, also of what the set does not have yet. Default: of all that it has. */
  readonly sizes?: ReadonlyMap<string, number>;
}

export function dataParallel(
  collective: Collective,
  runtime: Runtime,
  set: ParameterSet,
  { bucketBytes = defaultBucketBytes, sizes }: DataParallelOptions = {},
): DataParallel {
  const { rank, size } = collective;
  const kept = new Map<string, { readonly moments: Moments; readonly length: number; readonly part: number }>();
  let factor = 1 / size;
  const lengths = sizes ?? new Map([...set.values].map(([name, { data }]) => [name, data.length]));
  const early = firstHalf(
    [...lengths].map(([name, length]) => ({ name, length })),
    bucketBytes,
  );

  /** This rank's part of a parameter's moments: of those that rank 0 has read from a state, or zeros. */
  async function moments({ name, length, part }: Slot, dtype: Dtype): Promise<Moments> {
    const known = kept.get(name);
    if (known) return known.moments;
    const mine = { first: runtime.value(dtype, [part]), second: runtime.value(dtype, [part]) };
    const whole = set.moments.get(name);
    if (await broadcastJson(collective, whole !== undefined)) {
      for (const kind of ["first", "second"] as const) {
        const data = rank === 0 ? convert(whole![kind].data, whole![kind].dtype, "float32") : new Float32Array(length);
        await collective.broadcast(data, 0);
        const own = convert(data.subarray(rank * part, (rank + 1) * part), "float32", dtype);
        mine[kind].data.set(own as never);
      }
    }
    whole?.first.dispose();
    whole?.second.dispose();
    set.moments.delete(name);
    kept.set(name, { moments: mine, length, part });
    return mine;
  }

  /** All ranks' parts of one vector of moments. */
  async function gather(name: string, kind: keyof Moments): Promise<TypedArray> {
    const { moments, length, part } = kept.get(name)!;
    const whole = new Float32Array(partOf(length, size) * size);
    const { dtype, data } = moments[kind];
    whole.set(convert(data, dtype, "float32") as Float32Array, rank * part);
    await collective.allGather(whole);
    return convert(whole.subarray(0, length), "float32", dtype);
  }

  return {
    early,
    async begin({ weight, step, trained }) {
      const [stepMark, nameMark] = [step % 4096, fingerprint(trained.join())];
      const common = Float32Array.of(weight, stepMark, nameMark);
      await collective.allReduce(common);
      if (common[1] !== stepMark * size || common[2] !== nameMark * size) {
        throw new Error(
          `rank ${rank} is at step ${step} with ${trained.length} trained parameters, another rank is elsewhere: all ranks need the same step and rows of the same modality`,
        );
      }
      const total = common[0]!;
      factor = total > 0 ? weight / total : 0;
    },
    async agree({ values, stop, counts = {} }) {
      const names = Object.keys(values);
      const means = names.map((name) => {
        const value = values[name]!;
        return Number.isFinite(value) ? value * factor : value; // what is no number must not vanish with a weight of 0
      });
      const mark = fingerprint(names.join());
      const common = Float32Array.of(mark, stop ? 1 : 0);
      await collective.allReduce(common);
      if (common[0] !== mark * size)
        throw new Error(`rank ${rank} tells ${names.join(", ")}, another rank tells others`);
      const all = Float32Array.of(...means, ...Object.values(counts));
      await collective.allReduce(all);
      return {
        values: Object.fromEntries(names.map((name, i) => [name, all[i]!])),
        counts: Object.fromEntries(Object.keys(counts).map((name, i) => [name, all[names.length + i]!])),
        stop: common[1]! > 0,
      };
    },
    optimizer: (names, { moments: dtype = "float32", ...options } = {}) =>
      createShardedAdamW(runtime, set, names, {
        ...options,
        collective,
        moments: (slot) => moments(slot, dtype),
        factor: () => factor,
        ...{ bucketBytes, early },
      }),
    async save(path, position) {
      const wanted = [...kept.keys()].flatMap((name) => (["first", "second"] as const).map((kind) => ({ name, kind })));
      if (rank !== 0) return follow(collective, (i) => gather(wanted[i]!.name, wanted[i]!.kind));
      const ask = async (i: number) => {
        await collective.broadcast(Float32Array.of(i), 0);
        return gather(wanted[i]!.name, wanted[i]!.kind);
      };
      const sources = wanted.map(
        ({ name, kind }, i): TensorSource => ({
          name: `${kind}/${name}`,
          dtype: kept.get(name)!.moments[kind].dtype,
          shape: set.values.get(name)!.shape,
          data: () => ask(i),
        }),
      );
      try {
        await saveState(path, set, position, sources);
      } finally {
        await collective.broadcast(Float32Array.of(-1), 0); // the others wait for this, also when the disk is full
      }
    },
  };
}

/** Takes part in what rank 0 asks for until it has all. */
async function follow(collective: Collective, gather: (i: number) => Promise<unknown>): Promise<void> {
  for (;;) {
    const asked = new Float32Array(1);
    await collective.broadcast(asked, 0);
    if (asked[0]! < 0) return;
    await gather(asked[0]!);
  }
}

/** A small number (sums of it over thousands of ranks are exact in float32) that differs where texts do, nearly always. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & 0xfff;
}
