import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Task } from "../contract.ts";
import { extractionJudge } from "../judge/extraction.ts";
import { summarise } from "../report/summary.ts";
import { openRun, readRun } from "../run/folder.ts";
import { runTask } from "../run/run-task.ts";
import { asked, choice, choiceRule, image, text } from "../tasks/kit.ts";
import { mmVet } from "../tasks/mm-vet.ts";
import { startChatServer } from "../testing/chat-server.ts";
import { picture } from "../testing/pictures.ts";
import { chatEndpoint } from "./chat-endpoint.ts";
import { endpointRespondent } from "./endpoint.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-endpoint-"));
afterAll(() => rmSync(root, { recursive: true }));
const wait = async () => {};

const signs: Task = {
  ...{ name: "signs", title: "Signs", field: "vision", builtIn: true },
  protocol: {
    ...{ version: 1, prompt: "", shots: 0, scoring: ["generate", "letters"], maxNewTokens: 8, parser: "", source: "" },
    metric: "accuracy",
  },
  async *samples() {
    for (const [i, word] of ["stop", "go"].entries()) {
      yield { id: word, prompt: asked(image(await picture(i)), text(`Which: ${word}?`)), ...choice(["stop", "go"], i) };
    }
  },
  rule: choiceRule,
};

test("an endpoint is asked with images, again when it is busy, and no more often than needed", async () => {
  let busy = 1;
  const server = await startChatServer(({ text }) =>
    busy-- > 0 ? { text: "", status: 503 } : { text: text.includes("stop") ? "A" : "It is B." },
  );
  const respondent = endpointRespondent({ url: server.url, model: "peer", wait });
  const run = await openRun(join(root, "answers"), respondent);
  await runTask({ task: signs, respondent, run, data: "built in", batch: 1 });
  await server.close();
  const records = readRun(join(root, "answers")).records("signs");
  expect(records.map(({ score }) => score)).toEqual([1, 1]);
  expect(records[0]!.prompt.images[0]!.preprocessing).toBe("the endpoint's");
  expect(server.heard).toHaveLength(3);
  expect(server.heard[2]).toMatchObject({ images: 1, maxTokens: 8 });
});

test("letters are compared by its log-probabilities, or answered where it tells none", async () => {
  const telling = await startChatServer(() => ({
    text: "x",
    first: [
      { token: " B", logprob: -0.1 },
      { token: "A", logprob: -2 },
    ],
  }));
  const silent = await startChatServer(() => ({ text: "A" }));
  const outcome = async (url: string, name: string) => {
    const respondent = endpointRespondent({ url, model: name, wait });
    const run = await openRun(join(root, name), respondent);
    await runTask({ task: signs, respondent, run, data: "built in", scoring: "letters" });
    return readRun(join(root, name)).records("signs");
  };
  const told = await outcome(telling.url, "telling");
  expect(told.map(({ verdicts }) => verdicts[0]!.read)).toEqual(["B", "B"]);
  expect(told[0]!.scoring).toBe("letters");
  const answered = await outcome(silent.url, "silent");
  expect(answered[0]).toMatchObject({ scoring: "generate", note: "the endpoint tells no log-probabilities", score: 1 });
  expect(summarise(readRun(join(root, "silent"))).tasks[0]!.scoring).toEqual({ generate: 2 });
  await Promise.all([telling.close(), silent.close()]);
});

test("a wrong key, and a server that is away, are sentences", async () => {
  const refusing = await startChatServer(() => ({ text: "", status: 401 }));
  const prompts = [asked(text("Hello"))];
  const limits = { maxNewTokens: 4, batch: 1 };
  const ask = (url: string) =>
    endpointRespondent({ url, model: "m", wait, attempts: 2 }).generate(prompts, limits, () => {});
  await expect(ask(refusing.url)).rejects.toThrow(/refused with 401/);
  const run = await openRun(join(root, "refused"), { name: "m", facts: {} });
  const respondent = endpointRespondent({ url: refusing.url, model: "m", wait });
  await expect(runTask({ task: signs, respondent, run, data: "built in" })).rejects.toThrow(/refused with 401/);
  expect(run.records("signs")).toEqual([]); // a wrong key is no wrong answer
  await refusing.close();
  await expect(ask(refusing.url)).rejects.toThrow(/given up after 2 attempts: it cannot be reached \(ECONNREFUSED\)/);
  expect(() => endpointRespondent({ url: "somewhere", model: "m" })).toThrow("expected an address such as");
});

test("a reply in parts is their text, and one without end is left", async () => {
  const parts = [{ type: "thinking" }, { type: "text", text: "It is " }, { type: "output_text", text: "7." }];
  const server = await startChatServer(({ text }) => ({
    text: text.includes("long") ? "7".repeat(4 * 2 ** 20) : parts,
  }));
  const ask = chatEndpoint({ url: server.url, model: "m", wait, attempts: 2 });
  const question = (content: string) => ({ messages: [{ role: "user", content }], maxTokens: 8 });
  expect((await ask(question("What?"))).text).toBe("It is 7.");
  await expect(ask(question("long"))).rejects.toThrow(
    /given up after 2 attempts: its reply is larger than 4194304 bytes/,
  );
  await server.close();
});

test("a judge's verdict counts, is asked once, and the rule's stands beside it", async () => {
  const judge = await startChatServer(({ text }) => ({ text: text.includes("minus") ? "Score: 0.9" : "I cannot say" }));
  const open: Task = {
    ...mmVet,
    builtIn: true,
    async *samples() {
      for (const id of ["1", "2"]) {
        yield { id, prompt: asked(text(`What is x (${id})?`)), reference: { question: "x?", answer: "-1" } };
      }
    },
  };
  const model = await startChatServer(({ text }) => ({ text: text.includes("(1)") ? "minus one" : "-1" }));
  const respondent = endpointRespondent({ url: model.url, model: "peer", wait });
  for (const name of ["judged", "judged-again"]) {
    const run = await openRun(join(root, name), respondent);
    const asking = extractionJudge({ url: judge.url, model: "referee", wait }, join(root, "cache"));
    await runTask({ task: open, respondent, run, data: "built in", judge: asking });
  }
  expect(judge.heard).toHaveLength(3); // what could not be read is asked again
  const [first, second] = readRun(join(root, "judged")).records("mm-vet");
  expect(first!.verdicts.map(({ by, score }) => [by, score])).toEqual([
    ["rule", 0],
    ["referee", 0.9],
  ]);
  expect(first).toMatchObject({ score: 0.9, scoredBy: "referee" });
  expect(second).toMatchObject({ score: 1, scoredBy: "rule" });
  expect(summarise(readRun(join(root, "judged"))).tasks[0]!.scoredBy).toEqual({ referee: 1, rule: 1 });
  await Promise.all([judge.close(), model.close()]);
});
