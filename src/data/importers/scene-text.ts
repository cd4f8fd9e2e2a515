/**
 * Text in photographs, a sample a picture: what it says, word for word, with polygons. COCO-Text and TextOCR are one JSON file,
 * ArT, LSVT and their kin another, ICDAR's sets a text file a picture.
 */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { type Content, conversationOf, type Region } from "../sample.ts";
import { icdarLines } from "./icdar.ts";
import { attempt, type ImportDraft, type Importer, Refused } from "./importer.ts";
import { pictureBytes } from "./pictures.ts";
import { readWholeJson } from "./records/records.ts";
import { cleanText, wording } from "./text.ts";

type Point = [number, number];

/** A word as annotated. One without text cannot be read: it is kept as a place, and the sample is flagged. */
export interface SceneWord {
  readonly text: string | undefined;
  readonly polygon: readonly Point[];
}

const questions = [
  "What text is in this picture? Write each piece on its own line.",
  "Read all the text in the image, from top to bottom.",
  "List the words that can be read here.",
  "Transcribe the text in this photo.",
] as const;
const MAX_FILE = 4 * 2 ** 20;
const id = z.union([z.string(), z.number()]);
const annotationSchema = z
  .object({
    image_id: id,
    bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    utf8_string: z.string().optional(),
    legibility: z.string().optional(),
    points: z.array(z.number()).optional(),
    mask: z.array(z.number()).optional(),
    polygon: z.array(z.number()).optional(),
  })
  .loose();
const cocoTextSchema = z.object({
  imgs: z.record(z.string(), z.object({ id, file_name: z.string() }).loose()),
  anns: z.record(z.string(), z.unknown()),
});

/** COCO-Text (1 and 2) and TextOCR: `imgs`, `anns` by id. An illegible word has no text, or `.` in TextOCR. */
export const cocoText: Importer = {
  name: "coco-text",
  category: "scene-text",
  version: 1,
  description: "COCO-Text and TextOCR: one JSON file with imgs and anns, pictures in a folder; words with polygons",
  formats: ["*.json"],
  recognises: (path) => path.toLowerCase().endsWith(".json"),
  async *read(file) {
    const parsed = cocoTextSchema.safeParse(await readWholeJson(file.path));
    if (!parsed.success) throw new Refused("the file has no imgs and anns", parsed.error.issues[0]?.path.join("."));
    const { imgs, anns } = parsed.data;
    const wordsOf = new Map<string, SceneWord[]>();
    for (const [name, value] of Object.entries(anns)) {
      const annotation = annotationSchema.safeParse(value);
      if (!annotation.success) {
        yield {
          item: `annotation-${name}`,
          reason: "an annotation is malformed",
          detail: annotation.error.issues[0]?.path.join("."),
        };
        continue;
      }
      const { image_id, bbox, utf8_string, legibility, points, mask, polygon } = annotation.data;
      const outline = [points, mask, polygon].find((one) => one !== undefined && one.length >= 6);
      const text = legibility === "illegible" || utf8_string === "." ? undefined : utf8_string;
      const word = { text, polygon: outline === undefined ? rectangle(bbox) : pairs(outline) };
      const key = String(image_id);
      wordsOf.set(key, [...(wordsOf.get(key) ?? []), word]);
    }
    for (const [key, { file_name, id: name }] of Object.entries(imgs)) {
      const words = wordsOf.get(String(name)) ?? wordsOf.get(key);
      if (words === undefined) continue; // a photograph without text
      yield await attempt(String(name), async () =>
        sceneDraft(String(name), words, await pictureBytes(file_name, file.folder, file.path)),
      );
    }
  },
};

const artSchema = z.record(
  z.string(),
  z.array(
    z
      .object({
        transcription: z.string(),
        points: z.array(z.tuple([z.number(), z.number()])).min(3),
        illegibility: z.boolean().optional(),
        language: z.string().optional(),
      })
      .loose(),
  ),
);

