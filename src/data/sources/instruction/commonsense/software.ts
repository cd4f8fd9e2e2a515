/** Screens of small applications: what their buttons do, and which button to press. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { namesOf } from "../kit/people.ts";
import { exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, rect, text } from "../kit/svg.ts";
import { type IconName, icons } from "./icons.ts";

const apps: readonly {
  name: string;
  icons: readonly IconName[];
  rows: (names: readonly string[]) => readonly string[];
}[] = [
  {
    name: "Mail",
    icons: ["menu", "search", "bin", "attach", "undo", "bell", "settings", "print", "add"],
    rows: (n) => [
      `${n[0]}: minutes of Monday`,
      `${n[1]}: your order is on its way`,
      `${n[2]}: dinner on Friday?`,
      `${n[3]}: new timetable`,
    ],
  },
  {
    name: "Notes",
    icons: ["menu", "search", "bin", "save", "undo", "lock", "print", "add", "heart"],
    rows: (n) => ["Packing list", `Ideas for ${n[0]}'s birthday`, "Garden: plant bulbs", `Call ${n[1]} back`],
  },
  {
    name: "Photos",
    icons: ["search", "bin", "heart", "download", "undo", "pin", "settings", "camera", "print"],
    rows: (n) => ["Lake in the morning", `${n[0]} on the pier`, "The old bridge", `${n[1]}'s cake`],
  },
  {
    name: "Player",
    icons: ["menu", "search", "pause", "mute", "heart", "download", "settings", "add"],
    rows: (n) => ["Slow Rivers", `${n[0]} Sings`, "Northern Lights", "Night Train Blues"],
  },
  {
    name: "Trips",
    icons: ["menu", "search", "calendar", "pin", "bell", "heart", "settings", "add", "camera"],
    rows: (n) => ["Harbour tour", "Castle and gardens", `Visit ${n[0]}`, "Cable car"],
  },
];

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.3 });
  const app = random.pick(apps);
  const count = random.int(4, 6);
  const shown = random
    .shuffled(app.icons)
    .slice(0, count)
    .map((name) => icons[name]);
  const rows = random.shuffled(app.rows(namesOf(random, 4)));
  const [width, height] = [288, 330];
  const accent = look.accents[0]!;
  const below = random.chance(0.5);
  const barY = below ? height - 52 : 48;
  const gap = width / count;
  const bar =
    rect(0, barY, width, 52, { fill: look.tint }) +
    shown
      .map((icon, i) =>
        marked(
          "button",
          icon.name,
          `translate(${(gap * (i + 0.5) - 15).toFixed(1)} ${barY + 11}) scale(1.25)`,
          rect(-4, -4, 32, 32, { fill: look.tint }),
          icon.draw(look.ink),
        ),
      )
      .join("");
  const header =
    rect(0, 0, width, 48, { fill: accent }) +
    text(16, 31, app.name, { size: 19, weight: 700, anchor: "start", fill: "#fff" });
  const top = below ? 58 : 108;
  const list = rows
    .map(
      (row, i) =>
        marked(
          "entry",
          row,
          "",
          rect(0, top + i * 52, width, 50, { fill: look.paper }),
          circle(28, top + 25 + i * 52, 13, { fill: look.accents[(i + 1) % 5]! }),
          text(52, top + 30 + i * 52, row, { size: 13.5, anchor: "start" }),
        ) + line(12, top + 50 + i * 52, width - 12, top + 50 + i * 52, { stroke: look.muted, width: 0.6 }),
    )
    .join("");
  const picked = random.shuffled(shown.map((_, i) => i));
  const [a, b] = [shown[picked[0]!]!, shown[picked[1]!]!];
  const j = random.int(1, count - 1);
  const where = below ? "at the bottom" : "below the title";
  const missing = random
    .shuffled(app.icons.map((one) => icons[one]))
    .find((icon) => !(shown as readonly { name: string }[]).includes(icon));
  const turns = [
    exchange(
      random,
      `{What {happens when|will happen if} I {tap|press} the ${a.name}?|What does the button with the ${a.name} do?|What is the icon with ${a.look} for?}`,
      `It ${a.does}.`,
      `The icon shows ${a.look}. In apps this usually means that it ${a.does}.`,
    ),
    exchange(
      random,
      `{Which button do I {tap|press} to ${b.goal}?|I want to ${b.goal}. {Where do I tap?|What do I press?}}`,
      `The ${b.name}.`,
      `Look for ${b.look} in the bar ${where}, number ${numberWord(picked[1]! + 1)} from the left: it ${b.does}.`,
    ),
    exchange(
      random,
      `{What does the icon directly to the right of the ${shown[j - 1]!.name} do?|What happens if I hit the button just right of the ${shown[j - 1]!.name}?}`,
      `It ${shown[j]!.does}.`,
      `To the right of the ${shown[j - 1]!.name} comes the button with ${shown[j]!.look}; it ${shown[j]!.does}.`,
    ),
    exchange(
      random,
      `{List the buttons in the bar|What buttons does the bar have}, from left to right{.|, please.}`,
      `${listed(shown.map((one) => one.name))}.`,
      `The bar ${where} of the ${app.name} app has ${numberWord(count)} buttons: ${listed(shown.map((one) => `${one.look} (${one.does})`))}.`,
    ),
    ...(missing
      ? [
          exchange(
            random,
            `Is there a button {here |on this screen |}to ${missing.goal}?`,
            "No.",
            `No. That would usually be ${missing.look}, and the bar only has ${listed(shown.map((one) => `the ${one.name}`))}.`,
          ),
        ]
      : []),
  ];
  return {
    template: app.name.toLowerCase(),
    pictures: [drawing(random, look, maxSide, { width, height, background: look.paper }, list, header, bar)],
    turns: someOf(random, turns),
  };
}

export const softwareSource = instructionSource(
  {
    name: "app-buttons",
    version: 2,
    leaf: "Commonsense Reasoning/Function Reasoning/Software Function Reasoning",
    description: "Screens of small applications and what their buttons do.",
  },
  make,
);
