/** The studies that there are, in the order of the paper's questions. */
import type { Study } from "./lab/study.ts";
import { modalityGrouping } from "./modality-grouping.ts";

export const studies: readonly Study[] = [modalityGrouping];
