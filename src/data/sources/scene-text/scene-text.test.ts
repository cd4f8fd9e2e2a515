import { createCanvas } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import { canvasPixels } from "../../canvas-pixels.ts";
import { contrastOf, luminance } from "../../contrast.ts";
import { randomFor } from "../../random.ts";
import { partsOf } from "../../sample.ts";
import { Unfit } from "../../source.ts";
import { faceFor } from "./canvas-fonts.ts";
import { boundsOf, homographyTo, inverse, layOver, mapped, type Point, type Polygon } from "./geometry.ts";
import { sceneTextSources } from "./index.ts";
import { arcLine, type LineStyle, type PlacedLine, straightLine } from "./lines.ts";
import { scene } from "./scene.ts";
import { luminancesOf, paintSurface, surfaces, tintFor } from "./surfaces.ts";
import { writings } from "./words.ts";

type Box = [left: number, top: number, right: number, bottom: number];

const [width, height] = [420, 260];

function inkAt(line: PlacedLine): (x: number, y: number) => boolean {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  line.draw(context);
  const { data } = context.getImageData(0, 0, width, height);
  return (x, y) => data[(y * width + x) * 4 + 3]! > 40;
}

function inside(polygon: Polygon, [x, y]: Point): boolean {
  let odd = false;
  for (const [i, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(i + 1) % polygon.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

const near = (polygon: Polygon, x: number, y: number) =>
  [-1.5, 0, 1.5].some((dx) => [-1.5, 0, 1.5].some((dy) => inside(polygon, [x + 0.5 + dx, y + 0.5 + dy])));

test("all ink of a line lies in its words' polygons, and every polygon holds ink", () => {
  for (let index = 0; index < 12; index++) {
    const random = randomFor(1, index, "ink");
    const style: LineStyle = {
      face: faceFor(random, "Latin"),
      size: random.int(18, 34),
      script: "Latin",
      color: "#000",
    };
    const text = random.pick(["Fresh bread", "Quiet Jazz Night", "Open 24 h", "Gypsy"]);
    const bend = random.pick([0, 0, 0.9, -0.8, 1.2]);
    const line = bend === 0 ? straightLine(text, 60, 120, style) : arcLine(text, width / 2, 130, bend, style);
    const ink = inkAt(line);
    const held = line.words.map(() => 0);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (!ink(x, y)) continue;
        const at = line.words.findIndex(({ polygon }) => near(polygon, x, y));
        expect(
          at,
          `${text} in ${style.face.name} bent by ${bend}: ink at ${x}, ${y} is in no word`,
        ).toBeGreaterThanOrEqual(0);
        held[at]!++;
      }
    }
    expect(line.words.map(({ text: word }) => word).join(" ")).toBe(text);
    for (const count of held) expect(count).toBeGreaterThan(20);
  }
});

test("a plane's points come to lie where the homography says", () => {
  const corners = [
    [30, 20],
    [300, 60],
    [280, 210],
    [50, 190],
  ] as const;
  const to = homographyTo(100, 50, corners);
  for (const [i, point] of (
    [
      [0, 0],
      [100, 0],
      [100, 50],
      [0, 50],
    ] as const
  ).entries()) {
    const [x, y] = mapped(to, point);
    expect(x).toBeCloseTo(corners[i]![0], 6);
    expect(y).toBeCloseTo(corners[i]![1], 6);
  }
  const [x, y] = mapped(inverse(to), mapped(to, [37, 21]));
  expect(x).toBeCloseTo(37, 6);
  expect(y).toBeCloseTo(21, 6);
});

test("a mark on a plane is drawn at its mapped place and nowhere else", () => {
  const plane = { width: 100, height: 50, data: new Uint8ClampedArray(100 * 50 * 4) };
  for (let y = 18; y < 24; y++) for (let x = 68; x < 74; x++) plane.data.set([255, 0, 0, 255], (y * 100 + x) * 4);
  const target = { width: 320, height: 240, data: new Uint8ClampedArray(320 * 240 * 4) };
  const to = homographyTo(100, 50, [
    [30, 20],
    [300, 60],
    [280, 210],
    [50, 190],
  ]);
  layOver(target, plane, 1, to);
  const [left, top, right, bottom] = boundsOf(
    (
      [
        [68, 18],
        [74, 18],
        [74, 24],
        [68, 24],
      ] as const
    ).map((point) => mapped(to, point)),
  );
  let painted = 0;
  for (let y = 0; y < 240; y++) {
    for (let x = 0; x < 320; x++) {
      if (target.data[(y * 320 + x) * 4]! < 128) continue;
      painted++;
      expect(x).toBeGreaterThanOrEqual(left - 2);
      expect(x).toBeLessThanOrEqual(right + 2);
      expect(y).toBeGreaterThanOrEqual(top - 2);
      expect(y).toBeLessThanOrEqual(bottom + 2);
    }
  }
  expect(painted).toBeGreaterThan(50);
});

test("scenes keep their texts inside the picture and answer with texts that stand there", () => {
  for (const source of sceneTextSources) {
    let made = 0;
    for (let index = 0; index < 12; index++) {
      try {
        const draft = source.draft({ random: randomFor(2, index, source.name), maxSide: 384, split: "train" });
        const { regions, content } = draft.compose([]);
        for (const { polygon } of regions!) {
          const [left, top, right, bottom] = boundsOf(polygon!);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(Math.max(right, bottom)).toBeLessThanOrEqual(384);
        }
        const [answer] = partsOf(content).flatMap((part) => (part.type === "text" && part.target ? [part.text] : []));
        const [, task] = draft.template.split(":") as [string, string];
        if (task === "read" || task === "only") {
          for (const line of answer!.split("\n"))
            expect(regions!.some(({ text, kind }) => kind === "line" && text === line)).toBe(true);
        }
        made++;
      } catch (error) {
        expect(error).toBeInstanceOf(Unfit);
      }
    }
    expect(made, source.name).toBeGreaterThan(6);
  }
});

test("a scene is drawn the same twice", () => {
  const draw = () => {
    const [picture] = sceneTextSources[0]!.draft({
      random: randomFor(4, 4, "twice"),
      maxSide: 256,
      split: "train",
    }).pictures;
    if (picture?.kind !== "drawn") throw new Error("a scene is drawn");
    return Buffer.from(picture.draw().data);
  };
  expect(draw().equals(draw())).toBe(true);
});

/** WCAG's ratio between the darkest and the lightest parts around a text in its picture. */
function seenContrast({ data, width }: { data: Uint8Array; width: number }, polygon: Polygon): number {
  const [left, top, right, bottom] = boundsOf(polygon).map(Math.round) as Box;
  const lights: number[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 3;
      lights.push(luminance([data[at]!, data[at + 1]!, data[at + 2]!]));
    }
  }
  lights.sort((a, b) => a - b);
  const part = (share: number) => lights[Math.floor(share * (lights.length - 1))]!;
  return contrastOf(part(0.03), part(0.97));
}

