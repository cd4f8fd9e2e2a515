import { expect, test } from "vitest";
import { hasMath, normalizeMath } from "./math.ts";

test("formulas in dollars, parentheses and brackets become the same", () => {
  expect(normalizeMath("so $a^2$ and \\(b\\)")).toBe("so $$a^2$$ and $$b$$");
  expect(normalizeMath("\\[ x = 1 \\]")).toBe("\n$$\nx = 1\n$$\n");
  expect(normalizeMath("$$y$$")).toBe("$$y$$");
});

test("money stays money", () => {
  for (const text of ["It costs $5 and $6.", "$ 5", "from $5 to $6", "\\$5 and \\$6"]) {
    expect(normalizeMath(text)).toBe(text);
    expect(hasMath(normalizeMath(text))).toBe(false);
  }
});

test("code is left alone, also a fence that is still being written", () => {
  for (const text of ["`$a$`", "```sh\necho $HOME $PATH\n```", "see\n```\n\\(x\\) $a$"]) {
    expect(normalizeMath(text)).toBe(text);
  }
  expect(normalizeMath("`$a$` and $b$")).toBe("`$a$` and $$b$$");
});
