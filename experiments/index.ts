/** The studies, in the order of the paper's questions. */
import { adaptors } from "./adaptors.ts";
import { choicesAndAnswers } from "./choices-and-answers.ts";
import { concatenation } from "./concatenation.ts";
import { hybridEncoder } from "./hybrid-encoder.ts";
import type { Study } from "./lab/study.ts";
import { languageShare } from "./language-share.ts";
import { limits } from "./limits.ts";
import { modalityGrouping } from "./modality-grouping.ts";
import { modalityWarmup } from "./modality-warmup.ts";
import { secondEncoder } from "./second-encoder.ts";
import { stages } from "./stages.ts";

export const studies: readonly Study[] = [
  ...[hybridEncoder, stages, languageShare, modalityWarmup, secondEncoder],
  ...[concatenation, adaptors, modalityGrouping, choicesAndAnswers, limits],
];
