/**
 * The processes of one training run, as the loop sees them: each computes its rows of the global batch, and gradients are
 * added up. One process alone is the simplest; how several reach each other is the business of `parallel/`.
 */
import type { Value } from "../runtime/runtime.ts";

export interface Group {
  /** This process, from 0, and how many there are. Rank 0 writes files and speaks. */
  readonly rank: number;
  readonly size: number;
  /** Adds up each buffer over all ranks; afterwards every rank has the sums. */
  sum(buffers: readonly Value[]): Promise<void>;
  /** The same for a few numbers, in double precision. */
  sumNumbers(numbers: readonly number[]): Promise<number[]>;
  /**
   * With ZeRO-1: the rank that keeps a parameter's moments and updates it. Every rank gives the same answer. Without it every
   * rank updates everything.
   */
  readonly owner?: (
    parameters: readonly { readonly name: string; readonly size: number }[],
  ) => ReadonlyMap<string, number>;
  /** With `owner`: overwrites each buffer with its owner's. */
  share?(buffers: readonly { readonly value: Value; readonly owner: number }[]): Promise<void>;
  /** Returns when every rank has come here. */
  barrier(): Promise<void>;
}

/** One process. */
export const alone: Group = {
  rank: 0,
  size: 1,
  sum: async () => {},
  sumNumbers: async (numbers) => [...numbers],
  barrier: async () => {},
};
