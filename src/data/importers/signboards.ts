/**
 * Text sets with a file of annotations for each picture whose format is their own: ReCTS (signboards, lines and characters) and
 * Uber-Text (house numbers, street and shop names seen from the street).
 */
import { z } from "zod";
import { attempt, type Importer, messageOf, Refused } from "./importer.ts";
import { isUnread, pairs, pictureOf, readSmall, type SceneWord, sceneDraft, stemOf } from "./scene-words.ts";

const markSchema = z
  .object({
    points: z.array(z.number()).length(8),
    transcription: z.string(),
    ignore: z.union([z.number(), z.boolean()]).optional(),
  })
  .loose();
const rectsSchema = z.object({ lines: z.array(markSchema), chars: z.array(markSchema).default([]) });

/** `gt/train_ReCTS_000001.json` for `img/train_ReCTS_000001.jpg`: `lines` and `chars` of points, transcription, ignore. */
export const rects: Importer = {
  name: "rects",
  category: "scene-text",
  version: 1,
  description: "ReCTS: a JSON file of lines and characters for each picture of a signboard",
  formats: ["gt/*.json"],
  recognises: (path) => path.toLowerCase().endsWith(".json"),
  async *read(file) {
    yield await attempt("0", async () => {
      let value: unknown;
      try {
        value = JSON.parse(await readSmall(file));
      } catch (error) {
        if (error instanceof Refused) throw error;
        throw new Refused("the JSON is malformed", messageOf(error));
      }
      const parsed = rectsSchema.safeParse(value);
      if (!parsed.success) {
        throw new Refused(
          "the file has no lines with points and transcription",
          parsed.error.issues[0]?.path.join("."),
        );
      }
      const words = (marks: typeof parsed.data.lines, kind: string) =>
        marks.map(
          ({ points, transcription, ignore }): SceneWord => ({
            kind,
            text: ignore || isUnread(transcription) ? undefined : transcription,
            polygon: pairs(points),
          }),
        );
      const { lines, chars } = parsed.data;
      return sceneDraft("0", words(lines, "line"), await pictureOf([stemOf(file)], file), words(chars, "character"));
    });
  },
};

/** What its annotators called things, as regions are called here; all else is `word`. */
const uberKinds: Readonly<Record<string, string>> = {
  businessname: "business-name",
  streetname: "street-name",
  streetnumber: "street-number",
  streetnumberrange: "street-number",
  licenseplate: "licence-plate",
  trafficsign: "traffic-sign",
  phonenumber: "phone-number",
};

/** `truth_img_1.txt` for `img_1.jpg`: a line is `x1 y1 x2 y2 ...`, a tab, the text, a tab, what kind of text it is. */
export const uberText: Importer = {
  name: "uber-text",
  category: "scene-text",
  version: 1,
  description: "Uber-Text: a text file of polygons, texts and their kinds for each street view",
  formats: ["truth_*.txt"],
  recognises: (path) => /(^|\/)truth_[^/]*\.txt$/i.test(path),
  async *read(file) {
    yield await attempt("0", async () => {
      const words = (await readSmall(file)).split(/\r?\n/).flatMap((line, i) => {
        return line.trim() === "" ? [] : [uberWord(line, i + 1)];
      });
      const stem = stemOf(file);
      return sceneDraft("0", words, await pictureOf([stem.replace(/^truth_/i, ""), stem], file));
    });
  },
};

function uberWord(line: string, number: number): SceneWord {
  const [points, text, kind] = line.split("\t");
  const values = points!.trim().split(/\s+/).map(Number);
  if (text === undefined || values.length < 6 || values.length % 2 !== 0 || !values.every(Number.isFinite)) {
    throw new Refused("a line is no annotation", `line ${number}: ${line.slice(0, 80)}`);
  }
  return {
    kind: uberKinds[(kind ?? "").replace(/[\s_-]/g, "").toLowerCase()] ?? "word",
    text: isUnread(text) ? undefined : text,
    polygon: pairs(values),
  };
}
