/** `periscope data import`: people's own files, in the formats that public sets have, to shards like any other. */
import type { Command } from "commander";
import { formatBytes } from "../../checkpoint/units.ts";
import type { Recipe } from "../../data/recipe.ts";
import type { Dataset } from "../../data/shard/dataset.ts";
import { UserError } from "../../runtime/errors.ts";
import { buildLine } from "./build-line.ts";
import { count } from "./flags.ts";

interface ImportFlags {
  readonly out?: string;
  readonly limit?: string;
  readonly images?: string;
  readonly maxSide: string;
  readonly licence?: string;
  readonly language?: string;
  readonly filter: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
}

export function importVerb(data: Command): void {
  data
    .command("import")
    .description(
      "turn files of your own into shards: PDF, EPUB, HTML, notebooks, COCO, LLaVA, WebDataset, Parquet, ...",
    )
    .argument("[format]", "a name that --list shows")
    .argument("[paths...]", "files, and folders that are searched for files of the format")
    .option("--out <where>", "a folder, or s3://bucket/prefix")
    .option("--limit <n>", "at most so many samples of each path")
    .option("--images <folder>", "where the pictures lie that files name, if not beside them")
    .option("--max-side <pixels>", "larger pictures are made smaller, and their boxes with them", "1024")
    .option("--licence <name>", "of items that do not name theirs, for example CC-BY-4.0")
    .option("--language <code>", "of all texts, for example en; guessed from each unless given")
    .option("--no-filter", "keep what quality rules and duplicate search would refuse")
    .option("--list", "list the formats")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope data import --list
  $ periscope data import pdf-pages papers/ --out data/papers
  $ periscope data import llava llava_v1_5_mix665k.json --images images/ --out data/llava --licence CC-BY-4.0

Items that cannot become samples are set aside in quarantine.jsonl with the reason.`,
    )
    .action(importPaths);
}

async function importPaths(format: string | undefined, paths: readonly string[], flags: ImportFlags): Promise<void> {
  if (flags.list) {
    await list(flags.json === true);
    return;
  }
  if (format === undefined || paths.length === 0) {
    throw new UserError(
      "say which format and which files: periscope data import FORMAT PATH... --out DIR; --list shows the formats",
    );
  }
  if (flags.out === undefined) throw new UserError("say where the shards go: --out DIR");
  const recipe = await importRecipe(format, paths, flags);
  const { buildData } = await import("../../data/pipeline/build.ts");
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const line = buildLine();
  try {
    const dataset = await buildData(recipe, {
      out: flags.out,
      signal: stop.signal,
      onProgress: (now) => line.show(now),
    });
    line.clear();
    const reasons = await quarantineReasons(flags.out);
    if (flags.json) console.log(JSON.stringify({ ...dataset, setAside: reasons }, null, 2));
    else console.log(summary(dataset, reasons, flags.out));
    if (dataset.samples === 0) throw new UserError(nothingCame(format, paths, dataset));
  } catch (error) {
    line.clear();
    if (!stop.signal.aborted) throw error;
    throw new UserError(`stopped; run the same command again to go on: finished imports in ${flags.out} are kept`);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** Whoever named the wrong folder, or format, shall not take the empty data set for one. */
function nothingCame(format: string, paths: readonly string[], { quarantined, refused }: Dataset): string {
  const found = quarantined + Object.values(refused).reduce((sum, count) => sum + count, 0);
  const why = found === 0 ? "nothing of that format was found there" : `all ${found} items were set aside or refused`;
  return `no sample came of ${paths.join(", ")} as ${format}: ${why}`;
}

/** A recipe that generates nothing and imports the paths. Throws a `UserError` for an unknown format or a path that is not there. */
export async function importRecipe(format: string, paths: readonly string[], flags: ImportFlags): Promise<Recipe> {
  const { importerNamed } = await import("../../data/importers/index.ts");
  const { openFolder } = await import("../../data/importers/folder.ts");
  const { parseRecipe } = await import("../../data/recipe.ts");
  importerNamed(format);
  const { images, licence, language } = flags;
  await openFolder([...paths, ...(images === undefined ? [] : [images])]);
  const limit = flags.limit === undefined ? undefined : count("--limit", flags.limit);
  return parseRecipe(
    {
      name: format,
      seed: 0,
      maxSide: count("--max-side", flags.maxSide),
      samples: 0,
      mixture: { categories: {} },
      filters: flags.filter
        ? {}
        : { quality: false, exactDuplicates: false, nearDuplicates: false, maxWords: 1_000_000 },
      imports: paths.map((input) => ({ importer: format, input, images, limit, licence, language })),
    },
    "the import",
  );
}

/** Items that were set aside, by reason, most frequent first. */
export async function quarantineReasons(out: string): Promise<Record<string, number>> {
  const { openStorage } = await import("../../data/storage/storage.ts");
  const { files } = await import("../../data/shard/dataset.ts");
  const storage = await openStorage(out);
  if (!(await storage.head(files.quarantine))) return {};
  const counts = new Map<string, number>();
  for (const line of Buffer.from(await storage.get(files.quarantine))
    .toString("utf8")
    .split("\n")) {
    if (line === "") continue;
    const { reason } = JSON.parse(line) as { reason: string };
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

async function list(asJson: boolean): Promise<void> {
  const { importers } = await import("../../data/importers/index.ts");
  const rows = importers.map(({ name, category, description, formats }) => ({ name, category, description, formats }));
  if (asJson) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  const width = Math.max(...rows.map(({ name }) => name.length));
  let category = "";
  for (const row of rows) {
    if (row.category !== category) console.log(`${category === "" ? "" : "\n"}${row.category}`);
    category = row.category;
    console.log(`  ${row.name.padEnd(width)}  ${row.description}\n  ${" ".repeat(width)}  ${row.formats.join(" ")}`);
  }
}

function summary(dataset: Dataset, reasons: Readonly<Record<string, number>>, out: string): string {
  const { samples, shards, bytes, categories, refused } = dataset;
  const number = (value: number) => value.toLocaleString("en-US");
  const rows = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([name, n]) => `  ${name}: ${number(n)}`);
  const setAside = Object.values(reasons).reduce((sum, n) => sum + n, 0);
  return [
    `${number(samples)} samples in ${number(shards.length)} shards, ${formatBytes(bytes)}, in ${out}`,
    ...rows(categories),
    ...(setAside > 0
      ? [`${number(setAside)} items were set aside; quarantine.jsonl says which`, ...rows(reasons)]
      : []),
    ...(Object.keys(refused).length > 0 ? ["refused by the filters", ...rows(refused)] : []),
  ].join("\n");
}
