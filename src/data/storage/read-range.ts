/**
 * Pieces of files on this machine. A short one that lies in the system's cache takes a hundredth of a millisecond where it is
 * asked for, and several times that through Node's thread pool, whose waking threads take the cores from whoever computes
 * beside. So it is read on the spot, until a read shows that the disk or the network behind it is slow.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

/** Bytes from `start` up to `end`, fewer where the file ends before. Throws what the file system does. */
export type ReadRange = (path: string, start: number, end: number) => Promise<Uint8Array>;

/** Longer pieces always go through the thread pool. */
const shortBytes = 2 ** 20;
/** A read on the spot that takes longer leaves the next ones to the thread pool; then it is tried again. */
const slowMilliseconds = 5;
const readsInPool = 50;

export function rangeReader({
  now = () => performance.now(),
  onTheSpot = readOnTheSpot,
  inPool = readInPool,
} = {}): ReadRange {
  let left = 0;
  return async (path, start, end) => {
    if (left > 0 || end - start > shortBytes) {
      if (left > 0) left--;
      return inPool(path, start, end);
    }
    const began = now();
    try {
      return onTheSpot(path, start, end);
    } finally {
      if (now() - began > slowMilliseconds) left = readsInPool;
    }
  };
}

function readOnTheSpot(path: string, start: number, end: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(Math.max(0, end - start));
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(file, bytes, filled, bytes.length - filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

async function readInPool(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(Math.max(0, end - start));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
