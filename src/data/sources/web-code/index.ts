/** Pictures and the code that draws them (paper Table 1, row 4). */
import type { Source } from "../../source.ts";
import { chartToCode } from "./chart.ts";
import { drawingToCode } from "./drawing.ts";
import { flowchartToCode } from "./flowchart.ts";
import { formulaToCode } from "./formula.ts";
import { pageToCode } from "./page.ts";

export const webCodeSources: readonly Source[] = [
  pageToCode,
  chartToCode,
  flowchartToCode,
  formulaToCode,
  drawingToCode,
];
