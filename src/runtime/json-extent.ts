/**
 * How deep JSON is nested and how much is in it, found without parsing it: that takes seconds for a few megabytes of brackets,
 * and what is nested ten thousand deep can be parsed but not written, compared or checked.
 */

export interface Extent {
  readonly depth: number;
  readonly values: number;
}

/** Which of the bounds a text exceeds first, if it does. What is not JSON is counted as if it were. */
export function exceeds(text: string, most: Extent): keyof Extent | undefined {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i);
    else if (char === "[" || char === "{") {
      if (++depth > most.depth) return "depth";
      values++;
    } else if (char === "]" || char === "}") depth--;
    else if (char === ",") values++;
    if (values > most.values) return "values";
  }
  return undefined;
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
