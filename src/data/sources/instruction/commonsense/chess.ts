/**
 * As much chess as small endgames need: kings, queens, rooks, bishops, knights and pawns that do not castle, promote or
 * capture in passing. Squares are numbered from a8 (0) to h1 (63).
 */

export type Piece = "K" | "Q" | "R" | "B" | "N" | "P" | "k" | "q" | "r" | "b" | "n" | "p";
export type Board = readonly (Piece | undefined)[];

export interface ChessMove {
  readonly from: number;
  readonly to: number;
}

const straight = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;
const diagonal = [
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
] as const;
const jumps = [
  [1, -2],
  [2, -1],
  [2, 1],
  [1, 2],
  [-1, 2],
  [-2, 1],
  [-2, -1],
  [-1, -2],
] as const;

export function isWhite(piece: Piece): boolean {
  return piece < "a";
}

export function squareName(square: number): string {
  return `${"abcdefgh"[square % 8]}${8 - Math.floor(square / 8)}`;
}

function* reach(
  board: Board,
  from: number,
  directions: readonly (readonly [number, number])[],
  far: boolean,
): Generator<number> {
  for (const [dx, dy] of directions) {
    let [x, y] = [(from % 8) + dx, Math.floor(from / 8) + dy];
    while (x >= 0 && y >= 0 && x < 8 && y < 8) {
      const to = y * 8 + x;
      yield to;
      if (!far || board[to] !== undefined) break;
      x += dx;
      y += dy;
    }
  }
}

/** Squares that the piece on `from` attacks, its own side's pieces included. */
function attacked(board: Board, from: number): number[] {
  const piece = board[from]!;
  switch (piece.toUpperCase()) {
    case "K":
      return [...reach(board, from, [...straight, ...diagonal], false)];
    case "Q":
      return [...reach(board, from, [...straight, ...diagonal], true)];
    case "R":
      return [...reach(board, from, straight, true)];
    case "B":
      return [...reach(board, from, diagonal, true)];
    case "N":
      return [...reach(board, from, jumps, false)];
    default:
      return [
        ...reach(
          board,
          from,
          isWhite(piece)
            ? [
                [-1, -1],
                [1, -1],
              ]
            : [
                [-1, 1],
                [1, 1],
              ],
          false,
        ),
      ];
  }
}

/** Whether a side's king is attacked, looked for from the king outwards. */
export function inCheck(board: Board, white: boolean): boolean {
  const king = board.indexOf(white ? "K" : "k");
  const [kx, ky] = [king % 8, Math.floor(king / 8)];
  const enemy = (x: number, y: number): string | undefined => {
    if (x < 0 || y < 0 || x > 7 || y > 7) return undefined;
    const piece = board[y * 8 + x];
    return piece !== undefined && isWhite(piece) !== white ? piece.toUpperCase() : undefined;
  };
  for (const [dx, dy] of jumps) if (enemy(kx + dx, ky + dy) === "N") return true;
  const ahead = ky + (white ? -1 : 1);
  if (enemy(kx - 1, ahead) === "P" || enemy(kx + 1, ahead) === "P") return true;
  return seen(kx, ky, straight, "R") || seen(kx, ky, diagonal, "B");

  function seen(x: number, y: number, directions: readonly (readonly [number, number])[], slider: string): boolean {
    for (const [dx, dy] of directions) {
      for (let step = 1; step < 8; step++) {
        const [px, py] = [x + step * dx, y + step * dy];
        if (px < 0 || py < 0 || px > 7 || py > 7) break;
        const piece = enemy(px, py);
        if (piece === "Q" || piece === slider || (piece === "K" && step === 1)) return true;
        if (board[py * 8 + px] !== undefined) break;
      }
    }
    return false;
  }
}

export function after(board: Board, { from, to }: ChessMove): Board {
  const next = [...board];
  next[to] = next[from];
  next[from] = undefined;
  return next;
}

export function legalMoves(board: Board, white: boolean): ChessMove[] {
  const moves: ChessMove[] = [];
  board.forEach((piece, from) => {
    if (piece === undefined || isWhite(piece) !== white) return;
    const targets = attacked(board, from).filter((to) => {
      const victim = board[to];
      if (victim === undefined) return piece.toUpperCase() !== "P";
      return isWhite(victim) !== white;
    });
    if (piece.toUpperCase() === "P") {
      const ahead = from + (white ? -8 : 8);
      if (ahead >= 0 && ahead < 64 && board[ahead] === undefined) targets.push(ahead);
    }
    for (const to of targets) if (!inCheck(after(board, { from, to }), white)) moves.push({ from, to });
  });
  return moves;
}

/** White moves that give mate. */
export function matingMoves(board: Board): ChessMove[] {
  return legalMoves(board, true).filter((move) => {
    const next = after(board, move);
    return inCheck(next, false) && legalMoves(next, false).length === 0;
  });
}
