/**
 * Well-known optical illusions. Most are drawn true to the illusion (equal things look unequal), some are not: the answer
 * is what was measured, never what the name suggests.
 */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { exchange, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, type Point, polyline, rect, text } from "../kit/svg.ts";

interface Figure {
  readonly width: number;
  readonly height: number;
  readonly body: string;
  readonly question: string;
  readonly brief: string;
  readonly full: string;
  readonly name: string;
  readonly effect: string;
}

/** One size and another that is the same, or larger or smaller by a fifth to a third; the difference in pixels. */
function pair(random: Random, size: number): readonly [first: number, second: number] {
  if (random.chance(0.6)) return [size, size];
  const factor = random.between(1.2, 1.33);
  return random.chance(0.5) ? [size * factor, size] : [size, size * factor];
}

function verdict(
  first: number,
  second: number,
  a: string,
  b: string,
  more: string,
): { brief: string; same: boolean; text: string } {
  const percent = Math.round(100 * (Math.max(first, second) / Math.min(first, second) - 1));
  if (first === second)
    return { brief: "They are equal.", same: true, text: "Measured in the picture, both are exactly equal" };
  return {
    brief: `${first > second ? a : b} is ${more}.`,
    same: false,
    text: `Measured in the picture, ${(first > second ? a : b).replace(/^./, (c) => c.toLowerCase())} is about ${percent}% ${more}`,
  };
}

