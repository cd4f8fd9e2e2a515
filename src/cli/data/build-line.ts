/** One line that says how far a build is: rewritten on a terminal, now and then a new one in a log. */
import { formatSeconds } from "../../checkpoint/units.ts";
import type { BuildProgress } from "../../data/pipeline/progress.ts";
import type { LineStream } from "../transfer-line.ts";

/** `now` is in milliseconds. */
export function buildLine(stream: LineStream = process.stderr, now: () => number = () => performance.now()) {
  let shownAt = Number.NEGATIVE_INFINITY;
  let tenths = -1;
  let warned = false;
  let told = 0;
  return {
    show(progress: BuildProgress): void {
      if (!warned && progress.missing.length > 0) {
        warned = true;
        stream.write(`no source for ${progress.missing.join(", ")}: the other categories take that share\n`);
      }
      for (; told < progress.faults.length; told++) {
        stream.write(`${stream.isTTY ? "\r\x1b[2K" : ""}another was made instead of ${progress.faults[told]}\n`);
      }
      const done = progress.piecesDone === progress.pieces;
      if (!stream.isTTY) {
        // the last samples are made before the last shard is written: all is said only then
        const reached = done ? 10 : Math.min(9, Math.floor((10 * progress.samples) / Math.max(1, progress.total)));
        if (reached <= tenths) return;
        tenths = reached;
        stream.write(`${describeProgress(progress)}\n`);
      } else if (done || now() - shownAt >= 200) {
        shownAt = now();
        stream.write(`\r\x1b[2K${describeProgress(progress).slice(0, (stream.columns ?? 80) - 1)}`);
      }
    },
    /** Takes the line away. */
    clear(): void {
      if (stream.isTTY) stream.write("\r\x1b[2K");
    },
  };
}

/** `1,200 of 2,000 samples  64.1/s  13 s left  shards 4/8  caption 130  text 650  refused 12` */
export function describeProgress(progress: BuildProgress): string {
  const { samples, total, samplesPerSecond, secondsLeft, pieces, piecesDone, categories, refused } = progress;
  const number = (value: number) => value.toLocaleString("en-US");
  const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0);
  return [
    total > 0 ? `${number(samples)} of ${number(total)} samples` : `${number(samples)} samples`,
    ...(samplesPerSecond > 0 ? [`${samplesPerSecond.toFixed(1)}/s`] : []),
    ...(secondsLeft !== undefined && samples < total ? [`${formatSeconds(secondsLeft)} left`] : []),
    `shards ${piecesDone}/${pieces}`,
    ...Object.entries(categories)
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${number(count)}`),
    ...(refusals > 0 ? [`refused ${number(refusals)}`] : []),
  ].join("  ");
}
