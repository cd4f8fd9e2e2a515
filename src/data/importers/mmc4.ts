/**
 * MMC4: a document a line, sentences in `text_list` and pictures in `image_info`, each assigned to a sentence. Pictures are
 * local files by `image_name`; the set itself has only their addresses.
 */
import { z } from "zod";
import { endsWith, type Importer, Refused } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { pictureBytes, pictureIfSound } from "./pictures.ts";
import { draftsOf } from "./records/records.ts";
import { articleDrafts, type Block, cleanText } from "./text.ts";

/** CLIP's similarity under which a picture has little to do with its sentence (OpenFlamingo trains from here on). */
const MIN_SIMILARITY = 0.24;

const documentSchema = z.object({
  text_list: z.array(z.string()).min(1),
  image_info: z.array(
    z.object({
      image_name: z.string(),
      matched_text_index: z.int().nonnegative(),
      matched_sim: z.number().optional(),
    }),
  ),
  url: z.string().optional(),
  license: z.string().optional(),
});

export const mmc4: Importer = {
  name: "mmc4",
  category: "interleaved",
  version: 1,
  description: "MMC4 documents (JSON Lines) with local pictures, each before the sentence that it is assigned to",
  formats: ["*.jsonl", "*.jsonl.gz"],
  recognises: endsWith(".jsonl", ".jsonl.gz"),
  read: (file, options) =>
    draftsOf(file, async (value, item) => {
      const parsed = documentSchema.safeParse(value);
      if (!parsed.success) throw new Refused("the record is no MMC4 document", parsed.error.issues[0]?.path.join("."));
      const { text_list: sentences, image_info: images, license } = parsed.data;
      const blocks: Block[] = [];
      let missing = 0;
      let text = "";
      for (const [i, sentence] of sentences.entries()) {
        for (const image of images.filter((one) => one.matched_text_index === i)) {
          if ((image.matched_sim ?? 1) < MIN_SIMILARITY) continue;
          const load = () => pictureBytes(image.image_name, file.folder, file.path);
          const picture = await pictureIfSound(load, options);
          if (picture === undefined) {
            missing++;
            continue;
          }
          if (text !== "") blocks.push({ kind: "text", text: cleanText(text) });
          text = "";
          blocks.push({ kind: "picture", picture });
        }
        text += `${text === "" ? "" : " "}${sentence.trim()}`;
      }
      if (text !== "") blocks.push({ kind: "text", text: cleanText(text) });
      if (!blocks.some((block) => block.kind === "picture")) {
        throw new Refused("a document has none of its pictures", `${missing} are missing or broken`);
      }
      const flags = missing > 0 ? ["missing-pictures"] : [];
      const licence = license === undefined ? undefined : licenceName(license);
      return articleDrafts(blocks, { item, template: "document", licence, flags }, options);
    }),
};
