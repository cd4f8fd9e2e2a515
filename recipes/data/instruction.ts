/**
 * Instruction data as the paper mixes it (Table 2): the taxonomy's use cases stand for its in-house set (10.5 %) and, together
 * with them, for the general multimodal sets (35.5 %) that others have collected and nobody may generate.
 */
import type { RecipeInput } from "../../src/data/recipe.ts";

export const instruction: RecipeInput = {
  name: "instruction",
  seed: 2404,
  maxSide: 384,
  samples: 20_000,
  samplesPerShard: 250,
  mixture: {
    categories: {
      instruction: 46,
      "table-chart": 4.1,
      "web-code": 2,
      text: 47.9,
    },
    // text without a question has its place in pre-training
    sources: { "text-story": 0, "text-description": 0, "text-dialogue": 0, "text-letter": 0 },
  },
  augment: 0.5,
  image: { format: "png" },
  filters: { minSide: 24, maxWords: 2048 },
};
