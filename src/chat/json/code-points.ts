/** Sets of Unicode characters, and their form in UTF-8 as a grammar over bytes. */
import { byte, choice, type Node, nothing, sequence } from "./node.ts";

/** Ranges in ascending order, without overlaps, ends included. Surrogates are no characters. */
export type CodePoints = readonly (readonly [from: number, to: number])[];

export const allCodePoints: CodePoints = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
];

/** Sorted, joined, and without surrogates. */
export function codePoints(ranges: CodePoints): CodePoints {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return intersect(joined, allCodePoints);
}

export function intersect(a: CodePoints, b: CodePoints): CodePoints {
  const both: [number, number][] = [];
  for (const [from, to] of a) {
    for (const [start, end] of b) {
      if (start <= to && end >= from) both.push([Math.max(from, start), Math.min(to, end)]);
    }
  }
  return both;
}

export function without(a: CodePoints, b: CodePoints): CodePoints {
  const others: [number, number][] = [];
  let next = 0;
  for (const [from, to] of b) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= 0x10ffff) others.push([next, 0x10ffff]);
  return intersect(a, others);
}

/** One character of a set, in UTF-8. */
export function utf8(set: CodePoints): Node {
  const options = set.flatMap(([from, to]) => pieces(from, to));
  return options.length === 0 ? nothing : choice(...options);
}

const encoder = new TextEncoder();
/** The last character of each length in UTF-8. */
const lastOfLength = [0x7f, 0x7ff, 0xffff, 0x10ffff];

function pieces(from: number, to: number): Node[] {
  for (const last of lastOfLength) {
    if (from <= last && to > last) return [...pieces(from, last), ...pieces(last + 1, to)];
  }
  return byteRanges(encode(from), encode(to));
}

/** Bytes between two encodings of one length: where the first bytes differ, whole ranges of continuations lie between. */
function byteRanges(from: readonly number[], to: readonly number[]): Node[] {
  const [first, ...fromRest] = from as [number, ...number[]];
  const [last, ...toRest] = to as [number, ...number[]];
  if (fromRest.length === 0) return [byte(first, last)];
  if (first === last) return byteRanges(fromRest, toRest).map((rest) => sequence(byte(first), rest));
  const least = fromRest.map(() => 0x80);
  const most = fromRest.map(() => 0xbf);
  const fromWhole = fromRest.every((value) => value === 0x80);
  const toWhole = toRest.every((value) => value === 0xbf);
  const start = fromWhole ? first : first + 1;
  const end = toWhole ? last : last - 1;
  return [
    ...(fromWhole ? [] : byteRanges(fromRest, most).map((rest) => sequence(byte(first), rest))),
    ...(start <= end ? byteRanges(least, most).map((rest) => sequence(byte(start, end), rest)) : []),
    ...(toWhole ? [] : byteRanges(least, toRest).map((rest) => sequence(byte(last), rest))),
  ];
}

function encode(point: number): number[] {
  return Array.from(encoder.encode(String.fromCodePoint(point)));
}
