/**
 * Rows of a CSV or TSV file as objects keyed by its first row. CSV has quotes, doubled quotes and line breaks inside quotes
 * (RFC 4180); in TSV a quote is a letter like any other.
 */
import { Refused } from "../importer.ts";
import { openBytes } from "./lines.ts";

const MAX_FIELD = 16 * 2 ** 20;
const MAX_ROW = 64 * 2 ** 20;

export type CsvRow = Readonly<Record<string, string>>;

/**
 * Throws an `Error` when a quoted field or a row does not end, `Refused` when the names are not UTF-8. What is none elsewhere
 * becomes U+FFFD. A row with too few or many fields has `undefined` or drops them.
 */
export async function* csvRows(
  path: string,
  separator = /\.tsv(\.gz)?$/i.test(path) ? "\t" : ",",
): AsyncGenerator<CsvRow> {
  let names: string[] | undefined;
  for await (const fields of csvFields(path, separator)) {
    if (names === undefined) {
      names = fields.map((name) => name.trim());
      if (names.some((name) => name.includes("\ufffd"))) throw new Refused("a text is not UTF-8");
    } else yield Object.fromEntries(names.flatMap((name, i) => (fields[i] === undefined ? [] : [[name, fields[i]]])));
  }
}

/** All rows as lists of fields, the first too. */
export async function* csvFields(path: string, separator: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(); // drops a byte order mark
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let length = 0; // of the row, separators too
  let closed = false; // a quote was seen inside a quoted field: its end, or the first of two
  const endField = () => {
    row.push(field);
    field = "";
    closed = false;
  };
  const feed = function* (text: string): Generator<string[]> {
    for (const character of text) {
      if (++length > MAX_ROW) throw new Error("a row does not end");
      if (quoted && !closed) {
        if (character === '"') closed = true;
        else field += character;
        if (field.length > MAX_FIELD) throw new Error("a quoted field does not end");
        continue;
      }
      if (closed && character === '"') {
        field += '"';
        closed = false;
        continue;
      }
      if (closed) quoted = false;
      if (character === '"' && field === "" && separator !== "\t") quoted = true;
      else if (character === separator) endField();
      else if (character === "\n") {
        endField();
        if (row.length > 1 || row[0] !== "") yield row;
        row = [];
        length = 0;
      } else if (character !== "\r") field += character;
    }
  };
  for await (const chunk of openBytes(path) as AsyncIterable<Buffer>)
    yield* feed(decoder.decode(chunk, { stream: true }));
  yield* feed(decoder.decode());
  if (quoted && !closed) throw new Error("a quoted field does not end");
  if (field !== "" || row.length > 0) {
    endField();
    yield row;
  }
}
