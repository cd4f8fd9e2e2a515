/**
 * Which samples of many shards repeat one before them, on disk: memory is bounded by a part of the keys and ten bytes a sample,
 * whatever their number. The answer is that of `duplicateIndex` over all samples in their order.
 *
 * Whether a sample repeats another depends on whether that one is kept. Each round takes the last round's answer to that for
 * granted, and goes through all keys part by part; the first sample's answer is right at once, and each sample's once those
 * before it are, so a round that changes nothing has the answer. Two or three rounds are usual.
 */
import { join } from "node:path";
import { bucketsOf, crowd, type Duplicate, type DuplicateFilters, isNear } from "../pipeline/filters/duplicates.ts";
import { openFacts } from "./facts-file.ts";
import { duplicateFacts, type ManifestRow } from "./manifest.ts";
import { type Entry, openPartitions } from "./partitions.ts";

export type SettledRow = Pick<
  ManifestRow,
  "key" | "specification_sha256" | "content_sha256" | "image_hash" | "text_signature" | "words"
>;
export const settledColumns = [
  "key",
  "specification_sha256",
  "content_sha256",
  "image_hash",
  "text_signature",
  "words",
] as const satisfies readonly (keyof SettledRow)[];

/** To be closed. */
export interface Verdicts {
  /** What the row, by its place among all, repeats; undefined where it is kept. */
  of(row: number): Duplicate | undefined;
  /** How many times all keys were gone through. */
  readonly rounds: number;
  close(): void;
}

export interface SettleOptions {
  /** An empty folder for the work, on a disk: about 700 bytes a sample. */
  readonly folder: string;
  /** Entries of keys that are in memory at once. */
  readonly entriesInMemory?: number;
}

/** Reasons, the weightiest first; to the last two the place among the sample's own buckets is added. */
const [sameSpecification, sameContent, nearText, nearPicture, none] = [0, 1, 2, 128, 255];
/** Near samples are looked for in at most so many places each. */
const mostBuckets = 12;

/** `total` is how many rows come, or more. */
export async function settleDuplicates(
  rows: AsyncIterable<SettledRow>,
  total: number,
  filters: DuplicateFilters,
  { folder, entriesInMemory = 4_000_000 }: SettleOptions,
): Promise<Verdicts> {
  const parts = Math.max(1, Math.ceil((total * mostBuckets) / entriesInMemory));
  const exact = [sameSpecification, sameContent].map((rank) => openPartitions(folder, `exact${rank}`, parts));
  const buckets = openPartitions(folder, "near", parts);
  const facts = openFacts(join(folder, "facts"));
  let count = 0;
  for await (const row of rows) {
    const known = { ...duplicateFacts(row), key: row.key };
    const place = { row: count++, ...facts.add(known) };
    if (filters.exactDuplicates) {
      exact[0]!.add({ ...place, key: prefixOf(row.specification_sha256), rank: sameSpecification });
      exact[1]!.add({ ...place, key: prefixOf(row.content_sha256), rank: sameContent });
    }
    if (!filters.nearDuplicates) continue;
    const near = known.images.length === 0 ? nearText : nearPicture;
    for (const [i, key] of bucketsOf(known).entries()) buckets.add({ ...place, key, rank: near + i });
  }

  const repeats = new Float64Array(count); // 1 + the place of the facts of what the row repeats
  const ranks = new Uint8Array(count);
  let dropped = new Uint8Array(count);
  let rounds = 0;
  const drop = ({ row, rank }: Entry, { at }: Entry) => {
    if (rank > ranks[row]! || (rank === ranks[row] && at + 1 >= repeats[row]!)) return;
    [repeats[row], ranks[row]] = [at + 1, rank];
  };
  for (let changed = true; changed; rounds++) {
    ranks.fill(none);
    for (let part = 0; part < parts; part++) {
      for (const [i, hashes] of exact.entries()) {
        const hashOf = (entry: Entry) => facts.read(entry)[i === 0 ? "specificationSha256" : "contentSha256"];
        for (const group of hashes.groups(part)) {
          const kept = new Map<string, Entry>();
          for (const entry of group) {
            const first = kept.get(hashOf(entry));
            if (first) drop(entry, first);
            else if (dropped[entry.row] === 0) kept.set(hashOf(entry), entry);
          }
        }
      }
      for (const group of buckets.groups(part)) {
        const kept: Entry[] = [];
        for (const entry of group) {
          const other = kept.find((one) => isNear(facts.read(entry), facts.read(one), filters));
          if (other) drop(entry, other);
          if (dropped[entry.row] === 0 && kept.length < crowd) kept.push(entry);
        }
      }
    }
    const now = Uint8Array.from(ranks, (rank) => (rank === none ? 0 : 1));
    changed = now.some((value, row) => value !== dropped[row]);
    dropped = now;
  }
  return {
    of(row) {
      if (!dropped[row]) return undefined;
      return { reason: reasonOf(ranks[row]!), of: facts.keyAt(repeats[row]! - 1) };
    },
    rounds,
    close: () => facts.close(),
  };
}

function reasonOf(rank: number): Duplicate["reason"] {
  if (rank === sameSpecification) return "same-specification";
  if (rank === sameContent) return "same-content";
  return rank < nearPicture ? "near-text" : "near-picture";
}

/** As much of a hash as a number holds exactly; the whole ones are compared as well. */
function prefixOf(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 13), 16);
}
