import { expect, test } from "vitest";
import { randomFor } from "./random.ts";

const first = (seed: number, index: number, stream: string) => {
  const random = randomFor(seed, index, stream);
  return Array.from({ length: 4 }, () => random.next());
};

test("the same seed, index and stream give the same numbers", () => {
  expect(first(7, 3, "page")).toEqual(first(7, 3, "page"));
});

test("a change of seed, index or stream changes every number", () => {
  const base = first(7, 3, "page");
  for (const other of [first(8, 3, "page"), first(7, 4, "page"), first(7, 3, "scene"), first(7 + 2 ** 32, 3, "page")]) {
    for (const [i, value] of base.entries()) expect(other[i]).not.toBe(value);
  }
});

test("numbers are spread evenly, also over neighbouring indices", () => {
  const buckets = new Array<number>(10).fill(0);
  for (let index = 0; index < 10000; index++) buckets[Math.floor(randomFor(1, index, "x").next() * 10)]!++;
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(130);
});

test("whole numbers include both ends and weights decide how often a key comes", () => {
  const random = randomFor(1, 0, "ends");
  const drawn = Array.from({ length: 300 }, () => random.int(2, 4));
  expect([...new Set(drawn)].sort()).toEqual([2, 3, 4]);
  const keys = Array.from({ length: 4000 }, () => random.weighted({ often: 3, seldom: 1, never: 0 }));
  expect(keys.filter((key) => key === "often").length / 4000).toBeCloseTo(0.75, 1);
  expect(keys).not.toContain("never");
});

test("shuffling keeps the elements and leaves the list alone", () => {
  const list = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = randomFor(1, 2, "shuffle").shuffled(list);
  expect(list).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(shuffled).not.toEqual(list);
  expect([...shuffled].sort()).toEqual(list);
});
