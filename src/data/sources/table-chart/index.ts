/** Tables, charts, science figures, plane geometry and screens (paper Table 1, row 3). */
import type { Source } from "../../source.ts";

export const tableChartSources: readonly Source[] = [];
