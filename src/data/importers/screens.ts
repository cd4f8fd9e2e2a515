/**
 * Screens of mobile apps, as the sets over RICO have them: ScreenQA, Screen2Words, Widget Captioning and RefExp, from their own
 * JSON and CSV (pictures and view hierarchies are RICO's `<id>.jpg` and `<id>.json`) or from Hugging Face's Parquet of them.
 */
import { z } from "zod";
import { conversationOf, type Region } from "../sample.ts";
import { boxText } from "../sources/table-chart/coordinates.ts";
import { type ImportDraft, type Importer, type InputFile, Refused } from "./importer.ts";
import { pictureBytes, pictureSize } from "./pictures.ts";
import { draftsOf, firstOf, isRecordFile, objectFrom, readWholeJson } from "./records/records.ts";
import { cleanText, wording } from "./text.ts";

type Box = [number, number, number, number];
type Screen = { readonly id: string; readonly bytes: Uint8Array; readonly width: number; readonly height: number };

/** RICO's view hierarchies measure a canvas of this height, whatever the screenshot's size (pix2struct's converter). */
const CANVAS_HEIGHT = 2560;

const summaryQuestions = [
  "What is this screen for?",
  "Summarize the screen in a few words.",
  "Describe what this app screen shows.",
] as const;
const widgetQuestions = [
  "What is the element at {box} for?",
  "Describe the widget at {box}.",
  "Write a caption for the element in {box}.",
] as const;
const placeQuestions = [
  "Where on the screen is this: {what}?",
  "Give the box of the element: {what}.",
  "Find it on the screen: {what}.",
] as const;

function screenImporter(
  name: string,
  description: string,
  recognises: (path: string) => boolean,
  drafts: (
    record: Record<string, unknown>,
    item: string,
    screen: Screen,
    file: InputFile,
  ) => ImportDraft[] | Promise<ImportDraft[]>,
): Importer {
  return {
    name,
    category: "table-chart",
    version: 1,
    description,
    formats: ["*.json", "*.csv", "*.parquet"],
    recognises,
    read: (file) =>
      draftsOf(file, async (value, item) => {
        const record = objectFrom(value);
        return drafts(record, item, await screenOf(record, file), file);
      }),
  };
}

const answerSchema = z.union([
  z.string().transform((text) => ({ full_answer: text, ui_elements: [] })),
  z.object({
    full_answer: z.string(),
    ui_elements: z.array(z.object({ text: z.string().nullish(), bounds: z.array(z.number()) }).loose()).default([]),
  }),
]);

/** Answers of several raters; the first that found one counts. */
export const screenQa = screenImporter(
  "screenqa",
  "questions about app screens as ScreenQA has them, with the boxes of the elements that answer",
  isScreenFile,
  (record, item, screen) => {
    const question = cleanText(String(record.question ?? ""));
    const answers = z.array(answerSchema).min(1).safeParse(record.ground_truth);
    if (question === "" || !answers.success) throw new Refused("a question or its answer is missing");
    const answer = answers.data.find(({ full_answer }) => !isNoAnswer(full_answer)) ?? answers.data[0]!;
    const none = isNoAnswer(answer.full_answer);
    const regions = answer.ui_elements.flatMap(({ text, bounds }): Region[] => {
      const box = pixelBox(bounds, screen);
      return box ? [{ image: 0, kind: "element", box, ...(text && { text }) }] : [];
    });
    const said = none ? "The screen does not say." : cleanText(answer.full_answer);
    if (said === "") throw new Refused("a question or its answer is missing");
    return [
      {
        item: `${item}:${screen.id}`,
        template: "question",
        content: conversationOf([[question, said]]),
        pictures: [screen.bytes],
        regions,
        flags: none ? ["no-answer"] : [],
      },
    ];
  },
);

export const screen2words = screenImporter(
  "screen2words",
  "summaries of app screens as Screen2Words has them (screenId, summary)",
  isScreenFile,
  (record, item, screen) => {
    const summaries = textsOf(firstOf(record, ["summary", "summaries", "captions"]));
    if (summaries.length === 0) throw new Refused("a caption is missing");
    return summaries.map((summary, i) => {
      const name = `${item}:${screen.id}${summaries.length > 1 ? `.${i}` : ""}`;
      const content = conversationOf([[wording(summaryQuestions, name), summary]]);
      return { item: name, template: "summary", content, pictures: [screen.bytes] };
    });
  },
);

