/**
 * Boards on a surface, hung straight, turned or in perspective, under light, softened and grained as a camera would; and the
 * polygon of every line and word. Everything is decided when the scene is planned; drawing only draws.
 */
import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import { createCanvas, ImageData } from "../../canvas.ts";
import { canvasPixels } from "../../canvas-pixels.ts";
import { type Random, randomFor } from "../../random.ts";
import { Unfit } from "../../source.ts";
import { type Board, board } from "./boards.ts";
import { boundsOf, type Homography, homographyTo, layOver, mapped, type Point, type Polygon } from "./geometry.ts";
import { luminancesOf, paintSurface, type Surface, surfaces, tintFor } from "./surfaces.ts";
import type { Setting, Writing } from "./words.ts";

export interface SceneLine {
  readonly text: string;
  readonly polygon: Polygon;
  readonly words: readonly { readonly text: string; readonly polygon: Polygon }[];
  readonly writing: Writing;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Board by board, row by row; within a board from top to bottom. */
  readonly lines: readonly SceneLine[];
  readonly surface: Surface;
  readonly lowContrast: boolean;
  /** WCAG's ratio of the text that stands out least, before light and grain. */
  readonly contrast: number;
  readonly blurred: boolean;
  readonly families: readonly string[];
  draw(): { width: number; height: number; data: Uint8Array };
}

export interface ScenePlan {
  readonly settings: readonly Setting[];
  /** One for each board. */
  readonly writings: readonly Writing[];
  readonly perspective: number;
}

interface Hung {
  readonly board: Board;
  readonly to: Homography;
  readonly corners: readonly [Point, Point, Point, Point];
}

/** Throws `Unfit` when no board can be read in the room there is. */
export function scene(random: Random, maxSide: number, { settings, writings, perspective }: ScenePlan): Scene {
  const long = Math.round(maxSide * random.between(0.8, 1));
  const short = Math.round(long * random.between(0.6, 1));
  const [width, height] = random.chance(0.6) ? [long, short] : [short, long];
  const surface = random.pick(surfaces);
  const tint = tintFor(random, surface);
  const smallest = 9 + maxSide / 100;
  const hung: Hung[] = [];
  for (const [i, [left, top, right, bottom]] of cells(random, width, height, writings.length).entries()) {
    const room = {
      width: (right - left) * 0.86,
      height: (bottom - top) * 0.86,
      smallest,
      tint,
      surface: luminancesOf(surface, tint),
      quiet: quietSurfaces.has(surface),
    };
    const setting = settings[i % settings.length]!;
    const made =
      board(random, setting, writings[i]!, room) ??
      board(random, setting, writings[i]!, room) ??
      board(random, "paint", writings[i]!, room);
    if (made) hung.push(hang(random, made, [left, top, right, bottom], perspective));
  }
  if (hung.length === 0) throw new Unfit("no text fits the scene");
  const lines = hung.flatMap(({ board: { lines: own, writing }, to }) =>
    own.map((line): SceneLine => {
      const move = (polygon: Polygon) => polygon.map((point) => mapped(to, point));
      return {
        text: line.text,
        polygon: move(line.polygon),
        words: line.words.map(({ text, polygon }) => ({ text, polygon: move(polygon) })),
        writing,
      };
    }),
  );
  for (const { polygon } of lines) {
    const [left, top, right, bottom] = boundsOf(polygon);
    if (left < 0 || top < 0 || right > width || bottom > height) throw new Unfit("a text leaves the picture");
  }
  const blur = random.chance(0.3) ? random.between(0.4, 1.1) * (maxSide / 600) : 0;
  const grain = random.chance(0.6) ? random.between(1, 9) : 0;
  const lowContrast = hung.some(({ board: made }) => made.lowContrast);
  // glare and dusk take contrast away, of which faint letters have none to spare
  const most = lowContrast ? 0.3 : 1;
  const light = [
    random.between(0, width),
    random.between(0, height),
    random.between(0, 0.4) * most,
    random.between(0, 0.25) * most,
  ] as const;
  const seed = random.int(0, 2 ** 31);
  return {
    width,
    height,
    lines,
    surface,
    lowContrast,
    contrast: Math.min(...hung.map(({ board: made }) => made.contrast)),
    blurred: blur > 0,
    families: [...new Set(hung.flatMap(({ board: { families } }) => families))].sort(),
    draw() {
      const own = randomFor(seed, 0, "scene");
      const canvas = paintSurface(own, surface, tint, width, height);
      const context = canvas.getContext("2d");
      for (const one of hung) underlay(context, one, floorBelow(one, hung, height));
      const picture = { width, height, data: canvasPixels(context, 0, 0, width, height) };
      for (const { board: made, to } of hung) layOver(picture, plane(made), density, to);
      context.putImageData(new ImageData(picture.data, width, height), 0, 0);
      lighten(context, width, height, light);
      return { width, height, data: finished(own, blur > 0 ? blurred(canvas, blur) : context, width, height, grain) };
    },
  };
}

const quietSurfaces: ReadonlySet<Surface> = new Set(["plaster", "metal", "cloth", "asphalt"]);

/** Plane pixels a plane unit: boards are drawn finer than they are seen. */
const density = 1.5;

function plane(made: Board) {
  const canvas = createCanvas(Math.ceil(made.width * density), Math.ceil(made.height * density));
  const context = canvas.getContext("2d");
  context.scale(density, density);
  made.draw(context);
  const { width, height } = canvas;
  return { width, height, data: canvasPixels(context, 0, 0, width, height) };
}

