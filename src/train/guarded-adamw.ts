/**
 * AdamW that looks before it leaps: the gradient norm is known, and may be refused, before anything changes. Moments may be
 * kept in bfloat16. The rule itself is `optimizer.ts`'s.
 */
import { availableParallelism } from "node:os";
import { sizeOf } from "../runtime/dtype.ts";
import type { Dtype, Runtime, Value } from "../runtime/runtime.ts";
import { cast, concat, input, mul, reduceSum, split, square, type Tensor, toOnnx } from "../tensor/index.ts";
import { type AdamWOptions, adamwDefaults, adamwRule, type Optimizer } from "./optimizer.ts";
import type { ParameterSet } from "./parameters.ts";

export interface GuardedOptions extends AdamWOptions {
  /** Asked with the gradient norm; false leaves weights and moments as they are. */
  readonly accept: (norm: number) => boolean;
  readonly moments: Extract<Dtype, "float32" | "bfloat16">;
  /** Default: all cores. */
  readonly threads?: number;
}

/**
 * Numbers that are updated at once, 256 KB of each kind: what an update reads, computes and writes of them stays in a core's
 * own cache. Larger parameters come in pieces, small ones side by side.
 */
const cachedSize = 1 << 16;
/** Most pieces, lest the program of a large model becomes endless; the pieces are larger then. */
const mostPieces = 512;

