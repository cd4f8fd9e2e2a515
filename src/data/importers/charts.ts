/**
 * Charts: questions as ChartQA has them (`imgname`, `query`, `label`, a CSV of the data beside them), and summaries as
 * Chart-to-text has them (folders `imgs`, `captions`, `titles`, `data`). Where the data is there, it becomes a table to read.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { conversationOf } from "../sample.ts";
import { attempt, type ImportDraft, type Importer, type InputFile, Refused } from "./importer.ts";
import { pictureBytes } from "./pictures.ts";
import { csvFields } from "./records/csv.ts";
import { draftsOf, firstOf, isRecordFile, objectFrom } from "./records/records.ts";
import { cleanText, collapsed, wording } from "./text.ts";

const tableQuestions = [
  "Convert this chart to a table.",
  "Read the values of the chart and write them as a Markdown table.",
  "What is the data behind this chart? Answer with a table.",
] as const;
const summaryQuestions = [
  "Summarize what this chart shows.",
  "Describe the chart and its main findings.",
  "What does the chart say? Answer in a short paragraph.",
] as const;
const imageNames = ["imgname", "image", "image_path", "img", "file_name", "filename"];

export const chartQa: Importer = {
  name: "chartqa",
  category: "table-chart",
  version: 1,
  description:
    "questions about charts as ChartQA has them, and its tables of the data; other sets of picture, question and answer too",
  formats: ["*.json", "*.jsonl", "*.parquet", "*.csv"],
  recognises: (path) => isRecordFile(path) && !/(^|\/)(tables|annotations)\//.test(path),
  read(file) {
    const seen = new Set<string>();
    return draftsOf(file, async (value, item) => {
      const record = objectFrom(value);
      const reference = firstOf(record, imageNames);
      const question = textOf(firstOf(record, ["query", "question", "prompt"]));
      const answer = textOf(firstOf(record, ["label", "answer", "answers", "response"]));
      if (question === "" || answer === "") throw new Refused("a question or its answer is missing");
      const picture = await chartPicture(reference, file);
      const drafts: ImportDraft[] = [
        { item, template: "question", content: conversationOf([[question, answer]]), pictures: [picture] },
      ];
      // Several questions are asked of a chart; its table is read once.
      if (typeof reference === "string" && !seen.has(reference)) {
        seen.add(reference);
        const table = await file.folder.findIfPresent(
          `tables/${basename(reference).replace(/\.\w+$/, "")}.csv`,
          file.path,
        );
        if (table !== undefined) drafts.push(await tableDraft(`${item}.table`, table, picture));
      }
      return drafts;
    });
  },
};

export const chartToText: Importer = {
  name: "chart2text",
  category: "table-chart",
  version: 1,
  description:
    "summaries of charts as Chart-to-text has them, with titles and tables of the data; JSON with image and summary too",
  formats: ["captions/*.txt", "*.json", "*.jsonl", "*.csv"],
  recognises: (path) => /(^|\/)captions\/[^/]+\.txt$/i.test(path),
  async *read(file) {
    if (isRecordFile(file.path)) {
      yield* draftsOf(file, async (value, item) => {
        const record = objectFrom(value);
        const title = textOf(firstOf(record, ["title", "chart_title"]));
        const summary = textOf(firstOf(record, ["summary", "caption", "description", "text"]));
        return [summaryDraft(item, title, summary, await chartPicture(firstOf(record, imageNames), file))];
      });
      return;
    }
    const stem = basename(file.path, ".txt");
    const beside = (folder: string, ends: readonly string[]) =>
      firstPresent(
        file,
        ends.map((end) => `../${folder}/${stem}.${end}`),
      );
    const image = await beside("imgs", ["png", "jpg", "jpeg"]);
    yield await attempt("summary", async () => {
      if (image === undefined) throw new Refused("a file is missing", `imgs/${stem}.png`);
      const title = await beside("titles", ["txt"]);
      const heading = title === undefined ? "" : cleanText(await readFile(title, "utf8"));
      return summaryDraft("summary", heading, cleanText(await readFile(file.path, "utf8")), await readFile(image));
    });
    const table = await beside("data", ["csv"]);
    if (image !== undefined && table !== undefined) {
      yield await attempt("table", async () => tableDraft("table", table, await readFile(image)));
    }
  },
};

function summaryDraft(item: string, title: string, summary: string, picture: Uint8Array): ImportDraft {
  if (summary === "") throw new Refused("a caption is missing");
  const answer = title === "" || summary.startsWith(title) ? summary : `${title}\n\n${summary}`;
  const content = conversationOf([[wording(summaryQuestions, item + answer), answer]]);
  return { item, template: "summary", content, pictures: [picture] };
}

async function tableDraft(item: string, path: string, picture: Uint8Array): Promise<ImportDraft> {
  const rows: string[][] = [];
  for await (const row of csvFields(path, ",")) rows.push(row.map((field) => collapsed(field).replaceAll("|", "\\|")));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (rows.length < 2 || width === 0) throw new Refused("a table is empty", basename(path));
  const lines = rows.map((row) => `| ${Array.from({ length: width }, (_, i) => row[i] ?? "").join(" | ")} |`);
  const table = [lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n");
  const content = conversationOf([[wording(tableQuestions, path), table]]);
  return { item, template: "table", content, pictures: [picture] };
}

/** ChartQA's pictures lie in `png` beside the questions. */
async function chartPicture(reference: unknown, file: InputFile): Promise<Uint8Array> {
  if (typeof reference !== "string") return pictureBytes(reference, file.folder, file.path);
  const beside = await file.folder.findIfPresent(`png/${reference}`, file.path);
  return pictureBytes(beside ?? reference, file.folder, file.path);
}

async function firstPresent(file: InputFile, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const path = await file.folder.findIfPresent(name, file.path);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** Text of a field that is a text, a number or a list of them. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(", ");
  return typeof value === "string" || typeof value === "number" ? cleanText(String(value)).trim() : "";
}
