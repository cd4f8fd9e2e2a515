/**
 * A list of numbered entries on disk, divided by a hash of their keys so that each part fits into memory, and given back as
 * groups of entries that share a key. It knows keys, not what they mean.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Entry {
  /** A whole number below 2^53. */
  readonly key: number;
  readonly row: number;
  /** 0 to 255. */
  readonly rank: number;
  /** Where the row's facts lie in another file, below 2^48, and how many bytes they take, below 2^16. */
  readonly at: number;
  readonly length: number;
}

export interface Partitions {
  add(entry: Entry): void;
  /** Entries of one part that share their key with another, in the order in which they were added. */
  groups(part: number): Iterable<readonly Entry[]>;
}

const entryBytes = 24;
const bufferBytes = 2730 * entryBytes;

export function openPartitions(folder: string, name: string, parts: number): Partitions {
  const path = (part: number) => join(folder, `${name}-${part}`);
  const buffers = new Map<number, { readonly bytes: Buffer; used: number }>();
  const filtered = new Set<number>();

  const flush = (part: number) => {
    const buffer = buffers.get(part);
    if (!buffer || buffer.used === 0) return;
    appendFileSync(path(part), buffer.bytes.subarray(0, buffer.used));
    buffer.used = 0;
  };
  return {
    add(entry) {
      const part = partOf(entry.key, parts);
      let buffer = buffers.get(part);
      if (!buffer) {
        buffer = { bytes: Buffer.alloc(bufferBytes), used: 0 };
        buffers.set(part, buffer);
      }
      write(buffer.bytes, buffer.used, entry);
      buffer.used += entryBytes;
      if (buffer.used === bufferBytes) flush(part);
    },
    *groups(part) {
      flush(part);
      buffers.delete(part);
      if (!existsSync(path(part))) return;
      const bytes = readFileSync(path(part));
      const groups = filtered.has(part) ? grouped(bytes, () => true) : grouped(bytes, repeatedKeys(bytes));
      if (!filtered.has(part)) {
        // most keys are there once; the next round need not read them again
        const kept = Buffer.alloc([...groups.values()].reduce((sum, group) => sum + group.length, 0) * entryBytes);
        let at = 0;
        for (const entry of [...groups.values()].flat()) {
          write(kept, at, entry);
          at += entryBytes;
        }
        writeFileSync(path(part), kept);
        filtered.add(part);
      }
      yield* groups.values();
    },
  };
}

function partOf(key: number, parts: number): number {
  let h = Math.imul((key >>> 0) ^ Math.imul(Math.floor(key / 2 ** 32), 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) % parts;
}

function write(bytes: Buffer, at: number, { key, row, rank, at: place, length }: Entry): void {
  bytes.writeDoubleLE(key, at);
  bytes.writeUInt32LE(row, at + 8);
  bytes.writeUIntLE(place, at + 12, 6);
  bytes.writeUInt16LE(length, at + 18);
  bytes.writeUInt8(rank, at + 20);
}

function read(bytes: Buffer, at: number): Entry {
  return {
    key: bytes.readDoubleLE(at),
    row: bytes.readUInt32LE(at + 8),
    at: bytes.readUIntLE(at + 12, 6),
    length: bytes.readUInt16LE(at + 18),
    rank: bytes.readUInt8(at + 20),
  };
}

/** Tells the keys that stand there more than once; sorting plain numbers takes far less memory than a map of all. */
function repeatedKeys(bytes: Buffer): (key: number) => boolean {
  const keys = new Float64Array(bytes.length / entryBytes);
  for (let i = 0; i < keys.length; i++) keys[i] = bytes.readDoubleLE(i * entryBytes);
  keys.sort();
  const repeated = new Set<number>();
  for (let i = 1; i < keys.length; i++) if (keys[i] === keys[i - 1]) repeated.add(keys[i]!);
  return (key) => repeated.has(key);
}

function grouped(bytes: Buffer, wanted: (key: number) => boolean): Map<number, Entry[]> {
  const groups = new Map<number, Entry[]>();
  for (let at = 0; at < bytes.length; at += entryBytes) {
    const key = bytes.readDoubleLE(at);
    if (!wanted(key)) continue;
    const group = groups.get(key);
    if (group) group.push(read(bytes, at));
    else groups.set(key, [read(bytes, at)]);
  }
  return groups;
}