/** A part of a parameter, or all of it: numbers `start` to `end`. */
interface Piece {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Pieces that are updated as one vector. */
type Group = readonly Piece[];

/** An optimizer of the named parameters, whose gradients lie in the set; it uses `threads` threads. */
export async function createGuardedAdamW(
  runtime: Runtime,
  set: ParameterSet,
  names: readonly string[],
  { threads = availableParallelism(), ...options }: GuardedOptions,
): Promise<Optimizer> {
  const settings = { ...adamwDefaults, ...options };
  for (const name of names) {
    if (set.moments.has(name)) continue;
    const zeros = () => runtime.value(options.moments, set.values.get(name)!.shape);
    set.moments.set(name, { first: zeros(), second: zeros() });
  }
  const scalar = () => runtime.value("float32", []);
  const at = { rate: scalar(), correction1: scalar(), correction2: scalar(), clip: scalar() };
  const groups = groupsOf(set, names, settings.rateScale);
  const lanes: Lane[] = [];
  for (const own of shared(groups, threads)) lanes.push(await openLane(runtime, set, own, at, settings));
  const { beta1, beta2, clipNorm } = settings;
  return {
    async step(learningRate, count) {
      const squares = new Map((await Promise.all(lanes.map((lane) => lane.squares()))).flat());
      // in the groups' own order, whoever has computed them: the norm is the same on any number of threads
      const norm = Math.sqrt(groups.reduce((sum, group) => sum + squares.get(group)!, 0));
      if (!options.accept(norm)) return norm;
      at.rate.data[0] = learningRate;
      at.correction1.data[0] = 1 / (1 - beta1 ** count);
      at.correction2.data[0] = 1 / (1 - beta2 ** count);
      at.clip.data[0] = Math.min(1, clipNorm / (norm + 1e-6));
      await Promise.all(lanes.map((lane) => lane.update()));
      return norm;
    },
    dispose() {
      for (const lane of lanes) lane.dispose();
      for (const value of Object.values(at)) value.dispose();
    },
  };
}

/** Cuts large parameters; puts small ones together that have the same factor on the rate and the same type of moments. */
function groupsOf(set: ParameterSet, names: readonly string[], rateScale: (name: string) => number): Group[] {
  const total = names.reduce((sum, name) => sum + sizeOf(set.values.get(name)!.shape), 0);
  const pieceSize = Math.max(cachedSize, Math.ceil(total / mostPieces));
  const groups: Piece[][] = [];
  const open = new Map<string, { pieces: Piece[]; size: number }>();
  for (const name of names) {
    const size = sizeOf(set.values.get(name)!.shape);
    if (size > pieceSize / 4) {
      for (let start = 0; start < size; start += pieceSize) {
        groups.push([{ name, start, end: Math.min(start + pieceSize, size) }]);
      }
      continue;
    }
    const key = `${rateScale(name)} ${set.moments.get(name)!.first.dtype}`;
    const last = open.get(key);
    const fits = last && last.size + size <= pieceSize;
    const group = fits ? last : { pieces: [], size: 0 };
    if (!fits) groups.push(group.pieces);
    group.pieces.push({ name, start: 0, end: size });
    open.set(key, { pieces: group.pieces, size: group.size + size });
  }
  return groups;
}

/** Deals groups out to at most `count` lanes of about the same size, the largest first. */
function shared(groups: readonly Group[], count: number): Group[][] {
  const size = (group: Group) => group.reduce((sum, { start, end }) => sum + end - start, 0);
  const lanes = Array.from({ length: Math.min(count, groups.length) }, () => ({ groups: [] as Group[], size: 0 }));
  for (const group of [...groups].sort((a, b) => size(b) - size(a))) {
    const lane = lanes.reduce((least, one) => (one.size < least.size ? one : least));
    lane.groups.push(group);
    lane.size += size(group);
  }
  return lanes.map(({ groups }) => groups);
}

/** One thread's share of the parameters: its operators work one after the other on what its core has in the cache. */
interface Lane {
  /** The sum of the squares of each group's gradients. */
  squares(): Promise<(readonly [Group, number])[]>;
  update(): Promise<void>;
  dispose(): void;
}

async function openLane(
  runtime: Runtime,
  set: ParameterSet,
  groups: readonly Group[],
  at: Readonly<Record<"rate" | "correction1" | "correction2" | "clip", Value>>,
  settings: Required<AdamWOptions>,
): Promise<Lane> {
  const feeds: Record<string, Value> = { ...at };
  const gradientFeeds: Record<string, Value> = {};
  const fetches: Record<string, Value> = {};
  const outputs: Record<string, Tensor> = {};
  const squares: Tensor[] = [];
  const scalar = (name: string) => input(name, "float32", []);
  const [rate, correction1] = [scalar("rate"), scalar("correction1")];
  const [correction2, clip] = [scalar("correction2"), scalar("clip")];
  for (const [g, group] of groups.entries()) {
    const value = (kind: Kind, { name, start, end }: Piece) => {
      const { dtype, data } = stateOf(set, kind, name);
      return runtime.value(dtype, [end - start], data.subarray(start, end));
    };
    const read = (kind: Kind) => {
      const tensors = group.map((piece, i) => {
        const key = `${kind}${g}.${i}`;
        feeds[key] = value(kind, piece);
        return input(key, feeds[key].dtype, feeds[key].shape);
      });
      return concat(tensors, 0);
    };
    const write = (kind: Kind, whole: Tensor) => {
      const parts = split(
        whole,
        0,
        group.map(({ start, end }) => end - start),
      );
      for (const [i, part] of parts.entries()) {
        outputs[`${kind}${g}.${i}.out`] = part;
        fetches[`${kind}${g}.${i}.out`] = feeds[`${kind}${g}.${i}`]!;
      }
    };
    const [parameter, gradient, first, second] = [read("p"), read("g"), read("m"), read("v")];
    for (const i of group.keys()) gradientFeeds[`g${g}.${i}`] = feeds[`g${g}.${i}`]!;
    squares.push(reduceSum(square(gradient), [0], true));
    const updated = adamwRule(
      { parameter, gradient, first: cast(first, "float32"), second: cast(second, "float32") },
      { rate: mul(rate, settings.rateScale(group[0]!.name)), correction1, correction2, clip },
      settings,
    );
    write("p", updated.parameter);
    write("m", cast(updated.first, first.dtype));
    write("v", cast(updated.second, second.dtype));
  }
  const sums = concat(squares, 0);
  const [norm, update] = await Promise.all(
    [{ sums }, outputs].map((wanted) => runtime.session(toOnnx(wanted, { target: "cpu" }), { threads: 1 })),
  );
  const sumsValue = runtime.value("float32", [groups.length]);
  const views = Object.entries(feeds).flatMap(([key, value]) => (key in at ? [] : [value]));
  return {
    async squares() {
      await norm!.run(gradientFeeds, { sums: sumsValue });
      return groups.map((group, i) => [group, sumsValue.data[i] as number] as const);
    },
    update: async () => void (await update!.run(feeds, fetches)),
    dispose() {
      norm!.dispose();
      update!.dispose();
      for (const value of [...views, sumsValue]) value.dispose();
    },
  };
}

/** Parameter, gradient, and the two moments. */
type Kind = "p" | "g" | "m" | "v";

function stateOf(set: ParameterSet, kind: Kind, name: string): Value {
  if (kind === "p") return set.values.get(name)!;
  if (kind === "g") return set.gradients.get(name)!;
  return set.moments.get(name)![kind === "m" ? "first" : "second"];
}
