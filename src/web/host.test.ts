import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { load } from "../chat/load.ts";
import type { VisionLanguageModel } from "../chat/model.ts";
import { modelParts } from "../chat/open.ts";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { safetensorsInMemory } from "../checkpoint/safetensors-memory.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import { checkpointInMemory } from "./checkpoint.ts";
import { type Opener, serve } from "./host.ts";
import { connect } from "./line.ts";
import { WebVisionLanguageModel } from "./model.ts";
import { modelOn } from "./open.ts";
import type { Line } from "./protocol.ts";

// The line is a message channel and the runtime Node's own: everything between a page and the engine, without a browser.

let root: string;
let node: VisionLanguageModel;
let vl: WebVisionLanguageModel;
let images: Uint8Array[];
let closed = 0;
const channel = new MessageChannel();

const open: Opener = async (url, options, { onProgress }) => {
  onProgress({ phase: "start", bytes: 1, totalBytes: 1, downloaded: 0 });
  const files = new Map<string, Uint8Array>();
  for (const name of await readdir(root)) files.set(name, new Uint8Array(await readFile(join(root, name))));
  const { checkpoint: inMemory, tokenizer } = await checkpointInMemory(url, files);
  // Node's runtime maps files of a folder, a browser's is given their bytes.
  const places = async () => ({
    location: (path: string) => path.slice(inMemory.folder.length + 1),
    session: { externalDataFolder: root },
  });
  const checkpoint = { ...inMemory, places };
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const { prompt } = modelParts(checkpoint, tokenizer);
  const model = await modelOn(runtime, checkpoint, tokenizer, options);
  return {
    id: "tiny",
    weights: "the hash",
    model,
    checkpoint,
    tokenizer,
    prompt,
    runtime,
    threads: 1,
    notices: ["a remark"],
    options,
  };
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-host-"));
  await writeTinyModel(root);
  node = await load(root, { threads: 1 });
  images = await Promise.all(
    ["#c02040", "#2060c0"].map(async (background) => {
      const picture = sharp({ create: { width: 40, height: 25, channels: 3, background } });
      return new Uint8Array(await picture.png().toBuffer());
    }),
  );
  serve(channel.port1 as unknown as Line, open);
  const connection = connect(channel.port2 as unknown as Line);
  const seen: string[] = [];
  const url = "https://example.org/tiny/";
  const facts = await connection.call("load", { url, options: {} }, { onPiece: ({ phase }) => seen.push(phase) });
  expect(seen).toEqual(["start"]);
  vl = new WebVisionLanguageModel(url, facts, connection, () => {
    closed++;
    connection.close(new Error("closed"));
  });
});
afterAll(async () => {
  await vl.dispose();
  expect(closed).toBe(1);
  await expect(vl.answer("Still there?")).rejects.toThrow("closed");
  channel.port1.close();
  channel.port2.close();
  await node.dispose();
  await rm(root, { recursive: true });
});

const few = { maxNewTokens: 8, eosIds: [] };

test("the page learns what was loaded", () => {
  expect(vl).toMatchObject({ id: "tiny", device: "wasm", threads: 1, notices: ["a remark"] });
  expect(vl.config).toEqual(node.config);
});

test("a conversation gives the answers, pieces and costs that it gives in Node", async () => {
  const here = vl.conversation();
  const there = node.conversation();
  for (const [question, pictures] of [
    ["What colour is it?", images.slice(0, 1)],
    ["And the <image_placeholder> other?", images.slice(1)],
    ["Why?", []],
  ] as const) {
    const expected = await there.ask(question, { images: pictures, ...few }).result();
    const answer = here.ask(question, { images: pictures, ...few });
    let text = "";
    for await (const piece of answer) text += piece.text;
    const result = await answer.result();
    expect(text).toBe(expected.text);
    expect(result.tokens).toEqual(expected.tokens);
    const { promptTokens, reusedTokens, imagesEncoded } = expected.stats;
    expect(result.stats).toMatchObject({ promptTokens, reusedTokens, imagesEncoded });
  }
  expect(here.messages.map(({ role, content }) => [role, content])).toEqual(
    there.messages.map(({ role, content }) => [role, content]),
  );
  here.dispose();
  there.dispose();
  await expect(here.ask("And now?", few).result()).rejects.toThrow("this conversation was disposed");
});

