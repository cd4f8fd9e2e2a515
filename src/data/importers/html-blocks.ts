/** From the DOM of an article to its blocks: text as light Markdown, pictures in their places with their captions. */
import type { ImportOptions } from "./importer.ts";
import { pictureIfSound } from "./pictures.ts";
import { type Block, cleanText, collapsed } from "./text.ts";

/** The bytes of a picture by what its element says; undefined if it is not to be had. */
export type PictureLoader = (source: string) => Promise<Uint8Array | undefined>;

/** Smaller pictures are icons and rules, no figures. CSS pixels, where the page says them. */
const MIN_SIDE = 40;

const skipped = new Set(
  "script style noscript template nav aside footer form button input select textarea iframe object svg canvas audio video head title".split(
    " ",
  ),
);
const blockElements = new Set(
  "address article aside blockquote body center dd details div dl dt fieldset figure figcaption footer header hr li main ol p section summary table ul pre h1 h2 h3 h4 h5 h6 tr td th tbody thead html".split(
    " ",
  ),
);
/** Marks of editors and readers that are no text: Wikipedia's reference numbers and edit links, WikiHow's step numbers. */
const clutter =
  /\b(reference|mw-editsection|noprint|navbox|metadata|mw-empty-elt|step_num|hatnote|toc|sistersitebox)\b/;

export interface HtmlBlocks {
  readonly blocks: readonly Block[];
  /** Pictures that the article shows but that could not be loaded. */
  readonly missing: number;
}

/** Pictures that are broken or too large are missing too. */
export async function htmlBlocks(root: Element, load: PictureLoader, options: ImportOptions): Promise<HtmlBlocks> {
  const blocks: Block[] = [];
  let missing = 0;
  let line = "";
  let prefix = "";
  const flush = () => {
    const text = cleanText(collapsed(line));
    line = "";
    if (text === "") return;
    blocks.push({ kind: "text", text: prefix + text });
    prefix = prefix.replace(/[^ ].*$/, (mark) => " ".repeat(mark.length)); // a list's mark stands once
  };
  const picture = async (element: Element, caption?: string) => {
    const source = pictureSource(element);
    if (source === undefined) return;
    flush();
    const found = await pictureIfSound(() => load(source), options);
    if (found === undefined) missing++;
    else blocks.push({ kind: "picture", picture: found, ...(caption ? { caption } : {}) });
  };
  const walk = async (node: Node): Promise<void> => {
    if (node.nodeType === 3) line += node.textContent ?? "";
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const name = element.localName.toLowerCase();
    if (skipped.has(name) || clutter.test(element.getAttribute("class") ?? "")) return;
    if (name === "br") line += " ";
    else if (name === "img" || name === "image") {
      const formula = mathOf(element);
      if (formula !== undefined) line += formula;
      else await picture(element);
    } else if (name === "math") line += mathOf(element) ?? element.textContent ?? "";
    else if (name === "figure" || isThumbnail(element)) await figure(element);
    else if (/^h[1-6]$/.test(name)) {
      flush();
      const text = collapsed(inlineText(element));
      if (text !== "") blocks.push({ kind: "heading", text: `${"#".repeat(Number(name[1]))} ${text}` });
    } else if (name === "pre") {
      flush();
      const code = (element.textContent ?? "").replace(/^\n|\s+$/g, "");
      if (code !== "") blocks.push({ kind: "text", text: `\`\`\`\n${code}\n\`\`\`` });
    } else if (name === "table" && isDataTable(element)) {
      flush();
      const text = markdownTable(element);
      if (text !== "") blocks.push({ kind: "text", text });
    } else if (name === "ul" || name === "ol") await list(element, name === "ol");
    else if (blockElements.has(name)) {
      flush();
      for (const child of element.childNodes) await walk(child);
      flush();
    } else for (const child of element.childNodes) await walk(child);
  };
  const list = async (element: Element, numbered: boolean) => {
    flush();
    const outer = prefix;
    let number = Number(element.getAttribute("start") ?? 1) || 1;
    for (const child of element.children) {
      if (child.localName !== "li") {
        await walk(child);
        continue;
      }
      prefix = `${outer}${numbered ? `${number++}. ` : "- "}`;
      for (const inner of child.childNodes) await walk(inner);
      flush();
      prefix = outer;
    }
  };
  const figure = async (element: Element) => {
    flush();
    const caption = element.querySelector("figcaption, .thumbcaption, .gallerytext");
    const text = caption ? cleanText(collapsed(inlineText(caption))) : undefined;
    const images = [...element.querySelectorAll("img, image")].filter((image) => mathOf(image) === undefined);
    for (const [i, image] of images.entries()) await picture(image, i === images.length - 1 ? text : undefined);
    if (images.length > 0) return;
    for (const child of element.childNodes) await walk(child); // a figure of code or of a table
    flush();
  };
  await walk(root);
  flush();
  return { blocks: joinLists(blocks), missing };
}

