/** Conversations by the use-case taxonomy (paper Tables 2 and 3). */
import type { Source } from "../../source.ts";

export const instructionSources: readonly Source[] = [];
