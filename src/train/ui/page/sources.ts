/** Which sources the page draws losses of: those that most tokens come from, of both modalities, until somebody picks others. */

export type Targets = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface SourceShare {
  readonly name: string;
  /** Of which modality most of its tokens are; empty where that was not recorded. */
  readonly modality: string;
  readonly targets: number;
}

/** All sources by the tokens that were learnt of them, those with most first. */
export function sourcesByTargets(names: readonly string[], recorded: readonly (Targets | undefined)[]): SourceShare[] {
  const sums = new Map<string, Map<string, number>>(names.map((name) => [name, new Map()]));
  for (const targets of recorded) {
    for (const [modality, own] of Object.entries(targets ?? {})) {
      for (const [name, count] of Object.entries(own)) {
        const found = sums.get(name);
        found?.set(modality, (found.get(modality) ?? 0) + count);
      }
    }
  }
  const shares = [...sums].map(([name, own]) => {
    const [modality = ""] = [...own].sort((a, b) => b[1] - a[1]).map(([one]) => one);
    return { name, modality, targets: [...own.values()].reduce((a, b) => a + b, 0) };
  });
  return shares.sort((a, b) => b.targets - a.targets || (a.name < b.name ? -1 : 1));
}

/** So many of them: modalities take turns, each with its largest first. */
export function largestOfEach(sources: readonly SourceShare[], count: number): string[] {
  const queues = [...new Set(sources.map(({ modality }) => modality))].map((modality) =>
    sources.filter((one) => one.modality === modality),
  );
  const chosen: string[] = [];
  while (chosen.length < Math.min(count, sources.length)) {
    for (const queue of queues) {
      const next = queue.shift();
      if (next && chosen.length < count) chosen.push(next.name);
    }
  }
  return chosen;
}
