/** Flags and landmarks: whose flag it is, which building, where it stands. */

import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin } from "../kit/phrases.ts";
import { circle, drawing, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

type Flag = {
  readonly country: string;
  readonly capital: string;
  readonly continent: string;
  readonly colours: readonly string[];
  readonly draw: (w: number, h: number) => string;
};
const paint: Record<string, string> = {
  red: "#d1232a",
  white: "#ffffff",
  blue: "#1f4aa8",
  green: "#15834a",
  yellow: "#f7cf1c",
  black: "#1a1a1a",
  orange: "#f28a1e",
};
const upright =
  (...colours: string[]) =>
  (w: number, h: number) =>
    colours.map((one, i) => rect((i * w) / colours.length, 0, w / colours.length, h, { fill: paint[one]! })).join("");
const level =
  (...colours: string[]) =>
  (w: number, h: number) =>
    colours.map((one, i) => rect(0, (i * h) / colours.length, w, h / colours.length, { fill: paint[one]! })).join("");
const cross = (ground: string, bar: string) => (w: number, h: number) =>
  rect(0, 0, w, h, { fill: paint[ground]! }) +
  rect(w * 0.3, 0, w * 0.12, h, { fill: paint[bar]! }) +
  rect(0, h / 2 - w * 0.06, w, w * 0.12, { fill: paint[bar]! });

const flags: readonly Flag[] = [
  {
    country: "France",
    capital: "Paris",
    continent: "Europe",
    colours: ["blue", "white", "red"],
    draw: upright("blue", "white", "red"),
  },
  {
    country: "Italy",
    capital: "Rome",
    continent: "Europe",
    colours: ["green", "white", "red"],
    draw: upright("green", "white", "red"),
  },
  {
    country: "Ireland",
    capital: "Dublin",
    continent: "Europe",
    colours: ["green", "white", "orange"],
    draw: upright("green", "white", "orange"),
  },
  {
    country: "Belgium",
    capital: "Brussels",
    continent: "Europe",
    colours: ["black", "yellow", "red"],
    draw: upright("black", "yellow", "red"),
  },
  {
    country: "Nigeria",
    capital: "Abuja",
    continent: "Africa",
    colours: ["green", "white", "green"],
    draw: upright("green", "white", "green"),
  },
  {
    country: "Germany",
    capital: "Berlin",
    continent: "Europe",
    colours: ["black", "red", "yellow"],
    draw: level("black", "red", "yellow"),
  },
  {
    country: "the Netherlands",
    capital: "Amsterdam",
    continent: "Europe",
    colours: ["red", "white", "blue"],
    draw: level("red", "white", "blue"),
  },
  {
    country: "Bulgaria",
    capital: "Sofia",
    continent: "Europe",
    colours: ["white", "green", "red"],
    draw: level("white", "green", "red"),
  },
  {
    country: "Hungary",
    capital: "Budapest",
    continent: "Europe",
    colours: ["red", "white", "green"],
    draw: level("red", "white", "green"),
  },
  {
    country: "Ukraine",
    capital: "Kyiv",
    continent: "Europe",
    colours: ["blue", "yellow"],
    draw: level("blue", "yellow"),
  },
  {
    country: "Austria",
    capital: "Vienna",
    continent: "Europe",
    colours: ["red", "white", "red"],
    draw: level("red", "white", "red"),
  },
  {
    country: "Lithuania",
    capital: "Vilnius",
    continent: "Europe",
    colours: ["yellow", "green", "red"],
    draw: level("yellow", "green", "red"),
  },
  {
    country: "Estonia",
    capital: "Tallinn",
    continent: "Europe",
    colours: ["blue", "black", "white"],
    draw: level("blue", "black", "white"),
  },
  {
    country: "Japan",
    capital: "Tokyo",
    continent: "Asia",
    colours: ["white", "red"],
    draw: (w, h) => rect(0, 0, w, h, { fill: "#ffffff" }) + circle(w / 2, h / 2, h * 0.3, { fill: paint.red! }),
  },
  {
    country: "Bangladesh",
    capital: "Dhaka",
    continent: "Asia",
    colours: ["green", "red"],
    draw: (w, h) => rect(0, 0, w, h, { fill: "#0a6a4a" }) + circle(w * 0.45, h / 2, h * 0.32, { fill: paint.red! }),
  },
  {
    country: "Sweden",
    capital: "Stockholm",
    continent: "Europe",
    colours: ["blue", "yellow"],
    draw: cross("blue", "yellow"),
  },
  {
    country: "Denmark",
    capital: "Copenhagen",
    continent: "Europe",
    colours: ["red", "white"],
    draw: cross("red", "white"),
  },
  {
    country: "Finland",
    capital: "Helsinki",
    continent: "Europe",
    colours: ["white", "blue"],
    draw: cross("white", "blue"),
  },
  {
    country: "Switzerland",
    capital: "Bern",
    continent: "Europe",
    colours: ["red", "white"],
    draw: (w, h) =>
      rect(0, 0, w, h, { fill: paint.red! }) +
      rect(w / 2 - h * 0.1, h * 0.2, h * 0.2, h * 0.6, { fill: "#ffffff" }) +
      rect(w / 2 - h * 0.3, h * 0.4, h * 0.6, h * 0.2, { fill: "#ffffff" }),
  },
  {
    country: "the Czech Republic",
    capital: "Prague",
    continent: "Europe",
    colours: ["white", "red", "blue"],
    draw: (w, h) =>
      level("white", "red")(w, h) +
      polygon(
        [
          [0, 0],
          [w / 2, h / 2],
          [0, h],
        ],
        { fill: paint.blue! },
      ),
  },
];

interface Landmark {
  readonly name: string;
  readonly place: string;
  readonly fact: string;
  readonly draw: (ink: string, paper: string) => string;
}

/** Silhouettes within 200 by 230, standing on its lower edge. */
const landmarks: readonly Landmark[] = [
  {
    name: "the Eiffel Tower",
    place: "Paris, France",
    fact: "It was built for the World's Fair of 1889.",
    draw: (ink, paper) =>
      path("M97 6H103L110 90L122 150L150 226H122Q100 160 78 226H50L78 150L90 90Z", { fill: ink }) +
      rect(82, 92, 36, 8, { fill: ink }) +
      rect(66, 152, 68, 10, { fill: ink }) +
      polygon(
        [
          [92, 104],
          [108, 104],
          [114, 148],
          [86, 148],
        ],
        { fill: paper },
      ),
  },
  {
    name: "the pyramids of Giza",
    place: "Giza, Egypt",
    fact: "They were built as tombs for kings more than 4,000 years ago.",
    draw: (ink) =>
      polygon(
        [
          [96, 40],
          [196, 226],
          [8, 226],
        ],
        { fill: ink },
      ) +
      polygon(
        [
          [96, 40],
          [126, 226],
          [196, 226],
        ],
        { fill: "#00000044" },
      ) +
      polygon(
        [
          [30, 140],
          [78, 226],
          [-10, 226],
        ],
        { fill: ink, opacity: 0.7 },
      ),
  },
  {
    name: "the Leaning Tower of Pisa",
    place: "Pisa, Italy",
    fact: "It leans because the ground under it is soft.",
    draw: (ink, paper) =>
      `<g transform="rotate(9 100 226)">${rect(66, 30, 68, 196, { fill: ink })}${rect(74, 10, 52, 22, { fill: ink })}${[50, 80, 110, 140, 170].map((y) => [72, 88, 104, 120].map((x) => rect(x, y, 9, 20, { fill: paper, round: 4 })).join("")).join("")}</g>`,
  },
  {
    name: "the Parthenon",
    place: "Athens, Greece",
    fact: "It was a temple of the goddess Athena.",
    draw: (ink) =>
      polygon(
        [
          [4, 96],
          [100, 50],
          [196, 96],
        ],
        { fill: ink },
      ) +
      rect(10, 98, 180, 16, { fill: ink }) +
      [18, 46, 74, 102, 130, 158].map((x) => rect(x + 2, 118, 18, 86, { fill: ink })).join("") +
      rect(4, 206, 192, 8, { fill: ink }) +
      rect(-4, 216, 208, 10, { fill: ink }),
  },
  {
    name: "a torii gate",
    place: "Japan, at the entrance of Shinto shrines",
    fact: "It marks the way into a sacred place.",
    draw: () =>
      path("M4 52Q100 74 196 52L190 76Q100 90 10 76Z", { fill: "#c8352b" }) +
      rect(26, 104, 148, 14, { fill: "#c8352b" }) +
      polygon(
        [
          [50, 80],
          [66, 80],
          [62, 226],
          [42, 226],
        ],
        { fill: "#c8352b" },
      ) +
      polygon(
        [
          [134, 80],
          [150, 80],
          [158, 226],
          [138, 226],
        ],
        { fill: "#c8352b" },
      ) +
      rect(92, 80, 16, 26, { fill: "#c8352b" }),
  },
  {
    name: "the Taj Mahal",
    place: "Agra, India",
    fact: "Shah Jahan had it built as a tomb for his wife Mumtaz Mahal.",
    draw: (ink, paper) =>
      path("M62 130Q52 80 100 54Q148 80 138 130Z", { fill: ink }) +
      line(100, 36, 100, 60, { stroke: ink, width: 4 }) +
      rect(44, 128, 112, 92, { fill: ink }) +
      path("M80 220V168Q80 148 100 140Q120 148 120 168V220Z", { fill: paper }) +
      [
        [8, 0],
        [180, 0],
      ]
        .map(([x]) => rect(x!, 90, 12, 130, { fill: ink }) + circle(x! + 6, 86, 9, { fill: ink }))
        .join("") +
      rect(0, 218, 200, 8, { fill: ink }),
  },
  {
    name: "the Elizabeth Tower (Big Ben)",
    place: "London, England",
    fact: "Big Ben is properly the name of its great bell.",
    draw: (ink, paper) =>
      polygon(
        [
          [100, 4],
          [124, 52],
          [76, 52],
        ],
        { fill: ink },
      ) +
      rect(72, 52, 56, 174, { fill: ink }) +
      circle(100, 84, 21, { fill: paper }) +
      line(100, 84, 100, 69, { stroke: ink, width: 3 }) +
      line(100, 84, 110, 88, { stroke: ink, width: 3 }) +
      [122, 158, 192].map((y) => [82, 97, 112].map((x) => rect(x, y, 6, 22, { fill: paper })).join("")).join(""),
  },
  {
    name: "Stonehenge",
    place: "Wiltshire, England",
    fact: "It is a prehistoric circle of standing stones.",
    draw: (ink) =>
      [
        [4, 100],
        [34, 100],
        [84, 86],
        [120, 86],
        [150, 104],
        [178, 104],
      ]
        .map(([x, y]) => rect(x!, y!, 20, 226 - y!, { fill: ink, round: 3 }))
        .join("") +
      rect(0, 84, 60, 18, { fill: ink, round: 3 }) +
      rect(78, 68, 68, 20, { fill: ink, round: 3 }) +
      rect(146, 88, 56, 18, { fill: ink, round: 3 }),
  },
];

export const cultureFacts = instructionSource(
  {
    name: "flags-and-landmarks",
    version: 2,
    leaf: "Analysis/Encyclopedia Knowledge Analysis/Art and Culture Knowledge",
    description: "Flags of countries and silhouettes of famous buildings, and what one knows of them.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.1 });
    return random.chance(0.6) ? flagTalk(random, maxSide, look) : landmarkTalk(random, maxSide, look);
  },
);

function flagTalk(random: Random, maxSide: number, look: ReturnType<typeof lookOf>) {
  const count = random.pick([1, 1, 2, 3]);
  const shown = random.shuffled(flags).slice(0, count);
  const [w, h] = [180, 120];
  const body = shown.map(
    ({ country, draw }, i) =>
      marked(
        "flag",
        country,
        `translate(${24 + i * 210} 24)`,
        draw(w, h),
        rect(0, 0, w, h, { stroke: "#777777", width: 1.2, fill: "none" }),
      ) + (count > 1 ? text(24 + i * 210 + w / 2, 170, "ABC"[i]!, { size: 18, weight: 700 }) : ""),
  );
  const i = random.int(0, count - 1);
  const one = shown[i]!;
  const which = count === 1 ? "this flag" : `flag ${"ABC"[i]}`;
  const order = [...new Set(one.colours)];
  const turns: Exchange[] = [
    [
      spin(
        random,
        `{Which country does ${which} belong to?|Whose flag is ${which}?|What country is ${which} from?|Identify ${which}.}`,
      ),
      spin(random, `{It is the flag of ${one.country}.|${one.country}.|${which} belongs to ${one.country}.}`),
    ],
    ...random
      .shuffled<Exchange>([
        [
          spin(random, "{What is the capital of that country?|And its capital?}"),
          spin(random, `{${one.capital}.|The capital of ${one.country} is ${one.capital}.}`),
        ],
        [
          spin(random, "{On which continent is it?|Which continent is the country on?}"),
          spin(random, `{${one.continent}.|${one.country} is in ${one.continent}.}`),
        ],
        [
          spin(random, `{Which colors does ${which} have?|Name its colors.}`),
          `${listed(order).replace(/^./, (c) => c.toUpperCase())}.`,
        ],
      ])
      .slice(0, random.int(0, 2)),
  ];
  return {
    template: `${count} flags`,
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width: 38 + count * 210 - (count > 0 ? 20 : 0), height: count > 1 ? 186 : 168 },
        ...body,
      ),
    ],
    turns,
  };
}

