/**
 * Pictures with captions, a record each: Hugging Face's Parquet (`image: {bytes, path}` or bytes), JSON lists, JSON Lines and CSV
 * whose pictures are files. The columns are recognised by the names that public sets use.
 */
import { z } from "zod";
import { imagePart, target } from "../sample.ts";
import { type ImportDraft, type Importer, Refused } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { pictureBytes } from "./pictures.ts";
import { draftsOf, firstOf, isRecordFile } from "./records/records.ts";
import { cleanText } from "./text.ts";

const imageNames = [
  "image",
  "jpg",
  "jpeg",
  "png",
  "webp",
  "img",
  "image_bytes",
  "image_path",
  "file_name",
  "filename",
  "filepath",
];
const textNames = [
  "caption",
  "captions",
  "text",
  "txt",
  "description",
  "title",
  "prompt",
  "alt_text",
  "sentences",
  "TEXT",
];
const recordSchema = z.record(z.string(), z.unknown());
const captionsSchema = z.union([
  z.string().transform((text) => [text]),
  z.array(z.union([z.string(), z.object({ raw: z.string() }).transform(({ raw }) => raw)])),
]);

export const imageText: Importer = {
  name: "image-text",
  category: "caption",
  version: 1,
  description:
    "pictures with captions in Parquet (image bytes), JSON, JSON Lines or CSV (image files), a sample a caption",
  formats: ["*.parquet", "*.jsonl", "*.json", "*.csv", "*.tsv"],
  recognises: isRecordFile,
  read: (file) =>
    draftsOf(file, async (value, item) => {
      const parsed = recordSchema.safeParse(value);
      if (!parsed.success) throw new Refused("the record is no object");
      const reference = firstOf(parsed.data, imageNames);
      if (reference === undefined)
        throw new Refused("the record has no picture", Object.keys(parsed.data).join(", ").slice(0, 200));
      return captionDrafts(parsed.data, item, await pictureBytes(reference, file.folder, file.path));
    }),
};

/** A sample a caption of a record, which may have several. Throws `Refused` if it has none. */
export function captionDrafts(record: Record<string, unknown>, item: string, bytes: Uint8Array): ImportDraft[] {
  const captions = captionsSchema.safeParse(firstOf(record, textNames));
  const texts = captions.success ? captions.data.map(cleanText).filter((text) => text !== "") : [];
  if (texts.length === 0) throw new Refused("a caption is missing", Object.keys(record).join(", ").slice(0, 200));
  const licence = firstOf(record, ["license", "licence"]);
  const language = firstOf(record, ["language", "lang"]);
  return texts.map(
    (text, i): ImportDraft => ({
      item: texts.length === 1 ? item : `${item}.${i}`,
      template: "caption",
      content: { kind: "document", parts: [imagePart(), target(text)] },
      pictures: [bytes],
      ...(typeof licence === "string" && licence !== "" && { licence: licenceName(licence) }),
      ...(typeof language === "string" && /^[a-z]{2}$/.test(language) && { language }),
    }),
  );
}
