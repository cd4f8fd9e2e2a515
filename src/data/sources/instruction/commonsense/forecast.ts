/** What happens next to things and robots whose rules are in the picture: rolling balls, arrow floors, bouncing paths. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type Cell, type Move, moveNames, moves } from "../kit/grid.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { arrow, circle, drawing, line, marked, type Point, path, rect, text } from "../kit/svg.ts";

/** Follows arrows from a cell until it leaves the floor or comes back to where it has been. */
export function followArrows(
  columns: number,
  rows: number,
  arrows: readonly Move[],
  start: Cell,
): { cells: Cell[]; exit: Move | undefined } {
  const cells = [start];
  const seen = new Set<number>();
  let at = start;
  for (;;) {
    const index = at.row * columns + at.column;
    if (seen.has(index)) return { cells, exit: undefined };
    seen.add(index);
    const move = arrows[index]!;
    const next = { column: at.column + moves[move][0], row: at.row + moves[move][1] };
    if (next.column < 0 || next.row < 0 || next.column >= columns || next.row >= rows) return { cells, exit: move };
    cells.push(next);
    at = next;
  }
}

function arrowFloor({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [columns, rows] = [random.int(3, 5), random.int(3, 4)];
  let arrows: Move[];
  let start: Cell;
  let run: ReturnType<typeof followArrows>;
  do {
    arrows = Array.from({ length: columns * rows }, () => random.pick(moveNames));
    start = { column: random.int(0, columns - 1), row: random.int(0, rows - 1) };
    run = followArrows(columns, rows, arrows, start);
  } while (run.cells.length < 3 || (!run.exit && random.chance(0.6)));
  const cell = 62;
  const [left, top] = [26, 24];
  const letters = "ABCDE";
  const square = ({ column, row }: Cell) => `${letters[column]}${row + 1}`;
  const body = [
    ...Array.from({ length: columns }, (_, i) =>
      text(left + (i + 0.5) * cell, 17, letters[i]!, { size: 13, weight: 700 }),
    ),
    ...Array.from({ length: rows }, (_, i) =>
      text(13, top + (i + 0.5) * cell + 5, String(i + 1), { size: 13, weight: 700 }),
    ),
    ...arrows.map((move, i) => {
      const [x, y] = [left + ((i % columns) + 0.5) * cell, top + (Math.floor(i / columns) + 0.5) * cell];
      const [dx, dy] = moves[move];
      return marked(
        "arrow",
        move,
        "",
        rect(x - cell / 2, y - cell / 2, cell, cell, { fill: look.paper, stroke: look.muted }),
        arrow(x - dx * 20, y - dy * 20, x + dx * 20, y + dy * 20, { stroke: look.ink, width: 3, head: 11 }),
      );
    }),
    circle(left + (start.column + 0.5) * cell, top + (start.row + 0.5) * cell, 26, {
      stroke: look.accents[0]!,
      width: 5,
      mark: "ring",
      name: square(start),
    }),
  ];
  const told = run.cells.map(square).join(" → ");
  const end = run.cells.at(-1)!;
  const outcome = run.exit
    ? `it leaves the floor from ${square(end)}, going ${run.exit}`
    : `it comes back to ${square(end)}, where it has been before, and so goes round for ever`;
  const steps = random.int(2, Math.min(4, run.cells.length - 1));
  const turns = [
    exchange(
      random,
      `{The coloured {ring|circle} always moves one square in the direction of the arrow inside it. |On each square, the ring moves the way the arrow points. }{What will happen|Where will it end up|What does it do in the end}?`,
      `${capital(outcome)}.`,
      `It starts on ${square(start)} and follows the arrows: ${told}. Then ${outcome}.`,
    ),
    exchange(
      random,
      `{If the ring follows the arrows, on which square is it after ${numberWord(steps)} moves?|The ring moves with the arrows. Where is it ${numberWord(steps)} moves later?}`,
      `On ${square(run.cells[steps]!)}.`,
      `${run.cells
        .slice(0, steps + 1)
        .map(square)
        .join(" → ")}. After ${numberWord(steps)} moves it is on ${square(run.cells[steps]!)}.`,
    ),
  ];
  return {
    template: "arrow-floor",
    pictures: [
      drawing(random, look, maxSide, { width: left + columns * cell + 8, height: top + rows * cell + 8 }, ...body),
    ],
    turns: someOf(random, turns),
  };
}

/** A ball between walls: it flies straight and leaves a wall at the angle it came. Walls are met before the goal line. */
export function bounce(
  x: number,
  y: number,
  dx: number,
  dy: number,
  width: number,
  bottom: number,
): { points: Point[]; x: number; bounces: number } {
  const points: Point[] = [[x, y]];
  let bounces = 0;
  for (;;) {
    const toWall = dx > 0 ? (width - x) / dx : dx < 0 ? -x / dx : Number.POSITIVE_INFINITY;
    const toGoal = (bottom - y) / dy;
    const t = Math.min(toWall, toGoal);
    x += dx * t;
    y += dy * t;
    points.push([x, y]);
    if (toGoal <= toWall) return { points, x, bounces };
    dx = -dx;
    bounces++;
  }
}

function bouncing({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [w, h] = [280, 210];
  const goals = random.int(3, 4);
  let x: number;
  let dx: number;
  let run: ReturnType<typeof bounce>;
  let slot: number;
  do {
    x = random.int(60, 220);
    dx = random.pick([-1, 1]) * random.between(0.4, 1.9);
    run = bounce(x, 24, dx, 1, w, h);
    slot = Math.floor((run.x / w) * goals);
    // not so close to a border between two goals that the eye could not tell, and not too many bounces
  } while (Math.abs((run.x / w) * goals - Math.round((run.x / w) * goals)) < 0.18 || run.bounces > 2);
  const shown = run.points.slice(0, 1);
  const [ax, ay] = shown[0]!;
  const [left, top] = [20, 14];
  const names = "ABCD";
  const colours = look.accents;
  const length = 46 / Math.hypot(dx, 1);
  const body = [
    line(left, top, left, top + h, { stroke: look.ink, width: 4 }),
    line(left + w, top, left + w, top + h, { stroke: look.ink, width: 4 }),
    ...Array.from({ length: goals }, (_, i) =>
      marked(
        "goal",
        names[i]!,
        "",
        rect(left + (i * w) / goals + 2, top + h, w / goals - 4, 30, { fill: colours[i]!, round: 3 }),
        text(left + ((i + 0.5) * w) / goals, top + h + 21, names[i]!, { size: 16, weight: 700, fill: "#fff" }),
      ),
    ),
    circle(left + ax, top + ay, 10, {
      fill: look.accents[4]!,
      stroke: look.ink,
      width: 2,
      mark: "ball",
      name: `${dx.toFixed(4)}`,
    }),
    arrow(left + ax + dx * length * 0.25, top + ay + length * 0.25, left + ax + dx * length, top + ay + length, {
      stroke: look.ink,
      width: 3,
      head: 10,
    }),
  ];
  const walls = run.points.slice(1, -1).map(([px]) => (px < 1 ? "left" : "right"));
  const turns = [
    exchange(
      random,
      `{The ball flies in the direction of the arrow and bounces off the walls like light off a mirror. |The ball moves straight along the arrow and rebounds from the side walls at the angle it came. }{Into which box does it go|Which box will it land in|Where will it end up}?`,
      `Box ${names[slot]}.`,
      `${run.bounces === 0 ? "The straight line along the arrow meets no wall" : `Along the arrow it first hits the ${walls[0]} wall${walls[1] ? `, then the ${walls[1]} wall` : ""}`} and reaches the bottom ${Math.round((run.x / w) * 100)}% of the way from left to right. That is box ${names[slot]}.`,
    ),
    exchange(
      random,
      `{It flies straight and rebounds like light. |}How {often|many times} does the ball hit a wall before it reaches a box?`,
      run.bounces === 0 ? "Not at all." : run.bounces === 1 ? "Once." : "Twice.",
      run.bounces === 0
        ? "The line of the arrow, continued, reaches the bottom before it meets a wall: no hit."
        : `It hits ${listed(walls.map((one) => `the ${one} wall`))}: ${run.bounces === 1 ? "once" : "twice"}.`,
    ),
  ];
  return {
    template: "bouncing-ball",
    pictures: [drawing(random, look, maxSide, { width: w + 40, height: h + 56 }, ...body)],
    turns: someOf(random, turns),
    augment: "none",
  };
}

/** A ball on a track of hills, let go at rest: it reaches every point that is lower than where it started, and no higher one. */
function hills({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const start = random.int(100, 170);
  const names = ["A", "B", "C"];
  const heights = names.map(() => {
    for (;;) {
      const height = random.int(40, 180);
      if (Math.abs(height - start) > 18) return height;
    }
  });
  const ground = 216;
  const xs = [30, 78, 134, 190, 246, 302, 350];
  const ys = [start, 16, heights[0]!, 16, heights[1]!, 16, heights[2]!].map((v) => ground - v);
  const curve = `M${xs[0]} ${ys[0]}${xs
    .slice(1)
    .map((x, i) => `C${(xs[i]! + x) / 2} ${ys[i]} ${(xs[i]! + x) / 2} ${ys[i + 1]} ${x} ${ys[i + 1]}`)
    .join("")}`;
  const stopAt = heights.findIndex((height) => height > start);
  const body = [
    path(`${curve}L350 ${ground}L30 ${ground}Z`, { fill: look.tint }),
    path(curve, { stroke: look.ink, width: 4 }),
    line(14, ground - start, 366, ground - start, { stroke: look.accents[0]!, width: 1.5, dash: "6 5" }),
    circle(xs[0]! - 2, ys[0]! - 12, 11, {
      fill: look.accents[0]!,
      stroke: look.ink,
      width: 2,
      mark: "ball",
      name: String(start),
    }),
    ...names.map((name, i) =>
      marked(
        "hill",
        `${name} ${heights[i]}`,
        "",
        text(xs[2 + i * 2]!, ys[2 + i * 2]! - 12, name, { size: 15, weight: 700 }),
      ),
    ),
  ];
  const over = stopAt < 0 ? names : names.slice(0, stopAt);
  const turns = [
    exchange(
      random,
      `{The ball starts at rest and there is no friction. |Without friction and pushed by nobody, the ball starts rolling. }{How far does it get|Which hills does it get over|What will the ball do}?`,
      stopAt < 0
        ? "It gets over all three hills."
        : over.length === 0
          ? "It does not even get over hill A."
          : `It gets over ${listed(over)}, but not over ${names[stopAt]}.`,
      `The dashed line marks the height at which it starts; without friction it can reach that height again, but no higher. ${stopAt < 0 ? "All three hills are lower, so it rolls over A, B and C." : `Hill ${names[stopAt]} is higher than the line, so the ball turns back before its top${over.length > 0 ? `, after rolling over ${listed(over)}` : ""}.`}`,
    ),
    exchange(
      random,
      `{Which hills are {higher|taller} than the ball's starting point?|Compare the hills with the height where the ball starts: which are higher?}`,
      listed(names.filter((_, i) => heights[i]! > start)) || "None.",
      `Above the dashed line ${heights.filter((v) => v > start).length === 0 ? "there is no hilltop" : heights.filter((v) => v > start).length === 1 ? `only the top of ${names[heights.findIndex((v) => v > start)]} can be seen` : `are the tops of ${listed(names.filter((_, i) => heights[i]! > start))}`}.`,
    ),
  ];
  return {
    template: "hills",
    pictures: [drawing(random, look, maxSide, { width: 380, height: 226 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const forecastSource = instructionSource(
  {
    name: "what-happens-next",
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/Behavior Prediction",
    description: "Balls, discs and robots whose next moves follow from what is drawn.",
  },
  (context) => context.random.pick([arrowFloor, bouncing, hills])(context),
);
