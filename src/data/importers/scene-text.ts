/**
 * Text in photographs, a sample a picture: what it says, word for word, with polygons. COCO-Text and TextOCR are one JSON file,
 * ArT, LSVT and their kin another, ICDAR's sets a text file a picture.
 */
import { z } from "zod";
import { icdarLines } from "./icdar.ts";
import { attempt, type Importer, Refused } from "./importer.ts";
import { pictureBytes } from "./pictures.ts";
import { readWholeJson } from "./records/records.ts";
import {
  isUnread,
  type Point,
  pairs,
  pictureOf,
  readSmall,
  type SceneWord,
  sceneDraft,
  stemOf,
} from "./scene-words.ts";

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
        return sceneDraft(name, words, await pictureOf([name, name.replace(/^gt_/, "")], file));
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
      const words = icdarLines(await readSmall(file)).map(({ text, polygon }) => ({
        text: isUnread(text) ? undefined : text,
        polygon,
      }));
      const stem = stemOf(file);
      return sceneDraft("0", words, await pictureOf([stem.replace(/^gt_/, ""), stem], file));
    });
  },
};

function rectangle([left, top, width, height]: readonly [number, number, number, number]): Point[] {
  return [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
}
