/** Where things are to each other: shelves, stacks of overlapping cards, and a street seen from above. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { clearColours, lookOf, shadeOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, ordinal, someOf } from "../kit/phrases.ts";
import { drawItems, label, sceneLook, sceneOf } from "../kit/scene.ts";
import { arrow, drawing, marked, rect, text } from "../kit/svg.ts";

function shelf({ random, maxSide }: SourceContext): Conversation {
  const [columns, rows] = [random.int(3, 5), random.int(2, 3)];
  const scene = sceneOf(random, { columns, rows, count: columns * rows });
  const settled = { ...scene, items: scene.items.map((one) => ({ ...one, dx: 0, dy: 0.06 })) };
  const cell = 76;
  const look = sceneLook(random);
  const [width, height] = [columns * cell + 16, rows * cell + 16];
  const wood = random.pick(["#8b5e34", "#a47148", "#6f4e37", "#b08968"]);
  const boards = Array.from({ length: rows }, (_, i) => rect(4, 8 + (i + 1) * cell - 6, width - 8, 7, { fill: wood }));
  const frame = rect(4, 4, width - 8, height - 8, { stroke: wood, width: 6 });
  const at = (column: number, row: number) => settled.items.find((one) => one.column === column && one.row === row)!;
  const board = (row: number) => (row === 0 ? "top" : row === rows - 1 ? "bottom" : "middle");
  const [c, r] = [random.int(1, columns - 2), random.int(0, rows - 1)];
  const it = at(c, r);
  const below = random.int(0, rows - 2);
  const column = random.int(0, columns - 1);
  const [upper, lower] = [at(column, below), at(column, below + 1)];
  const far = random.shuffled(settled.items).slice(0, 2);
  const [one, two] = [far[0]!, far[1]!];
  const side = one.column === two.column ? "" : one.column < two.column ? "to the left" : "to the right";
  const height2 = one.row === two.row ? "" : one.row < two.row ? "higher up" : "lower down";
  const how = [side, height2].filter(Boolean).join(" and ");
  const turns = [
    exchange(
      random,
      `{What {stands|is} {directly |immediately |}to the left of the ${label(it)}?|Which object is just left of the ${label(it)}?}`,
      `The ${label(at(c - 1, r))}.`,
      `The ${label(it)} is on the ${board(r)} shelf, ${ordinal(c + 1)} from the left; the ${ordinal(c)} place there holds the ${label(at(c - 1, r))}.`,
    ),
    exchange(
      random,
      `{What is directly {under|below} the ${label(upper)}?|Which thing stands on the shelf right under the ${label(upper)}?}`,
      `The ${label(lower)}.`,
      `The ${label(upper)} is in column ${column + 1} of the ${board(below)} shelf. One shelf down in the same column is the ${label(lower)}.`,
    ),
    exchange(
      random,
      `{Between which two {objects|things} {is|stands} the ${label(it)}?|What is on either side of the ${label(it)}?}`,
      `${capital(listed([at(c - 1, r), at(c + 1, r)].map((x) => `the ${label(x)}`)))}.`,
      `On the ${board(r)} shelf the order from left to right is ${listed(
        settled.items
          .filter((x) => x.row === r)
          .sort((x, y) => x.column - y.column)
          .map(label),
      )}. So the ${label(it)} stands between the ${label(at(c - 1, r))} and the ${label(at(c + 1, r))}.`,
    ),
    exchange(
      random,
      `Where is the ${label(one)} {compared with|relative to|as seen from} the ${label(two)}?`,
      `${capital(how)}.`,
      `The ${label(one)} is on the ${board(one.row)} shelf in column ${one.column + 1}, the ${label(two)} on the ${board(two.row)} shelf in column ${two.column + 1}. So the ${label(one)} is ${how}.`,
    ),
    exchange(
      random,
      `{How many things are on the ${board(r)} shelf, and which is the last one on the right?|What is at the right end of the ${board(r)} shelf?}`,
      `The ${label(at(columns - 1, r))}.`,
      `There are ${numberWord(columns)} things on the ${board(r)} shelf; the one at the right end is the ${label(at(columns - 1, r))}.`,
    ),
  ];
  return {
    template: "shelf",
    pictures: [drawing(random, look, maxSide, { width, height }, ...boards, frame, drawItems(settled, cell, 8, 4))],
    turns: someOf(random, turns),
  };
}

function stack({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const count = random.int(3, 5);
  const colours = random.shuffled(clearColours).slice(0, count);
  const [width, height] = [300, 90 + count * 34];
  const [dx, dy] = [random.pick([-1, 1]) * random.int(22, 34), random.int(26, 32)];
  const [w, h] = [random.int(96, 120), random.int(70, 84)];
  const startX = dx > 0 ? 28 : width - 28 - w;
  // each card covers a part of the one before it
  const cards = colours.map((colour, i) =>
    marked(
      "card",
      colour,
      "",
      rect(startX + i * dx, 20 + i * dy, w, h, { fill: shadeOf(random, colour), stroke: "#222", width: 2, round: 6 }),
    ),
  );
  const order = listed([...colours].reverse().map((one) => `the ${one} card`));
  const i = random.int(0, count - 2);
  const turns = [
    exchange(
      random,
      `{Which card lies on top {of the pile|of all the others}?|What colour is the topmost card?}`,
      `The ${colours.at(-1)} one.`,
      `Only the ${colours.at(-1)} card is not covered by any other, so it lies on top.`,
    ),
    exchange(
      random,
      `{Which card is at the {very |}bottom{ of the pile|}?|Which card was {probably |}put down first?}`,
      `The ${colours[0]} one.`,
      `The ${colours[0]} card covers no other card and is itself covered, so it is at the bottom.`,
    ),
    exchange(
      random,
      `{What lies directly on the ${colours[i]} card?|Which card covers the ${colours[i]} one {directly|first}?}`,
      `The ${colours[i + 1]} card.`,
      `From the top down I see ${order}. So the card directly on the ${colours[i]} one is the ${colours[i + 1]} card.`,
    ),
    exchange(
      random,
      `{List|Give me|Name} the cards from top to bottom.`,
      `${capital(listed([...colours].reverse()))}.`,
      `Judging by which card covers which, the order from the top is ${order}.`,
    ),
  ];
  return {
    template: "stack",
    pictures: [drawing(random, look, maxSide, { width, height }, ...cards)],
    turns: someOf(random, turns),
  };
}

const places = [
  "bakery",
  "school",
  "bank",
  "museum",
  "pharmacy",
  "library",
  "hotel",
  "cinema",
  "market",
  "station",
  "post office",
  "gym",
] as const;
const winds = ["north", "east", "south", "west"] as const;

function town({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const names = random.shuffled(places).slice(0, 9);
  const cell = 108;
  const [width, height] = [3 * cell + 20, 3 * cell + 20];
  const blocks = names.map((name, i) => {
    const [x, y] = [10 + (i % 3) * cell + 12, 10 + Math.floor(i / 3) * cell + 14];
    return marked(
      "place",
      name,
      "",
      rect(x, y, cell - 24, cell - 40, { fill: look.tint, stroke: look.muted, round: 3 }),
      text(x + (cell - 24) / 2, y + 36, name, { size: 13, weight: 700 }),
    );
  });
  const compass =
    arrow(width - 14, 44, width - 14, 14, { stroke: look.ink, width: 2 }) +
    text(width - 14, 56, "N", { size: 12, weight: 700 });
  const start = random.int(0, 8);
  const [sx, sy] = [start % 3, Math.floor(start / 3)];
  const ends = names.map((_, i) => i).filter((i) => i !== start);
  const end = random.pick(ends);
  const [ex, ey] = [end % 3, Math.floor(end / 3)];
  const ways: string[] = [];
  if (ex !== sx)
    ways.push(
      `${numberWord(Math.abs(ex - sx))} ${Math.abs(ex - sx) === 1 ? "block" : "blocks"} ${ex > sx ? "east" : "west"}`,
    );
  if (ey !== sy)
    ways.push(
      `${numberWord(Math.abs(ey - sy))} ${Math.abs(ey - sy) === 1 ? "block" : "blocks"} ${ey > sy ? "south" : "north"}`,
    );
  const direction = `${ey < sy ? "north" : ey > sy ? "south" : ""}${ex > sx ? "east" : ex < sx ? "west" : ""}`;
  const near = random.shuffled([0, 1, 2, 3]).find((w) => [sy > 0, sx < 2, sy < 2, sx > 0][w])!;
  const neighbour = names[start + [-3, 1, 3, -1][near]!]!;
  const behind = winds[(near + 2) % 4]!;
  const turns = [
    exchange(
      random,
      `{How do I get from the ${names[start]} to the ${names[end]}|I am at the ${names[start]} and want to go to the ${names[end]}. Which way}? {North is up.|}`.trim(),
      `${capital(listed(ways))}.`,
      `The ${names[start]} is in row ${sy + 1}, column ${sx + 1}; the ${names[end]} is in row ${ey + 1}, column ${ex + 1}. With north at the top, you go ${listed(ways)}.`,
    ),
    exchange(
      random,
      `{In which direction is the ${names[end]} as seen from the ${names[start]}?|Standing at the ${names[start]}, where does the ${names[end]} lie?}`,
      `${capital(direction)}.`,
      `On the plan north is up. From the ${names[start]} one goes ${listed(ways)} to the ${names[end]}, so it lies to the ${direction}.`,
    ),
    exchange(
      random,
      `{I walk from the ${names[start]} straight to the ${neighbour} next to it. Which direction is behind me?|If I go from the ${names[start]} to the neighbouring ${neighbour}, what direction is at my back?}`,
      `${capital(behind)}.`,
      `The ${neighbour} is ${winds[near]} of the ${names[start]}, so I face ${winds[near]} and have ${behind} behind me.`,
    ),
  ];
  return {
    template: "town-plan",
    pictures: [drawing(random, look, maxSide, { width, height }, ...blocks, compass)],
    turns: someOf(random, turns),
  };
}

export const spatialSource = instructionSource(
  {
    name: "where-is-what",
    version: 3,
    leaf: "Commonsense Reasoning/Relationship Reasoning/Spatial Relationship",
    description: "Shelves, piles of cards and town plans: what is left of, under, between and on the way to what.",
  },
  (context) => context.random.pick([shelf, stack, town])(context),
);
