/**
 * The paper's mixtures (Table 1, Table 2, section 4.1) over data sets of shards, for both sizes. Ratios inside a category are
 * not published: within one, samples are drawn as often as there are of them.
 */
import type { RecipeInput } from "../src/train/recipe.ts";

type Mixture = RecipeInput["stages"][number]["mixture"];

/** What "periscope data build" and "data import" have put where; point the paths to your own. */
export const paperData: RecipeInput["data"] = {
  // the sets of Table 1, imported from people's own copies or built from nothing ("full")
  pretraining: { kind: "shards", path: "data/pretraining" },
  // DeepSeek-LLM's corpus of 2T tokens is not released: any plain text
  language: { kind: "shards", path: "data/language" },
  // ShareGPT4V's 1.25M captions and 2.5M rendered documents (stage 1)
  captions: { kind: "shards", path: "data/captions" },
  documents: { kind: "shards", path: "data/documents" },
  // Table 2: in-house data by the taxonomy with tables, charts and web code ("instruction")
  instruction: { kind: "shards", path: "data/instruction" },
  // ShareGPT4V, LAION-GPTV, LVIS-Instruct4V, textOCR-GPT4V, LLaVA1.6-GPT4V and IconQA, imported from people's own copies
  "general-instruction": { kind: "shards", path: "data/general-instruction" },
  "language-instruction": { kind: "shards", path: "data/language-instruction" },
};

/** Stage 1 (section 4.1): 1.25M captions and 2.5M documents, each once in 15,000 steps of 256. */
export const warmupData: Mixture = {
  languageShare: 0,
  sources: [
    { data: "captions", modality: "multimodal", weight: 1.25 },
    { data: "documents", modality: "multimodal", weight: 2.5 },
  ],
};

/** Table 1 in per cent of all; language is 70.0. */
const pretrainingShares = {
  interleaved: 13.1,
  caption: 11.1,
  "table-chart": 2.1,
  "web-code": 0.4,
  "scene-text": 1.2,
  document: 2.1,
} as const;

/** Stage 2: Table 1, with a share of instructions among the multimodal samples. */
export function pretrainingMixture({ steps, instruction }: { steps: number; instruction: number }): Mixture {
  const multimodal = Object.values(pretrainingShares).reduce((a, b) => a + b, 0);
  return {
    // language : multimodal about 7 : 3 (section 3.3, Table 1)
    languageShare: 0.7,
    // modality warm-up: shape and length are not published: linear over the 2000 steps in which the rate warms up as well,
    // never more than a tenth of the stage
    warmup: { steps: Math.min(2000, Math.floor(steps / 10)), shape: "linear" },
    // modality grouping (section 3.3)
    grouping: "modality",
    sources: [
      { data: "language", modality: "language" },
      ...Object.entries(pretrainingShares).map(([category, weight]) => ({
        data: "pretraining",
        modality: "multimodal" as const,
        categories: [category],
        weight,
      })),
      ...(instruction > 0
        ? [
            {
              data: "instruction",
              modality: "multimodal" as const,
              weight: (instruction / (1 - instruction)) * multimodal,
            },
          ]
        : []),
    ],
  };
}

/** Stage 3: Table 2 in per cent of all; text alone is 47.9. */
export const instructionMixture: Mixture = {
  languageShare: 0.479,
  grouping: "modality",
  sources: [
    { data: "language-instruction", modality: "language" },
    { data: "instruction", modality: "multimodal", categories: ["instruction"], weight: 10.5 },
    { data: "general-instruction", modality: "multimodal", weight: 35.5 },
    { data: "instruction", modality: "multimodal", categories: ["table-chart"], weight: 4.1 },
    { data: "instruction", modality: "multimodal", categories: ["web-code"], weight: 2.0 },
  ],
};
