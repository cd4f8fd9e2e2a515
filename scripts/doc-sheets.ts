/**
 * Keeps docs/data-sources.md true: the tables of its sources come from the registry, its sheets show samples as a build makes
 * them, filters and rough handling included. The paragraphs between them are written by hand.
 * Usage: npx tsx scripts/doc-sheets.ts [CATEGORY ...]   (tables, and the sheets of these categories or of all)
 *        npx tsx scripts/doc-sheets.ts --tables | --check   (tables alone; with --check it only says whether they fit)
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import sharp from "sharp";
import type { Camera } from "../src/data/camera/camera.ts";
import { openCamera } from "../src/data/camera/chromium-camera.ts";
import { nothing } from "../src/data/pipeline/filters/decontaminate.ts";
import { type Made, makeSamples } from "../src/data/pipeline/make.ts";
import { parseRecipe } from "../src/data/recipe.ts";
import { type Category, categories, partsOf, type SampleFiles } from "../src/data/sample.ts";
import type { Source } from "../src/data/source.ts";
import { sources } from "../src/data/sources/index.ts";
import { UserError } from "../src/runtime/errors.ts";

const page = new URL("../docs/data-sources.md", import.meta.url);
const folder = new URL("../docs/sheets/", import.meta.url);

const seed = 3;
const columns = 4;
const cellWidth = 284;
const gap = 12;
const sheetWidth = columns * (cellWidth + gap) + gap;

/** The page with the table of each category between its two marks. */
export function withSourceTables(text: string, known: readonly Source[]): string {
  return text.replace(
    /(<!-- sources: ([a-z-]+) -->\n)[\s\S]*?(<!-- \/sources -->)/g,
    (_, begin: string, category: string, end: string) =>
      `${begin}${tableOf(known.filter((source) => source.category === category))}\n${end}`,
  );
}

function tableOf(list: readonly Source[]): string {
  const rows = list.map(({ name, description, leaves = [] }) => {
    const sentence = `${description[0]!.toUpperCase()}${description.slice(1)}`.replace(/(?<!\.)$/, ".");
    return `| \`${name}\` | ${sentence} | ${leaves.map((leaf) => leaf.replaceAll("/", " / ")).join("<br>")} |`;
  });
  return ["| source | what it makes | leaves of the taxonomy |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Which sources a sheet shows: each as often as 8 samples ask for, or 12 spread evenly over the list. */
export function shownOf(list: readonly Source[], most = 12): Source[] {
  if (list.length > most) return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]!);
  const rounds = Math.ceil(8 / list.length);
  return Array.from({ length: rounds }, () => list).flat();
}

/** One sample of each source; what a filter refuses is tried again, as in a build. */
async function samplesOf(list: readonly Source[], camera: Camera): Promise<SampleFiles[]> {
  const recipe = parseRecipe({
    name: "sheet",
    seed,
    maxSide: 512,
    samples: list.length,
    mixture: { categories: { text: 1 } },
    image: { format: "png" },
  });
  const mixture = { sources: list, missing: [], choose: (index: number) => list[index]! };
  const made = new Map<number, Made>();
  for (let attempt = 0; made.size < list.length; attempt++) {
    const jobs = list.map((_, index) => ({ index, attempt })).filter(({ index }) => !made.has(index));
    for (const one of await makeSamples(jobs, { recipe, mixture, evaluation: nothing, camera })) {
      if ("files" in one) made.set(one.index, one);
      else if (attempt === 10) throw new UserError(`${one.source} gives no sample after ten tries: ${one.reason}`);
    }
  }
  return list.map((_, index) => made.get(index)!.files);
}

