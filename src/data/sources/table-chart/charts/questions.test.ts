import { expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import type { Kind } from "./chart.ts";
import { listed } from "./phrases.ts";
import { agreeing, questionsAbout } from "./questions.ts";
import { randomChart } from "./random-chart.ts";
import type { Language } from "./units.ts";

const format = { width: 380, height: 280, scale: 1, fontSize: 12, room: "small" } as const;

test("the last of several things is joined by the language's word for and", () => {
  const joined: Record<Language, string> = {
    en: "a, b and c",
    de: "a, b und c",
    fr: "a, b et c",
    es: "a, b y c",
    zh: "a、b和c",
  };
  for (const [language, text] of Object.entries(joined))
    expect(listed(["a", "b", "c"], language as Language)).toBe(text);
});

test("answers list labels, series and values as sentences do", () => {
  let lists = 0;
  const joints = { en: / and /, de: / und /, fr: / et /, es: / y /, zh: /和/ };
  for (const kind of ["bar", "multi-line", "waterfall", "pie"] as const satisfies readonly Kind[]) {
    for (const [i, language] of (["en", "de", "fr", "es", "zh"] as const).entries()) {
      const random = randomFor(4, i, kind);
      const chart = randomChart(random, kind, language, format);
      for (const { task, answer } of questionsAbout(chart, random)) {
        const named = chart.categories.filter((one) => answer.includes(one)).length;
        if (task !== "count" || named < 2) continue;
        lists++;
        expect(answer).toMatch(joints[language]);
      }
    }
  }
  expect(lists).toBeGreaterThan(10);
});

test("questions agree in number with what is measured, and counted things are more, not higher", () => {
  const asked = (template: string, name: string, unit: string) =>
    agreeing(template, { name, unit }).replace("{m}", name);
  expect(asked("is the {m} above 3?", "orders", "")).toBe("are the orders above 3?");
  expect(asked("has the highest {m}?", "calories burned", "kcal")).toBe("has the most calories burned?");
  expect(asked("has the lowest {m}?", "visitors", "")).toBe("has the fewest visitors?");
  expect(asked("has the highest {m}?", "emissions", "kt")).toBe("has the highest emissions?");
  expect(asked("is the {m} of B?", "rainfall", "mm")).toBe("is the rainfall of B?");
});
