/**
 * JSON from a stranger: what is in it is counted before it is parsed, which takes seconds for a few megabytes of brackets and
 * holds up everybody else meanwhile.
 */
import { badRequest } from "./errors.ts";

/** A schema may be 256 deep, and stands four deep in a request. */
const mostDepth = 300;
/** Several times what as many messages and as large a schema as are accepted have together. */
const mostValues = 200_000;

/** Throws an ApiError of status 400 for a text that is no JSON, or has too much in it. */
export function parseBody(text: string): unknown {
  assertExtent(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body is not valid JSON: ${(error as Error).message}`);
  }
}

function assertExtent(text: string): void {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i);
    else if (char === "[" || char === "{") {
      if (++depth > mostDepth) throw badRequest(`the body is nested more than ${mostDepth} deep`);
      values++;
    } else if (char === "]" || char === "}") depth--;
    else if (char === ",") values++;
    if (values > mostValues) throw badRequest(`the body has more than ${mostValues} values`);
  }
}

/** Where the string that begins at `start` ends: most of a request is a picture in one. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text[first - 1] === "\\") first--;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}
