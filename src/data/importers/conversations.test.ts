import { expect, test } from "vitest";
import { llava, messages } from "./conversations.ts";
import { folderWith, imported, picture, readable, targets } from "./testing/samples.ts";

test("LLaVA: <image> is the picture's place, questions are given, answers are targets", async () => {
  const records = [
    {
      id: "000000033471",
      leaf: "Recognition/Local Description/Object Attribute Description",
      image: "coco/train2017/000000033471.jpg",
      conversations: [
        { from: "human", value: "<image>\nWhat are the colors of the bus?" },
        { from: "gpt", value: "The bus is white and red." },
        { from: "human", value: "What is behind it?" },
        { from: "gpt", value: "A wall." },
      ],
    },
    {
      id: "c",
      image: "coco/train2017/000000033471.jpg",
      conversations: [
        { from: "human", value: "Provide a brief description of the given image.\n<image>" },
        { from: "gpt", value: "a bus on a road" },
      ],
    },
    {
      id: "text",
      conversations: [
        { from: "human", value: "Name a prime." },
        { from: "gpt", value: "Seven." },
      ],
    },
  ];
  const folder = await folderWith({
    "llava_instruct_150k.json": JSON.stringify(records),
    "coco/train2017/000000033471.jpg": await picture(),
  });
  const { samples, rejections } = await imported(llava, folder);
  expect(rejections).toEqual([]);
  expect(samples.map(readable)).toEqual([
    "[0]What are the colors of the bus?\nThe bus is white and red.\nWhat is behind it?\nA wall.",
    "Provide a brief description of the given image.[0]\na bus on a road",
    "Name a prime.\nSeven.",
  ]);
  expect(targets(samples[0])).toBe("The bus is white and red.A wall.");
  expect(samples.map(({ category }) => category)).toEqual(["instruction", "caption", "instruction"]);
  expect(samples.map(({ images }) => images.length)).toEqual([1, 1, 0]);
  expect(samples[0]!.lineage.origin).toMatch(/llava_instruct_150k\.json#0:000000033471$/);
  expect(samples.map(({ leaf }) => leaf)).toEqual([
    "Recognition/Local Description/Object Attribute Description",
    undefined,
    undefined,
  ]);
});

test("ShareGPT: a system text, several pictures, pictures without a mark before the first question", async () => {
  const record = {
    system: "Answer shortly.",
    images: ["a.png", "b.png"],
    conversations: [
      { from: "human", value: "Compare <image> with <image>." },
      { from: "gpt", value: "Red and blue." },
    ],
  };
  const unmarked = {
    image: "a.png",
    conversations: [
      { from: "user", value: "Colour?" },
      { from: "assistant", value: "Red." },
    ],
  };
  const folder = await folderWith({
    "sharegpt.jsonl": `${JSON.stringify(record)}\n${JSON.stringify(unmarked)}`,
    "a.png": await picture("#ff0000", 20, 10),
    "b.png": await picture("#0000ff", 30, 10),
  });
  const { samples } = await imported(llava, folder);
  expect(samples.map(readable)).toEqual(["Answer shortly.\nCompare[0]with[1].\nRed and blue.", "[0]Colour?\nRed."]);
  expect(samples[0]!.images.map(({ width }) => width)).toEqual([20, 30]);
  expect(samples[0]!.content).toMatchObject({
    kind: "conversation",
    turns: [{ role: "system" }, { role: "user" }, { role: "assistant" }],
  });
});

test("OpenAI messages: parts with addresses, inline data, marks with a list", async () => {
  const bytes = await picture("#00ff00", 24, 12);
  const records = [
    {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            {
              type: "image_url",
              image_url: { url: `data:image/png;base64,${bytes.toString("base64")}`, detail: "low" },
            },
          ],
        },
        { role: "assistant", content: "A green area." },
      ],
    },
    {
      messages: [
        { role: "system", content: "Be exact." },
        { role: "user", content: "<image>How many?" },
        { role: "assistant", content: [{ type: "text", text: "None." }] },
      ],
      images: ["a.png"],
    },
    {
      messages: [
        { role: "user", content: [{ type: "image" }, { type: "text", text: "And this?" }] },
        { role: "assistant", content: "Red." },
      ],
      images: ["a.png"],
    },
    {
      images: ["a.png"],
      texts: [
        { user: "Colour?", assistant: "Red.", source: "made-up" },
        { user: "Sure?", assistant: "Yes." },
      ],
    },
    {
      messages: [
        { role: "user", content: [{ type: "image_url", image_url: { url: "https://example.org/a.png" } }] },
        { role: "assistant", content: "x" },
      ],
    },
  ];
  const folder = await folderWith({
    "m.jsonl": records.map((one) => JSON.stringify(one)).join("\n"),
    "a.png": await picture(),
  });
  const { samples, rejections } = await imported(messages, folder);
  expect(samples.map(readable)).toEqual([
    "What is this?[0]\nA green area.",
    "Be exact.\n[0]How many?\nNone.",
    "[0]And this?\nRed.",
    "[0]Colour?\nRed.\nSure?\nYes.",
  ]);
  expect(samples[0]!.images[0]).toMatchObject({ width: 24, height: 12 });
  expect(rejections.map(({ reason }) => reason)).toEqual(["a file is on the network"]);
});

test("conversations that cannot be true are refused one by one", async () => {
  const pair = (human: string, more: object = {}) => ({
    conversations: [
      { from: "human", value: human },
      { from: "gpt", value: "x" },
    ],
    ...more,
  });
  const records = [
    pair("<image> and <image>", { image: "a.png" }),
    pair("<image>", { images: ["a.png", "a.png"] }),
    pair("look", { image: "../../etc/hostname" }),
    pair("look", { image: "gone.png" }),
    {
      conversations: [
        { from: "gpt", value: "x" },
        { from: "human", value: "y" },
      ],
    },
    { conversations: [{ from: "human", value: "y" }] },
    { conversations: [{ from: "narrator", value: "y" }] },
    pair("  "),
    { id: 3 },
    { conversations: "none" },
  ];
  const folder = await folderWith({ "x.json": JSON.stringify(records), "a.png": await picture() });
  const { samples, rejections } = await imported(llava, folder);
  expect(samples).toEqual([]);
  expect(rejections.map(({ reason }) => reason)).toEqual([
    "a conversation has more places than pictures",
    "a conversation has more pictures than places",
    "a path leads outside the folder",
    "a file is missing",
    "a conversation is out of order",
    "a conversation is out of order",
    "a conversation has an unknown role",
    "a turn is empty",
    "the record is no conversation",
    "the record is no conversation",
  ]);
});
