/**
 * What is asked about a page: all of it as Markdown or as plain text, what stands in a box, where a text stands, the order
 * of reading, single facts. Answers are written from the visible part of the page's tree.
 */
import type { Mark, Shot } from "../../camera/camera.ts";
import type { Random } from "../../random.ts";
import { type Content, conversationOf, type Region } from "../../sample.ts";
import { type Composition, Unfit } from "../../source.ts";
import { blockMarkdown, markdownOf } from "./markdown.ts";
import { boxConvention, boxTuple, regionWords } from "./places.ts";
import { blockPlain, plainOf } from "./plain.ts";
import type { Language } from "./prose/names.ts";
import { columnWidth, type Sheet } from "./sheet.ts";
import { askFor } from "./task-words.ts";
import { type Block, hasMath } from "./tree.ts";
import { type SeenBlock, squeezed, visibleBlocks } from "./visible.ts";

export const taskNames = [
  "markdown",
  "markdown-all",
  "text",
  "box",
  "order",
  "locate",
  "field",
  "json",
  "question",
  "summary",
  "language",
] as const;
export type TaskName = (typeof taskNames)[number];

/** Leaves of the taxonomy for tasks that fall under one. */
export const leafOf: Partial<Record<TaskName, string>> = {
  markdown: "Recognition/OCR and Transcription/Specified Format Transcription",
  "markdown-all": "Recognition/OCR and Transcription/Specified Format Transcription",
  json: "Recognition/OCR and Transcription/Specified Format Transcription",
  text: "Recognition/OCR and Transcription/Printed Text Transcription",
  box: "Recognition/OCR and Transcription/Printed Text Transcription",
  summary: "Conversion/Image to Text/Text Summary",
};

interface Seen {
  readonly sheet: Sheet;
  readonly shot: Shot;
  readonly blocks: readonly SeenBlock[];
  /** Language of the questions. */
  readonly language: Language;
  readonly regions: readonly Region[];
}

type Answered = Pick<Composition, "content" | "rewrite"> & { readonly regions?: readonly Region[] };
type Task = (random: Random, seen: Seen) => Answered;

/** A page's sample: regions of all blocks, and one task about them. Throws `Unfit` when the task cannot be asked. */
export function composePage(random: Random, sheet: Sheet, task: TaskName, shot: Shot): Composition {
  const blocks = visibleBlocks(sheet.tree, shot);
  if (blocks.length === 0) throw new Unfit("nothing of the page can be seen");
  const widest = columnWidth(sheet) * sheet.size.scale + 2;
  for (const { area, block, mark } of blocks) {
    const boxes = block.type === "table" ? [mark.box] : mark.lines.map(({ box }) => box);
    if (area === "body" && boxes.some(({ left, right }) => right - left > widest))
      throw new Unfit(`a ${block.type} is wider than its column`);
  }
  const regions = blocks.map(regionOf);
  const language = random.chance(0.6) ? sheet.language : "en";
  const answered = tasks[task](random, { sheet, shot, blocks, language, regions });
  return { regions, language: sheet.language, flags: [`task:${task}`], ...answered };
}

/** Where a block stands. One that goes on in the next column has two boxes; its region is the first, with the text in it. */
function regionOf({ block, mark }: SeenBlock): Region {
  const turn = breaks(block) ? columnTurn(mark) : 0;
  if (turn === 0) return { image: 0, kind: block.type, text: blockPlain(block), box: boxTuple(mark.box) };
  const lines = mark.lines.slice(0, turn);
  const box = boxTuple({
    left: Math.min(...lines.map((line) => line.box.left)),
    top: Math.min(...lines.map((line) => line.box.top)),
    right: Math.max(...lines.map((line) => line.box.right)),
    bottom: Math.max(...lines.map((line) => line.box.bottom)),
  });
  return { image: 0, kind: "part", text: lines.map(({ text }) => text).join(" "), box };
}

