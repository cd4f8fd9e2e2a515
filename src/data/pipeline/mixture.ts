/** Which source makes sample i: a weighted draw from (seed, index), the category first, then a source of it. */
import { UserError } from "../../runtime/errors.ts";
import { randomFor } from "../random.ts";
import type { Recipe } from "../recipe.ts";
import type { Category } from "../sample.ts";
import type { Source } from "../source.ts";

export interface Mixture {
  /** The sources that have a share. */
  readonly sources: readonly Source[];
  /** Categories of the recipe for which there is no source; the others take their share. */
  readonly missing: readonly Category[];
  /** The source of a sample. The first attempts keep to one source, so that hard ones lose nothing of their share. */
  choose(index: number, attempt: number): Source;
}

/** After so many refused attempts another source may try. */
const loyalAttempts = 6;

/** Throws a `UserError` where the recipe names unknown sources, or none is left. */
export function mixtureOf({ mixture, seed, split }: Recipe, known: readonly Source[]): Mixture {
  for (const name of Object.keys(mixture.sources)) {
    if (name !== "*" && !known.some((source) => source.name === name)) {
      throw new UserError(
        `the recipe's mixture names the source "${name}"; known are ${known.map((one) => one.name).join(", ")}`,
      );
    }
  }
  const shares: Record<string, number> = {};
  const within: Record<string, Record<string, number>> = {};
  const missing: Category[] = [];
  for (const [category, share] of Object.entries(mixture.categories).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (share === 0) continue;
    const weights = Object.fromEntries(
      known
        .filter((source) => source.category === category)
        .map(({ name }): [string, number] => [name, mixture.sources[name] ?? mixture.sources["*"] ?? 1])
        .filter(([, weight]) => weight > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)), // the order of registration decides nothing
    );
    if (Object.keys(weights).length === 0) {
      missing.push(category as Category);
      continue;
    }
    shares[category] = share;
    within[category] = weights;
  }
  const byName = new Map(known.map((source) => [source.name, source]));
  const sources = Object.values(within).flatMap((weights) => Object.keys(weights).map((name) => byName.get(name)!));
  return {
    sources,
    missing,
    choose(index, attempt) {
      if (sources.length === 0) throw new UserError("the recipe's mixture has no source with a share above 0");
      const change = Math.floor(attempt / loyalAttempts);
      const random = randomFor(seed, index, `mixture/${split}${change === 0 ? "" : `/${change}`}`);
      return byName.get(random.weighted(within[random.weighted(shares)]!))!;
    },
  };
}
