/** What an experiment is: a question to the paper, variants that are trained alike, and how numbers become a sentence. No training here. */
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { Interval } from "./statistics.ts";

/** `not judged`: of a quick run, or of a single value, which has no interval. */
export type Verdict = "reproduced" | "not reproduced" | "undecided" | "not judged";

export interface Study {
  readonly name: string;
  /** Its place among the ten questions. */
  readonly number: number;
  readonly question: string;
  /** What the paper reports, and where. */
  readonly paper: string;
  readonly variants: readonly Variant[];
  readonly seeds: Readonly<Record<Size, number>>;
  /** Raised when what a run does changes, so that kept runs of before are not taken for it. */
  readonly revision: number;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** What the numbers cannot say. */
  readonly limits: readonly string[];
  run(variant: string, seed: number, lab: Lab): Promise<RunFacts>;
  conclude(runs: readonly Run[]): Conclusion;
}

export interface Variant {
  readonly name: string;
  readonly about: string;
  /** Its own, where what the others do has changed since and what it does has not. */
  readonly revision?: number;
}

export type Size = "quick" | "full";

export interface Metric {
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
}

/** What a run may use. */
export interface Lab {
  readonly size: Size;
  readonly runtime: Runtime;
  readonly threads: number;
  /** A folder of this run alone, removed behind it. */
  readonly folder: string;
  /** Where pre-trained parts are kept for all studies. */
  readonly parts: string;
  readonly signal?: AbortSignal;
  /** Share of the run that is done. */
  progress(share: number): void;
}

export interface RunFacts {
  readonly metrics: Readonly<Record<string, number>>;
  /** Curves by name: pairs of a place and a value. */
  readonly curves?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** As it is kept. */
export interface Run extends RunFacts {
  readonly study: string;
  readonly variant: string;
  readonly seed: number;
  readonly size: Size;
  readonly revision: number;
  readonly seconds: number;
  /** When and with which program it was measured; runs that were kept before this was noted lack it. */
  readonly measured?: Measured;
}

export interface Measured {
  /** Day, as 2026-11-26. */
  readonly date: string;
  /** Of the package. */
  readonly version: string;
  /** Of the clone that it ran from, shortened; "+" behind it where its files had been changed. */
  readonly commit?: string;
}

/** One thing that the paper says, as a difference with an interval. */
export interface Finding {
  readonly claim: string;
  readonly verdict: Verdict;
  readonly difference: Interval;
  readonly unit: string;
}

export interface Conclusion {
  readonly findings: readonly Finding[];
  readonly plots: readonly Plot[];
  /** Paragraphs for the report, made of the data. */
  readonly remarks?: readonly string[];
}

/** Lines over a numeric axis, or points with intervals over names. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly logarithmic?: boolean;
  /** Points over numbers that no line joins. */
  readonly separate?: boolean;
  readonly points: readonly {
    readonly series: string;
    readonly x: number | string;
    readonly y: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}

/** The verdict of a study: what all its findings bear out, or what one of them contradicts. */
export function overall(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === "not judged")) return "not judged";
  if (findings.some(({ verdict }) => verdict === "not reproduced")) return "not reproduced";
  return findings.every(({ verdict }) => verdict === "reproduced") ? "reproduced" : "undecided";
}
