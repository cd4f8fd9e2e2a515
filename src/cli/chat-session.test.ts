import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { VisionLanguageModel } from "../chat/index.ts";
import { load } from "../chat/index.ts";
import { type CountingRuntime, countingRuntime, writeTinyModel } from "../chat/testing/tiny-model.ts";
import { type ChatSessionOptions, type ChatTerminal, chatSession, describeStats, print } from "./chat-session.ts";

let root: string;
let red: string;
let blue: string;
let runtime: CountingRuntime;
let model: VisionLanguageModel;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-session-"));
  [red, blue] = [join(root, "red.png"), join(root, "blue.png")];
  await writeTinyModel(join(root, "model"), { processor: { sft_format: "deepseek", system_prompt: "" } });
  for (const [path, background] of [
    [red, "#f00"],
    [blue, "#00f"],
  ] as const) {
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(path);
  }
  runtime = await countingRuntime();
});
beforeEach(async () => {
  model = await load(join(root, "model"), { runtime });
  runtime.takeRuns();
});
afterEach(() => model.dispose());
afterAll(async () => {
  runtime.dispose();
  await rm(root, { recursive: true });
});

/** Types lines one after the other; gives what was written between them. */
async function type(
  lines: readonly string[],
  options: Partial<ChatSessionOptions> = {},
  onWrite = (_: Interrupt) => {},
) {
  const said: string[] = [""];
  const prompts: string[] = [];
  const typed = [...lines];
  let interrupt: Interrupt = () => false;
  const terminal: ChatTerminal = {
    async readLine(prompt) {
      prompts.push(prompt);
      said.push("");
      return typed.shift();
    },
    write(text) {
      said[said.length - 1] += text;
      onWrite(interrupt);
    },
    dim: (text) => text,
    onInterrupt: (handler) => {
      interrupt = handler;
    },
  };
  const ask = { maxNewTokens: 5, eosIds: [], temperature: 0 };
  await chatSession(model, terminal, { ask, images: [], stats: false, greeting: ["Hello."], ...options });
  return { said, prompts };
}
type Interrupt = () => boolean;

/** The answer of a fresh conversation, as it is shown. */
async function shown(question: string, images: string[] = []): Promise<string> {
  const written: string[] = [];
  const answer = model.conversation().ask(question, { images, maxNewTokens: 5, eosIds: [] });
  await print(answer, { write: (text) => void written.push(text) });
  return written.join("");
}

const cut = "(cut off after 5 tokens)\n";

test("answers lines until exit, and greets first", async () => {
  const { said, prompts } = await type(["What?", "", "exit", "never"]);
  expect(said).toEqual(["Hello.\n", (await shown("What?")) + cut, "", ""]);
  expect(prompts).toEqual(["> ", "> ", "> "]);
});

test("the end of the input is an exit", async () => {
  expect((await type(["What?"])).said).toHaveLength(3);
  expect((await type(["<image_placeholder>?"])).prompts).toEqual(["> ", "(1/1) Path of the image: "]);
});

test("images join by path, by command, by placeholder and by option, at any turn", async () => {
  const expected = (await shown("What colour?", [red])) + cut;
  expect((await type([`/image ${red}`, "What colour?"])).said.slice(1)).toEqual([
    "(1 image goes with the next question)\n",
    expected,
    "",
  ]);
  expect((await type([`${red} What colour?`])).said[1]).toBe(expected);
  expect((await type([red, "What colour?"])).said[2]).toBe(expected);
  expect((await type(["What colour?"], { images: [red] })).said[1]).toBe(expected);
  const asked = await type(["<image_placeholder>What colour?", join(root, "no.png"), red]);
  expect(asked.prompts).toEqual(["> ", "(1/1) Path of the image: ", "(1/1) Path of the image: ", "> "]);
  expect(asked.said.slice(1, 4)).toEqual(["", `the image ${join(root, "no.png")} does not exist\n`, expected]);
  const later = await type(["What?", `${blue} And ${red}?`, `${blue} And this?`]);
  expect(later.said[3]).toMatch(/cut off/);
});

test("an image goes with one question, and new forgets everything", async () => {
  const { said } = await type([red, "What colour?", "new", "What?"]);
  expect(said.slice(3)).toEqual(["(a new conversation)\n", (await shown("What?")) + cut, ""]);
  expect((await type([red, "new", "What?"])).said[3]).toBe((await shown("What?")) + cut);
});

test("what a person got wrong is said in one sentence, and the chat goes on", async () => {
  const { said } = await type(["/image", "/image nope.png", "/frob", join(root, "model", "config.json"), "What?"]);
  expect(said.slice(1, 4)).toEqual([
    "/image needs the path of an image\n",
    "the image nope.png does not exist\n",
    "there is no command /frob; help lists those there are\n",
  ]);
  expect(said[5]).toMatch(/cut off/);
  expect((await type(["/image \x1b[2J.png"])).said[1]).toBe("the image \\x1b[2J.png does not exist\n");
  await expect(type(["What?"], { images: ["nope.png"] })).rejects.toThrow("the image nope.png does not exist");
});

test("the statistics are shown on request, or after every answer", async () => {
  const pattern = /^first token after \d+\.\d\d s, 5 tokens at \d+\.\d\/s, prompt of \d+, 0 of them known\n$/;
  const { said } = await type(["/stats", "What?", "/stats"]);
  expect(said[1]).toBe("nothing has been answered yet\n");
  expect(said[3]).toMatch(pattern);
  // the towers have run when the image was named, before the question
  expect((await type([`${red} What?`], { stats: true })).said[1]).toMatch(/known\n$/);
  const { stats } = await model.answer("What?", { images: [{ data: new Uint8Array(3), width: 1, height: 1 }] });
  expect(describeStats(stats)).toMatch(/known, images \d+\.\d\d s$/);
});

test("Ctrl-C stops an answer, and the next one leaves", async () => {
  const handled: boolean[] = [];
  const { said } = await type(["What?", "And?"], { ask: { maxNewTokens: 50, eosIds: [] } }, (interrupt) => {
    if (handled.length < 3) handled.push(interrupt());
  });
  expect(handled.slice(0, 2)).toEqual([false, true]); // at the greeting there is nothing to stop
  expect(handled[2]).toBe(false); // already stopping
  expect(said[1]).toMatch(/\(stopped\)\n$/);
  expect(said[2]).toMatch(/cut off after 50/);
});

test("control characters of an answer do not reach the terminal", async () => {
  const written: string[] = [];
  const pieces = ["a\x1b[31m", "b\n", "\x07\x9b2J", "\tc\r"].map((text) => ({ text }));
  const answer = {
    [Symbol.asyncIterator]: () => pieces[Symbol.iterator](),
    result: async () => "done",
  } as unknown as Parameters<typeof print>[0];
  expect(await print(answer, { write: (text) => void written.push(text) })).toBe("done");
  expect(written.join("|")).toBe("a[31m|b\n|2J|\tc|\n");
});
