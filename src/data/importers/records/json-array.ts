/**
 * The elements of a JSON array of any size, one at a time: only brackets and strings are looked at to find where an element
 * ends, so that one that is malformed inside costs itself alone.
 */
import { Refused } from "../importer.ts";
import { type Line, MAX_LINE_BYTES, openBytes } from "./lines.ts";

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** An element's text, or what is wrong with it. */
export type Element = Omit<Line, "number">;

/**
 * Text of each element of the array that the file holds, or, where the file is an object, of the array in its field `under`.
 * Throws an `Error` if the array does not end, `Refused` if the object has none of that name or if more stands behind the
 * array of a file that should hold nothing else.
 */
export async function* jsonArrayElements(
  path: string,
  under?: string,
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<Element> {
  const begins = under === undefined ? startOfList : fieldWithList(under);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let pieces: Buffer[] = [];
  let size = 0;
  let depth = 0; // 0 before the array and behind it, 1 between its elements
  let ended = false;
  let inString = false;
  let escaped = false;
  const add = (piece: Buffer) => {
    size += piece.length;
    if (size <= maxBytes) pieces.push(piece);
    else pieces = []; // its end is still looked for, its content is not kept
  };
  const take = (): Element => {
    const [whole, length] = [Buffer.concat(pieces), size];
    pieces = [];
    size = 0;
    if (length > maxBytes) return { problem: "an element is too long" };
    try {
      return { text: decoder.decode(whole).trim() };
    } catch {
      return { problem: "an element is not UTF-8" };
    }
  };
  for await (const chunk of openBytes(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (ended) {
        if (isBlank(byte)) continue;
        throw new Refused("something stands behind the list");
      }
      if (depth === 0) {
        if (!begins(byte)) continue;
        depth = 1;
        start = i + 1;
        continue;
      }
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        if (--depth > 0) continue;
        add(chunk.subarray(start, i));
        const last = take();
        if (last.text !== "") yield last;
        if (under !== undefined) return;
        ended = true;
      } else if (byte === COMMA && depth === 1) {
        add(chunk.subarray(start, i));
        yield take();
        start = i + 1;
      }
    }
    if (depth === 0) continue;
    add(Buffer.from(chunk.subarray(start)));
  }
  if (ended) return;
  if (depth === 0 && under !== undefined) throw new Refused(`the file has no list of ${under}`);
  throw new Error("the list does not end");
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function startOfList(byte: number): boolean {
  return byte === OPEN_LIST || byte === OPEN_OBJECT;
}

/** Tells the byte that opens the list in the outermost object's field of that name. */
function fieldWithList(name: string): (byte: number) => boolean {
  const wanted = Buffer.from(name);
  let depth = 0;
  let inString = false;
  let escaped = false;
  let isName = false; // of the string that was last, at the outermost level
  let length = 0;
  return (byte) => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        isName &&= length === wanted.length;
        return false;
      }
      if (depth === 1) isName &&= byte === wanted[length++];
    } else if (byte === QUOTE) {
      inString = true;
      if (depth === 1) [isName, length] = [true, 0];
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (byte === OPEN_LIST && depth === 1 && isName) return true;
      depth++;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
    else if (byte === COMMA && depth === 1) isName = false;
    return false;
  };
}
