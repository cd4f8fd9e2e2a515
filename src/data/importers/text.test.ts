import { expect, test } from "vitest";
import { cleanText, splitText } from "./text.ts";

test("text is made clean without losing a letter", () => {
  expect(cleanText("\uFEFF\n a\u00adb \r\n\r\n\r\n\r\ncafe\u0301\u0000  \u2028x\t\n\n")).toBe(" ab\n\ncafé\nx");
});

test("a long run of blanks takes no time", () => {
  expect(cleanText(`${" ".repeat(2_000_000)}x`)).toHaveLength(2_000_001);
});

test("a long text is cut at paragraphs, else at sentences, else between words, never inside a character", () => {
  expect(splitText("one two three.\n\nfour five six.", 20)).toEqual(["one two three.", "four five six."]);
  expect(splitText("First one here. Second one there.", 20)).toEqual(["First one here.", "Second one there."]);
  expect(splitText("word ".repeat(8).trim(), 18)).toEqual(["word word word", "word word word", "word word"]);
  expect(splitText("😀".repeat(10), 7).every((part) => /^(😀)+$/.test(part))).toBe(true);
});
