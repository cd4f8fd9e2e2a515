import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { serveVerb } from "./serve.ts";

let root: string;
let model: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-serve-verb-"));
  model = join(root, "tiny");
  await writeTinyModel(model);
});
afterAll(() => rm(root, { recursive: true }));

function start(args: readonly string[]) {
  const bin = new URL("../../bin/periscope.js", import.meta.url).pathname;
  const child = spawn(process.execPath, [bin, "serve", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const text = { out: "", err: "" };
  const first = new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text.out += part;
      if (text.out.includes("\n")) resolve(text.out);
    });
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text.err += part;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, text, first, ended };
}

test("serves until it is told to stop, and says where", async () => {
  const keys = join(root, "keys.txt");
  await writeFile(keys, "# who may ask\nsk-test\n");
  const { child, first, ended } = start([
    ...["--model", `small=${model}`, "--port", "0", "--json", "--no-page", "--api-key-file", keys, "--threads", "1"],
  ]);
  const told = JSON.parse(await first) as { url: string; models: string[] };
  expect(told.models).toEqual(["small"]);
  expect((await fetch(`${told.url}/v1/models`)).status).toBe(401);
  const headers = { Authorization: "Bearer sk-test", "Content-Type": "application/json" };
  const body = JSON.stringify({ messages: [{ role: "user", content: "What?" }], max_tokens: 3 });
  const answer = await fetch(`${told.url}/v1/chat/completions`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("a model that cannot be opened is a sentence, and nothing stays behind", async () => {
  const { text, ended } = start(["--model", join(root, "nothing"), "--port", "0", "--no-page", "--offline"]);
  expect(await ended).toBe(1);
  expect(text.err).toMatch(/^error: .*nothing/);
  expect(text.err).not.toContain("PERISCOPE_DEBUG");
});

test("a port that there is not and a key that nobody can send are refused before the model is looked for", async () => {
  const port = start(["--port", "99999", "--no-page"]);
  expect(await port.ended).toBe(2);
  expect(port.text.err).toContain("expected a whole number from 0 to 65535");
  const noModel = ["--model", join(root, "nothing"), "--port", "0", "--no-page", "--offline"];
  for (const key of ["", "two words"]) {
    const { text, ended } = start([...noModel, "--api-key", key]);
    expect(await ended).toBe(1);
    expect(text.err).toMatch(/^error: an API key is empty, or has blanks/);
  }
  const file = start([...noModel, "--api-key-file", join(root, "no-keys.txt")]);
  expect(await file.ended).toBe(1);
  expect(file.text.err).toMatch(/^error: the file of API keys .*no-keys\.txt cannot be read/);
});

test("help has examples", () => {
  const program = new Command();
  serveVerb(program);
  let help = "";
  program.commands[0]!.configureOutput({
    writeOut(text) {
      help += text;
    },
  }).outputHelp();
  expect(help).toContain("$ periscope serve --model deepseek-ai/deepseek-vl-1.3b-chat --quantize 4");
});
