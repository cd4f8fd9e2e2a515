/** Pages of documents with their text (paper Table 1, row 6). */
import type { Source } from "../../source.ts";

export const documentSources: readonly Source[] = [];
