/** `periscope data stats`: what a data set consists of. */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { fileError } from "../../checkpoint/files.ts";
import type { Statistics } from "../../data/stats/statistics.ts";
import type { Storage } from "../../data/storage/storage.ts";
import { table } from "./flags.ts";

interface StatsFlags {
  readonly tokenizer?: string;
  readonly json?: boolean;
  readonly html?: string;
}

export function statsVerb(data: Command): void {
  data
    .command("stats")
    .description("lengths, categories, taxonomy leaves, resolutions and sources of a data set")
    .argument("<where>", "a folder, or s3://bucket/prefix")
    .option("--tokenizer <folder>", "count tokens of this checkpoint's tokenizer instead of words")
    .option("--json", "print everything as JSON")
    .option("--html <file>", "write a page with plots")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope data stats data/nano
  $ periscope data stats data/nano --tokenizer checkpoints/nano --html stats.html`,
    )
    .action(stats);
}

async function stats(where: string, flags: StatsFlags): Promise<void> {
  const { openStorage } = await import("../../data/storage/storage.ts");
  const { files, readDatasetInfo } = await import("../../data/shard/dataset.ts");
  const { readManifest } = await import("../../data/shard/manifest.ts");
  const { statisticsColumns, statisticsOf } = await import("../../data/stats/statistics.ts");
  const storage = await openStorage(where);
  const { recipe, shards } = await readDatasetInfo(storage);
  const rows = await readManifest(await storage.get(files.manifest), statisticsColumns);
  const tokens = flags.tokenizer === undefined ? undefined : await tokensOf(storage, shards, flags.tokenizer);
  const statistics = statisticsOf(rows, tokens);
  if (flags.html !== undefined) {
    const { statisticsPage } = await import("../../data/stats/page.ts");
    const page = await statisticsPage(`${recipe}: ${where}`, statistics);
    await writeFile(flags.html, page).catch((error: unknown) => {
      throw fileError(error, "write", flags.html!);
    });
  }
  console.log(flags.json ? JSON.stringify(statistics, null, 2) : describe(statistics));
  if (flags.html !== undefined && !flags.json) console.log(`\nplots are in ${flags.html}`);
}

/** Tokens of each sample's text, in the manifest's order. */
async function tokensOf(
  storage: Storage,
  shards: readonly { readonly shard: string }[],
  folder: string,
): Promise<number[]> {
  const { loadTokenizer } = await import("../../text/tokenizer-folder.ts");
  const { readShard } = await import("../../data/shard/read.ts");
  const { textOf } = await import("../../data/pipeline/filters/facts.ts");
  const tokenizer = await loadTokenizer(folder);
  const counts: number[] = [];
  for (const { shard } of shards) {
    for await (const { sample } of readShard(storage, shard, { check: false })) {
      counts.push(tokenizer.encode(textOf(sample.content), { addSpecial: false, special: false }).length);
    }
  }
  return counts;
}

function describe(statistics: Statistics): string {
  const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });
  const { samples, dropped, images, regions, lengths, leaves, leavesWithout, longestSides } = statistics;
  const share = (count: number) => `${((100 * count) / Math.max(1, samples)).toFixed(1)} %`;
  const grouped = (title: string, groups: Statistics["categories"]) =>
    table([
      [title, "samples", "share", "images", `mean ${lengths.unit}`],
      ...Object.entries(groups).map(([name, group]) => [
        name,
        number(group.samples),
        share(group.samples),
        number(group.images),
        number(group.meanLength),
      ]),
    ]);
  const counted = (title: string, record: Readonly<Record<string, number>>) =>
    table([[title, "samples", "share"], ...Object.entries(record).map(([name, n]) => [name, number(n), share(n)])]);
  const [min, p5, p25, median, p75, p95, max] = lengths.quantiles.map(number);
  return [
    `${number(samples)} samples, ${number(images)} images, ${number(regions)} regions${dropped > 0 ? `; ${number(dropped)} samples repeat others and are left out` : ""}`,
    table([
      ["length", "total", "mean", "least", "5 %", "25 %", "median", "75 %", "95 %", "most"],
      [lengths.unit, number(lengths.total), number(lengths.mean), min!, p5!, p25!, median!, p75!, p95!, max!],
    ]),
    grouped("category", statistics.categories),
    grouped("source", statistics.sources),
    counted("language", statistics.languages),
    ...(Object.keys(longestSides).length > 0 ? [counted("longest side up to", longestSides)] : []),
    ...(Object.keys(leaves).length > 0
      ? [
          counted(
            `leaf (${Object.keys(leaves).length} of ${Object.keys(leaves).length + leavesWithout.length})`,
            leaves,
          ),
        ]
      : []),
  ].join("\n\n");
}
