/**
 * The world of the mini model: pictures of two colours side by side with questions, and short texts. Each sample is a pure
 * function of its number; held-out sources draw with other seeds.
 */
import { type Random, randomFor } from "../../src/data/random.ts";
import { conversationOf, target } from "../../src/data/sample.ts";
import type { SampleSource } from "../../src/train/sources.ts";

export const colours = {
  red: [220, 30, 30],
  green: [30, 180, 60],
  blue: [40, 60, 220],
  white: [245, 245, 245],
  yellow: [240, 220, 40],
  black: [15, 15, 15],
} as const;
export type Colour = keyof typeof colours;
export const names = Object.keys(colours) as Colour[];

/** Pictures of this many pixels on a side. */
export const side = 32;
const size = 50_000;

/** Left and right half in a colour each, with an answer to where one asks about. */
export function halves(seed: number, form: "question" | "description" = "question"): SampleSource {
  return {
    size,
    async sample(index) {
      const random = randomFor(seed, index, `halves ${form}`);
      const [left, right] = [random.pick(names), random.pick(names)];
      const data = new Uint8Array(side * side * 3);
      for (let i = 0; i < data.length; i += 3) {
        const across = (i / 3) % side;
        const shade = random.int(-12, 12);
        const colour = colours[across < side / 2 ? left : right];
        data.set(
          colour.map((value) => Math.max(0, Math.min(255, value + shade))),
          i,
        );
      }
      const where = random.pick(["left", "right"] as const);
      const turn: [string, string] =
        form === "question"
          ? [`What colour is on the ${where}?`, where === "left" ? left : right]
          : ["Describe the picture.", `There is ${left} beside ${right}.`];
      return {
        key: `${form}-${seed}-${index}`,
        source: form,
        content: conversationOf([turn]),
        pictures: [{ width: side, height: side, data }],
      };
    },
  };
}

const people = "Anna Boris Clara David Elena Felix Greta Hugo".split(" ");
const things = "kettle lamp river window garden letter ladder engine".split(" ");
const places = "in the kitchen, on the hill, by the river, under the bridge, at the station".split(", ");
const verbs = "finds paints sells carries forgets repairs".split(" ");

/** Sentences and sums: what a language model of this size can learn in a minute, and lose again. */
export function texts(seed: number): SampleSource {
  return {
    size,
    async sample(index) {
      const random = randomFor(seed, index, "texts");
      const lines = Array.from({ length: random.int(2, 4) }, () => (random.chance(0.5) ? sum(random) : told(random)));
      return {
        key: `text-${seed}-${index}`,
        source: "texts",
        content: { kind: "document", parts: [target(lines.join(" "))] },
        pictures: [],
      };
    },
  };
}

function sum(random: Random): string {
  const [a, b] = [random.int(1, 6), random.int(1, 6)];
  return `${a} and ${b} make ${a + b}.`;
}

/** The thing decides the verb: something to know beyond the order of words. */
function told(random: Random): string {
  const thing = random.int(0, things.length - 1);
  return `${random.pick(people)} ${verbs[thing % verbs.length]} the ${things[thing]} ${random.pick(places)}.`;
}
