/** Text with figures in it (paper Table 1, row 1). */
import type { Source } from "../../source.ts";

export const interleavedSources: readonly Source[] = [];
