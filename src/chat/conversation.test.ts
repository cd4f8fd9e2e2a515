import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import type { AnswerPiece } from "./answer.ts";
import { load } from "./load.ts";
import type { VisionLanguageModel } from "./model.ts";
import { type CountingRuntime, countingRuntime, writeTinyModel } from "./testing/tiny-model.ts";

let root: string;
let runtime: CountingRuntime;
let model: VisionLanguageModel;
const image = (name: string) => join(root, name);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-conversation-"));
  await writeTinyModel(join(root, "model"), { processor: { sft_format: "deepseek", system_prompt: "" } });
  for (const [name, background] of Object.entries({ red: "#f00", blue: "#00f", green: "#0f0" })) {
    await sharp({ create: { width: 40, height: 20, channels: 3, background } })
      .png()
      .toFile(image(`${name}.png`));
  }
  runtime = await countingRuntime();
});
beforeEach(async () => {
  model = await load(join(root, "model"), { runtime });
  runtime.takeRuns();
  runtime.takeImageRuns();
});
afterEach(() => model.dispose());
afterAll(async () => {
  runtime.dispose();
  await rm(root, { recursive: true });
});

/** Positions that have run since the last call. */
const positionsRun = () => runtime.takeRuns().reduce((sum, shape) => sum + Number(shape.split("x")[1]), 0);
const brief = { maxNewTokens: 6, eosIds: [] };