/** Whether the style sheet lets a column end within the block: formulas and text around them stay whole. */
function breaks(block: Block): boolean {
  return block.type === "list" || (block.type !== "formula" && !hasMath(block));
}

/** The first line that stands in another column than all those before it; 0 if none does. */
function columnTurn({ lines }: Mark): number {
  const turn = lines.findIndex(
    ({ box }, i) =>
      i > 0 &&
      box.bottom < lines[i - 1]!.box.top &&
      // the upper line of a fraction may come behind the lower one, but above it
      lines.slice(0, i).every((line) => box.left >= line.box.right),
  );
  return Math.max(turn, 0);
}

function asked(question: string, answer: string): Answered {
  return { content: conversationOf([[question, answer]]) };
}

const running = ({ area }: SeenBlock) => area !== "header" && area !== "footer";
const blocksOnly = (seen: readonly SeenBlock[]) => seen.map(({ block }) => block);

const tasks: Record<TaskName, Task> = {
  markdown(random, { blocks, language }) {
    return asked(askFor(random, "markdown", language), markdownOf(blocksOnly(blocks.filter(running))));
  },
  "markdown-all"(random, { blocks, language }) {
    return asked(askFor(random, "markdown-all", language), markdownOf(blocksOnly(blocks)));
  },
  text(random, { blocks, language }) {
    return asked(askFor(random, "text", language), plainOf(blocksOnly(blocks)));
  },
  box(random, { blocks, language, regions, shot }) {
    const at = random.pick(
      blocks.flatMap(({ block }, i) => (block.type === "figure" || regions[i]!.kind === "part" ? [] : [i])),
    );
    const { block } = blocks[at]!;
    const answer = block.type === "table" || block.type === "formula" ? blockMarkdown(block) : blockPlain(block);
    return placed(shot, [regions[at]!, ...regions.filter((_, i) => i !== at)], (box) => [
      [askFor(random, "box", language, { box, convention: boxConvention[language]! }), answer],
    ]);
  },
  locate(random, { blocks, language, regions, shot }) {
    const openings = blocks.map(({ block }) => openingOf(block));
    const sole = openings.flatMap((one, i) =>
      one.length > 2 && !one.includes("\\") && openings.filter((other) => other.startsWith(one)).length === 1
        ? [i]
        : [],
    );
    if (sole.length === 0) throw new Unfit("no text of the page stands there only once");
    const at = random.pick(sole);
    const question = askFor(random, "locate", language, { text: openings[at]!, convention: boxConvention[language]! });
    return placed(shot, [regions[at]!, ...regions.filter((_, i) => i !== at)], (box) => [[question, box]]);
  },
  order(random, { blocks, language }) {
    const openings = blocks.filter(running).map(({ block }) => openingOf(block));
    const texts = openings.filter((one, i) => one !== "" && openings.indexOf(one) === i);
    if (texts.length < 3) throw new Unfit("too few blocks to put in order");
    if (random.chance(0.5)) {
      return asked(askFor(random, "order", language), texts.map((one, i) => `${i + 1}. ${one}`).join("\n"));
    }
    const some = random.shuffled(texts).slice(0, random.int(3, Math.min(6, texts.length)));
    const letters = some.map((one, i) => `${"ABCDEF"[i]}. ${one}`).join("\n");
    const answer = texts.flatMap((one) => (some.includes(one) ? ["ABCDEF"[some.indexOf(one)]!] : [])).join(", ");
    return asked(`${askFor(random, "sort", language)}\n${letters}`, answer);
  },
  field(random, { sheet, blocks }) {
    const fields = random.shuffled(visibleFields(sheet, blocks)).slice(0, random.int(1, 3));
    if (fields.length === 0) throw new Unfit("none of the fields can be seen");
    return { content: conversationOf(fields.map(({ question, value }) => [question, value])) };
  },
  json(random, { sheet, blocks, language }) {
    const fields = visibleFields(sheet, blocks);
    if (fields.length < 2) throw new Unfit("too few fields can be seen");
    const kept = random.chance(0.5) ? fields : fields.slice(0, random.int(2, fields.length));
    const keys = kept.map(({ key }) => `"${key}"`).join(", ");
    const answer = JSON.stringify(
      Object.fromEntries(kept.map(({ key, value }) => [key, value])),
      null,
      random.chance(0.5) ? 2 : undefined,
    );
    return asked(askFor(random, "json", language, { keys }), answer);
  },
  question(random, { sheet, blocks }) {
    const shown = squeezed(plainOf(blocksOnly(blocks)));
    const answerable = (sheet.questions ?? []).filter(({ sentence }) => shown.includes(squeezed(sentence)));
    if (answerable.length === 0) throw new Unfit("the page answers none of the questions");
    const kept = random.shuffled(answerable).slice(0, random.int(1, 3));
    return { content: conversationOf(kept.map(({ question, answer }) => [question, answer])) };
  },
  summary(random, { sheet, blocks, language }) {
    const { summary } = sheet;
    const shown = plainOf(blocksOnly(blocks));
    // every number and every name of the summary must be readable on the page
    const facts = summary?.match(/\d[\d.,–]*\d|\d|(?<!^)\p{Lu}[\p{L}]+/gu) ?? [];
    if (!summary || facts.some((fact) => !shown.includes(fact)))
      throw new Unfit("the page does not show what a summary says");
    return asked(askFor(random, "summary", language), summary);
  },
  language(random, { sheet, language }) {
    return asked(askFor(random, "language", language), languageNames[language][sheet.language]);
  },
};

