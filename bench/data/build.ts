/**
 * Building data: samples a second over the mixed pre-training recipe with two workers, at 384 and at 1024 pixels, and what a
 * sample of each category, or of each source, costs. On a busy machine the processor seconds tell more than the clock.
 *
 *   npx tsx bench/data/build.ts [--samples 400] [--side 384] [--each 24] [--sources]
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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
import { printTable } from "../support/rounds.ts";

const { values } = parseArgs({
  options: {
    samples: { type: "string", default: "400" },
    side: { type: "string", multiple: true, default: ["384", "1024"] },
    each: { type: "string", default: "24" },
    sources: { type: "boolean", default: false },
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
  const camera = await lazyCamera();
  const table: string[][] = [];
  const groups = values.sources
    ? sources.map(({ name, category }) => ({ name, mixture: { [category]: 1 }, only: { "*": 0, [name]: 1 } }))
    : categories.map((name) => ({ name, mixture: { [name]: 1 }, only: undefined }));
  for (const { name, mixture, only } of groups) {
    if (!values.sources && !sources.some(({ category }) => category === name)) continue;
    const cells: string[] = [];
    for (const maxSide of sides) cells.push(...(await cost(maxSide, mixture, only, camera)));
    table.push([name, ...cells]);
  }
  await camera.close();
  printTable(["processor ms a sample", ...sides.flatMap((side) => [`${side}: all`, "of it the browser", "kB"])], table);
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

/** Processor milliseconds of a sample, those of the browser among them, and its kilobytes of pictures. */
async function cost(
  maxSide: number,
  shares: RecipeInput["mixture"]["categories"],
  only: Record<string, number> | undefined,
  camera: Camera,
): Promise<string[]> {
  const recipe = parseRecipe({ ...nano, maxSide, mixture: { categories: shares, ...(only ? { sources: only } : {}) } });
  const workshop = { recipe, mixture: mixtureOf(recipe, sources), evaluation: nothing, camera };
  const jobs = (from: number) => Array.from({ length: each }, (_, i) => ({ index: from + i, attempt: 0 }));
  await makeSamples(jobs(100_000).slice(0, 6), workshop); // what is loaded with the first sample, browser included
  const meter = processorMeter();
  const before = process.cpuUsage();
  let bytes = 0;
  for (const made of await makeSamples(jobs(0), workshop)) {
    if ("files" in made) bytes += made.files.images.reduce((sum, image) => sum + image.length, 0);
  }
  const { user, system } = process.cpuUsage(before);
  const browser = meter.stop();
  const ms = (seconds: number) => ((1000 * seconds) / each).toFixed(1);
  return [ms((user + system) / 1e6 + browser), ms(browser), (bytes / each / 1000).toFixed(0)];
}

/** Adds up the processor seconds of all processes below this one, browsers' included, as long as it runs; Linux only. */
function processorMeter(): { stop(): number } {
  const seconds = new Map<number, number>();
  const first = new Map<number, number>();
  let looked = false;
  const look = () => {
    const parents = new Map<number, number>();
    const times = new Map<number, number>();
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const fields = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
        parents.set(Number(name), Number(fields[1]));
        times.set(Number(name), (Number(fields[11]) + Number(fields[12])) / 100);
      } catch {} // it has ended
    }
    for (const [id, time] of times) {
      let ancestor = parents.get(id);
      while (ancestor !== undefined && ancestor !== process.pid) ancestor = parents.get(ancestor);
      if (ancestor !== process.pid) continue;
      seconds.set(id, time);
      if (!looked) first.set(id, time); // what ran before does not count
    }
    looked = true;
  };
  if (process.platform === "linux") look();
  const timer = process.platform === "linux" ? setInterval(look, 100) : undefined;
  return {
    stop() {
      clearInterval(timer);
      if (timer) look();
      return [...seconds].reduce((sum, [id, time]) => sum + time - (first.get(id) ?? 0), 0);
    },
  };
}
