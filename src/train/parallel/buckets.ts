/**
 * How parameters are cut among ranks and laid out in the vectors that travel. Each parameter is cut into `size` equal
 * parts, whatever else travels with it, so a rank owns the same part of it in every program; a bucket holds the parts of
 * several parameters, rank by rank, so that a rank's parts lie together.
 */
import type { Share } from "./collective.ts";

/** One parameter's place in a bucket. */
export interface Slot {
  readonly name: string;
  /** Elements of the parameter. */
  readonly length: number;
  /** Elements of one rank's part; the last part may reach beyond the parameter's end, into zeros. */
  readonly part: number;
  /** Where the slot begins within a rank's elements. */
  readonly offset: number;
}

export interface Bucket {
  readonly slots: readonly Slot[];
  /** Elements of one rank. */
  readonly part: number;
}

/** Elements of a rank's part of a parameter. */
export function partOf(length: number, size: number): number {
  return Math.ceil(length / size);
}

/** Buckets of at most `bucketBytes` (a larger parameter gets one to itself), in the order of the parameters. */
export function planBuckets(
  parameters: readonly { readonly name: string; readonly length: number }[],
  size: number,
  bucketBytes: number,
): Bucket[] {
  const buckets: Bucket[] = [];
  let slots: Slot[] = [];
  let part = 0;
  const finish = () => {
    if (slots.length > 0) buckets.push({ slots, part });
    slots = [];
    part = 0;
  };
  for (const { name, length } of parameters) {
    const own = partOf(length, size);
    if (part > 0 && (part + own) * size * Float32Array.BYTES_PER_ELEMENT > bucketBytes) finish();
    slots.push({ name, length, part: own, offset: part });
    part += own;
  }
  finish();
  return buckets;
}

/** Writes `factor` times every parameter into a bucket's vector; `only`: just the part of that rank. */
export function pack(
  { slots, part }: Bucket,
  target: Float32Array,
  share: Share,
  source: (name: string) => Float32Array,
  { factor = 1, only }: { readonly factor?: number; readonly only?: number } = {},
): void {
  for (const slot of slots) {
    const from = source(slot.name);
    for (let rank = only ?? 0; rank < (only === undefined ? share.size : only + 1); rank++) {
      const start = Math.min(slot.length, rank * slot.part);
      const end = Math.min(slot.length, start + slot.part);
      const at = rank * part + slot.offset;
      if (factor === 1) target.set(from.subarray(start, end), at);
      else for (let i = start, j = at; i < end; i++, j++) target[j] = from[i]! * factor;
      target.fill(0, at + end - start, at + slot.part);
    }
  }
}

/** Writes a bucket's vector back to the parameters. */
export function unpack(
  { slots, part }: Bucket,
  source: Float32Array,
  share: Share,
  target: (name: string) => Float32Array,
): void {
  for (const slot of slots) {
    const to = target(slot.name);
    for (let rank = 0; rank < share.size; rank++) {
      const start = Math.min(slot.length, rank * slot.part);
      const end = Math.min(slot.length, start + slot.part);
      const at = rank * part + slot.offset;
      to.set(source.subarray(at, at + end - start), start);
    }
  }
}
