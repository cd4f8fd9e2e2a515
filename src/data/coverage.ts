/**
 * How far the use-case taxonomy is covered: which leaves have generators whose answers are true by construction, which are left
 * to a teacher, which have nothing, and how many samples each has or can expect.
 */
import { mixtureOf } from "./pipeline/mixture.ts";
import { randomFor } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import { type Source, Unfit } from "./source.ts";
import { leaves } from "./taxonomy.ts";
import { teacherLeaves } from "./teacher/prompts.ts";

export type LeafState = "constructed" | "teacher-driven" | "empty";

export interface LeafCoverage {
  readonly leaf: string;
  readonly state: LeafState;
  /** Names of the generators. */
  readonly sources: readonly string[];
  /** In a data set, or expected of a recipe. */
  readonly samples?: number;
}

/** Every leaf in the order of the paper. */
export function coverageOf(sources: readonly Source[], samples?: Readonly<Record<string, number>>): LeafCoverage[] {
  const taught = new Set(teacherLeaves.map(({ leaf }) => leaf));
  return leaves.map((leaf) => {
    const names = sources.filter((source) => source.leaves?.includes(leaf)).map(({ name }) => name);
    const state = names.length > 0 ? "constructed" : taught.has(leaf) ? "teacher-driven" : "empty";
    return { leaf, state, sources: names, ...(samples ? { samples: samples[leaf] ?? 0 } : {}) };
  });
}

/** Samples by leaf that a recipe will make, before filters: its own draws of sources; a source's leaves from some drafts. */
export function expectedLeaves(recipe: Recipe, sources: readonly Source[]): Record<string, number> {
  const { choose } = mixtureOf(recipe, sources);
  const draws = new Map<Source, number>();
  for (let i = 0; i < recipe.samples; i++) {
    const source = choose(i, 0);
    draws.set(source, (draws.get(source) ?? 0) + 1);
  }
  const counts: Record<string, number> = {};
  for (const [source, count] of draws) {
    const shares = sharesOf(source, recipe);
    for (const [leaf, share] of shares) counts[leaf] = (counts[leaf] ?? 0) + Math.round(share * count);
  }
  return counts;
}

function sharesOf(source: Source, { seed, maxSide, split }: Recipe): Map<string, number> {
  const named = source.leaves ?? [];
  if (named.length === 1) return new Map([[named[0]!, 1]]);
  const tries = named.length === 0 ? 0 : 64;
  const found = new Map<string, number>();
  for (let i = 0; i < tries; i++) {
    try {
      const { leaf } = source.draft({ random: randomFor(seed, i, `coverage ${source.name}`), maxSide, split });
      if (leaf !== undefined) found.set(leaf, (found.get(leaf) ?? 0) + 1 / tries);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
    }
  }
  return found;
}
