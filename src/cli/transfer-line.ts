/** One line on the terminal that says how far a transfer is, and stopping it with Ctrl-C without leaving a mess. */
import { formatBytes, formatSeconds } from "../checkpoint/units.ts";
import { UserError } from "../runtime/errors.ts";

export interface TransferState {
  readonly label: string;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

/** Where the line goes: standard error, or a stand-in. */
export interface LineStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * A function that shows states. On a terminal one line is rewritten, at most ten times a second; elsewhere (a log) a
 * line is added for every tenth of the way. `now` is in milliseconds.
 */
export function transferLine(stream: LineStream = process.stderr, now: () => number = () => performance.now()) {
  let shownAt = Number.NEGATIVE_INFINITY;
  let tenths = 0;
  return {
    show: (state: TransferState): void => {
      const share = state.totalBytes > 0 ? state.bytes / state.totalBytes : 1;
      if (!stream.isTTY) {
        const reached = Math.floor(share * 10);
        if (reached <= tenths) return;
        tenths = reached;
        stream.write(`${describe(state, share)}\n`);
      } else if (now() - shownAt >= 100 || share >= 1) {
        shownAt = now();
        stream.write(`\r\x1b[2K${describe(state, share).slice(0, (stream.columns ?? 80) - 1)}`);
      }
    },
    /** A line that stays: what is waited for. */
    say: (text: string): void => {
      stream.write(`${stream.isTTY ? "\r\x1b[2K" : ""}${text}\n`);
    },
    /** Takes the line away; to be called once at the end. */
    clear: (): void => {
      if (stream.isTTY) stream.write("\r\x1b[2K");
    },
  };
}

/**
 * Runs a job that Ctrl-C stops: the first one through the job's signal, so that it can tidy up.
 * Throws a UserError with `sentence` when that happened.
 */
export async function untilInterrupted<T>(sentence: string, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop);
  try {
    return await job(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? new UserError(sentence) : error;
  } finally {
    process.off("SIGINT", stop);
  }
}

function describe({ label, bytes, totalBytes, bytesPerSecond, secondsLeft }: TransferState, share: number): string {
  const parts = [label, `${Math.floor(share * 100)} %`, `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`];
  if (bytesPerSecond) parts.push(`${formatBytes(Math.round(bytesPerSecond))}/s`);
  if (secondsLeft !== undefined && share < 1) parts.push(`${formatSeconds(secondsLeft)} left`);
  return parts.join("  ");
}
