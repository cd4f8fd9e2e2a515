/** Devices with lettered parts: what a part is for, and which part does a job. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { exchange, someOf, withArticle } from "../kit/phrases.ts";
import { circle, drawing, group, line, marked, text } from "../kit/svg.ts";
import { devices } from "./devices.ts";

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const device = random.pick(devices);
  const [width, height] = [372, 262];
  const [left, top] = [56, 40];
  const symbols = random.pick([
    ["A", "B", "C", "D", "E", "F"],
    ["1", "2", "3", "4", "5", "6"],
  ]);
  const named = random.chance(0.35);
  // letters are handed out in random order, callouts stand at the nearest free place around the drawing
  const parts = random.shuffled(device.parts).map((part, i) => ({ ...part, symbol: symbols[i]! }));
  const flip = random.chance(0.4);
  const x = (value: number) => left + (flip ? 260 - value : value);
  const slots = [26, 66, 106, 146, 186, 226].flatMap(
    (y) =>
      [
        [20, y],
        [width - 20, y],
      ] as const,
  );
  const free = new Set(slots.map((_, i) => i));
  const placed = [...parts]
    .sort((a, b) => a.at[1] - b.at[1])
    .map((part) => {
      const [px, py] = [x(part.at[0]), top + part.at[1]];
      const distance = (i: number) => Math.hypot(slots[i]![0] - px, 2 * (slots[i]![1] - py));
      const slot = [...free].sort((a, b) => distance(a) - distance(b))[0]!;
      free.delete(slot);
      return { ...part, px, py, slot };
    });
  const callouts = placed.map((part) => {
    const [sx, sy] = slots[part.slot]!;
    return (
      line(sx, sy, part.px, part.py, { stroke: "#fff", width: 3 }) +
      line(sx, sy, part.px, part.py, { stroke: look.accents[0]!, width: 1.5 }) +
      circle(part.px, part.py, 3.5, {
        fill: look.accents[0]!,
        stroke: "#fff",
        width: 1,
        mark: "part",
        name: part.name,
      }) +
      marked(
        "label",
        part.symbol,
        "",
        circle(sx, sy, 12, { fill: "#fff", stroke: look.ink, width: 1.5 }),
        text(sx, sy + 5, part.symbol, { size: 14, weight: 700, fill: "#222" }),
      )
    );
  });
  const body = flip
    ? group(`translate(${left + 260} ${top}) scale(-1 1)`, device.draw(look.tint, look.accents[1]!))
    : group(`translate(${left} ${top})`, device.draw(look.tint, look.accents[1]!));
  const [one, two, three] = random.shuffled(parts) as [
    (typeof parts)[number],
    (typeof parts)[number],
    (typeof parts)[number],
  ];
  const title = named ? text(width / 2, 24, device.name, { size: 15, weight: 700 }) : "";
  const turns = [
    exchange(
      random,
      `{What is part ${one.symbol} for?|What does the part marked ${one.symbol} do?|What is the {purpose|function} of ${one.symbol} {in this drawing|}?}`,
      `${one.symbol} is the ${one.name}; it ${one.does}.`,
      `The drawing shows ${withArticle(device.name)}. ${one.symbol} points at the ${one.name}; it ${one.does}.`,
    ),
    exchange(
      random,
      `{Which part do I {use|need} to ${two.goal}?|I want to ${two.goal}. Which {label|part} is that?}`,
      `${two.symbol}, the ${two.name}.`,
      `To ${two.goal} you need the ${two.name} of the ${device.name}. It is marked ${two.symbol}, because it ${two.does}.`,
    ),
    exchange(
      random,
      `{Where is the ${three.name}?|Which label marks the ${three.name}?|Which one is the ${three.name}?}`,
      `${three.symbol}.`,
      `The line from ${three.symbol} ends at the ${three.name}, which ${three.does}.`,
    ),
    exchange(
      random,
      `{What device is this?|What is shown here, and how did you recognise it?}`,
      `${withArticle(device.name).replace(/^./, (c) => c.toUpperCase())}.`,
      `It is ${withArticle(device.name)}: one can see the ${parts[0]!.name}, the ${parts[1]!.name} and the ${parts[2]!.name}.`,
    ),
  ];
  return {
    template: device.name.replaceAll(" ", "-"),
    pictures: [drawing(random, look, maxSide, { width, height }, body, ...callouts, title)],
    turns: someOf(random, turns),
  };
}

export const hardwareSource = instructionSource(
  {
    name: "device-parts",
    version: 2,
    leaf: "Commonsense Reasoning/Function Reasoning/Hardware Function Reasoning",
    description: "Devices with lettered parts and what the parts are for.",
  },
  make,
);
