/** Words and lines out in the world (paper Table 1, row 5). */
import type { Source } from "../../source.ts";

export const sceneTextSources: readonly Source[] = [];
