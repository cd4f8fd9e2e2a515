/**
 * Makes the example pictures of the repository, larger than those of training and with words that training never
 * prints. Usage: `npx tsx src/data/nano/examples.ts` from the repository's root; writes `examples/*.png`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { createCanvas } from "../canvas.ts";
import { css, fromHsl, type Paint } from "./colors.ts";
import { font } from "./fonts.ts";
import { drawLettering, lettering, widthOf } from "./lettering.ts";
import { drawShape, type ShapeName } from "./shapes.ts";

const paints = {
  paper: fromHsl(42, 60, 94),
  white: fromHsl(0, 0, 99),
  sky: fromHsl(205, 45, 88),
  black: fromHsl(0, 0, 6),
  red: fromHsl(358, 90, 46),
  green: fromHsl(130, 75, 34),
  blue: fromHsl(222, 85, 48),
  yellow: fromHsl(53, 96, 50),
  orange: fromHsl(30, 96, 51),
  purple: fromHsl(277, 70, 42),
} satisfies Record<string, Paint>;
type PaintName = keyof typeof paints;

/** Writes a picture of the given size over one plain paint. */
function save(name: string, width: number, height: number, behind: PaintName, draw: (context: SKRSContext2D) => void) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = css(paints[behind]);
  context.fillRect(0, 0, width, height);
  draw(context);
  writeFileSync(`examples/${name}.png`, canvas.toBuffer("image/png"));
}

/** A word around a centre. */
function print(
  context: SKRSContext2D,
  text: string,
  {
    family,
    weight = 400,
    size,
    x,
    y,
    paint,
  }: { family: string; weight?: 400 | 700; size: number; x: number; y: number; paint: PaintName },
) {
  const word = lettering(text, font(family, weight, size));
  context.fillStyle = css(paints[paint]);
  drawLettering(context, word, x - widthOf(word) / 2, y - (word.top + word.bottom) / 2);
}

function shape(context: SKRSContext2D, paint: PaintName, name: ShapeName, x: number, y: number, radius: number) {
  context.fillStyle = css(paints[paint]);
  drawShape(context, { shape: name, x, y, radius, angle: 0 });
}

mkdirSync("examples", { recursive: true });

save("word", 384, 256, "paper", (context) => {
  print(context, "harbor", { family: "lora", weight: 700, size: 84, x: 192, y: 128, paint: "black" });
});

save("shapes", 384, 384, "white", (context) => {
  shape(context, "red", "circle", 72, 76, 50);
  shape(context, "blue", "star", 196, 190, 56);
  shape(context, "green", "triangle", 308, 306, 50);
});

save("hearts", 384, 384, "sky", (context) => {
  for (const [x, y] of [
    [78, 92],
    [300, 84],
    [188, 200],
    [92, 312],
  ] as const)
    shape(context, "red", "heart", x, y, 46);
  shape(context, "purple", "square", 304, 306, 42);
});

save("sign", 480, 320, "sky", (context) => {
  context.fillStyle = css(paints.blue);
  context.fillRect(40, 92, 400, 136);
  print(context, "BAKERY", { family: "montserrat", weight: 700, size: 84, x: 240, y: 160, paint: "white" });
});
