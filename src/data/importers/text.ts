/** Text from outside, made clean, and long texts with pictures in them cut into samples. */
import { hashText } from "../random.ts";
import { type Content, imagePart, type Part, target } from "../sample.ts";
import type { ImportDraft, ImportOptions } from "./importer.ts";
import type { TakenPicture } from "./pictures.ts";

const MAX_IMAGES = 6;
const MAX_CHARACTERS = 12_000;

/** A piece of an article in its order. A caption stays with its picture. */
export type Block =
  | { readonly kind: "heading" | "text"; readonly text: string }
  | { readonly kind: "picture"; readonly picture: TakenPicture; readonly caption?: string };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\ufeff\u200b]/g;

/** Line ends as LF, no control characters or trailing blanks, at most one empty line in a row, composed letters (NFC). */
export function cleanText(text: string): string {
  const lines = text
    .normalize("NFC")
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(UNWANTED, "")
    .split("\n");
  // `trimEnd` and not a pattern: on a long run of blanks a pattern takes time that grows with its square.
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+/, "")
    .trimEnd();
}

/** Runs of white space as one blank, as a browser shows them. */
export function collapsed(text: string): string {
  return text.replace(/[\s\u00a0]+/g, " ").trim();
}

/** One of the wordings, the same one each time for the same item. */
export function wording<T>(wordings: readonly T[], item: string): T {
  return wordings[hashText(item) % wordings.length]!;
}

/** An article as samples of bearable length, cut where sections begin if possible. Pieces without a picture are `text`. */
export function articleDrafts(
  blocks: readonly Block[],
  draft: Omit<ImportDraft, "content" | "pictures" | "category">,
  options: ImportOptions,
): ImportDraft[] {
  const pieces = piecesOf(blocks, options.maxImages ?? MAX_IMAGES, options.maxCharacters ?? MAX_CHARACTERS);
  return pieces.map((piece, i): ImportDraft => {
    const pictures = piece.flatMap((block) => (block.kind === "picture" ? [block.picture] : []));
    return {
      ...draft,
      item: pieces.length === 1 ? draft.item : `${draft.item}.${i}`,
      content: contentOf(piece),
      pictures,
      ...(pictures.length === 0 && { category: "text" }),
    };
  });
}

function piecesOf(blocks: readonly Block[], maxImages: number, maxCharacters: number): Block[][] {
  const pieces: Block[][] = [];
  let piece: Block[] = [];
  let images = 0;
  let characters = 0;
  const cut = () => {
    if (piece.some((block) => block.kind !== "heading")) pieces.push(piece);
    [piece, images, characters] = [[], 0, 0];
  };
  for (const block of blocks.flatMap((one) => shortened(one, maxCharacters))) {
    const length = block.kind === "picture" ? (block.caption?.length ?? 0) : block.text.length;
    const full = images + (block.kind === "picture" ? 1 : 0) > maxImages || characters + length > maxCharacters;
    // A heading belongs to what follows it.
    if (full || (block.kind === "heading" && (characters > 0.6 * maxCharacters || images === maxImages))) {
      const trailing: Block[] = [];
      while (piece.length > 0 && piece[piece.length - 1]!.kind === "heading") trailing.unshift(piece.pop()!);
      cut();
      piece.push(...trailing);
    }
    piece.push(block);
    characters += length;
    if (block.kind === "picture") images++;
  }
  cut();
  return pieces;
}

/** A text that is too long by itself falls into parts at the ends of paragraphs, sentences or at least words. */
function shortened(block: Block, maxCharacters: number): Block[] {
  if (block.kind === "picture" || block.text.length <= maxCharacters) return [block];
  return splitText(block.text, maxCharacters).map((text) => ({ kind: "text", text }));
}

/** Parts of at most so many characters, cut where it hurts least. */
export function splitText(text: string, maxCharacters: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > maxCharacters) {
    const head = rest.slice(0, maxCharacters);
    const ends = [head.lastIndexOf("\n\n"), head.lastIndexOf("\n"), lastSentenceEnd(head), head.lastIndexOf(" ")];
    let end = ends.find((at) => at > maxCharacters / 2) ?? maxCharacters;
    if (/[\ud800-\udbff]/.test(rest[end - 1]!)) end--; // never between the halves of a character
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  if (rest !== "") parts.push(rest);
  return parts.filter((part) => part !== "");
}

function lastSentenceEnd(text: string): number {
  return Math.max(...[". ", "! ", "? ", "。", "！", "？"].map((end) => text.lastIndexOf(end))) + 1;
}

function contentOf(piece: readonly Block[]): Content {
  const parts: Part[] = [];
  let text = "";
  let images = 0;
  for (const block of piece) {
    if (block.kind === "picture") {
      if (text !== "") parts.push(target(`${text}\n\n`));
      parts.push(imagePart(images++));
      text = block.caption ? `\n${block.caption}` : "";
    } else {
      text += text === "" && parts.length === 0 ? block.text : `\n\n${block.text}`;
    }
  }
  if (text !== "") parts.push(target(text));
  return { kind: "document", parts };
}
