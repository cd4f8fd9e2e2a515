/** LaTeX to HTML by KaTeX, its style sheet without font files (the camera has those), and the text such HTML shows. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import katex from "katex";

const rendered = new Map<string, string>();

/** The markup of a formula. Throws KaTeX's error for LaTeX that it does not know. */
export function formulaHtml(latex: string, display: boolean): string {
  const key = `${display ? "d" : "i"}${latex}`;
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const html = katex.renderToString(latex, { displayMode: display, output: "html", throwOnError: true, strict: false });
  if (rendered.size > 5000) rendered.clear();
  rendered.set(key, html);
  return html;
}

let sheet: string | undefined;

/** KaTeX's rules for pages that declare the font family `KaTeX`. */
export function formulaStyles(): string {
  sheet ??= readFileSync(createRequire(import.meta.url).resolve("katex/dist/katex.min.css"), "utf8").replaceAll(
    /@font-face\{[^}]*\}/g,
    "",
  );
  return sheet;
}

/** The characters that a browser shows of KaTeX's markup, in the order of the markup, spaces left out. */
export function formulaCharacters(latex: string, display: boolean): string {
  return formulaHtml(latex, display)
    .replaceAll(/<svg.*?<\/svg>/gs, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&nbsp;", "");
}
