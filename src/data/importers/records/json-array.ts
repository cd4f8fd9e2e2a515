/**
 * The elements of a JSON array of any size, one at a time: only brackets and strings are looked at to find where an element
 * ends, so that one that is malformed inside costs itself alone.
 */
import { openBytes } from "./lines.ts";

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const MAX_ELEMENT_BYTES = 256 * 2 ** 20;

/** Text of each element of the array that the file holds. Throws an `Error` if the array does not end. */
export async function* jsonArrayElements(path: string): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let size = 0;
  let depth = 0;
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
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        if (depth++ === 0) start = i + 1;
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
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
  throw new Error("the list does not end");
}
