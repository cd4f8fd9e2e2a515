/**
 * The elements of a JSON array of any size, one at a time: only brackets and strings are looked at to find where an element
 * ends, so that one that is malformed inside costs itself alone.
 */
import { Refused } from "../importer.ts";
import { openBytes } from "./lines.ts";

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const MAX_ELEMENT_BYTES = 256 * 2 ** 20;

/**
 * Text of each element of the array that the file holds, or, where the file is an object, of the array in its field `under`.
 * Throws an `Error` if the array does not end, `Refused` if the object has none of that name.
 */
export async function* jsonArrayElements(path: string, under?: string): AsyncGenerator<string> {
  const begins = under === undefined ? startOfList : fieldWithList(under);
  let pieces: Buffer[] = [];
  let size = 0;
  let depth = 0; // 0 before the array, 1 between its elements
  let inString = false;
  let escaped = false;
  const take = (): string => {
    const text = Buffer.concat(pieces).toString("utf8").trim();
    pieces = [];
    size = 0;
    return text;
  };
  for await (const chunk of openBytes(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
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
        pieces.push(chunk.subarray(start, i));
        const text = take();
        if (text !== "") yield text;
        return;
      } else if (byte === COMMA && depth === 1) {
        pieces.push(chunk.subarray(start, i));
        yield take();
        start = i + 1;
      }
    }
    if (depth === 0) continue;
    const rest = Buffer.from(chunk.subarray(start));
    size += rest.length;
    if (size > MAX_ELEMENT_BYTES) throw new Error(`an element has more than ${MAX_ELEMENT_BYTES} bytes`);
    pieces.push(rest);
  }
  if (depth === 0 && under !== undefined) throw new Refused(`the file has no list of ${under}`);
  throw new Error("the list does not end");
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
