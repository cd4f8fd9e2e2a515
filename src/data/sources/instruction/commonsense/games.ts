/** Puzzles and games on paper: sudoku, noughts and crosses, mazes, matchsticks, chess. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { moveNames, moves, runs, shortestWay } from "../kit/grid.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, polygon, rect, text } from "../kit/svg.ts";
import { inCheck, matingMoves, type Piece, squareName } from "./chess.ts";
import { drawPiece } from "./pieces.ts";
import {
  type Equation,
  holds,
  mazeWalls,
  movedStick,
  type Sign,
  sticks,
  sudoku,
  winner,
  winningFields,
} from "./puzzles.ts";

function sudokuGame({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const { grid, solution } = sudoku(random);
  const cell = random.int(50, 62);
  const [left, top] = [26, 26];
  const side = cell * 4;
  const body = [
    rect(left, top, side, side, { fill: look.paper }),
    ...[0, 1, 2, 3, 4].map(
      (i) =>
        line(left + i * cell, top, left + i * cell, top + side, { stroke: look.ink, width: i % 2 === 0 ? 3 : 1 }) +
        line(left, top + i * cell, left + side, top + i * cell, { stroke: look.ink, width: i % 2 === 0 ? 3 : 1 }),
    ),
    ...grid.map((value, i) =>
      value === 0
        ? ""
        : marked(
            "digit",
            String(value),
            "",
            text(left + ((i % 4) + 0.5) * cell, top + (Math.floor(i / 4) + 0.5) * cell + 8, String(value), {
              size: 24,
            }),
          ),
    ),
    ...[0, 1, 2, 3].map(
      (i) =>
        text(left + (i + 0.5) * cell, 18, "ABCD"[i]!, { size: 12.5, fill: look.muted }) +
        text(14, top + (i + 0.5) * cell + 5, String(i + 1), { size: 12.5, fill: look.muted }),
    ),
  ];
  const place = (i: number) => `${"ABCD"[i % 4]}${Math.floor(i / 4) + 1}`;
  const empty = grid.flatMap((value, i) => (value === 0 ? [i] : []));
  const sees = (i: number, k: number) =>
    i !== k &&
    (i % 4 === k % 4 ||
      Math.floor(i / 4) === Math.floor(k / 4) ||
      (Math.floor(i / 8) === Math.floor(k / 8) && (i % 4) >> 1 === (k % 4) >> 1));
  const excluded = (i: number) => [...new Set(grid.filter((value, k) => value > 0 && sees(i, k)))].sort();
  const easy = empty.filter((i) => excluded(i).length === 3);
  const rows = [0, 1, 2, 3].map((r) => solution.slice(r * 4, r * 4 + 4).join(" "));
  const turns = [
    exchange(
      random,
      `{Solve this sudoku.|Fill in this 4 by 4 sudoku with the digits 1 to 4.|What is the solution of the sudoku?}`,
      rows.join(" / "),
      `Each row, column and 2 by 2 box holds 1 to 4 once. Filling the gaps gives, row by row:\n${rows.join("\n")}`,
    ),
    ...(easy.length > 0
      ? [
          exchange(
            random,
            `{Which digit belongs in ${place(easy[0]!)}?|What must stand in field ${place(easy[0]!)}?}`,
            `${solution[easy[0]!]}.`,
            `The row, column and box of ${place(easy[0]!)} already hold ${listed(excluded(easy[0]!).map(String))}. Only ${solution[easy[0]!]} is left.`,
          ),
        ]
      : []),
    exchange(
      random,
      `How many fields are {still empty|free}?`,
      `${numberWord(empty.length)}.`,
      `The empty fields are ${listed(empty.map(place))}: ${numberWord(empty.length)}.`,
    ),
  ];
  return {
    template: "sudoku",
    pictures: [drawing(random, look, maxSide, { width: left + side + 10, height: top + side + 10 }, ...body)],
    turns: someOf(random, turns),
  };
}

const fields = [
  "top left",
  "top middle",
  "top right",
  "middle left",
  "centre",
  "middle right",
  "bottom left",
  "bottom middle",
  "bottom right",
] as const;

function noughts({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  let board: (Sign | undefined)[];
  let count: number;
  do {
    board = Array.from({ length: 9 }, () => undefined);
    count = random.int(3, 6);
    random
      .shuffled(fields.map((_, i) => i))
      .slice(0, count)
      .forEach((field, i) => {
        board[field] = i % 2 === 0 ? "X" : "O";
      });
  } while (winner(board) || (winningFields(board, "X").length === 0 && winningFields(board, "O").length === 0));
  const turn: Sign = count % 2 === 0 ? "X" : "O";
  const enemy: Sign = turn === "X" ? "O" : "X";
  const [wins, threats] = [winningFields(board, turn), winningFields(board, enemy)];
  const cell = random.int(60, 84);
  const pad = 14;
  const side = cell * 3;
  const body = [
    ...[1, 2].map(
      (i) =>
        line(pad + i * cell, pad, pad + i * cell, pad + side, { stroke: look.ink, width: 4, cap: "round" }) +
        line(pad, pad + i * cell, pad + side, pad + i * cell, { stroke: look.ink, width: 4, cap: "round" }),
    ),
    ...board.map((sign, i) => {
      if (!sign) return "";
      const [x, y] = [pad + ((i % 3) + 0.5) * cell, pad + (Math.floor(i / 3) + 0.5) * cell];
      const r = cell * 0.28;
      return marked(
        "sign",
        `${sign} ${fields[i]}`,
        "",
        sign === "O"
          ? circle(x, y, r, { stroke: look.accents[0]!, width: 7 })
          : line(x - r, y - r, x + r, y + r, { stroke: look.accents[1]!, width: 7, cap: "round" }) +
              line(x + r, y - r, x - r, y + r, { stroke: look.accents[1]!, width: 7, cap: "round" }),
      );
    }),
  ];
  const best = wins.length > 0 ? wins : threats;
  const turns = [
    exchange(
      random,
      `${turn} is to move. {What is the best move|Where should ${turn} play}?`,
      `${capital(fields[best[0]!]!)}.`,
      wins.length > 0
        ? `${turn} can win at once: ${listed(
            wins.map((i) => `the ${fields[i]} field`),
            "or",
          )} completes three in a row.`
        : threats.length === 1
          ? `${turn} cannot win now, but ${enemy} threatens to complete a row at the ${fields[threats[0]!]} field. So ${turn} must play there.`
          : `${enemy} threatens to win at ${listed(threats.map((i) => `the ${fields[i]} field`))}. ${turn} can only block one of them, for example the ${fields[threats[0]!]} one, and will lose against good play.`,
    ),
    exchange(
      random,
      `X began. Whose turn is it?`,
      `${turn}'s.`,
      `There are ${board.filter((s) => s === "X").length} crosses and ${board.filter((s) => s === "O").length} noughts. X began, so it is ${turn}'s turn.`,
    ),
    exchange(
      random,
      `{Has anyone won yet?|Is the game decided already?}`,
      "No.",
      `No: neither X nor O has three in a row, column or diagonal.`,
    ),
    exchange(
      random,
      `Can ${enemy} win with ${enemy}'s next move if nothing is done about it?`,
      threats.length > 0 ? "Yes." : "No.",
      threats.length > 0
        ? `Yes, at ${listed(
            threats.map((i) => `the ${fields[i]} field`),
            "or",
          )}.`
        : `No, ${enemy} has no row with two signs and a free third field.`,
    ),
  ];
  return {
    template: "noughts-and-crosses",
    pictures: [drawing(random, look, maxSide, { width: side + 2 * pad, height: side + 2 * pad }, ...body)],
    turns: someOf(random, turns),
  };
}

function maze({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [columns, rows] = [random.int(4, 7), random.int(4, 7)];
  const walls = mazeWalls(random, columns, rows);
  const cell = Math.floor(320 / Math.max(columns, rows));
  const pad = 20;
  const start = { column: 0, row: random.int(0, rows - 1) };
  const exits = random
    .shuffled(Array.from({ length: rows }, (_, row) => row))
    .slice(0, 3)
    .sort((a, b) => a - b);
  const index = (c: { column: number; row: number }) => c.row * columns + c.column;
  const open = (a: { column: number; row: number }, b: { column: number; row: number }) =>
    !walls.has(index(a) < index(b) ? `${index(a)}-${index(b)}` : `${index(b)}-${index(a)}`);
  const goal = { column: columns - 1, row: random.pick(exits) };
  const way = shortestWay(columns, rows, open, start, goal)!;
  const segments = [...walls].map((wall) => {
    const [a, b] = wall.split("-").map(Number) as [number, number];
    const [x, y] = [pad + (b % columns) * cell, pad + Math.floor(b / columns) * cell];
    return b === a + 1
      ? line(x, y, x, y + cell, { stroke: look.ink, width: 3, cap: "round" })
      : line(x, y, x + cell, y, { stroke: look.ink, width: 3, cap: "round" });
  });
  const [w, h] = [columns * cell, rows * cell];
  const at = (c: { column: number; row: number }) =>
    [pad + (c.column + 0.5) * cell, pad + (c.row + 0.5) * cell] as const;
  const [sx, sy] = at(start);
  const [gx, gy] = at(goal);
  const body = [
    rect(pad, pad, w, h, { stroke: look.ink, width: 4 }),
    ...segments,
    circle(sx, sy, cell * 0.26, { fill: "#2a9d4a", mark: "start", name: "start" }),
    marked(
      "goal",
      "goal",
      "",
      polygon(
        Array.from({ length: 10 }, (_, i) => {
          const a = (i * Math.PI) / 5 - Math.PI / 2;
          const r = cell * (i % 2 === 0 ? 0.34 : 0.14);
          return [gx + r * Math.cos(a), gy + r * Math.sin(a)] as const;
        }),
        { fill: "#e9a400", stroke: look.ink, width: 1 },
      ),
    ),
  ];
  const told = listed(
    runs(way).map(({ move, count }) => `${move} ${count}`),
    "and then",
  );
  const free = moveNames.filter((m) => {
    const to = { column: start.column + moves[m][0], row: start.row + moves[m][1] };
    return to.column >= 0 && to.row >= 0 && to.column < columns && to.row < rows && open(start, to);
  });
  const turns = [
    exchange(
      random,
      `{Find the way from the green {dot|disc} to the star.|How does one get from the green dot to the star?|Guide me through the maze, from the dot to the star.}`,
      `${capital(told)}.`,
      `Starting at the green dot in row ${start.row + 1} of the left column: ${told}. That is ${way.length} steps, and it ends at the star in row ${goal.row + 1} of the right column.`,
    ),
    exchange(
      random,
      `How many {cells|steps} does the way from the dot to the star {need|take}?`,
      `${way.length} steps.`,
      `The way is ${told}, and in total ${way.length} steps from cell to cell.`,
    ),
    exchange(
      random,
      `{In which directions can one leave the cell with the green dot?|Which ways out does the starting cell have?}`,
      `${capital(listed(free))}.`,
      `Around the cell with the dot there ${free.length === 1 ? "is one opening" : `are ${numberWord(free.length)} openings`}: ${listed(free)}.`,
    ),
  ];
  return {
    template: "maze",
    pictures: [drawing(random, look, maxSide, { width: w + 2 * pad, height: h + 2 * pad }, ...body)],
    turns: someOf(random, turns),
  };
}

/** One stick with its head, from (x1, y1) to (x2, y2). */
function stick(x1: number, y1: number, x2: number, y2: number): string {
  return line(x1, y1, x2, y2, { stroke: "#c98f4e", width: 5, cap: "round" }) + circle(x1, y1, 4, { fill: "#a32020" });
}