test("chat, batches, features and log-probabilities are Node's", async () => {
  const messages = [
    {
      role: "user" as const,
      content: [
        { type: "image" as const, image: images[0]! },
        { type: "text" as const, text: "Hm?" },
      ],
    },
  ];
  const expected = await node.chat(messages, { ...few, logprobs: 2 }).result();
  const found = await vl.chat(messages, { ...few, logprobs: 2 }).result();
  expect(found.text).toBe(expected.text);
  expect(found.logprobs).toEqual(expected.logprobs);
  const order: number[] = [];
  const batch = await vl.generateBatch(["One?", messages], { ...few, onAnswer: (_, index) => order.push(index) });
  expect(batch.map(({ text }) => text)).toEqual(
    (await node.generateBatch(["One?", messages], few)).map(({ text }) => text),
  );
  expect(order.sort()).toEqual([0, 1]);
  expect(await vl.imageFeatures(images[0]!)).toEqual(await node.imageFeatures(images[0]!));
  expect(await vl.tokenTexts(expected.tokens.slice(0, 3))).toEqual(
    expected.tokens.slice(0, 3).map((token) => node.tokenizer.decode([token])),
  );
});

test("what the towers see: two squares, and where the picture lies in them", async () => {
  const { inputs, grid, content } = await vl.see(images[0]!);
  expect(inputs.map(({ name, size }) => [name, size])).toEqual([
    ["high", 32],
    ["low", 16],
  ]);
  expect(grid).toEqual({ rows: 2, columns: 2 });
  expect(content).toEqual({ x: 0, y: 6 / 32, width: 1, height: 20 / 32 });
  for (const { size, data } of inputs) {
    const middle = (Math.floor(size / 2) * size + Math.floor(size / 2)) * 3;
    expect([...data.subarray(middle, middle + 3)]).toEqual([0xc0, 0x20, 0x40]);
  }
});

test("an answer whose reader leaves ends, and the model is free for the next", async () => {
  const answer = vl.conversation().ask("Go on", { maxNewTokens: 300, eosIds: [] });
  for await (const _ of answer) break;
  const { finishReason, tokens } = await answer.result();
  expect(finishReason).toBe("abort");
  expect(tokens.length).toBeLessThan(300);
  expect((await vl.answer("Next?", few)).tokens).toHaveLength(8);
});

test("mistakes arrive as the sentences that they are, and other errors with the worker's stack", async () => {
  await expect(vl.answer("x", { temperature: -1 })).rejects.toThrow(
    "temperature is -1, expected a number from 0 to 100",
  );
  await expect(vl.answer("x", { temperature: -1 })).rejects.toMatchObject({ name: "UserError" });
  const damaged = images[0]!.slice(0, 40);
  await expect(vl.answer("x", { images: [damaged] })).rejects.toThrow(/corrupt or truncated PNG/);
  await expect(vl.answer("x", { images: [{ hash: "?", name: "cat.png" }] })).rejects.toThrow(
    "the image cat.png is not known",
  );
});

test("training the adaptor gives a second model; the first stays as it was", async () => {
  const before = await vl.answer("Who?", { images: [images[0]!], ...few });
  const examples = [{ image: images[0]!, question: "Who?", answer: "red" }];
  const tuning = vl.fineTune(examples, { steps: 30, seconds: 60, learningRate: 0.02 });
  const losses: number[] = [];
  for await (const { loss } of tuning) losses.push(loss);
  expect(losses).toHaveLength(30);
  expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.9);
  const tuned = await tuning.result();
  expect((await tuned.answer("Who?", { images: [images[0]!], ...few })).text).not.toBe(before.text);
  expect((await vl.answer("Who?", { images: [images[0]!], ...few })).text).toBe(before.text);
  const after = await tuned.answer("Who?", { images: [images[0]!], ...few });
  const file = await tuned.adaptor();
  await tuned.dispose();
  expect((await vl.answer("Who?", { images: [images[0]!], ...few })).text).toBe(before.text);

  const again = await vl.withAdaptor(new Blob([file as Uint8Array<ArrayBuffer>]));
  expect(await again.adaptor()).toEqual(file);
  expect((await again.answer("Who?", { images: [images[0]!], ...few })).text).toBe(after.text);
  await again.dispose();
  const names = [...safetensorsInMemory("file", file).tensors.keys()];
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(name).toMatch(/^aligner\./);
  const forged = (from: string, to: string) => {
    const at = Buffer.from(file).indexOf(from);
    return vl.withAdaptor(Buffer.concat([file.subarray(0, at), Buffer.from(to), file.subarray(at + from.length)]));
  };
  await expect(forged("the hash", "a hash  ")).rejects.toThrow(
    "the adaptor was trained with another version of tiny; with this model it would say nonsense",
  );
  await expect(forged("periscope.adaptor", "periscope-adaptor")).rejects.toThrow("but no adaptor that was trained");
  await expect(forged('"aligner.', '"designer.')).rejects.toThrow("the adaptor");
  const notNumbers = file.slice();
  notNumbers.fill(0xff, file.length - 8);
  await expect(vl.withAdaptor(notNumbers)).rejects.toThrow("has values that are no numbers");
  await expect(vl.withAdaptor(new File([file.slice(0, 99)], "cut.safetensors"))).rejects.toThrow(/^cut\.safetensors/);
  await expect(vl.fineTune([]).result()).rejects.toThrow("there is no example to learn from");
});
