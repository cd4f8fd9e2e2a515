/**
 * Brings the ways in which models write formulas into the one that the Markdown reader knows: `$$...$$`, inline where it
 * stands in a line. Money stays money: a single dollar opens a formula only where it touches it, and none closes before a digit.
 */

/** Code, which is left alone: fences (closed or still being written) and spans. */
const code = /(^|\n)(```|~~~)[\s\S]*?(?:\n\2|$)|`[^`\n]*`/g;

export function normalizeMath(text: string): string {
  if (!/[$]|\\[([]/.test(text)) return text;
  let out = "";
  let end = 0;
  for (const match of text.matchAll(code)) {
    out += convert(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return out + convert(text.slice(end));
}

/** Whether there is a formula to be typeset. */
export function hasMath(normalized: string): boolean {
  return normalized.includes("$$");
}

function convert(text: string): string {
  return text
    .replace(/\\\[([\s\S]{1,4000}?)\\\]/g, (_, formula: string) => `\n$$\n${formula.trim()}\n$$\n`)
    .replace(/\\\(([^\n]{1,1000}?)\\\)/g, (_, formula: string) => `$$${formula.trim()}$$`)
    .replace(/(?<![\\$])\$(?![\s$])([^$\n]{1,1000}?)(?<![\s\\])\$(?![\d$])/g, (_, formula: string) => `$$${formula}$$`);
}
