/** Which parameters a stage trains, by their names. A run asks, and so do its prediction and the plan of a cluster. */
import { isAdapter } from "./lora.ts";
import { moduleOf } from "./modules.ts";
import type { Stage } from "./recipe.ts";

/** Those of the parts that it names; with LoRA the language model's adapters in place of its matrices. */
export function trainedBy(
  stage: Pick<Stage, "trained" | "lora">,
  tower: Parameters<typeof moduleOf>[1],
): (name: string) => boolean {
  return (name) => {
    const module = moduleOf(name, tower);
    if (!stage.trained.includes(module)) return false;
    return !stage.lora || module !== "language" || isAdapter(name);
  };
}
