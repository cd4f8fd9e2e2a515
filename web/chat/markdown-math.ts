/** Typesets formulas with KaTeX. */
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import "katex/dist/katex.css";
import "../style/formula.css";

export const remark = [[remarkMath, { singleDollarTextMath: false }]] as [typeof remarkMath, object][];
// A formula that KaTeX does not understand stays as it was written.
export const rehype = [[rehypeKatex, { throwOnError: false, trust: false, errorColor: "currentColor" }]] as [
  typeof rehypeKatex,
  object,
][];
