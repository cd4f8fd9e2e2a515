/** COCO captions (`captions_train2017.json`): a sample a caption, with the licence that the file gives each picture. */
import { z } from "zod";
import { imagePart, target } from "../sample.ts";
import { attempt, endsWith, type Importer, Refused } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { pictureBytes } from "./pictures.ts";
import { readWholeJson } from "./records/records.ts";
import { cleanText, collapsed } from "./text.ts";

const id = z.union([z.number(), z.string()]);
const fileSchema = z.object({
  images: z.array(z.object({ id, file_name: z.string(), license: id.optional() })),
  annotations: z.array(z.unknown()),
  licenses: z.array(z.object({ id, name: z.string().optional(), url: z.string().optional() })).default([]),
});
const annotationSchema = z.object({ id: id.optional(), image_id: id, caption: z.string() });

export const cocoCaptions: Importer = {
  name: "coco-captions",
  category: "caption",
  version: 1,
  description: "COCO captions: images and annotations in one JSON file, pictures in a folder",
  formats: ["captions_*.json"],
  recognises: (path) => endsWith(".json")(path) && /caption/i.test(path),
  async *read(file) {
    const parsed = fileSchema.safeParse(await readWholeJson(file.path));
    if (!parsed.success) throw new Refused("the file is no COCO file", parsed.error.issues[0]?.path.join("."));
    const { images, annotations, licenses } = parsed.data;
    const imageOf = new Map(images.map((image) => [String(image.id), image]));
    const licenceOf = new Map(licenses.map(({ id: key, url, name }) => [String(key), licenceName(url ?? name ?? "")]));
    for (const [i, value] of annotations.entries()) {
      yield await attempt(String(i), async () => {
        const annotation = annotationSchema.safeParse(value);
        if (!annotation.success)
          throw new Refused("an annotation is malformed", annotation.error.issues[0]?.path.join("."));
        const { image_id: key, caption, id: name } = annotation.data;
        const image = imageOf.get(String(key));
        if (image === undefined) throw new Refused("an annotation names no picture of the file", String(key));
        const text = cleanText(collapsed(caption));
        if (text === "") throw new Refused("a caption is empty");
        return {
          item: String(name ?? i),
          template: "caption",
          content: { kind: "document", parts: [imagePart(), target(text)] },
          pictures: [await pictureBytes(image.file_name, file.folder, file.path)],
          licence: licenceOf.get(String(image.license)),
        };
      });
    }
  },
};
