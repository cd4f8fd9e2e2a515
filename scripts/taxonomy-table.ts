/**
 * Writes docs/taxonomy.md: the use-case taxonomy with the sources that construct its leaves.
 * Usage: npx tsx scripts/taxonomy-table.ts [--check]   (with --check it only says whether the page is up to date)
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { coverageOf } from "../src/data/coverage.ts";
import { sources } from "../src/data/sources/index.ts";
import { teacherLeaves } from "../src/data/teacher/prompts.ts";

const page = "docs/taxonomy.md";
const rows = coverageOf(sources);
const described = new Map(sources.map((source) => [source.name, source.description]));
const states = ["constructed", "teacher-driven", "empty"] as const;
const majors = [...new Set(rows.map(({ leaf }) => leaf.split("/")[0]!))];
const count = (list: typeof rows, state: (typeof states)[number]) => list.filter((row) => row.state === state).length;
const texts = sources.filter(({ category }) => category === "text");

const text = `# The use-case taxonomy

DeepSeek-VL's instruction data follows a taxonomy of use cases (paper Table 3; \`src/data/taxonomy.json\`). A leaf is *constructed*
where a source draws a picture from a state that it knows and answers from that state, so that every answer is true of the
picture. It is *teacher-driven* where truth is knowledge about the world: \`periscope data teach\` asks a vision model that you
name. \`periscope data taxonomy RECIPE\` says how many samples of each leaf a recipe makes, \`periscope data taxonomy DIR\` how many a
data set holds. This page is written by \`scripts/taxonomy-table.ts\`.

| | leaves | ${states.join(" | ")} |
| --- | ---: | ---: | ---: | ---: |
${majors
  .map((major) => {
    const mine = rows.filter(({ leaf }) => leaf.split("/")[0] === major);
    return `| ${major} | ${mine.length} | ${states.map((state) => count(mine, state)).join(" | ")} |`;
  })
  .join("\n")}
| **all** | **${rows.length}** | ${states.map((state) => `**${count(rows, state)}**`).join(" | ")} |

${majors
  .map(
    (major) =>
      `## ${major}\n\n| leaf | state | sources |\n| --- | --- | --- |\n${rows
        .filter(({ leaf }) => leaf.split("/")[0] === major)
        .map(
          (row) =>
            `| ${row.leaf.split("/").slice(1).join(" / ") || major} | ${row.state} | ${row.sources.map((name) => `\`${name}\`: ${described.get(name)}`).join("<br>")} |`,
        )
        .join("\n")}`,
  )
  .join("\n\n")}

## Asking a teacher

\`periscope data teach\` can ask about any leaf and any folder of pictures. It has questions of its own for those where a generator
says little of what there is to know:

${teacherLeaves.map(({ leaf }) => `- ${leaf}`).join("\n")}

## Instructions without pictures

Text-only instructions are part of the mixture (47.9 % in the paper's Table 2; \`recipes/data/instruction.ts\`). They come from the
sources of the category \`text\`:

${texts.map(({ name, description }) => `- \`${name}\`: ${description}`).join("\n")}
`;

const same = existsSync(page) && readFileSync(page, "utf8") === text;
if (process.argv.includes("--check")) {
  console.log(same ? `${page} is up to date` : `${page} is out of date; run npx tsx scripts/taxonomy-table.ts`);
  process.exitCode = same ? 0 : 1;
} else if (!same) writeFileSync(page, text);
