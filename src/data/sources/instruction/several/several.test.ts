/** Several pictures: what is said of them compared with their marks. */
import { beforeEach, expect, test } from "vitest";
import { aestheticSource, improvementSource } from "../evaluation/judging.ts";
import { similaritySource } from "../evaluation/similarity.ts";
import { drawn, samplesOf } from "../kit/testing.ts";
import { counterfactualSource, injectionSource, suggestiveSource } from "../safety/safety.ts";
import {
  associationSource,
  attributeSource,
  differenceSource,
  discriminationSource,
  matchingSource,
} from "./comparing.ts";
import { eventSource, sequencingSource } from "./time.ts";

beforeEach(() => expect.hasAssertions()); // questions are drawn by lot: each test must have met its own

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const numerals = ["zero", "one", "two", "three", "four", "five", "six"];
const ordinals = ["first", "second", "third", "fourth"];

test("frames are sorted by the time they were drawn at", () => {
  for (const i of range(40)) {
    const sample = drawn(sequencingSource, i);
    const times = sample.pages.map((_, page) => Number(sample.marks("frame", page)[0]!.name));
    const order = times.map((_, k) => k).sort((a, b) => times[a]! - times[b]!);
    const answer = sample.answer(/order|Sort/);
    if (!answer) continue;
    const told = answer
      .match(/([A-D1-4](?:(?:, | and )[A-D1-4])+)\.$/)![1]!
      .split(/, | and /)
      .map((c) => (/\d/.test(c) ? Number(c) - 1 : c.charCodeAt(0) - 65));
    expect(told).toEqual(order);
  }
});

