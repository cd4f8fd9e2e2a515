/** EPUB books (2 and 3): chapters in reading order, with their pictures where they stand. A protected book is refused. */
import { posix } from "node:path";
import { decodeHtml } from "./html-article.ts";
import { htmlBlocks } from "./html-blocks.ts";
import { htmlDocument } from "./html-document.ts";
import { endsWith, type ImportDraft, type Importer, messageOf, Refused, rejectionOf } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { dataAddress } from "./pictures.ts";
import { articleDrafts, collapsed } from "./text.ts";
import { type Archive, openArchive } from "./zip.ts";

export const epub: Importer = {
  name: "epub",
  category: "interleaved",
  version: 3,
  description: "EPUB books: chapters in reading order with their pictures in their places",
  formats: ["*.epub"],
  recognises: endsWith(".epub"),
  async *read(file, options) {
    const archive = await openArchive(file.path);
    try {
      const book = await readPackage(archive);
      for (const chapter of book.chapters) {
        let drafts: ImportDraft[];
        try {
          const load = (source: string) => picture(archive, chapter, source);
          const { blocks, missing } = await htmlBlocks(chapterBody(await archive.read(chapter)), load, options);
          if (blocks.length === 0) continue; // a cover or an empty leaf
          const { language, licence } = book;
          const flags = missing > 0 ? ["missing-pictures"] : [];
          drafts = articleDrafts(blocks, { item: chapter, template: "chapter", language, licence, flags }, options);
        } catch (error) {
          yield rejectionOf(
            chapter,
            error instanceof Refused ? error : new Refused("a chapter cannot be read", messageOf(error)),
          );
          continue;
        }
        yield* drafts;
      }
    } finally {
      archive.close();
    }
  },
};

interface Book {
  /** Names in the archive, in reading order. */
  readonly chapters: readonly string[];
  readonly language: string | undefined;
  readonly licence: string | undefined;
}

/** container.xml names the package, whose spine orders the items of its manifest. */
async function readPackage(archive: Archive): Promise<Book> {
  const container = await readXml(archive, "META-INF/container.xml");
  const packageName = container.querySelector("rootfile")?.getAttribute("full-path");
  if (!packageName) throw new Refused("a book is not valid", "META-INF/container.xml names no package");
  const document = await readXml(archive, packageName);
  const protectedNames = await encryptedNames(archive);
  const items = new Map<string, string>();
  for (const item of byName(document, "item")) {
    const [id, href] = [item.getAttribute("id"), item.getAttribute("href")];
    if (id && href && /html/.test(item.getAttribute("media-type") ?? "")) items.set(id, within(packageName, href));
  }
  // a spine names an item once (EPUB 3.3, 5.7); one that names it a thousand times would be a bomb
  const chapters = [
    ...new Set(
      byName(document, "itemref").flatMap((reference) => items.get(reference.getAttribute("idref") ?? "") ?? []),
    ),
  ];
  if (chapters.length === 0) throw new Refused("a book is not valid", "its spine is empty");
  if (chapters.some((chapter) => protectedNames.has(chapter))) throw new Refused("a book is protected");
  const said = (name: string) => collapsed(byName(document, `dc:${name}`)[0]?.textContent ?? "");
  const rights = said("rights");
  return {
    chapters,
    language: /^[a-z]{2}/i.exec(said("language"))?.[0].toLowerCase(),
    licence: rights === "" ? undefined : licenceName(rights),
  };
}

/** Names that DRM covers. Fonts are often only obfuscated, which does not matter here. */
async function encryptedNames(archive: Archive): Promise<ReadonlySet<string>> {
  if (!archive.has("META-INF/encryption.xml")) return new Set();
  const document = await readXml(archive, "META-INF/encryption.xml");
  const references = [...document.querySelectorAll("*")].filter((element) =>
    /(^|:)CipherReference$/i.test(element.tagName),
  );
  return new Set(references.map((reference) => decodeURIComponent(reference.getAttribute("URI") ?? "")));
}

/** XML read by the HTML parser: the little that is asked of it, names and attributes, is the same. */
async function readXml(archive: Archive, name: string): Promise<Document> {
  return htmlDocument(`<html><body>${openedTags(decodeHtml(await archive.read(name)))}</body></html>`);
}

function byName(document: Document, name: string): Element[] {
  return [...document.querySelectorAll("*")].filter((element) => element.localName.toLowerCase() === name);
}

function chapterBody(bytes: Uint8Array): Element {
  const document = htmlDocument(openedTags(decodeHtml(bytes)));
  if (!document.documentElement) throw new Refused("a chapter cannot be read", "it is no HTML");
  return document.body ?? document.documentElement;
}

const voidElements = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/**
 * `<a id="x"/>` is empty in XHTML, but opens an element in HTML. Declarations and processing instructions go. No pattern reads
 * beyond the next `<` or shortens a name it has read: a chapter of tags that never end would take time that grows with its square.
 */
function openedTags(xhtml: string): string {
  return xhtml
    .replace(/<\?[^<>]*>/g, "")
    .replace(/<([a-zA-Z][\w:.-]*)(?![\w:.-])([^<>]*)>/g, (tag, name: string, rest: string) =>
      rest.endsWith("/") && !voidElements.has(name.toLowerCase()) ? `<${name}${rest.slice(0, -1)}></${name}>` : tag,
    );
}

async function picture(archive: Archive, chapter: string, source: string): Promise<Uint8Array | undefined> {
  if (source.startsWith("data:")) return dataAddress(source);
  if (/^[a-z]+:/i.test(source)) return undefined;
  const name = within(chapter, source);
  return archive.has(name) ? archive.read(name) : undefined;
}

/** The name in the archive that a reference inside `from` means. */
function within(from: string, reference: string): string {
  const path = reference.replace(/[?#].*$/, "");
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // a stray per cent sign: the name as it stands
  }
  return posix.normalize(posix.join(posix.dirname(from), plain));
}
