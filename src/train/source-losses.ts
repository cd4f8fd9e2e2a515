/** Sums of token losses by modality and source: what the record tells of each, and what ranks add up of a mixed batch. */
import type { MicroBatch } from "./objectives/objective.ts";
import { type Collective, gatherJson } from "./parallel/collective.ts";
import type { Modality } from "./recipe.ts";

export interface Sums {
  readonly sum: number;
  readonly count: number;
}

export type SourceLosses = Readonly<Record<Modality, Map<string, Sums>>>;

export const modalities = ["language", "multimodal"] as const satisfies readonly Modality[];

export function noLosses(): SourceLosses {
  return { language: new Map(), multimodal: new Map() };
}

export function addSums(all: Map<string, Sums>, name: string, { sum, count }: Sums): void {
  const before = all.get(name) ?? { sum: 0, count: 0 };
  all.set(name, { sum: before.sum + sum, count: before.count + count });
}

/** Adds the losses of a micro-batch's tokens. */
export function addLosses(all: SourceLosses, batch: MicroBatch, losses: Float32Array): void {
  const { sourceOf, sources, modalities: rows } = batch;
  if (!sourceOf || !rows) return;
  const length = sourceOf.length / rows.length;
  sourceOf.forEach((source, i) => {
    if (source < 0) return;
    addSums(all[rows[Math.floor(i / length)]!], sources[source]!, { sum: losses[i]!, count: 1 });
  });
}

/** The sums over all ranks; every rank calls it. */
export async function lossesOfAll(collective: Collective, mine: SourceLosses): Promise<SourceLosses> {
  if (collective.size === 1) return mine;
  const all = noLosses();
  for (const rank of await gatherJson(collective, { language: [...mine.language], multimodal: [...mine.multimodal] })) {
    for (const modality of modalities) for (const [name, sums] of rank[modality]) addSums(all[modality], name, sums);
  }
  return all;
}

/** `language.sum`, `language.count` and so on: numbers that ranks can add up. */
export function sumsByModality(all: SourceLosses): Record<string, number> {
  return Object.fromEntries(
    modalities.flatMap((modality) => {
      const { sum, count } = total([...all[modality].values()]);
      return [
        [`${modality}.sum`, sum],
        [`${modality}.count`, count],
      ];
    }),
  );
}

/** The mean loss of each source, over both modalities where it has both. */
export function meansBySource(all: SourceLosses): Record<string, number> {
  const names = new Set(modalities.flatMap((modality) => [...all[modality].keys()]));
  return Object.fromEntries(
    [...names].map((name) => {
      const { sum, count } = total(modalities.flatMap((modality) => all[modality].get(name) ?? []));
      return [name, sum / count];
    }),
  );
}

/** Of each modality, how many tokens of each source were learnt. */
export function targetsBySource(all: SourceLosses): Record<Modality, Record<string, number>> {
  const of = (modality: Modality) => Object.fromEntries([...all[modality]].map(([name, { count }]) => [name, count]));
  return { language: of("language"), multimodal: of("multimodal") };
}

function total(all: readonly Sums[]): Sums {
  return all.reduce((a, b) => ({ sum: a.sum + b.sum, count: a.count + b.count }), { sum: 0, count: 0 });
}
