/** The page's end of the line to the worker: calls whose pieces and values come back, in any number at once. */
import { UserError } from "../runtime/errors.ts";
import type { CallName, Calls, Line, Reply } from "./protocol.ts";

export interface CallHooks<Piece> {
  readonly onPiece?: (piece: Piece) => void;
  readonly signal?: AbortSignal;
}

export interface Connection {
  call<Name extends CallName>(
    name: Name,
    args: Calls[Name]["args"],
    hooks?: CallHooks<Calls[Name]["piece"]>,
  ): Promise<Calls[Name]["value"]>;
  /** Fails what is under way and everything after it. */
  close(reason: Error): void;
}

interface Waiting {
  readonly piece: (piece: unknown) => void;
  readonly value: (value: unknown) => void;
  readonly error: (error: Error) => void;
}

export function connect(line: Line): Connection {
  const waiting = new Map<number, Waiting>();
  let next = 1;
  let closed: Error | undefined;
  line.onmessage = ({ data }: MessageEvent<Reply>) => {
    const entry = waiting.get(data.id);
    if (!entry) return;
    if (data.type === "piece") {
      entry.piece(data.piece);
      return;
    }
    waiting.delete(data.id);
    if (data.type === "value") entry.value(data.value);
    else entry.error(revived(data));
  };
  return {
    call(name, args, { onPiece, signal } = {}) {
      if (closed) return Promise.reject(closed);
      const id = next++;
      const abort = () => line.postMessage({ type: "abort", id });
      return new Promise((resolve, reject) => {
        waiting.set(id, {
          piece: (piece) => onPiece?.(piece as never),
          value: (value) => resolve(value as never),
          error: reject,
        });
        signal?.addEventListener("abort", abort, { once: true });
        line.postMessage({ type: "call", id, name, args });
        if (signal?.aborted) abort();
      }).finally(() => signal?.removeEventListener("abort", abort)) as Promise<never>;
    },
    close(reason) {
      closed ??= reason;
      for (const entry of waiting.values()) entry.error(reason);
      waiting.clear();
    },
  };
}

function revived({ message, user, stack }: Reply & { type: "error" }): Error {
  if (user) return new UserError(message);
  const error = new Error(message);
  error.stack = `${message}\n  in the worker: ${stack ?? ""}`;
  return error;
}

/** A call as an async generator of its pieces; its value is the generator's. */
export async function* pieces<Name extends CallName>(
  connection: Connection,
  name: Name,
  args: Calls[Name]["args"],
  signal: AbortSignal | undefined,
): AsyncGenerator<Calls[Name]["piece"], Calls[Name]["value"]> {
  const come: Calls[Name]["piece"][] = [];
  let wake = () => {};
  let over = false;
  const value = connection
    .call(name, args, {
      signal,
      onPiece(piece) {
        come.push(piece);
        wake();
      },
    })
    .finally(() => {
      over = true;
      wake();
    });
  value.catch(() => {}); // awaited below
  for (;;) {
    while (come.length > 0) yield come.shift()!;
    if (over) return await value;
    await new Promise<void>((done) => {
      wake = done;
    });
  }
}
