/** How many requests are read at once: bodies are held in memory, and a crowd of large ones would fill it. */
import type { MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";

/** Answers those beyond `most` with status 429, before their bodies are read. A stream counts until it begins. */
export function crowdLimit(most: number): MiddlewareHandler {
  let present = 0;
  return async (c, next) => {
    if (c.req.method !== "POST") return next(); // what has no body is not held
    if (present >= most) {
      throw new ApiError(429, "the server is reading as many requests as it can; try again in 1 s", {
        code: "server_overloaded",
        headers: { "Retry-After": "1" },
      });
    }
    present++;
    try {
      await next();
    } finally {
      present--;
    }
  };
}
