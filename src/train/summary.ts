/**
 * Adds up steps to what a line of the log tells: mean losses, rates, and how long it will go on. Rates are those of steps;
 * validations and checkpoints between them count towards the time that is left alone.
 */
import type { StageContext } from "./engine.ts";
import type { Summary } from "./events.ts";
import type { Stage } from "./recipe.ts";
import { addSums, meansBySource, modalities, noLosses, type SourceLosses, targetsBySource } from "./source-losses.ts";

export interface StepFacts {
  readonly modality: string;
  readonly loss: number;
  readonly norm: number;
  readonly rate: number;
  /** Of all ranks: what the loss is the mean of. */
  readonly weight: number;
  readonly tokens: number;
  readonly images: number;
  readonly operations: number;
  readonly accepted: boolean;
  /** Milliseconds that the step waited for its data, and `performance.now()` when it began. */
  readonly waited: number;
  readonly began: number;
  readonly sources: SourceLosses;
  /** Of a mixed batch `language.sum`, `language.count` and so on: the losses of its parts. */
  readonly counts: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, number>>;
}

export function startSummary(
  stage: Stage,
  { languageShare, machineRate, later }: Pick<StageContext, "languageShare" | "machineRate" | "later">,
): {
  add(step: StepFacts): void;
  /** So many milliseconds went by between steps. */
  rest(milliseconds: number): void;
  /** The losses of sources since the last time, of this rank's rows. */
  takeSources(): SourceLosses;
  /** What to tell; `sources` are those of all ranks. */
  take(done: number, at: number, total: number, sources: SourceLosses): Summary;
} {
  const losses = new Map<string, { sum: number; weight: number }>();
  let sources = noLosses();
  let [rate, tokens, images, operations, waited, steps, refused] = [0, 0, 0, 0, 0, 0, 0];
  let norm: number | undefined;
  let since = performance.now();
  let [rested, restedBefore, stepsBefore] = [0, 0, 0];
  // a running mean of the time of a step, for the time that is left
  let pace: number | undefined;
  // operations a second of the fastest steps: more than was measured where others had the machine meanwhile
  let reached = 0;
  const addLoss = (name: string, value: number, weight: number) => {
    const entry = losses.get(name) ?? { sum: 0, weight: 0 };
    losses.set(name, { sum: entry.sum + value * weight, weight: entry.weight + weight });
  };
  return {
    add(step) {
      rate = step.rate;
      steps++;
      waited += step.waited;
      tokens += step.tokens;
      images += step.images;
      operations += step.operations;
      if (!step.accepted) {
        refused++;
        return;
      }
      norm = Math.max(norm ?? 0, step.norm);
      addLoss(step.modality, step.loss, step.weight);
      for (const [name, value] of Object.entries(step.values)) {
        if (name !== "loss") addLoss(`${step.modality}.${name}`, value, step.weight);
      }
      for (const modality of modalities) {
        const { [`${modality}.sum`]: sum = 0, [`${modality}.count`]: count = 0 } = step.counts;
        if (count > 0) addLoss(modality, sum / count, count);
        for (const [name, sums] of step.sources[modality]) addSums(sources[modality], name, sums);
      }
    },
    rest(milliseconds) {
      rested += milliseconds;
    },
    takeSources() {
      const taken = sources;
      sources = noLosses();
      return taken;
    },
    take(done, at, total, sources) {
      const now = performance.now();
      const measured = machineRate();
      const seconds = (now - since - rested) / 1000;
      reached = Math.max(reached, operations / seconds);
      restedBefore += rested / 1000;
      stepsBefore += steps;
      const perStep = seconds / Math.max(1, steps);
      pace = pace === undefined ? perStep : 0.7 * pace + 0.3 * perStep;
      const summary: Summary = {
        ...{ kind: "summary", stage: stage.name, step: done, steps: stage.steps, at, total },
        losses: Object.fromEntries([...losses].map(([name, { sum, weight }]) => [name, sum / Math.max(weight, 1e-9)])),
        sources: meansBySource(sources),
        targets: targetsBySource(sources),
        ...{ rate, norm, languageShare: languageShare(done - 1), ...(refused > 0 && { refused }) },
        tokensPerSecond: tokens / seconds,
        imagesPerSecond: images / seconds,
        ...(measured !== undefined && { utilization: operations / seconds / Math.max(measured, reached) }),
        waiting: Math.min(1, waited / 1000 / seconds),
        memoryBytes: process.memoryUsage.rss(),
        secondsLeft: (pace + restedBefore / Math.max(1, stepsBefore)) * (stage.steps - done + later),
      };
      losses.clear();
      norm = undefined;
      [tokens, images, operations, waited, steps, refused, rested] = [0, 0, 0, 0, 0, 0, 0];
      since = now;
      return summary;
    },
  };
}
