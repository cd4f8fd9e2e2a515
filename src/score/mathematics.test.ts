import { expect, test } from "vitest";
import { readMathematics, sameMathematics } from "./mathematics.ts";

test.each([
  ["So the area is $\\boxed{\\frac{1}{2}}$, that is all.", "\\frac{1}{2}", "boxed"],
  ["\\boxed{1} is too small, so \\boxed{x = 3}.", "x = 3", "boxed"],
  ["First $a = 2$.\nThen $a + b = 5$.", "a + b = 5", "between dollar signs"],
  ["Therefore x = 7.", "7", "behind the equals sign"],
  ["We see 3 and 4.\nThe answer is (3,4].", "(3,4]", "named as the answer"],
  ["-63", "-63", "whole answer"],
  ["There are 12 ways to choose the first and 30 in all", "30", "last number"],
  ["I do not know what could be meant by this question", null, "no result"],
])("the result of %j is %j, %s", (output, read, path) => {
  expect(readMathematics(output)).toEqual({ read, path });
});

test.each([
  ["\\dfrac{1}{3}", "\\frac13"],
  ["$\\frac{2\\sqrt{5}}{5}$", "\\frac{2\\sqrt5}{5}"],
  ["90^{\\circ}", "90"],
  ["371,\\!043,\\!400", "371043400"],
  ["1/2", "0.5"],
  ["x = 4", "4"],
  ["a + b = 5", "5"],
  ["x-3z=0", "x - 3z = 0"],
  ["\\left(-\\infty, 2\\right)", "(-\\infty,2)"],
  ["12\\text{ cm}", "12"],
  ["$5$;$10$", "5；10"],
  [".25", "0.25"],
])("%j is %j", (a, b) => {
  expect(sameMathematics(a, b)).toBe(true);
});

test.each([
  ["(3,4]", "[3,4]"],
  ["2\\sqrt{3}", "3\\sqrt{2}"],
  ["-4", "4"],
  ["0", "x - 3z = 0"],
])("%j is not %j", (a, b) => {
  expect(sameMathematics(a, b)).toBe(false);
});
