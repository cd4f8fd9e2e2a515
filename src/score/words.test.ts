import { expect, test } from "vitest";
import { plain, says } from "./words.ts";

test.each([
  ["  The “Red” house. ", "the red house"],
  ["**Red**!", "red"],
  ["Wait... what?", "wait what"],
  ["café", "cafe\u0301"],
  ["１２％", "12%"],
  ["* `red`", "red"],
  ["# Red", "red"],
  ["Red\n* blue", "red blue"],
  ["a<b", "a < b"],
  ["Sí, 3.5 °C", "sí 3.5 °c"],
  ["✅ Red", "red"],
  ["Coke®", "coke"],
  ["−5", "-5"],
  ["5 %", "5%"],
  ["3.5 °C", "3.5°C"],
])("%j and %j are one text", (a, b) => {
  expect(plain(a)).toBe(plain(b));
});

test.each([
  ["कि", "का"],
  ["cafe", "café"],
  ["C#", "C"],
  ["C++", "C"],
  ["a<b", "a>b"],
  ["1*2", "1 2"],
  ["1 * 2", "1 2"],
  ["★", ""],
  ["≤", "≥"],
  ["✅", "❌"],
  ["?", "!"],
  ["5%", "5"],
])("%j and %j are two", (a, b) => {
  expect(plain(a)).not.toBe(plain(b));
});

test.each([
  ["答案是红色", "红色", true],
  ["答案是red，不是蓝色", "red", true],
  ["それは赤いです。", "赤い", true],
  ["답은 빨간색입니다", "빨간색", true],
  ["สีแดงค่ะ", "แดง", true],
  ["x=5", "5", true],
  ["It is written in C#.", "C", false],
  ["reopened", "open", false],
  ["anything", "", false],
  ["It is ❌.", "❌", true],
  ["It is ✅.", "❌", false],
  ["It costs 5 %.", "5%", true],
])("%j says %j: %j", (text, wanted, said) => {
  expect(says(text, wanted)).toBe(said);
});
