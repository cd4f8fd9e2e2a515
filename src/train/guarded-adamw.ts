/**
 * AdamW that looks before it leaps: the gradient norm is known, and may be refused, before anything changes. Moments may be
 * kept in bfloat16, and matrices may follow Muon. The rules themselves are `optimizer.ts`'s and `muon.ts`'s.
 */
import { availableParallelism } from "node:os";
import { sizeOf } from "../runtime/dtype.ts";
import type { Dtype, Runtime, Value } from "../runtime/runtime.ts";
import {
  add,
  cast,
  concat,
  input,
  matmul,
  mul,
  reduceSum,
  reshape,
  split,
  type Tensor,
  toOnnx,
} from "../tensor/index.ts";
import { muonRule } from "./muon.ts";
import { type AdamWOptions, adamwDefaults, adamwRule, type Optimizer } from "./optimizer.ts";
import type { ParameterSet } from "./parameters.ts";

export interface GuardedOptions extends AdamWOptions {
  /** Asked with the gradient norm; false leaves weights and moments as they are. */
  readonly accept: (norm: number) => boolean;
  readonly moments: Extract<Dtype, "float32" | "bfloat16">;
  /** Matrices `[M, N]` that follow Muon's rule; the momentum is kept as the first moment. Default none. */
  readonly orthogonal?: (name: string, shape: readonly number[]) => boolean;
  /** Default: all cores. */
  readonly threads?: number;
  /** Further gradients, of micro-batches that ran at the same time, which a step first adds to the set's. */
  readonly others?: readonly ReadonlyMap<string, Value>[];
}

/**
 * Numbers that are updated at once: larger parameters come in pieces, small ones side by side. With fewer the operators' starts
 * count, with more the numbers leave the caches between one operator and the next.
 */
const usualSize = 1 << 18;
/** Parameters up to this size are put side by side: copying them there and back costs less than further operators. */
const smallSize = 1 << 14;
/** Most pieces, lest the program of a large model becomes endless; the pieces are larger then. */
const mostPieces = 512;

