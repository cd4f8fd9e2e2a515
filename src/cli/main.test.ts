import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { verbs } from "./main.ts";

let root: string;
let model: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-main-"));
  model = join(root, "model");
  await writeTinyModel(model, { files: { "generation_config.json": { do_sample: false, max_new_tokens: 9 } } });
});
afterAll(() => rm(root, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a user does. `closeAfter` closes its output behind so many bytes. */
function periscope(
  args: readonly string[],
  { input = "", closeAfter = Number.POSITIVE_INFINITY } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, ["bin/periscope.js", ...args], { env: { ...process.env, NO_COLOR: "1" } });
  const [out, err] = [[] as Buffer[], [] as Buffer[]];
  let received = 0;
  child.stdout.on("data", (part: Buffer) => {
    out.push(part);
    received += part.length;
    if (received >= closeAfter) child.stdout.destroy();
  });
  child.stderr.on("data", (part: Buffer) => err.push(part));
  child.stdin.on("error", () => {}); // it may be gone before it has read
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, out: `${Buffer.concat(out)}`, err: `${Buffer.concat(err)}` }));
  });
}

describe("periscope", () => {
  test("lists its verbs, and tells its version", async () => {
    const help = await periscope(["--help"]);
    expect(help.code).toBe(0);
    for (const name of Object.keys(verbs)) expect(help.out).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(await periscope([])).toMatchObject({ code: 0, out: help.out });
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await periscope(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test.each([
    [["frobnicate"]],
    [["chat", "--frob"]],
    [["chat", "Hi", "--top-p", "7"]],
    [["chat", "Hi", "--stop", ""]],
    [["inspect"]],
    [["chat", "a", "b"]],
  ])("%j is a usage error: one sentence, exit code 2", async (args) => {
    const { code, out, err } = await periscope(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error: [^\n]+\n$/);
  });

  test("what does not work is one sentence and exit code 1", async () => {
    await writeFile(join(root, "config.json"), "{");
    for (const folder of [join(root, "nothing"), root]) {
      const { code, out, err } = await periscope(["chat", "Hi", "--model", folder]);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toMatch(/^error: [^\n]+\n$/);
      expect(err).not.toMatch(/\bat .*\.ts/);
    }
  });

  test("what stands in a checkpoint's files does not steer the terminal", async () => {
    const folder = join(root, "steering");
    await writeTinyModel(folder, { files: { "processor_config.json": { image_tag: "\x1b[2J\x9b" } } });
    const { err } = await periscope(["chat", "Hi", "--model", folder, "--image", "examples/word.png"]);
    expect(err).toBe('error: the image tag "\\x1b[2J\\x9b" is no token of the tokenizer\n');
  });

  test("a fault of its own is one sentence as well, and the whole story on request", async () => {
    const script = `import("./src/cli/main.ts").then(({ verbs, main }) => {
      Object.defineProperty(verbs, "pull", { value: { about: "", load: () => { throw new TypeError("no\\nsuch thing."); } }, enumerable: true });
      return main(["pull"]);
    });`;
    const run = (env: object) =>
      new Promise<Outcome>((resolve) => {
        const child = spawn(process.execPath, ["--import", "tsx", "-e", script], { env: { ...process.env, ...env } });
        let err = "";
        child.stderr.on("data", (part) => {
          err += part;
        });
        child.on("close", (code) => resolve({ code, out: "", err }));
      });
    const quiet = await run({ PERISCOPE_DEBUG: "" });
    expect(quiet).toMatchObject({
      code: 1,
      err: "error: something went wrong inside Periscope (no); PERISCOPE_DEBUG=1 shows where\n",
    });
    expect((await run({ PERISCOPE_DEBUG: "1" })).err).toMatch(/TypeError: no\nsuch thing\.\n +at /);
  });
});

describe("periscope chat", () => {
  const word = "examples/word.png";

  test("answers one question from the command line or a pipe, as text or JSON", async () => {
    const plain = await periscope(["chat", "--model", model, "--image", word, "What does it say?"]);
    expect(plain).toMatchObject({ code: 0, err: "" });
    const json = await periscope(["chat", "--model", model, "--image", word, "--json"], {
      input: " What does it say?\n",
    });
    const answer = JSON.parse(json.out);
    expect(answer).toMatchObject({
      finishReason: "length",
      model,
      images: [word],
      usage: { reusedTokens: 0, answerTokens: 9 },
    });
    expect(plain.out).toBe(`${answer.text.replace(/[^\P{Cc}\n\t]/gu, "")}\n`);
    expect(Object.keys(answer.timing)).toContain("tokensPerSecond");
  });

  test("talks through a pipe when it is told to", async () => {
    const lines = ["help", `${word} What?`, "/stats", "exit", "never"].join("\n");
    const { code, out } = await periscope(["chat", "--model", model, "--interactive"], { input: lines });
    expect(code).toBe(0);
    expect(out).toMatch(/^Periscope with model, [\d.]+K parameters, on cpu\./);
    expect(out).toMatch(/\(cut off after 9 tokens\)\nfirst token after [^\n]+\n$/);
  });

  test("a pipe gets no picture that it did not name", async () => {
    const { code, out } = await periscope(["chat", "--interactive"], { input: "exit\n" });
    expect(code).toBe(0);
    expect(out).toMatch(/^Periscope with nano/);
    expect(out).not.toContain("is loaded");
  });

  test("needs a question, and has one way to get it", async () => {
    for (const args of [[], ["Hi", "--interactive"], ["--interactive", "--json"]]) {
      const { code, err } = await periscope(["chat", "--model", model, ...args]);
      expect([code, err.split("\n").length]).toEqual([2, 2]);
    }
  });

  test("ends quietly when its reader has had enough", async () => {
    const { code, err } = await periscope(["chat", "--model", model, "--interactive"], {
      input: "help\n".repeat(5000),
      closeAfter: 1,
    });
    expect([code, err]).toEqual([0, ""]);
  });
});

describe("every verb", () => {
  test.each(Object.keys(verbs))("%s has an example in its help, and the description of the list", async (name) => {
    const program = new Command("periscope").exitOverride();
    let help = "";
    program.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    (await verbs[name]!.load())(program);
    await expect(program.parseAsync([name, "--help"], { from: "user" })).rejects.toMatchObject({ exitCode: 0 });
    expect(help).toMatch(/Examples?:\n +\$ periscope /);
    expect(program.commands[0]!.name()).toBe(name);
    expect(program.commands[0]!.description()).toBe(verbs[name]!.about);
  });

  test("has a file of its own name", () => {
    for (const name of Object.keys(verbs)) expect(existsSync(`src/cli/${name}.ts`)).toBe(true);
  });
});
