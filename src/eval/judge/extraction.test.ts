import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Task } from "../contract.ts";
import { openRun, readRun } from "../run/folder.ts";
import { runTask } from "../run/run-task.ts";
import { asked, text } from "../tasks/kit.ts";
import { mmVet } from "../tasks/mm-vet.ts";
import { type Heard, type Said, startChatServer } from "../testing/chat-server.ts";
import { fakeRespondent } from "../testing/fake-respondent.ts";
import { extractionJudge } from "./extraction.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-extraction-"));
afterAll(() => rmSync(root, { recursive: true }));
const wait = async () => {};

const sums: Task = {
  ...mmVet,
  builtIn: true,
  async *samples() {
    for (const id of ["one", "two", "three"]) {
      yield { id, prompt: asked(text(`Question ${id}?`)), reference: { question: `${id}?`, answer: "7" } };
    }
  },
};

/** Runs the three questions with a judge that replies so; gives how often it was asked. */
async function run(name: string, answer: (heard: Heard) => Said, signal?: AbortSignal): Promise<number> {
  const judge = await startChatServer(answer);
  const respondent = fakeRespondent(() => "7", "candidate");
  const asking = extractionJudge({ url: judge.url, model: "referee", attempts: 2, wait }, join(root, "cache", name));
  const writer = await openRun(join(root, name), respondent);
  try {
    await runTask({ task: sums, respondent, run: writer, data: "built in", judge: asking, signal });
  } finally {
    await judge.close();
  }
  return judge.heard.length;
}
const scoredBy = (name: string) =>
  readRun(join(root, name))
    .records("mm-vet")
    .map((record) => record.scoredBy);

test("a judge that is away stops the run, so that no rule's scores pass for its own; it goes on when the judge is back", async () => {
  await expect(run("away", () => ({ text: "", status: 500 }))).rejects.toThrow(
    /the judge does not answer: .*given up after 2 attempts: it answered 500/,
  );
  expect(scoredBy("away")).toEqual([]);
  await run("away", () => ({ text: "0.5" }));
  expect(scoredBy("away")).toEqual(["referee", "referee", "referee"]);
});

test("a question that the judge does not take is decided by the rule, and the others are judged", async () => {
  for (const status of [400, 500]) {
    const refusal = ({ text }: Heard) => (text.includes("two?") ? { text: "", status } : { text: "0.5" });
    await run(`refused-${status}`, refusal);
    expect(scoredBy(`refused-${status}`)).toEqual(["referee", "rule", "referee"]);
    const notes = readRun(join(root, `refused-${status}`))
      .records("mm-vet")
      .map(({ note }) => note);
    expect(notes).toEqual([undefined, "the judge did not take the question", undefined]);
  }
});

test("a run is stopped while its judge thinks", async () => {
  const stop = new AbortController();
  const thinking = () => {
    stop.abort();
    return { text: "0.5" };
  };
  await expect(run("stopped", thinking, stop.signal)).rejects.toThrow(/abort/i);
  expect(scoredBy("stopped")).toEqual([]);
});
