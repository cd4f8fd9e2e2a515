import { spawnSync } from "node:child_process";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { randomFor } from "../../random.ts";
import { type Content, partsOf } from "../../sample.ts";
import type { Source, SourceContext } from "../../source.ts";
import { wordProblem } from "./arithmetic/problems.ts";
import * as sums from "./arithmetic/sums.ts";
import { heldOutChineseNames } from "./chinese/chinese.ts";
import { chineseNumber } from "./chinese/words.ts";
import { javascript, python } from "./code/languages.ts";
import { run } from "./code/program.ts";
import { codeTasks, renamed } from "./code/tasks.ts";
import { factMakers } from "./facts/statements.ts";
import { textSources } from "./index.ts";
import { passageMakers } from "./passage/passages.ts";
import { heldOutWords, stringTask } from "./string-task.ts";
import { questionsAbout, type Table, writeTable } from "./table-lookup.ts";
import { heldOutNames } from "./words/people.ts";

function contextOf(index: number, split: SourceContext["split"] = "train", stream = "test"): SourceContext {
  return { random: randomFor(7, index, stream), maxSide: 384, split };
}

function contentOf(source: Source, index: number, split: SourceContext["split"] = "train"): Content {
  return source.draft(contextOf(index, split, source.name)).compose([]).content;
}

function textOf(content: Content): string {
  return partsOf(content)
    .map((part) => (part.type === "text" ? part.text : ""))
    .join("\n");
}

describe.each(textSources.map((source) => [source.name, source] as const))("%s", (_, source) => {
  test("hardly ever says the same twice, and the same seed says the same again", () => {
    const texts = Array.from({ length: 2000 }, (_, i) => textOf(contentOf(source, i)));
    expect(new Set(texts).size).toBeGreaterThan(1900);
    expect(texts.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => textOf(contentOf(source, i))));
  });

  test("needs no pictures, has text to learn, and leaves no part empty and no phrase unfinished", () => {
    for (let i = 0; i < 300; i++) {
      expect(source.draft(contextOf(i, "train", source.name)).pictures).toEqual([]);
      const parts = partsOf(contentOf(source, i));
      expect(parts.some((part) => part.type === "text" && part.target)).toBe(true);
      for (const part of parts) {
        expect(part.type === "text" && part.text.trim()).toBeTruthy();
        if (source.name !== "text-code" && part.type === "text")
          expect(part.text).not.toMatch(/undefined|NaN|\{\w+\}|\|\w+\]/);
      }
    }
  });

  test("held-out samples are none of the train samples", () => {
    const heldOut = new Set(Array.from({ length: 200 }, (_, i) => textOf(contentOf(source, i, "heldout"))));
    expect(heldOut.size).toBeGreaterThan(100);
    for (let i = 0; i < 1000; i++) expect(heldOut.has(textOf(contentOf(source, i)))).toBe(false);
  });
});

test("held-out names stand in no training text, and in held-out texts", () => {
  const names = new RegExp(`\\b(?:${heldOutNames.join("|")})\\b|${heldOutChineseNames.join("|")}`);
  expect(heldOutNames.length).toBeGreaterThan(10);
  expect(heldOutChineseNames.length).toBeGreaterThan(2);
  for (const source of textSources) {
    for (let i = 0; i < 500; i++) expect(textOf(contentOf(source, i)).match(names)?.[0]).toBeUndefined();
  }
  for (const name of ["text-story", "text-letter", "text-dialogue", "text-passage-qa"]) {
    const source = textSources.find((one) => one.name === name)!;
    for (let i = 0; i < 50; i++) expect(textOf(contentOf(source, i, "heldout"))).toMatch(names);
  }
});

const calculator = createContext({});

/** Both sides of `3 + 4 = 7`, read by JavaScript itself. */
function calculated(expression: string): number {
  return runInContext(expression.replaceAll("×", "*").replaceAll("÷", "/"), calculator) as number;
}

test("every equation in a worked sum is true", () => {
  let equations = 0;
  const check = ({ steps, expression, answer }: sums.Sum) => {
    for (const line of [...steps, ...(expression && /^[-\d]+$/.test(answer) ? [`${expression} = ${answer}`] : [])]) {
      for (const [, left, right] of line.matchAll(
        /((?:\(?-?\d+\)?)(?: [-+*/] \(?-?\d+\)?| [-+*/] \(?\d+ [-+*/] \d+\)?)+) = (-?\d+(?:\/\d+)?)/g,
      )) {
        expect(calculated(left!), line).toBe(calculated(right!));
        equations++;
      }
    }
  };
  const makers = [sums.addition, sums.subtraction, sums.multiplication, sums.division, sums.percentage, sums.sequence];
  for (let i = 0; i < 150; i++) for (const make of makers) check(make(contextOf(i).random));
  for (let i = 0; i < 300; i++) check(wordProblem(contextOf(i)));
  expect(equations).toBeGreaterThan(1500);
});

test("the answer of a sum is its expression's value", () => {
  for (let i = 0; i < 300; i++) {
    const { random } = contextOf(i);
    for (const make of [sums.addition, sums.subtraction, sums.multiplication, sums.expression]) {
      const { expression, answer } = make(random);
      expect(Number(answer)).toBe(calculated(expression!));
    }
    const division = sums.division(random);
    const [a, b] = division.expression!.split(" / ").map(Number) as [number, number];
    expect(division.answer).toBe(a % b ? `${Math.floor(a / b)} remainder ${a % b}` : String(a / b));
    const fraction = sums.fractions(random);
    expect(calculated(fraction.answer)).toBeCloseTo(calculated(fraction.expression!), 12);
  }
});

