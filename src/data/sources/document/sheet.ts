/**
 * A sheet of paper (or of screen) with a page on it: its size, its typography, and the HTML that the camera takes. What is
 * written on it comes from layouts.
 */
import { familiesFor, packagedFamilies } from "../../camera/fonts.ts";
import type { Random } from "../../random.ts";
import type { PagePicture } from "../../source.ts";
import { formulaStyles } from "./formula-markup.ts";
import { areasHtml } from "./html.ts";
import type { Question } from "./prose/article.ts";
import type { Language } from "./prose/names.ts";
import { areas, blocksOf, hasMath, type PageTree } from "./tree.ts";

/** Something that a form, letter or bill tells under a name. */
export interface Field {
  /** Key in JSON answers, `invoice_number`. */
  readonly key: string;
  readonly question: string;
  readonly value: string;
}

/** What a layout makes: the page and what is known of it. */
export interface Sheet {
  readonly template: string;
  readonly language: Language;
  readonly tree: PageTree;
  readonly size: PaperSize;
  readonly columns?: number;
  /** The size of letters belongs to the layout and is not to be changed. */
  readonly ruled?: boolean;
  readonly look: Typography;
  /** Rules of the layout's own. */
  readonly styles?: string;
  readonly questions?: readonly Question[];
  readonly fields?: readonly Field[];
  readonly summary?: string;
}

export interface PaperSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** Size of running text in CSS pixels. */
  readonly em: number;
}

export type Shape = "portrait" | "landscape" | "square" | "strip";

const ratios: Record<Shape, readonly [number, number]> = {
  portrait: [0.66, 0.85],
  landscape: [1.25, 1.8],
  square: [0.9, 1.1],
  strip: [0.54, 0.72],
};

/** Paper whose long side has at most `maxSide` pixels; text is larger, in pixels, where there are more of them. */
export function paper(random: Random, maxSide: number, shape: Shape, textScale = 1): PaperSize {
  const [low, high] = ratios[shape];
  const ratio = random.between(low, high);
  const scale = random.pick([1, 1, 1, 1.5, 2]);
  const long = Math.floor((maxSide * random.between(0.86, 1)) / scale);
  const short = Math.floor(long * Math.min(ratio, 1 / ratio));
  const em = ((7.5 + maxSide / 130) * textScale * random.between(0.9, 1.15)) / scale;
  const wide = ratio > 1;
  return { width: wide ? long : short, height: wide ? short : long, scale, em: Math.round(em * 4) / 4 };
}

export interface Typography {
  readonly fonts: readonly string[];
  readonly css: string;
}

const families = (style: string) =>
  packagedFamilies.filter((one) => one.style === style && one.scripts.includes("Latin")).map(({ family }) => family);
const serif = [...families("serif"), ...families("slab")];
const sans = families("sans");
const mono = families("mono");
const hand = families("hand");
/** Hands whose letters are small for their size. */
export const smallHands: ReadonlySet<string> = new Set(["Caveat", "Long Cang"]);

/** The languages that pages can be written in on this machine, Chinese where there is a font for it. */
export function languageOfPage(random: Random): Language {
  const chinese = hanFamilies().length > 0 ? 13 : 0;
  return random.weighted({ en: 60, zh: chinese, de: 10, fr: 9, es: 9 });
}

let han: readonly string[] | undefined;

function hanFamilies(): readonly string[] {
  han ??= familiesFor("Han");
  return han;
}

/** Paper tints with inks that are well readable on them, and an accent for headings and rules. */
const palettes = [
  { paper: "#ffffff", ink: "#111111", accent: "#111111", soft: "#d9d9d9" },
  { paper: "#ffffff", ink: "#222222", accent: "#1f4e79", soft: "#c9d6e4" },
  { paper: "#fdfbf5", ink: "#2b2620", accent: "#7a2e1d", soft: "#e2d8c5" },
  { paper: "#f6f1e3", ink: "#332b20", accent: "#4d3b22", soft: "#d8cbb0" },
  { paper: "#ffffff", ink: "#1d2b2a", accent: "#0f6b5c", soft: "#cfe3de" },
  { paper: "#f4f6f8", ink: "#1b2430", accent: "#5b2a86", soft: "#d5d0e0" },
  { paper: "#fffdf8", ink: "#202020", accent: "#8a1538", soft: "#e6d3d8" },
  { paper: "#e9e4d8", ink: "#26221b", accent: "#26221b", soft: "#c9c0ac" },
  { paper: "#1e2229", ink: "#e8e6e1", accent: "#8fc1ff", soft: "#47505e" },
] as const;

