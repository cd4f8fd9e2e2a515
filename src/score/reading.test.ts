import { describe, expect, test } from "vitest";
import { readChoice } from "./choice.ts";
import { readNumber, readYesNo, saysOneOf, similarity } from "./reading.ts";

describe("a choice is read", () => {
  const letters = ["A", "B", "C", "D"];
  const options = ["a red circle", "red", "dark red", "3"];
  test.each([
    ["B", "B", "letter alone"],
    ["(c).", "C", "letter alone"],
    ["The answer is C.", "C", "named as the answer"],
    ["It could be A, but the correct answer is: **D**", "D", "named as the answer"],
    ["答案是B", "B", "named as the answer"],
    ["B. because it is red", "B", "leading letter"],
    ["I would go for (D) here", "D", "letter in brackets"],
    ["It is dark red", "C", "text of the option"],
    ["A circle is what I see, so B", "B", "only letter"],
    ["A nice picture", null, "not understood"],
    ["E", null, "not understood"],
    ["B or maybe C", null, "not understood"],
    ["the voltage v_C over C3", null, "not understood"],
    ["3", "D", "text of the option"],
    ["", null, "empty"],
  ])("%j as %j, by %j", (output, read, path) => {
    expect(readChoice(output, letters, options)).toEqual({ read, path });
  });
});

test.each([
  ["She has 5 left.\n#### 1,250", "1250", "behind ####"],
  ["10 + 8 = 18. The answer is $18.50.", "18.5", "named as the answer"],
  ["First 3, then 4 and so 7", "7", "last number"],
  ["It is between 10 - 12", "12", "last number"],
  ["It fell to -12 degrees", "-12", "last number"],
  ["nothing", null, "no number"],
])("the number of %j is %j", (output, read, path) => {
  expect(readNumber(output)).toEqual({ read, path });
});

test.each([
  ["Yes, there is.", "yes"],
  ["I think no. Yes would be wrong", "no"],
  ["There is not a dog", "no"],
  ["A dog", null],
])("%j means %j", (output, read) => {
  expect(readYesNo(output).read).toBe(read);
});

test("texts are compared as whole words, and by how alike they are", () => {
  expect(saysOneOf("It says OPEN.", ["open"])).toEqual({ right: true, path: "contained" });
  expect(saysOneOf("reopened", ["open"]).right).toBe(false);
  expect(similarity("Café Blue", "cafe blue")).toBeCloseTo(8 / 9);
  expect(similarity("one", "three")).toBe(0);
});
