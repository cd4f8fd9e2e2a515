/**
 * HTML articles: Wikipedia and WikiHow as saved, and whatever else Readability finds an article in. Pictures lie beside the
 * page, as browsers save them, or inside it; nothing is fetched.
 */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readability } from "@mozilla/readability";
import { htmlBlocks, type PictureLoader } from "./html-blocks.ts";
import { htmlDocument } from "./html-document.ts";
import { endsWith, type Importer, type ImportOptions, type InputFile, Refused } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { dataAddress } from "./pictures.ts";
import { articleDrafts, type Block, collapsed } from "./text.ts";

const MAX_BYTES = 32 * 2 ** 20;

export const htmlArticle: Importer = {
  name: "html-article",
  category: "interleaved",
  version: 3,
  description:
    "HTML articles (Wikipedia, WikiHow, saved pages): text with the pictures that lie beside the page, in their places",
  formats: ["*.html", "*.htm", "*.xhtml"],
  recognises: endsWith(".html", ".htm", ".xhtml"),
  async *read(file, options) {
    const article = await readArticle(file, articlePictures(file), options);
    const pictures = article.blocks.filter((block) => block.kind === "picture").length;
    if (pictures === 0) {
      yield { item: "0", reason: "an article has no pictures", detail: `${article.missing} are missing` };
      return;
    }
    const { language, licence } = article;
    const flags = article.missing > 0 ? ["missing-pictures"] : [];
    yield* articleDrafts(article.blocks, { item: "0", template: "article", language, licence, flags }, options);
  },
};

/** HTML for its text alone; the boilerplate around the article is left out. */
export const htmlText: Importer = {
  name: "html-text",
  category: "text",
  version: 3,
  description: "the text of HTML pages without what surrounds it: navigation, advertisements, comments",
  formats: ["*.html", "*.htm", "*.xhtml"],
  recognises: endsWith(".html", ".htm", ".xhtml"),
  async *read(file, options) {
    const article = await readArticle(file, async () => undefined, options);
    const { language, licence } = article;
    yield* articleDrafts(article.blocks, { item: "0", template: "page", language, licence }, options);
  },
};

interface Article {
  readonly blocks: readonly Block[];
  readonly missing: number;
  readonly language: string | undefined;
  readonly licence: string | undefined;
}

/** The article of a page. Throws `Refused` if there is none. */
export async function readArticle(file: InputFile, load: PictureLoader, options: ImportOptions): Promise<Article> {
  const { size } = await stat(file.path);
  if (size > MAX_BYTES) throw new Refused("a file is too large", `${size} bytes of HTML`);
  const document = htmlDocument(decodeHtml(await readFile(file.path)));
  if (!document.documentElement || !document.body) throw new Refused("no article was found");
  const language = languageOf(document);
  const licence = licenceOf(document);
  const heading = collapsed(document.querySelector("h1")?.textContent ?? "");
  prepare(document);
  const found = new Readability(document, { charThreshold: 200, classesToPreserve: [], keepClasses: true }).parse();
  if (!found?.content) throw new Refused("no article was found");
  const clean = htmlDocument(`<!doctype html><html><body>${found.content}</body></html>`);
  const { blocks, missing } = await htmlBlocks(clean.body, load, options);
  if (blocks.length === 0) throw new Refused("no article was found");
  const title = heading || collapsed(found.title ?? "");
  const titled = title === "" || (blocks[0]!.kind === "heading" && blocks[0]!.text.endsWith(` ${title}`));
  return { blocks: titled ? blocks : [{ kind: "heading", text: `# ${title}` }, ...blocks], missing, language, licence };
}

/** Pictures of a saved page: inside it, where it says, or in the folder that the browser made for it. */
function articlePictures(file: InputFile): PictureLoader {
  return async (source) => {
    if (source.startsWith("data:")) return dataAddress(source);
    const path = decoded(source.replace(/[?#].*$/, ""));
    // Some tools keep the address of a picture on the network while the picture lies beside the page.
    const isLocal = !/^([a-z]+:)?\/\/|^\//i.test(path);
    const [name, page] = [basename(path), basename(file.path).replace(/\.\w+$/, "")];
    const places = isLocal ? [path] : [`${page}_files/${name}`, name, `images/${name}`];
    for (const place of places) {
      const found = await file.folder.beside(place, file.path);
      if (found !== undefined) return file.folder.read(found, file.path);
    }
    return undefined;
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Brings older shapes of figures into the one that Readability keeps. */
function prepare(document: Document): void {
  for (const image of document.querySelectorAll("img[data-src]")) {
    image.setAttribute("src", image.getAttribute("data-src")!);
  }
  for (const hidden of document.querySelectorAll("noscript")) hidden.remove();
  // Readability takes a heading with an edit link for a menu.
  for (const edit of document.querySelectorAll(".mw-editsection")) edit.remove();
  for (const wrapper of document.querySelectorAll("div.mw-heading")) wrapper.replaceWith(...wrapper.children);
  for (const thumbnail of document.querySelectorAll("div.thumb, li.gallerybox, div.mwimg")) {
    const image = thumbnail.querySelector("img");
    if (!image) continue;
    const figure = document.createElement("figure");
    const caption = thumbnail.querySelector(".thumbcaption, .gallerytext");
    figure.append(image);
    if (caption) {
      const text = document.createElement("figcaption");
      text.append(...caption.childNodes);
      figure.append(text);
    }
    thumbnail.replaceWith(figure);
  }
}

/** Text of a page in the encoding of its byte order mark, else in the one that it declares, else in UTF-8 or what it is instead. */
export function decodeHtml(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked) return new TextDecoder(marked).decode(bytes); // drops the mark
  const head = Buffer.from(bytes.subarray(0, 2048)).toString("latin1");
  const label = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1] ?? /encoding=["']([\w-]+)["']/.exec(head)?.[1];
  // where the label could be read byte by byte, the page is not in two bytes a letter, whatever it says
  if (label !== undefined && !/^utf-?16/i.test(label)) {
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      // an encoding that nobody knows
    }
  }
  const text = new TextDecoder().decode(bytes);
  let [broken, sound] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 127) sound++;
  }
  return broken > sound ? new TextDecoder("windows-1252").decode(bytes) : text; // what browsers take such pages for
}

/** The encoding that a byte order mark tells. */
function markedEncoding([first, second, third]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

export function languageOf(document: Document): string | undefined {
  const language = document.documentElement.getAttribute("lang") ?? document.documentElement.getAttribute("xml:lang");
  return /^([a-z]{2})(-|$)/i.exec(language ?? "")?.[1]?.toLowerCase();
}

/**
 * What the page says of its licence: Creative Commons addresses as SPDX identifiers, others as they stand. A link comes before
 * what `meta` says, `license` or Dublin Core's `dcterms.license`.
 */
function licenceOf(document: Document): string | undefined {
  const link = document.querySelector('link[rel~="license"], a[rel~="license"]')?.getAttribute("href");
  if (link) return licenceName(link);
  for (const meta of document.querySelectorAll("meta[content]")) {
    const name = meta.getAttribute("name") ?? meta.getAttribute("property") ?? "";
    const content = meta.getAttribute("content")!.trim();
    if (content !== "" && /^(dcterms[.:])?license$/i.test(name)) return licenceName(content);
  }
  return undefined;
}
