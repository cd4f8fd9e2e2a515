/** Rows of a Parquet file, one row group at a time, with bytes left as bytes. */

import * as zlib from "node:zlib";
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import { decompressLz4, decompressLz4Raw, decompressZstd } from "hyparquet-compressors";
import { messageOf, Refused, type Rejection } from "../importer.ts";
import type { FoundRecord } from "./records.ts";

/** A group larger than this is read in pieces where the file's index allows it. */
const GROUP_BYTES = 256 * 2 ** 20;
const PIECE_ROWS = 64;

const nodeZstd = zlib.zstdDecompressSync as typeof zlib.zstdDecompressSync | undefined;

/**
 * Snappy is hyparquet's own. Node's decoders are several times faster than those in JavaScript, so they come first where
 * there is one (Zstandard's from Node 22.15 on). None unpacks more than a page says of itself.
 */
const compressors: Compressors = {
  GZIP: (input, length) => zlib.gunzipSync(input, { maxOutputLength: length }),
  BROTLI: (input, length) => zlib.brotliDecompressSync(input, { maxOutputLength: length }),
  ZSTD: (input, length) =>
    nodeZstd?.(input, { maxOutputLength: length }) ?? decompressZstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** Rows as plain objects, numbered from 0. A row group that cannot be read is one rejection. Throws `Refused` for the file. */
export async function* parquetRows(path: string): AsyncGenerator<FoundRecord | Rejection> {
  const file: AsyncBuffer = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw new Refused("a Parquet file is truncated or corrupt", messageOf(error));
  });
  const codecs = new Set(
    metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec)),
  );
  for (const codec of codecs) {
    if (codec === undefined || codec === "UNCOMPRESSED" || codec === "SNAPPY" || codec in compressors) continue;
    throw new Refused("a Parquet file's compression is not supported", codec);
  }
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    const indexed = group.columns.every((column) => column.offset_index_offset !== undefined);
    const step = indexed && Number(group.total_byte_size) > GROUP_BYTES ? PIECE_ROWS : end - start;
    for (let rowStart = start; rowStart < end; rowStart += step) {
      const rowEnd = Math.min(end, rowStart + step);
      let rows: Record<string, unknown>[];
      try {
        const range = { rowStart, rowEnd, useOffsetIndex: step < end - start };
        rows = await parquetReadObjects({ file, metadata, compressors, utf8: false, ...range });
      } catch (error) {
        yield {
          item: `${rowStart}-${rowEnd - 1}`,
          reason: "rows of a Parquet file cannot be read",
          detail: messageOf(error),
        };
        continue;
      }
      for (const [i, row] of rows.entries()) yield { item: String(rowStart + i), value: plain(row) };
    }
    start = end;
  }
}

/** Big integers become numbers, as JSON has them; bytes stay bytes. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
