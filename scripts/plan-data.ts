/**
 * What a billion samples take: hosts, hours, storage, from rates that were measured by building a few. Prints the tables of
 * docs/data-at-scale.md.
 * Usage: npx tsx scripts/plan-data.ts [--samples 1e9] [--measure] [--write]
 *   --measure   builds small data sets and writes what they took to docs/data-rates.json (minutes; Linux)
 *   --write     puts the tables into docs/data-at-scale.md
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..");
const ratesFile = join(root, "docs/data-rates.json");
const page = join(root, "docs/data-at-scale.md");

export interface Rate {
  readonly recipe: string;
  readonly maxSide: number;
  /** Of all processes, the browser's included. */
  readonly processorMsPerSample: number;
  readonly tarBytesPerSample: number;
  readonly manifestBytesPerSample: number;
  /** Samples that were built to know this. */
  readonly measuredWith: number;
}

export interface Rates {
  /** What measured them. */
  readonly command?: string;
  readonly machine: string;
  readonly rates: readonly Rate[];
}

/** A shard of the plan: minutes of one core, and few enough shards for one database. */
const samplesPerShard = 10_000;
const hostCores = 32;
const hostCounts = [1, 10, 100, 1000];

/** The tables as Markdown, for so many samples. */
export function planTables({ machine, rates }: Rates, samples: number): string {
  const measured = table(
    [
      "recipe",
      "longest side",
      "processor, ms a sample",
      "samples/s a core",
      "shards, kB a sample",
      "manifest, bytes a sample",
      "measured with",
    ],
    rates.map((one) => [
      `\`${one.recipe}\``,
      `${one.maxSide}`,
      one.processorMsPerSample.toFixed(0),
      (1000 / one.processorMsPerSample).toFixed(1),
      (one.tarBytesPerSample / 1000).toFixed(1),
      one.manifestBytesPerSample.toFixed(0),
      `${grouped(one.measuredWith)} samples`,
    ]),
  );
  const needed = table(
    [
      "recipe",
      "core hours",
      "shards",
      "shards, TB",
      "manifests, GB",
      ...hostCounts.map((hosts) => `${grouped(hosts)} host${hosts === 1 ? "" : "s"}`),
    ],
    rates.map((one) => {
      const coreHours = (samples * one.processorMsPerSample) / 3.6e6;
      return [
        `\`${one.recipe}\``,
        grouped(Math.round(coreHours)),
        grouped(Math.ceil(samples / samplesPerShard)),
        ((samples * one.tarBytesPerSample) / 1e12).toFixed(1),
        ((samples * one.manifestBytesPerSample) / 1e9).toFixed(0),
        ...hostCounts.map((hosts) => duration(coreHours / (hosts * hostCores))),
      ];
    }),
  );
  const most = hostCounts.at(-1)!;
  const load = table(
    [
      `${grouped(most)} hosts of ${hostCores} cores`,
      "samples/s",
      "shards committed/s",
      "written to storage, GB/s",
      "of it by one host, MB/s",
    ],
    rates.map((one) => {
      const perSecond = (most * hostCores * 1000) / one.processorMsPerSample;
      const bytes = perSecond * (one.tarBytesPerSample + one.manifestBytesPerSample);
      return [
        `\`${one.recipe}\``,
        grouped(Math.round(perSecond)),
        (perSecond / samplesPerShard).toFixed(0),
        (bytes / 1e9).toFixed(2),
        (bytes / most / 1e6).toFixed(1),
      ];
    }),
  );
  return [
    `Measured on ${machine}:`,
    measured,
    `For ${grouped(samples)} samples, in shards of ${grouped(samplesPerShard)}, on hosts of ${hostCores} such cores:`,
    needed,
    "What the database and the storage then see:",
    load,
  ].join("\n\n");
}

function duration(hours: number): string {
  if (hours < 1) return `${Math.ceil(60 * hours)} min`;
  if (hours < 72) return `${hours.toFixed(hours < 10 ? 1 : 0)} h`;
  return `${(hours / 24).toFixed(0)} days`;
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

/** Builds a few samples and counts. */
export async function measureRates(): Promise<Rates> {
  const { dataRecipes } = await import("../recipes/data/index.ts");
  const { buildData } = await import("../src/data/pipeline/build.ts");
  const rates: Rate[] = [];
  for (const name of ["nano", "full"] as const) {
    const recipe = dataRecipes[name]!;
    const built = async (samples: number) => {
      const out = mkdtempSync(join(tmpdir(), "periscope-plan-"));
      const before = childrenSeconds();
      try {
        const { bytes } = await buildData({ ...recipe, samples, samplesPerShard: samples }, { out, check: "size" });
        return {
          seconds: childrenSeconds() - before,
          bytes,
          manifest: statSync(join(out, "shard-000000.parquet")).size,
        };
      } finally {
        rmSync(out, { recursive: true });
      }
    };
    const count = 120;
    const starting = await built(12); // modules and a browser are loaded once a worker, not once a sample
    const { seconds, bytes, manifest } = await built(12 + count);
    rates.push({
      recipe: name,
      maxSide: recipe.maxSide,
      processorMsPerSample: Number(((1000 * (seconds - starting.seconds)) / count).toFixed(1)),
      tarBytesPerSample: Math.round(bytes / (12 + count)),
      manifestBytesPerSample: Math.round(manifest / (12 + count)),
      measuredWith: count,
    });
  }
  const command = "npx tsx scripts/plan-data.ts --measure";
  return { command, machine: `${cpus()[0]!.model.trim()}, Node ${process.versions.node}, by processor time`, rates };
}

/** Processor seconds of all processes that were started from here and have ended, and of theirs. */
function childrenSeconds(): number {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** The page with the tables between its two marks. */
export function withTables(text: string, tables: string): string {
  return text.replace(
    /(<!-- plan -->\n)[\s\S]*(<!-- \/plan -->)/,
    (_, begin: string, end: string) => `${begin}\n${tables}\n\n${end}`,
  );
}

export function recordedRates(): Rates {
  return JSON.parse(readFileSync(ratesFile, "utf8")) as Rates;
}

export function writeRates(rates: Rates): void {
  writeFileSync(ratesFile, `${JSON.stringify(rates, null, 2)}\n`);
}

/** Puts the tables of the recorded rates into docs/data-at-scale.md. */
export function writePlan(samples = 1e9): void {
  writeFileSync(page, withTables(readFileSync(page, "utf8"), planTables(recordedRates(), samples)));
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      samples: { type: "string", default: "1e9" },
      measure: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  if (values.measure) writeRates(await measureRates());
  if (values.write) writePlan(Number(values.samples));
  else console.log(planTables(recordedRates(), Number(values.samples)));
}
