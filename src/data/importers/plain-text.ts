/** Text alone: files of text and Markdown, and records with a text field in JSON Lines, JSON or Parquet. */
import { given, target } from "../sample.ts";
import { endsWith, type ImportDraft, type Importer, type ImportOptions, Refused } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { linesOf } from "./records/lines.ts";
import { draftsOf, firstOf, isRecordFile, objectFrom } from "./records/records.ts";
import { cleanText, splitText } from "./text.ts";

const DEFAULT_MAX_CHARACTERS = 12_000;
/** So much text is gathered before it is cut where paragraphs end. */
const GATHERED = 4;

export const plainText: Importer = {
  name: "text",
  category: "text",
  version: 1,
  description: "files of text or Markdown, cut where paragraphs end",
  formats: ["*.txt", "*.md", "*.txt.gz"],
  recognises: endsWith(".txt", ".md", ".markdown", ".rst", ".txt.gz"),
  async *read(file, options) {
    const maxCharacters = options.maxCharacters ?? DEFAULT_MAX_CHARACTERS;
    let text = "";
    let part = 0;
    for await (const line of linesOf(file.path)) {
      if (line.problem !== undefined) throw new Refused(line.problem, `line ${line.number}`);
      text += `${line.text}\n`;
      if (text.length < GATHERED * maxCharacters) continue;
      const pieces = splitText(cleanText(text), maxCharacters);
      text = `${pieces.pop() ?? ""}\n`;
      for (const piece of pieces) yield textDraft(String(part++), piece);
    }
    for (const piece of splitText(cleanText(text), maxCharacters)) yield textDraft(String(part++), piece);
    if (part === 0) throw new Refused("a text is empty");
  },
};

export const textRecords: Importer = {
  name: "text-records",
  category: "text",
  version: 1,
  description:
    "records with a text (text, content, raw_content) or an instruction and its answer, in JSON Lines, JSON or Parquet",
  formats: ["*.jsonl", "*.json", "*.jsonl.gz", "*.parquet"],
  recognises: isRecordFile,
  read: (file, options) => draftsOf(file, (value, item) => recordDrafts(value, item, options)),
};

function recordDrafts(value: unknown, item: string, options: ImportOptions): ImportDraft[] {
  const record = typeof value === "string" ? { text: value } : objectFrom(value);
  const described = { language: languageOf(record), licence: licenceOf(record) };
  const [question, input, answer] = [
    firstOf(record, ["instruction", "question", "prompt"]),
    firstOf(record, ["input", "context"]),
    firstOf(record, ["output", "answer", "response", "completion"]),
  ];
  if (typeof question === "string" && typeof answer === "string" && record.text === undefined) {
    const asked = cleanText(typeof input === "string" && input !== "" ? `${question}\n\n${input}` : question);
    const said = cleanText(answer);
    if (asked === "" || said === "") throw new Refused("a text is empty");
    const turns = [
      { role: "user" as const, parts: [given(asked)] },
      { role: "assistant" as const, parts: [target(said)] },
    ];
    const content = { kind: "conversation" as const, turns };
    return [{ item, template: "instruction", category: "instruction", content, pictures: [], ...described }];
  }
  const text = firstOf(record, ["text", "content", "raw_content", "markdown", "code"]);
  if (typeof text !== "string")
    throw new Refused("the record has no text", Object.keys(record).join(", ").slice(0, 200));
  const pieces = splitText(cleanText(text), options.maxCharacters ?? DEFAULT_MAX_CHARACTERS);
  if (pieces.length === 0) throw new Refused("a text is empty");
  return pieces.map((piece, i) => ({ ...textDraft(pieces.length === 1 ? item : `${item}.${i}`, piece), ...described }));
}

function textDraft(item: string, text: string): ImportDraft {
  return { item, template: "text", content: { kind: "document", parts: [target(text)] }, pictures: [] };
}

/** The record's own word, or that of its `meta` or `metadata`. */
function said(record: Record<string, unknown>, names: readonly string[]): string | undefined {
  const inner = firstOf(record, ["meta", "metadata"]);
  const value =
    firstOf(record, names) ?? (typeof inner === "object" && inner !== null ? firstOf({ ...inner }, names) : undefined);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function languageOf(record: Record<string, unknown>): string | undefined {
  const language = said(record, ["language", "lang"])?.toLowerCase();
  return language !== undefined && /^[a-z]{2}$/.test(language) ? language : undefined;
}

function licenceOf(record: Record<string, unknown>): string | undefined {
  const licence = said(record, ["license", "licence"]);
  return licence === undefined ? undefined : licenceName(licence);
}