function landmarkTalk(random: Random, maxSide: number, look: ReturnType<typeof lookOf>) {
  const one = random.pick(landmarks);
  const placed = one.place.startsWith("Pisa") ? `${one.name}, Italy` : `${one.name} in ${one.place}`;
  const [sky, ink] = random.pick([
    ["#f6c98f", "#3a2b33"],
    ["#cfe5f2", "#44525e"],
    ["#f3e4d4", "#5b4636"],
    ["#2a3352", "#e8d9b0"],
  ] as const);
  const body = [
    rect(0, 0, 280, 280, { fill: sky }),
    rect(0, 254, 280, 26, { fill: ink, opacity: 0.55 }),
    marked("landmark", one.name, "translate(40 28)", one.draw(ink, sky)),
  ];
  const turns: Exchange[] = [
    [
      spin(
        random,
        "{Which famous sight is this?|What landmark does the silhouette show?|Which building is this?|What is shown in this picture?}",
      ),
      spin(random, `{It is ${one.name}.|This is ${placed}.|${one.name}.}`),
    ],
    ...random
      .shuffled<Exchange>([
        [
          spin(random, "{Where is that?|Where can one find it?}"),
          spin(random, `{In ${one.place}.|${one.place.replace(/^./, (c) => c.toUpperCase())}.}`),
        ],
        [spin(random, "{What do you know about it?|Tell me something about it.|Give me one fact about it.}"), one.fact],
      ])
      .slice(0, random.int(0, 2)),
  ];
  return {
    template: "landmark",
    pictures: [drawing(random, look, maxSide, { width: 280, height: 280, background: sky }, ...body)],
    turns,
  };
}
