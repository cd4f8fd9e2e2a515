/** Counts what workers report, and how fast it comes. */
import type { ShardProgress } from "./build-shard.ts";
import type { WorkResult } from "./worker.ts";

export interface BuildProgress {
  /** Samples that are done or under way, those found included. */
  readonly samples: number;
  /** Samples to generate; imported ones come on top. */
  readonly total: number;
  readonly samplesPerSecond: number;
  /** Unknown at the beginning. */
  readonly secondsLeft?: number;
  readonly categories: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  /** Shards and imports. */
  readonly pieces: number;
  readonly piecesDone: number;
  /** Samples of shards that were there already. */
  readonly found: number;
  /** Categories of the recipe for which there is no source. */
  readonly missing: readonly string[];
  /** The first of the samples that could not be made because their source or page failed, and how many there were. */
  readonly faults: readonly string[];
  readonly faultCount: number;
}

/** Samples that failed which are named; a source that always fails fails often. */
const mostFaults = 20;

export interface Lap {
  add(progress: ShardProgress): void;
  /** The piece is done; its report is what counts. */
  finish(result: WorkResult): void;
  /** The piece has to be done again. */
  cancel(): void;
}

/** `now` is in milliseconds. */
export function progressMeter(
  total: number,
  pieces: number,
  onProgress: ((progress: BuildProgress) => void) | undefined,
  now: () => number = () => performance.now(),
) {
  const done: Record<string, number> = {};
  const refused: Record<string, number> = {};
  const open = new Set<ShardProgress>();
  const faults: string[] = [];
  let faultCount = 0;
  let missing: readonly string[] = [];
  let piecesDone = 0;
  let found = 0;
  let begun: number | undefined;

  const show = () => {
    const categories = { ...done };
    const all = { ...refused };
    for (const { made, refused: reasons } of open) {
      merge(categories, made);
      merge(all, reasons);
    }
    const samples = sum(categories);
    const seconds = begun === undefined ? 0 : (now() - begun) / 1000;
    const samplesPerSecond = seconds > 0 ? (samples - found) / seconds : 0;
    const left = Math.max(0, total - samples);
    onProgress?.({
      ...{ samples, total, samplesPerSecond, categories, refused: all, pieces, piecesDone, found, missing },
      ...{ faults: [...faults], faultCount },
      ...(samplesPerSecond > 0 ? { secondsLeft: left / samplesPerSecond } : {}),
    });
  };

  return {
    missing(categories: readonly string[]): void {
      missing = categories;
      show();
    },
    lap(): Lap {
      begun ??= now();
      const mine = { made: {} as Record<string, number>, refused: {} as Record<string, number> };
      open.add(mine);
      return {
        add(progress) {
          merge(mine.made, progress.made);
          merge(mine.refused, progress.refused);
          faultCount += progress.faults?.length ?? 0;
          faults.push(...(progress.faults ?? []).slice(0, mostFaults - faults.length));
          show();
        },
        finish(result) {
          open.delete(mine);
          piecesDone++;
          for (const report of result.shards) {
            merge(done, report.categories);
            merge(refused, report.refused);
            if (result.found) found += report.samples;
          }
          show();
        },
        cancel() {
          open.delete(mine);
          show();
        },
      };
    },
  };
}

function merge(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count;
}

function sum(record: Readonly<Record<string, number>>): number {
  return Object.values(record).reduce((total, count) => total + count, 0);
}