export type Voice = "serif" | "sans" | "mono" | "hand" | "any";

export interface TypographyOptions {
  readonly language: Language;
  readonly voice?: Voice;
  /** Whether light text on a dark page is a choice. */
  readonly dark?: boolean;
  /** Whether paragraphs may be told apart by their first line alone. */
  readonly indent?: boolean;
}

/** Fonts, colours and the look of headings, lists, tables for one sheet. */
export function typography(
  random: Random,
  { voice = "any", language, dark = false, indent = true }: TypographyOptions,
): Typography {
  const pools = { serif, sans, mono, hand, any: random.chance(0.55) ? serif : sans };
  const chineseHand = voice === "hand" && language === "zh";
  const body = language !== "zh" ? random.pick(pools[voice]) : chineseHand ? "Long Cang" : random.pick(hanFamilies());
  const other = language === "zh" ? random.pick(hanFamilies()) : random.pick([...serif, ...sans]);
  const headings = voice === "mono" || voice === "hand" || random.chance(0.6) ? body : other;
  const code = random.pick(mono);
  const { paper: tint, ink, accent, soft } = random.pick(dark ? palettes : palettes.slice(0, -1));
  const leading = random.between(1.25, language === "zh" ? 1.7 : 1.5).toFixed(2);
  const gap = random.between(0.45, 0.9).toFixed(2);
  const indented = random.chance(0.35) && indent;
  const ratio = random.between(1.08, 1.26);
  const headingLook = random.weighted({ plain: 4, ruled: 2, tinted: 2, centred: 2, barred: 1 });
  // numbers stand before their items, and wide in a typewriter's letters
  const indentation = random.between(1.4, 2.2);
  const tableLook = random.weighted({ lines: 3, grid: 3, stripes: 2, open: 2 });
  const css = `
.page { box-sizing: border-box; display: flex; flex-direction: column; overflow: hidden; background: ${tint}; color: ${ink};
  font: calc(var(--em) * ${smallHands.has(body) ? 1.22 : 1})/${leading} "${body}"; --paper: ${tint}; --accent: ${accent}; --soft: ${soft}; --ink: ${ink}; }
.page * { box-sizing: border-box; }
.page p, .page ul, .page ol, .page pre, .page blockquote, .page figure, .page .table, .page .formula { margin: 0 0 ${gap}em; }
.page p { orphans: 2; widows: 2; ${random.chance(0.5) && language !== "zh" ? "text-align: justify;" : ""} }
${indented ? `.body p + p { text-indent: ${language === "zh" ? 2 : 1.4}em; } .body p { margin-bottom: 0.1em; }` : ""}
.page h1, .page h2, .page h3, .page h4 { font-family: "${headings}"; line-height: 1.2; margin: 0.7em 0 0.4em; break-after: avoid; break-inside: avoid;
  font-weight: ${random.pick([700, 700, 700, 400])}; }
.page h1 { font-size: ${(ratio ** 3).toFixed(2)}em; } .page h2 { font-size: ${(ratio ** 2).toFixed(2)}em; } .page h3 { font-size: ${ratio.toFixed(2)}em; } .page h4 { font-size: 1em; }
.page > div > :first-child { margin-top: 0; }
${
  {
    plain: "",
    ruled: ".body h2, .title h1 { border-bottom: 1px solid var(--accent); padding-bottom: 0.15em; }",
    tinted: ".page h1, .page h2, .page h3 { color: var(--accent); }",
    centred: ".page h1, .page h2 { text-align: center; }",
    barred: ".body h2 { border-left: 0.25em solid var(--accent); padding-left: 0.4em; }",
  }[headingLook]
}
.page ul { padding-left: ${indentation.toFixed(1)}em; } .page ol { padding-left: ${(indentation + (mono.includes(body) ? 1 : 0.4)).toFixed(1)}em; } .page ul { list-style-type: ${random.pick(["disc", "square", "circle", "'– '"])}; }
.page li { break-inside: avoid; margin: 0.1em 0; }
.page .table, .page .formula, .page pre, .page blockquote, .page figure, .page .whole { break-inside: avoid; }
.page table { border-collapse: collapse; font-size: 0.92em; line-height: 1.3; ${random.chance(0.5) ? "width: 100%;" : "margin: 0 auto;"} }
.page caption { ${random.chance(0.5) ? "caption-side: bottom;" : ""} font-size: 0.95em; padding: 0.25em 0; ${random.chance(0.4) ? "font-style: italic;" : ""} }
.page th, .page td { padding: 0.15em 0.5em; vertical-align: top; }
${
  {
    lines:
      ".page thead th { border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); } .page tbody tr:last-child td { border-bottom: 1.5px solid var(--ink); }",
    grid: ".page th, .page td { border: 1px solid var(--ink); } .page th { background: var(--soft); color: var(--ink); }",
    stripes:
      ".page tbody tr:nth-child(odd) td { background: color-mix(in srgb, var(--soft) 45%, transparent); } .page th { border-bottom: 1px solid var(--ink); }",
    open: ".page tr + tr td { border-top: 1px solid var(--soft); }",
  }[tableLook]
}
.page pre { font: 0.86em/1.35 "${code}"; background: color-mix(in srgb, var(--soft) 40%, transparent); padding: 0.5em 0.7em; white-space: pre-wrap; border-radius: 3px; }
.page pre, .page code { font-variant-ligatures: none; }
.page code { font-family: "${code}"; font-size: 0.88em; }
.page blockquote { padding-left: 0.9em; border-left: 3px solid var(--accent); font-style: ${language === "zh" ? "normal" : "italic"}; }
.page figure { text-align: center; } .page figure svg { max-width: 100%; } .page figcaption { font-size: 0.9em; line-height: 1.3; }
.page .formula { display: flex; align-items: center; text-indent: 0; }
.page .formula .katex-display { margin: 0.2em 0; flex: 1; } .page .katex { font-size: 1.08em; }
.page .formula .number { margin-left: 0.4em; }
.page sup { font-size: 0.7em; line-height: 0; } .page .footnote { font-size: 0.82em; margin: 0.1em 0; line-height: 1.25; text-align: left; }
.notes:not(:empty) { border-top: 1px solid var(--ink); padding-top: 0.25em; margin-top: 0.5em; }
.header, .footer { font-size: 0.85em; } .header p, .footer p { margin: 0; text-align: inherit; }
.header { padding-bottom: 0.7em; } .footer { padding-top: 0.6em; }
.row { display: flex; gap: 1em; } .row > div { flex: 1; min-width: 0; }
.row > div > :first-child { margin-top: 0; }
`;
  return { fonts: [...new Set([body, headings, code])], css };
}

