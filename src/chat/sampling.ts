/**
 * From logits to the next token: repetition penalty, temperature, top-k, top-p, in the order and with the boundary cases
 * of transformers' logits processors (spec 7.2 lists the reference's settings). It sees one row of numbers at a time.
 */
import { argmax, logSumExp } from "../score/logits.ts";
import { freshSeed, seededUniform } from "./random.ts";

export interface SamplingOptions {
  /** 0 takes the likeliest token; above 0 draws from softmax(logits / temperature). Default 0. */
  readonly temperature?: number;
  /** Draw only from the `topK` likeliest tokens (those equal to the last of them included); 0 means all. Default 0. */
  readonly topK?: number;
  /** Draw only from the likeliest tokens whose probabilities reach `topP` together. Default 1: all. */
  readonly topP?: number;
  /** Divides the positive and multiplies the negative logits of tokens that were already generated. Default 1. */
  readonly repetitionPenalty?: number;
  /** Same seed, same draws. Default: a fresh one. */
  readonly seed?: number;
  /** How many alternatives to report with each token, 0 for the chosen one alone. Default: no log-probabilities. */
  readonly logprobs?: number;
}

/** Natural logarithms of the model's own probabilities, before temperature, penalty and selection. */
export interface TokenLogprobs {
  readonly logprob: number;
  /** The likeliest tokens, best first. */
  readonly alternatives: readonly { readonly token: number; readonly logprob: number }[];
}

/** What an answer is held to. It sees tokens in the order in which they are chosen, the end token excepted. */
export interface TokenConstraint {
  /** Sets the logits of tokens that may not come next to -Infinity; one at least is left. */
  restrict(logits: Float32Array): void;
  accept(token: number): void;
}

export interface Sampler {
  /** Chooses from `logits` [V], which it overwrites, and remembers the choice for the repetition penalty. */
  next(
    logits: Float32Array,
    constraint?: TokenConstraint,
  ): { readonly token: number; readonly logprobs?: TokenLogprobs };
}

/** A sampler for one answer; `penalized` are tokens that count as already said. */
export function createSampler(options: SamplingOptions = {}, penalized: Iterable<number> = []): Sampler {
  const { temperature = 0, topK = 0, topP = 1, repetitionPenalty = 1, logprobs } = options;
  const uniform = seededUniform(options.seed ?? freshSeed());
  const said = new Set(penalized);
  return {
    next(logits, constraint) {
      const report = logprobs === undefined ? undefined : describe(logits, logprobs);
      constraint?.restrict(logits);
      if (repetitionPenalty !== 1) penalize(logits, said, repetitionPenalty);
      const token = temperature > 0 ? draw(logits, temperature, topK, topP, uniform()) : argmax(logits);
      said.add(token);
      return { token, logprobs: report?.(token) };
    },
  };
}

function penalize(logits: Float32Array, tokens: Iterable<number>, penalty: number): void {
  for (const token of tokens) {
    const logit = logits[token];
    if (logit !== undefined) logits[token] = logit < 0 ? logit * penalty : logit / penalty;
  }
}

/** One token at random, `u` in [0, 1). */
function draw(logits: Float32Array, temperature: number, topK: number, topP: number, u: number): number {
  const largest = logits[argmax(logits)]!;
  const floor = topK > 0 && topK < logits.length ? kthLargest(logits, topK) : Number.NEGATIVE_INFINITY;
  const weights = new Float64Array(logits.length);
  let total = 0;
  for (let i = 0; i < logits.length; i++) {
    if (!(logits[i]! >= floor)) continue;
    weights[i] = Math.exp((logits[i]! - largest) / temperature);
    total += weights[i]!;
  }
  if (topP >= 1) return pick(weights, weights.keys(), u * total);
  const nucleus = nucleusOf(weights, total, topP);
  return pick(weights, nucleus.tokens, u * nucleus.total);
}

/** The likeliest tokens, best first, until their weights reach `topP` of the total; always one at least. */
function nucleusOf(weights: Float64Array, total: number, topP: number): { tokens: number[]; total: number } {
  // All that weigh less than this come, even together, after the nucleus is full; the rest is short enough to sort.
  const negligible = (total * (1 - topP)) / weights.length;
  const candidates: number[] = [];
  for (let i = 0; i < weights.length; i++) if (weights[i]! >= negligible && weights[i]! > 0) candidates.push(i);
  candidates.sort((a, b) => weights[b]! - weights[a]! || a - b);
  let sum = 0;
  let count = 0;
  while (count < candidates.length && (count === 0 || sum < topP * total)) sum += weights[candidates[count++]!]!;
  return { tokens: candidates.slice(0, count), total: sum };
}

function pick(weights: Float64Array, tokens: Iterable<number>, target: number): number {
  let sum = 0;
  let last = -1;
  for (const token of tokens) {
    if (weights[token] === 0) continue;
    sum += weights[token]!;
    last = token;
    if (sum > target) return token;
  }
  return last; // rounding left the target just beyond the sum
}

/** The k-th largest value, k much smaller than the array: kept in a short ascending list. */
function kthLargest(values: Float32Array, k: number): number {
  return largestIndices(values, k).reduce((least, i) => Math.min(least, values[i]!), Number.POSITIVE_INFINITY);
}

/** The indices of the k largest values, best first; of equal ones those with lower indices. */
function largestIndices(values: Float32Array, k: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value) || (best.length === k && !(value > values[best[k - 1]!]!))) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[best[middle]!]! >= value) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, i);
    if (best.length > k) best.pop();
  }
  return best;
}

/** Log-probabilities of the untouched logits; the result is asked for the chosen token afterwards. */
function describe(logits: Float32Array, count: number): (token: number) => TokenLogprobs {
  const offset = logSumExp(logits);
  const original = logits.slice();
  const logprob = (token: number) => original[token]! - offset;
  const alternatives =
    count > 0 ? largestIndices(original, count).map((token) => ({ token, logprob: logprob(token) })) : [];
  return (token) => ({ logprob: logprob(token), alternatives });
}
