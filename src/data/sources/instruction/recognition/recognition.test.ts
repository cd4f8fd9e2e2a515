import { expect, test } from "vitest";
import { isLeaf } from "../../../taxonomy.ts";
import { kindNamed } from "../../caption/scene/kinds/index.ts";
import { numberWord } from "../../caption/scene/words.ts";
import { boxText } from "../../table-chart/coordinates.ts";
import { badges } from "./badges.ts";
import { currency } from "./currency.ts";
import { counting, objectAttributes, positionDescription } from "./details.ts";
import { faces } from "./faces.ts";
import { specifiedFormat } from "./formats.ts";
import { handwrittenText } from "./handwritten.ts";
import { recognitionSources } from "./index.ts";
import { specifiedLanguage } from "./languages.ts";
import { logos } from "./logos.ts";
import { pointing } from "./pointing.ts";
import { printedText } from "./printed.ts";
import { locationDescription } from "./surroundings.ts";
import { answersTo, samplesOf, textsOf } from "./testing.ts";

test("every source gives one to three clean exchanges under its own leaf, and hardly ever the same twice", () => {
  for (const source of recognitionSources) {
    const samples = samplesOf(source, 14, 160);
    expect(samples.length, source.name).toBeGreaterThan(9);
    for (const { draft, pairs } of samples) {
      expect(isLeaf(draft.leaf!)).toBe(true);
      expect(source.leaves).toContain(draft.leaf);
      expect(pairs.length).toBeGreaterThanOrEqual(1);
      expect(pairs.length).toBeLessThanOrEqual(4);
      for (const text of pairs.flat()) expect(text.includes("\u0000") || text.includes("\u0001")).toBe(false);
      for (const text of pairs.flat()) expect(text, source.name).not.toMatch(/undefined|NaN|\[object|^$/);
    }
    expect(new Set(samples.map(({ pairs, html, regions }) => JSON.stringify([pairs, html, regions]))).size).toBe(
      samples.length,
    );
    const [again] = samplesOf(source, 1, 160);
    if (again) expect(again.pairs).toEqual(samples[0]!.pairs);
  }
});

test("counts are those of the boxes", () => {
  let checked = 0;
  for (const asked of samplesOf(counting, 40, 160)) {
    for (const [question, answer] of asked.pairs) {
      const plural = /^(?:How many|Count the) ([a-z- ]+?)(?: are there\?| can you see\?|\.)$/.exec(question)?.[1];
      const kind = asked.regions.map(({ text }) => text!).length > 0 && plural ? plural : undefined;
      if (!kind || ["animals", "people", "persons"].includes(kind)) continue;
      const said =
        /(\d+)/.exec(answer)?.[1] ??
        Array.from({ length: 13 }, (_, i) => i).find((i) => new RegExp(`\\b${numberWord(i)}\\b`, "i").test(answer));
      const names = asked.regions.filter(({ text }) => {
        try {
          return [kindNamed(kind.replace(/s$/, "")).name].some((name) => text!.includes(name));
        } catch {
          return false;
        }
      });
      if (names.length === 0) continue;
      expect(Number(said), `${question} ${answer}`).toBe(names.length);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(5);
});

test("colours are those of the things asked for", () => {
  let checked = 0;
  for (const asked of samplesOf(objectAttributes, 40, 160)) {
    for (const [question, answer] of asked.pairs) {
      const noun = /^(?:What color is|Which color does|Tell me the color of) the ([a-z- ]+?)(?: have)?[?.]$/.exec(
        question,
      )?.[1];
      if (!noun || /larger|smaller| of the /.test(noun)) continue;
      const region = asked.regions.find(({ text }) =>
        text!.endsWith(noun.replace(/^(slice|piece|bunch|pair|pile) of /, "")),
      );
      expect(region!.text).toContain(
        answer
          .toLowerCase()
          .replace(/^.* (\w+)\.$/, "$1")
          .replace(".", ""),
      );
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(3);
});

test("boxes in answers and questions are the target's", () => {
  let checked = 0;
  for (const { draft, pairs, regions } of samplesOf(pointing, 50, 200)) {
    const target = regions.find(({ kind }) => kind === "target");
    const picture = draft.pictures[0]!;
    if (!target || picture.kind !== "drawn") continue;
    const said = /\[\d+, \d+, \d+, \d+\]/.exec(pairs.flat().join(" "))?.[0];
    if (said) {
      expect(said).toBe(boxText([...target.box!] as [number, number, number, number], picture.draw()));
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(5);
});

test("money adds up to what lies there", () => {
  let checked = 0;
  for (const asked of samplesOf(currency, 80)) {
    const pieces = [...asked.names("note"), ...asked.names("coin")];
    const counts = answersTo(asked, /how many coins|Count the notes/i)[0];
    if (counts) {
      const [notes, coins] = [asked.names("note").length, asked.names("coin").length];
      const word = (n: number, one: string) => (n === 1 ? `one ${one}` : `${numberWord(n)} ${one}s`);
      expect(counts.toLowerCase()).toBe(`${word(notes, "note")} and ${word(coins, "coin")}.`);
      checked++;
    }
    const working = answersTo(asked, /altogether|total amount|Add up|money is shown/)[0];
    if (working?.includes("+")) {
      const said = working
        .replace(/^.*?: | = .*$/g, "")
        .match(/\d+/g)!
        .map(Number);
      expect([...said].sort()).toEqual(pieces.map((piece) => Number(/\d+/.exec(piece)![0])).sort());
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(8);
});

test("names in answers stand in the picture, and without a name nobody is named", () => {
  for (const { draft, pairs, html } of samplesOf(badges, 40)) {
    const shown = textsOf(html);
    const [first] = pairs;
    if (draft.template === "nameless") expect(first![1]).toMatch(/cannot|no name/);
    else if (/^(Who is this|Who is shown|What is the name of this person|Can you tell me)/.test(first![0]))
      expect(shown.some((text) => text.includes(" ") && first![1].includes(text))).toBe(true);
  }
  for (const { pairs, html, names } of samplesOf(logos, 30)) {
    const shown = textsOf(html);
    expect(shown.some((text) => pairs[0]![1].includes(text))).toBe(true);
    for (const [question, answer] of pairs)
      if (/mark show|symbol|picture is part/.test(question)) expect(answer).toContain(names("logo")[0]!);
  }
  for (const asked of samplesOf(faces, 40)) {
    for (const [question, answer] of asked.pairs)
      if (/^Who looks|^Which of the people/.test(question))
        expect(asked.names("face").some((name) => answer.startsWith(name) || answer.includes(` ${name} `))).toBe(true);
  }
});

test("transcriptions are the printed and written lines", () => {
  for (const source of [printedText, handwrittenText]) {
    let checked = 0;
    for (const { pairs, html } of samplesOf(source, 40)) {
      const lines = textsOf(html);
      const answer = pairs[0]![1];
      if (/line only|does the \w+ line say|line \d+\./.test(pairs[0]![0])) expect(lines).toContain(answer);
      else if (
        answer === lines.join("\n") ||
        answer.replaceAll("\n", " ") === lines.join(" ") ||
        answer.endsWith(`:\n${lines.join("\n")}`) ||
        answer.includes(`"${lines.join(" / ")}"`)
      )
        checked++;
    }
    expect(checked).toBeGreaterThan(20);
  }
});

test("formats hold exactly the values of the sheet", () => {
  let parsed = 0;
  for (const { pairs, html } of samplesOf(specifiedFormat, 50)) {
    const shown = textsOf(html);
    for (const [question, answer] of pairs) {
      const bare = answer.replace(/^```\w+\n|\n```$/g, "");
      if (!/JSON/.test(question)) continue;
      const value: unknown = JSON.parse(bare);
      const values = (Array.isArray(value) ? value : [value]).flatMap((row) =>
        Object.values(row as Record<string, string>),
      );
      for (const one of values) expect(shown).toContain(one);
      parsed++;
    }
  }
  expect(parsed).toBeGreaterThan(8);
});

test("the line of a language is the one that was drawn for it", () => {
  let checked = 0;
  for (const { pairs, html } of samplesOf(specifiedLanguage, 50)) {
    const marks = new Map(
      [...html.matchAll(/data-mark="(\w+)"[^>]*>([^<]*)</g)].map((match) => [match[1]!, match[2]!]),
    );
    for (const [question, answer] of pairs) {
      const language = /^(?:Transcribe only the|What does the|Read the|Write out the part in) (\w+)/
        .exec(question)?.[1]
        ?.toLowerCase();
      if (!language || !marks.has(language)) continue;
      expect(answer).toBe(marks.get(language));
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(5);
});

test("people are he or she where their place is told, and no water is called another", () => {
  for (const { pairs } of samplesOf(positionDescription, 80, 160)) {
    for (const [question, answer] of pairs) {
      const who = /(?:is|of) the [a-z -]*?\b(man|boy|woman|girl)\b/.exec(question)?.[1];
      const asked = question.replace(/ in relation to.*| with respect to.*| stand to.*/, "?");
      if (who && asked.includes(who)) expect(answer, question).not.toMatch(/^It is/);
    }
  }
  for (const { pairs } of samplesOf(locationDescription, 120, 160)) {
    for (const [question, answer] of pairs)
      if (/beach|pond|sea\b/.test(question)) expect(answer, question).not.toMatch(/beach|pond|\bsea\b|seaside/);
  }
});