function digit(value: number, x: number, y: number): string {
  const [w, h] = [36, 40];
  const ends = [
    [2, 0, w - 2, 0],
    [0, 3, 0, h - 3],
    [w, 3, w, h - 3],
    [2, h, w - 2, h],
    [0, h + 3, 0, 2 * h - 3],
    [w, h + 3, w, 2 * h - 3],
    [2, 2 * h, w - 2, 2 * h],
  ] as const;
  return ends.map(([a, b, c, d], i) => (sticks[value]![i] === "1" ? stick(x + a, y + b, x + c, y + d) : "")).join("");
}

function show({ a, b, c, plus }: Equation): string {
  return `${a} ${plus ? "+" : "−"} ${b} = ${c}`;
}

function matchsticks({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.2 });
  let equation: Equation;
  let solutions: Equation[];
  do {
    equation = { a: random.int(0, 9), b: random.int(0, 9), c: random.int(0, 9), plus: random.chance(0.5) };
    solutions = holds(equation) ? [] : movedStick(equation);
  } while (solutions.length !== 1);
  const solution = solutions[0]!;
  const y = 30;
  const body = [
    marked("digit", String(equation.a), "", digit(equation.a, 26, y)),
    marked(
      "sign",
      equation.plus ? "+" : "−",
      "",
      stick(88, y + 40, 120, y + 40),
      equation.plus ? stick(104, y + 24, 104, y + 56) : "",
    ),
    marked("digit", String(equation.b), "", digit(equation.b, 146, y)),
    marked("sign", "=", "", stick(206, y + 32, 238, y + 32), stick(206, y + 50, 238, y + 50)),
    marked("digit", String(equation.c), "", digit(equation.c, 262, y)),
  ];
  const count = (value: number) => [...sticks[value]!].filter((c) => c === "1").length;
  const total = count(equation.a) + count(equation.b) + count(equation.c) + (equation.plus ? 4 : 3);
  const changed = [
    equation.a !== solution.a ? `the ${equation.a} becomes ${solution.a}` : "",
    equation.plus !== solution.plus
      ? `the ${equation.plus ? "plus" : "minus"} becomes ${solution.plus ? "plus" : "minus"}`
      : "",
    equation.b !== solution.b ? `the ${equation.b} becomes ${solution.b}` : "",
    equation.c !== solution.c ? `the ${equation.c} becomes ${solution.c}` : "",
  ].filter(Boolean);
  const truth = equation.plus ? equation.a + equation.b : equation.a - equation.b;
  const turns = [
    exchange(
      random,
      `{Move {exactly |}one {match|stick} so that the equation becomes true.|Which single matchstick move makes this equation right?|Can you make the equation correct by moving one match?}`,
      `${show(solution)}.`,
      `As laid out it says ${show(equation)}, which is wrong. Moving one match so that ${listed(changed)} gives ${show(solution)}, which is true.`,
    ),
    exchange(
      random,
      `{Is the equation true as it is laid?|Does the equation hold?}`,
      "No.",
      `It reads ${show(equation)}, but ${equation.a} ${equation.plus ? "+" : "−"} ${equation.b} is ${String(truth).replace("-", "−")}, so it is not true.`,
    ),
    exchange(
      random,
      `How many matches {are there|were used}{ in all|}?`,
      `${total}.`,
      `${equation.a} takes ${count(equation.a)}, the ${equation.plus ? "plus 2" : "minus 1"}, ${equation.b} takes ${count(equation.b)}, the equals sign 2, ${equation.c} takes ${count(equation.c)}: ${total} in all.`,
    ),
  ];
  return {
    template: "matchsticks",
    pictures: [drawing(random, look, maxSide, { width: 326, height: 144 }, ...body)],
    turns: someOf(random, turns),
  };
}