const figures: Readonly<Record<string, (random: Random, look: Look) => Figure>> = {
  "mueller-lyer": (random, look) => {
    const [top, bottom] = pair(random, 170);
    const fin = (x: number, y: number, dx: number) =>
      line(x, y, x + dx, y - 20, { stroke: look.ink, width: 3 }) +
      line(x, y, x + dx, y + 20, { stroke: look.ink, width: 3 });
    const outTop = random.chance(0.5);
    const bar = (y: number, length: number, out: boolean, name: string) =>
      line(180 - length / 2, y, 180 + length / 2, y, { stroke: look.accents[0]!, width: 4, mark: "line", name }) +
      fin(180 - length / 2, y, out ? -22 : 22) +
      fin(180 + length / 2, y, out ? 22 : -22) +
      text(30, y + 5, name, { size: 15, weight: 700 });
    const v = verdict(top, bottom, "Line A", "Line B", "longer");
    return {
      width: 360,
      height: 180,
      body: bar(50, top, outTop, "A") + bar(126, bottom, !outTop, "B"),
      question: "{Which horizontal line is longer, A or B|Are the two horizontal lines equally long}?",
      brief: v.brief,
      full: `${v.text}. The fins at the ends mislead the eye: fins that open outwards make a line look longer.`,
      name: "the Müller-Lyer illusion",
      effect: "arrow fins at the ends of a line change how long it looks",
    };
  },
  ebbinghaus: (random, look) => {
    const [left, right] = pair(random, 22);
    const ring = (x: number, distance: number, r: number, count: number) =>
      Array.from({ length: count }, (_, i) => {
        const a = (i * 2 * Math.PI) / count;
        return circle(x + distance * Math.cos(a), 92 + distance * Math.sin(a), r, { fill: look.accents[1]! });
      }).join("");
    const bigLeft = random.chance(0.5);
    const side = (x: number, r: number, big: boolean, name: string) =>
      (big ? ring(x, 60, 22, 6) : ring(x, 38, 8, 8)) +
      marked("disc", name, "", circle(x, 92, r, { fill: look.accents[0]! })) +
      text(x, 205, name, { size: 15, weight: 700 });
    const v = verdict(left, right, "Disc A", "Disc B", "larger across");
    return {
      width: 364,
      height: 214,
      body: side(94, left, bigLeft, "A") + side(270, right, !bigLeft, "B"),
      question: "{Which of the two middle discs is larger?|Are the discs in the middle of A and B the same size?}",
      brief: v.brief,
      full: `${v.text}. Large neighbours make a disc look smaller, small neighbours make it look larger, so the surroundings must be left out of the comparison.`,
      name: "the Ebbinghaus illusion",
      effect: "the size of the neighbours changes how large a disc looks",
    };
  },
  ponzo: (random, look) => {
    const [top, bottom] = pair(random, 92);
    const rails =
      line(150, 14, 60, 220, { stroke: look.ink, width: 4 }) +
      line(190, 14, 280, 220, { stroke: look.ink, width: 4 }) +
      Array.from({ length: 7 }, (_, i) => {
        const t = (i / 6) ** 1.5;
        const y = 24 + 186 * t;
        const half = 24 + 80 * ((y - 14) / 206);
        return line(170 - half, y, 170 + half, y, { stroke: look.muted, width: 2 });
      }).join("");
    const bar = (y: number, length: number, name: string) =>
      marked("bar", name, "", rect(170 - length / 2, y - 5, length, 10, { fill: look.accents[0]! })) +
      text(318, y + 5, name, { size: 15, weight: 700 });
    const v = verdict(top, bottom, "Bar A", "Bar B", "longer");
    return {
      width: 340,
      height: 234,
      body: rails + bar(58, top, "A") + bar(168, bottom, "B"),
      question: "{Which bar is longer, A or B?|Are the coloured bars A and B of the same length?}",
      brief: v.brief,
      full: `${v.text}. The lines that run together suggest depth, and the eye enlarges what seems further away.`,
      name: "the Ponzo illusion",
      effect: "lines that run together suggest depth, and the upper bar seems longer",
    };
  },
  "vertical-horizontal": (random, look) => {
    const [upright, flat] = pair(random, 140);
    const x = 150;
    const v = verdict(upright, flat, "The upright line", "The flat line", "longer");
    return {
      width: 300,
      height: 230,
      body:
        line(x, 206 - upright, x, 206, { stroke: look.accents[0]!, width: 4, mark: "line", name: "upright" }) +
        line(x - flat / 2, 206, x + flat / 2, 206, { stroke: look.accents[1]!, width: 4, mark: "line", name: "flat" }),
      question:
        "{Which is longer, the upright or the flat line?|Compare the vertical and the horizontal line: which one is longer?}",
      brief: v.brief,
      full: `${v.text}. Upright lines look longer than they are, above all when they divide the flat one in half.`,
      name: "the vertical-horizontal illusion",
      effect: "upright lines look longer than flat ones",
    };
  },
  contrast: (random) => {
    const [left, right] = random.chance(0.65) ? [128, 128] : random.chance(0.5) ? [104, 150] : [150, 104];
    const darkLeft = random.chance(0.5);
    const grey = (value: number) => `rgb(${value},${value},${value})`;
    const half = (x: number, dark: boolean, value: number, name: string) =>
      rect(x, 14, 160, 150, { fill: grey(dark ? 40 : 220) }) +
      marked("square", `${name} ${value}`, "", rect(x + 52, 62, 56, 56, { fill: grey(value) })) +
      text(x + 80, 186, name, { size: 15, weight: 700 });
    const same = left === right;
    return {
      width: 344,
      height: 196,
      body: half(12, darkLeft, left, "A") + half(172, !darkLeft, right, "B"),
      question:
        "{Is the inner square of A lighter than that of B?|Which inner grey square is lighter, the one in A or the one in B?}",
      brief: same ? "They have the same grey." : `The one in ${left > right ? "A" : "B"} is lighter.`,
      full: same
        ? `Neither is lighter: both inner squares have the very same grey (${left} of 255). The one on the dark ground only looks lighter, because the eye judges brightness by contrast.`
        : `The square in ${left > right ? "A" : "B"} really is lighter: ${Math.max(left, right)} of 255 against ${Math.min(left, right)}. The grounds add to or hide the difference, so it is best to cover them.`,
      name: "simultaneous contrast",
      effect: "the ground around a grey square changes how light it looks",
    };
  },
  hering: (random, look) => {
    const bent = random.chance(0.35);
    const rays = Array.from({ length: 18 }, (_, i) => {
      const a = (i * Math.PI) / 18 + 0.05;
      return line(170 - 190 * Math.cos(a), 105 - 190 * Math.sin(a), 170 + 190 * Math.cos(a), 105 + 190 * Math.sin(a), {
        stroke: look.muted,
        width: 1.3,
      });
    }).join("");
    const curve = (y: number, way: number) =>
      polyline(
        Array.from({ length: 35 }, (_, i): Point => {
          const x = i * 10;
          return [x, y + (bent ? way * 14 * (1 - ((x - 170) / 170) ** 2) : 0)];
        }),
        { stroke: look.accents[0]!, width: 4, mark: "line", name: bent ? "bent" : "straight" },
      );
    return {
      width: 340,
      height: 210,
      body: rays + curve(78, -1) + curve(132, 1),
      question: "{Are the two thick lines straight or curved?|Are the thick coloured lines straight and parallel?}",
      brief: bent ? "They are curved." : "They are straight and parallel.",
      full: bent
        ? "They really are curved here: the distance between them is larger in the middle than at the edges."
        : "They are straight and parallel: the distance between them is the same at the left edge, in the middle and at the right edge. The rays behind them make them seem to bow outwards.",
      name: "the Hering illusion",
      effect: "rays behind straight lines make them seem to bow outwards",
    };
  },
  "cafe-wall": (random, look) => {
    const rows = 6;
    const height = 30;
    const tilt = random.chance(0.35) ? 9 : 0;
    const shift = [0, 10, 20, 10, 0, 10];
    const tiles = Array.from({ length: rows }, (_, r) =>
      Array.from({ length: 8 }, (__, c) =>
        rect(-20 + shift[r]! + c * 60, 12 + r * (height + 3), 30, height, { fill: "#161616" }),
      ).join(""),
    ).join("");
    const mortar = Array.from({ length: rows - 1 }, (_, r) => {
      const y = 12 + (r + 1) * (height + 3) - 1.5;
      const d = tilt * (r % 2 === 0 ? 1 : -1);
      return line(0, y - d, 360, y + d, {
        stroke: look.accents[0]!,
        width: 3,
        mark: "line",
        name: tilt === 0 ? "level" : "sloping",
      });
    }).join("");
    return {
      width: 360,
      height: 220,
      body: rect(0, 0, 360, 220, { fill: "#fafafa" }) + tiles + mortar,
      question: "{Are the coloured lines parallel?|Do the coloured lines between the rows run level?}",
      brief: tilt === 0 ? "Yes, they are parallel." : "No, they slope.",
      full:
        tilt === 0
          ? "Yes. Each line is at the same height at both ends, so all are level and parallel. The shifted dark tiles make them seem to slope."
          : "No. At the two ends each line is at a different height, and neighbouring lines slope in opposite directions.",
      name: "the café wall illusion",
      effect: "shifted dark tiles make level lines seem to slope",
    };
  },
};

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.15 });
  const kind = random.pick(Object.keys(figures));
  const { width, height, body, question, brief, full, name, effect } = figures[kind]!(random, look);
  const turns = [
    exchange(random, question, brief, full),
    exchange(
      random,
      `{Which|What} {well-known |}illusion {is this figure based on|does this picture resemble}?`,
      `${name}.`,
      `It has the form of ${name}: ${effect}.`,
    ),
  ];
  return {
    template: kind,
    pictures: [drawing(random, look, maxSide, { width, height, background: look.paper }, body)],
    turns: someOf(random, turns),
    augment: "none",
  };
}

export const illusionSource = instructionSource(
  {
    name: "optical-illusions",
    version: 2,
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/Optical Illusion",
    description: "Optical illusions with the measured truth.",
  },
  make,
);
