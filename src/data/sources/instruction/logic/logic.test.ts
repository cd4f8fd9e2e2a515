/** Answers worked out again from what is drawn. */
import { beforeEach, expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { drawn, samplesOf } from "../kit/testing.ts";
import { algebraSource } from "./algebra.ts";
import { biologySource, punnett } from "./biology.ts";
import { atomsOf, chemistrySource, elements, reactions, totals } from "./chemistry.ts";
import { codeSource } from "./code.ts";
import { iqSource, seriesOf, valueAt } from "./iq.ts";
import { physicsSource } from "./physics.ts";
import { planeSource } from "./plane.ts";
import { programOf, run, write } from "./program.ts";
import { nets, opposites, pileOf, solidSource } from "./solid.ts";

beforeEach(() => expect.hasAssertions()); // questions are drawn by lot: each test must have met its own

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
/** `3 · 4`, minus signs as printed. */
const value = (text: string) => Number(text.replace("−", "-"));

test("the solution of a linear equation makes both sides equal", () => {
  for (const sample of samplesOf(algebraSource, /^linear/, 15)) {
    const [equation] = sample.marks("equation");
    const answer = sample.turns.map(([, a]) => a).join(" ");
    const letter = equation!.name.match(/[a-z]/)![0];
    const solution = answer.match(new RegExp(`(?<![\\d−])${letter} = (−?\\d+)\\.`))?.[1];
    if (!solution) continue;
    const [left, right] = equation!.name.split(" = ").map((side) =>
      side.split(/ (?=[+−] )/).reduce((sum, term) => {
        const [, sign, factor, unknown] = term.match(/^([+−] )?(−?\d*)([a-z]?)$/)!;
        const size = factor === "" ? 1 : value(factor!);
        return sum + (sign?.startsWith("−") ? -1 : 1) * size * (unknown ? value(solution) : 1);
      }, 0),
    );
    expect(left, equation!.name).toBe(right);
  }
});

test("written sums are right or wrong as the answer says", () => {
  for (const sample of samplesOf(algebraSource, /^written/, 12)) {
    const answer = sample.answer(/correct|Check/);
    if (!answer) continue;
    const rows = new Map<string, string>();
    for (const [, , y, digit] of sample.pages[0]!.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>(\d)</g))
      rows.set(y!, `${digit}${rows.get(y!) ?? ""}`);
    const [a, b, shown] = [...rows.values()].map(Number);
    const plus = sample.pages[0]!.includes(">+<");
    expect(!/\b[Nn]o\b|wrong/.test(answer)).toBe((plus ? a! + b! : a! - b!) === shown);
  }
});

test("angles of a triangle add up", () => {
  for (const sample of samplesOf(planeSource, /^triangle/, 12)) {
    const given = [...sample.pages[0]!.matchAll(/>(\d+)°</g)].map(([, n]) => Number(n));
    const answer = sample.answer(/angle at C|missing|question mark/)?.match(/(\d+)°\.$/)?.[1];
    const known = given.length === 1 ? 2 * given[0]! : given[0]! + given[1]!;
    if (answer) expect(known + Number(answer)).toBe(180);
  }
});

test("every net folds to three pairs of opposite faces, a row's faces two apart among them", () => {
  for (const net of nets) {
    const pairs = opposites(net);
    expect(new Set(pairs.flat()).size).toBe(6);
    const width = net[0]!.length;
    for (const [r, row] of net.entries())
      for (let c = 0; c + 2 < width; c++) {
        if (row.slice(c, c + 3) === "xxx")
          expect(
            pairs.some(([a, b]) => [a, b].sort().join() === [r * width + c, r * width + c + 2].sort().join()),
          ).toBe(true);
      }
  }
});

test("cubes are counted as they are piled, and no tower hides another", () => {
  for (const i of range(20)) {
    const heights = pileOf(randomFor(1, i, "pile"), 4, 3);
    for (let x = 1; x < 4; x++)
      for (let y = 0; y < 3; y++) expect(heights[x]![y]!).toBeLessThanOrEqual(heights[x - 1]![y]!);
  }
  for (const sample of samplesOf(solidSource, /^cube-pile/, 10)) {
    const total = [...sample.marks("pile")[0]!.name.replaceAll(" ", "")].reduce((sum, d) => sum + Number(d), 0);
    const faces = [...sample.pages[0]!.matchAll(/<polygon/g)].length;
    expect(faces).toBe(3 * total);
    const answer = sample.answer(/^(How many (small|unit) cubes|Count)/);
    if (answer) expect(answer).toMatch(new RegExp(`(^|= )${total}\\.`));
  }
});

