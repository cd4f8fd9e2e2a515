import { expect, test } from "vitest";
import { pack, planBuckets, unpack } from "./buckets.ts";
import { ownRows } from "./collective.ts";

const parameters = [
  { name: "first", length: 7 },
  { name: "large", length: 40 },
  { name: "bias", length: 1 },
  { name: "last", length: 5 },
];
const values = Object.fromEntries(
  parameters.map(({ name, length }, p) => [name, Float32Array.from({ length }, (_, i) => 100 * p + i + 1)]),
);

test("a bucket ends before it grows too large", () => {
  const names = (bytes: number) => planBuckets(parameters, 1, bytes).map(({ slots }) => slots.map(({ name }) => name));
  expect(names(1000)).toEqual([["first", "large", "bias", "last"]]);
  expect(names(40)).toEqual([["first"], ["large"], ["bias", "last"]]);
  expect(names(1)).toEqual([["first"], ["large"], ["bias"], ["last"]]);
});

test.each([1, 2, 3, 64])("%d ranks' parts hold everything once, and come back as they were", (size) => {
  for (const bytes of [1, 60, 1000]) {
    const back = new Map(parameters.map(({ name, length }) => [name, new Float32Array(length)]));
    for (const bucket of planBuckets(parameters, size, bytes)) {
      const vector = new Float32Array(bucket.part * size).fill(Number.NaN);
      for (let only = 0; only < size; only++)
        pack(bucket, vector, { rank: 0, size }, (name) => values[name]!, { only });
      const whole = new Float32Array(bucket.part * size).fill(Number.NaN);
      pack(bucket, whole, { rank: 0, size }, (name) => values[name]!);
      expect(vector).toEqual(whole);
      const sum = (data: Iterable<number>) => [...data].reduce((a, b) => a + b, 0);
      expect(sum(whole)).toBe(bucket.slots.reduce((total, { name }) => total + sum(values[name]!), 0));
      unpack(bucket, whole, { rank: 0, size }, (name) => back.get(name)!);
    }
    expect(Object.fromEntries(back)).toEqual(values);
  }
});

test("packing may scale", () => {
  const [bucket] = planBuckets([{ name: "last", length: 5 }], 2, 1000);
  const vector = new Float32Array(6);
  pack(bucket!, vector, { rank: 1, size: 2 }, () => Float32Array.of(1, 2, 3, 4, 5), { factor: 2 });
  expect([...vector]).toEqual([2, 4, 6, 8, 10, 0]);
});

test("every row belongs to one rank, and no rank has two more than another", () => {
  for (const [rows, size] of [
    [8, 3],
    [2, 4],
    [0, 2],
    [5, 1],
  ] as const) {
    const dealt = Array.from({ length: size }, (_, rank) => ownRows(rows, { rank, size }));
    expect(dealt.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
    expect(Math.max(...dealt.map((one) => one.length)) - Math.min(...dealt.map((one) => one.length))).toBeLessThan(2);
  }
});
