/** What a topic of charts and tables is: measures with their units and usual ranges, and sets of things that are measured. */

export interface Measure {
  /** As it stands inside a sentence: `average rainfall`. */
  readonly name: string;
  /** See `unitOf`. */
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
  /** A sum of such values means something. */
  readonly additive: boolean;
}

export interface Collection {
  /** One of its items: `city`. */
  readonly name: string;
  readonly items: readonly string[];
  /** Items have an order, which charts keep. */
  readonly ordered: boolean;
}

export interface Topic {
  readonly measures: readonly Measure[];
  readonly collections: readonly Collection[];
}

type Row = readonly [name: string, unit: string, low: number, high: number, decimals: number, additive?: "sum"];

export function measures(...rows: Row[]): Measure[] {
  return rows.map(([name, unit, low, high, decimals, additive]) => ({
    name,
    unit,
    low,
    high,
    decimals,
    additive: additive === "sum",
  }));
}

export function things(name: string, items: string): Collection {
  return { name, items: items.split(","), ordered: false };
}

export function times(name: string, items: string): Collection {
  return { name, items: items.split(","), ordered: true };
}

export const years = "2010,2011,2012,2013,2014,2015,2016,2017,2018,2019,2020,2021,2022,2023,2024,2025";