const names: Readonly<Record<string, string>> = {
  K: "king",
  Q: "queen",
  R: "rook",
  B: "bishop",
  N: "knight",
  P: "pawn",
};
function chess({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  let board: (Piece | undefined)[];
  let mates: ReturnType<typeof matingMoves>;
  do {
    board = Array.from({ length: 64 }, () => undefined);
    const edge = random.pick([0, 1, 2, 3, 4, 5, 6, 7]);
    const put = (piece: Piece, square: number) => {
      if (board[square] === undefined) board[square] = piece;
    };
    put("k", random.chance(0.5) ? edge : edge * 8 + (random.chance(0.5) ? 0 : 7));
    const king = board.indexOf("k");
    const near = [-18, -17, -16, -15, -14, -2, 2, 14, 15, 16, 17, 18]
      .map((d) => king + d)
      .filter(
        (s) =>
          s >= 0 &&
          s < 64 &&
          Math.abs((s % 8) - (king % 8)) <= 2 &&
          Math.max(Math.abs((s % 8) - (king % 8)), Math.abs(Math.floor(s / 8) - Math.floor(king / 8))) === 2,
      );
    put("K", random.pick(near));
    for (const piece of random.pick([["Q"], ["R", "R"], ["Q", "N"], ["R", "B"], ["Q", "B", "p"]] as const))
      put(piece, random.int(8, 55));
    for (const piece of ["p", "P", "n"] as const) if (random.chance(0.4)) put(piece, random.int(16, 47));
    mates = board.includes("K") && !inCheck(board, false) && !inCheck(board, true) ? matingMoves(board) : [];
  } while (mates.length !== 1);
  const mate = mates[0]!;
  const cell = random.int(36, 42);
  const pad = 18;
  const [bright, shaded] = random.pick([
    ["#f0d9b5", "#b58863"],
    ["#eeeed2", "#769656"],
    ["#e8edf2", "#8aa2b8"],
    ["#f3e5cf", "#a9835b"],
  ] as const);
  const body = [
    ...Array.from({ length: 64 }, (_, i) =>
      rect(pad + (i % 8) * cell, 2 + Math.floor(i / 8) * cell, cell, cell, {
        fill: (i + Math.floor(i / 8)) % 2 === 0 ? bright : shaded,
      }),
    ),
    ...board.map((piece, i) => {
      if (!piece) return "";
      const white = piece < "a";
      const [x, y] = [pad + ((i % 8) + 0.5) * cell, 2 + (Math.floor(i / 8) + 0.5) * cell];
      return marked(
        "piece",
        `${white ? "white" : "black"} ${names[piece.toUpperCase()]} ${squareName(i)}`,
        "",
        drawPiece(piece, x, y, cell),
      );
    }),
    ...Array.from(
      { length: 8 },
      (_, i) =>
        text(pad + (i + 0.5) * cell, 8 * cell + 16, "abcdefgh"[i]!, { size: 12 }) +
        text(9, 2 + (i + 0.5) * cell + 4, String(8 - i), { size: 12 }),
    ),
  ];
  const mover = board[mate.from]!;
  const victim = board[mate.to];
  const black = board.indexOf("k");
  const whites = board.flatMap((piece, i) => (piece && piece < "a" ? [`the ${names[piece]} on ${squareName(i)}`] : []));
  const move = `${mover === "P" ? "" : mover}${victim ? `${mover === "P" ? squareName(mate.from)[0] : ""}x` : ""}${squareName(mate.to)}#`;
  const turns = [
    exchange(
      random,
      `White to move{ and mate in one|: mate in one}. {What is the move?|Which move is it?|Find it.}`,
      `${move}`,
      `The ${names[mover]} goes from ${squareName(mate.from)} to ${squareName(mate.to)}${victim ? `, capturing the ${names[victim.toUpperCase()]}` : ""}: ${move}. The black king on ${squareName(black)} is then in check, cannot move to a safe square, and nothing can capture or block the attacker.`,
    ),
    exchange(
      random,
      `{Where is the black king?|On which square does the black king stand?}`,
      `On ${squareName(black)}.`,
      `The black king stands on ${squareName(black)}.`,
    ),
    exchange(
      random,
      `{List|Name} White's pieces with their squares.`,
      `${capital(listed(whites))}.`,
      `White has ${listed(whites)}.`,
    ),
  ];
  return {
    template: "chess",
    pictures: [drawing(random, look, maxSide, { width: pad + 8 * cell + 4, height: 8 * cell + 22 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const gameSource = instructionSource(
  {
    name: "paper-games",
    version: 2,
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/Fun Games",
    description: "Sudoku, noughts and crosses, mazes, matchstick equations and mates in one, solved by search.",
  },
  (context) => context.random.pick([sudokuGame, noughts, maze, matchsticks, chess])(context),
);
