/** Answers worked out again from what is drawn. */
import { beforeEach, expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { drawn, samplesOf } from "../kit/testing.ts";
import { accidentSource, rightOf } from "./accidents.ts";
import { type Board, inCheck, legalMoves, matingMoves, type Piece, squareName } from "./chess.ts";
import { defectSource } from "./defects.ts";
import { environmentStateSource } from "./environment.ts";
import { familyOf, relation } from "./family-tree.ts";
import { followArrows, forecastSource } from "./forecast.ts";
import { gameSource } from "./games.ts";
import { illusionSource } from "./illusions.ts";
import { seat } from "./interpersonal.ts";
import { oddOneSource } from "./odd-one.ts";
import { movedStick, solveSudoku, sudoku } from "./puzzles.ts";
import { robotSource } from "./robot.ts";
import { sizeSource } from "./size.ts";
import { softwareSource } from "./software.ts";
import { spatialSource } from "./spatial.ts";
import { stateSource } from "./state.ts";

beforeEach(() => expect.hasAssertions()); // questions are drawn by lot: each test must have met its own

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

test("relations in a family go both ways", () => {
  const back: Record<string, RegExp> = {
    mother: /^(son|daughter)$/,
    father: /^(son|daughter)$/,
    wife: /^husband$/,
    grandmother: /^grand(son|daughter)$/,
    uncle: /^(niece|nephew)$/,
    aunt: /^(niece|nephew)$/,
    sister: /^(sister|brother)$/,
    cousin: /^cousin$/,
    "mother-in-law": /^(son|daughter)-in-law$/,
    "sister-in-law": /^(sister|brother)-in-law$/,
  };
  for (const i of range(30)) {
    const family = familyOf(randomFor(1, i, "family"));
    for (const x of family.keys())
      for (const y of family.keys()) {
        const word = relation(family, x, y);
        if (word && back[word])
          expect(relation(family, y, x), `${word} of generation ${family[x]!.generation}`).toMatch(back[word]);
      }
  }
});

test("around a table, the left of the right is oneself and opposite is half-way round", () => {
  for (const count of [4, 6, 8])
    for (const i of range(count)) {
      expect(seat(count, seat(count, i, "left"), "right")).toBe(i);
      expect(seat(count, seat(count, i, "opposite"), "opposite")).toBe(i);
    }
});

test("the robot's plan touches no obstacle, ends at the goal and is as short as can be", () => {
  for (const i of range(60)) {
    const sample = drawn(robotSource, i);
    const [start, goal] = [sample.marks("robot")[0]!.name, sample.marks("goal")[0]!.name];
    const blocked = new Set(sample.marks("obstacle").map(({ name }) => name));
    const letters = [...sample.pages[0]!.matchAll(/>([A-G])<\/text>/g)].map(([, c]) => c!);
    const rows = [...sample.pages[0]!.matchAll(/>(\d)<\/text>/g)].map(([, c]) => Number(c));
    const squares = letters.flatMap((c) => rows.map((r) => `${c}${r}`)).filter((s) => !blocked.has(s));
    const near = (a: string, b: string) =>
      Math.abs(a.charCodeAt(0) - b.charCodeAt(0)) + Math.abs(Number(a[1]) - Number(b[1])) === 1;
    let [front, steps, seen] = [[start], 0, new Set([start])];
    while (!seen.has(goal)) {
      front = squares.filter((s) => !seen.has(s) && front.some((f) => near(f, s)));
      seen = new Set([...seen, ...front]);
      steps++;
    }
    const moves = sample.answer(/^How many moves/)?.match(/^(\d+)\.$/)?.[1];
    if (moves) expect(Number(moves)).toBe(steps);
    const way = sample.turns
      .map(([, a]) => a)
      .join(" ")
      .match(/: ((?:[A-G]\d → )+[A-G]\d)/)?.[1]
      ?.split(" → ");
    if (!way) continue;
    expect([way[0], way.at(-1)]).toEqual([start, goal]);
    expect(way).toHaveLength(steps + 1);
    for (const [k, s] of way.entries()) {
      expect(blocked.has(s)).toBe(false);
      if (k > 0) expect(near(way[k - 1]!, s)).toBe(true);
    }
  }
});

test("the odd one out is where the answer says", () => {
  for (const sample of samplesOf(oddOneSource, /^grid/, 30)) {
    const [odd] = sample.marks("anomaly");
    const answer = sample.turns.map(([, a]) => a).join(" ");
    const [row, column] = odd!.name.match(/\d/g)!.map(Number);
    const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"];
    const named = answer.match(/row (\d), column (\d)/i);
    if (named) expect([Number(named[1]), Number(named[2])]).toEqual([row, column]);
    const told = answer.match(/the (\w+) row from the top and (\w+) column/i);
    if (told) expect([told[1], told[2]]).toEqual([ordinals[row! - 1], ordinals[column! - 1]]);
  }
});

test("defective parts are the marked ones", () => {
  for (const i of range(40)) {
    const sample = drawn(defectSource, i);
    const broken = sample.marks("defect").map(({ name }) => name);
    const answer = sample.answer(/defective|fault|defect|sorted out/i);
    if (answer) expect(answer.match(/\b[A-E]\d\b/g) ?? []).toEqual(broken);
    const left = sample.answer(/good|pass/i)?.match(/(\d+) of (\d+)/);
    if (left)
      expect([Number(left[1]), Number(left[2])]).toEqual([
        sample.marks("part").length,
        sample.marks("part").length + broken.length,
      ]);
  }
});

test("the fullest glass has the highest level", () => {
  for (const sample of samplesOf(stateSource, /^glasses/, 20)) {
    const shares = sample.marks("glass").map(({ name }) => Number(name));
    const answer = sample.answer(/most|fullest/);
    if (answer) expect(answer.match(/[Gg]lass ([A-D])/)![1]).toBe("ABCD"[shares.indexOf(Math.max(...shares))]);
  }
});

test("illusions are answered by measure", () => {
  for (const sample of samplesOf(illusionSource, /^(mueller-lyer|vertical-horizontal)/, 30)) {
    const lengths = sample
      .marks("line")
      .map(({ attributes: { x1, x2, y1, y2 } }) => Math.hypot(Number(x2) - Number(x1), Number(y2) - Number(y1)));
    const answer = sample.answer(/longer|equally long/i);
    if (answer) expect(/equal/.test(answer)).toBe(Math.abs(lengths[0]! - lengths[1]!) < 0.05);
  }
});

test("arrow floors lead where the arrows lead", () => {
  for (const sample of samplesOf(forecastSource, /^arrow-floor/, 20)) {
    const arrows = sample.marks("arrow").map(({ name }) => name as "up");
    const columns = [...sample.pages[0]!.matchAll(/>([A-E])<\/text>/g)].length;
    const at = sample.marks("ring")[0]!.name;
    const { cells } = followArrows(columns, arrows.length / columns, arrows, {
      column: at.charCodeAt(0) - 65,
      row: Number(at[1]) - 1,
    });
    const told = sample.turns
      .map(([, a]) => a)
      .join(" ")
      .match(/: ((?:[A-E]\d → )+[A-E]\d)/)?.[1];
    if (told)
      expect(
        cells
          .map(({ column, row }) => `${"ABCDE"[column]}${row + 1}`)
          .join(" → ")
          .startsWith(told),
      ).toBe(true);
  }
});

test("shelves and piles are told in the order in which they are drawn", () => {
  for (const sample of samplesOf(spatialSource, /^stack/, 15)) {
    const cards = sample.marks("card").map(({ name }) => name);
    const top = sample.answer(/on top|topmost/);
    if (top) expect(top).toContain(cards.at(-1)!);
  }
});

test("the tallest thing is the one that is drawn highest", () => {
  const names = ["tower", "tree", "house", "lamp post", "bus", "wind turbine", "flagpole", "block of flats", "shed"];
  for (const sample of samplesOf(sizeSource, /^skyline/, 15)) {
    const heights = names.flatMap((name) => sample.marks(name).map((mark) => ({ name, metres: Number(mark.name) })));
    const answer = sample.answer(/tallest|highest/i);
    if (answer) expect(answer).toContain(heights.sort((a, b) => b.metres - a.metres)[0]!.name);
  }
});

test("a button's neighbour is the one that is drawn beside it", () => {
  for (const i of range(30)) {
    const sample = drawn(softwareSource, i);
    const buttons = sample.marks("button").map(({ name }) => name);
    const list = sample.answer(/from left to right/);
    if (list && !list.includes("("))
      expect(list.toLowerCase()).toBe(`${buttons.slice(0, -1).join(", ")} and ${buttons.at(-1)}.`);
  }
});

test("clocks show the time that is told", () => {
  for (const sample of samplesOf(environmentStateSource, /^opening/, 15)) {
    const answer = sample.answer(/time is it|clock say/);
    if (answer) expect(answer).toContain(sample.marks("clock")[0]!.name);
  }
});

test("whoever has red or must give way is at fault", () => {
  expect(["south", "west", "north", "east"].map((side) => rightOf(side as "south"))).toEqual([
    "east",
    "south",
    "west",
    "north",
  ]);
  for (const i of range(40)) {
    const sample = drawn(accidentSource, i);
    const cars = sample.marks("car").map(({ name }) => name);
    const answer = sample.answer(/at fault|to blame|Whose fault/);
    if (answer)
      expect(answer).toContain(`The ${answer.startsWith("The driver") ? "driver of the " : ""}${cars[0]} car`); // the first car drawn has to wait
  }
});

const boardOf = (pieces: Readonly<Record<string, Piece>>): Board => range(64).map((i) => pieces[squareName(i)]);

test("chess knows mate from check", () => {
  const backRank = boardOf({ g8: "k", f7: "p", g7: "p", h7: "p", a1: "R", g1: "K" });
  expect(matingMoves(backRank).map(({ from, to }) => squareName(from) + squareName(to))).toEqual(["a1a8"]);
  expect(matingMoves(boardOf({ g8: "k", f7: "p", g7: "p", a1: "R", g1: "K" }))).toEqual([]); // h7 is a way out
  const cornered = boardOf({ a8: "k", b6: "Q", c6: "K" });
  expect(inCheck(cornered, false)).toBe(false);
  expect(legalMoves(cornered, false)).toEqual([]); // stalemate
});

test("mates in one are legal in the position that is drawn, and the only ones", () => {
  for (const sample of samplesOf(gameSource, /^chess/, 5)) {
    const letters: Record<string, string> = { king: "k", queen: "q", rook: "r", bishop: "b", knight: "n", pawn: "p" };
    const board = boardOf(
      Object.fromEntries(
        sample.marks("piece").map(({ name }) => {
          const [colour, kind, square] = name.split(" ");
          const letter = letters[kind!]!;
          return [square!, (colour === "white" ? letter.toUpperCase() : letter) as Piece];
        }),
      ),
    );
    const mates = matingMoves(board);
    expect(mates).toHaveLength(1);
    const answer = sample.answer(/mate in one/);
    if (answer) expect(answer).toContain(squareName(mates[0]!.to));
  }
});

test("sudokus have one solution, and it is the one that is told", () => {
  for (const i of range(10)) {
    const { grid, solution } = sudoku(randomFor(2, i, "sudoku"));
    expect(solveSudoku(grid)).toEqual([solution]);
  }
  for (const sample of samplesOf(gameSource, /^sudoku/, 6)) {
    const answer = sample.answer(/sudoku/);
    if (!answer) continue;
    const told = answer.match(/\b[1-4] [1-4] [1-4] [1-4]\b/g)!.flatMap((row) => row.split(" "));
    expect(told).toHaveLength(16);
    const shown = [...sample.pages[0]!.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="24"[^>]*>(\d)</g)].map(
      ([, x, y, d]) => ({ x: Number(x), y: Number(y), d: d! }),
    );
    const width = Number(sample.pages[0]!.match(/width="(\d+)"/)![1]);
    const cell = (width - 36) / 4;
    for (const { x, y, d } of shown)
      expect(told[Math.floor((y - 8 - 26) / cell) * 4 + Math.floor((x - 26) / cell)]).toBe(d);
  }
});

test("one moved match makes the equation true, and there is one way only", () => {
  expect(movedStick({ a: 6, b: 4, c: 4, plus: true })).toContainEqual({ a: 0, b: 4, c: 4, plus: true });
  for (const sample of samplesOf(gameSource, /^matchsticks/, 8)) {
    const [a, b, c] = sample.marks("digit").map(({ name }) => Number(name));
    const solutions = movedStick({ a: a!, b: b!, c: c!, plus: sample.marks("sign")[0]!.name === "+" });
    expect(solutions).toHaveLength(1);
    const told = sample.answer(/match|stick/)?.match(/(\d) ([+−]) (\d) = (\d)(?!.*\d [+−] \d = \d)/);
    if (told && /[Mm]ove/.test(sample.turns[0]![0]))
      expect(told[2] === "+" ? Number(told[1]) + Number(told[3]) : Number(told[1]) - Number(told[3])).toBe(
        Number(told[4]),
      );
  }
});
