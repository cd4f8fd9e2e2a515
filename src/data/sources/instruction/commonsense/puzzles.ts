/** Small puzzles with their solutions found by search: 4x4 sudoku, noughts and crosses, mazes, matchstick equations. */
import type { Random } from "../../../random.ts";

/** Completions of a 4x4 sudoku (0 is empty), at most `limit`. */
export function solveSudoku(grid: readonly number[], limit = 2): number[][] {
  const at = grid.indexOf(0);
  if (at < 0) return [[...grid]];
  const [row, column] = [Math.floor(at / 4), at % 4];
  const found: number[][] = [];
  for (let value = 1; value <= 4 && found.length < limit; value++) {
    const clash = grid.some((other, i) => {
      if (other !== value) return false;
      const [r, c] = [Math.floor(i / 4), i % 4];
      return r === row || c === column || (r >> 1 === row >> 1 && c >> 1 === column >> 1);
    });
    if (clash) continue;
    const next = [...grid];
    next[at] = value;
    found.push(...solveSudoku(next, limit - found.length));
  }
  return found;
}

export function sudoku(random: Random): { grid: number[]; solution: number[] } {
  const digits = random.shuffled([1, 2, 3, 4]);
  const base = [0, 1, 2, 3, 2, 3, 0, 1, 1, 0, 3, 2, 3, 2, 1, 0].map((i) => digits[i]!);
  const rows = [...random.shuffled([0, 1]), ...random.shuffled([2, 3])];
  const columns = [...random.shuffled([0, 1]), ...random.shuffled([2, 3])];
  const solution = rows.flatMap((r) => columns.map((c) => base[r * 4 + c]!));
  const grid = [...solution];
  const holes = random.int(5, 9);
  for (const i of random.shuffled(grid.map((_, k) => k)).slice(0, 12)) {
    if (grid.filter((v) => v === 0).length >= holes) break;
    const kept = grid[i]!;
    grid[i] = 0;
    if (solveSudoku(grid).length > 1) grid[i] = kept;
  }
  return { grid, solution };
}

const rowsOfThree = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
] as const;

export type Sign = "X" | "O";

export function winner(board: readonly (Sign | undefined)[]): Sign | undefined {
  for (const [a, b, c] of rowsOfThree) if (board[a] && board[a] === board[b] && board[a] === board[c]) return board[a];
  return undefined;
}

/** Fields where `sign` would complete three in a row. */
export function winningFields(board: readonly (Sign | undefined)[], sign: Sign): number[] {
  return board.flatMap((value, i) => {
    if (value !== undefined) return [];
    const next = [...board];
    next[i] = sign;
    return winner(next) === sign ? [i] : [];
  });
}

/** Walls that are left between neighbouring cells of a perfect maze, as "low-high" pairs of cell numbers. */
export function mazeWalls(random: Random, columns: number, rows: number): Set<string> {
  const walls = new Set<string>();
  const neighbours = (i: number) =>
    [i % columns > 0 ? i - 1 : -1, i % columns < columns - 1 ? i + 1 : -1, i - columns, i + columns].filter(
      (n) => n >= 0 && n < columns * rows,
    );
  for (let i = 0; i < columns * rows; i++) for (const n of neighbours(i)) if (n > i) walls.add(`${i}-${n}`);
  const seen = new Set([0]);
  const stack = [0];
  while (stack.length > 0) {
    const at = stack.at(-1)!;
    const next = random.shuffled(neighbours(at).filter((n) => !seen.has(n)))[0];
    if (next === undefined) {
      stack.pop();
      continue;
    }
    walls.delete(at < next ? `${at}-${next}` : `${next}-${at}`);
    seen.add(next);
    stack.push(next);
  }
  return walls;
}

/** Sticks of each digit: top, upper left, upper right, middle, lower left, lower right, bottom. */
export const sticks: readonly string[] = [
  "1110111",
  "0010010",
  "1011101",
  "1011011",
  "0111010",
  "1101011",
  "1101111",
  "1010010",
  "1111111",
  "1111011",
];

const digitOf = new Map(sticks.map((pattern, digit) => [pattern, digit]));

/** Digits that come of a digit when sticks are taken away (-1), added (+1) or moved within it (0). */
function neighboursOf(digit: number, change: -1 | 0 | 1): number[] {
  const count = (pattern: string) => [...pattern].filter((c) => c === "1").length;
  return sticks.flatMap((pattern, other) => {
    const differing = [...pattern].filter((c, i) => c !== sticks[digit]![i]).length;
    const fits = count(pattern) - count(sticks[digit]!) === change && differing === (change === 0 ? 2 : 1);
    return fits && digitOf.has(pattern) ? [other] : [];
  });
}

export interface Equation {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly plus: boolean;
}

export function holds({ a, b, c, plus }: Equation): boolean {
  return (plus ? a + b : a - b) === c;
}

/** True equations that come of this one by moving exactly one stick. */
export function movedStick(equation: Equation): Equation[] {
  const found = new Map<string, Equation>();
  const add = (one: Equation) => {
    if (holds(one)) found.set(`${one.a}${one.plus}${one.b}=${one.c}`, one);
  };
  const parts = ["a", "b", "c"] as const;
  for (const part of parts) {
    for (const digit of neighboursOf(equation[part], 0)) add({ ...equation, [part]: digit });
    for (const other of parts) {
      if (other === part) continue;
      for (const less of neighboursOf(equation[part], -1))
        for (const more of neighboursOf(equation[other], 1)) add({ ...equation, [part]: less, [other]: more });
    }
    // the upright stick of the plus sign
    for (const digit of neighboursOf(equation[part], equation.plus ? 1 : -1))
      add({ ...equation, plus: !equation.plus, [part]: digit });
  }
  return [...found.values()];
}
