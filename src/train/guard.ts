/**
 * Watches losses: one that is no number is never learnt from, one far above its running mean is a spike. What was refused is
 * kept for whoever wants to look at it.
 */
import { UserError } from "../runtime/errors.ts";
import type { TrainingRecipe } from "./recipe.ts";

export interface GuardState {
  readonly means: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly refused: number;
}

export interface Verdict {
  readonly accepted: boolean;
  /** A sentence, where there is something to say. */
  readonly remark?: string;
}

export interface Guard {
  /** Before the update of a step. */
  judge(at: { readonly step: number; readonly modality: string; readonly loss: number }): Verdict;
  /** What to do about a gradient norm; called after a loss was accepted. */
  judgeNorm(norm: number, step: number): Verdict;
  state(): GuardState;
  /** The last step's loss or gradient norm, where it is no number. */
  lost(): string | undefined;
}

/** The running mean forgets over about so many steps. */
const memory = 50;
/** Steps of a modality before its mean means something. */
const settled = 20;

/** Throws a `UserError` when the run must stop; `where` tells where the batches are kept. */
export function createGuard(
  { spike, action, patience }: TrainingRecipe["guard"],
  where: string,
  begin?: GuardState,
): Guard {
  const means = new Map(Object.entries(begin?.means ?? {}));
  const counts = new Map(Object.entries(begin?.counts ?? {}));
  let refused = begin?.refused ?? 0;
  let lost: string | undefined;
  const refuse = (remark: string): Verdict => {
    refused++;
    if (refused >= patience) {
      const many = refused === 1 ? "" : `, and so were the ${refused - 1} before`;
      throw new UserError(
        `${remark}; the step is skipped${many}, so the run stops: the batches are in ${where}; a lower rate or a longer warm-up may help`,
      );
    }
    return { accepted: false, remark: `${remark}; the step is skipped, its batch is in ${where}` };
  };
  return {
    judge({ step, modality, loss }) {
      lost = Number.isFinite(loss) ? undefined : `the ${modality} loss of step ${step + 1} is ${loss}`;
      if (lost) return refuse(`step ${step + 1}: the ${modality} loss is ${loss}`);
      const mean = means.get(modality) ?? loss;
      const count = counts.get(modality) ?? 0;
      const isSpike = count >= settled && loss > spike * mean;
      const remark = `step ${step + 1}: the ${modality} loss ${loss.toFixed(3)} is ${(loss / mean).toFixed(1)} times its running mean`;
      if (isSpike && action === "skip") return refuse(remark);
      if (isSpike && action === "stop") throw new UserError(`${remark}, so the run stops; its batch is in ${where}`);
      const share = 1 / Math.min(memory, count + 1);
      means.set(modality, mean + share * (loss - mean));
      counts.set(modality, count + 1);
      return isSpike ? { accepted: true, remark } : { accepted: true };
    },
    judgeNorm(norm, step) {
      lost = Number.isFinite(norm) ? undefined : `the gradient norm of step ${step + 1} is ${norm}`;
      if (lost) return refuse(`step ${step + 1}: the gradient norm is ${norm}`);
      refused = 0;
      return { accepted: true };
    },
    lost: () => lost,
    state: () => ({ means: Object.fromEntries(means), counts: Object.fromEntries(counts), refused }),
  };
}