export const widgetCaptioning = screenImporter(
  "widget-captioning",
  "captions of widgets as Widget Captioning has them (screenId, nodeId, captions), with RICO's view hierarchies or a bbox column",
  isScreenFile,
  async (record, item, screen, file) => {
    const captions = textsOf(firstOf(record, ["captions", "caption"]))
      .flatMap((text) => text.split("|"))
      .map(cleanText);
    const [caption] = captions.filter((text) => text !== "");
    if (caption === undefined) throw new Refused("a caption is missing");
    const given = firstOf(record, ["bbox", "bounds"]);
    const box =
      given === undefined ? await nodeBox(String(record.nodeId ?? ""), screen, file) : pixelBox(given, screen);
    if (box === undefined) throw new Refused("a box lies outside its picture", JSON.stringify(given));
    const question = wording(widgetQuestions, item + caption).replace("{box}", boxText(box, screen));
    return [
      {
        item: `${item}:${screen.id}`,
        template: "widget",
        content: conversationOf([[question, caption]]),
        pictures: [screen.bytes],
        regions: [{ image: 0, kind: "widget", text: caption, box }],
      },
    ];
  },
);

/** Answers name places by thousandths of the picture, which stay true when it is made smaller. */
export const refExp = screenImporter(
  "refexp",
  "referring expressions on app screens as RefExp has them (prompt, target_bounding_box): which box is meant",
  isScreenFile,
  (record, item, screen) => {
    const asked = Array.isArray(record.labels) ? record.labels.map(objectFrom) : [record];
    return asked.map((one, i) => {
      const what = cleanText(String(one.prompt ?? ""));
      const target = objectFrom(
        typeof one.target_bounding_box === "string" ? parsedBox(one.target_bounding_box) : one.target_bounding_box,
      );
      const box = pixelBox(
        ["xmin", "ymin", "xmax", "ymax"].map((name) => Number(target[name])),
        screen,
      );
      if (what === "" || box === undefined)
        throw new Refused("an expression or its box is missing", JSON.stringify(target).slice(0, 200));
      const name = `${item}:${screen.id}${asked.length > 1 ? `.${i}` : ""}`;
      const question = wording(placeQuestions, name).replace("{what}", () => what);
      return {
        item: name,
        template: "place",
        content: conversationOf([[question, boxText(box, screen)]]),
        pictures: [screen.bytes],
        regions: [{ image: 0, kind: "element", text: what, box }],
      };
    });
  },
);

/** RICO's own view hierarchies, `123.json`, are no questions. */
function isScreenFile(path: string): boolean {
  return isRecordFile(path) && !/(^|\/)\d+\.json$/.test(path);
}

async function screenOf(record: Record<string, unknown>, file: InputFile): Promise<Screen> {
  const id = firstOf(record, ["screenId", "screen_id", "image_id", "id"]);
  const named = firstOf(record, ["image", "file_name", "image_path"]);
  if (named === undefined && id === undefined) throw new Refused("a picture is missing");
  const name =
    named ?? ((await file.folder.findIfPresent(`${id}.jpg`, file.path)) === undefined ? `${id}.png` : `${id}.jpg`);
  const bytes = await pictureBytes(name, file.folder, file.path);
  return { id: String(id ?? named), bytes, ...(await pictureSize(bytes)) };
}

/** A box in pixels, given in pixels or as shares of the picture; undefined if it is not one inside the picture. */
function pixelBox(bounds: unknown, { width, height }: Screen): Box | undefined {
  if (!Array.isArray(bounds) || bounds.length !== 4 || !bounds.every((value) => Number.isFinite(value)))
    return undefined;
  const isShare = bounds.every((value) => value >= 0 && value <= 1);
  const [left, top, right, bottom] = (
    isShare ? [bounds[0] * width, bounds[1] * height, bounds[2] * width, bounds[3] * height] : bounds
  ) as Box;
  const isInside =
    left >= -1 && top >= -1 && right <= width + 1 && bottom <= height + 1 && right > left && bottom > top;
  return isInside ? [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)] : undefined;
}

interface ViewNode {
  readonly bounds?: readonly number[];
  readonly children?: readonly (ViewNode | null)[];
}

/** `0.2.1` is the second child of the third child of the root of `<id>.json`. */
async function nodeBox(nodeId: string, screen: Screen, file: InputFile): Promise<Box | undefined> {
  const path = await file.folder.find(`${screen.id}.json`, file.path);
  const view = objectFrom(await readWholeJson(path)) as { activity?: { root?: ViewNode } };
  let node: ViewNode | null | undefined = view.activity?.root;
  for (const index of nodeId.split(".").slice(1)) node = node?.children?.[Number(index)];
  if (!node?.bounds) throw new Refused("a view hierarchy lacks a node", `${screen.id}.json: ${nodeId}`);
  const scale = screen.height / CANVAS_HEIGHT;
  return pixelBox(
    node.bounds.map((value) => value * scale),
    screen,
  );
}

function parsedBox(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("an expression or its box is missing", text.slice(0, 100));
  }
}

function isNoAnswer(answer: string): boolean {
  return /^\s*<?no answer>?\s*$/i.test(answer);
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === "string" && one.trim() !== "" ? [cleanText(one)] : [],
  );
}
