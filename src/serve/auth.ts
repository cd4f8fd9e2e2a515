/** API keys: a request bears one of them, or gets nothing. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { UserError } from "../runtime/errors.ts";
import { ApiError } from "./errors.ts";

/** Throws a UserError for a key that no request can bear. */
export function assertKeys(keys: readonly string[]): void {
  if (keys.every((key) => /^[\x21-\x7e]+$/.test(key))) return;
  throw new UserError("an API key is empty, or has blanks or other characters in it that no client can send");
}

/** Compares in constant time, over digests, so that neither a key's length nor its beginning can be told from timing. */
export function authentication(keys: readonly string[]): MiddlewareHandler {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const known = keys.map(digest);
  return async (c, next) => {
    const header = c.req.header("Authorization") ?? "";
    const given = /^Bearer +(\S+) *$/i.exec(header)?.[1];
    if (given === undefined) {
      throw new ApiError(401, "this server asks for an API key: Authorization: Bearer <key>", {
        code: "missing_api_key",
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
    const mine = digest(given);
    let right = false;
    for (const key of known) right = timingSafeEqual(key, mine) || right;
    if (!right) {
      throw new ApiError(401, "the API key is not one of this server's", {
        code: "invalid_api_key",
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
    await next();
  };
}
