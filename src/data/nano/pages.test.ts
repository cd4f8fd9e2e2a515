import { expect, test } from "vitest";
import { alphabet } from "./alphabet.ts";
import { densePage } from "./pages.ts";
import { isHeldOut, realWords, wordsUpTo } from "./words.ts";

test("a page is a pure function of seed and index", () => {
  const page = densePage(3, 11);
  densePage(3, 12);
  expect(densePage(3, 11)).toEqual(page);
  expect(densePage(3, 12).image.data).not.toEqual(page.image.data);
  expect(densePage(3, 11, { split: "heldout" }).image.data).not.toEqual(page.image.data);
});

test("an easy page is plain: two paints, upright, as a whole", () => {
  const variety = (difficulty: number) => {
    const fonts = Array.from({ length: 40 }, (_, i) =>
      densePage(1, i, { difficulty }).image.data.subarray(0, 3).join(),
    );
    return new Set(fonts.filter((corner) => new Set(corner.split(",")).size > 1)).size;
  };
  expect(variety(0)).toBe(0); // every corner is a shade of gray
  expect(variety(1)).toBeGreaterThan(15);
});

test("labels name only characters that are printed on the page, and every character gets its turn", () => {
  const seen = new Set<number>();
  for (let index = 0; index < 250; index++) {
    const { words, labels } = densePage(1, index);
    const printed = words.map(({ text }) => text).join("");
    for (const label of labels.characters) {
      if (label === 0) continue;
      expect(printed).toContain(alphabet[label - 1]);
      seen.add(label);
    }
  }
  expect(seen.size).toBeGreaterThan(alphabet.length - 3);
});

test("labelled patches hold ink: they vary more than patches without a label", () => {
  let [inked, labelled, bare, unlabelled] = [0, 0, 0, 0];
  for (let index = 0; index < 100; index++) {
    const { image, labels } = densePage(2, index);
    for (const [half, label] of labels.characters.entries()) {
      const [left, top] = [Math.floor((half % 32) / 2) * 8, Math.floor(half / 32) * 8];
      let [low, high] = [255, 0];
      for (let y = top; y < top + 8; y++) {
        for (let x = left; x < left + 8; x++) {
          const green = image.data[(y * 128 + x) * 3 + 1]!;
          [low, high] = [Math.min(low, green), Math.max(high, green)];
        }
      }
      const hasInk = high - low > 60;
      if (label > 0) [labelled, inked] = [labelled + 1, inked + Number(hasInk)];
      else [unlabelled, bare] = [unlabelled + 1, bare + Number(!hasInk)];
    }
  }
  expect(labelled).toBeGreaterThan(8000);
  expect(inked / labelled).toBeGreaterThan(0.9);
  expect(bare / unlabelled).toBeGreaterThan(0.6);
});

test("held-out words are about a tenth and are never printed in training", () => {
  const heldOut = wordsUpTo("heldout", 8);
  expect(realWords.length).toBeGreaterThan(1000);
  expect(heldOut.length / realWords.length).toBeGreaterThan(0.06);
  expect(heldOut.length / realWords.length).toBeLessThan(0.14);
  expect(heldOut).toContain("harbor");
  for (const word of wordsUpTo("train", 8)) expect(heldOut).not.toContain(word);
  for (let index = 0; index < 300; index++) {
    for (const { text } of densePage(5, index).words) {
      expect(isHeldOut(text.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, "")), text).toBe(false);
    }
  }
});
