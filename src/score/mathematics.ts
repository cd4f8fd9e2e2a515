/**
 * Answers to mathematical questions in TeX: where the answer stands in what was written, and whether two forms mean the same.
 * Equal means equal notation after what the MATH data set's scorer evens out; nothing is computed.
 */
import type { Reading } from "./choice.ts";

/** In the last box, else between the last dollar signs, else behind the last "=", else the last number; the last line decides. */
export function readMathematics(output: string): Reading {
  const boxed = lastBox(output);
  if (boxed !== undefined) return { read: boxed.trim(), path: "boxed" };
  const line =
    output
      .split("\n")
      .filter((one) => one.trim() !== "")
      .at(-1) ?? "";
  const said = line.replace(/^.*(?:answer is(?: therefore)?|答案是|答案为)\s*[:：]?\s*/i, "");
  const between = [...said.matchAll(/\$([^$]+)\$/g)].at(-1)?.[1];
  if (between !== undefined) return { read: between.trim(), path: "between dollar signs" };
  if (said.includes("=")) return { read: behindEquals(said), path: "behind the equals sign" };
  if (said !== line) return { read: said.trim().replace(/[.。]$/, ""), path: "named as the answer" };
  if (line.trim().length <= 24 && output.trim() === line.trim()) {
    return { read: line.trim().replace(/[.。]$/, ""), path: "whole answer" };
  }
  const number = line.match(/-?\d[\d,]*(?:\.\d+)?(?![\w])/g)?.at(-1);
  return number === undefined ? { read: null, path: "no result" } : { read: number, path: "last number" };
}

/** The braces behind the last `\boxed`, as deep as they go. */
export function lastBox(text: string): string | undefined {
  const from = Math.max(text.lastIndexOf("\\boxed{"), text.lastIndexOf("\\fbox{"));
  if (from < 0) return undefined;
  const open = text.indexOf("{", from);
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return text.slice(open + 1, i);
  }
  return undefined;
}

function behindEquals(text: string): string {
  return text
    .split("=")
    .at(-1)!
    .trim()
    .replace(/[.。]$/, "");
}

/** An equation also says what stands behind its last sign. */
export function sameMathematics(said: string, wanted: string): boolean {
  const form = notation(wanted);
  return notation(said) === form || (!wanted.includes("=") && notation(behindEquals(said)) === form);
}

/** Without sizes, units, degrees, currency and blanks; fractions and roots with their braces. */
function notation(text: string): string {
  let form = text
    .replace(/\\[!,;: ]|\\q?quad|~/g, "")
    .replace(/\\\\/g, "\\")
    .replace(/\\[td]frac/g, "\\frac")
    .replace(/\\(?:left|right|displaystyle)(?![a-z])/g, "")
    .replace(/\^\{?\\circ\}?|°/g, "")
    .replace(/\\text\{\s.*$/, "") // units stand so
    .replace(/\\(?:text|mathrm|mathbf|rm)\{([^{}]*)\}/g, "$1")
    .replace(/\\?[%$]/g, "")
    .replace(/(?<=^|[^\d])\.(?=\d)/g, "0.")
    .replace(/，/g, ",")
    .replace(/；/g, ";")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .trim()
    .replace(/[.。]$/, "");
  const [left, right, more] = form.split("=");
  if (more === undefined && right !== undefined && left!.trim().length <= 2) form = right;
  form = form
    .replace(/\s+/g, "")
    .replace(/\\sqrt([^{[])/g, "\\sqrt{$1}")
    .replace(/\\frac([^{])([^{])/g, "\\frac{$1}{$2}")
    .replace(/\\frac([^{])\{/g, "\\frac{$1}{")
    .replace(/(\\frac\{[^{}]*\})([^{])/g, "$1{$2}")
    .replace(/^(-?)(\d+)\/(\d+)$/, "$1\\frac{$2}{$3}");
  return form === "0.5" ? "\\frac{1}{2}" : form.replace(/^(-?\d+)\.0+$/, "$1");
}
