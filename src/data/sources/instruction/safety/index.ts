/** Safety. */
import type { Source } from "../../../source.ts";
import { counterfactualSource, injectionSource, suggestiveSource } from "./safety.ts";

export const safetySources: readonly Source[] = [suggestiveSource, counterfactualSource, injectionSource];
