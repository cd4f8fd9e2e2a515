/**
 * What a data set holds, as rows of its manifest in memory: filtered, counted by facet, a page of them at a time. It knows no
 * pictures and no texts.
 */
import { UserError } from "../../runtime/errors.ts";
import { files, readDatasetInfo } from "../shard/dataset.ts";
import { type ManifestRow, type MergedRow, readManifest } from "../shard/manifest.ts";
import type { Storage } from "../storage/storage.ts";

export const facets = ["category", "leaf", "source", "language", "flag"] as const;
export type Facet = (typeof facets)[number];
export type Filter = Readonly<Partial<Record<Facet, string>>>;

/** The manifest's columns that people see; the hashes that duplicates are found by stay in the file. */
const shown = [
  "key",
  "shard",
  "position",
  "offset",
  "bytes",
  "category",
  "leaf",
  "source",
  "version",
  "template",
  "language",
  "flags",
  "kind",
  "turns",
  "words",
  "regions",
  "maps",
  "images",
  "width",
  "height",
] as const satisfies readonly (keyof ManifestRow)[];
export type Row = Pick<ManifestRow, (typeof shown)[number]> &
  Partial<Pick<MergedRow, "keep" | "drop_reason" | "duplicate_of">>;

export interface Catalogue {
  readonly name: string;
  readonly rows: readonly Row[];
  /** False while the data set is still being built: then these are the shards that are there. */
  readonly finished: boolean;
  row(key: string): Row | undefined;
  select(filter: Filter): readonly Row[];
  /** Values of each facet among the rows that the other facets let through, most frequent first. */
  counts(filter: Filter): Record<Facet, readonly (readonly [value: string, count: number])[]>;
}

/** Reads the manifest; of an unfinished data set those of its shards. Throws a `UserError` where there is neither. */
export async function readCatalogue(storage: Storage): Promise<Catalogue> {
  if (await storage.head(files.dataset)) {
    const { recipe } = await readDatasetInfo(storage);
    const merged = await readManifest(await storage.get(files.manifest), [
      ...shown,
      "keep",
      "drop_reason",
      "duplicate_of",
    ]);
    return catalogueOf(recipe, merged, true);
  }
  const shards = (await storage.list("shard-")).map(({ key }) => key).filter((key) => key.endsWith(".parquet"));
  if (shards.length === 0) {
    throw new UserError(`${storage.where} holds no data set and no shards; "periscope data build" makes some`);
  }
  const rows: Row[] = [];
  for (const key of shards) rows.push(...(await readManifest(await storage.get(key), shown)));
  return catalogueOf("an unfinished data set", rows, false);
}

export function catalogueOf(name: string, rows: readonly Row[], finished: boolean): Catalogue {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const select = (filter: Filter, except?: Facet) => {
    const wanted = facets.filter((facet) => facet !== except && filter[facet] !== undefined);
    return wanted.length === 0
      ? rows
      : rows.filter((row) => wanted.every((facet) => valuesOf(row, facet).includes(filter[facet]!)));
  };
  return {
    name,
    rows,
    finished,
    row: (key) => byKey.get(key),
    select,
    counts(filter) {
      const entries = facets.map((facet) => {
        const counted = new Map<string, number>();
        for (const row of select(filter, facet)) {
          for (const value of valuesOf(row, facet)) counted.set(value, (counted.get(value) ?? 0) + 1);
        }
        return [facet, [...counted].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))] as const;
      });
      return Object.fromEntries(entries) as unknown as ReturnType<Catalogue["counts"]>;
    },
  };
}

function valuesOf(row: Row, facet: Facet): readonly string[] {
  if (facet !== "flag") return row[facet] === null ? [] : [row[facet]];
  const flags = row.flags === "" ? [] : row.flags.split(",");
  return row.keep === false ? [...flags, "left-out"] : flags;
}
