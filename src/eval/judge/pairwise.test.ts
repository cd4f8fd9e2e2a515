import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Question } from "../questions/question-set.ts";
import { openRun, type RunFolder, readRun } from "../run/folder.ts";
import { runTask } from "../run/run-task.ts";
import { asked, text } from "../tasks/kit.ts";
import { questionsTask } from "../tasks/questions.ts";
import { startChatServer } from "../testing/chat-server.ts";
import { fakeRespondent } from "../testing/fake-respondent.ts";
import { picture } from "../testing/pictures.ts";
import { judgeRuns, verdictsSchema } from "./pairwise.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-judge-"));
afterAll(() => rmSync(root, { recursive: true }));
const wait = async () => {};
const questions: Question[] = [];
let first: RunFolder;
let second: RunFolder;

beforeAll(async () => {
  const path = join(root, "1.png");
  writeFileSync(path, await picture(1));
  for (const id of ["one", "two", "three", "four"]) {
    questions.push({
      id,
      category: id === "four" ? "Analysis" : "Recognition",
      question: `Question ${id}?`,
      images: [path],
    });
  }
  const open = {
    ...questionsTask,
    builtIn: true,
    async *samples() {
      for (const { id, question } of questions) yield { id, prompt: asked(text(question)), reference: null };
    },
  };
  const answered = async (name: string, answer: (text: string) => string) => {
    const respondent = fakeRespondent(answer, name);
    await runTask({ task: open, respondent, run: await openRun(join(root, name), respondent), data: "built in" });
    return readRun(join(root, name));
  };
  first = await answered("mine", (question) => (question.includes("two") ? "poor" : "splendid"));
  second = await answered("peer", (question) => (question.includes("two") ? "splendid" : "poor"));
});

/** Which answer stands first in what a judge is shown. */
const shownFirst = (text: string) => /assistant A\]\s*(\w+)/.exec(text)![1];

test("each pair is judged in both orders with its image; a judge that decides by merit gives wins and losses", async () => {
  const judge = await startChatServer(({ text }) => ({
    text: text.includes("Question three")
      ? "Equal. [[C]]"
      : `Clear. [[${shownFirst(text) === "splendid" ? "A" : "B"}]]`,
  }));
  const options = {
    first,
    second,
    questions,
    endpoint: { url: judge.url, model: "fair", wait },
    cacheFolder: join(root, "c1"),
  };
  const verdicts = await judgeRuns(options);
  expect(verdicts).toMatchObject({ name: "mine", against: "peer", win: 2, tie: 1, lose: 1, consistent: 4, read: 4 });
  expect(verdicts.position).toEqual({ first: 3, second: 3 });
  expect(judge.heard).toHaveLength(8);
  expect(judge.heard.every(({ images }) => images === 1)).toBe(true);
  expect(verdictsSchema.parse(JSON.parse(JSON.stringify(verdicts)))).toEqual(verdicts);
  expect(await judgeRuns(options)).toEqual(verdicts);
  expect(judge.heard).toHaveLength(8); // replies are kept
  await judge.close();
});

test("a judge that likes the first place decides nothing, and the bias shows", async () => {
  const judge = await startChatServer(() => ({ text: "[[A]]" }));
  const verdicts = await judgeRuns({
    first,
    second,
    questions,
    endpoint: { url: judge.url, model: "biased", wait },
    cacheFolder: join(root, "c2"),
  });
  expect(verdicts).toMatchObject({ win: 0, tie: 4, lose: 0, consistent: 0, position: { first: 8, second: 0 } });
  await judge.close();
});

test("what a stopped run has paid for is not paid again", async () => {
  const stop = new AbortController();
  const judge = await startChatServer(() => ({ text: "[[B]]" }));
  const options = {
    first,
    second,
    questions,
    endpoint: { url: judge.url, model: "slow", wait },
    cacheFolder: join(root, "c3"),
    parallel: 1,
  };
  await expect(
    judgeRuns({ ...options, signal: stop.signal, onProgress: (done) => done === 2 && stop.abort() }),
  ).rejects.toThrow();
  expect(judge.heard).toHaveLength(4);
  await judgeRuns(options);
  expect(judge.heard).toHaveLength(8);
  await judge.close();
});

test("replies are one judge's: another address is asked anew, and so is what could not be read", async () => {
  const [sure, vague] = [
    await startChatServer(() => ({ text: "[[C]]" })),
    await startChatServer(() => ({ text: "Hm." })),
  ];
  for (const { judge, times } of [
    { judge: sure, times: [8, 8] },
    { judge: vague, times: [8, 16] },
  ]) {
    const endpoint = { url: judge.url, model: "one name", wait };
    for (const [i, url] of [judge.url, `${judge.url}/`].entries()) {
      await judgeRuns({ first, second, questions, endpoint: { ...endpoint, url }, cacheFolder: join(root, "c5") });
      expect(judge.heard).toHaveLength(times[i]!);
    }
    await judge.close();
  }
});

test("a judge that says nothing readable leaves ties that are told apart", async () => {
  const judge = await startChatServer(() => ({ text: "Both are nice." }));
  const verdicts = await judgeRuns({
    first,
    second,
    questions,
    endpoint: { url: judge.url, model: "vague", wait },
    cacheFolder: join(root, "c4"),
  });
  expect(verdicts).toMatchObject({ win: 0, tie: 4, lose: 0, read: 0 });
  await judge.close();
  await expect(
    judgeRuns({
      first,
      second,
      questions: [{ ...questions[0]!, id: "else" }],
      endpoint: { url: judge.url, model: "x" },
      cacheFolder: root,
    }),
  ).rejects.toThrow("have no answers to the same questions");
});

test("a judge that is away is an error and no tie; one question that it does not take is told apart", async () => {
  const away = await startChatServer(() => ({ text: "", status: 500 }));
  const options = { first, second, questions, cacheFolder: join(root, "c6"), parallel: 1 };
  const endpoint = { model: "j", wait, attempts: 2 };
  await expect(judgeRuns({ ...options, endpoint: { ...endpoint, url: away.url } })).rejects.toThrow(
    "the judge does not answer",
  );
  expect(away.heard).toHaveLength(4); // the question and a plain one, twice each, and no further questions
  const strict = await startChatServer(({ text }) =>
    text.includes("Question two") ? { text: "", status: 400 } : { text: "[[C]]" },
  );
  const verdicts = await judgeRuns({ ...options, endpoint: { ...endpoint, url: strict.url } });
  expect(verdicts).toMatchObject({ tie: 4, read: 3 });
  await Promise.all([away.close(), strict.close()]);
});
