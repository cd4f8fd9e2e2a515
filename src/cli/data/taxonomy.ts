/** `periscope data taxonomy`: which use cases of the paper's taxonomy there are samples for. */
import type { Command } from "commander";
import type { LeafCoverage } from "../../data/coverage.ts";
import { recipeNamed } from "./build.ts";
import { table } from "./flags.ts";

export function taxonomyVerb(data: Command): void {
  data
    .command("taxonomy")
    .description("samples for each leaf of the use-case taxonomy: constructed, teacher-driven or empty")
    .argument(
      "[where]",
      "a recipe's name or file (what it will make), or a data set's folder or s3://bucket/prefix (what it holds)",
    )
    .option("--json", "print everything as JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope data taxonomy
  $ periscope data taxonomy instruction
  $ periscope data taxonomy data/instruction --json`,
    )
    .action(async (where: string | undefined, flags: { readonly json?: boolean }) => {
      const rows = await coverage(where);
      console.log(flags.json ? JSON.stringify({ ...totals(rows), leaves: rows }, null, 2) : describeCoverage(rows));
    });
}

async function coverage(where: string | undefined): Promise<LeafCoverage[]> {
  const { coverageOf, expectedLeaves } = await import("../../data/coverage.ts");
  const { sources } = await import("../../data/sources/index.ts");
  if (where === undefined) return coverageOf(sources);
  const { dataRecipes } = await import("../../../recipes/data/index.ts");
  if (Object.hasOwn(dataRecipes, where) || /\.(m?[tj]s|json)$/.test(where)) {
    const { sourcesOf } = await import("../../data/pipeline/modules.ts");
    const recipe = await recipeNamed(where);
    const known = await sourcesOf(recipe);
    return coverageOf(known, expectedLeaves(recipe, known));
  }
  const { openStorage } = await import("../../data/storage/storage.ts");
  const { readDatasetInfo } = await import("../../data/shard/dataset.ts");
  return coverageOf(sources, (await readDatasetInfo(await openStorage(where))).leaves);
}

function totals(rows: readonly LeafCoverage[]) {
  const count = (state: LeafCoverage["state"]) => rows.filter((row) => row.state === state).length;
  return { constructed: count("constructed"), teacherDriven: count("teacher-driven"), empty: count("empty") };
}

/** The report as people read it: a line a leaf, and the sums below. */
export function describeCoverage(rows: readonly LeafCoverage[]): string {
  const counted = rows.some((row) => row.samples !== undefined);
  const lines = rows.map((row) => [
    row.leaf,
    ...(counted ? [String(row.samples ?? 0)] : []),
    row.state,
    row.sources.join(", "),
  ]);
  const { constructed, teacherDriven, empty } = totals(rows);
  const sum = counted ? `, ${rows.reduce((all, row) => all + (row.samples ?? 0), 0)} samples with a leaf` : "";
  return [
    table([["leaf", ...(counted ? ["samples"] : []), "state", "sources"], ...lines]),
    "",
    `${rows.length} leaves: ${constructed} constructed, ${teacherDriven} teacher-driven, ${empty} empty${sum}`,
    'Instructions without pictures are sources of the category "text"; the mixture of a recipe says their share.',
  ].join("\n");
}
