import { expect, test } from "vitest";
import { agreement, categoryRatings, ranking, type Vote } from "./ranking.ts";

function vote(voter: string, question: string, better: string, more: Partial<Vote> = {}): Vote {
  return { voter, question, category: "Recognition", models: ["a", "b"], better, ratings: [null, null], ...more };
}

test("a model that wins three of four is about 190 points ahead, as Elo's scale has it", () => {
  const votes = Array.from({ length: 400 }, (_, i) => vote("me", `q${i}`, i % 4 === 0 ? "b" : "a"));
  const [first, second] = ranking(votes);
  expect(first).toMatchObject({ model: "a", wins: 300, losses: 100, ties: 0 });
  expect(first!.strength - second!.strength).toBeCloseTo(400 * Math.log10(3), -1);
  expect(first!.interval[0]).toBeGreaterThan(second!.interval[1]);
});

test("ties leave models level, and few votes leave wide intervals", () => {
  const [first, second] = ranking([vote("me", "q1", "tie"), vote("me", "q2", "both bad")]);
  expect(first!.strength).toBeCloseTo(second!.strength);
  expect(first).toMatchObject({ ties: 2 });
  const [few] = ranking([vote("me", "q1", "a"), vote("me", "q2", "b")]);
  expect(few!.interval[1] - few!.interval[0]).toBeGreaterThan(100);
  expect(ranking([])).toEqual([]);
});

test("models that never met are ranked through a third", () => {
  const votes = Array.from({ length: 30 }, (_, i) => [
    vote("me", `q${i}`, i % 3 === 0 ? "b" : "a"),
    vote("me", `r${i}`, i % 3 === 0 ? "c" : "b", { models: ["b", "c"] }),
  ]).flat();
  expect(ranking(votes).map(({ model }) => model)).toEqual(["a", "b", "c"]);
});

test("ratings are means by category and model", () => {
  const rated = categoryRatings([
    vote("me", "q1", "a", { ratings: [8, 2] }),
    vote("me", "q2", "a", { ratings: [6, null] }),
    vote("me", "q3", "a", { category: "Analysis", ratings: [1, 3] }),
  ]);
  expect(rated.map(({ category, model, rating, ratings }) => [category, model, rating, ratings])).toEqual([
    ["Analysis", "a", 1, 1],
    ["Analysis", "b", 3, 1],
    ["Recognition", "a", 7, 2],
    ["Recognition", "b", 2, 1],
  ]);
});

test("agreement is 1 among raters of one mind, 0 by chance, and unknown for one rater", () => {
  const both = (question: string, one: string, two: string) => [vote("x", question, one), vote("y", question, two)];
  expect(agreement([vote("x", "q1", "a")])).toBeUndefined();
  expect(agreement([...both("q1", "a", "a"), ...both("q2", "b", "b")])).toEqual({ alpha: 1, equal: 2, pairs: 2 });
  const mixed = agreement([
    ...both("q1", "a", "a"),
    ...both("q2", "b", "b"),
    ...both("q3", "a", "b"),
    ...both("q4", "b", "a"),
  ]);
  // 8 values, 4 of each: observed disagreement 1/2, expected 32/56
  expect(mixed!.alpha).toBeCloseTo(1 - 0.5 / (32 / 56));
});
