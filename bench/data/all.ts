/**
 * Every number that the pages on data name, in one run: building, each category, beside a peer, reading, and the rates that
 * the plan for a billion samples rests on. Under eight minutes on two cores without other work.
 *
 *   npx tsx bench/data/all.ts           prints the tables
 *   npx tsx bench/data/all.ts --write   and puts them into docs/data.md, docs/data-rates.json and docs/data-at-scale.md
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { measureRates, writePlan, writeRates } from "../../scripts/plan-data.ts";
import { formatTable } from "../support/rounds.ts";
import { costTable, mixedTable, type Table } from "./build.ts";
import { peerTable } from "./peer.ts";
import { readTable } from "./read.ts";

const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    samples: { type: "string", default: "600" },
    each: { type: "string", default: "48" },
    pages: { type: "string", default: "96" },
  },
});
const sides = [384, 1024];
const begun = performance.now();
const load = loadavg()[0]!;

const parts: [command: string, said: string, table: Table][] = [
  [
    "npx tsx bench/data/build.ts",
    "The recipe `nano`, whole: two workers, filters and shards included",
    await mixedTable(sides, Number(values.samples)),
  ],
  [
    "npx tsx bench/data/build.ts --samples 0",
    "A category by itself, in one process with one browser",
    await costTable(sides, Number(values.each)),
  ],
  [
    "npx tsx bench/data/peer.ts",
    "Beside Playwright's own way, on the same pages with the same Chromium",
    await peerTable(sides, Number(values.pages)),
  ],
  ["npx tsx bench/data/read.ts", "Reading small samples for training, one process", await readTable()],
];
const rates = await measureRates();

const machine = `${cpus().length} cores of ${cpus()[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const text = [
  `Measured with \`npx tsx bench/data/all.ts --write\` on ${machine}; the load of the machine was ${load.toFixed(1)} when it began. Where other work has the machine, the clock tells little: a second of one processor is what counts then, the browser's time included.`,
  ...parts.map(([command, said, { head, rows }]) => `${said} (\`${command}\`):\n\n${formatTable(head, rows)}`),
].join("\n\n");
console.log(text);
console.log(`\n${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
if (values.write) {
  const page = new URL("../../docs/data.md", import.meta.url);
  const before = readFileSync(page, "utf8");
  const after = before.replace(
    /(<!-- measured -->\n)[\s\S]*(<!-- \/measured -->)/,
    (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`,
  );
  writeFileSync(page, after);
  writeRates(rates);
  writePlan();
}
