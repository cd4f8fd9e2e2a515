/**
 * The released shapes at full size: a randomly filled checkpoint with every tensor of the 1.3B (float16) and of the 7B
 * (float16, quantised to 4 bits while loading) is loaded, sees a picture and answers, within 24 GiB of memory.
 *
 *   npx tsx bench/big.ts [1.3b|7b] [--folder FOLDER] [--keep]
 *
 * Needs 4 GB of disk for the 1.3B and 20 GB for the 7B in FOLDER (default: the temporary folder); without --keep they are
 * deleted at the end.
 */
import { mkdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatBytes, formatSeconds } from "../src/checkpoint/units.ts";
import { transferLine } from "../src/cli/transfer-line.ts";
import { loadInChild } from "./support/load.ts";
import { randomCheckpoint, releasedConfig } from "./support/random-checkpoint.ts";
import { printTable, seconds } from "./support/rounds.ts";

const { values, positionals } = parseArgs({
  options: { folder: { type: "string", default: tmpdir() }, keep: { type: "boolean", default: false } },
  allowPositionals: true,
});
const limitBytes = 24 * 2 ** 30;
const shapes = [
  { model: "1.3b", quantize: undefined, needsBytes: 4.5e9 },
  { model: "7b", quantize: 4, needsBytes: 20e9 },
] as const;

const rows: string[][] = [];
let failed = false;
for (const { model, quantize, needsBytes } of shapes) {
  if (positionals.length > 0 && !positionals.includes(model)) continue;
  const work = join(values.folder, `periscope-big-${model}`);
  await mkdir(work, { recursive: true });
  try {
    const { bavail, bsize } = await statfs(work);
    if (bavail * bsize < needsBytes) {
      throw new Error(`${work} has ${formatBytes(bavail * bsize)} free, the ${model} needs ${formatBytes(needsBytes)}`);
    }
    const line = transferLine();
    const folder = join(work, "model");
    const onProgress = (bytes: number, totalBytes: number) =>
      line.show({ label: `writing ${model}`, bytes, totalBytes });
    const written = await seconds(() => randomCheckpoint(folder, releasedConfig(model), { onProgress }));
    line.clear();
    console.log(`${model}: written in ${formatSeconds(written)}`);
    const report = await loadInChild(folder, { image: true, tokens: 8, quantize, cacheFolder: join(work, "cache") });
    const fits = report.peakBytes < limitBytes;
    failed ||= !fits;
    rows.push([
      model,
      quantize ? `float16, to ${quantize} bits at load` : "float16",
      quantize ? `${formatSeconds(report.quantizeSeconds)}, ${formatBytes(report.quantizePeakBytes)}` : "",
      `${report.loadSeconds.toFixed(1)} s`,
      `${report.imageSeconds.toFixed(1)} s`,
      `${report.answered.length} tokens, ${report.answerSeconds.toFixed(1)} s`,
      `${formatBytes(report.peakBytes)}${fits ? "" : " (too much)"}`,
    ]);
  } finally {
    if (!values.keep) await rm(work, { recursive: true, force: true });
  }
}
printTable(["model", "weights", "quantising, peak", "load", "picture", "answer", "peak memory"], rows);
if (failed) process.exitCode = 1;
