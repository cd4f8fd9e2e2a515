/** Which pixels show which thing: silhouettes painted one by one, in painting order, at no more than 384 pixels. */
import { createCanvas } from "../../../canvas.ts";
import { canvasPixels } from "../../../canvas-pixels.ts";
import { type Placement, paintStrokes, type Stroke } from "./drawing.ts";
import type { Box, Frame } from "./layout.ts";

interface Drawn {
  /** The drawing's own box; what a person holds may reach out of it by half its height. */
  readonly frame: Frame;
  readonly at: Placement;
  readonly back: readonly Stroke[];
  readonly front: readonly Stroke[];
}

export interface OwnerMap {
  readonly width: number;
  readonly height: number;
  /** Row by row: 0 for the background, else the thing's number plus 1. */
  readonly owners: Uint8Array;
  /** Pixels of each thing's whole silhouette. */
  readonly silhouettes: readonly number[];
}

const longestSide = 384;

/** `side` is the longest side of the map; the picture's own or less. */
export function ownerMap(
  drawn: readonly Drawn[],
  order: readonly { readonly index: number; readonly part: "back" | "front" }[],
  width: number,
  height: number,
  side: number = longestSide,
): OwnerMap {
  const scale = Math.min(1, side / Math.max(width, height));
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const owners = new Uint8Array(w * h);
  const wholes = drawn.map(() => new Uint8Array(w * h));
  const context = createCanvas(w, h).getContext("2d");
  for (const { index, part } of order) {
    const { at, frame, [part]: strokes } = drawn[index]!;
    if (strokes.length === 0) continue;
    const reach = frame.height * 0.5 + 4;
    const left = Math.max(0, Math.floor((frame.left - reach) * scale));
    const top = Math.max(0, Math.floor((frame.top - reach) * scale));
    const wide = Math.min(w, Math.ceil((frame.left + frame.width + reach) * scale)) - left;
    const tall = Math.min(h, Math.ceil((frame.top + frame.height + 4) * scale)) - top;
    context.clearRect(0, 0, w, h);
    context.save();
    context.scale(scale, scale);
    paintStrokes(context, strokes, at);
    context.restore();
    const data = canvasPixels(context, left, top, wide, tall);
    const whole = wholes[index]!;
    for (let y = 0, from = 3; y < tall; y++) {
      for (let x = 0, to = (top + y) * w + left; x < wide; x++, to++, from += 4) {
        if (data[from]! > 127) {
          owners[to] = index + 1;
          whole[to] = 1;
        }
      }
    }
  }
  return { width: w, height: h, owners, silhouettes: wholes.map(pixelsOf) };
}

function pixelsOf(whole: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < whole.length; i++) sum += whole[i]!;
  return sum;
}

/** For each thing the box around what can be seen of it (picture pixels), and the share that can be seen. */
export function measureVisibility(
  drawn: readonly Drawn[],
  order: readonly { readonly index: number; readonly part: "back" | "front" }[],
  width: number,
  height: number,
): { box: Box; visible: number }[] {
  const map = ownerMap(drawn, order, width, height);
  const found = drawn.map(() => ({ left: map.width, top: map.height, right: 0, bottom: 0, pixels: 0 }));
  for (let y = 0, i = 0; y < map.height; y++) {
    for (let x = 0; x < map.width; x++, i++) {
      const owner = map.owners[i]!;
      if (owner === 0) continue;
      const one = found[owner - 1]!;
      one.left = Math.min(one.left, x);
      one.right = Math.max(one.right, x + 1);
      one.top = Math.min(one.top, y);
      one.bottom = y + 1;
      one.pixels++;
    }
  }
  const [sx, sy] = [width / map.width, height / map.height];
  return found.map(({ left, top, right, bottom, pixels }, i) => ({
    box: [Math.round(left * sx), Math.round(top * sy), Math.round(right * sx), Math.round(bottom * sy)],
    visible: map.silhouettes[i] === 0 ? 0 : pixels / map.silhouettes[i]!,
  }));
}
