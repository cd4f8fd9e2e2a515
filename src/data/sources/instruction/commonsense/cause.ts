/** Why something happened, where the picture shows the cause: dominoes, circuits, plants, and what tips over. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, ellipse, group, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

function dominoes({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const count = random.int(6, 9);
  const gapAfter = random.chance(0.8) ? random.int(2, count - 2) : undefined; // domino `gapAfter` falls but reaches no one
  const [w, h] = [9, 58];
  const xs: number[] = [];
  let x = 26;
  for (let i = 0; i < count; i++) {
    xs.push(x);
    x += i + 1 === gapAfter ? 92 : 27;
  }
  const width = x + (gapAfter ? 36 : 62);
  const ground = 128;
  const fallen = gapAfter ?? count;
  const body = xs.map((left, i) => {
    const number = text(left + w / 2, ground + 20, String(i + 1), { size: 12 });
    if (i >= fallen)
      return (
        marked(
          "standing",
          String(i + 1),
          "",
          rect(left, ground - h, w, h, { fill: look.accents[0]!, stroke: look.ink }),
        ) + number
      );
    // leaning on the next one, or flat where none is in reach
    const flat = i === fallen - 1;
    return (
      marked(
        "fallen",
        String(i + 1),
        "",
        group(
          `rotate(${flat ? 90 : 58} ${left + w} ${ground})`,
          rect(left, ground - h, w, h, { fill: look.accents[0]!, stroke: look.ink }),
        ),
      ) + number
    );
  });
  const last = gapAfter ?? count;
  const turns = gapAfter
    ? [
        exchange(
          random,
          `{Why did domino ${gapAfter + 1} not fall?|Why is domino ${gapAfter + 1} still standing?|What kept the row from falling completely?}`,
          `The gap after number ${last} is too wide.`,
          `Number 1 was pushed and the row fell up to number ${last}. The gap between ${last} and ${last + 1} is wider than a domino is high, so the falling domino ${last} could not reach number ${last + 1}.`,
        ),
        exchange(
          random,
          `How many dominoes are still standing?`,
          `${numberWord(count - last)}.`,
          count - last === 1
            ? `Only number ${count} stands.`
            : `Numbers ${last + 1} to ${count} stand: ${count - last} of ${count}.`,
        ),
        exchange(
          random,
          `{What could one change to make all of them fall?|How could the whole row be made to fall?}`,
          "Close the gap.",
          `Move the dominoes from number ${last + 1} on closer to number ${last}, so that the falling one reaches its neighbour.`,
        ),
      ]
    : [
        exchange(
          random,
          `{Why did domino ${count} fall?|What made the last domino fall?}`,
          `Number ${count - 1} knocked it over.`,
          `Each domino stands within reach of the one before. Number 1 was pushed, knocked over number 2, and so on, until number ${count - 1} knocked over number ${count}.`,
        ),
        exchange(
          random,
          `{What would have happened if domino ${Math.ceil(count / 2)} had been taken away before?|Suppose domino ${Math.ceil(count / 2)} had been missing and the gap was too wide to reach across. What then?}`,
          "The rest would have stayed up.",
          `Without number ${Math.ceil(count / 2)} there is a gap. If it is too wide to reach across, numbers ${Math.ceil(count / 2) + 1} to ${count} stay standing, because nothing knocks them over.`,
        ),
      ];
  return {
    template: "dominoes",
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width, height: 164 },
        line(8, ground + 1, width - 8, ground + 1, { stroke: look.ink, width: 3 }),
        ...body,
      ),
    ],
    turns: someOf(random, turns),
  };
}

const faults = {
  none: { why: "the battery, the switch and the wires form a closed loop", fix: "nothing needs to be changed" },
  switch: { why: "the switch is open, so the loop is interrupted and no current flows", fix: "close the switch" },
  wire: {
    why: "the wire is cut at one place, so the loop is interrupted and no current flows",
    fix: "join the two ends of the cut wire",
  },
  battery: {
    why: "there is no battery in the holder, so nothing drives a current",
    fix: "put a battery into the holder",
  },
  bulb: {
    why: "the filament of the bulb is broken, so the loop is interrupted inside the bulb",
    fix: "put in a new bulb",
  },
} as const;

function lamp({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.2 });
  const fault = random.weighted({ none: 2, switch: 2, wire: 2, battery: 2, bulb: 2 });
  const on = fault === "none";
  const wire = { stroke: random.pick(["#c44536", "#2e86ab", look.ink]), width: 4 };
  const [l, r, t, b] = [40, 300, 60, 190];
  const cut = random.chance(0.5);
  const body = [
    line(l, b, l, t, wire),
    line(l, t, 140, t, wire),
    line(200, t, r, t, wire),
    fault === "wire" && cut ? line(r, t, r, 112, wire) + line(r, 138, r, b, wire) : line(r, t, r, b, wire),
    fault === "wire" && !cut ? line(r, b, 278, b, wire) + line(252, b, 220, b, wire) : line(r, b, 220, b, wire),
    line(120, b, l, b, wire),
    // bulb at the top
    marked(
      "bulb",
      on ? "lit" : "dark",
      "",
      ...(on
        ? Array.from({ length: 8 }, (_, i) => {
            const a = (i * Math.PI) / 4;
            return line(170 + 42 * Math.cos(a), 52 + 42 * Math.sin(a), 170 + 54 * Math.cos(a), 52 + 54 * Math.sin(a), {
              stroke: "#f4b400",
              width: 3,
            });
          })
        : []),
      circle(170, 52, 32, { fill: on ? "#ffe36b" : "#e8ecef", stroke: look.ink, width: 2.5 }),
      fault === "bulb"
        ? path("M140 60L158 52L164 40M178 62L186 52L200 60", { stroke: "#555", width: 2.5 })
        : path("M140 60L156 60L162 40L170 60L178 40L184 60L200 60", { stroke: "#555", width: 2.5 }),
    ),
    // battery at the bottom
    fault === "battery"
      ? rect(120, b - 16, 100, 32, { stroke: look.muted, width: 2, dash: "5 4" }) +
        text(170, b + 5, "empty", { size: 13, fill: look.muted })
      : marked(
          "battery",
          "battery",
          "",
          rect(120, b - 16, 92, 32, { fill: "#3d6b3d", stroke: look.ink, width: 2, round: 3 }),
          rect(212, b - 7, 8, 14, { fill: "#c9a227" }),
          text(130, b + 6, "−", { size: 17, fill: "#fff" }),
          text(200, b + 6, "+", { size: 17, fill: "#fff" }),
        ),
    // switch on the left
    rect(l - 12, 96, 24, 58, { fill: look.paper }),
    circle(l, 98, 5, { fill: look.ink }),
    circle(l, 152, 5, { fill: look.ink }),
    marked(
      "switch",
      fault === "switch" ? "open" : "closed",
      "",
      fault === "switch"
        ? line(l, 152, l + 34, 108, { stroke: look.ink, width: 4, cap: "round" })
        : line(l, 152, l, 98, { stroke: look.ink, width: 4, cap: "round" }),
    ),
  ];
  const { why, fix } = faults[fault];
  const turns = [
    exchange(
      random,
      on
        ? `{Why is the lamp on?|What makes the lamp glow?}`
        : `{Why is the lamp {off|dark}?|Why does the bulb not light up?|What is the reason that the lamp does not glow?}`,
      `Because ${why}.`,
      `Follow the loop from the battery holder through the switch to the bulb and back: ${why}${on ? ", and the current makes the lamp glow" : ". So the lamp stays dark"}.`,
    ),
    ...(on
      ? [
          exchange(
            random,
            "What happens {if|when} I open the switch?",
            "The lamp goes out.",
            "An open switch interrupts the loop, the current stops, and the lamp goes out.",
          ),
        ]
      : [
          exchange(
            random,
            `{How can I make it {work|light up}?|What has to be done so that it lights up?}`,
            `${capital(fix)}.`,
            `The rest of the loop is fine, so it is enough to ${fix}.`,
          ),
        ]),
    exchange(
      random,
      `Is the switch open or closed?`,
      fault === "switch" ? "Open." : "Closed.",
      fault === "switch"
        ? "The lever points away from its second contact, so the switch is open."
        : "The lever touches both contacts, so the switch is closed.",
    ),
  ];
  return {
    template: "lamp-circuit",
    pictures: [drawing(random, look, maxSide, { width: 340, height: 222 }, ...body)],
    turns: someOf(random, turns),
  };
}

function plants({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const dry = random.int(0, 1);
  const cause = random.weighted({ water: 1, light: 1 });
  const pot = random.pick(["#b5653a", "#7d8a97", "#9a7bb0", "#c9a15a", "#6f9488"]);
  const plant = (x: number, poor: boolean) => {
    const stem = poor ? `M${x} 150Q${x} 92 ${x + 34} 104Q${x + 46} 112 ${x + 46} 130` : `M${x} 150V62`;
    const green = poor ? "#a9a45a" : "#3f9142";
    const leaf = (a: number, b: number, turn: number) =>
      group(`rotate(${turn} ${a} ${b})`, ellipse(a + 16, b, 17, 7, { fill: green, stroke: "#2a4a22", width: 1 }));
    return (
      path(stem, { stroke: green, width: 5, cap: "round" }) +
      (poor
        ? leaf(x + 10, 104, 70) + leaf(x + 30, 102, 80) + leaf(x + 46, 128, 95)
        : leaf(x, 120, -25) +
          leaf(x, 106, 200) +
          leaf(x, 86, -30) +
          leaf(x, 76, 205) +
          circle(x, 56, 12, { fill: look.accents[0]! })) +
      polygon(
        [
          [x - 34, 150],
          [x + 34, 150],
          [x + 26, 196],
          [x - 26, 196],
        ],
        { fill: pot, stroke: "#5d3018", width: 2 },
      ) +
      text(x, 216, x < 170 ? "A" : "B", { size: 15, weight: 700 })
    );
  };
  const xs = [92, 262];
  const can = (x: number, full: boolean) =>
    cause === "water"
      ? rect(x + 38, 168, 40, 26, { fill: "#fff", stroke: look.ink, round: 3 }) +
        text(x + 58, 180, full ? "daily" : "never", { size: 11 }) +
        text(x + 58, 191, "water", { size: 11 })
      : "";
  const sun = (x: number) => circle(x, 26, 13, { fill: "#f8b500" });
  const shade = (x: number) =>
    rect(x - 66, 4, 128, 34, { fill: "#4a4a55", round: 4 }) +
    text(x - 2, 26, "dark cellar", { size: 13, fill: "#fff" });
  const body = xs.map(
    (x, i) => plant(x, i === dry) + can(x, i !== dry) + (cause === "light" ? (i === dry ? shade(x) : sun(x)) : ""),
  );
  const [bad, good] = [dry === 0 ? "A" : "B", dry === 0 ? "B" : "A"];
  const reason =
    cause === "water"
      ? `the label of ${bad} says that it never gets water, while ${good} is watered daily`
      : `${bad} stands in a dark cellar, while ${good} has sunlight`;
  const turns = [
    exchange(
      random,
      `{Why does plant ${bad} look worse than plant ${good}?|What is the most likely cause for the state of plant ${bad}?|Why is plant ${bad} wilting?}`,
      cause === "water" ? "It gets no water." : "It gets no light.",
      `The plants differ in one thing: ${reason}. Plants need ${cause}, so that is the likely cause.`,
    ),
    exchange(
      random,
      `{Which plant is healthy?|Which of the two is doing well?}`,
      `Plant ${good}.`,
      `Plant ${good} stands upright with green leaves and a flower, while ${bad} is bent and yellowish.`,
    ),
    exchange(
      random,
      `{What would help plant ${bad}?|What should one do for plant ${bad}?}`,
      cause === "water" ? "Water it." : "Give it light.",
      cause === "water"
        ? `Water it regularly, as is done for plant ${good}.`
        : `Move it out of the dark cellar to a place with light, as plant ${good} has.`,
    ),
  ];
  return {
    template: `plants-${cause}`,
    pictures: [drawing(random, look, maxSide, { width: 356, height: 228 }, ...body)],
    turns: someOf(random, turns),
  };
}

/** Blocks on top of each other on a table's edge; the pile holds as long as the middle of what hangs over is supported. */
function overhang({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const length = 150;
  let share: number;
  do share = random.int(15, 85) / 100;
  while (Math.abs(share - 0.5) < 0.12);
  const falls = share > 0.5;
  const edge = 190;
  const left = edge - length * (1 - share);
  const marks = Array.from({ length: 11 }, (_, i) =>
    line(left + (i * length) / 10, 96, left + (i * length) / 10, i === 5 ? 82 : 90, {
      stroke: look.ink,
      width: i === 5 ? 3 : 1,
    }),
  ).join("");
  const body = [
    rect(10, 96, edge - 10, 12, { fill: "#9a7048" }),
    rect(30, 108, 12, 96, { fill: "#7a5638" }),
    rect(edge - 34, 108, 12, 96, { fill: "#7a5638" }),
    marked(
      "plank",
      String(share),
      "",
      rect(left, 76, length, 20, { fill: look.accents[0]!, stroke: look.ink, width: 1.5 }),
    ),
    marks,
    text(left + length / 2, 66, "middle", { size: 12 }),
    line(left + length / 2, 70, left + length / 2, 78, { stroke: look.ink }),
    line(0, 205, 372, 205, { stroke: look.ink, width: 2 }),
  ];
  const percent = Math.round(share * 100);
  const turns = [
    exchange(
      random,
      `{An even plank lies on the table's edge. |}{Will it stay or tip over|Does the plank tip over} when nobody holds it?`,
      falls ? "It tips over." : "It stays.",
      `The middle of the plank is its centre of mass. It is ${falls ? "beyond the edge of the table, so the plank tips over" : "above the table, so the plank stays where it is"}. About ${percent}% of its length sticks out.`,
    ),
    exchange(
      random,
      falls ? "What is the cause of its tipping?" : "What keeps it from tipping?",
      falls ? "Its middle is beyond the edge." : "Its middle is above the table.",
      falls
        ? "More than half of its weight is beyond the edge, so the turning effect of the part outside is larger."
        : "More than half of its weight is above the table, so the part on the table holds the balance.",
    ),
    exchange(
      random,
      `{Roughly what part|About how much} of the plank sticks out over the edge?`,
      `About ${percent}%.`,
      `Of the ten sections marked on the plank about ${Math.round(share * 10 * 2) / 2} lie beyond the edge: about ${percent}%.`,
    ),
  ];
  return {
    template: "overhang",
    pictures: [drawing(random, look, maxSide, { width: 372, height: 216 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const causeSource = instructionSource(
  {
    name: "why-it-happened",
    version: 2,
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/Cause Reasoning",
    description: "Dominoes, lamps, plants and planks, and why they are as they are.",
  },
  (context) => context.random.pick([dominoes, lamp, plants, overhang])(context),
);
