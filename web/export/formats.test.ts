import { expect, test } from "vitest";
import type { Conversation } from "../state/conversation.ts";
import { asJson, asMarkdown } from "./formats.ts";

const conversation: Conversation = {
  ...{
    id: "c",
    title: "Two [shapes]",
    createdAt: 0,
    updatedAt: 0,
    models: ["server:nano"],
    system: "Be brief.",
    settings: {},
  },
  turns: [
    {
      ...{ id: "1", text: "What is it?", pictures: [{ id: "p", name: "a[1].png" }] },
      columns: [
        {
          shown: 0,
          variants: [{ id: "x", model: "server:nano", text: "A **star**.", tokens: [], state: "done" }],
        },
      ],
    },
  ],
};
const pictures = new Map([["p", "data:image/png;base64,AAAA"]]);

test("JSON has messages that an OpenAI client can send, with the pictures inside", () => {
  const file = JSON.parse(asJson(conversation, pictures)) as { messages: unknown[]; answers: unknown[] };
  expect(file.messages).toEqual([
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        { type: "text", text: "What is it?" },
      ],
    },
    { role: "assistant", content: "A **star**." },
  ]);
  expect(file.answers).toMatchObject([[{ shown: 0, variants: [{ model: "nano", state: "done" }] }]]);
});

test("Markdown reads as the conversation went; names of pictures cannot break their links", () => {
  const text = asMarkdown(conversation, pictures);
  expect(text).toContain("# Two [shapes]");
  expect(text).toContain("![a1.png](data:image/png;base64,AAAA)");
  expect(text.indexOf("What is it?")).toBeLessThan(text.indexOf("## nano\n\nA **star**."));
});

test("a picture that is lost is left out of the messages and named in Markdown", () => {
  expect(asJson(conversation, new Map())).not.toContain("image_url");
  expect(asMarkdown(conversation, new Map())).toContain("_a[1].png is lost_");
});
