/**
 * Writes the held-out scores of a model into its card, and those of the embedded model into the README as well:
 *
 *   npx periscope eval checkpoints/nano --samples 200 --json > scores.json
 *   npx tsx scripts/card.ts scores.json checkpoints/nano/README.md README.md
 *
 * A file holds the scores between the lines `<!-- scores -->` and `<!-- /scores -->`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";

const names = {
  color: "colour of a shape",
  shape: "shape",
  position: "position",
  counting: "counting, one to five",
  reading: "reading a printed word",
};

const report = z.object({
  samples: z.number(),
  scores: z.array(
    z.object({
      kind: z.enum(["color", "shape", "position", "counting", "reading"]),
      share: z.number(),
      interval: z.tuple([z.number(), z.number()]),
    }),
  ),
});

const [source, ...files] = process.argv.slice(2);
if (!source || files.length === 0) throw new Error("usage: tsx scripts/card.ts SCORES.json FILE.md...");
const { samples, scores } = report.parse(JSON.parse(readFileSync(source, "utf8")));
const percent = (share: number) => (100 * share).toFixed(1);
const rows = scores.map(
  ({ kind, share, interval: [low, high] }) =>
    `| ${names[kind]} | ${percent(share)} % | ${percent(low)} to ${percent(high)} |`,
);
const table = [
  `| ${samples} held-out questions of each | right | 95 % interval |`,
  "| --- | --- | --- |",
  ...rows,
].join("\n");
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const place = /(<!-- scores -->\n)[\s\S]*?(\n<!-- \/scores -->)/;
  if (!place.test(text)) throw new Error(`${file} has no place for scores`);
  writeFileSync(
    file,
    text.replace(place, (_, open: string, close: string) => `${open}${table}${close}`),
  );
}
