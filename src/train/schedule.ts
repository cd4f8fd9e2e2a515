/** Learning rates over the steps of a stage. */

export const scheduleKinds = ["cosine", "linear", "step", "constant"] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

export interface Schedule {
  readonly rate: number;
  readonly steps: number;
  readonly warmup: number;
  /**
   * `cosine` and `linear` fall to `floor` x rate; `step` is DeepSeek-LLM's: x 0.316 after 80 % of the steps, x 0.1 after 90 %
   * (spec 2.1); `constant` stays.
   */
  readonly kind: ScheduleKind;
  readonly floor?: number;
  /** Other factors for `step`: from which share of the steps on the rate is multiplied by what. */
  readonly factors?: readonly (readonly [share: number, factor: number])[];
}

const deepseekFactors = [
  [0.8, 0.316],
  [0.9, 0.1],
] as const;

/** The learning rate of a step, counted from 0. */
export function learningRate(
  { rate, steps, warmup, kind, floor = 0.05, factors = deepseekFactors }: Schedule,
  step: number,
): number {
  if (step < warmup) return (rate * (step + 1)) / warmup;
  if (kind === "constant") return rate;
  const progress = (step - warmup) / Math.max(1, steps - warmup);
  if (kind === "step") return rate * (factors.filter(([from]) => progress >= from).at(-1)?.[1] ?? 1);
  const gone = Math.min(1, progress);
  const left = kind === "linear" ? 1 - gone : 0.5 * (1 + Math.cos(Math.PI * gone));
  return rate * (floor + (1 - floor) * left);
}

/** What to say before a stage that ends before its rate has arrived and can fall; undefined where it does not. */
export function warmupRemark(stage: {
  readonly name: string;
  readonly steps: number;
  readonly schedule: Pick<Schedule, "warmup">;
}): string | undefined {
  const { name, steps, schedule } = stage;
  if (schedule.warmup < steps) return undefined;
  const reached = Math.round((100 * steps) / schedule.warmup);
  return `stage ${name} ends at step ${steps} of the ${schedule.warmup} that its rate warms up for: it rises to ${reached} % of what is asked for, and never falls`;
}
