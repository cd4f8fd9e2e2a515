/** JSON from a stranger: its bytes are counted while they arrive, and what is in it before it is parsed. */
import type { HonoRequest } from "hono";
import { exceeds } from "../runtime/json-extent.ts";
import { ApiError, badRequest } from "./errors.ts";

/** A schema may be 256 deep, and stands four deep in a request. */
const mostDepth = 300;
/** Several times what as many messages and as large a schema as are accepted have together. */
const mostValues = 200_000;

/** The text of a request's body. Throws an ApiError of status 413 for one of more than `maxBytes`. */
export async function readBody(request: HonoRequest, maxBytes: number): Promise<string> {
  const length = request.header("Content-Length");
  const isCounted = length !== undefined && request.header("Transfer-Encoding") === undefined;
  if (isCounted && Number(length) <= maxBytes) return request.text();
  let bytes = new Uint8Array(0);
  let size = isCounted ? Number.POSITIVE_INFINITY : 0;
  for (const reader = request.raw.body?.getReader(); size <= maxBytes; ) {
    const part = await reader?.read();
    if (part?.value === undefined) return new TextDecoder().decode(bytes.subarray(0, size));
    // They may come one by one, so they are not kept as they come.
    if (size + part.value.length > bytes.length) bytes = grown(bytes, 2 * (size + part.value.length));
    bytes.set(part.value, size);
    size += part.value.length;
  }
  throw new ApiError(413, `the request is larger than ${maxBytes} bytes`, { code: "request_too_large" });
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

/** Throws an ApiError of status 400 for a text that is no JSON, or has too much in it. */
export function parseBody(text: string): unknown {
  const exceeded = exceeds(text, { depth: mostDepth, values: mostValues });
  if (exceeded === "depth") throw badRequest(`the body is nested more than ${mostDepth} deep`);
  if (exceeded === "values") throw badRequest(`the body has more than ${mostValues} values`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body is not valid JSON: ${(error as Error).message}`);
  }
}
