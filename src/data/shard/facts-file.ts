/** What duplicates are found by, sample after sample in a file of its own, read back from any place. */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { DuplicateFacts } from "../pipeline/filters/duplicates.ts";
import { formatHash, parseHash } from "../pipeline/filters/image-hash.ts";

export type KeyedFacts = DuplicateFacts & { readonly key: string };

export interface Place {
  readonly at: number;
  readonly length: number;
}

/** To be closed. */
export interface FactsFile {
  add(facts: KeyedFacts): Place;
  read(place: Place): KeyedFacts;
  keyAt(at: number): string;
  close(): void;
}

/** Key's length, number of pictures, words; then two hashes, the key, the pictures' hashes and the signature. */
const headBytes = 8;
const hashBytes = 32;
const pictureBytes = 16;
const bufferBytes = 1 << 20;
/** Facts that are kept in memory between readings. */
const mostHeld = 50_000;

export function openFacts(path: string): FactsFile {
  const file = openSync(path, "w+");
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let size = 0;
  const held = new Map<number, KeyedFacts>();

  const flush = () => {
    if (waiting.length > 0) writeSync(file, Buffer.concat(waiting));
    [waiting, waitingBytes] = [[], 0];
  };
  const bytesAt = (at: number, length: number): Buffer => {
    flush();
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, at);
    return bytes;
  };
  return {
    add(facts) {
      const bytes = encoded(facts);
      const place = { at: size, length: bytes.length };
      waiting.push(bytes);
      size += bytes.length;
      waitingBytes += bytes.length;
      if (waitingBytes >= bufferBytes) flush();
      return place;
    },
    read({ at, length }) {
      const known = held.get(at);
      if (known) return known;
      if (held.size >= mostHeld) held.clear();
      const facts = decoded(bytesAt(at, length));
      held.set(at, facts);
      return facts;
    },
    keyAt(at) {
      const keyLength = bytesAt(at, headBytes).readUInt16LE(0);
      return bytesAt(at + headBytes + 2 * hashBytes, keyLength).toString("utf8");
    },
    close() {
      closeSync(file);
    },
  };
}

function encoded({ key, specificationSha256, contentSha256, images, signature, words }: KeyedFacts): Buffer {
  const name = Buffer.from(key);
  const head = Buffer.alloc(headBytes);
  head.writeUInt16LE(name.length, 0);
  head.writeUInt16LE(images.length, 2);
  head.writeUInt32LE(words, 4);
  const numbers = Buffer.alloc(4 * signature.length);
  for (const [i, value] of signature.entries()) numbers.writeUInt32LE(value, 4 * i);
  const hashes = [specificationSha256, contentSha256].map((hash) => Buffer.from(hash, "hex"));
  return Buffer.concat([
    head,
    ...hashes,
    name,
    ...images.map((image) => Buffer.from(formatHash(image), "hex")),
    numbers,
  ]);
}

function decoded(bytes: Buffer): KeyedFacts {
  const [keyLength, images, words] = [bytes.readUInt16LE(0), bytes.readUInt16LE(2), bytes.readUInt32LE(4)];
  let at = headBytes;
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const specificationSha256 = take(hashBytes).toString("hex");
  const contentSha256 = take(hashBytes).toString("hex");
  const key = take(keyLength).toString("utf8");
  const hashes = Array.from({ length: images }, () => parseHash(take(pictureBytes).toString("hex")));
  const rest = bytes.subarray(at);
  const signature = Uint32Array.from({ length: rest.length / 4 }, (_, i) => rest.readUInt32LE(4 * i));
  return { key, specificationSha256, contentSha256, images: hashes, signature, words };
}
