import { expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { makers } from "./problems.ts";

const names = ["A", "B", "C", "D", "E"];

test("areas of figures without a unit have none, others are in squares of it", () => {
  let areas = 0;
  for (const [m, make] of makers.entries()) {
    for (let i = 0; i < 12; i++) {
      const plain = make(randomFor(3, i, `maker ${m}`), names, "");
      expect(plain.answer, plain.kind).not.toContain("²");
      const metric = make(randomFor(3, i, `maker ${m}`), names, " cm");
      expect(metric.answer.replace(" cm²", "").replace(" cm", ""), metric.kind).toBe(plain.answer);
      if (metric.kind.endsWith("area")) {
        expect(metric.answer).toMatch(/ cm²$/);
        areas++;
      }
    }
  }
  expect(areas).toBeGreaterThan(40);
});

test("the answer stands at the end of its steps in both languages", () => {
  for (const [m, make] of makers.entries()) {
    for (let i = 0; i < 12; i++) {
      const { steps, answer, kind } = make(randomFor(4, i, `maker ${m}`), names, " m");
      for (const text of [steps.en, steps.zh]) expect(text, kind).toContain(answer);
    }
  }
});
