/** Pictures and the code that draws them (paper Table 1, row 4). */
import type { Source } from "../../source.ts";

export const webCodeSources: readonly Source[] = [];
