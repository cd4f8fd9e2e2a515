import { expect, test } from "vitest";
import { evaluationKinds, evaluationSet } from "./evaluation.ts";
import { isHeldOut, realWords } from "./words.ts";

test("every kind accepts its own answer and refuses most of the others'", () => {
  for (const kind of evaluationKinds) {
    const items = evaluationSet(kind, 30);
    expect(items).toHaveLength(30);
    const strangers = items.map((item) => items.filter((other) => item.accept(other.answer)).length);
    for (const item of items) {
      expect(item.accept(item.answer), `${item.question} ${item.answer}`).toBe(true);
      expect(item.accept("")).toBe(false);
      expect(item.accept("There is no star in the image.")).toBe(kind === "shape" && item.answer.includes("star"));
    }
    expect(strangers.reduce((a, b) => a + b) / 30, kind).toBeLessThan(15);
  }
});

test("an answer that names two things is not accepted", () => {
  const [color] = evaluationSet("color", 1);
  expect(color!.accept(`${color!.answer} Or red, blue or green.`)).toBe(false);
});

test("a place is accepted whole: top left is neither top nor left", () => {
  const item = evaluationSet("position", 60).find(({ answer }) => answer.endsWith("is in the top left."));
  expect(item!.accept("In the top left.")).toBe(true);
  expect(item!.accept("It is at the top.")).toBe(false);
  expect(item!.accept("It is on the left.")).toBe(false);
});

test("counting asks for one to five equally often", () => {
  const counts = evaluationSet("counting", 20).map(({ answer }) => /one|two|three|four|five/.exec(answer)![0]);
  for (const number of ["one", "two", "three", "four", "five"])
    expect(counts.filter((one) => one === number)).toHaveLength(4);
});

test("reading shows held-out words and strings of one to eight characters, and wants them letter by letter", () => {
  const items = evaluationSet("reading", 120);
  const texts = items.map(({ truth }) => truth.word!.text);
  for (const text of texts) {
    expect(text).toMatch(/^[A-Za-z]{1,8}$/);
    if (realWords.includes(text.toLowerCase()) && text.length > 3) expect(isHeldOut(text), text).toBe(true);
  }
  expect(texts.filter(isHeldOut).length).toBeGreaterThan(60);
  expect(items[0]!.accept(`It says "${texts[0]}".`)).toBe(true);
  expect(items[0]!.accept(`It says "${texts[0]}s".`)).toBe(false);
  expect(items[0]!.accept(texts[0]!)).toBe(false);
});

test("an evaluation set is always the same", () => {
  expect(evaluationSet("shape", 5).map(({ question, image }) => ({ question, image }))).toEqual(
    evaluationSet("shape", 5).map(({ question, image }) => ({ question, image })),
  );
});
