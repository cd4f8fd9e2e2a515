/**
 * Finds places that an answer names: boxes `[left, top, right, bottom]` and points `(x, y)`. Whole numbers up to 1000 are
 * thousandths of the picture's width and height, which is how Periscope's data writes them; numbers up to 1 with a decimal
 * point are shares; what is larger is pixels.
 */

export interface Place {
  /** The words of the answer that name it. */
  readonly text: string;
  readonly label: string;
  readonly unit: "share" | "pixels";
  /** A point has no width and no height. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const number = "(\\d{1,5}(?:\\.\\d+)?)";
const gap = "\\s*,\\s*";
const box = new RegExp(`[[(]\\s*${[number, number, number, number].join(gap)}\\s*[\\])]`, "g");
/** Two corners, as other models write them: `(10, 20), (30, 40)`. */
const corners = new RegExp(`\\(${number}${gap}${number}\\)${gap}\\(${number}${gap}${number}\\)`, "g");
const point = new RegExp(`\\(\\s*${number}${gap}${number}\\s*\\)`, "g");
const mostPlaces = 100;
/** Characters of an answer that are searched. */
const longestRead = 20_000;

/** Boxes and points in the order of the text. A list of numbers that is no box in any reading is none. */
export function boxesIn(text: string): readonly Place[] {
  const found: { readonly at: number; readonly place: Place }[] = [];
  let rest = text.slice(0, longestRead);
  for (const pattern of [box, corners, point]) {
    rest = rest.replace(pattern, (words: string, ...groups: unknown[]) => {
      const at = groups.find((group) => typeof group === "number") as number;
      const numbers = groups.slice(0, pattern === point ? 2 : 4).map(String);
      const place = placeOf(pattern === point ? [...numbers, ...numbers] : numbers, words, labelBefore(text, at));
      if (place && (pattern === point || (place.right > place.left && place.bottom > place.top))) {
        found.push({ at, place });
      }
      return " ".repeat(words.length); // so that no part of it is found again
    });
  }
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ place }) => place)
    .slice(0, mostPlaces);
}

function placeOf(words: readonly string[], text: string, label: string): Place | undefined {
  const values = words.map(Number);
  const most = Math.max(...values);
  const shares = most <= 1 && words.some((word) => word.includes("."));
  const scale = shares || most > 1000 ? 1 : 1000;
  const [left, top, right, bottom] = values.map((value) => value / scale) as [number, number, number, number];
  const unit = most > 1000 ? "pixels" : "share";
  // [1, 2, 3, 4] counts something
  if (scale === 1000 && most < 10) return undefined;
  return { text, label, unit, left, top, right, bottom };
}

/** What stands before a place on its line, without the words that only lead to it: `a dog: [1, 2, ...]` is about a dog. */
function labelBefore(text: string, at: number): string {
  const line = text
    .slice(Math.max(0, at - 200), at)
    .split("\n")
    .at(-1)!;
  const words = line
    .split(/[\])]/)
    .at(-1)!
    .replace(/[*_`"<>|#[\](]/g, " ")
    .replace(/^[\s,;.:\-–•]+|[\s,;.:\-–=]+$/g, "")
    .replace(/(\s+(is|are|at|in|box|bbox|located))+$/i, "")
    .trim();
  return words.length <= 40 ? words : "";
}
