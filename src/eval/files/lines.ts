/** Lines of a file one after the other: all of it may be more than a text can hold. */
import { closeSync, openSync, readSync } from "node:fs";

/** Without line breaks and byte order mark. What stands behind the last line break is no line. */
export function* linesOf(path: string, pieceBytes = 2 ** 20): Generator<string> {
  const file = openSync(path, "r");
  try {
    const piece = Buffer.alloc(pieceBytes);
    let begun: Buffer[] = []; // of a line that goes on in the next piece
    let isFirst = true;
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      let from = 0;
      for (let end = piece.indexOf(10); end >= 0 && end < read; end = piece.indexOf(10, from)) {
        const line = Buffer.concat([...begun, piece.subarray(from, end)]).toString("utf8");
        yield isFirst ? line.replace(/^\uFEFF/, "") : line;
        isFirst = false;
        begun = [];
        from = end + 1;
      }
      begun.push(Buffer.from(piece.subarray(from, read)));
    }
  } finally {
    closeSync(file);
  }
}
