/** Learning rates over the steps of a stage. */

export interface Schedule {
  readonly rate: number;
  readonly steps: number;
  readonly warmup: number;
  /**
   * `cosine` falls to `floor` x rate; `step` is DeepSeek-LLM's: x 0.316 after 80 % of the steps, x 0.1 after 90 %
   * (spec 2.1).
   */
  readonly kind: "cosine" | "step";
  readonly floor?: number;
}

/** The learning rate of a step, counted from 0. */
export function learningRate({ rate, steps, warmup, kind, floor = 0.05 }: Schedule, step: number): number {
  if (step < warmup) return (rate * (step + 1)) / warmup;
  const progress = (step - warmup) / Math.max(1, steps - warmup);
  if (kind === "step") return progress < 0.8 ? rate : progress < 0.9 ? rate * 0.316 : rate * 0.1;
  return rate * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
}