test("the way covered is read off the graph", () => {
  for (const sample of samplesOf(physicsSource, /^motion/, 10)) {
    const points = sample
      .marks("graph")[0]!
      .name.split(" ")
      .map((point) => point.split(":").map(Number));
    const way = points.slice(1).reduce((sum, [, s], i) => sum + Math.abs(s! - points[i]![1]!), 0);
    const answer = sample.answer(/distance|whole way/);
    if (answer) expect(Number(answer.match(/([\d.]+) m\.$/)![1])).toBe(way);
  }
});

test("levers tip to the side with more mass times distance", () => {
  for (const sample of samplesOf(physicsSource, /^lever/, 10)) {
    const answer = sample.answer(/released|goes down|stay level/);
    if (!answer) continue;
    const weights = [
      ...sample.pages[0]!.matchAll(/data-name="(\d+)"><rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g),
    ].map(([, kg, x, w]) => Number(kg) * (Number(x) + Number(w) / 2 - 184));
    const turn = Math.round(weights[0]! + weights[1]!);
    expect(/stays level/.test(answer)).toBe(turn === 0);
    if (turn !== 0) expect(answer).toMatch(turn > 0 ? /right side/ : /left side/);
  }
});

test("all equations of reactions balance", () => {
  expect(elements("Fe2O3")).toEqual(
    new Map([
      ["Fe", 2],
      ["O", 3],
    ]),
  );
  for (const { left, right } of reactions) expect([...totals(left)].sort()).toEqual([...totals(right)].sort());
});

test("a molecule's formula counts the atoms that are drawn", () => {
  for (const sample of samplesOf(chemistrySource, /^(alk|alcohol|amine|acid)/, 25)) {
    const atoms = sample.marks("atom").map(({ name }) => name);
    const count = (symbol: string) => atoms.filter((one) => one === symbol).length;
    const kind = sample.template as Parameters<typeof atomsOf>[0]["kind"];
    expect(atomsOf({ kind, carbons: count("C") })).toEqual({
      C: count("C"),
      H: count("H"),
      O: count("O"),
      N: count("N"),
    });
    const hydrogen = sample.answer(/^How many hydrogen/)?.match(/\d+/)?.[0];
    if (hydrogen) expect(Number(hydrogen)).toBe(count("H"));
  }
});

test("crosses follow Mendel", () => {
  expect(punnett("Aa", "Aa")).toEqual(["AA", "Aa", "Aa", "aa"]);
  for (const sample of samplesOf(biologySource, /^punnett/, 10)) {
    const cells = sample.marks("cell").map(({ name }) => name);
    const answer = sample.answer(/share|likely|chance/)?.match(/(\d+)%/)?.[1];
    if (answer) expect(Number(answer)).toBe(25 * cells.filter((cell) => cell === cell.toLowerCase()).length);
  }
});

test("programs print what a real engine prints", () => {
  for (const i of range(60)) {
    const { program } = programOf(randomFor(3, i, "program"));
    const lines: number[] = [];
    new Function("console", write(program, "JavaScript").join("\n"))({ log: (n: number) => lines.push(n) });
    expect(run(program).printed).toEqual(lines);
  }
});

test("the code on the screen is the code that was run", () => {
  for (const sample of samplesOf(codeSource, /^javascript/, 10)) {
    const source = [...sample.pages[0]!.matchAll(/data-mark="line">(.*?)<\/text>/g)]
      .map(([, line]) =>
        line!
          .replaceAll(/<[^>]+>/g, "")
          .replaceAll("\u00a0", " ")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">"),
      )
      .join("\n");
    const lines: number[] = [];
    new Function("console", source)({ log: (n: number) => lines.push(n) });
    const answer = sample.answer(/^(What does this program print|What is the output\? Only|Give me the output)/);
    if (answer) expect(answer).toBe(lines.join("\n"));
  }
});

test("a matrix has one right option, and rules that its rows and columns keep", () => {
  expect(range(3).map((r) => range(3).map((c) => valueAt("latin", r, c)))).toEqual([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ]);
  for (const i of range(20)) expect(new Set(seriesOf(randomFor(1, i, "series")).values).size).toBeGreaterThan(3);
  for (const sample of samplesOf(iqSource, /^matrix/, 10)) expect(sample.marks("figure")).toHaveLength(8);
});

test("the missing number is the one that was left out", () => {
  for (const sample of samplesOf(iqSource, /^number/, 10)) {
    const shown = sample.marks("number").map(({ name }) => name);
    const full = sample
      .answer(/rule of|built/)
      ?.match(/In full: (.*)\.$/)?.[1]
      ?.split(", ");
    const missing = sample.answer(/missing|question mark|Continue/)?.match(/(\d+)\.$/)?.[1];
    if (full && missing) expect(full[shown.indexOf("?")]).toBe(missing);
    if (full) expect(full.filter((_, i) => shown[i] !== "?")).toEqual(shown.filter((one) => one !== "?"));
  }
});

test("food webs: who eats whom is what the arrows say", () => {
  for (const i of range(10)) expect(drawn(biologySource, i).turns.length).toBeGreaterThan(0);
});
