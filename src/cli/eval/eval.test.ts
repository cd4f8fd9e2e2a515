import { spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { writeTinyModel } from "../../chat/testing/tiny-model.ts";
import { evaluate } from "./testing/evaluate.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-eval-verb-"));
const model = join(root, "model");
const task = join(root, "words.yaml");

beforeAll(async () => {
  await writeTinyModel(model);
  writeFileSync(
    task,
    'name: words\nfield: language\ndata: words.jsonl\nprompt: "What does it say? {word}"\nanswer: answer\nmaxNewTokens: 4\n',
  );
  const lines = ["one", "two", "three", "four"].map((word) => JSON.stringify({ word, answer: word }));
  writeFileSync(join(root, "words.jsonl"), `${lines.join("\n")}\n`);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("periscope eval", { timeout: 600_000 }, () => {
  const run = join(root, "run");
  test("run asks a task and prints its score; show, replay, report and compare read the run", async () => {
    expect(await evaluate("run", model, "--tasks", task, "--out", run, "--limit", "2")).toMatch(/words .* 2 questions/);
    const printed = await evaluate("run", model, "--tasks", task, "--out", run, "--json");
    expect(JSON.parse(printed).tasks[0]).toMatchObject({ name: "words", questions: 4, field: "language" });
    const shown = await evaluate("show", run, "words/3");
    expect(shown).toContain("User: What does it say? three");
    expect(shown).toMatch(/rule read .* \(/);
    expect(await evaluate("replay", run, "words/3")).toMatch(/the same as in the run$/);
    const page = join(root, "report.html");
    await evaluate("report", run, "--html", page, "--markdown", join(root, "report.md"));
    expect(readFileSync(page, "utf8")).toContain("words");
    expect(readFileSync(join(root, "report.md"), "utf8")).toContain("### Language");
    const { runs, table } = JSON.parse(await evaluate("report", run, "--json"));
    expect(runs[0].tasks[0].name).toBe("words");
    expect(table.columns).toEqual(["words"]);
    expect(await evaluate("compare", run, run)).toContain("difference +0.0");
  });

  test("show and report write nothing that a terminal obeys, and a report takes the place of the last as a whole", async () => {
    const out = join(root, "hostile");
    await evaluate("run", model, "--tasks", task, "--out", out, "--limit", "1");
    const path = join(out, "words", "records.jsonl");
    const [record] = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const text = "red\x1b[31m\x07\x9b2J\r\nnext";
    writeFileSync(
      path,
      `${JSON.stringify({ ...record, category: "\x1b]0;x\x07", output: { text, finish: "eos" } })}\n`,
    );
    expect(await evaluate("show", out, "words/1")).toContain("    red\\x1b[31m\\x07\\x9b2J\n    next");
    const json = await evaluate("show", out, "words/1", "--json");
    expect(json).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(JSON.parse(json).output.text).toBe(text);
    expect(await evaluate("report", out, "--categories")).toContain("\\x1b]0;x\\x07");
    const page = join(root, "whole.html");
    await evaluate("report", out, "--html", page);
    const before = openSync(page, "r");
    const size = fstatSync(before).size;
    await evaluate("report", run, "--html", page);
    expect(fstatSync(before)).toMatchObject({ size, nlink: 0 });
    closeSync(before);
    await evaluate("report", out, "--markdown", "/dev/null");
    await expect(evaluate("report", out, "--html", root)).rejects.toThrow(`cannot write ${root}: it is a folder`);
  });

  test("a run that is killed at any moment goes on, and nothing is asked twice", async () => {
    const many = Array.from({ length: 400 }, (_, i) => JSON.stringify({ word: `w${i}`, answer: "x" }));
    const slow = join(root, "slow.yaml");
    writeFileSync(join(root, "slow.jsonl"), `${many.join("\n")}\n`);
    writeFileSync(
      slow,
      readFileSync(task, "utf8").replaceAll("words", "slow").replace("maxNewTokens: 4", "maxNewTokens: 60"),
    );
    const out = join(root, "killed");
    const command = fileURLToPath(new URL("../../../bin/periscope.js", import.meta.url));
    const child = spawn(process.execPath, [
      command,
      "eval",
      "run",
      model,
      "--tasks",
      slow,
      "--out",
      out,
      "--batch",
      "1",
    ]);
    const records = join(out, "slow", "records.jsonl");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await vi.waitUntil(() => existsSync(records) && readFileSync(records, "utf8").split("\n").length > 5, {
      timeout: 500_000,
      interval: 20,
    });
    child.kill("SIGKILL");
    await ended;
    const whole = readFileSync(records, "utf8").slice(0, readFileSync(records, "utf8").lastIndexOf("\n") + 1);
    const before = whole.split("\n").length - 1;
    expect(before).toBeLessThan(400);
    appendFileSync(records, '{"half');
    await evaluate("run", model, "--tasks", slow, "--out", out, "--limit", String(before + 3));
    const after = readFileSync(records, "utf8");
    expect(after.startsWith(whole)).toBe(true);
    expect(
      after
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toHaveLength(before + 3);
  });

  test("says what is wrong before a model is loaded", async () => {
    await expect(evaluate("run", model, "--tasks", "mmmu", "--out", run)).rejects.toThrow(
      /mmmu needs its data: give its folder with --data .* or download it with: periscope pull --dataset MMMU\/MMMU/,
    );
    await expect(
      evaluate("run", model, "--tasks", "mmlu", "--scoring", "letters", "--data", root, "--out", run),
    ).rejects.toThrow("mmlu is not scored by letters; it has likelihood");
    await expect(evaluate("run", model, "--tasks", task, "--out", run, "--shard", "0/2")).rejects.toThrow(
      "expected i/n",
    );
    await expect(evaluate("run", model, "--tasks", task, "--out", run, "--endpoint", "http://x/v1")).rejects.toThrow(
      "belong together",
    );
    await expect(evaluate("run", model, "--tasks", `${task},nano`, "--out", run, "--data", root)).rejects.toThrow(
      "would not look there",
    );
    await expect(evaluate("replay", run, "words/1", "--data", root)).rejects.toThrow("--data would not be read");
    await expect(evaluate("run", model, "--tasks", task, "--out", "")).rejects.toThrow('--out is "", expected a path');
    await expect(evaluate("questions", "--out", " ")).rejects.toThrow('--out is " ", expected a path');
    await expect(evaluate("report", run, "--html", "")).rejects.toThrow('--html is "", expected a path');
    await expect(evaluate("show", root, "x")).rejects.toThrow("is no run");
    await expect(evaluate("--samples", "none")).rejects.toThrow("--samples");
  });

  test("tasks lists all of them with their protocols", async () => {
    const listed = await evaluate("tasks");
    for (const name of ["mmmu", "cmmmu", "mmbench-cn", "mm-vet", "agieval", "pile", "leaves"])
      expect(listed).toContain(name);
    for (const { protocol } of JSON.parse(await evaluate("tasks", "--json"))) {
      expect(protocol.source && protocol.parser && protocol.prompt).toBeTruthy();
    }
  });
});