/** ArT, LSVT and ICDAR 2019's other JSON: `{"gt_12": [{transcription, points, illegibility}]}` for `gt_12.jpg`. */
export const artText: Importer = {
  name: "art-text",
  category: "scene-text",
  version: 1,
  description: "ArT, LSVT and other ICDAR JSON: lists of transcription and points by picture",
  formats: ["*.json"],
  recognises: (path) => path.toLowerCase().endsWith(".json"),
  async *read(file) {
    const parsed = artSchema.safeParse(await readWholeJson(file.path));
    if (!parsed.success)
      throw new Refused("the file has no lists of transcriptions", parsed.error.issues[0]?.path.join("."));
    for (const [name, annotations] of Object.entries(parsed.data)) {
      yield await attempt(name, async () => {
        const words = annotations.map(({ transcription, points, illegibility }) => ({
          text: illegibility || isUnread(transcription) ? undefined : transcription,
          polygon: points as Point[],
        }));
        return sceneDraft(name, words, await picture([name, name.replace(/^gt_/, "")], file));
      });
    }
  },
};

/** ICDAR's text files: `gt_img_1.txt` or `img_1.txt` for `img_1.jpg`. */
export const icdar: Importer = {
  name: "icdar",
  category: "scene-text",
  version: 1,
  description: "ICDAR 2013, 2015, MLT and RCTW: a text file of corners and words for each picture",
  formats: ["gt_*.txt", "*.txt"],
  recognises: (path) => path.toLowerCase().endsWith(".txt") && !/readme|licen[sc]e/i.test(path),
  async *read(file) {
    yield await attempt("0", async () => {
      const { size } = await stat(file.path);
      if (size > MAX_FILE) throw new Refused("a file is too large", `${size} bytes of annotations`);
      const words = icdarLines(await readFile(file.path, "utf8")).map(({ text, polygon }) => ({
        text: isUnread(text) ? undefined : text,
        polygon,
      }));
      const stem = basename(file.path).replace(/\.txt$/i, "");
      return sceneDraft("0", words, await picture([stem.replace(/^gt_/, ""), stem], file));
    });
  },
};

/** ICDAR's marks for words that nobody can read. */
function isUnread(text: string): boolean {
  return /^(#+|\*+|)$/.test(text.trim());
}

async function picture(stems: readonly string[], file: Parameters<Importer["read"]>[0]): Promise<Uint8Array> {
  for (const stem of stems) {
    for (const end of ["jpg", "png", "jpeg", "JPG", "PNG", "gif"]) {
      const path = await file.folder.findIfPresent(`${stem}.${end}`, file.path);
      if (path !== undefined) return file.folder.read(path, file.path);
    }
  }
  throw new Refused("a file is missing", `${stems[0]}.jpg`);
}

/** Words in reading order with their polygons. Throws `Refused` if none can be read. */
function sceneDraft(item: string, words: readonly SceneWord[], bytes: Uint8Array): ImportDraft {
  const read = words.filter((word) => word.text !== undefined && word.text.trim() !== "");
  if (read.length === 0) throw new Refused("a picture has no legible text");
  const lines = inLines(read);
  const content: Content = conversationOf([
    [wording(questions, item), lines.map((line) => line.map(({ text }) => cleanText(text!)).join(" ")).join("\n")],
  ]);
  const regions = [...lines.flat(), ...words.filter((word) => !read.includes(word))].map(
    ({ text, polygon }): Region => {
      const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
      const isRead = text !== undefined && text.trim() !== "";
      return {
        image: 0,
        kind: isRead ? "word" : "illegible",
        ...(isRead && { text: cleanText(text) }),
        box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
        polygon: polygon.map(([x, y]): Point => [x, y]),
      };
    },
  );
  const flags = read.length < words.length ? ["illegible-words"] : [];
  return { item, template: "words", content, pictures: [bytes], regions, flags };
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

function rectangle([left, top, width, height]: readonly [number, number, number, number]): Point[] {
  return [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
}

function pairs(values: readonly number[]): Point[] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, i): Point => [values[2 * i]!, values[2 * i + 1]!]);
}
