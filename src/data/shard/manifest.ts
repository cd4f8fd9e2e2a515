/**
 * The manifest: one row a sample with its lineage and what duplicates are found by, as Parquet that DuckDB reads. A shard has
 * its own, and a data set has one of all shards. Columns are described in docs/data-format.md.
 */
import { parquetReadObjects } from "hyparquet";
import { type BasicType, fileWriter, ParquetWriter, parquetWriteBuffer, schemaFromColumnData } from "hyparquet-writer";
import type { Facts } from "../pipeline/filters/facts.ts";
import { formatHash, type ImageHash, parseHash } from "../pipeline/filters/image-hash.ts";
import type { SampleFiles } from "../sample.ts";

export interface ManifestRow {
  readonly key: string;
  /** `shard-000012`; its files are `shard-000012.tar` and so on. */
  readonly shard: string;
  /** Place in the shard, from 0. */
  readonly position: number;
  /** Where the sample's files begin in the tar, and how many bytes they take with headers. */
  readonly offset: number;
  readonly bytes: number;
  readonly category: string;
  readonly leaf: string | null;
  readonly source: string;
  readonly version: number;
  readonly template: string;
  readonly seed: number | null;
  readonly index: number | null;
  readonly attempt: number | null;
  readonly origin: string | null;
  readonly language: string;
  readonly licence: string;
  readonly renderer: string | null;
  /** Joined by commas. */
  readonly fonts: string;
  readonly flags: string;
  /** JSON. */
  readonly augmentations: string;
  readonly kind: string;
  readonly turns: number;
  readonly words: number;
  readonly characters: number;
  readonly regions: number;
  readonly maps: number;
  readonly images: number;
  /** Of the first image; 0 without one. */
  readonly width: number;
  readonly height: number;
  readonly text_sha256: string;
  /** Of the encoded images, joined by commas. */
  readonly image_sha256: string;
  readonly specification_sha256: string;
  readonly content_sha256: string;
  /** Perceptual hashes, joined by commas. */
  readonly image_hash: string;
  /** MinHash: 64 numbers of 32 bits, little-endian. */
  readonly text_signature: Uint8Array;
}

/** A row of the manifest over all shards. */
export interface MergedRow extends ManifestRow {
  /** False for samples that another shard holds already; readers leave them out. */
  readonly keep: boolean;
  readonly drop_reason: string | null;
  readonly duplicate_of: string | null;
}

const columns: Readonly<Record<keyof ManifestRow, BasicType>> = {
  key: "STRING",
  shard: "STRING",
  position: "INT32",
  offset: "DOUBLE",
  bytes: "INT32",
  category: "STRING",
  leaf: "STRING",
  source: "STRING",
  version: "INT32",
  template: "STRING",
  seed: "DOUBLE",
  index: "DOUBLE",
  attempt: "INT32",
  origin: "STRING",
  language: "STRING",
  licence: "STRING",
  renderer: "STRING",
  fonts: "STRING",
  flags: "STRING",
  augmentations: "STRING",
  kind: "STRING",
  turns: "INT32",
  words: "INT32",
  characters: "INT32",
  regions: "INT32",
  maps: "INT32",
  images: "INT32",
  width: "INT32",
  height: "INT32",
  text_sha256: "STRING",
  image_sha256: "STRING",
  specification_sha256: "STRING",
  content_sha256: "STRING",
  image_hash: "STRING",
  text_signature: "BYTE_ARRAY",
};
const mergedColumns: Readonly<Record<keyof MergedRow, BasicType>> = {
  ...columns,
  keep: "BOOLEAN",
  drop_reason: "STRING",
  duplicate_of: "STRING",
};
const optional = new Set(["leaf", "seed", "index", "attempt", "origin", "renderer", "drop_reason", "duplicate_of"]);

