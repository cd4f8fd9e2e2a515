/** Clients that ask one thing after the other for some time, and what came of it. */
import { readFileSync } from "node:fs";
import type { Contender } from "./servers.ts";

export interface LoadResult {
  readonly answers: number;
  /** Of the last answer's prompt. */
  readonly promptTokens: number;
  readonly tokensPerSecond: number;
  readonly firstTokenMs: Quantiles;
  readonly answerMs: Quantiles;
  /** Resident memory of the server's processes together, at its highest. */
  readonly peakBytes: number;
  /** Status 429; asked again when the server says. */
  readonly refused: number;
  /** Everything else but a whole answer. */
  readonly lost: number;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

/** How long answers under way are waited for when time is up; what is not there then is lost. */
const patienceMs = 60_000;

/** Runs `clients` clients for `seconds`; those that are answered when time is up are waited for, within reason. */
export async function load(
  contender: Contender,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<LoadResult> {
  const firsts: number[] = [];
  const wholes: number[] = [];
  const counts = { tokens: 0, promptTokens: 0, refused: 0, lost: 0 };
  let peakBytes = 0;
  let next = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(contender.processes()));
  }, 500);
  const stop = new AbortController();
  const late = setTimeout(
    () => stop.abort(new Error(`no answer ${patienceMs / 1000} s after the end`)),
    seconds * 1000 + patienceMs,
  );
  const started = performance.now();
  const end = started + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const n = next++;
      const asked = performance.now();
      let first: number | undefined;
      try {
        const outcome = await contender.ask(
          n,
          () => {
            first ??= performance.now() - asked;
          },
          stop.signal,
        );
        if (outcome.kind === "refused") {
          counts.refused++;
          await new Promise((resolve) => setTimeout(resolve, outcome.retryMs));
          continue;
        }
        counts.tokens += outcome.tokens;
        counts.promptTokens = outcome.promptTokens;
        firsts.push(first ?? Number.POSITIVE_INFINITY);
        wholes.push(performance.now() - asked);
      } catch (error) {
        counts.lost++;
        console.error(`lost: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  clearInterval(watch);
  clearTimeout(late);
  return {
    answers: wholes.length,
    promptTokens: counts.promptTokens,
    tokensPerSecond: counts.tokens / ((performance.now() - started) / 1000),
    firstTokenMs: quantiles(firsts),
    answerMs: quantiles(wholes),
    peakBytes,
    refused: counts.refused,
    lost: counts.lost,
  };
}

function quantiles(values: number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

function residentBytes(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => {
    try {
      return sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
    } catch {
      return sum; // it has just ended
    }
  }, 0);
}
