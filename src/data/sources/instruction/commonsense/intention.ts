/** What someone is about to do, where signals say it: indicators, arm signals, lists and searches. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { namesOf } from "../kit/people.ts";
import { exchange, listed, someOf } from "../kit/phrases.ts";
import { circle, drawing, group, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

const plans: readonly { readonly goal: string; readonly items: readonly string[]; readonly next: string }[] = [
  {
    goal: "bake a birthday cake",
    items: ["flour", "eggs", "sugar", "butter", "candles", "icing", "baking powder"],
    next: "preheat the oven",
  },
  {
    goal: "go camping",
    items: ["tent", "sleeping bag", "torch", "gas stove", "matches", "insect spray"],
    next: "pack the rucksack",
  },
  {
    goal: "paint a room",
    items: ["wall paint", "brushes", "roller", "masking tape", "dust sheet", "ladder"],
    next: "cover the floor",
  },
  {
    goal: "spend a day at the beach",
    items: ["swimsuit", "sun cream", "beach towel", "parasol", "goggles", "sun hat"],
    next: "check the weather",
  },
  {
    goal: "plant a vegetable bed",
    items: ["tomato seeds", "compost", "spade", "watering can", "carrot seeds", "gloves"],
    next: "dig over the soil",
  },
  {
    goal: "repair a flat bicycle tyre",
    items: ["patches", "rubber glue", "tyre levers", "pump", "sandpaper"],
    next: "take off the wheel",
  },
  {
    goal: "cook a vegetable soup",
    items: ["carrots", "leek", "potatoes", "celery", "onions", "stock"],
    next: "wash and cut the vegetables",
  },
  {
    goal: "wrap presents",
    items: ["wrapping paper", "ribbon", "scissors", "sticky tape", "name tags"],
    next: "cut the paper to size",
  },
  {
    goal: "start running",
    items: ["running shoes", "sports socks", "water bottle", "stopwatch", "headband"],
    next: "choose a route",
  },
  {
    goal: "welcome a kitten",
    items: ["litter tray", "cat food", "scratching post", "food bowl", "toy mouse"],
    next: "prepare a quiet corner",
  },
];

function note({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const plan = random.pick(plans);
  const items = random.shuffled(plan.items).slice(0, random.int(4, 5));
  const [name] = namesOf(random, 1) as [string];
  const kind = random.weighted({ list: 2, searches: 1, basket: 1 });
  const title = { list: `${name}'s shopping list`, searches: `${name}'s searches today`, basket: `Basket of ${name}` }[
    kind
  ];
  const done = items.map(() => random.chance(0.25));
  const width = 264;
  const body = [
    rect(0, 0, width, 46, { fill: look.accents[0]! }),
    text(16, 30, title, { size: 17, weight: 700, anchor: "start", fill: "#fff" }),
    ...items.map((item, i) => {
      const y = 76 + i * 34;
      const sign =
        kind === "list"
          ? rect(18, y - 13, 16, 16, { fill: "#fff", stroke: look.ink, width: 1.5 }) +
            (done[i] ? path(`M20 ${y - 5}L25 ${y}L33 ${y - 11}`, { stroke: look.accents[1]!, width: 3 }) : "")
          : kind === "searches"
            ? circle(25, y - 6, 5.5, { stroke: look.ink, width: 2 }) +
              line(29, y - 2, 34, y + 3, { stroke: look.ink, width: 2.5 })
            : text(26, y, `${random.int(1, 3)}×`, { size: 13, fill: look.muted });
      return marked("item", item, "", sign, text(48, y, item, { size: 15, anchor: "start" }));
    }),
  ];
  const wrong = random
    .shuffled(plans.filter((one) => one !== plan))
    .slice(0, 2)
    .map((one) => one.goal);
  const options = random.shuffled([plan.goal, ...wrong]);
  const missing = items.filter((_, i) => !done[i]);
  const turns = [
    exchange(
      random,
      `{What is ${name} {probably |most likely |}planning to do?|What do you think ${name} has in mind?|What might be ${name}'s intention{ here|}?}`,
      `To ${plan.goal}.`,
      `${items.slice(0, 3).join(", ")} and the rest go together: one needs them to ${plan.goal}. So ${name} is most likely planning to ${plan.goal}.`,
    ),
    exchange(
      random,
      `Is ${name} more likely to ${listed(options, "or")}?`,
      `To ${plan.goal}.`,
      `The list names ${listed(items)}, which fit "${plan.goal}" and not the other two.`,
    ),
    exchange(
      random,
      `What {could|would} be a sensible next step for ${name} after getting everything?`,
      `To ${plan.next}.`,
      `The things suggest that ${name} wants to ${plan.goal}; then a sensible next step is to ${plan.next}.`,
    ),
    ...(kind === "list"
      ? [
          exchange(
            random,
            `What is still missing according to the ticks?`,
            missing.length === 0 ? "Nothing." : `${listed(missing)}.`,
            missing.length === 0
              ? "Every entry has a tick, so nothing is missing."
              : `Entries without a tick: ${listed(missing)}.`,
          ),
        ]
      : []),
  ];
  return {
    template: kind,
    pictures: [drawing(random, look, maxSide, { width, height: 72 + items.length * 34 }, ...body)],
    turns: someOf(random, turns),
  };
}

function indicator({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const sign = random.weighted({ left: 3, right: 3, hazard: 1, none: 1, reverse: 1 });
  const colour = random.pick(look.accents);
  const lamp = (x: number, y: number, on: boolean) =>
    circle(x, y, 7, { fill: on ? "#ffb000" : "#8a5a1d", stroke: "#222", width: 1 }) +
    (on
      ? [0, 1, 2, 3, 4, 5]
          .map((i) => {
            const a = (i * Math.PI) / 3;
            return line(x + 10 * Math.cos(a), y + 10 * Math.sin(a), x + 16 * Math.cos(a), y + 16 * Math.sin(a), {
              stroke: "#ff9500",
              width: 2.5,
            });
          })
          .join("")
      : "");
  const [left, right] = [sign === "left" || sign === "hazard", sign === "right" || sign === "hazard"];
  const body = [
    rect(0, 0, 300, 230, { fill: random.pick(["#d5e6ef", "#e8e2d2", "#dce5d6"]) }),
    polygon(
      [
        [60, 230],
        [130, 60],
        [170, 60],
        [240, 230],
      ],
      { fill: "#5f6368" },
    ),
    line(150, 66, 150, 228, { stroke: "#fff", width: 3, dash: "12 12" }),
    marked(
      "car",
      sign,
      "",
      rect(78, 90, 144, 82, { fill: colour, stroke: "#222", width: 2, round: 14 }),
      polygon(
        [
          [100, 94],
          [112, 60],
          [188, 60],
          [200, 94],
        ],
        { fill: colour, stroke: "#222", width: 2 },
      ),
      polygon(
        [
          [108, 92],
          [118, 66],
          [182, 66],
          [192, 92],
        ],
        { fill: "#bcdcea" },
      ),
      rect(90, 168, 28, 18, { fill: "#1c1c1c", round: 4 }),
      rect(182, 168, 28, 18, { fill: "#1c1c1c", round: 4 }),
      rect(122, 138, 56, 20, { fill: "#fff", stroke: "#222" }),
      text(150, 153, `${random.pick(["KA", "RB", "MT", "LS", "OD"])} ${random.int(100, 999)}`, {
        size: 12.5,
        weight: 700,
        fill: "#222",
      }),
      lamp(94, 116, left),
      lamp(206, 116, right),
      ...(sign === "reverse"
        ? [
            circle(112, 116, 6, { fill: "#ffffff", stroke: "#222" }),
            circle(188, 116, 6, { fill: "#ffffff", stroke: "#222" }),
            circle(112, 116, 11, { fill: "#ffffff", opacity: 0.45 }),
            circle(188, 116, 11, { fill: "#ffffff", opacity: 0.45 }),
          ]
        : [
            circle(112, 116, 6, { fill: "#7d1a1a", stroke: "#222" }),
            circle(188, 116, 6, { fill: "#7d1a1a", stroke: "#222" }),
          ]),
    ),
  ];
  const brief = {
    left: "To turn left.",
    right: "To turn right.",
    hazard: "It warns others: both indicators are on.",
    none: "To go straight on, it seems.",
    reverse: "To go backwards.",
  }[sign];
  const full = {
    left: "We see the car from behind, and the indicator on its left side is flashing. So the driver means to turn or move to the left.",
    right:
      "We see the car from behind, and the indicator on its right side is flashing. So the driver means to turn or move to the right.",
    hazard:
      "Both indicators flash at the same time. These are the hazard lights: the driver warns others of a danger or a stop rather than announcing a turn.",
    none: "Neither indicator is on and no reversing light either, so nothing announces a turn: the driver seems to want to go straight on.",
    reverse:
      "The two white lights at the back are on. They come on in reverse gear, so the driver means to go backwards.",
  }[sign];
  const turns = [
    exchange(
      random,
      `{We see the car from behind. |This is the back of a car. |}{What does the driver intend to do?|What is the driver of the car ahead announcing?|What is this driver about to do?}`,
      brief,
      full,
    ),
  ];
  const way = random.pick(["left", "right"]);
  turns.push(
    exchange(
      random,
      `{Should the cyclist behind be ready for it to turn ${way}?|Is it about to turn ${way}, judging by its lights?}`,
      sign === way ? "Yes." : "No.",
      sign === way
        ? `Yes, the ${way} indicator is flashing.`
        : sign === "hazard"
          ? "No, both indicators flash, and that means a warning and not a turn."
          : sign === "none"
            ? "No indicator is on, so nothing points to a turn."
            : sign === "reverse"
              ? "No indicator is on; the white lights say that it will go backwards."
              : `No, it is the ${sign} indicator that flashes.`,
    ),
  );
  return {
    template: `indicator-${sign}`,
    pictures: [drawing(random, look, maxSide, { width: 300, height: 230 }, ...body)],
    turns: someOf(random, turns),
  };
}

/** A cyclist from behind: an arm held out to a side announces a turn to that side, an arm held up a stop. */
function cyclist({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const sign = random.pick(["left", "right", "stop"] as const);
  const c = look.accents[1]!;
  const limb = { stroke: c, width: 9, cap: "round" as const };
  const arms =
    sign === "stop"
      ? path("M136 104L118 70L122 34", limb) + path("M164 104L184 130L176 150", limb)
      : group(
          sign === "right" ? "translate(300 0) scale(-1 1)" : "",
          path("M136 104L64 100", limb) + path("M164 104L184 130L176 150", limb),
        );
  const body = [
    rect(0, 0, 300, 240, { fill: random.pick(["#dceaf2", "#ece6d8", "#dfe8dc"]) }),
    polygon(
      [
        [40, 240],
        [120, 90],
        [180, 90],
        [260, 240],
      ],
      { fill: "#6a6e73" },
    ),
    rect(145, 158, 10, 72, { fill: "#222", round: 5 }),
    line(116, 150, 184, 150, { stroke: "#333", width: 5, cap: "round" }),
    marked(
      "cyclist",
      sign,
      "",
      arms,
      path("M134 98Q150 90 166 98L162 160H138Z", { fill: c }),
      path("M140 158L132 200M160 158L168 200", limb),
      circle(150, 74, 16, { fill: "#f4d3b0", stroke: "#333", width: 2 }),
      path("M133 72Q150 44 167 72Z", { fill: look.accents[0]!, stroke: "#333", width: 2 }),
    ),
    rect(146, 168, 8, 10, { fill: "#d62828" }),
  ];
  const brief = { left: "To turn left.", right: "To turn right.", stop: "To stop." }[sign];
  const full =
    sign === "stop"
      ? "The cyclist, seen from behind, holds one arm straight up. That is the signal for stopping, so those behind should slow down."
      : `The cyclist is seen from behind and holds the ${sign} arm out to the side. That announces a turn to the ${sign}.`;
  const turns = [
    exchange(
      random,
      `{We see a cyclist from behind. |}{What does the cyclist {want|intend|mean} to do?|What does this arm signal {mean|announce}?}`,
      brief,
      full,
    ),
    exchange(
      random,
      `{Which arm is raised?|What are the arms doing?}`,
      sign === "stop" ? "The left arm points up." : `The ${sign} arm is held out.`,
      sign === "stop"
        ? "The left arm points straight up, and the right hand is on the handlebar."
        : `The ${sign} arm is held out to the side, the other hand is on the handlebar.`,
    ),
  ];
  return {
    template: `cyclist-${sign}`,
    pictures: [drawing(random, look, maxSide, { width: 300, height: 240 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const intentionSource = instructionSource(
  {
    name: "what-they-intend",
    version: 2,
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/Intention Interpretation",
    description: "Lists, indicators and arm signals and what they announce.",
  },
  (context) => context.random.pick([note, note, indicator, cyclist])(context),
);
