/** Pre-training data as the paper mixes it (Table 1, exactly), with pictures of up to 1024 pixels, the side of its SAM-B tower. */
import type { RecipeInput } from "../../src/data/recipe.ts";

export const full: RecipeInput = {
  name: "full",
  seed: 2403,
  maxSide: 1024,
  samples: 1_000_000,
  samplesPerShard: 500,
  mixture: {
    categories: {
      interleaved: 13.1,
      caption: 11.1,
      "table-chart": 2.1,
      "web-code": 0.4,
      "scene-text": 1.2,
      document: 2.1,
      text: 70,
    },
  },
  augment: 0.5,
  image: { format: "jpg", quality: 92 }, // a fifth of PNG's size, and what real pictures come as
  filters: { minSide: 48, maxWords: 4096 },
};
