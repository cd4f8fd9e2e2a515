/**
 * Runs a study: each variant with each seed is kept as one file, so that a stopped or killed command loses one run at most and
 * goes on with what is missing. What the numbers mean is the study's business, what the report looks like the report's.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { makeFolder, readJson, writeJson } from "../../src/checkpoint/files.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { measuredNow } from "./measured.ts";
import { Interrupted } from "./mini.ts";
import type { Run, Size, Study } from "./study.ts";

export interface StudyOptions {
  readonly size: Size;
  readonly runtime: Runtime;
  readonly threads: number;
  /** Holds a folder for each study. */
  readonly out: string;
  /** Where pre-trained parts are kept; otherwise in `out`. */
  readonly parts?: string;
  readonly signal?: AbortSignal;
  readonly tell?: (progress: StudyProgress) => void;
}

export interface StudyProgress {
  readonly study: string;
  readonly variant: string;
  readonly seed: number;
  /** Runs that are done, with those that were kept from before, and all. */
  readonly done: number;
  readonly runs: number;
  /** Share of the run under way. */
  readonly share: number;
  /** Of this study; unknown before anything was measured. */
  readonly secondsLeft?: number;
}

const keptSchema = z.object({
  ...{ study: z.string(), variant: z.string(), seed: z.int(), size: z.enum(["quick", "full"]), revision: z.int() },
  seconds: z.number(),
  metrics: z.record(z.string(), z.number()),
  curves: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))).optional(),
  measured: z.object({ date: z.string(), version: z.string(), commit: z.string().optional() }).optional(),
});

/** All runs of the study. Throws `Interrupted` where the signal stops it. */
export async function runStudy(study: Study, options: StudyOptions): Promise<Run[]> {
  const { size, out, tell, signal } = options;
  const folder = join(out, study.name, "measurements");
  const parts = options.parts ?? join(out, ".parts", size);
  await makeFolder(folder);
  const wanted = Array.from({ length: study.seeds[size] }, (_, i) => i + 1).flatMap((seed) =>
    study.variants.map(({ name }) => ({ variant: name, seed })),
  );
  const found = await Promise.all(wanted.map((one) => kept(study, size, pathOf(folder, one), one)));
  const missing = found.filter((run) => !run).length;
  const measured = measuredNow();
  const began = performance.now();
  let made = 0;
  for (const [i, { variant, seed }] of wanted.entries()) {
    if (found[i]) continue;
    if (signal?.aborted) throw new Interrupted("stopped");
    const work = await mkdtemp(join(tmpdir(), "periscope-experiment-"));
    const start = performance.now();
    const progress = (share: number) => {
      const reached = made + share;
      const passed = (performance.now() - began) / 1000;
      tell?.({
        ...{ study: study.name, variant, seed, share, runs: wanted.length, done: wanted.length - missing + made },
        ...(reached > 0 && { secondsLeft: (passed / reached) * (missing - reached) }),
      });
    };
    try {
      progress(0);
      const facts = await study.run(variant, seed, { ...options, parts, folder: work, progress });
      const seconds = (performance.now() - start) / 1000;
      const revision = revisionOf(study, variant);
      const about = { study: study.name, variant, seed, size, revision, seconds, measured };
      const run = { ...about, ...facts };
      await writeJson(pathOf(folder, { variant, seed }), run);
      found[i] = run;
      made++;
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  return found.map((run) => run!);
}

function pathOf(folder: string, { variant, seed }: { variant: string; seed: number }): string {
  return join(folder, `${variant}-${seed}.json`);
}

function revisionOf({ variants, revision }: Study, variant: string): number {
  return variants.find(({ name }) => name === variant)?.revision ?? revision;
}

/** A run of before, if it is of this size and revision. A damaged file counts as none. */
async function kept(study: Study, size: Size, path: string, wanted: { variant: string; seed: number }) {
  if (!existsSync(path)) return undefined;
  const { success, data } = keptSchema.safeParse(await readJson(path).catch(() => undefined));
  if (!success || data.size !== size || data.revision !== revisionOf(study, wanted.variant)) return undefined;
  return data.variant === wanted.variant && data.seed === wanted.seed ? (data as Run) : undefined;
}