/** Rectangles for the boards, row by row, inside a margin. */
function cells(
  random: Random,
  width: number,
  height: number,
  count: number,
): (readonly [number, number, number, number])[] {
  const columns = count === 1 ? 1 : count === 2 ? (width > height ? 2 : 1) : count === 3 && height > width ? 1 : 2;
  const rows = Math.ceil(count / columns);
  const margin = Math.min(width, height) * 0.03;
  const split = columns === 2 ? random.between(0.42, 0.58) : 1;
  const xs = columns === 2 ? [margin, width * split, width - margin] : [margin, width - margin];
  return Array.from({ length: count }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const step = (height - 2 * margin) / rows;
    return [xs[column]!, margin + row * step, xs[column + 1]!, margin + (row + 1) * step] as const;
  });
}

function hang(
  random: Random,
  made: Board,
  [left, top, right, bottom]: readonly [number, number, number, number],
  perspective: number,
): Hung {
  const { width, height } = made;
  const angle = random.chance(0.5) ? random.between(-0.16, 0.16) * perspective : 0;
  const tilt = random.chance(0.7) ? random.between(-0.34, 0.34) * perspective : 0;
  const lean = random.chance(0.3) ? random.between(-0.2, 0.2) * perspective : 0;
  const narrow = 1 - Math.abs(tilt) * 0.6;
  const corner = (u: number, v: number): Point => {
    // the side that is farther away is shorter
    const scaleV = 1 + (u > 0 ? tilt : -tilt) * 0.5;
    const scaleU = (1 + (v > 0 ? lean : -lean) * 0.5) * narrow;
    const [x, y] = [(u * width * scaleU) / 2, (v * height * scaleV) / 2];
    return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
  };
  const raw = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)] as const;
  const [l, t, r, b] = boundsOf(raw);
  const fit = Math.min(1, (right - left) / (r - l), (bottom - top) / (b - t));
  const [slackX, slackY] = [right - left - (r - l) * fit, bottom - top - (b - t) * fit];
  const [dx, dy] = [left - l * fit + random.between(0, slackX), top - t * fit + random.between(0, slackY)];
  const corners = raw.map(([x, y]): Point => [x * fit + dx, y * fit + dy]) as unknown as [Point, Point, Point, Point];
  return { board: made, corners, to: homographyTo(width, height, corners) };
}

/** Down to where the front or the post of a board reaches: the ground, or paint that would be read on it instead of the wall. */
function floorBelow({ corners }: Hung, hung: readonly Hung[], height: number): number {
  const [left, , right, bottom] = boundsOf(corners);
  const paint = hung.flatMap((other) => {
    const [from, top, to] = boundsOf(other.corners);
    return other.board.setting === "paint" && top > bottom && from < right && to > left ? [top - 4] : [];
  });
  return Math.min(height, ...paint);
}

/** A shadow behind the board, and what holds it down to the floor: the posts of signs, the front of a shop. */
function underlay(context: SKRSContext2D, { board: { setting }, corners }: Hung, floor: number): void {
  if (setting === "paint") return;
  const [left, top, right, bottom] = boundsOf(corners);
  context.save();
  if (setting === "street" || setting === "warning") {
    context.fillStyle = "rgba(96, 98, 102, 1)";
    context.fillRect(
      (left + right) / 2 - 2,
      (top + bottom) / 2,
      Math.max(4, (right - left) * 0.03),
      floor - (top + bottom) / 2,
    );
  }
  if (setting === "shop" && floor - bottom > 30) {
    const gap = (right - left) * 0.04;
    context.fillStyle = "rgba(40, 44, 50, 0.85)";
    context.fillRect(left + gap, bottom, right - left - 2 * gap, floor - bottom);
    context.fillStyle = "rgba(176, 204, 216, 0.5)";
    for (const share of [0.08, 0.55])
      context.fillRect(left + (right - left) * share, bottom + gap, (right - left) * 0.36, floor - bottom - 2 * gap);
  }
  context.fillStyle = "rgba(0, 0, 0, 0.35)";
  context.translate(2, 3);
  context.beginPath();
  for (const [x, y] of corners) context.lineTo(x, y);
  context.closePath();
  context.fill();
  context.restore();
}

function lighten(
  context: SKRSContext2D,
  width: number,
  height: number,
  [x, y, dark, bright]: readonly [number, number, number, number],
): void {
  const reach = Math.max(width, height);
  const gradient = context.createRadialGradient(x, y, reach * 0.1, x, y, reach * 1.1);
  gradient.addColorStop(0, `rgba(255, 250, 235, ${bright.toFixed(3)})`);
  gradient.addColorStop(0.5, "rgba(128, 128, 128, 0)");
  gradient.addColorStop(1, `rgba(0, 0, 10, ${dark.toFixed(3)})`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

function blurred(canvas: Canvas, radius: number): SKRSContext2D {
  const soft = createCanvas(canvas.width, canvas.height).getContext("2d");
  soft.drawImage(canvas, 0, 0);
  soft.filter = `blur(${radius.toFixed(2)}px)`;
  soft.drawImage(canvas, 0, 0);
  return soft;
}

/** RGB with grain. */
function finished(random: Random, context: SKRSContext2D, width: number, height: number, grain: number): Uint8Array {
  const from = canvasPixels(context, 0, 0, width, height);
  const table = Float32Array.from(
    { length: 4096 },
    () => (random.next() + random.next() + random.next() - 1.5) * 2 * grain,
  );
  const data = new Uint8Array(width * height * 3);
  let state = random.int(1, 2 ** 31);
  for (let i = 0; i < width * height; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const speck = table[state >>> 20]!;
    for (let n = 0; n < 3; n++) data[i * 3 + n] = Math.max(0, Math.min(255, from[i * 4 + n]! + speck));
  }
  return data;
}
