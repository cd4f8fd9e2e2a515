/**
 * Building data: samples a second over the mixed pre-training recipe with two workers, at 384 and at 1024 pixels, and what a
 * sample of each source costs. On a busy machine the processor seconds tell more than the clock: both are printed.
 *
 *   npx tsx bench/data/build.ts [--samples 400] [--side 384] [--each 16]
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nano } from "../../recipes/data/nano.ts";
import { buildData } from "../../src/data/pipeline/build.ts";
import { nothing } from "../../src/data/pipeline/filters/decontaminate.ts";
import { lazyCamera } from "../../src/data/pipeline/lazy-camera.ts";
import { makeSamples } from "../../src/data/pipeline/make.ts";
import { mixtureOf } from "../../src/data/pipeline/mixture.ts";
import { parseRecipe, type Recipe } from "../../src/data/recipe.ts";
import { sources } from "../../src/data/sources/index.ts";
import { printTable, seconds } from "../support/rounds.ts";

const { values } = parseArgs({
  options: {
    samples: { type: "string", default: "400" },
    side: { type: "string", multiple: true, default: ["384", "1024"] },
    each: { type: "string", default: "16" },
  },
});
const [samples, each] = [Number(values.samples), Number(values.each)];
const sides = values.side.map(Number);

const rows: string[][] = [];
for (const maxSide of sides) rows.push(await mixed(maxSide, samples));
printTable(
  ["mixed recipe, 2 workers", "samples", "samples/s", "processor ms a sample", "2 quiet cores: samples/s"],
  rows,
);

if (each > 0) {
  console.log("");
  const table: string[][] = [];
  const camera = await lazyCamera();
  for (const source of [...sources].sort((a, b) => (a.category < b.category ? -1 : 1))) {
    table.push([`${source.category}: ${source.name}`, ...(await single(source.name, camera))]);
  }
  await camera.close();
  printTable(["milliseconds a sample", ...sides.flatMap((side) => [`${side}: all`, "draft", "camera", "kB"])], table);
}

async function mixed(maxSide: number, count: number): Promise<string[]> {
  const starting = await built(maxSide, 8); // what it takes to start two processes and their browsers
  const { wall, cpu } = await built(maxSide, count + 8);
  const each = (cpu - starting.cpu) / count;
  const quiet = each > 0 ? (2 / each).toFixed(1) : "?";
  return [`${maxSide} pixels`, String(count), (count / wall).toFixed(1), (1000 * each).toFixed(1), quiet];
}

/** Seconds by the clock, once processes have started, and of the processor. */
async function built(maxSide: number, count: number): Promise<{ wall: number; cpu: number }> {
  const out = mkdtempSync(join(tmpdir(), "periscope-bench-"));
  const recipe = parseRecipe({ ...nano, maxSide, samples: count, samplesPerShard: Math.ceil(count / 4) });
  const before = childrenSeconds();
  let start = 0;
  try {
    await buildData(recipe, {
      out,
      workers: 2,
      onProgress: () => {
        if (start === 0) start = performance.now(); // both processes and their modules are loaded by now
      },
    });
    return { wall: (performance.now() - start) / 1000, cpu: childrenSeconds() - before };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Milliseconds of one source: all, drafting alone, the camera alone; and its kilobytes, at each side. */
async function single(name: string, camera: Awaited<ReturnType<typeof lazyCamera>>): Promise<string[]> {
  const cells: string[] = [];
  for (const maxSide of sides) {
    const source = sources.find((one) => one.name === name)!;
    const recipe: Recipe = {
      ...parseRecipe({ ...nano, maxSide }),
      mixture: { categories: { [source.category]: 1 }, sources: { "*": 0, [name]: 1 } },
    };
    const mixture = mixtureOf(recipe, sources);
    let inCamera = 0;
    const timed = {
      ...camera,
      shoot: async (...pages: Parameters<typeof camera.shoot>) => {
        let shots: Awaited<ReturnType<typeof camera.shoot>> = [];
        inCamera += await seconds(async () => {
          shots = await camera.shoot(...pages);
        });
        return shots;
      },
    };
    const workshop = { recipe, mixture, evaluation: nothing, camera: timed };
    const jobs = (from: number) => Array.from({ length: each }, (_, i) => ({ index: from + i, attempt: 0 }));
    await makeSamples(jobs(100_000).slice(0, 4), workshop); // warm
    inCamera = 0;
    let bytes = 0;
    const all = await seconds(async () => {
      for (const made of await makeSamples(jobs(0), workshop)) {
        if ("files" in made) bytes += made.files.images.reduce((sum, image) => sum + image.length, 0);
      }
    });
    const { randomFor } = await import("../../src/data/random.ts");
    const draft = await seconds(async () => {
      for (let i = 0; i < each; i++) {
        try {
          source.draft({ random: randomFor(nano.seed, i, name), maxSide, split: "train" });
        } catch {}
      }
    });
    const ms = (value: number) => ((1000 * value) / each).toFixed(1);
    cells.push(ms(all), ms(draft), ms(inCamera), (bytes / each / 1000).toFixed(0));
  }
  return cells;
}

/** Processor seconds of all processes that this one has started and that have ended, and of theirs; Linux only. */
function childrenSeconds(): number {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}