export function manifestRow(
  { sample }: SampleFiles,
  facts: Facts,
  place: { readonly shard: string; readonly position: number; readonly offset: number; readonly bytes: number },
): ManifestRow {
  const { lineage, content } = sample;
  return {
    key: sample.key,
    ...place,
    category: sample.category,
    leaf: sample.leaf ?? null,
    source: lineage.source,
    version: lineage.version,
    template: lineage.template,
    seed: lineage.seed ?? null,
    index: lineage.index ?? null,
    attempt: lineage.attempt ?? null,
    origin: lineage.origin ?? null,
    language: sample.language,
    licence: lineage.licence,
    renderer: lineage.renderer ?? null,
    fonts: lineage.fonts.join(","),
    flags: sample.flags.join(","),
    augmentations: JSON.stringify(lineage.augmentations),
    kind: content.kind,
    turns: content.kind === "conversation" ? content.turns.length : 0,
    words: facts.words,
    characters: facts.characters,
    regions: sample.regions.length,
    maps: sample.maps.length,
    images: sample.images.length,
    width: sample.images[0]?.width ?? 0,
    height: sample.images[0]?.height ?? 0,
    text_sha256: lineage.textSha256,
    image_sha256: sample.images.map(({ sha256 }) => sha256).join(","),
    specification_sha256: facts.specificationSha256,
    content_sha256: facts.contentSha256,
    image_hash: facts.images.map(formatHash).join(","),
    text_signature: signatureBytes(facts.signature),
  };
}

export function writeManifest(rows: readonly ManifestRow[]): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData: columnDataOf(rows, columns), createdBy: "periscope" }));
}

/** Rows of a row group of the manifest over all shards: so many are in memory at once. */
const groupRows = 20_000;

/** Writes the manifest over all shards to a file, row by row. */
export function mergedManifestWriter(path: string): { add(row: MergedRow): void; close(): void } {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaFromColumnData({ columnData: columnDataOf([], mergedColumns) }),
    createdBy: "periscope",
  });
  let rows: MergedRow[] = [];
  let written = 0;
  const flush = () => {
    // a file without rows has a group without rows, so that its columns are known
    if (rows.length > 0 || written === 0) {
      writer.write({ columnData: columnDataOf(rows, mergedColumns), rowGroupSize: groupRows });
    }
    written += rows.length;
    rows = [];
  };
  return {
    add(row) {
      rows.push(row);
      if (rows.length === groupRows) flush();
    },
    close() {
      flush();
      writer.finish();
    },
  };
}

/** Rows of a manifest file; those of a data set have three columns more. */
export async function readManifest(file: Uint8Array, only?: readonly (keyof MergedRow)[]): Promise<MergedRow[]> {
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file: buffer, utf8: false, columns: only as string[] | undefined });
  return rows as unknown as MergedRow[];
}

/** What duplicates are found by, from a row. */
export function duplicateFacts(
  row: Pick<ManifestRow, "specification_sha256" | "content_sha256" | "image_hash" | "text_signature" | "words">,
): { specificationSha256: string; contentSha256: string; images: ImageHash[]; signature: Uint32Array; words: number } {
  const view = new DataView(row.text_signature.buffer, row.text_signature.byteOffset, row.text_signature.byteLength);
  return {
    specificationSha256: row.specification_sha256,
    contentSha256: row.content_sha256,
    images: row.image_hash === "" ? [] : row.image_hash.split(",").map(parseHash),
    signature: Uint32Array.from({ length: row.text_signature.length / 4 }, (_, i) => view.getUint32(4 * i, true)),
    words: row.words,
  };
}

function columnDataOf(rows: readonly object[], types: Readonly<Record<string, BasicType>>) {
  return Object.entries(types).map(([name, type]) => ({
    name,
    type,
    nullable: optional.has(name),
    data: rows.map((row) => (row as Record<string, unknown>)[name]),
  }));
}

function signatureBytes(signature: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * signature.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of signature.entries()) view.setUint32(4 * i, value, true);
  return bytes;
}
