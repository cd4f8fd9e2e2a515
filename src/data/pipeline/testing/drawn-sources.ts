/** Quick sources without a browser, for tests: squares of a colour with a question, sums in words, and one that is hard to please. */
import { conversationOf, target } from "../../sample.ts";
import { type Source, Unfit } from "../../source.ts";

const colours = { red: [220, 30, 30], green: [30, 180, 60], blue: [40, 60, 220], white: [250, 250, 250] } as const;
const things = "kettle lamp river window garden letter ladder engine basket mirror castle harbour violin pepper".split(
  " ",
);

const squares: Source = {
  name: "test-squares",
  category: "instruction",
  version: 1,
  description: "A coloured square on grey.",
  draft({ random, maxSide }) {
    const side = random.int(40, Math.min(96, maxSide));
    const colour = random.pick(Object.keys(colours) as (keyof typeof colours)[]);
    const [left, top] = [random.int(2, side - 22), random.int(2, side - 22)];
    const shade = random.int(60, 190);
    const draw = () => {
      const data = new Uint8Array(side * side * 3).fill(shade);
      for (let y = top; y < top + 18; y++) {
        for (let x = left; x < left + 18; x++) data.set(colours[colour], 3 * (y * side + x));
      }
      return { width: side, height: side, data };
    };
    return {
      template: "colour",
      leaf: "Recognition/Local Description/Object Attribute Description",
      augment: "none",
      pictures: [{ kind: "drawn", draw, fonts: [] }],
      compose: () => ({
        content: conversationOf([[`What colour is the square beside the ${random.pick(things)}?`, `It is ${colour}.`]]),
        regions: [{ image: 0, kind: "square", text: colour, box: [left, top, left + 18, top + 18] }],
      }),
    };
  },
};

const sums: Source = {
  name: "test-sums",
  category: "text",
  version: 1,
  description: "Additions in a sentence.",
  draft({ random }) {
    const [a, b] = [random.int(1, 30), random.int(1, 30)];
    return {
      template: "sum",
      augment: "none",
      pictures: [],
      compose: () => ({
        content: { kind: "document", parts: [target(`${a} ${random.pick(things)}s and ${b} make ${a + b}.`)] },
      }),
    };
  },
};

const picky: Source = {
  name: "test-picky",
  category: "text",
  version: 1,
  description: "Half of its drafts are unfit, and some fail.",
  draft({ random }) {
    if (random.chance(0.2)) throw new Error("a fault of the source");
    const number = random.int(1, 1_000_000);
    return {
      template: "number",
      augment: "none",
      pictures: [],
      compose() {
        if (random.chance(0.5)) throw new Unfit("odd-number");
        return { content: { kind: "document", parts: [target(`The ${random.pick(things)} cost ${number} crowns.`)] } };
      },
    };
  },
};

export const sources: readonly Source[] = [squares, sums, picky];