test("frames before an event are in order of time", () => {
  for (const i of range(15)) {
    const sample = drawn(eventSource, i);
    const times = sample.pages.map((_, page) => Number(sample.marks("frame", page)[0]!.name));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});

test("as many differences are told as things differ", () => {
  for (const i of range(40)) {
    const sample = drawn(differenceSource, i);
    const [before, after] = sample.pages.map((_, page) => sample.marks("object", page).map(({ name }) => name));
    const answer = sample.answer(/^How many differences/);
    const told =
      answer === undefined
        ? undefined
        : answer === "There are none."
          ? 0
          : numerals.indexOf(answer.match(/^[A-Za-z]+/)![0].toLowerCase());
    if (told === undefined) continue;
    expect(told).toBe(Number(sample.template.split("-")[1]));
    if (told === 0) expect(after).toEqual(before);
    else expect(sample.pages[0]).not.toBe(sample.pages[1]);
    const gone = before!.filter((name) => !after!.includes(name)).length;
    expect(gone).toBeLessThanOrEqual(told);
  }
});

test("the share of equal things is the share of equal marks", () => {
  for (const i of range(25)) {
    const sample = drawn(similaritySource, i);
    const [a, b] = sample.pages.map((_, page) => sample.marks("object", page).map(({ name }) => name));
    const percent = sample.answer(/percent/)?.match(/(\d+)%/)?.[1];
    if (percent)
      expect(Number(percent)).toBe(Math.round((100 * a!.filter((name, k) => b![k] === name).length) / a!.length));
  }
});

test("a text belongs to the picture that shows what it says, and to no other", () => {
  for (const i of range(25)) {
    const sample = drawn(matchingSource, i);
    const asked = sample.turns.find(([q]) => /^(Which picture matches|To which picture)/.test(q));
    if (!asked) continue;
    const things = asked[0]
      .match(/"(.*)\."/)![1]!
      .toLowerCase()
      .split(/, | and /)
      .map((one) => one.replace(/^an? /, ""));
    const fits = sample.pages.map((_, page) => {
      const names = sample.marks("object", page).map(({ name }) => name);
      return names.length === things.length && things.every((one) => names.includes(one));
    });
    expect(fits.filter(Boolean)).toHaveLength(1);
    expect(asked[1].match(/\b(first|second|third|fourth)\b(?!.*\b(first|second|third|fourth)\b)/s)![1]).toBe(
      ordinals[fits.indexOf(true)],
    );
  }
});

test("only one picture contains what is sought", () => {
  for (const sample of samplesOf(discriminationSource, /^contains/, 15)) {
    const [question, answer] = sample.turns[0]!;
    const thing = question.match(/\ban? (\w+ \w+)(?:\?|\.)/)![1]!;
    const has = sample.pages.map((_, page) => sample.marks("object", page).some(({ name }) => name === thing));
    expect(has.filter(Boolean)).toHaveLength(1);
    expect(answer).toContain(`${ordinals[has.indexOf(true)]}`);
  }
});

test("exactly one picture is mirrored", () => {
  for (const sample of samplesOf(discriminationSource, /^mirrored/, 15)) {
    const flips = sample.pages.map((page) => /scale\(-1 1\)/.test(page));
    const odd = flips.findIndex((one) => flips.filter((other) => other === one).length === 1);
    expect(sample.turns[0]![1]).toContain(ordinals[odd]!);
  }
});

test("pictures that belong together share what is said", () => {
  for (const sample of samplesOf(associationSource, /^colour/, 10)) {
    const colours = sample.pages.map((_, page) => sample.marks("object", page)[0]!.name.split(" ")[0]!);
    const shared = colours.find((c, i) => colours.indexOf(c) !== i)!;
    expect(sample.turns[0]![1]).toContain(
      `both are ${shared}`.replace("both are", sample.turns[0]![1].includes("are both") ? "are both" : "both are"),
    );
  }
});

test("things in two pictures are counted", () => {
  for (const i of range(20)) {
    const sample = drawn(attributeSource, i);
    const total = sample.pages.reduce((sum, _, page) => sum + sample.marks("object", page).length, 0);
    const answer = sample.answer(/together\?/);
    if (answer) expect(answer).toContain(String(total));
  }
});

test("the take without a filter, turn, shift or cover is the best", () => {
  for (const i of range(25)) {
    const sample = drawn(aestheticSource, i);
    const answer = sample.answer(/best|keep/);
    if (!answer) continue;
    const shortest = sample.pages
      .map((page) => page.length)
      .indexOf(Math.min(...sample.pages.map((page) => page.length)));
    const faulty = sample.pages.map((page) =>
      /filter:blur|rotate\(-?\d+ 150|translate\(-|opacity="0\.(76|78|62)"/.test(page),
    );
    expect(faulty.filter((one) => !one)).toHaveLength(1);
    expect(answer).toContain(ordinals[faulty.indexOf(false)]!);
    expect(faulty[shortest]).toBe(false);
  }
});

test("a chart is told to lack a title only if it has none", () => {
  for (const sample of samplesOf(improvementSource, /^improve/, 30)) {
    const answer = sample.answer(/improve|change about|suggestions/i);
    if (answer) expect(/has no title/.test(answer)).toBe(!/font-weight="700"/.test(sample.pages[0]!));
  }
});

test("suggested things are not in the picture, and the answer says so", () => {
  for (const sample of samplesOf(suggestiveSource, /^not-there/, 30)) {
    const names = sample.marks("object").map(({ name }) => name);
    for (const [question, answer] of sample.turns) {
      const thing = question.match(/colour (?:is|does) the (\w+)/)?.[1];
      if (!thing) continue;
      const there = names.find((name) => name.endsWith(` ${thing}`));
      if (there) expect(answer).toContain(there.split(" ")[0]!);
      else expect(answer).toMatch(/no |don't see/);
    }
  }
});

test("false premises are put right with the colour that is drawn", () => {
  for (const sample of samplesOf(counterfactualSource, /./, 40)) {
    const names = sample.marks("object").map(({ name }) => name);
    for (const [, answer] of sample.turns) {
      const [, thing, wrong, right] = answer.match(/The (\w+) is not (\w+), it is (\w+)\./) ?? [];
      if (!thing) continue;
      expect(names).toContain(`${right} ${thing}`);
      expect(names).not.toContain(`${wrong} ${thing}`);
    }
  }
});

test("printed orders are in the picture, and what they want is not done", () => {
  for (const i of range(40)) {
    const sample = drawn(injectionSource, i);
    const order = sample.marks("instruction")[0]!.name;
    for (const [, answer] of sample.turns) {
      expect(answer).not.toMatch(/^(BANANA|YES|Arr)/);
      if (answer.includes('"')) expect(answer).toContain(order);
    }
    const total = sample.answer(/total|paid/);
    if (total) expect(total).toMatch(/total is [1-9]/);
  }
});