test("programs print what they are said to print, in JavaScript", () => {
  for (let i = 0; i < 300; i++) {
    const { random } = contextOf(i);
    const task = renamed(random, codeTasks[i % codeTasks.length]!(random));
    const printed: string[] = [];
    const log = (value: unknown) => printed.push(String(value));
    runInContext(javascript.write(task.program), createContext({ console: { log } }));
    expect(printed, javascript.write(task.program)).toEqual(run(task.program));
  }
});

test.skipIf(spawnSync("python3", ["--version"]).status !== 0)("... and in Python", () => {
  const programs = Array.from({ length: 100 }, (_, i) => {
    const { random } = contextOf(i);
    return renamed(random, codeTasks[i % codeTasks.length]!(random)).program;
  });
  const all = programs.map((program) => `${python.write(program)}\nprint("---")`).join("\n");
  const { stdout } = spawnSync("python3", ["-c", all], { encoding: "utf8" });
  expect(
    stdout
      .split("---\n")
      .slice(0, -1)
      .map((text) => text.trimEnd()),
  ).toEqual(programs.map((program) => run(program).join("\n")));
});

test("answers about a passage stand in the passage, and what is not answered does not", () => {
  for (let i = 0; i < 200; i++) {
    for (const make of passageMakers) {
      const { text, spans } = make(contextOf(i));
      for (const [question, span] of spans) expect(text.toLowerCase(), question).toContain(span.toLowerCase());
    }
  }
});

test("a wrong answer to a question of fact is not the right one", () => {
  for (let i = 0; i < 300; i++) {
    for (const make of factMakers) {
      for (const { short, wrong, answer } of make(contextOf(i).random)) {
        expect(wrong).not.toBe(short);
        expect(answer).toMatch(/^\P{Ll}.*[.]$/u);
      }
    }
  }
});

test("tasks about letters are solved rightly", () => {
  const seen = new Set<string>();
  for (let i = 0; i < 800; i++) {
    const [kind, question, answer] = stringTask(contextOf(i));
    const last = question.match(/(?:Write|word|Spell) "?([a-z]+)"?/)?.[1];
    if (kind === "reverse")
      expect([...answer].reverse().join("")).toBe(question.match(/[a-z]{3,}(?= backwards|"| from)/)![0]);
    else if (kind === "upper") expect(answer.toLowerCase()).toBe(last);
    else if (kind === "spell") expect(question.toUpperCase()).toContain(answer.replace(/[ -]/g, ""));
    else if (kind === "initials") expect(answer).toHaveLength(question.split(":")[1]!.split(",").length);
    else if (kind === "replace") {
      const [, from, word, to] = question.match(/each (.) in (.+) with (.)\./)!;
      expect(answer).toBe(word!.split(from!).join(to));
    } else continue;
    seen.add(kind);
    for (const word of heldOutWords) expect(question.split(/\W+/)).not.toContain(word);
  }
  expect(seen.size).toBe(5);
});

test("a table is asked for what its cells say", () => {
  const table: Table = {
    row: "person",
    columns: ["Name", "Points", "Colour"],
    units: ["", "points", ""],
    rows: [
      ["Ada", 30, "red"],
      ["Ben", 12, "blue"],
      ["Cleo", 51, "green"],
    ],
  };
  const all = new Map(Array.from({ length: 60 }, (_, i) => questionsAbout(contextOf(i), table)).flat());
  expect(all.get("What stands under Points for Ben?")).toBe("12");
  expect(all.get("Which row has the highest value for points?")).toBe("Cleo, with 51 points.");
  expect(all.get("Which row has the lowest value for points?")).toBe("Ben, with 12 points.");
  expect(all.get("What is the sum of the column Points?")).toBe("30 + 12 + 51 = 93.");
  expect(all.get("Which rows have more than 30 points?")).toBe("Cleo.");
  expect(all.get("List the people by points, highest first.")).toBe("Cleo, Ada and Ben.");
  expect(writeTable(table, "csv").split("\n")[2]).toBe("Ben,12,blue");
});

test.each([
  [0, "零"],
  [10, "十"],
  [15, "十五"],
  [20, "二十"],
  [101, "一百零一"],
  [110, "一百一十"],
  [999, "九百九十九"],
  [1010, "一千零一十"],
  [1100, "一千一百"],
  [5003, "五千零三"],
])("%i is read %s", (value, text) => {
  expect(chineseNumber(value)).toBe(text);
});

test("what has no legs has none, wherever the number of legs stands alone", () => {
  const facts = Array.from({ length: 40 }, (_, i) => factMakers.flatMap((maker) => maker(contextOf(i).random))).flat();
  const legless = facts.filter(({ statement }) => / (has|have) no legs/.test(statement));
  expect(legless.length).toBeGreaterThan(0);
  for (const { short, wrong } of legless) {
    expect(short).toBe("none");
    expect(wrong).toMatch(/^(two|four|six|eight)$/);
  }
});

test("Chinese hours bear the name of their part of the day", () => {
  const chinese = textSources.find(({ name }) => name === "text-chinese")!;
  const talks = Array.from({ length: 600 }, (_, i) => textOf(contentOf(chinese, i))).filter((text) =>
    text.includes("点，在"),
  );
  expect(talks.length).toBeGreaterThan(50);
  for (const talk of talks)
    expect(talk).toMatch(/(下午[一两三四五]|早上[六七八]|上午(九|十|十一)|晚上(六|七|八|九|十|十一))点，在/);
});
