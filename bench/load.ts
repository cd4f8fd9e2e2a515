/**
 * Time and memory to load a checkpoint of DeepSeek-VL-1.3B's shape (random weights) and to answer with it: as released
 * (float16), and quantised to 4 and 8 bits. Each is loaded by a process of its own.
 *
 *   npx tsx bench/load.ts [--quick]        --quick leaves float16 out
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatBytes } from "../src/checkpoint/units.ts";
import { loadInChild } from "./support/load.ts";
import { randomCheckpoint, releasedConfig } from "./support/random-checkpoint.ts";
import { printTable } from "./support/rounds.ts";

const quick = process.argv.includes("--quick");
const forms = [
  ["float16", undefined],
  ["4 bits", 4],
  ["8 bits", 8],
] as const;
const rows: string[][] = [];
for (const [name, bits] of quick ? forms.slice(1, 2) : forms) {
  const folder = join(tmpdir(), `periscope-bench-1.3b-${bits ?? 16}bit`);
  await randomCheckpoint(folder, releasedConfig("1.3b"), { bits });
  await loadInChild(folder); // the first load reads the files from the disk, which is not what is timed
  const text = await loadInChild(folder);
  const picture = await loadInChild(folder, { image: true });
  const share = (picture.peakBytes - picture.cacheBytes) / picture.weightBytes;
  rows.push([
    name,
    formatBytes(text.weightBytes),
    text.loadSeconds.toFixed(2),
    formatBytes(text.loadedBytes),
    formatBytes(text.peakBytes),
    formatBytes(picture.peakBytes),
    `${share.toFixed(2)}x`,
  ]);
}
printTable(
  ["1.3B shape", "weights", "load, s", "loaded", "peak, text", "peak, picture", "peak without cache / weights"],
  rows,
);
