/**
 * What every set of text in photographs comes to: words with polygons in reading order, a question and a picture. Which file says
 * what is the importers' business.
 */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type Content, conversationOf, type Region } from "../sample.ts";
import { type ImportDraft, type InputFile, Refused } from "./importer.ts";
import { cleanText, wording } from "./text.ts";

export type Point = [number, number];

/** A word as annotated. One without text cannot be read: it is kept as a place, and the sample is flagged. */
export interface SceneWord {
  readonly text: string | undefined;
  readonly polygon: readonly Point[];
  /** `word` unless said. */
  readonly kind?: string;
}

export const sceneQuestions = [
  "What text is in this picture? Write each piece on its own line.",
  "Read all the text in the image, from top to bottom.",
  "List the words that can be read here.",
  "Transcribe the text in this photo.",
] as const;
/** Annotations of one picture. */
const MAX_FILE = 4 * 2 ** 20;

/** Name of a file without folder and ending. */
export function stemOf({ path }: InputFile): string {
  return basename(path).replace(/\.[a-z]+$/i, "");
}

/** Text of a file with annotations of one picture. Throws `Refused` for a large one. */
export async function readSmall({ path }: InputFile): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_FILE) throw new Refused("a file is too large", `${size} bytes of annotations`);
  return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
}

/** ICDAR's marks for words that nobody can read. */
export function isUnread(text: string): boolean {
  return /^(#+|\*+|)$/.test(text.trim());
}

/** The picture of one of those names, whatever its ending. Throws `Refused` if there is none. */
export async function pictureOf(stems: readonly string[], file: InputFile): Promise<Uint8Array> {
  for (const stem of stems) {
    for (const end of ["jpg", "png", "jpeg", "JPG", "PNG", "gif"]) {
      const path = await file.folder.findIfPresent(`${stem}.${end}`, file.path);
      if (path !== undefined) return file.folder.read(path, file.path);
    }
  }
  throw new Refused("a file is missing", `${stems[0]}.jpg`);
}

/**
 * Words in reading order with their polygons; `further` are places of other things, such as characters, that the text does not
 * name. Throws `Refused` if no word can be read.
 */
export function sceneDraft(
  item: string,
  words: readonly SceneWord[],
  bytes: Uint8Array,
  further: readonly SceneWord[] = [],
): ImportDraft {
  const read = words.filter(isRead);
  if (read.length === 0) throw new Refused("a picture has no legible text");
  const lines = inLines(read);
  const text = lines.map((line) => line.map((word) => cleanText(word.text!)).join(" ")).join("\n");
  const content: Content = conversationOf([[wording(sceneQuestions, item), text]]);
  const regions = [...lines.flat(), ...words.filter((word) => !isRead(word)), ...further.filter(isRead)].map(regionOf);
  const flags = read.length < words.length ? ["illegible-words"] : [];
  return { item, template: "words", content, pictures: [bytes], regions, flags };
}

export function isRead({ text }: SceneWord): boolean {
  return text !== undefined && text.trim() !== "";
}

export function regionOf(word: SceneWord): Region {
  const { text, polygon, kind = "word" } = word;
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  return {
    image: 0,
    kind: isRead(word) ? kind : "illegible",
    ...(isRead(word) && { text: cleanText(text!) }),
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    polygon: polygon.map(([x, y]): Point => [x, y]),
  };
}

/** Words whose middles are within each other's height share a line; lines from top to bottom. */
function inLines(words: readonly SceneWord[]): SceneWord[][] {
  const placed = words.map((word) => {
    const [xs, ys] = [word.polygon.map(([x]) => x), word.polygon.map(([, y]) => y)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    return { word, left: Math.min(...xs), right: Math.max(...xs), middle: (top + bottom) / 2, height: bottom - top };
  });
  const lines: (typeof placed)[] = [];
  for (const one of placed.sort((a, b) => a.middle - b.middle || a.left - b.left)) {
    const line = lines.find((others) =>
      others.some((other) => {
        const near = Math.min(one.height, other.height);
        const apart = Math.max(one.left - other.right, other.left - one.right);
        return (
          Math.abs(one.middle - other.middle) < 0.4 * near &&
          near > 0.5 * Math.max(one.height, other.height) &&
          apart < 2 * near
        );
      }),
    );
    if (line) line.push(one);
    else lines.push([one]);
  }
  return lines.map((line) => line.sort((a, b) => a.left - b.left).map(({ word }) => word));
}

/** `x1, y1, x2, y2, ...` as points. */
export function pairs(values: readonly number[]): Point[] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, i): Point => [values[2 * i]!, values[2 * i + 1]!]);
}
