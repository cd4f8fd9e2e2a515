import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChatInput } from "./chat-messages.ts";
import { load } from "./load.ts";
import type { VisionLanguageModel } from "./model.ts";
import { writeTinyModel } from "./testing/tiny-model.ts";

let root: string;
let model: VisionLanguageModel;
let picture: Buffer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-chat-"));
  await writeTinyModel(root);
  model = await load(root, { threads: 1 });
  picture = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#d02060" } })
    .png()
    .toBuffer();
});
afterAll(async () => {
  await model.dispose();
  await rm(root, { recursive: true });
});

const few = { maxNewTokens: 6, eosIds: [] };
const url = () => `data:image/png;base64,${picture.toString("base64")}`;
const asOpenAi = (): ChatInput[] => [
  {
    role: "user",
    content: [
      { type: "image_url", image_url: { url: url() } },
      { type: "text", text: "What colour is it?" },
    ],
  },
];

test("messages of OpenAI's form get the answer that a conversation gives, piece by piece", async () => {
  const conversation = model.conversation();
  const expected = await conversation.ask("What colour is it?", { images: [picture], ...few }).result();
  conversation.dispose();
  let text = "";
  const answer = model.chat(asOpenAi(), few);
  for await (const piece of answer) text += piece.text;
  expect(text).toBe(expected.text);
  expect((await answer.result()).tokens).toEqual(expected.tokens);
});

test("a call that goes on from the last one reads only what is new", async () => {
  const first = await model.chat(asOpenAi(), few).result();
  const next: ChatInput[] = [
    ...asOpenAi(),
    { role: "assistant", content: first.text },
    { role: "user", content: "And now?" },
  ];
  const second = await model.chat(next, few).result();
  expect(second.stats.reusedTokens).toBeGreaterThanOrEqual(first.stats.promptTokens);
  expect(second.stats.imagesEncoded).toBe(0);
});

test("two calls at once do not disturb each other", async () => {
  const alone = await model.chat([{ role: "user", content: "Who?" }], few).result();
  const [a, b] = await Promise.all([
    model.chat([{ role: "user", content: "Who?" }], few).result(),
    model.chat(asOpenAi(), few).result(),
  ]);
  expect(a.text).toBe(alone.text);
  expect(b.stats.images).toBe(1);
});

test("an image_url never reads a file", async () => {
  const messages: ChatInput[] = [
    { role: "user", content: [{ type: "image_url", image_url: { url: join(root, "config.json") } }] },
  ];
  await expect(model.chat(messages).result()).rejects.toThrow(/^image_url is .*, expected a data: URL/);
});
