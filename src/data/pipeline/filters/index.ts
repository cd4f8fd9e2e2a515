/** All filters that look at one sample by itself. */
import type { Filters } from "../../recipe.ts";
import type { Sample } from "../../sample.ts";
import { contamination, type Evaluation } from "./decontaminate.ts";
import type { Facts } from "./facts.ts";
import { beyondLimits } from "./limits.ts";
import { qualityFault } from "./quality.ts";

/** Why the sample is refused, or undefined. */
export function refusal(sample: Sample, facts: Facts, filters: Filters, evaluation: Evaluation): string | undefined {
  return (
    beyondLimits(sample, facts, filters) ??
    (filters.quality ? qualityFault(sample, facts) : undefined) ??
    contamination(sample, facts, evaluation)
  );
}
