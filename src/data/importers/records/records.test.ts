import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { folderWith } from "../testing/samples.ts";
import { jsonArrayElements } from "./json-array.ts";
import { linesOf, openBytes } from "./lines.ts";
import { recordsOf } from "./records.ts";

async function read(name: string, content: string | Uint8Array): Promise<unknown[]> {
  const folder = await folderWith({ [name]: content });
  const found: unknown[] = [];
  for await (const record of recordsOf(join(folder, name))) {
    found.push("reason" in record ? [record.item, record.reason] : [record.item, record.value]);
  }
  return found;
}

test("a malformed line of JSON Lines costs itself", async () => {
  const bad = Buffer.concat([
    Buffer.from('{"a":1}\n{"a":\n\n'),
    Buffer.from([0xff, 0xfe, 10]),
    Buffer.from('{"a":"ü"}'),
  ]);
  const found = await read("x.jsonl", bad);
  expect(found).toEqual([
    ["1", { a: 1 }],
    ["2", "the JSON is malformed"],
    ["4", "a line is not UTF-8"],
    ["5", { a: "ü" }],
  ]);
});

test("a line that is too long is passed over, the next is read", async () => {
  const folder = await folderWith({ "x.txt": `${"a".repeat(200_000)}\nshort\n` });
  const found = [];
  for await (const line of linesOf(join(folder, "x.txt"), 1000)) found.push(line.text ?? line.problem);
  expect(found).toEqual(["a line is too long", "short"]);
});

test("a JSON list is read element by element, also over the borders of chunks", async () => {
  const values = [1, 'a, [b] \\" {', { deep: [{ x: "]}" }] }, [], "z".repeat(70_000), { text: "ü".repeat(70_000) }];
  expect(await read("x.json", JSON.stringify(values, null, 1))).toEqual(values.map((value, i) => [String(i), value]));
  expect(await read("x.json", "[]")).toEqual([]);
});

test("a malformed element costs itself, a list that does not end is an error after its elements", async () => {
  expect(await read("x.json", '[{"a":1},{"a":nope},{"a":3}]')).toEqual([
    ["0", { a: 1 }],
    ["1", "the JSON is malformed"],
    ["2", { a: 3 }],
  ]);
  await expect(read("x.json", '[{"a":1},{"a":')).rejects.toThrow("the list does not end");
});

test("a JSON list is recognised behind any number of blank lines; what stands behind a list is refused", async () => {
  const blank = "\n".repeat(100_000);
  expect(await read("x.json", `${blank}[{"a":1}]${blank}`)).toEqual([["0", { a: 1 }]]);
  expect(await read("x.json.gz", gzipSync(`${blank}[{"a":1}]`))).toEqual([["0", { a: 1 }]]);
  await expect(read("x.json", '[{"a":1}]\n[{"a":2}]')).rejects.toThrow("something stands behind the list");
});

test("letters that are no UTF-8 are refused in lists and objects as they are in lines", async () => {
  const latin = (text: string) => Buffer.from(text, "latin1");
  const refused = "an element is not UTF-8";
  expect(await read("x.json", latin('[{"a":"über"},{"a":"1"}]'))).toEqual([
    ["0", refused],
    ["1", { a: "1" }],
  ]);
  expect(await read("x.json", latin('{"a":"über"}'))).toEqual([["1", "a line is not UTF-8"]]);
  await expect(read("x.json", latin('{\n"a":"über"}'))).rejects.toThrow("a text is not UTF-8");
});

test("an element that is too long is passed over, the next is read", async () => {
  const folder = await folderWith({ "x.json": JSON.stringify([1, "a".repeat(200_000), 2, "b".repeat(200_000)]) });
  const found = [];
  for await (const { text, problem } of jsonArrayElements(join(folder, "x.json"), undefined, 1000)) {
    found.push(text ?? problem);
  }
  expect(found).toEqual(["1", "an element is too long", "2", "an element is too long"]);
});

test("a few bytes of Zstandard that unpack to much are unpacked as they are asked for", async () => {
  // a frame of one window, then blocks of three bytes and one that repeats: 128 KiB of blanks each
  const blocks = 8000;
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]);
  const block = (isLast: boolean) => {
    const bytes = Buffer.alloc(4, " ");
    bytes.writeUIntLE((isLast ? 1 : 0) | (1 << 1) | ((128 * 1024) << 3), 0, 3);
    return bytes;
  };
  const packed = Buffer.concat([header, ...Array.from({ length: blocks }, (_, i) => block(i === blocks - 1))]);
  const path = join(await folderWith({ "x.jsonl.zst": packed }), "x.jsonl.zst");
  let [largest, total] = [0, 0];
  const before = process.memoryUsage().arrayBuffers;
  for await (const piece of openBytes(path) as AsyncIterable<Buffer>) {
    total += piece.length;
    largest = Math.max(largest, process.memoryUsage().arrayBuffers - before);
  }
  expect(total).toBe(blocks * 128 * 1024);
  expect(largest).toBeLessThan(400 * 2 ** 20);
  packed[5] = 21 << 3; // a window of 2 GiB
  await expect(read("y.jsonl.zst", packed)).rejects.toThrow("it needs 2147483648 bytes to unpack, at most 134217728");
});

