/** The taxonomy's second major: pictures into code and into texts of other kinds. */
import type { Source } from "../../../source.ts";
import { chartToCode, drawingToSvg, flowchartToCode, formulaToCode } from "./code.ts";
import { imageBasedCreation, imageToPrompt, textInterpretation, textSummary } from "./text.ts";
import { uiToCode } from "./widgets.ts";

export const conversionSources: readonly Source[] = [
  uiToCode,
  chartToCode,
  drawingToSvg,
  formulaToCode,
  flowchartToCode,
  imageToPrompt,
  textSummary,
  imageBasedCreation,
  textInterpretation,
];
