/** The flag `--port` of the verbs that show a page on this machine. */
import { UserError } from "../runtime/errors.ts";

/** Throws a `UserError` for what is no port; 0 takes a free one. */
export function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  throw new UserError(`--port is "${text}", expected a number from 0 to 65535`);
}