/** A part of a parameter, or all of it: numbers `start` to `end`. */
interface Piece {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Pieces that are updated as one vector, or a matrix that follows Muon as a whole. */
interface Group {
  readonly pieces: readonly Piece[];
  readonly matrix?: readonly number[];
}

/** An optimizer of the named parameters, whose gradients lie in the set; it uses `threads` threads. */
export async function createGuardedAdamW(
  runtime: Runtime,
  set: ParameterSet,
  names: readonly string[],
  { threads = availableParallelism(), others = [], orthogonal = () => false, ...options }: GuardedOptions,
): Promise<Optimizer> {
  const settings = { ...adamwDefaults, ...options };
  for (const name of names) {
    if (set.moments.has(name)) continue;
    const zeros = () => runtime.value(options.moments, set.values.get(name)!.shape);
    set.moments.set(name, { first: zeros(), second: zeros() });
  }
  const scalar = () => runtime.value("float32", []);
  const at = { rate: scalar(), correction1: scalar(), correction2: scalar(), clip: scalar() };
  const groups = groupsOf(set, names, settings.rateScale, orthogonal);
  const lanes: Lane[] = [];
  for (const own of dealt(groups, threads)) lanes.push(await openLane(runtime, { set, others }, own, at, settings));
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
function groupsOf(
  set: ParameterSet,
  names: readonly string[],
  rateScale: (name: string) => number,
  orthogonal: (name: string, shape: readonly number[]) => boolean,
): Group[] {
  const total = names.reduce((sum, name) => sum + sizeOf(set.values.get(name)!.shape), 0);
  const pieceSize = Math.max(usualSize, stretch * Math.ceil(total / mostPieces / stretch));
  const groups: Group[] = [];
  const open = new Map<string, { pieces: Piece[]; size: number }>();
  for (const name of names) {
    const { shape } = set.values.get(name)!;
    const size = sizeOf(shape);
    if (orthogonal(name, shape)) {
      groups.push({ pieces: [{ name, start: 0, end: size }], matrix: shape });
      continue;
    }
    if (size > smallSize) {
      for (let start = 0; start < size; start += pieceSize) {
        groups.push({ pieces: [{ name, start, end: Math.min(start + pieceSize, size) }] });
      }
      continue;
    }
    const key = `${rateScale(name)} ${set.moments.get(name)!.first.dtype}`;
    const last = open.get(key);
    const fits = last && last.size + size <= pieceSize;
    const group = fits ? last : { pieces: [], size: 0 };
    if (!fits) groups.push(group);
    group.pieces.push({ name, start: 0, end: size });
    group.size += size;
    open.set(key, group);
  }
  return groups;
}

/** Deals groups out to at most `count` lanes of about the same size, the largest first. */
function dealt(groups: readonly Group[], count: number): Group[][] {
  const size = ({ pieces }: Group) => pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  const lanes = Array.from({ length: Math.min(count, groups.length) }, () => ({ groups: [] as Group[], size: 0 }));
  for (const group of [...groups].sort((a, b) => size(b) - size(a))) {
    const lane = lanes.reduce((least, one) => (one.size < least.size ? one : least));
    lane.groups.push(group);
    lane.size += size(group);
  }
  return lanes.map(({ groups }) => groups);
}

/** One thread's share of the parameters: its operators wait for no other thread. */
interface Lane {
  /** The sum of the squares of each group's gradients. */
  squares(): Promise<(readonly [Group, number])[]>;
  update(): Promise<void>;
  dispose(): void;
}

interface Gradients {
  readonly set: ParameterSet;
  readonly others: readonly ReadonlyMap<string, Value>[];
}

async function openLane(
  runtime: Runtime,
  { set, others }: Gradients,
  groups: readonly Group[],
  at: Readonly<Record<"rate" | "correction1" | "correction2" | "clip", Value>>,
  settings: Required<AdamWOptions>,
): Promise<Lane> {
  const [measured, updated] = [new Pieces(runtime), new Pieces(runtime)];
  const scalar = (name: keyof typeof at) => input(name, "float32", []);
  const rate = scalar("rate");
  const shared = { clip: scalar("clip"), correction1: scalar("correction1"), correction2: scalar("correction2") };
  const squares: Tensor[] = [];
  for (const [g, group] of groups.entries()) {
    const own = measured.read(`g${g}`, group, (name) => set.gradients.get(name)!);
    const more = others.map((one, k) => measured.read(`other${k}.${g}`, group, (name) => one.get(name)!));
    const sum = more.reduce((a, b) => add(a, b), own);
    squares.push(sumOfSquares(sum));
    if (more.length > 0) measured.write(`g${g}`, group, sum);

    const value = (name: string) => set.values.get(name)!;
    const scaled = mul(rate, settings.rateScale(group.pieces[0]!.name));
    const first = updated.read(`m${g}`, group, (name) => set.moments.get(name)!.first, group.matrix);
    const parameter = updated.read(`p${g}`, group, value, group.matrix);
    const gradient = updated.read(`g${g}`, group, (name) => set.gradients.get(name)!, group.matrix);
    const moment = cast(first, "float32");
    if (group.matrix) {
      const next = muonRule({ parameter, gradient: mul(gradient, shared.clip), momentum: moment }, scaled);
      updated.write(`p${g}`, group, next.parameter);
      updated.write(`m${g}`, group, cast(next.momentum, first.dtype));
      continue;
    }
    const second = updated.read(`v${g}`, group, (name) => set.moments.get(name)!.second);
    const next = adamwRule(
      { parameter, gradient, first: moment, second: cast(second, "float32") },
      { ...shared, rate: scaled },
      settings,
    );
    updated.write(`p${g}`, group, next.parameter);
    updated.write(`m${g}`, group, cast(next.first, first.dtype));
    updated.write(`v${g}`, group, cast(next.second, second.dtype));
  }
  const sums = runtime.value("float32", [groups.length]);
  const open = (outputs: Record<string, Tensor>) =>
    runtime.session(toOnnx(outputs, { target: "cpu" }), { threads: 1, flushDenormals: true });
  const norm = await open({ ...measured.outputs, sums: concat(squares, 0) });
  const update = await open(updated.outputs);
  const [normFetches, updateFeeds] = [
    { ...measured.fetches(), sums },
    { ...updated.feeds, ...at },
  ];
  const updateFetches = updated.fetches();
  return {
    async squares() {
      await norm.run(measured.feeds, normFetches);
      return groups.map((group, i) => [group, sums.data[i] as number] as const);
    },
    update: async () => void (await update.run(updateFeeds, updateFetches)),
    dispose() {
      norm.dispose();
      update.dispose();
      for (const value of [sums, ...Object.values(measured.feeds), ...Object.values(updated.feeds)]) value.dispose();
    },
  };
}

/** Numbers whose squares are added up in one go, lest millions of them lose digits in one float32. */
const stretch = 4096;

/** `[n]` to `[1]`, by products of rows with themselves: one pass over memory, where squares and their sum are two. */
function sumOfSquares(vector: Tensor): Tensor {
  const n = vector.shape[0] as number;
  const rows = n % stretch === 0 ? n / stretch : 1;
  const cut = reshape(vector, [rows, 1, n / rows]);
  return reduceSum(reshape(matmul(cut, cut, { transB: true }), [rows]), [0], true);
}

/** Inputs and outputs of a program that works on groups of pieces where they lie. */
class Pieces {
  readonly feeds: Record<string, Value> = {};
  readonly outputs: Record<string, Tensor> = {};
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** A group's numbers as one vector, or one piece in another shape. */
  read(name: string, { pieces }: Group, from: (parameter: string) => Value, shape?: readonly number[]): Tensor {
    const parts = pieces.map((piece, i) => {
      const { dtype, data } = from(piece.name);
      const own = shape ?? [piece.end - piece.start];
      const view = this.#runtime.value(dtype, own, data.subarray(piece.start, piece.end));
      this.feeds[`${name}.${i}`] = view;
      return input(`${name}.${i}`, dtype, view.shape);
    });
    return concat(parts, 0);
  }

  /** Writes what takes the place of the group's numbers, where they were read under the same name. */
  write(name: string, { pieces }: Group, whole: Tensor): void {
    const parts =
      pieces.length === 1
        ? [whole]
        : split(
            whole,
            0,
            pieces.map(({ start, end }) => end - start),
          );
    for (const [i, part] of parts.entries()) this.outputs[`${name}.${i}.out`] = part;
  }

  fetches(): Record<string, Value> {
    const places = Object.keys(this.outputs).map((name) => [name, this.feeds[name.slice(0, -".out".length)]!]);
    return Object.fromEntries(places);
  }
}
