/** Text without pictures (paper Table 1, row 7). */
import type { Source } from "../../source.ts";

export const textSources: readonly Source[] = [];
