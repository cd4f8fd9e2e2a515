import { expect, test } from "vitest";
import { asNumber, chinese, english, numbersIn, resultParts } from "./sentences.ts";

test("results stand behind words that announce them, the shortest tail of each line", () => {
  expect(resultParts("The force is large.\nSo the answer is 12 N.", english)).toEqual(["large.", "12 N"]);
  expect(resultParts("F = m a = 12", english)).toEqual(["12"]);
  expect(resultParts("blue whale", english)).toEqual(["blue whale"]);
  expect(resultParts("根据图可知。答案是球—枕", chinese)).toEqual(["球—枕"]);
});

test("numbers are found in their notations, to two decimals", () => {
  expect(numbersIn("from -3 to 1,250.5 and 2e3, .25 or 3.14159")).toEqual([-3, 1250.5, 2000, 0.25, 3.14]);
  expect(numbersIn("共1，234米")).toEqual([1234]);
  expect(asNumber("2.504")).toBe(2.5);
  expect(asNumber("2 m")).toBeUndefined();
});