const languageNames: Record<Language, Record<Language, string>> = {
  en: { en: "English", de: "German", fr: "French", es: "Spanish", zh: "Chinese" },
  de: { en: "Englisch", de: "Deutsch", fr: "Französisch", es: "Spanisch", zh: "Chinesisch" },
  fr: { en: "Anglais", de: "Allemand", fr: "Français", es: "Espagnol", zh: "Chinois" },
  es: { en: "Inglés", de: "Alemán", fr: "Francés", es: "Español", zh: "Chino" },
  zh: { en: "英语", de: "德语", fr: "法语", es: "西班牙语", zh: "中文" },
};

function visibleFields(sheet: Sheet, blocks: readonly SeenBlock[]) {
  const shown = squeezed(plainOf(blocksOnly(blocks)));
  return (sheet.fields ?? []).filter(({ value }) => shown.includes(squeezed(value)));
}

function openingOf(block: Block): string {
  return block.type === "formula" ? block.latex : opening(blockPlain(block));
}

/** The first words of a text, as one names a passage; up to 14 characters where there are no spaces. */
function opening(value: string): string {
  const line = value.split("\n")[0]!.replaceAll("\t", " ").replace(/^• /, "").trim();
  if (/\p{Script=Han}/u.test(line)) return line.length > 14 ? line.slice(0, 14) : line;
  return line.split(/\s+/).slice(0, 6).join(" ");
}

/** Turns that name the box of the first region, written again when the picture is changed. */
export function placed(
  shot: { readonly width: number; readonly height: number },
  regions: readonly Region[],
  turns: (box: string) => readonly (readonly [string, string])[],
): Answered {
  const questions = turns("\u0000");
  const rewrite = (moved: readonly Region[], sizes: readonly { width: number; height: number }[]): Content => {
    const found = moved.find(({ kind, text }) => kind === regions[0]!.kind && text === regions[0]!.text);
    if (!found) throw new Unfit("what the question is about is no longer in the picture");
    const box = regionWords(found, sizes[0]!);
    return conversationOf(
      questions.map(([question, answer]) => [question.replaceAll("\u0000", box), answer.replaceAll("\u0000", box)]),
    );
  };
  return { content: rewrite(regions, [shot]), rewrite, regions };
}
