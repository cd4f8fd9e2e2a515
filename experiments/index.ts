/** The studies that there are, in the order of the paper's questions. */
import { choicesAndAnswers } from "./choices-and-answers.ts";
import type { Study } from "./lab/study.ts";
import { languageShare } from "./language-share.ts";
import { modalityGrouping } from "./modality-grouping.ts";
import { modalityWarmup } from "./modality-warmup.ts";
import { stages } from "./stages.ts";

export const studies: readonly Study[] = [stages, languageShare, modalityWarmup, modalityGrouping, choicesAndAnswers];
