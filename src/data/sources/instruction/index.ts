/** Conversations by the use-case taxonomy (paper Tables 2 and 3). */
import type { Source } from "../../source.ts";
import { analysisSources } from "./analysis/index.ts";
import { commonsenseSources } from "./commonsense/index.ts";
import { conversionSources } from "./conversion/index.ts";
import { evaluationSources } from "./evaluation/index.ts";
import { logicSources } from "./logic/index.ts";
import { recognitionSources } from "./recognition/index.ts";
import { safetySources } from "./safety/index.ts";
import { severalSources } from "./several/index.ts";

export const instructionSources: readonly Source[] = [
  ...recognitionSources,
  ...conversionSources,
  ...analysisSources,
  ...commonsenseSources,
  ...logicSources,
  ...evaluationSources,
  ...severalSources,
  ...safetySources,
];