test("one object, JSON Lines under .json, and gzip around either", async () => {
  expect(await read("x.json", '{\n "a": 1\n}')).toEqual([["0", { a: 1 }]]);
  expect(await read("x.json", '{"a":1}\n{"a":2}\n')).toEqual([
    ["1", { a: 1 }],
    ["2", { a: 2 }],
  ]);
  expect(await read("x.json", '\n\uFEFF{"a":1}\n\n{"a":2}\n'.slice(1))).toEqual([
    ["1", { a: 1 }],
    ["3", { a: 2 }],
  ]);
  expect(await read("x.jsonl.gz", gzipSync('{"a":1}\n'))).toEqual([["1", { a: 1 }]]);
  expect(await read("x.json.gz", gzipSync('[{"a":1}]'))).toEqual([["0", { a: 1 }]]);
});

test("CSV with quotes, commas and line breaks inside them; TSV takes quotes as letters", async () => {
  const csv = '\uFEFFname,text\r\na,"one, ""two""\nthree"\r\nb,plain\r\n';
  expect(await read("x.csv", csv)).toEqual([
    ["0", { name: "a", text: 'one, "two"\nthree' }],
    ["1", { name: "b", text: "plain" }],
  ]);
  expect(await read("x.tsv", 'name\ttext\na\t"half\nb\tc')).toEqual([
    ["0", { name: "a", text: '"half' }],
    ["1", { name: "b", text: "c" }],
  ]);
});

test("Parquet gives rows with bytes as bytes, whatever the number of row groups; half a file is refused", async () => {
  const bytes = [new Uint8Array([1, 2]), new Uint8Array([0xff])];
  const buffer = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: "blob", data: bytes, type: "BYTE_ARRAY" },
        { name: "text", data: ["ä", "b"], type: "STRING" },
        { name: "n", data: [1n, 2n], type: "INT64" },
      ],
      rowGroupSize: 1,
    }),
  );
  expect(await read("x.parquet", buffer)).toEqual([
    ["0", { blob: bytes[0], text: "ä", n: 1 }],
    ["1", { blob: bytes[1], text: "b", n: 2 }],
  ]);
  await expect(read("x.parquet", buffer.subarray(0, buffer.length - 20))).rejects.toThrow(
    "a Parquet file is truncated",
  );
  const damaged = Buffer.from(buffer);
  damaged.fill(0xff, 4, 40); // the pages of the first row
  const found = await read("x.parquet", damaged);
  expect(found[0]).toEqual(["0-0", "rows of a Parquet file cannot be read"]);
  expect(found[1]).toEqual(["1", { blob: bytes[1], text: "b", n: 2 }]);
});

/** A Parquet file of 3,000 rows in several row groups as DuckDB writes it: numbers, a text that repeats and bytes. */
async function duckParquet(path: string, codec: string): Promise<Buffer> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    `COPY (SELECT i, repeat('sentence ' || (i % 7) || ' ', 20) AS text, md5(i::VARCHAR)::BLOB AS bytes FROM range(3000) t(i))
     TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048)`,
  );
  connection.closeSync();
  return readFileSync(path);
}

test.each(["zstd", "lz4_raw", "gzip", "brotli", "snappy"])("Parquet packed with %s is read", async (codec) => {
  const path = join(await folderWith({}), "x.parquet");
  const rows = [];
  await duckParquet(path, codec);
  for await (const record of recordsOf(path)) rows.push(record);
  expect(rows).toHaveLength(3000);
  expect(rows[2321]).toEqual({
    item: "2321",
    value: {
      i: 2321,
      text: "sentence 4 ".repeat(20),
      bytes: new Uint8Array(
        createHash("md5")
          .update("2321")
          .digest("hex")
          .split("")
          .map((c) => c.charCodeAt(0)),
      ),
    },
  });
});

test("a damaged page of Zstandard costs its row group", async () => {
  const path = join(await folderWith({}), "x.parquet");
  const buffer = await duckParquet(path, "zstd");
  const damaged = Buffer.from(buffer);
  damaged.fill(0, damaged.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])), 400); // the first page begins with Zstandard's number
  const found = await read("x.parquet", damaged);
  expect(found[0]).toEqual(["0-2047", "rows of a Parquet file cannot be read"]);
  expect(found).toHaveLength(1 + 3000 - 2048);
});

test("a row of CSV that is not UTF-8 costs itself; a file in another encoding is refused by its first row", async () => {
  const latin = Buffer.from("name,text\na,Größe\nb,plain\n", "latin1");
  expect(await read("x.csv", latin)).toEqual([
    ["0", "a row is not UTF-8"],
    ["1", { name: "b", text: "plain" }],
  ]);
  await expect(read("x.csv", Buffer.from("\ufeffname,text\na,b\n", "utf16le"))).rejects.toThrow("a text is not UTF-8");
});

test("an object in one line that is longer than lines may be is read all the same", async () => {
  const long = "x".repeat(65 * 2 ** 20);
  expect(await read("x.json", JSON.stringify({ long }))).toEqual([["0", { long }]]);
});
