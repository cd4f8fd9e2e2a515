import { createCanvas } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import { alphabet, characterLabel } from "./alphabet.ts";
import { faces, font } from "./fonts.ts";
import { drawLettering, forCharacters, lettering, widthOf } from "./lettering.ts";

const size = 128;

/** Darkness of each pixel, 0 to 255, after black drawing on white. */
function drawn(draw: (context: ReturnType<ReturnType<typeof createCanvas>["getContext"]>) => void): Uint8Array {
  const context = createCanvas(size, size).getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, size, size);
  context.fillStyle = "black";
  draw(context);
  const { data } = context.getImageData(0, 0, size, size);
  return Uint8Array.from({ length: size * size }, (_, i) => 255 - data[i * 4]!);
}

test("all faces have all letters and digits, at widths of their own", () => {
  const widths = new Set<string>();
  for (const { family, weight } of faces) {
    const word = lettering("Hamburgefonstiv0123456789", font(family, weight, 20));
    widths.add(widthOf(word).toFixed(3));
    for (let i = 1; i < word.edges.length; i++) expect(word.edges[i]! - word.edges[i - 1]!).toBeGreaterThan(1);
  }
  // Fixed-width faces keep their width in bold; no two families share one, as they would if a fallback stood in.
  expect(widths.size).toBeGreaterThanOrEqual(faces.length - 2);
});

test("a character's ink lies in its box, give or take a pixel beside it", () => {
  for (const { family, weight } of faces) {
    for (const character of "AgjQfM.,") {
      const word = lettering(character, font(family, weight, 40));
      const pixels = drawn((context) => drawLettering(context, word, 40, 70));
      forCharacters(word, 40, 70, (_, box) => {
        for (const [i, dark] of pixels.entries()) {
          if (dark < 128) continue;
          const [x, y] = [i % size, Math.floor(i / size)];
          expect(y).toBeGreaterThanOrEqual(Math.floor(box.top) - 1);
          expect(y).toBeLessThanOrEqual(Math.ceil(box.bottom) + 1);
          // Italic-like letters (f, j) reach over their neighbours by some tenths of the size.
          expect(x).toBeGreaterThanOrEqual(box.left - 12);
          expect(x).toBeLessThanOrEqual(box.right + 12);
        }
      });
    }
  }
});

test("letters of a word stand where the measured edges say, kerning included", () => {
  for (const { family, weight } of faces) {
    const word = lettering("AVocado", font(family, weight, 25));
    const whole = drawn((context) => drawLettering(context, word, 4, 70));
    const apart = drawn((context) => {
      for (const [i, character] of [...word.text].entries())
        drawLettering(context, lettering(character, word.font), 4 + word.edges[i]!, 70);
    });
    const ink = whole.reduce((sum, dark) => sum + dark, 0);
    const difference = whole.reduce((sum, dark, i) => sum + Math.abs(dark - apart[i]!), 0);
    expect(difference / ink, `${family} ${weight}`).toBeLessThan(0.12);
  }
});

test("every character has its own label, 1 and up", () => {
  expect([...alphabet].map(characterLabel)).toEqual([...alphabet].map((_, i) => i + 1));
  expect(characterLabel(" ")).toBe(0);
});