async function read(pieces: AsyncIterable<AnswerPiece>): Promise<AnswerPiece[]> {
  const all: AnswerPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

describe("a conversation", () => {
  test("pays for its own tokens only at the second question about an image", async () => {
    const chat = model.conversation();
    const first = await chat.ask("What is it?", { images: [image("red.png")], ...brief }).result();
    expect(positionsRun()).toBe(first.stats.promptTokens + 5); // the last of six tokens is not run
    expect(runtime.takeImageRuns()).toBe(1);
    const second = await chat.ask("And what colour?", brief).result();
    const { promptTokens, reusedTokens } = second.stats;
    expect(reusedTokens).toBe(first.stats.promptTokens + 5);
    // what is new: the last token of the answer, its end token, and the question in its template
    const question = model.tokenizer.encode("User: And what colour?\n\nAssistant:", { addSpecial: false });
    expect(promptTokens - reusedTokens).toBe(2 + question.length);
    expect(positionsRun()).toBe(promptTokens - reusedTokens + 5);
    expect(runtime.takeImageRuns()).toBe(0);
    expect(second.stats).toMatchObject({ images: 1, imagesEncoded: 0 });
  });

  test("answers a second question as if it had read everything anew", async () => {
    const chat = model.conversation();
    await chat.ask("What is it?", { images: [image("red.png")], ...brief }).result();
    const again = model.conversation({ messages: chat.messages });
    const kept = await chat.ask("And this?", { images: [image("blue.png")], ...brief, logprobs: 3 }).result();
    const fresh = await again.ask("And this?", { images: [image("blue.png")], ...brief, logprobs: 3 }).result();
    expect(fresh.stats.reusedTokens).toBe(0);
    expect(kept.stats.reusedTokens).toBeGreaterThan(0);
    expect(kept.tokens).toEqual(fresh.tokens);
    for (const [i, { logprob }] of kept.logprobs!.entries()) {
      expect(logprob).toBeCloseTo(fresh.logprobs![i]!.logprob, 4);
    }
  });

  test("of text alone never loads the towers", async () => {
    const before = runtime.sessions;
    await model.conversation().ask("What does it say?", brief).result();
    expect(runtime.sessions).toBe(before);
    await model
      .conversation()
      .ask("What does it say?", { images: [image("red.png")], ...brief })
      .result();
    expect(runtime.sessions).toBe(before + 1);
  });

  test("sees an image in the place of its tag, and another image as another", async () => {
    const ask = (question: string, images: string[]) => model.answer(question, { images: images.map(image), ...brief });
    const [rb, br, front] = [
      await ask("<image_placeholder> or <image_placeholder>?", ["red.png", "blue.png"]),
      await ask("<image_placeholder> or <image_placeholder>?", ["blue.png", "red.png"]),
      await ask(" or <image_placeholder>?", ["red.png", "blue.png"]),
    ];
    expect(front.tokens).toEqual(rb.tokens);
    expect(br.tokens).not.toEqual(rb.tokens);
    const parts = model.conversation().ask(
      [
        { type: "image", image: image("red.png") },
        { type: "text", text: " or " },
        { type: "image", image: image("blue.png") },
        { type: "text", text: "?" },
      ],
      brief,
    );
    expect((await parts.result()).tokens).toEqual(rb.tokens);
  });

  test("runs the towers once for a picture, however it is given and in whatever conversation", async () => {
    const path = image("green.png");
    const bytes = await readFile(path);
    const prepared = await model.prepareImage(path);
    expect(runtime.takeImageRuns()).toBe(1);
    for (const source of [path, bytes, `data:image/png;base64,${bytes.toString("base64")}`, prepared]) {
      await model
        .conversation()
        .ask("What?", { images: [source], ...brief })
        .result();
    }
    expect(runtime.takeImageRuns()).toBe(0);
  });

  test("forgets image features beyond its bound, oldest first", async () => {
    const oneImage = 4 * model.config.language.hiddenSize * 4;
    const small = await load(join(root, "model"), { runtime, imageCacheBytes: 2 * oneImage });
    for (const name of ["red", "blue", "red", "green"]) await small.prepareImage(image(`${name}.png`));
    expect(runtime.takeImageRuns()).toBe(3);
    await small.prepareImage(image("red.png")); // used after blue, so blue made room
    expect(runtime.takeImageRuns()).toBe(0);
    await small.prepareImage(image("blue.png"));
    expect(runtime.takeImageRuns()).toBe(1);
    await small.dispose();
  });

  test("begun anew keeps the cache of a common beginning", async () => {
    const chat = model.conversation();
    const first = await chat.ask("What does it say, the word?", brief).result();
    chat.reset();
    expect(chat.messages).toEqual([]);
    const other = await chat.ask("What does it say, the circle?", brief).result();
    expect(other.stats.reusedTokens).toBeGreaterThan(5);
    chat.reset();
    const same = await chat.ask("What does it say, the word?", brief).result();
    expect(same.tokens).toEqual(first.tokens);
  });

  test("answers messages given as a whole, and knows its own answers again", async () => {
    const chat = model.conversation();
    const question = { role: "user", content: "What is it?" } as const;
    const { text, stats } = await chat.respond([question], brief).result();
    const next = await chat
      .respond([question, { role: "assistant", content: text }, { role: "user", content: "Why?" }], brief)
      .result();
    expect(next.stats.reusedTokens).toBe(stats.promptTokens + 5);
    await expect(chat.respond([question, { role: "assistant", content: "A." }]).result()).rejects.toThrow(
      "must end with a message of the user",
    );
  });

  test("may go on beside others of the same model", async () => {
    const questions = ["What is it?", "Who says what?", "Why?"];
    const options = { images: [image("red.png")], maxNewTokens: 15, eosIds: [] };
    const together = await Promise.all(questions.map((question) => model.answer(question, options)));
    expect(runtime.takeImageRuns()).toBe(1); // one picture, however many wait for it
    for (const [i, question] of questions.entries()) {
      expect(together[i]!.tokens).toEqual((await model.answer(question, options)).tokens);
    }
  });

  test("refuses a second question while it answers the first", async () => {
    const chat = model.conversation();
    const pieces = chat.ask("What?", brief)[Symbol.asyncIterator]();
    await pieces.next();
    await expect(chat.ask("And?", brief).result()).rejects.toThrow("still giving an answer");
    await pieces.return?.();
    await chat.ask("And?", brief).result();
  });
});

describe("an answer", () => {
  test("read in pieces is the same as read whole", async () => {
    const chat = model.conversation();
    const answer = chat.ask("What does it say?", { maxNewTokens: 40 });
    const pieces = await read(answer);
    const result = await answer.result();
    expect(pieces.map(({ text }) => text).join("")).toBe(result.text);
    expect(pieces.flatMap(({ token }) => token ?? [])).toEqual(result.tokens);
    expect(result.stats.answerTokens).toBe(result.tokens.length);
    expect(chat.messages.at(-1)).toMatchObject({ role: "assistant", content: result.text });
  });

  test("ends with the end token, which is no part of it", async () => {
    const { tokens } = await model.answer("What?", { maxNewTokens: 8, eosIds: [] });
    const end = tokens.findIndex((token, i) => i > 0 && tokens.indexOf(token) === i);
    const cut = await model.answer("What?", { maxNewTokens: 8, eosIds: [tokens[end]!] });
    expect(cut).toMatchObject({ tokens: tokens.slice(0, end), finishReason: "eos" });
  });

  test("ends before a stop string and says which", async () => {
    const whole = await model.answer("What does it say?", { maxNewTokens: 40, eosIds: [] });
    const stop = whole.text.slice(-3);
    const at = whole.text.indexOf(stop);
    const answer = model
      .conversation()
      .ask("What does it say?", { maxNewTokens: 40, eosIds: [], stop: [stop, "@@@@"] });
    const shown = (await read(answer)).map(({ text }) => text).join("");
    expect(shown).toBe(whole.text.slice(0, at));
    expect(await answer.result()).toMatchObject({ text: shown, finishReason: "stop", stopString: stop });
  });

  test("stopped by its signal keeps what was said", async () => {
    const chat = model.conversation();
    const stop = new AbortController();
    const answer = chat.ask("What does it say?", { maxNewTokens: 50, eosIds: [], signal: stop.signal });
    let count = 0;
    for await (const _ of answer) if (++count === 3) stop.abort();
    const result = await answer.result();
    expect(result).toMatchObject({ finishReason: "abort", stats: { answerTokens: 3 } });
    expect(chat.messages).toHaveLength(2);
    const next = await chat.ask("Go on.", brief).result();
    expect(next.stats.reusedTokens).toBe(result.stats.promptTokens + 2);
  });

  test("whose reader walks away ends as well", async () => {
    const chat = model.conversation();
    const answer = chat.ask("What does it say?", { maxNewTokens: 50, eosIds: [] });
    for await (const { text } of answer) if (text !== "") break;
    expect((await answer.result()).finishReason).toBe("abort");
    expect(positionsRun()).toBeLessThan(100);
    await chat.ask("Go on.", brief).result();
  });

  test("stopped before its first word leaves no trace", async () => {
    const chat = model.conversation();
    const result = await chat.ask("What?", { images: [image("red.png")], signal: AbortSignal.abort() }).result();
    expect(result).toMatchObject({ text: "", tokens: [], finishReason: "abort" });
    expect(chat.messages).toEqual([]);
    expect([positionsRun(), runtime.takeImageRuns()]).toEqual([0, 0]);
  });

  test("that fails leaves no trace and says why, as often as it is asked", async () => {
    const chat = model.conversation();
    await chat.ask("What is it?", brief).result();
    const bad: [string, object, string][] = [
      ["And this?", { images: [image("missing.png")] }, `the image ${image("missing.png")} does not exist`],
      ["And this?", { images: [root] }, "is a folder, not an image"],
      ["And this?", { images: [join(root, "model", "config.json")] }, "is a file of type JSON text"],
      ["<image_placeholder>?", {}, "the conversation has 1 image placeholder but 0 images"],
      ["Why?", { temperature: -1 }, "temperature is -1"],
      ["very long ".repeat(300), {}, "begin a new one"],
    ];
    for (const [question, options, message] of bad) {
      const answer = chat.ask(question, options);
      await expect(answer.result()).rejects.toThrow(message);
      await expect(answer.result()).rejects.toThrow(message);
      expect(chat.messages).toHaveLength(2);
    }
    await chat.ask("Still there?", brief).result();
    expect(chat.messages).toHaveLength(4);
  });

  test("of what is no question, image or message is refused in a sentence", async () => {
    const chat = model.conversation();
    const path = image("red.png");
    const url = new URL(`file://${path}`);
    const oddly = (value: unknown) => value as never;
    const bad: [() => Promise<unknown>, string][] = [
      [
        () => chat.ask("Hm?", { images: oddly(path) }).result(),
        `images is ${JSON.stringify(path)}, expected a list of images`,
      ],
      [() => chat.ask("Hm?", { images: [oddly(5)] }).result(), "an image is 5, expected a path, a data URL"],
      [() => chat.ask("Hm?", { images: [oddly(url)] }).result(), "an image is an object of type URL, expected a path"],
      [() => chat.ask("Hm?", { stop: oddly("x") }).result(), 'stop is "x", expected a list of texts'],
      [() => chat.ask(oddly(undefined)).result(), "the question is undefined, expected a text or a list of parts"],
      [() => model.chat(oddly("Hm?")).result(), 'messages is "Hm?", expected a list of messages'],
      [
        () => model.chat([oddly({ role: "user", content: 5 })]).result(),
        "the content of a message is 5, expected a text",
      ],
      [() => model.generateBatch(oddly("abc")), 'prompts is "abc", expected a list of questions or conversations'],
      [() => model.generateBatch([oddly(5)]), "prompt 1: messages is 5, expected a list of messages"],
      [() => model.answer("Hm?", { system: oddly(5) }), "system is 5, expected a text"],
    ];
    for (const [ask, message] of bad) {
      const error = await ask().catch((reason: unknown) => reason as Error);
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toContain(message);
    }
    expect(() => model.conversation({ messages: oddly("x") })).toThrow('messages is "x", expected a list of messages');
  });

  test("ends when the conversation is disposed", async () => {
    const chat = model.conversation();
    await chat.ask("What is it?", brief).result();
    chat.dispose();
    const error = new UserError("this conversation was disposed; begin another one");
    await expect(chat.ask("And this?", brief).result()).rejects.toThrow(error);
    expect(() => chat.reset()).toThrow(error);
  });

  test("drops the oldest turns where it is told to, and never more than it must", async () => {
    const chat = model.conversation();
    const long = "What does it say? ".repeat(8);
    let result = await chat.ask(long, brief).result();
    const dropped: number[] = [];
    while (dropped.length < 10) {
      result = await chat.ask(long, { ...brief, trim: true }).result();
      dropped.push(result.stats.droppedTurns);
      expect(result.stats.promptTokens).toBeLessThanOrEqual(512 - 6);
    }
    expect(dropped[0]).toBe(0);
    expect(dropped.at(-1)).toBeGreaterThan(3);
    expect(chat.messages).toHaveLength(22);
    await expect(chat.ask(long, brief).result()).rejects.toThrow(/takes \d+ positions, but the model has 512/);
  });

  test("is as long as the model's positions allow", async () => {
    const { promptTokens } = (await model.answer("What?", brief)).stats;
    const { tokens, finishReason } = await model.answer("What?", { maxNewTokens: 5000, eosIds: [] });
    expect([tokens.length, finishReason]).toEqual([512 - promptTokens, "length"]);
  });

  test("repeats with its seed", async () => {
    const drawn = (seed?: number) => model.answer("What?", { temperature: 1.5, seed, maxNewTokens: 20, eosIds: [] });
    expect((await drawn(5)).tokens).toEqual((await drawn(5)).tokens);
    expect((await drawn(5)).tokens).not.toEqual((await drawn(6)).tokens);
  });

  test("repeats no token under a heavy penalty, which spares the prompt unless told otherwise", async () => {
    const options = { maxNewTokens: 30, eosIds: [], repetitionPenalty: 100, system: "" };
    const { tokens } = await model.answer("What does it say?", options);
    expect(new Set(tokens).size).toBe(30);
    const prompt = new Set(model.tokenizer.encode("User: What does it say?\n\nAssistant:"));
    const penalized = await model.answer("What does it say?", { ...options, penalizePrompt: true });
    expect(penalized.tokens.filter((token) => prompt.has(token))).toEqual([]);
  });
});
