/** What to do in the surroundings that are shown: crossings, departures and signs. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { drawFigure } from "../kit/figure.ts";
import { lookOf } from "../kit/look.ts";
import { exchange, listed, someOf } from "../kit/phrases.ts";
import { circle, drawing, group, line, marked, polygon, rect, text } from "../kit/svg.ts";
import { clockTime } from "./environment.ts";

function crossing({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const green = random.chance(0.5);
  const car = random.chance(0.4);
  const name = random.pick(["the boy", "the woman", "the man", "the girl", "the person"]);
  const [width, height] = [372, 230];
  const light = marked(
    "light",
    green ? "green" : "red",
    "",
    rect(262, 30, 34, 66, { fill: "#222", round: 6 }),
    circle(279, 48, 11, { fill: green ? "#4a1513" : "#ff3b30" }),
    circle(279, 78, 11, { fill: green ? "#2fd158" : "#123d1c" }),
    rect(276, 96, 6, 64, { fill: "#444" }),
  );
  const body = [
    rect(0, 0, width, height, { fill: random.pick(["#d9ecf7", "#e9e4d4", "#dfe8df"]) }),
    ...Array.from({ length: random.int(0, 4) }, (_, i) => {
      const [w, h] = [random.int(40, 76), random.int(50, 110)];
      const x = 4 + i * 62;
      return (
        rect(x, 150 - h, w, h, { fill: random.pick(["#c9b7a3", "#b5c0c9", "#d5c6b4", "#bcae9f", "#c4cbb9"]) }) +
        Array.from(
          { length: Math.floor(h / 26) },
          (__, k) =>
            rect(x + 8, 156 - h + k * 26, 10, 12, { fill: "#ffffff99" }) +
            rect(x + w - 20, 156 - h + k * 26, 10, 12, { fill: "#ffffff99" }),
        ).join("")
      );
    }),
    rect(0, 158, width, 72, { fill: random.pick(["#5a5d61", "#4e5257", "#6a6a66"]) }),
    rect(0, 150, width, 10, { fill: "#b9b5ab" }),
    ...Array.from({ length: 5 }, (_, i) => rect(196, 166 + i * 13, 52, 7, { fill: "#f5f5f5" })),
    light,
    drawFigure("standing", 222, 152, { colour: look.accents[1]!, size: 84 }),
    car
      ? marked(
          "car",
          "car",
          "",
          rect(40, 176, 96, 30, { fill: look.accents[0]!, round: 8 }),
          polygon(
            [
              [62, 176],
              [72, 160],
              [112, 160],
              [122, 176],
            ],
            { fill: look.accents[0]! },
          ),
          rect(76, 163, 32, 12, { fill: "#d8eef8" }),
          circle(62, 208, 10, { fill: "#111" }),
          circle(114, 208, 10, { fill: "#111" }),
          polygon(
            [
              [136, 186],
              [136, 194],
              [166, 196],
              [166, 184],
            ],
            { fill: "#fff6b0", opacity: 0.7 },
          ),
        )
      : "",
  ];
  const mirrored = random.chance(0.5);
  const side = mirrored ? "right" : "left";
  const sight = car ? ` A car is on the road to the ${side}, one more reason to look first.` : " No car is in sight.";
  const turns = [
    exchange(
      random,
      `{What should ${name} do now?|What is the right thing to do for ${name} at this crossing?|Should ${name} cross {now|the road}?}`,
      green ? (car ? "Check that the car stops, then cross." : "Cross.") : "Wait.",
      green
        ? `The pedestrian light is green, so crossing is allowed.${car ? ` But a car is on the road to the ${side}: make sure that it stops, then walk.` : " No car is in sight, so it is fine to walk."}`
        : `The pedestrian light is red, so wait until it turns green.${sight}`,
    ),
    exchange(
      random,
      `What colour is the {light|signal}{ for people on foot|}?`,
      green ? "Green." : "Red.",
      `The ${green ? "lower lamp is lit, in green" : "upper lamp is lit, in red"}.`,
    ),
    exchange(
      random,
      `{Is there a car to look out for?|Can you see any traffic?}`,
      car ? "Yes, one." : "No.",
      car
        ? `Yes, one car is on the road to the ${side} of the crossing, with its lights towards it.`
        : "No, the road is empty in this picture.",
    ),
  ];
  return {
    template: "crossing",
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width, height },
        mirrored ? group(`translate(${width} 0) scale(-1 1)`, ...body) : body.join(""),
      ),
    ],
    turns: someOf(random, turns),
  };
}

const towns = [
  "Altona",
  "Brunnfeld",
  "Calder",
  "Dunmore",
  "Eastwick",
  "Fairhaven",
  "Glenroy",
  "Hartley",
  "Kingsbay",
  "Lindale",
  "Marsden",
  "Northam",
  "Oakley",
  "Ravenna",
  "Selby",
  "Torvik",
  "Westport",
] as const;

function departures({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.7 });
  const kind = random.pick(["train", "bus", "ferry"]);
  const stand = kind === "ferry" ? "pier" : kind === "bus" ? "stop" : "track";
  const now = 5 * random.int(72, 264) + random.int(0, 4);
  const names = random.shuffled(towns);
  let time = now + random.int(2, 6);
  const rows = Array.from({ length: random.int(4, 5) }, (_, i) => {
    const row = { time, to: names[i % 3 === 2 ? 0 : i]!, place: String(random.int(1, 9)) };
    time += random.int(5, 17);
    return row;
  });
  const walk = random.int(3, 25);
  const goal = random.pick(rows).to;
  const possible = rows.filter((row) => row.to === goal && row.time >= now + walk);
  const next = possible[0];
  const [width, height] = [330, 92 + rows.length * 32];
  const body = [
    text(16, 30, "Departures", { size: 18, weight: 700, anchor: "start" }),
    marked(
      "clock",
      clockTime(now),
      "",
      text(width - 16, 30, `now ${clockTime(now)}`, { size: 16, weight: 700, anchor: "end" }),
    ),
    text(16, 60, "time", { size: 12, anchor: "start", fill: look.muted }),
    text(90, 60, "to", { size: 12, anchor: "start", fill: look.muted }),
    text(width - 16, 60, stand, { size: 12, anchor: "end", fill: look.muted }),
    ...rows.map((row, i) =>
      marked(
        "departure",
        row.to,
        "",
        rect(8, 68 + i * 32, width - 16, 30, { fill: i % 2 === 0 ? look.tint : look.paper }),
        text(16, 88 + i * 32, clockTime(row.time), { size: 15, weight: 700, anchor: "start" }),
        text(90, 88 + i * 32, row.to, { size: 15, anchor: "start" }),
        text(width - 18, 88 + i * 32, row.place, { size: 15, anchor: "end" }),
      ),
    ),
  ];
  const asked = `I {need|take} ${walk} minutes to {walk|get} to the ${kind} and {want|have} to go to ${goal}.`;
  const turns = [
    exchange(
      random,
      `${asked} {Which departure should I take?|Which ${kind} can I still catch?|What is the first ${kind} I can make?}`,
      next ? `The one at ${clockTime(next.time)}.` : "None on this board.",
      `It is ${clockTime(now)} now; after ${walk} minutes it is ${clockTime(now + walk)}. ${next ? `The first ${kind} to ${goal} from then on leaves at ${clockTime(next.time)}, so take that one.` : `The board shows no ${kind} to ${goal} at or after that time, so you have to look for a later one.`}`,
    ),
    exchange(
      random,
      `{How much time is left before the next departure?|How many minutes until the next ${kind} leaves?}`,
      `${rows[0]!.time - now} minutes.`,
      `It is ${clockTime(now)} and the first row leaves at ${clockTime(rows[0]!.time)}: ${rows[0]!.time - now} minutes.`,
    ),
    exchange(
      random,
      `From which ${stand} does the {${kind} at |}${clockTime(rows[1]!.time)} to ${rows[1]!.to} {leave|depart}?`,
      `${rows[1]!.place}.`,
      `The row for ${clockTime(rows[1]!.time)} to ${rows[1]!.to} says ${stand} ${rows[1]!.place}.`,
    ),
  ];
  return {
    template: "departures",
    pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
    turns: someOf(random, turns),
  };
}

const notices = [
  {
    sign: ["CAUTION", "WET FLOOR"],
    warn: true,
    act: "walk slowly and carefully",
    reason: "the floor has just been cleaned or something was spilt, so one could slip",
    place: "corridor",
  },
  {
    sign: ["NO SMOKING"],
    warn: false,
    act: "put the cigarette out, or smoke elsewhere",
    reason: "smoking is not allowed there",
    place: "waiting room",
  },
  {
    sign: ["QUIET", "PLEASE"],
    warn: false,
    act: "lower the voice and silence the phone",
    reason: "the place is meant to be quiet",
    place: "reading room",
  },
  {
    sign: ["PUSH", "BAR TO OPEN"],
    warn: false,
    act: "push the bar",
    reason: "the door opens when its bar is pushed",
    place: "exit",
  },
  {
    sign: ["WASH HANDS", "BEFORE WORK"],
    warn: false,
    act: "wash the hands first",
    reason: "the rule there is clean hands before work",
    place: "kitchen",
  },
  {
    sign: ["HARD HATS", "REQUIRED"],
    warn: true,
    act: "put on a hard hat",
    reason: "heads must be protected there",
    place: "building site",
  },
  {
    sign: ["HOT SURFACE", "DO NOT TOUCH"],
    warn: true,
    act: "keep the hands away",
    reason: "the surface could burn one's skin",
    place: "workshop",
  },
  {
    sign: ["DO NOT FEED", "THE BIRDS"],
    warn: false,
    act: "keep the bread in the bag",
    reason: "feeding the birds is not allowed there",
    place: "park",
  },
  {
    sign: ["OUT OF ORDER", "USE STAIRS"],
    warn: true,
    act: "take the stairs",
    reason: "the lift does not work",
    place: "lift",
  },
  {
    sign: ["KEEP DOGS", "ON A LEAD"],
    warn: false,
    act: "put the dog on its lead",
    reason: "dogs may not run free there",
    place: "meadow",
  },
  {
    sign: ["LIFE VESTS", "ON DECK"],
    warn: true,
    act: "put on a life vest",
    reason: "everybody on deck has to wear one",
    place: "boat",
  },
  {
    sign: ["ONE WAY", "AT A TIME"],
    warn: true,
    act: "let the others come across first if they are already on it",
    reason: "only one direction can use the narrow place at a time",
    place: "footbridge",
  },
] as const;

function notice({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const one = random.pick(notices);
  const [width, height] = [300, 220];
  const fill = one.warn ? "#ffd21f" : random.pick(["#ffffff", "#1f5fae", "#1f7a4d"]);
  const ink = fill === "#ffffff" || one.warn ? "#151515" : "#ffffff";
  const body = [
    rect(0, 0, width, height, { fill: random.pick(["#d8d4cb", "#cfd8dc", "#e2d5c3", "#c9d6c4"]) }),
    rect(146, 140, 8, 80, { fill: "#6b6b6b" }),
    marked(
      "sign",
      one.sign.join(" "),
      "",
      rect(30, 30, 240, 116, { fill, stroke: ink, width: 4, round: 10 }),
      ...one.sign.map((part, i) =>
        text(150, (one.sign.length === 1 ? 98 : 80) + i * 36, part, { size: 26, weight: 700, fill: ink }),
      ),
    ),
  ];
  const where =
    one.place === "boat" ? "on" : ["exit", "building site", "lift", "footbridge"].includes(one.place) ? "at" : "in";
  const others = random.shuffled(notices.filter((x) => x !== one)).slice(0, 2);
  const options = random.shuffled([one.act, ...others.map((x) => x.act)]);
  const turns = [
    exchange(
      random,
      `{This sign stands ${where} the ${one.place}. |You meet this sign ${where} the ${one.place}. }{What should people do there?|How should one behave?|What does it ask of me?}`,
      `${one.act.charAt(0).toUpperCase()}${one.act.slice(1)}.`,
      `The sign says "${one.sign.join(" ")}". That means: ${one.reason}. So one should ${one.act}.`,
    ),
    exchange(
      random,
      `Which of these fits the sign{ best|}: ${listed(
        options.map((x, i) => `(${"abc"[i]}) ${x}`),
        "or",
      )}?`,
      `(${"abc"[options.indexOf(one.act)]}).`,
      `"${one.sign.join(" ")}" tells people to ${one.act}, because ${one.reason}. That is option (${"abc"[options.indexOf(one.act)]}).`,
    ),
  ];
  return {
    template: "notice",
    pictures: [
      drawing(random, look, maxSide, { width, height }, ...body, line(0, 219, width, 219, { stroke: "#777" })),
    ],
    turns: someOf(random, turns),
  };
}

export const conductSource = instructionSource(
  {
    name: "what-to-do-here",
    version: 2,
    leaf: "Commonsense Reasoning/Environment Reasoning/Environment-based Behavior Reasoning",
    description: "Crossings, departure boards and signs, and what to do in front of them.",
  },
  (context) => context.random.pick([crossing, departures, notice])(context),
);