test("every text stands out from what it is on, also where it is meant to be faint", () => {
  let faint = 0;
  for (const { settings, script } of [
    { settings: ["paint"], script: "Latin" },
    { settings: ["shop", "street", "warning", "poster", "package", "screen", "plate"], script: "Latin" },
  ] as const) {
    for (let index = 0; index < 60; index++) {
      const random = randomFor(6, index, `contrast ${settings.length}`);
      const own = writings.filter((one) => one.script === script);
      const planned = scene(random, 256, {
        settings: random.shuffled(settings),
        writings: [random.pick(own)],
        perspective: 1,
      });
      expect(planned.contrast, `${planned.surface}, scene ${index}`).toBeGreaterThan(planned.lowContrast ? 2.29 : 2.99);
      if (!planned.lowContrast) continue;
      faint++;
      // and the picture bears it out, with its light, blur and grain
      expect(seenContrast(planned.draw(), planned.lines[0]!.polygon), `faint scene ${index}`).toBeGreaterThan(1.9);
    }
  }
  expect(faint).toBeGreaterThan(5);
});

test("paint below a shop or a sign is read on the wall, not on the shop's front", () => {
  const own = writings.filter(({ script }) => script === "Latin");
  for (let index = 0; index < 50; index++) {
    const random = randomFor(8, index, "front");
    const planned = scene(random, 256, {
      settings: [random.pick(["shop", "street"] as const), "paint"],
      writings: [random.pick(own), random.pick(own)],
      perspective: 0.5,
    });
    const picture = planned.draw();
    for (const { text, polygon } of planned.lines)
      expect(seenContrast(picture, polygon), `scene ${index}: ${text}`).toBeGreaterThan(1.9);
  }
});

test("what is said of a surface's luminances is so in its pictures", () => {
  for (const surface of surfaces) {
    for (let index = 0; index < 4; index++) {
      const random = randomFor(9, index, surface);
      const tint = tintFor(random, surface);
      const [darkest, lightest] = luminancesOf(surface, tint);
      const data = canvasPixels(paintSurface(random, surface, tint, 200, 150).getContext("2d"), 0, 0, 200, 150);
      const pixels = Array.from({ length: 200 * 150 }, (_, i) =>
        luminance([data[i * 4]!, data[i * 4 + 1]!, data[i * 4 + 2]!]),
      ).sort((a, b) => a - b);
      expect(pixels[Math.floor(pixels.length * 0.1)]!, surface).toBeGreaterThan(darkest * 0.8);
      expect(pixels[Math.floor(pixels.length * 0.9)]!, surface).toBeLessThan(lightest * 1.2);
    }
  }
});
