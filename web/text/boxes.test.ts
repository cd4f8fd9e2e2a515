import { expect, test } from "vitest";
import { boxesIn } from "./boxes.ts";

const edges = (text: string) => boxesIn(text).map(({ left, top, right, bottom }) => [left, top, right, bottom]);

test("whole numbers up to 1000 are thousandths, decimals up to 1 are shares, larger numbers are pixels", () => {
  expect(edges("[120, 40, 310, 96]")).toEqual([[0.12, 0.04, 0.31, 0.096]]);
  expect(edges("at [0.1, 0.25, 0.5, 1.0].")).toEqual([[0.1, 0.25, 0.5, 1]]);
  expect(edges("[120, 40, 1310, 960]")).toEqual([[120, 40, 1310, 960]]);
  expect(boxesIn("[120, 40, 1310, 960]")[0]!.unit).toBe("pixels");
});

test("two corners make a box, and one pair makes a point", () => {
  expect(edges("(100, 200), (300, 400)")).toEqual([[0.1, 0.2, 0.3, 0.4]]);
  expect(edges("Tap (500, 250).")).toEqual([[0.5, 0.25, 0.5, 0.25]]);
});

test("what is no box in any reading is none", () => {
  expect(boxesIn("The list is [1, 2, 3, 4].")).toEqual([]);
  expect(boxesIn("[900, 10, 100, 20]")).toEqual([]);
  expect(boxesIn("f(3, 4) = 5, [12, 13, 14]")).toEqual([]);
});

test("places are named after the words before them, in the order of the text", () => {
  const found = boxesIn("- a red button: [10, 20, 110, 60]\n- the menu is at [500, 0, 999, 80]");
  expect(found.map(({ label }) => label)).toEqual(["a red button", "the menu"]);
});

test("a long hostile answer is read in no time and gives a bounded number of places", () => {
  expect(boxesIn("[1, 2, ".repeat(20_000)).length).toBe(0);
  expect(boxesIn("[10, 20, 110, 60] ".repeat(5_000)).length).toBe(100);
});
