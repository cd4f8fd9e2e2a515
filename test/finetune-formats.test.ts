import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { pack } from "tar-stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyModel } from "../src/chat/testing/tiny-model.ts";
import { finetuneDefaults, finetuneRecipe } from "../src/train/finetune.ts";
import { openSource } from "../src/train/sources.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-formats-"));
const model = join(root, "model");
let picture: Buffer;
beforeAll(async () => {
  await writeTinyModel(model);
  picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#c81e28" } })
    .png()
    .toBuffer();
  writeFileSync(join(root, "red.png"), picture);
});
afterAll(() => rmSync(root, { recursive: true }));

const llava = [
  {
    image: "red.png",
    conversations: [
      { from: "human", value: "<image>\nWhich colour is it?" },
      { from: "gpt", value: "Red." },
    ],
  },
  {
    conversations: [
      { from: "human", value: "What is 2 plus 2?" },
      { from: "gpt", value: "4" },
    ],
  },
];
const openai = () => [
  {
    messages: [
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: `data:image/png;base64,${picture.toString("base64")}` } },
          { type: "text", text: "Which colour is it?" },
        ],
      },
      { role: "assistant", content: "Red." },
    ],
  },
  {
    messages: [
      { role: "user", content: "What is 2 plus 2?" },
      { role: "assistant", content: "4" },
    ],
  },
];

async function webDataset(): Promise<Buffer> {
  const stream = pack();
  stream.entry({ name: "0001.png" }, picture);
  llava.forEach(({ conversations }, i) => {
    stream.entry({ name: `000${i + 1}.json` }, JSON.stringify({ conversations }));
  });
  stream.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const lines = (records: readonly object[]) => records.map((one) => JSON.stringify(one)).join("\n");

test.each([
  ["LLaVA and ShareGPT", "talks.json", () => JSON.stringify(llava)],
  ["the same as lines", "talks.jsonl", () => lines(llava)],
  ["OpenAI messages", "messages.jsonl", () => lines(openai())],
  ["WebDataset", "talks.tar", webDataset],
])("conversations are taken from %s", async (_, name, contents) => {
  const path = join(root, name);
  writeFileSync(path, await contents());
  const recipe = await finetuneRecipe({ ...finetuneDefaults, model, data: [path], batch: 1, epochs: 2 });
  expect(recipe.stages[0]).toMatchObject({ steps: 4, mixture: { languageShare: 0.5 } });
  const said = async (modality: "multimodal" | "language") => {
    const selection = { modality, side: "training", heldOut: 0 } as const;
    const source = await openSource("conversations", recipe.data.conversations!, selection);
    const { content, pictures } = await source.sample(0);
    if (content.kind !== "conversation") throw new Error("not a conversation");
    const texts = content.turns.map(({ parts }) => parts.map((one) => (one.type === "text" ? one.text : "#")).join(""));
    return { size: source.size, pictures: pictures.length, texts };
  };
  expect(await said("multimodal")).toEqual({ size: 1, pictures: 1, texts: ["#Which colour is it?", "Red."] });
  expect(await said("language")).toEqual({ size: 1, pictures: 0, texts: ["What is 2 plus 2?", "4"] });
});
