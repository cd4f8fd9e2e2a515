/**
 * HierText: words in lines in paragraphs, as people marked them in photographs. The paragraphs are kept in the text, by empty
 * lines, and all three as regions. Its `train.jsonl` is one JSON object with a list of `annotations`, read one by one.
 */
import { z } from "zod";
import { conversationOf, type Region } from "../sample.ts";
import { attempt, type ImportDraft, type Importer, messageOf, Refused } from "./importer.ts";
import { jsonArrayElements } from "./records/json-array.ts";
import { isRead, type Point, pictureOf, regionOf, type SceneWord, sceneQuestions } from "./scene-words.ts";
import { cleanText, collapsed, wording } from "./text.ts";

const polygon = z.array(z.tuple([z.number(), z.number()])).min(3);
const marks = {
  vertices: polygon,
  text: z.string(),
  legible: z.boolean(),
  handwritten: z.boolean().optional(),
  vertical: z.boolean().optional(),
};
const lineSchema = z.object({ ...marks, words: z.array(z.object(marks)) });
const annotationSchema = z.object({
  image_id: z.string().min(1),
  paragraphs: z.array(z.object({ vertices: polygon, legible: z.boolean(), lines: z.array(lineSchema) })),
});
type Paragraph = z.infer<typeof annotationSchema>["paragraphs"][number];

export const hierText: Importer = {
  name: "hiertext",
  category: "scene-text",
  version: 1,
  description:
    "HierText: one JSON file with annotations, pictures by their id; paragraphs, lines and words with polygons",
  formats: ["train.jsonl(.gz)", "validation.jsonl(.gz)", "*.json"],
  recognises: (path) => /\.jsonl?(\.gz)?$/i.test(path),
  async *read(file) {
    let index = 0;
    for await (const { text, problem } of jsonArrayElements(file.path, "annotations")) {
      const item = String(index++);
      if (text === undefined) {
        yield { item, reason: problem! };
        continue;
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        yield { item, reason: "the JSON is malformed", detail: messageOf(error) };
        continue;
      }
      yield await attempt(item, async () => {
        const parsed = annotationSchema.safeParse(value);
        if (!parsed.success) {
          throw new Refused("an annotation is malformed", parsed.error.issues[0]?.path.join("."));
        }
        const { image_id, paragraphs } = parsed.data;
        return draftOf(image_id, paragraphs, await pictureOf([image_id], file));
      });
    }
  },
};

/** Throws `Refused` if nothing can be read. */
function draftOf(item: string, paragraphs: readonly Paragraph[], bytes: Uint8Array): ImportDraft {
  const regions: Region[] = [];
  const texts: string[] = [];
  let unread = false;
  for (const { vertices, lines } of [...paragraphs].sort(byPlace)) {
    const read = lines.flatMap((line): string[] => {
      const text = textOf(line);
      return text === "" ? [] : [text];
    });
    if (read.length > 0) {
      texts.push(read.join("\n"));
      regions.push(regionOf(marked("paragraph", read.join("\n"), vertices)));
    }
    for (const line of lines) {
      const text = textOf(line);
      if (text !== "" && line.words.length > 0) regions.push(regionOf(marked("line", text, line.vertices)));
      // a line that nobody could divide into words stands for itself
      const words = line.words.length > 0 ? line.words : [line];
      for (const word of words) {
        const kind = line.words.length > 0 ? "word" : "line";
        const one = marked(kind, word.legible ? word.text : undefined, word.vertices);
        regions.push(regionOf(one));
        unread ||= !isRead(one);
      }
    }
  }
  if (texts.length === 0) throw new Refused("a picture has no legible text");
  const all = paragraphs.flatMap(({ lines }) => lines);
  const flags = [
    ...(unread ? ["illegible-words"] : []),
    ...(all.some(({ handwritten }) => handwritten) ? ["handwriting"] : []),
    ...(all.some(({ vertical }) => vertical) ? ["vertical-text"] : []),
  ];
  const content = conversationOf([[wording(sceneQuestions, item), texts.join("\n\n")]]);
  return { item, template: "paragraphs", content, pictures: [bytes], regions, flags };
}

/** What of a line can be read: its legible words in their order, or its own text where it has no words. */
function textOf({ words, text, legible }: Paragraph["lines"][number]): string {
  const read = words.length > 0 ? words.filter((word) => word.legible).map((word) => word.text) : legible ? [text] : [];
  return collapsed(cleanText(read.join(" ")));
}

function marked(kind: string, text: string | undefined, vertices: readonly Point[]): SceneWord {
  return { kind, text, polygon: vertices };
}

/** From top to bottom, and from left to right where paragraphs begin on one level. */
function byPlace(a: Paragraph, b: Paragraph): number {
  const corner = ({ vertices }: Paragraph) => ({
    left: Math.min(...vertices.map(([x]) => x)),
    top: Math.min(...vertices.map(([, y]) => y)),
  });
  const [one, other] = [corner(a), corner(b)];
  return one.top - other.top || one.left - other.left;
}
