/**
 * Finds samples that say and show again what was seen before: exactly (by specification or content) or nearly (by
 * MinHash of the text and, where there are pictures, by their looks as well). The first of equals stays.
 */
import type { Filters } from "../../recipe.ts";
import type { Facts } from "./facts.ts";
import { distance } from "./image-hash.ts";
import { bandsOf, similarity } from "./text-signature.ts";

export interface Duplicate {
  readonly reason: "same-specification" | "same-content" | "near-text" | "near-picture";
  /** Key of the sample that was there before. */
  readonly of: string;
}

export interface DuplicateIndex {
  /** The sample before this one that it repeats. */
  find(facts: DuplicateFacts): Duplicate | undefined;
  add(key: string, facts: DuplicateFacts): void;
}

export type DuplicateFacts = Pick<Facts, "specificationSha256" | "contentSha256" | "images" | "signature" | "words">;

/** Shorter texts without pictures are only compared exactly: sums and definitions are alike and yet not the same. */
const fewWords = 30;
/** Members of a bucket that are compared with; keeps crowds of look-alikes from taking quadratic time. */
export const crowd = 64;

export type DuplicateFilters = Pick<Filters, "exactDuplicates" | "nearDuplicates" | "textSimilarity" | "imageDistance">;

/** In memory: for the samples of a shard. Those of many shards are settled on disk (`shard/settle.ts`), with the same answer. */
export function duplicateIndex(filters: DuplicateFilters): DuplicateIndex {
  const specifications = new Map<string, string>();
  const contents = new Map<string, string>();
  const seen: { key: string; facts: DuplicateFacts }[] = [];
  const buckets = new Map<number, number[]>();

  const near = (facts: DuplicateFacts): Duplicate | undefined => {
    const compared = new Set<number>();
    for (const bucket of bucketsOf(facts)) {
      for (const place of buckets.get(bucket) ?? []) {
        if (compared.has(place)) continue;
        compared.add(place);
        const other = seen[place]!;
        if (isNear(facts, other.facts, filters)) return { reason: nearReason(facts), of: other.key };
      }
    }
    return undefined;
  };

  return {
    find(facts) {
      if (filters.exactDuplicates) {
        const specification = specifications.get(facts.specificationSha256);
        if (specification !== undefined) return { reason: "same-specification", of: specification };
        const content = contents.get(facts.contentSha256);
        if (content !== undefined) return { reason: "same-content", of: content };
      }
      return filters.nearDuplicates ? near(facts) : undefined;
    },
    add(key, facts) {
      if (!specifications.has(facts.specificationSha256)) specifications.set(facts.specificationSha256, key);
      if (!contents.has(facts.contentSha256)) contents.set(facts.contentSha256, key);
      if (!filters.nearDuplicates) return;
      const place = seen.push({ key, facts }) - 1;
      for (const bucket of bucketsOf(facts)) {
        const members = buckets.get(bucket);
        if (!members) buckets.set(bucket, [place]);
        else if (members.length < crowd) members.push(place);
      }
    },
  };
}

/** Whether two samples say and show nearly the same. */
export function isNear(
  a: Pick<DuplicateFacts, "images" | "signature">,
  b: Pick<DuplicateFacts, "images" | "signature">,
  { textSimilarity, imageDistance }: Pick<DuplicateFilters, "textSimilarity" | "imageDistance">,
): boolean {
  if (a.images.length !== b.images.length) return false;
  if (similarity(a.signature, b.signature) < textSimilarity) return false;
  return a.images.every((image, i) => distance(image, b.images[i]!) <= imageDistance);
}

export function nearReason({ images }: Pick<DuplicateFacts, "images">): "near-text" | "near-picture" {
  return images.length === 0 ? "near-text" : "near-picture";
}

/** Near samples share at least one of these, very likely. Whole numbers below 2^53, each once. */
export function bucketsOf(facts: Pick<DuplicateFacts, "images" | "signature" | "words">): number[] {
  return [...new Set(placesOf(facts))];
}

function placesOf({ images, signature, words }: Pick<DuplicateFacts, "images" | "signature" | "words">): number[] {
  const [picture] = images;
  if (!picture) return words < fewWords ? [] : bandsOf(signature);
  // with at most three differing bits one of four words is equal, so a look and a piece of text find each other
  return bandsOf(signature)
    .slice(0, 3)
    .flatMap((band, i) =>
      picture.across.map((word, j) => 2 ** 40 * (4 * i + j + 1) + (band & 0xffffff) * 2 ** 16 + word),
    );
}
