/**
 * Samples of a source on one picture, for the eye: each with its boxes drawn and its text beneath.
 * Usage: npx tsx scripts/contact-sheet.ts SOURCE --count N --out FILE.png [--seed S] [--max-side 384] [--first I]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { createCanvas, GlobalFonts, ImageData, type SKRSContext2D } from "@napi-rs/canvas";
import type { Shot } from "../src/data/camera/camera.ts";
import { openCamera } from "../src/data/camera/chromium-camera.ts";
import { fontFile, fontOrigin, fontRules } from "../src/data/camera/fonts.ts";
import { randomFor } from "../src/data/random.ts";
import type { Content, Region } from "../src/data/sample.ts";
import type { Draft, PagePicture } from "../src/data/source.ts";
import { sourceNamed } from "../src/data/sources/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "40" },
    first: { type: "string", default: "0" },
    out: { type: "string" },
    seed: { type: "string", default: "1" },
    "max-side": { type: "string", default: "384" },
    help: { type: "boolean", default: false },
  },
});
const [name] = positionals;
const usage =
  "Usage: npx tsx scripts/contact-sheet.ts SOURCE --count N --out FILE.png [--seed S] [--max-side 384] [--first I]";
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (!name || !values.out) {
  console.error(usage);
  process.exit(1);
}

interface Cell {
  shots: Shot[];
  regions: readonly Region[];
  text: string;
}

const maxSide = Number(values["max-side"]);
const source = sourceNamed(name);
const drafts: Draft[] = [];
const first = Number(values.first);
for (let index = first; index < first + Number(values.count); index++) {
  const random = randomFor(Number(values.seed), index, source.name);
  drafts.push(source.draft({ random, maxSide, split: "train" }));
}
const cells = await photograph(drafts);
const sheet = layOut(cells);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, sheet);
console.log(`${values.out}: ${cells.length} samples of ${source.name}`);

async function photograph(list: readonly Draft[]): Promise<Cell[]> {
  const pages = list.flatMap(({ pictures }) => pictures.filter((one): one is PagePicture => one.kind === "page"));
  const shots: (Shot | Error)[] = [];
  if (pages.length > 0) {
    const camera = await openCamera();
    const start = performance.now();
    shots.push(...(await camera.shoot(pages)));
    const seconds = (performance.now() - start) / 1000;
    console.log(`${pages.length} pages in ${seconds.toFixed(1)} s`);
    await camera.close();
  }
  return list.map((draft, index) => {
    const own = draft.pictures.map((one): Shot | Error =>
      one.kind === "page" ? (shots.shift() ?? new Error("no shot")) : { ...one.draw(), marks: [] },
    );
    const failed = own.find((shot): shot is Error => shot instanceof Error);
    if (failed) return { shots: [], regions: [], text: `${index}: ${failed.message}` };
    const taken = own as Shot[];
    try {
      const { content, regions = [] } = draft.compose(taken);
      return {
        shots: taken,
        regions,
        text: `[${first + index} ${draft.template}, ${draft.augment}] ${textOf(content)}`,
      };
    } catch (error) {
      return { shots: taken, regions: [], text: `${index}: ${error instanceof Error ? error.message : error}` };
    }
  });
}

function textOf(content: Content): string {
  const parts = (list: Extract<Content, { kind: "document" }>["parts"]) =>
    list.map((part) => (part.type === "text" ? (part.target ? `«${part.text}»` : part.text) : "<image>")).join(" ");
  return content.kind === "document"
    ? parts(content.parts)
    : content.turns.map(({ role, parts: list }) => `${role === "user" ? "Q" : "A"}: ${parts(list)}`).join("\n");
}

function layOut(list: readonly Cell[]): Buffer {
  for (const [, url] of fontRules(["Open Sans"]).matchAll(/url\(([^)]+)\)/g)) {
    if (/-latin-400-normal/.test(url!)) GlobalFonts.register(fontFile(url!)!, "Sheet");
  }
  if (!GlobalFonts.has("Sheet")) throw new Error(`${fontOrigin} has no Open Sans`);
  const columns = maxSide > 512 ? 3 : 5;
  const gap = 10;
  const lineHeight = 15;
  const textLines = 9;
  const heights: number[] = [];
  for (const [i, cell] of list.entries()) {
    const row = Math.floor(i / columns);
    const pictures = cell.shots.reduce((sum, { height }) => sum + height + 2, 0);
    heights[row] = Math.max(heights[row] ?? 0, pictures + textLines * lineHeight + 2 * gap);
  }
  const canvas = createCanvas(
    columns * (maxSide + gap) + gap,
    heights.reduce((a, b) => a + b, gap),
  );
  const context = canvas.getContext("2d");
  context.fillStyle = "#8a8f98";
  context.fillRect(0, 0, canvas.width, canvas.height);
  let top = gap;
  for (const [i, cell] of list.entries()) {
    const left = gap + (i % columns) * (maxSide + gap);
    if (i > 0 && i % columns === 0) top += heights[i / columns - 1]!;
    let y = top;
    for (const [image, shot] of cell.shots.entries()) {
      context.putImageData(imageOf(shot), left, y);
      context.save();
      context.beginPath();
      context.rect(left, y, shot.width, shot.height);
      context.clip();
      context.translate(left, y);
      const regions = cell.regions.filter((region) => region.image === image);
      for (const [n, region] of regions.entries()) drawRegion(context, region, n);
      context.restore();
      y += shot.height + 2;
    }
    context.font = '12px "Sheet"';
    context.fillStyle = "#000";
    for (const line of wrapped(context, cell.text, maxSide).slice(0, textLines)) {
      y += lineHeight;
      context.fillText(line, left, y);
    }
  }
  return canvas.toBuffer("image/png");
}

function imageOf({ width, height, data }: Shot): ImageData {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, j = 0; i < data.length; i += 3, j += 4) {
    pixels[j] = data[i]!;
    pixels[j + 1] = data[i + 1]!;
    pixels[j + 2] = data[i + 2]!;
    pixels[j + 3] = 255;
  }
  return new ImageData(pixels, width, height);
}

function drawRegion(context: SKRSContext2D, region: Region, n: number): void {
  context.strokeStyle = ["#e6002680", "#0050e680", "#00963280", "#c000c080", "#e07800a0"][n % 5]!;
  context.lineWidth = 1;
  if (region.box) {
    const [left, top, right, bottom] = region.box;
    context.strokeRect(left, top, right - left, bottom - top);
  }
  if (region.polygon) {
    context.beginPath();
    for (const [x, y] of region.polygon) context.lineTo(x, y);
    context.closePath();
    context.stroke();
  }
  if (region.point) {
    context.beginPath();
    context.arc(region.point[0], region.point[1], 3, 0, 2 * Math.PI);
    context.stroke();
  }
}

function wrapped(context: SKRSContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.slice(0, 2000).split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && context.measureText(longer).width > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.push(line);
  }
  return lines;
}
