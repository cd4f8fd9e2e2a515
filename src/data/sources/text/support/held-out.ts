/**
 * What training never sees: names by their bank, everything else (sums, programs, facts in one wording, ...) by a key.
 * A key's hash decides, so that train and held-out samples cannot meet, whatever the seed.
 */
import { hashText, type Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";

const share = 12;

/** True for one key in twelve. */
export function isHeldOut(key: string): boolean {
  return hashText(`held out: ${key}`) % share === 0;
}

/** The elements of a bank that belong to the split. Banks have at least a few dozen elements. */
export function ofSplit<T>(bank: readonly T[], split: SourceContext["split"], key: (element: T) => string): T[] {
  return bank.filter((element) => isHeldOut(key(element)) === (split === "heldout"));
}

/** Draws until the drawn thing belongs to the context's split. Throws when that is hopeless. */
export function drawn<T>(context: SourceContext, draw: (random: Random) => T, key: (value: T) => string): T {
  for (let attempt = 0; attempt < 2000; attempt++) {
    const value = draw(context.random);
    if (isHeldOut(key(value)) === (context.split === "heldout")) return value;
  }
  throw new Error(`two thousand draws gave nothing that is ${context.split}`);
}
