/**
 * The header of a safetensors file: element types, shapes and places of the tensors, checked before anything is allocated.
 * Pure: it takes text and sizes, not files.
 */

import { bytesPerElement } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype } from "../runtime/runtime.ts";

/** One tensor of a file. */
export interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** From the beginning of the file. */
  readonly byteOffset: number;
  readonly byteLength: number;
}

export interface Header {
  readonly tensors: Map<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's own limit on the header's length. */
export const MAX_HEADER_BYTES = 100_000_000;

const formatNames = {
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  float64: "F64",
  int8: "I8",
  uint8: "U8",
  int32: "I32",
  int64: "I64",
  bool: "BOOL",
} as const satisfies Partial<Record<Dtype, string>>;
const dtypeOf = new Map<unknown, Dtype>(Object.entries(formatNames).map(([dtype, name]) => [name, dtype as Dtype]));

/** The format's name of an element type. Packed uint4 has none: it is stored as bytes. */
export function formatName(dtype: Dtype): string {
  if (dtype === "uint4") throw new UserError("safetensors has no 4-bit type: store packed weights as uint8");
  return formatNames[dtype];
}

/**
 * Checks the file's first 8 bytes against its size and returns the header's length in bytes.
 * `path` names the file in errors, here and below.
 */
export function headerLength(first: Uint8Array, fileBytes: number, path: string): number {
  if (fileBytes < 8 || first.length < 8) {
    throw new UserError(
      `${path} is not a safetensors file: it has ${fileBytes} bytes, fewer than the 8 of the header's length`,
    );
  }
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new UserError(
      `${path} is not a safetensors file: its first 8 bytes announce a header of ${length} bytes, more than the format's ${MAX_HEADER_BYTES}`,
    );
  }
  if (Number(length) + 8 > fileBytes) {
    throw new UserError(
      `${path} is cut short: its header should take ${length} bytes, the whole file has ${fileBytes}`,
    );
  }
  return Number(length);
}

/** Parses and checks the header. `dataOffset` is where the data begins, `fileBytes` the file's size. */
export function parseHeader(bytes: Uint8Array, dataOffset: number, fileBytes: number, path: string): Header {
  const text = decode(bytes, path);
  const json = parseJson(text, path);
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw new UserError(`${path}: its header names "${repeated}" twice`);
  const dataBytes = fileBytes - dataOffset;
  const tensors = new Map<string, TensorEntry>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, entry] of Object.entries(json)) {
    if (name === "__metadata__") metadata = readMetadata(entry, path);
    else tensors.set(name, readEntry(name, entry, dataOffset, dataBytes, path));
  }
  checkCoverage(tensors, dataOffset, fileBytes, path);
  return { tensors, metadata };
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path} is not a safetensors file: its header is not UTF-8 text`);
  }
}

function parseJson(text: string, path: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new UserError(`${path} is not a safetensors file: its header is not a JSON object`);
}

function readMetadata(value: unknown, path: string): Record<string, string> {
  const good = typeof value === "object" && value !== null && Object.values(value).every((v) => typeof v === "string");
  if (good && !Array.isArray(value)) return { ...(value as Record<string, string>) };
  throw new UserError(`${path}: its "__metadata__" is not an object of strings`);
}

function readEntry(name: string, value: unknown, dataOffset: number, dataBytes: number, path: string): TensorEntry {
  const fail = (complaint: string) => new UserError(`${path}: tensor "${shorten(name)}" ${complaint}`);
  if (typeof value !== "object" || value === null) throw fail("is not described by an object");
  const { dtype: typeName, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const dtype = dtypeOf.get(typeName);
  if (dtype === undefined) {
    throw fail(`has element type ${describe(typeName)}, expected ${[...dtypeOf.keys()].join(", ")}`);
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw fail(`has shape ${describe(shape)}, expected a list of whole numbers`);
  }
  const byteLength = byteSize(shape, dtype);
  if (byteLength === undefined) throw fail(`has shape ${describe(shape)}, more elements than can be counted`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw fail(`has data_offsets ${describe(offsets)}, expected a beginning and an end`);
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== byteLength) {
    throw fail(`takes bytes ${begin} to ${end}, but shape ${describe(shape)} of ${dtype} needs ${byteLength} bytes`);
  }
  if (end > dataBytes) {
    throw new UserError(
      `${path} is cut short: tensor "${shorten(name)}" should end at byte ${dataOffset + end}, the file has ${dataOffset + dataBytes}`,
    );
  }
  return { dtype, shape: shape as number[], byteOffset: dataOffset + begin, byteLength };
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function byteSize(shape: readonly number[], dtype: Dtype): number | undefined {
  if (shape.includes(0)) return 0;
  let bytes = bytesPerElement[dtype];
  for (const n of shape) {
    bytes *= n;
    if (!Number.isSafeInteger(bytes)) return undefined;
  }
  return bytes;
}

/** The format allows neither overlaps nor gaps: bytes that belong to no tensor could hide anything. */
function checkCoverage(tensors: Map<string, TensorEntry>, dataOffset: number, fileBytes: number, path: string): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.byteOffset - b.byteOffset || a.byteLength - b.byteLength);
  let end = dataOffset;
  for (const [name, entry] of inOrder) {
    if (entry.byteOffset < end) throw new UserError(`${path}: tensor "${shorten(name)}" overlaps another`);
    if (entry.byteOffset > end) {
      throw new UserError(`${path}: bytes ${end} to ${entry.byteOffset} belong to no tensor`);
    }
    end = entry.byteOffset + entry.byteLength;
  }
  if (end !== fileBytes) throw new UserError(`${path}: bytes ${end} to ${fileBytes} belong to no tensor`);
}

/**
 * The first key that stands twice in one object of valid JSON `text`. JSON.parse keeps only the last of the two,
 * other readers the first, so that one file could hold two models.
 */
function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // keys of the objects around the current place; undefined for lists
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "{") open.push(new Set());
    else if (char === "[") open.push(undefined);
    else if (char === "}" || char === "]") open.pop();
    else if (char === '"') {
      const begin = at++;
      while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
      const end = at + 1;
      while (" \n\r\t".includes(text[at + 1] ?? ":")) at++;
      if (text[at + 1] !== ":") continue;
      const key = JSON.parse(text.slice(begin, end)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return shorten(key);
      keys?.add(key);
    }
  }
  return undefined;
}

/** A JSON value in few words; one nested too deeply for JSON.stringify is only called so. */
function describe(value: unknown): string {
  try {
    return shorten(JSON.stringify(value) ?? "none");
  } catch {
    return "deeply nested";
  }
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
