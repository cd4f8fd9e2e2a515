/**
 * What comes next: modality, source and sample, as a function of (seed, step) alone. Workers, ranks and restarts change
 * nothing in it. A batch's row is a lane of its own, so that ranks which share a batch need not know each other's rows.
 */
import type { Mixture, Modality } from "./recipe.ts";

export interface Draw {
  /** Place in the mixture's list of sources. */
  readonly source: number;
  /** Which of the source's samples, below its size; each round through the source has an order of its own. */
  readonly sample: number;
}

export interface Scheduler {
  /** The share of language at a step. */
  languageShare(step: number): number;
  /** The modality of a row of a step; the same for all rows unless batches are mixed. */
  modality(step: number, row: number): Modality;
  /** How many steps before this one had the modality in that row. */
  turn(step: number, row: number, modality: Modality): number;
  /** What a row draws of a modality, counted from 0. No two rows ever draw the same of a round. */
  draw(modality: Modality, row: number, count: number): Draw;
}

export interface SchedulerOptions {
  readonly seed: number;
  readonly steps: number;
  /** Rows of a global batch. */
  readonly batch: number;
  readonly mixture: Mixture;
  /** Samples of each source of the mixture. */
  readonly sizes: readonly number[];
}

/** The share of language at a step of a stage (paper 3.3.2: from 1 to the target). */
export function languageShare({ languageShare: target, warmup }: Mixture, step: number): number {
  if (!warmup) return target;
  const progress = (step - warmup.hold) / warmup.steps;
  if (progress >= 1) return target;
  if (progress <= 0) return 1;
  if (warmup.shape === "step") return 1 - (1 - target) * (Math.floor(progress * 4) / 4);
  const fallen = warmup.shape === "linear" ? progress : 0.5 * (1 - Math.cos(Math.PI * progress));
  return 1 - (1 - target) * fallen;
}

export function createScheduler({ seed, steps, batch, mixture, sizes }: SchedulerOptions): Scheduler {
  // Sums of shares: a row's language steps are those at which its sum passes a whole number, so that every stretch of steps
  // has its share within one step, where coins could fall on one side for long.
  const sums = new Float64Array(steps + 1);
  for (let step = 0; step < steps; step++) sums[step + 1] = sums[step]! + languageShare(mixture, step);
  const offset = unit(seed, 0x6c616e67, 0);
  const phase = (row: number) => (mixture.grouping === "modality" ? offset : (offset + (row + 0.5) / batch) % 1);
  // rounding keeps sums that are whole in truth whole here
  const languageSteps = (step: number, row: number) =>
    Math.floor(Math.round((sums[step]! + phase(row)) * 1e9) / 1e9) - Math.floor(Math.round(phase(row) * 1e9) / 1e9);
  const streams = {
    language: stream("language", seed, mixture, sizes),
    multimodal: stream("multimodal", seed, mixture, sizes),
  };
  return {
    languageShare: (step) => languageShare(mixture, step),
    modality: (step, row) => (languageSteps(step + 1, row) > languageSteps(step, row) ? "language" : "multimodal"),
    turn(step, row, modality) {
      const language = languageSteps(step, row);
      return modality === "language" ? language : step - language;
    },
    draw: (modality, row, count) => streams[modality](count * batch + row),
  };
}

const blockSize = 4096;

/** Draw number n of a modality: its source by weight, and how often that source was drawn before. */
function stream(modality: Modality, seed: number, { sources }: Mixture, sizes: readonly number[]) {
  const mine = sources.flatMap((source, i) => (source.modality === modality ? [{ i, weight: source.weight }] : []));
  const total = mine.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  const limits = mine.map(({ weight }) => {
    reached += weight / total;
    return reached;
  });
  const salt = modality === "language" ? 0x74657874 : 0x70696374;
  const pick = (n: number) => {
    const at = unit(seed, salt, n);
    const found = limits.findIndex((limit) => at < limit);
    return found < 0 ? mine.length - 1 : found;
  };
  /** How often each source was drawn before each block. */
  const before: Uint32Array[] = [new Uint32Array(mine.length)];
  const blocks = new Map<number, { choices: Uint16Array; ordinals: Uint32Array }>();
  const block = (number: number) => {
    const known = blocks.get(number);
    if (known) return known;
    for (let b = before.length - 1; b < number; b++) {
      const counts = before[b]!.slice();
      for (let n = b * blockSize; n < (b + 1) * blockSize; n++) counts[pick(n)]!++;
      before.push(counts);
    }
    const counts = before[number]!.slice();
    const made = { choices: new Uint16Array(blockSize), ordinals: new Uint32Array(blockSize) };
    for (let k = 0; k < blockSize; k++) {
      const choice = pick(number * blockSize + k);
      made.choices[k] = choice;
      made.ordinals[k] = counts[choice]!++;
    }
    if (blocks.size > 64) blocks.delete(blocks.keys().next().value!);
    blocks.set(number, made);
    return made;
  };
  return (n: number): Draw => {
    if (mine.length === 0) throw new Error(`the mixture has no source of ${modality}`);
    const { choices, ordinals } = block(Math.floor(n / blockSize));
    const { i } = mine[choices[n % blockSize]!]!;
    return { source: i, sample: inRound(sizes[i]!, ordinals[n % blockSize]!, seed + 7919 * i) };
  };
}

/** Sample number `ordinal` of a source that is gone through again and again, each round in another order. */
export function inRound(size: number, ordinal: number, seed: number): number {
  const round = Math.floor(ordinal / size);
  return permuted(size, ordinal % size, mix(seed ^ mix(round + 1)));
}

/** Place `i` of a permutation of 0..size-1: a Feistel network over the next power of four, walked until it is inside. */
function permuted(size: number, i: number, key: number): number {
  let bits = 1;
  while (4 ** bits < size) bits++;
  const mask = 2 ** bits - 1;
  let at = i;
  do {
    let left = Math.floor(at / 2 ** bits);
    let right = at & mask;
    for (let round = 0; round < 4; round++) {
      [left, right] = [right, left ^ (mix(right + Math.imul(key, round + 1)) & mask)];
    }
    at = left * 2 ** bits + right;
  } while (at >= size);
  return at;
}

/** A number in [0, 1) from three integers. */
function unit(seed: number, salt: number, n: number): number {
  return mix(mix(mix(seed) ^ salt) + Math.imul(n, 0x9e3779b1) + mix(Math.floor(n / 2 ** 32))) / 4294967296;
}

/** A well-mixed 32-bit value: murmur3's finaliser. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
