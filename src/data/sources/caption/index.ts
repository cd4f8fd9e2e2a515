/** Scenes with descriptions (paper Table 1, row 2). */
import type { Source } from "../../source.ts";

export const captionSources: readonly Source[] = [];
