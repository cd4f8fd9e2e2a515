/** Evaluation. */
import type { Source } from "../../../source.ts";
import { aestheticSource, improvementSource, openEvaluationSource } from "./judging.ts";
import { realitySource } from "./reality.ts";
import { similaritySource } from "./similarity.ts";

export const evaluationSources: readonly Source[] = [
  realitySource,
  similaritySource,
  aestheticSource,
  openEvaluationSource,
  improvementSource,
];
