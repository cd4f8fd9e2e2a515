import { expect, test } from "vitest";
import type { Conversation } from "../state/conversation.ts";
import { asJson, asMarkdown } from "./formats.ts";
import { ImportError, readConversation } from "./read.ts";

const png =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const token = { text: "A", logprob: -0.5, alternatives: [{ text: "B", logprob: -1 }] };
const conversation: Conversation = {
  ...{ id: "c", title: "Two shapes", createdAt: 1_700_000_000_000, updatedAt: 1_700_000_100_000 },
  ...{ models: ["server:nano", "tab:mini"], system: "Be brief.", settings: { temperature: 0, seed: 3 } },
  turns: [
    {
      ...{ id: "1", text: "What is it?", pictures: [{ id: "p", name: "a.png" }] },
      columns: [
        {
          shown: 1,
          variants: [
            { id: "x", model: "server:nano", text: "A dot.", tokens: [token], state: "done" },
            {
              ...{ id: "y", model: "server:nano", text: "A star", tokens: [], state: "done", cut: true },
              usage: { promptTokens: 12, answerTokens: 2 },
              timing: { imageMs: 1, prefillMs: 2, decodeMs: 3, timeToFirstTokenMs: 4 },
            },
          ],
        },
        { shown: 0, variants: [{ id: "z", model: "tab:mini", text: "", tokens: [], state: "failed", error: "No." }] },
      ],
    },
    { id: "2", text: "Sure?", pictures: [], columns: [] },
  ],
};
const exported = asJson(conversation, new Map([["p", png]]));
const known: Readonly<Record<string, string>> = { nano: "server:nano", mini: "tab:mini" };
const read = (text: string) =>
  readConversation(text, { name: "chat.json", keyOf: (model) => known[model] ?? `server:${model}` });

/** Without the ids, which every import makes anew. */
const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "id" ? undefined : inner))) as object;

test("what was exported comes back as it was, with its pictures", async () => {
  const { conversation: found, pictures } = read(exported);
  expect(plain(found)).toEqual(plain(conversation));
  expect(pictures).toHaveLength(1);
  expect(pictures[0]).toMatchObject({ id: found.turns[0]!.pictures[0]!.id, name: "a.png" });
  const bytes = Buffer.from(await pictures[0]!.blob.arrayBuffer());
  expect(`data:image/png;base64,${bytes.toString("base64")}`).toBe(png);
  expect(found.id).not.toBe("c");
});

const changed = (change: (file: Record<string, unknown>) => void) => {
  const file = JSON.parse(exported) as Record<string, unknown>;
  change(file);
  return JSON.stringify(file);
};

test.each<[string, string, RegExp]>([
  ["Markdown", asMarkdown(conversation, new Map()), /: it is no JSON\.$/],
  ["other JSON", '{"messages": []}', /: it does not say that it is one\.$/],
  ["a list", "[1]", /: it does not say that it is one\.$/],
  ["nothing", "null", /: it does not say that it is one\.$/],
  ["a later version", changed((f) => Object.assign(f, { version: 2 })), /version 2, and this page reads version 1/],
  ["a wrong field", changed((f) => Object.assign(f, { title: 4 })), /: "title" is not as it should be\.$/],
  ["no question", changed((f) => Object.assign(f, { messages: [], answers: [] })), /nothing was asked in it/],
  ["missing answers", changed((f) => Object.assign(f, { answers: [] })), /2 questions and answers to 0/],
  ["a picture elsewhere", exported.replace(png, "https://example.com/a.png"), /picture 1 of question 1 is no picture/],
  ["a script as a picture", exported.replace(png, "data:image/svg+xml;base64,PHN2Zy8+"), /is no picture/],
  ["text as a picture", exported.replace(png, "data:image/png;base64,aGVsbG8="), /is no picture/],
])("refused in a sentence that names the file: %s", (_, text, reason) => {
  let error: unknown;
  try {
    read(text);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(ImportError);
  const { message } = error as ImportError;
  expect(message).toMatch(/^chat\.json is not a conversation that this page has exported: /);
  expect(message).toMatch(reason);
});

test("an answer that was under way when it was exported has ended; a place that is not there is the last", () => {
  const { conversation: found } = read(
    changed((file) => {
      const [[column]] = file.answers as [[{ shown: number; variants: { state: string }[] }]];
      column.shown = 9;
      column.variants[1]!.state = "running";
    }),
  );
  expect(found.turns[0]!.columns[0]).toMatchObject({ shown: 1, variants: [{ state: "done" }, { state: "stopped" }] });
});
