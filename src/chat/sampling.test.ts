import { expect, test } from "vitest";
import { ModelError } from "../runtime/errors.ts";
import { argmax } from "../score/logits.ts";
import { seededUniform } from "./random.ts";
import { createSampler, type SamplingOptions } from "./sampling.ts";

/** Probabilities by the definition: softmax, then tokens removed one rule after the other. */
function byDefinition(logits: Float32Array, { temperature = 1, topK = 0, topP = 1 }: SamplingOptions): number[] {
  const ranked = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b);
  const lowest = topK > 0 ? logits[ranked[Math.min(topK, ranked.length) - 1]!]! : Number.NEGATIVE_INFINITY;
  let kept = ranked.filter((token) => logits[token]! >= lowest);
  const weight = (token: number) => Math.exp(logits[token]! / temperature);
  const total = kept.reduce((sum, token) => sum + weight(token), 0);
  let before = 0;
  kept = kept.filter((token, rank) => {
    const keep = rank === 0 || before < topP * total;
    before += weight(token);
    return keep;
  });
  const rest = kept.reduce((sum, token) => sum + weight(token), 0);
  return Array.from(logits, (_, token) => (kept.includes(token) ? weight(token) / rest : 0));
}

function randomLogits(length: number, seed: number, spread: number): Float32Array {
  const uniform = seededUniform(seed);
  return Float32Array.from({ length }, () => (uniform() - 0.5) * spread);
}

test("draws follow the distribution that temperature, top-k and top-p define", () => {
  const draws = 20_000;
  const settings: SamplingOptions[] = [
    { temperature: 1 },
    { temperature: 0.3 },
    { temperature: 2, topK: 5 },
    { temperature: 0.7, topP: 0.6 },
    { temperature: 1, topK: 12, topP: 0.9 },
    { temperature: 1, topP: 0.0001 },
    { temperature: 1, topK: 1 },
    { temperature: 1, topK: 1000, topP: 1 },
  ];
  for (const [i, options] of settings.entries()) {
    const logits = randomLogits(40, i + 1, 6);
    const expected = byDefinition(logits, options);
    const sampler = createSampler({ ...options, seed: i });
    const counts = new Array<number>(40).fill(0);
    for (let n = 0; n < draws; n++) counts[sampler.next(logits.slice()).token]!++;
    for (const [token, p] of expected.entries()) {
      const deviation = Math.abs(counts[token]! - draws * p);
      expect(deviation, `${JSON.stringify(options)}: token ${token}`).toBeLessThanOrEqual(
        5 * Math.sqrt(draws * p * (1 - p)) + 1e-9,
      );
    }
  }
});

test("tokens equal to the last of the top k stay in, as in transformers", () => {
  const seen = new Set<number>();
  const sampler = createSampler({ temperature: 1, topK: 2, seed: 1 });
  for (let i = 0; i < 200; i++) seen.add(sampler.next(Float32Array.of(1, 3, 2, 2, 0)).token);
  expect([...seen].sort()).toEqual([1, 2, 3]);
});

test("temperature 0 takes the first of the largest", () => {
  expect(createSampler().next(Float32Array.of(1, 3, 3, 2)).token).toBe(1);
  expect(argmax(Float32Array.of(Number.NaN, -5, Number.NaN))).toBe(1);
});

test("logits that are no numbers are an error, not token 0", () => {
  const nothing = () => new Float32Array(4).fill(Number.NaN);
  for (const options of [{}, { temperature: 1, seed: 1 }]) {
    expect(() => createSampler(options).next(nothing())).toThrow(ModelError);
    expect(() => createSampler(options).next(nothing())).toThrow("no finite logits; its weights are damaged");
  }
});

test("the repetition penalty lowers what was said, whatever its sign, and nothing else", () => {
  const sampler = createSampler({ repetitionPenalty: 2 });
  const logits = () => Float32Array.of(4, 3, -1, -3);
  expect(sampler.next(logits()).token).toBe(0);
  const changed = logits();
  expect(sampler.next(changed).token).toBe(1);
  expect([...changed]).toEqual([2, 3, -1, -3]);
  const negative = Float32Array.of(-1, -2, -9, -9);
  expect(createSampler({ repetitionPenalty: 3 }, [0]).next(negative).token).toBe(1);
  expect(negative[0]).toBe(-3);
});

test("the same seed draws the same tokens and another seed others", () => {
  const run = (seed: number | undefined) => {
    const sampler = createSampler({ temperature: 1.5, seed });
    return Array.from({ length: 30 }, () => sampler.next(randomLogits(50, 9, 4)).token).join();
  };
  expect(run(7)).toBe(run(7));
  expect(new Set([run(7), run(8), run(7 + 2 ** 32), run(undefined), run(undefined)]).size).toBe(5);
});

test("log-probabilities are the model's own, before penalty and temperature", () => {
  const logits = Float32Array.of(1, 2, 3, 0);
  const total = Math.log([...logits].reduce((sum, x) => sum + Math.exp(x), 0));
  const { token, logprobs } = createSampler({ logprobs: 2, repetitionPenalty: 10 }, [2]).next(logits.slice());
  expect(token).toBe(1);
  expect(logprobs?.logprob).toBeCloseTo(2 - total, 12);
  expect(logprobs?.alternatives.map((a) => a.token)).toEqual([2, 1]);
  expect(logprobs?.alternatives[0]?.logprob).toBeCloseTo(3 - total, 12);
  expect(createSampler({ logprobs: 0 }).next(logits.slice()).logprobs?.alternatives).toEqual([]);
  expect(createSampler().next(logits.slice()).logprobs).toBeUndefined();
});

test("uniform numbers fill the unit interval evenly", () => {
  const uniform = seededUniform(3);
  const bins = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) bins[Math.floor(uniform() * 10)]!++;
  for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