/** Where a picture is: lazy pages keep it beside `src`. Undefined for icons and spacers. */
export function pictureSource(image: Element): string | undefined {
  const [width, height] = [Number(image.getAttribute("width") ?? 0), Number(image.getAttribute("height") ?? 0)];
  if ((width > 0 && width < MIN_SIDE) || (height > 0 && height < MIN_SIDE)) return undefined;
  const names = ["data-src", "data-original", "data-lazy-src", "src", "xlink:href", "href"];
  const sources = names.map((name) => image.getAttribute(name)).filter((source) => source !== null && source !== "");
  const largest = image.getAttribute("srcset")?.split(",")[0]?.trim().split(/\s+/)[0];
  return sources.find((source) => !/^data:image\/(gif|svg\+xml)/.test(source!)) ?? largest ?? sources[0] ?? undefined;
}

/** Wikipedia's formulas: a fallback picture or MathML, with TeX beside it. */
function mathOf(element: Element): string | undefined {
  const isFormula = element.localName === "math" || /\bmwe?-math|\btex\b/.test(element.getAttribute("class") ?? "");
  if (!isFormula) return undefined;
  const annotation = element.querySelector?.('annotation[encoding="application/x-tex"]')?.textContent;
  const tex = (annotation ?? element.getAttribute("alttext") ?? element.getAttribute("alt") ?? "").trim();
  if (tex === "") return undefined;
  return `$${tex.replace(/^\{\\(?:displaystyle|textstyle)\s*([\s\S]*)\}$/, "$1").trim()}$`;
}

function isThumbnail(element: Element): boolean {
  return /(^|\s)(thumb|thumbinner|gallerybox)(\s|$)/.test(element.getAttribute("class") ?? "");
}

function inlineText(element: Element): string {
  let text = "";
  for (const child of element.childNodes) {
    if (child.nodeType === 3) text += child.textContent ?? "";
    if (child.nodeType !== 1) continue;
    const inner = child as Element;
    if (skipped.has(inner.localName) || clutter.test(inner.getAttribute("class") ?? "")) continue;
    text += inner.localName === "br" ? " " : (mathOf(inner) ?? inlineText(inner));
  }
  return text;
}

/** A table of text; one that lays out pictures or other tables is walked like any block. */
function isDataTable(table: Element): boolean {
  return table.querySelectorAll("img, table").length === 0 && table.querySelectorAll("tr").length > 1;
}

function markdownTable(table: Element): string {
  const rows = [...table.querySelectorAll("tr")].map((row) =>
    [...row.children].filter(({ localName }) => localName === "td" || localName === "th").map(cellText),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return "";
  const lines = rows.filter((row) => row.length > 0).map((row) => `| ${padded(row, width).join(" | ")} |`);
  return [lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n");
}

function cellText(cell: Element): string {
  return collapsed(inlineText(cell)).replaceAll("|", "\\|");
}

function padded(row: readonly string[], width: number): string[] {
  return [...row, ...Array.from({ length: width - row.length }, () => "")];
}

/** Points of a list stand on lines of one block. */
function joinLists(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined[joined.length - 1];
    if (block.kind === "text" && last?.kind === "text" && isPoint(block.text) && isPoint(last.text)) {
      joined[joined.length - 1] = { kind: "text", text: `${last.text}\n${block.text}` };
    } else joined.push(block);
  }
  return joined;
}

function isPoint(text: string): boolean {
  return /^\s*(- |\d+\. )/.test(text);
}
