/** A robot on a floor with obstacles: the plan that brings it to its goal, and where a given plan ends. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type Cell, type Move, moveNames, moves, runs, shortestWay } from "../kit/grid.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, polygon, rect, text } from "../kit/svg.ts";
import { drawThing, type Thing } from "../kit/things.ts";

const goals: readonly (readonly [Thing, string])[] = [
  ["apple", "#d62828"],
  ["key", "#f4c430"],
  ["cup", "#2563eb"],
  ["ball", "#f57c00"],
  ["book", "#7b2fbe"],
  ["flower", "#f48fb1"],
  ["umbrella", "#1f9d45"],
];
const headings: Readonly<Record<Move, string>> = { up: "north", right: "east", down: "south", left: "west" };

export interface Floor {
  readonly columns: number;
  readonly rows: number;
  readonly walls: ReadonlySet<number>;
  readonly robot: Cell;
  readonly goal: Cell;
}

export function isFree(floor: Floor, { column, row }: Cell): boolean {
  return (
    column >= 0 &&
    row >= 0 &&
    column < floor.columns &&
    row < floor.rows &&
    !floor.walls.has(row * floor.columns + column)
  );
}

/** Where the robot ends, and how many moves it made before it ran into something. */
export function follow(floor: Floor, plan: readonly Move[]): { at: Cell; done: number } {
  let at = floor.robot;
  for (const [done, move] of plan.entries()) {
    const to = { column: at.column + moves[move][0], row: at.row + moves[move][1] };
    if (!isFree(floor, to)) return { at, done };
    at = to;
  }
  return { at, done: plan.length };
}

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.1 });
  const [columns, rows] = [random.int(4, 7), random.int(4, 6)];
  let floor: Floor;
  let way: Move[] | undefined;
  do {
    const cells = random.shuffled(Array.from({ length: columns * rows }, (_, i) => i));
    const cell = (i: number): Cell => ({ column: i % columns, row: Math.floor(i / columns) });
    floor = {
      columns,
      rows,
      robot: cell(cells[0]!),
      goal: cell(cells[1]!),
      walls: new Set(cells.slice(2, 2 + Math.round(columns * rows * random.between(0.15, 0.3)))),
    };
    way = shortestWay(columns, rows, (_, to) => isFree(floor, to), floor.robot, floor.goal);
  } while (!way || way.length < 3);
  const cell = Math.min(58, Math.floor(330 / columns));
  const [left, top] = [26, 22];
  const [width, height] = [left + columns * cell + 10, top + rows * cell + 10];
  const [thing, colour] = random.pick(goals);
  const letters = "ABCDEFG";
  const square = ({ column, row }: Cell) => `${letters[column]}${row + 1}`;
  const middle = ({ column, row }: Cell) => [left + (column + 0.5) * cell, top + (row + 0.5) * cell] as const;
  const wall = random.pick(["#6b5b53", "#4a5568", "#7a6f5d", "#3f4a4a"]);
  const [rx, ry] = middle(floor.robot);
  const [gx, gy] = middle(floor.goal);
  const body = [
    rect(left, top, columns * cell, rows * cell, { fill: look.paper }),
    ...Array.from({ length: columns + 1 }, (_, i) =>
      line(left + i * cell, top, left + i * cell, top + rows * cell, { stroke: look.muted, width: 1 }),
    ),
    ...Array.from({ length: rows + 1 }, (_, i) =>
      line(left, top + i * cell, left + columns * cell, top + i * cell, { stroke: look.muted, width: 1 }),
    ),
    ...Array.from({ length: columns }, (_, i) =>
      text(left + (i + 0.5) * cell, 16, letters[i]!, { size: 13, weight: 700 }),
    ),
    ...Array.from({ length: rows }, (_, i) =>
      text(13, top + (i + 0.5) * cell + 5, String(i + 1), { size: 13, weight: 700 }),
    ),
    ...[...floor.walls]
      .sort((a, b) => a - b)
      .map((i) =>
        rect(left + (i % columns) * cell + 2, top + Math.floor(i / columns) * cell + 2, cell - 4, cell - 4, {
          fill: wall,
          round: 3,
          mark: "obstacle",
          name: square({ column: i % columns, row: Math.floor(i / columns) }),
        }),
      ),
    marked("goal", square(floor.goal), "", drawThing(thing, colour, gx, gy, cell * 0.72)),
    marked(
      "robot",
      square(floor.robot),
      "",
      rect(rx - cell * 0.28, ry - cell * 0.2, cell * 0.56, cell * 0.48, {
        fill: look.accents[1]!,
        stroke: "#222",
        width: 2,
        round: 5,
      }),
      circle(rx - cell * 0.11, ry + 1, cell * 0.06, { fill: "#fff" }),
      circle(rx + cell * 0.11, ry + 1, cell * 0.06, { fill: "#fff" }),
      line(rx, ry - cell * 0.2, rx, ry - cell * 0.34, { stroke: "#222", width: 2 }),
      circle(rx, ry - cell * 0.36, cell * 0.05, { fill: look.accents[0]! }),
      polygon(
        [
          [rx - 6, ry + cell * 0.18],
          [rx + 6, ry + cell * 0.18],
          [rx, ry + cell * 0.23],
        ],
        { fill: "#222" },
      ),
    ),
  ];
  const north = random.chance(0.3);
  const name = (move: Move) => (north ? headings[move] : move);
  const told = listed(
    runs(way).map(({ move, count }) => `${name(move)} ${count}`),
    "and then",
  );
  const squares = [floor.robot];
  for (const move of way) {
    const from = squares[squares.length - 1]!;
    squares.push({ column: from.column + moves[move][0], row: from.row + moves[move][1] });
  }
  const straight = Math.abs(floor.goal.column - floor.robot.column) + Math.abs(floor.goal.row - floor.robot.row);
  const plan = Array.from({ length: random.int(2, 4) }, () => random.pick(moveNames));
  const end = follow(floor, plan);
  const around = moveNames.filter(
    (move) => !isFree(floor, { column: floor.robot.column + moves[move][0], row: floor.robot.row + moves[move][1] }),
  );
  const turns = [
    exchange(
      random,
      `{The robot moves one square at a time${north ? "; north is up" : ""}. |}{Plan|Find} a {shortest |}way for the robot to the ${thing}{ that avoids the dark squares|, without touching an obstacle|}.`.replace(
        "{shortest |}",
        "shortest ",
      ),
      `${capital(told)}.`,
      `The robot stands on ${square(floor.robot)}, the ${thing} on ${square(floor.goal)}. Going around the obstacles: ${squares.map(square).join(" → ")}. As commands: ${told}. That is ${way.length} moves${way.length === straight ? ", and no way can be shorter because the two squares are that far apart" : `; the straight distance of ${straight} is blocked`}.`,
    ),
    exchange(
      random,
      `How many moves does the robot need at least to reach the ${thing}?`,
      `${way.length}.`,
      `One shortest way is ${squares.map(square).join(" → ")}: ${numberWord(way.length)} moves.`,
    ),
    exchange(
      random,
      `{The robot gets|Suppose the robot receives} the commands ${listed(plan.map(name), "and then")}. ${north ? "North is up. " : ""}{Where does it end?|On which square is it afterwards?} {It stops for good if a move is blocked.|A blocked move ends the run.}`,
      `On ${square(end.at)}.`,
      `It starts on ${square(floor.robot)}. ${end.done === plan.length ? `${plan.length === 1 ? "The move is" : plan.length === 2 ? "Both moves are" : `All ${numberWord(plan.length)} moves are`} free, and it ends on ${square(end.at)}.` : `After ${end.done === 0 ? "no move at all" : `${numberWord(end.done)} ${end.done === 1 ? "move" : "moves"}`} it is on ${square(end.at)}, where "${name(plan[end.done]!)}" is blocked, so it stays there.`}`,
    ),
    exchange(
      random,
      `{In which directions can the robot not move {now|from where it is}?|Which moves are blocked for the robot at the start?}`,
      around.length === 0 ? "None are blocked." : `${capital(listed(around.map(name)))}.`,
      around.length === 0
        ? `All four squares next to ${square(floor.robot)} are free.`
        : `On ${square(floor.robot)} an obstacle or the edge of the floor blocks ${listed(around.map(name))}.`,
    ),
  ];
  return {
    template: "grid-floor",
    pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
    turns: someOf(random, turns),
  };
}

export const robotSource = instructionSource(
  {
    name: "robot-plan",
    version: 2,
    leaf: "Commonsense Reasoning/Environment Reasoning/Embodied Intelligence",
    description: "Robots on floors with obstacles, with plans found by search.",
  },
  make,
);
