/** Searches on grids: the shortest way around what is blocked. */

export interface Cell {
  readonly column: number;
  readonly row: number;
}

export const moves = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;
export type Move = keyof typeof moves;
export const moveNames = Object.keys(moves) as readonly Move[];

/** A shortest list of moves from one cell to another, by breadth-first search; nothing if there is no way. */
export function shortestWay(
  columns: number,
  rows: number,
  open: (from: Cell, to: Cell) => boolean,
  start: Cell,
  goal: Cell,
): Move[] | undefined {
  const key = (cell: Cell) => cell.row * columns + cell.column;
  const came = new Map<number, { from: number; move: Move } | undefined>([[key(start), undefined]]);
  let front = [start];
  while (front.length > 0 && !came.has(key(goal))) {
    const next: Cell[] = [];
    for (const cell of front) {
      for (const move of moveNames) {
        const to = { column: cell.column + moves[move][0], row: cell.row + moves[move][1] };
        if (to.column < 0 || to.row < 0 || to.column >= columns || to.row >= rows) continue;
        if (came.has(key(to)) || !open(cell, to)) continue;
        came.set(key(to), { from: key(cell), move });
        next.push(to);
      }
    }
    front = next;
  }
  if (!came.has(key(goal))) return undefined;
  const way: Move[] = [];
  for (let step = came.get(key(goal)); step; step = came.get(step.from)) way.unshift(step.move);
  return way;
}

/** "right 2, down 1" */
export function runs(way: readonly Move[]): { move: Move; count: number }[] {
  const result: { move: Move; count: number }[] = [];
  for (const move of way) {
    const last = result.at(-1);
    if (last?.move === move) last.count++;
    else result.push({ move, count: 1 });
  }
  return result;
}
