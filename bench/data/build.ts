/**
 * Building data: samples a second over the mixed pre-training recipe with two workers, at 384 and at 1024 pixels, and what a
 * sample of each category, or of each source, costs: by the clock, and by the seconds of one processor, the browser's
 * included. On a busy machine only the latter tells something.
 *
 *   npx tsx bench/data/build.ts [--samples 400] [--side 384 --side 1024] [--each 24] [--sources]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nano } from "../../recipes/data/nano.ts";
import type { Camera } from "../../src/data/camera/camera.ts";
import { buildData } from "../../src/data/pipeline/build.ts";
import { nothing } from "../../src/data/pipeline/filters/decontaminate.ts";
import { lazyCamera } from "../../src/data/pipeline/lazy-camera.ts";
import { makeSamples } from "../../src/data/pipeline/make.ts";
import { mixtureOf } from "../../src/data/pipeline/mixture.ts";
import { parseRecipe, type RecipeInput } from "../../src/data/recipe.ts";
import { categories } from "../../src/data/sample.ts";
import { sources } from "../../src/data/sources/index.ts";
import { processorMeter } from "../support/processor-time.ts";
import { printTable } from "../support/rounds.ts";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Samples a second that are asked for, with two processors. */
const aims: Readonly<Record<number, number>> = { 384: 60, 1024: 12 };

/** The mixed recipe with two workers, once for each longest side. */
export async function mixedTable(sides: readonly number[], samples: number): Promise<Table> {
  const rows: string[][] = [];
  for (const side of sides) {
    const starting = await built(side, 8); // what it takes to start two processes and their browsers
    const { wall, cpu } = await built(side, samples + 8);
    const each = (cpu - starting.cpu) / samples;
    rows.push([
      `${side} pixels`,
      String(samples),
      (samples / wall).toFixed(1),
      (1 / each).toFixed(1),
      (2 / each).toFixed(1),
      aims[side] === undefined ? "" : `${aims[side]}`,
    ]);
  }
  return {
    head: [
      "mixed recipe, 2 workers",
      "samples",
      "samples/s by the clock",
      "in a second of one processor",
      "of two",
      "aim",
    ],
    rows,
  };
}

/** Seconds by the clock, once processes have started, and of the processor. */
async function built(maxSide: number, count: number): Promise<{ wall: number; cpu: number }> {
  const out = mkdtempSync(join(tmpdir(), "periscope-bench-"));
  const recipe = parseRecipe({ ...recipeAt(maxSide), samples: count, samplesPerShard: Math.ceil(count / 4) });
  const meter = processorMeter();
  let start = 0;
  try {
    await buildData(recipe, {
      out,
      workers: 2,
      onProgress: () => {
        if (start === 0) start = performance.now(); // both processes and their modules are loaded by now
      },
    });
    return { wall: (performance.now() - start) / 1000, cpu: meter.stop() };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Each category, or each source, by itself in one process with one browser. */
export async function costTable(sides: readonly number[], each: number, bySource = false): Promise<Table> {
  const camera = await lazyCamera();
  const groups = bySource
    ? sources.map(({ name, category }) => ({ name, mixture: { [category]: 1 }, only: { "*": 0, [name]: 1 } }))
    : categories.map((name) => ({ name, mixture: { [name]: 1 }, only: undefined }));
  const rows: string[][] = [];
  for (const { name, mixture, only } of groups) {
    if (!bySource && !sources.some(({ category }) => category === name)) continue;
    const cells: string[] = [];
    for (const side of sides) cells.push(...(await cost(side, each, mixture, only, camera)));
    rows.push([name, ...cells]);
  }
  await camera.close();
  const columns = ["samples/s", "a processor second", "ms, of it browser", "kB"];
  return { head: ["one process", ...sides.flatMap((side) => columns.map((column) => `${side}: ${column}`))], rows };
}

async function cost(
  maxSide: number,
  each: number,
  shares: RecipeInput["mixture"]["categories"],
  only: Record<string, number> | undefined,
  camera: Camera,
): Promise<string[]> {
  const recipe = parseRecipe({
    ...recipeAt(maxSide),
    mixture: { categories: shares, ...(only ? { sources: only } : {}) },
  });
  const workshop = { recipe, mixture: mixtureOf(recipe, sources), evaluation: nothing, camera };
  const jobs = (from: number) => Array.from({ length: each }, (_, i) => ({ index: from + i, attempt: 0 }));
  await makeSamples(jobs(100_000), workshop); // what is loaded and compiled with the first samples
  const meter = processorMeter();
  const before = process.cpuUsage();
  const start = performance.now();
  let bytes = 0;
  for (const made of await makeSamples(jobs(0), workshop)) {
    if ("files" in made) bytes += made.files.images.reduce((sum, image) => sum + image.length, 0);
  }
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const browser = meter.stop();
  const cpu = (user + system) / 1e6 + browser;
  return [
    (each / wall).toFixed(1),
    (each / cpu).toFixed(1),
    ((1000 * browser) / each).toFixed(1),
    (bytes / each / 1000).toFixed(0),
  ];
}

/** The recipe of small data sets, with larger pictures as the large one has them: JPEG. */
function recipeAt(maxSide: number): RecipeInput {
  return { ...nano, maxSide, ...(maxSide > 512 ? { image: { format: "jpg", quality: 92 } } : {}) };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      samples: { type: "string", default: "400" },
      side: { type: "string", multiple: true, default: ["384", "1024"] },
      each: { type: "string", default: "24" },
      sources: { type: "boolean", default: false },
    },
  });
  const sides = values.side.map(Number);
  const samples = Number(values.samples);
  const each = Number(values.each);
  const tables = [
    ...(samples > 0 ? [await mixedTable(sides, samples)] : []),
    ...(each > 0 ? [await costTable(sides, each, values.sources)] : []),
  ];
  for (const { head, rows } of tables) {
    printTable(head, rows);
    console.log("");
  }
}
