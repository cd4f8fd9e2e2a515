import { describe, expect, test } from "vitest";
import { readChoice } from "./choice.ts";
import { numberOf, readNumber, readYesNo, sameText, saysOneOf, similarity } from "./reading.ts";

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
    ["Option A is wrong; B", "B", "only letter"],
    ["A) is wrong, B) is right", "B", "only letter"],
    ["It is not A, it is (B)", "B", "letter in brackets"],
    ["The answer is B, as option C isn't there", "B", "named as the answer"],
    ["选项A不对，应选B", "B", "named as the answer"],
    ["The answer is A because of its colour", "A", "named as the answer"],
    ["The answer is a.", "A", "named as the answer"],
    ["Option B is incorrect, so the answer is B.", "B", "named as the answer"],
    ["The correct answer is B because B is not a mammal", "B", "named as the answer"],
    ["C is not a prime, so the answer is C", "C", "named as the answer"],
    ["B. B is wrong because whales are mammals", "B", "leading letter"],
    ["选项B错误，故选B", "B", "named as the answer"],
    ["A正确，C正确，D正确，B错误，所以答案是B", "B", "named as the answer"],
    ["A, B and C are true. D is not, so the answer is D", "D", "named as the answer"],
    ["DNA不是蛋白质，所以答案是A", "A", "named as the answer"],
    ["DNA不是蛋白质，A", "A", "only letter"],
    ["Option B is not a mammal.", "B", "named as the answer"],
    ["答案是A不是B", "A", "named as the answer"],
    ["The answer is B because option A is wrong", "B", "named as the answer"],
    ["I take option B, not option A because it is red", "B", "named as the answer"],
    ["Option B is a mammal, option A is not.", "B", "named as the answer"],
    ["故不选A", null, "not understood"],
    ["The answer is not A", null, "not understood"],
    ["Option A is not the right one", null, "not understood"],
    ["A is not a mammal, so it is B", "B", "only letter"],
  ])("%j as %j, by %j", (output, read, path) => {
    expect(readChoice(output, letters, options)).toEqual({ read, path });
  });
});

test.each([
  ["The answer is a cat.", "B"],
  ["The answer is A cat.", "B"],
  ["the option is a triangle", "C"],
  ["answer a question", "D"],
  ["The answer is A", "A"],
  ["It is a bird", null],
])("of words with an article, %j is %j", (output, read) => {
  const options = ["dog", "cat", "a triangle", "answer a question"];
  expect(readChoice(output, ["A", "B", "C", "D"], options).read).toBe(read);
});

test.each([
  ["She has 5 left.\n#### 1,250", "1250", "behind ####"],
  ["10 + 8 = 18. The answer is $18.50.", "18.5", "named as the answer"],
  ["First 3, then 4 and so 7", "7", "last number"],
  ["It is between 10 - 12", "12", "last number"],
  ["It fell to -12 degrees", "-12", "last number"],
  ["nothing", null, "no number"],
  ["#### 5\nNo, corrected:\n#### 60", "60", "behind ####"],
  ["#### .", null, "no number"],
  ["#### Answer\nIt is 12.", "12", "last number"],
  ["#### **$-7**", "-7", "behind ####"],
  ["So \\boxed{7} in 2 steps", "7", "boxed"],
  ["So \\boxed{\\frac{3}{4}\\text{ m}^2}", "0.75", "boxed"],
  ["about 6.02e23 of them", "6.02e+23", "last number"],
  ["6.02 × 10^{23}", "6.02e+23", "last number"],
  ["2^10", "1024", "last number"],
  ["an area of 12 m^2", "12", "last number"],
  ["3/4", "0.75", "last number"],
  ["it takes 2 1/2 hours.", "2.5", "last number"],
  ["on 12/05/2024", "2024", "last number"],
  ["(1,2)", "2", "last number"],
  ["12,34,567 rupees", "1234567", "last number"],
  ["1 000 000", "1000000", "last number"],
  ["−5", "-5", "last number"],
  ["18.5 %.", "18.5", "last number"],
  ["$.50", "0.5", "last number"],
  ["the rooms 5 100 200", "200", "last number"],
  ["12 300-page books", "300", "last number"],
  ["Chapters 10 200", "200", "last number"],
  ["It has 1 000 000 people", "1000000", "last number"],
  ["about 12\u202f345 of them", "12345", "last number"],
  ["Together:\n**$12 345.50**", "12345.5", "last number"],
  ["#### -12 345", "-12345", "behind ####"],
  ["2^0.5", "1.4142135623730951", "last number"],
  ["4^{-.5}", "0.5", "last number"],
  ["x^0.5 and x^.5", null, "no number"],
  ["the answer is...5", "5", "named as the answer"],
])("the number of %j is %j", (output, read, path) => {
  expect(readNumber(output)).toEqual({ read, path });
});

test.each([
  ["Yes, there is.", "yes"],
  ["I think no. Yes would be wrong", "no"],
  ["There is not a dog", "no"],
  ["A dog", null],
  ["\nYes", "yes"],
  ["1. Yes", "yes"],
  ["**No**.", "no"],
  ["There isn't a dog", "no"],
  ["It isn’t", "no"],
  ["1.", null],
  ["It's a no-brainer: yes", "yes"],
  ["There is no-one", "no"],
])("%j means %j", (output, read) => {
  expect(readYesNo(output).read).toBe(read);
});

test("texts are compared as whole words, and by how alike they are", () => {
  expect(saysOneOf("It says OPEN.", ["open"])).toEqual({ right: true, path: "contained" });
  expect(saysOneOf("reopened", ["open"]).right).toBe(false);
  expect(saysOneOf("答案是红色", ["红色"])).toEqual({ right: true, path: "contained" });
  expect(sameText("cafe\u0301", "café")).toBe(true);
  for (const [a, b] of [
    ["कि", "का"],
    ["cafe", "café"],
    ["C#", "C"],
    ["a<b", "a>b"],
  ] as const) {
    expect(sameText(a, b)).toBe(false);
  }
  expect(similarity("Café Blue", "cafe blue")).toBeCloseTo(8 / 9);
  expect(similarity("one", "three")).toBe(0);
  expect(similarity("★", "")).toBe(0);
  expect(similarity("≤", "≥")).toBe(0);
});

test("a text is a number or none", () => {
  expect([numberOf("1,250"), numberOf(" -3/4 "), numberOf("−5"), numberOf("$2.50")]).toEqual([1250, -0.75, -5, 2.5]);
  expect([numberOf(""), numberOf("."), numberOf("5 apples"), numberOf("(1,2)")]).toEqual(Array(4).fill(Number.NaN));
});
