import { describe, expect, test } from "vitest";
import { readFixture } from "../../test/fixtures/text/golden-tokenizer.ts";
import { UserError } from "../runtime/errors.ts";
import { type Conversation, conversationImages, renderConversation, SYSTEM_PROMPT } from "./conversation.ts";
import type { TemplateName } from "./templates.ts";

interface ReferenceMessage {
  role: "User" | "Assistant";
  content: string;
}
const ours = (messages: ReferenceMessage[]): Conversation =>
  messages.map(({ role, content }) => ({ role: role === "User" ? "user" : "assistant", content }));

describe("strings are the reference's", () => {
  const golden = readFixture("prompt_goldens.json") as {
    system_prompt: string;
    cases: { name: string; messages: ReferenceMessage[]; prompt: string; images: number }[];
    no_system: { messages: ReferenceMessage[]; prompt: string };
  };
  test.each(golden.cases)("$name", ({ messages, prompt, images }) => {
    const { text, pieces } = renderConversation(ours(messages));
    expect(text).toBe(prompt);
    expect(pieces.filter(({ kind }) => kind === "image").length).toBe(images);
  });

  test("without a system prompt", () => {
    expect(renderConversation(ours(golden.no_system.messages), { system: "" }).text).toBe(golden.no_system.prompt);
    expect(SYSTEM_PROMPT).toBe(golden.system_prompt);
  });

  const { prompts } = readFixture("reference.json") as {
    prompts: {
      name: string;
      sft_format: TemplateName;
      system: "system" | "empty";
      conversations: ReferenceMessage[];
      prompt: string;
    }[];
  };
  test.each(prompts)("$sft_format, $system: $name", ({ sft_format, system, conversations, prompt }) => {
    const options = { template: sft_format, system: system === "empty" ? "" : undefined };
    expect(renderConversation(ours(conversations), options).text).toBe(prompt);
  });
});

describe("the templates of llama 2", () => {
  const turns: Conversation = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello!" },
    { role: "user", content: "Who?" },
  ];
  test.each(["llama-2", "llava_llama2"] as const)("%s", (template) => {
    expect(renderConversation(turns, { template, system: "Be kind.", open: true }).text).toBe(
      "[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nHi [/INST] Hello! </s><s>[INST] Who? [/INST]",
    );
    expect(renderConversation(turns.slice(0, 2), { template, system: "" }).text).toBe(
      "[INST] Hi [/INST] Hello! </s><s>",
    );
  });
});

test("a system message takes the place of the default, also when it is empty", () => {
  const ask = { role: "user", content: "Hi" } as const;
  expect(renderConversation([{ role: "system", content: "Be brief." }, ask], { open: true }).text).toBe(
    "Be brief.\n\nUser: Hi\n\nAssistant:",
  );
  expect(renderConversation([{ role: "system", content: "" }, ask], { system: "unused" }).text).toBe("User: Hi");
  expect(renderConversation([ask], { system: "Other." }).text).toBe("Other.\n\nUser: Hi");
});

test("an answer is begun only where one is due", () => {
  const ask = { role: "user", content: "Hi" } as const;
  const open = (conversation: Conversation) => renderConversation(conversation, { system: "", open: true }).text;
  expect(open([ask])).toBe("User: Hi\n\nAssistant:");
  expect(open([ask, { role: "assistant", content: "" }])).toBe("User: Hi\n\nAssistant:");
  expect(open([ask, { role: "assistant", content: "Yo" }])).toBe("User: Hi\n\nAssistant: Yo<｜end▁of▁sentence｜>");
});

test("parts are joined as they stand, and stripped as a whole", () => {
  const { text, pieces } = renderConversation(
    [
      {
        role: "user",
        content: [
          { type: "text", text: "\u3000 " },
          { type: "image" },
          { type: "text", text: " and " },
          { type: "image" },
          { type: "text", text: "\nWhich?\x1f\u0085\n" },
        ],
      },
    ],
    { system: "", open: true },
  );
  expect(text).toBe("User: <image_placeholder> and <image_placeholder>\nWhich?\n\nAssistant:");
  expect(pieces.map(({ kind }) => kind)).toEqual([
    "template",
    "image",
    "text",
    "image",
    "text",
    "template",
    "template",
  ]);
});

test("contents are stripped of what Python strips: not of a zero-width space or a byte order mark", () => {
  const text = "\u200bx\ufeff";
  expect(renderConversation([{ role: "user", content: ` ${text}\n` }], { system: "" }).text).toBe(`User: ${text}`);
});

test("the placeholder's letters are an image in a user's string, and letters everywhere else", () => {
  const tag = "<image_placeholder>";
  const images = (conversation: Conversation) =>
    renderConversation(conversation).pieces.filter(({ kind }) => kind === "image").length;
  expect(images([{ role: "user", content: `${tag}a${tag}` }])).toBe(2);
  expect(images([{ role: "user", content: [{ type: "text", text: tag }] }])).toBe(0);
  expect(
    images([
      { role: "user", content: "a" },
      { role: "assistant", content: tag },
    ]),
  ).toBe(0);
  expect(
    images([
      { role: "system", content: tag },
      { role: "user", content: "a" },
    ]),
  ).toBe(0);
});

test("images are listed in the order of their places", () => {
  expect(
    conversationImages([
      { role: "user", content: "<image_placeholder><image_placeholder>", images: ["a.png", "b.png"] },
      { role: "assistant", content: "Two." },
      {
        role: "user",
        content: [
          { type: "image", image: "c.png" },
          { type: "text", text: "?" },
        ],
      },
    ]),
  ).toEqual(["a.png", "b.png", "c.png"]);
});

test("targets are the answers, from the blank before them to their end token", () => {
  const { pieces } = renderConversation([
    { role: "user", content: "A" },
    { role: "assistant", content: " B " },
    { role: "user", content: "C" },
    { role: "assistant", content: "D" },
  ]);
  const spoken = pieces.filter(({ target }) => target).map(({ text }) => text);
  expect(spoken).toEqual([" ", "B", "<｜end▁of▁sentence｜>", " ", "D", "<｜end▁of▁sentence｜>"]);
});

test("a conversation that is none is refused with the message at fault", () => {
  const refuse = (conversation: Conversation, message: string) => {
    expect(() => renderConversation(conversation)).toThrow(UserError);
    expect(() => renderConversation(conversation)).toThrow(message);
  };
  const ask = { role: "user", content: "a" } as const;
  refuse([], "the conversation has no messages");
  refuse([{ role: "system", content: "a" }], "the conversation has no messages");
  refuse([{ role: "assistant", content: "a" }], 'message 1 of the conversation is from "assistant"');
  refuse([ask, ask], 'message 2 of the conversation is from "user"');
  refuse([ask, { role: "system", content: "a" }], 'message 2 of the conversation is from "system"');
  refuse([{ role: "user", content: [{ type: "image" }], images: ["a"] }], "has image parts and a list of images");
  refuse(
    [{ role: "system", content: [{ type: "image" }] }, ask],
    "the system message of the conversation has an image",
  );
});

test("long runs of blanks inside a message cost linear time", () => {
  const content = `a${" ".repeat(200_000)}b`;
  expect(renderConversation([{ role: "user", content }], { system: "" }).text).toBe(`User: ${content}`);
});
