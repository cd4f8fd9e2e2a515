/** English for things: articles, plurals, numbers, lists, and what a thing is called at three degrees of detail. */
import type { Random } from "../../../random.ts";
import { styleFacts } from "./palette.ts";
import type { Scene, Thing } from "./scene.ts";

const numbers = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

export function numberWord(value: number): string {
  return numbers[value] ?? String(value);
}

export function withArticle(noun: string): string {
  if (noun === "sun" || noun === "moon") return `the ${noun}`;
  return `${/^(hour|[aeio]|umb)/i.test(noun) ? "an" : "a"} ${noun}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word = "and"): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

/** `bare`: kind alone. `coloured`: with its colour. `full`: with pattern, clothes, pose and what it holds. */
export type Detail = "bare" | "coloured" | "full";

const poseWords: Record<string, string> = {
  waving: "waving",
  cheering: "with both arms raised",
  running: "running",
  walking: "walking",
  standing: "standing still",
};

/** The thing's noun phrase without an article: `red striped mug`, `woman in a blue dress who is waving`. */
export function nounOf(thing: Thing, scene: Scene, detail: Detail, plural = false): string {
  const { kind } = thing;
  const noun = plural ? kind.plural : kind.name;
  if (detail === "bare") return noun;
  const colour = styleFacts[scene.style].coloured ? thing.colour : undefined;
  const pattern = thing.pattern === "plain" ? "" : `${thing.pattern} `;
  const size = thing.size ? `${thing.size} ` : "";
  if (kind.group === "person") {
    const dress = kind.name === "woman" || kind.name === "girl" ? "dress" : "shirt";
    const garment = `${detail === "full" ? pattern : ""}${colour ? `${colour} ` : ""}${dress}`;
    const clothes =
      garment === dress
        ? ""
        : plural
          ? ` in ${garment.replace(/dress$/, "dresses").replace(/shirt$/, "shirts")}`
          : ` in ${withArticle(garment)}`;
    if (detail === "coloured") return `${noun}${clothes}`;
    const held = thing.held ? ` holding ${withArticle(thing.held)}` : "";
    const pose = !held && thing.pose && thing.pose !== "standing" && !plural ? ` ${poseWords[thing.pose]}` : "";
    return `${noun}${clothes}${held}${pose}`;
  }
  if (kind.name === "traffic light" && thing.pose && detail === "full" && scene.style !== "outline")
    return `${noun} showing ${thing.pose}`;
  const tint = colour ? `${colour} ` : "";
  const looks = `${size}${detail === "full" ? pattern : ""}${tint}`;
  const parts = /^(slice|piece|pair|bunch|pile)s? of /.exec(noun);
  // "a bunch of green grapes", but "a piece of yellow cheese" stays without a colour anyway.
  return parts ? `${size}${parts[0]}${colour ? `${colour} ` : ""}${noun.slice(parts[0].length)}` : `${looks}${noun}`;
}

/** Nine parts of the picture by the middle of a box. */
export function positionOf(box: readonly [number, number, number, number], width: number, height: number): string {
  const [x, y] = [(box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height];
  const column = x < 0.37 ? "left" : x > 0.63 ? "right" : "";
  const row = y < 0.37 ? "top" : y > 0.63 ? "bottom" : "";
  if (!column && !row) return "in the middle";
  if (!row) return `on the ${column}`;
  if (!column) return `at the ${row}`;
  return `at the ${row} ${column}`;
}

/** Whether a box's middle is far enough from the borders between the nine parts to name one without dispute. */
export function clearPosition(box: readonly [number, number, number, number], width: number, height: number): boolean {
  const near = (value: number) => [0.37, 0.63].some((border) => Math.abs(value - border) < 0.045);
  return !near((box[0] + box[2]) / 2 / width) && !near((box[1] + box[3]) / 2 / height);
}

/** One of several phrasings with `{name}` filled in. */
export function phrased(random: Random, patterns: readonly string[], values: Record<string, string> = {}): string {
  return random.pick(patterns).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a phrase asks for {${name}}`);
    return value;
  });
}
