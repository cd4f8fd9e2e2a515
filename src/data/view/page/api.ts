/** What the page asks its server, and how the answers look. */

import type { Sample } from "../../sample.ts";
import type { Facet, Row } from "../catalogue.ts";
import type { MapValue } from "../pictures.ts";

export interface DatasetAnswer {
  readonly name: string;
  readonly where: string;
  readonly finished: boolean;
  readonly samples: number;
  readonly selected: number;
  readonly facets: Readonly<Record<Facet, readonly (readonly [value: string, count: number])[]>>;
}

export interface Tile {
  readonly key: string;
  readonly category: string;
  readonly source: string;
  readonly template: string;
  readonly language: string;
  readonly images: number;
  readonly regions: number;
  readonly maps: number;
  readonly width: number;
  readonly height: number;
  readonly keep: boolean;
  readonly text: string;
}

export interface TilesAnswer {
  readonly samples: readonly Tile[];
  /** Where to go on, if there may be more. */
  readonly next?: number;
}

export interface SampleAnswer {
  readonly sample: Sample;
  readonly row: Row;
  readonly legends: readonly (readonly MapValue[])[];
  readonly previous?: string;
  readonly next?: string;
}

export async function ask<T>(path: string, query: URLSearchParams, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${path}?${query}`, { signal });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `the server answered ${response.status}`);
  return answer;
}

export function fileOf(key: string, kind: "image" | "thumbnail" | "map", index: number): string {
  return `/files/${encodeURIComponent(key)}/${kind}/${index}`;
}
