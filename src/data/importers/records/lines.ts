/** Lines of a file of any size, packed with gzip or Zstandard or not. A line that is too long or no UTF-8 is handed over as such and the rest goes on. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";

export const MAX_LINE_BYTES = 64 * 2 ** 20;
/** What is wrong with a line of more. */
export const longLine = "a line is too long";

/** A line with its number from 1, or what is wrong with it. */
export interface Line {
  readonly number: number;
  readonly text?: string;
  readonly problem?: string;
}

/** The bytes of a file; those of a `.gz` or `.zst` unpacked, never much faster than they are read. */
export function openBytes(path: string): Readable {
  const stream = createReadStream(path);
  if (/\.zst$/i.test(path)) return Readable.from(unzstandard(stream), { objectMode: true });
  if (!/\.t?gz$/i.test(path)) return stream;
  const unpacked = createGunzip();
  stream.on("error", (error) => unpacked.destroy(error));
  unpacked.on("close", () => stream.destroy()); // whoever stops early closes the file too
  return stream.pipe(unpacked);
}

/** Zstandard unpacks four bytes to at most 128 KiB: so few at a time, and one byte may bring the block before it. */
const packedBytes = 256;

/** How much a frame may ask to be remembered: `zstd` itself takes no more unless told. */
const maxWindowBytes = 128 * 2 ** 20;

async function* unzstandard(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let unpacked: Buffer[] = [];
  const decoder = new Decompress((piece) => {
    if (piece.length > 0) unpacked.push(Buffer.from(piece));
  });
  const taken = () => {
    const pieces = unpacked;
    unpacked = [];
    return pieces;
  };
  let isFirst = true;
  for await (const chunk of stream) {
    const window = isFirst ? windowBytes(chunk) : 0;
    if (window > maxWindowBytes) throw new Error(`it needs ${window} bytes to unpack, at most ${maxWindowBytes}`);
    isFirst = false;
    for (let at = 0; at < chunk.length; at += packedBytes) {
      decoder.push(chunk.subarray(at, at + packedBytes));
      yield* taken();
    }
  }
  decoder.push(new Uint8Array(0), true);
  yield* taken();
}

/** What a frame's header asks to be remembered (RFC 8878, 3.1.1.1.2); 0 where it is the whole content or there is no frame. */
function windowBytes(frame: Buffer): number {
  if (frame.length < 6 || frame.readUInt32LE(0) !== 0xfd2fb528 || frame[4]! & 0x20) return 0;
  const base = 2 ** (10 + (frame[5]! >> 3));
  return base + (base / 8) * (frame[5]! & 7);
}

export async function* linesOf(path: string, maxBytes = MAX_LINE_BYTES): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let pieces: Buffer[] = [];
  let bytes = 0;
  let number = 1;
  const add = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= maxBytes) pieces.push(piece);
    else pieces = []; // its end is still looked for, its content is not kept
  };
  const take = (): Line => {
    const line = { number: number++ };
    const whole = Buffer.concat(pieces);
    const length = bytes;
    pieces = [];
    bytes = 0;
    if (length > maxBytes) return { ...line, problem: longLine };
    try {
      return { ...line, text: decoder.decode(whole).replace(/\r$/, "") };
    } catch {
      return { ...line, problem: "a line is not UTF-8" };
    }
  };
  for await (const chunk of openBytes(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (bytes > 0) yield take();
}