async function cellOf({ sample, images, maps }: SampleFiles): Promise<string> {
  const pictures = await Promise.all(images.map((bytes) => sharp(bytes).png().toBuffer({ resolveWithObject: true })));
  const fields = await Promise.all(maps.slice(0, 3).map(coloured));
  const several = pictures.length + fields.length > 1;
  const shown = [...pictures, ...fields].slice(0, 4).map(({ data, info }) => {
    const width = Math.min(info.width, several ? cellWidth / 2 - 3 : cellWidth, (300 * info.width) / info.height);
    return `<img src="data:image/png;base64,${data.toString("base64")}" style="width: ${width}px">`;
  });
  const lines = pictures.length === 0 ? 14 : 5;
  const text = partsOf(sample.content)
    .map((part) => (part.type === "text" ? part.text.trim() : ""))
    .filter((part) => part !== "")
    .map((part) => part.slice(0, 600).replaceAll("&", "&amp;").replaceAll("<", "&lt;"))
    .join("\n");
  return `<div class="cell"><div class="pictures">${shown.join("")}</div>
    <b>${sample.lineage.source}</b><p style="-webkit-line-clamp: ${lines}">${text}</p></div>`;
}

/** A label map in colours: neighbouring classes far apart in hue, class 0 black. */
async function coloured(bytes: Uint8Array) {
  const map = sharp(bytes);
  const wide = (await map.metadata()).depth === "ushort";
  const { data, info } = await map
    .toColourspace(wide ? "grey16" : "b-w")
    .raw({ depth: wide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const pixels = Buffer.alloc(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) {
    const value = wide ? data.readUInt16LE(2 * i * info.channels) : data[i * info.channels]!;
    if (value === 0) continue;
    for (let c = 0; c < 3; c++) {
      pixels[3 * i + c] = Math.round(140 + 110 * Math.cos(2.4 * value + (2 * Math.PI * c) / 3));
    }
  }
  const raw = { width: info.width, height: info.height, channels: 3 as const };
  return sharp(pixels, { raw }).png().toBuffer({ resolveWithObject: true });
}

/** The sheet is a page as well, and the camera photographs it. */
async function sheetOf(list: readonly SampleFiles[], camera: Camera): Promise<Buffer> {
  const cells = await Promise.all(list.map(cellOf));
  const html = `<style>
    .sheet { columns: ${columns}; column-gap: ${gap}px; padding: ${gap}px ${gap}px 0; background: #e4e6ea; font-size: 12px; line-height: 16px; color: #222; }
    .cell { break-inside: avoid; padding-bottom: ${gap}px; }
    .pictures { display: flex; flex-wrap: wrap; gap: 6px; align-items: flex-start; margin-bottom: 4px; }
    img { display: block; }
    b { color: #555; }
    p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; }
  </style><div class="sheet" data-mark="sheet">${cells.join("")}</div>`;
  const fonts = ["Open Sans", "Noto Sans CJK SC", "Noto Sans CJK KR", "Noto Sans Arabic"];
  const [shot] = await camera.shoot([{ kind: "page", html, width: sheetWidth, height: 3000, fonts }]);
  if (!shot || shot instanceof Error) throw shot ?? new Error("the camera gave no sheet");
  const height = Math.round(shot.marks.find(({ kind }) => kind === "sheet")!.box.bottom);
  return sharp(shot.data, { raw: { width: shot.width, height: shot.height, channels: 3 } })
    .extract({ left: 0, top: 0, width: shot.width, height })
    .webp({ quality: 78, effort: 6 })
    .toBuffer();
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean", default: false }, tables: { type: "boolean", default: false } },
  });
  const text = readFileSync(page, "utf8");
  const fresh = withSourceTables(text, sources);
  if (values.check) {
    console.log(
      `docs/data-sources.md is ${fresh === text ? "up to date" : "out of date; run npx tsx scripts/doc-sheets.ts --tables"}`,
    );
    process.exitCode = fresh === text ? 0 : 1;
  } else {
    if (fresh !== text) writeFileSync(page, fresh);
    if (!values.tables) await writeSheets(positionals.length > 0 ? (positionals as Category[]) : categories);
  }
}

async function writeSheets(wanted: readonly Category[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const camera = await openCamera();
  try {
    for (const category of wanted) {
      const list = sources.filter((source) => source.category === category);
      if (list.length === 0) throw new UserError(`no source makes the category "${category}"`);
      const sheet = await sheetOf(await samplesOf(shownOf(list), camera), camera);
      writeFileSync(new URL(`${category}.webp`, folder), sheet);
      console.log(`docs/sheets/${category}.webp: ${Math.round(sheet.length / 1024)} KB`);
    }
  } finally {
    await camera.close();
  }
}
