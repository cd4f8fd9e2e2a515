/**
 * Refuses requests under foreign host names. A page on the web can have its own name resolve to this machine and would
 * then speak to a server on the loopback as if it were its own.
 */
import type { MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";

/** Names that mean this machine. */
export const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

export function hostCheck(names: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const host = (c.req.header("Host") ?? new URL(c.req.url).host).toLowerCase();
    const name = host.replace(/:\d+$/, "");
    if (!names.includes(name)) {
      throw new ApiError(403, `this server does not answer under the name "${name.slice(0, 100)}"`, {
        code: "unknown_host",
      });
    }
    await next();
  };
}