function insets({ size: { em }, columns = 1 }: Sheet) {
  return { block: em * 1.5, inline: em * (columns > 1 ? 1.5 : 1.8), gap: em * 1.5 };
}

/** Width of one column of the body, in CSS pixels. */
export function columnWidth(sheet: Sheet): number {
  const { inline, gap } = insets(sheet);
  const { columns = 1, size } = sheet;
  return (size.width - 2 * inline - gap * (columns - 1)) / columns;
}

/**
 * The picture of a sheet. The body is broken into columns of one height, and after the last full one it goes on where nobody
 * sees it.
 */
export function pictureOf(sheet: Sheet): PagePicture {
  const { tree, size, columns = 1, look, styles = "" } = sheet;
  const html = areasHtml(tree);
  const math = areas.some((area) => blocksOf(tree[area]).some(hasMath));
  const { block, inline, gap } = insets(sheet);
  const parts = areas.map((area) => `<div class="${area}">${html[area]}</div>`).join("");
  return {
    kind: "page",
    html: `<style>${math ? formulaStyles() : ""}${look.css}
.page { --em: ${size.em}px; width: ${size.width}px; height: ${size.height}px; padding: ${block.toFixed(2)}px ${inline.toFixed(2)}px; }
.body { flex: 1; min-height: 0; overflow: hidden; columns: ${columns}; column-gap: ${gap.toFixed(2)}px; column-fill: balance; }
${styles}</style><div class="page" data-mark="page" lang="${sheet.language}">${parts}</div>`,
    width: size.width,
    height: size.height,
    scale: size.scale,
    fonts: math ? [...look.fonts, "KaTeX"] : look.fonts,
  };
}
