/** Timelines of well-known events: when, in which order, how far apart, in which century. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin } from "../kit/phrases.ts";
import { circle, drawing, line, marked, rect, text, textWidth, wrapped } from "../kit/svg.ts";

/** Year and event. */
const events: readonly (readonly [year: number, event: string])[] = [
  [476, "End of the Western Roman Empire"],
  [800, "Charlemagne crowned emperor"],
  [1066, "Battle of Hastings"],
  [1215, "Magna Carta"],
  [1271, "Marco Polo sets out for Asia"],
  [1347, "The Black Death reaches Europe"],
  [1453, "Fall of Constantinople"],
  [1492, "Columbus reaches America"],
  [1517, "Luther's Ninety-five Theses"],
  [1522, "First voyage around the world completed"],
  [1588, "Defeat of the Spanish Armada"],
  [1687, "Newton's Principia"],
  [1776, "American Declaration of Independence"],
  [1789, "French Revolution begins"],
  [1815, "Battle of Waterloo"],
  [1859, "Darwin's On the Origin of Species"],
  [1865, "American Civil War ends"],
  [1869, "Suez Canal opens"],
  [1889, "Eiffel Tower completed"],
  [1896, "First modern Olympic Games"],
  [1903, "First powered flight of the Wrights"],
  [1912, "Sinking of the Titanic"],
  [1914, "First World War begins"],
  [1917, "Russian Revolution"],
  [1928, "Fleming discovers penicillin"],
  [1945, "Second World War ends"],
  [1953, "First ascent of Mount Everest"],
  [1957, "Sputnik, the first satellite"],
  [1961, "Gagarin, first human in space"],
  [1969, "First humans on the Moon"],
  [1989, "Fall of the Berlin Wall"],
  [1991, "End of the Soviet Union"],
];

const century = (year: number) => {
  const n = Math.floor((year - 1) / 100) + 1;
  return `${n}${n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th"}`;
};

export const historyFacts = instructionSource(
  {
    name: "timelines",
    leaf: "Analysis/Encyclopedia Knowledge Analysis/Historical Knowledge",
    description: "Timelines with three to six events of history.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const chosen = random
      .shuffled(events)
      .slice(0, random.int(3, 6))
      .sort((a, b) => a[0] - b[0]);
    // One date may be left out: whoever knows the event knows it.
    const hidden = random.chance(0.3) ? random.int(0, chosen.length - 1) : -1;
    const { width, height, body } = draw(chosen, hidden, look, random);
    return {
      template: hidden >= 0 ? "one date missing" : "timeline",
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: questions(chosen, hidden, random),
    };
  },
);

function draw(chosen: typeof events, hidden: number, look: Look, random: Random) {
  const size = 17;
  const label = Math.max(
    ...chosen.map(([, event]) => Math.max(...wrapped(event, size, 230).map((one) => textWidth(one, size)))),
  );
  const step = 62;
  const [x, top] = [98, 40];
  const accent = random.pick(look.accents);
  const body = [line(x, top - 18, x, top + (chosen.length - 1) * step + 18, { stroke: look.muted, width: 4 })];
  for (const [i, [year, event]] of chosen.entries()) {
    const y = top + i * step;
    const lines = wrapped(event, size, 230);
    body.push(
      marked(
        "event",
        event,
        "",
        circle(x, y, 8, { fill: accent, stroke: look.paper, width: 2 }),
        ...lines.map((one, k) =>
          text(x + 22, y + 6 + (k - (lines.length - 1) / 2) * size * 1.2, one, { size, anchor: "start" }),
        ),
      ),
      text(x - 18, y + 6, i === hidden ? "?" : String(year), { size: 19, weight: 700, anchor: "end", mark: "year" }),
    );
  }
  const width = x + 40 + label;
  const height = top + chosen.length * step;
  if (random.chance(0.4))
    body.unshift(rect(8, 8, width - 16, height - 16, { stroke: look.muted, fill: "none", width: 1.5, round: 8 }));
  return { width: Math.ceil(width), height, body };
}

function questions(chosen: typeof events, hidden: number, random: Random): Exchange[] {
  const known = [...chosen.keys()].filter((i) => i !== hidden);
  const [i, j] = random
    .shuffled(known)
    .slice(0, 2)
    .sort((a, b) => a - b) as [number, number];
  const [[year, event], [later, next]] = [chosen[i]!, chosen[j]!];
  const exchanges: Exchange[] = [
    [
      spin(
        random,
        `{When was this, according to the timeline: ${event}?|Which year does the timeline give for "${event}"?|What is the date of "${event}"?}`,
      ),
      spin(random, `{${year}.|In ${year}.|The timeline gives ${year}.}`),
    ],
    [
      spin(
        random,
        `{How many years lie between "${event}" and "${next}"?|How much later than "${event}" was "${next}"?}`,
      ),
      spin(random, `{${later} - ${year} = ${later - year} years.|${later - year} years.}`),
    ],
    [
      spin(random, `{In which century was "${event}"?|Which century does "${event}" belong to?}`),
      `${year}: that is the ${century(year)} century.`,
    ],
    [
      spin(random, `{Which came first, "${next}" or "${event}"?|What was earlier, "${event}" or "${next}"?}`),
      `"${event}" (${year}) came before "${next}" (${later}).`,
    ],
    [
      spin(
        random,
        "{List the events in order.|Which events are on the timeline?|Name all events from the earliest to the latest.}",
      ),
      `${listed(chosen.map((one) => one[1]))}.`,
    ],
  ];
  if (hidden >= 0)
    return [
      [
        spin(
          random,
          "{One date is missing. Which year belongs at the question mark?|Which year should stand in place of the question mark?|Fill in the missing date.}",
        ),
        spin(random, `{${chosen[hidden]![0]}.|${chosen[hidden]![0]}: ${chosen[hidden]![1]}.}`),
      ],
      ...random.shuffled(exchanges).slice(0, random.int(0, 2)),
    ];
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}
