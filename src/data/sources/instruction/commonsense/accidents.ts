/** Junctions from above with two cars that collided: who had to give way, by the signs and lights that are drawn. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type ColourName, lookOf, shadeOf } from "../kit/look.ts";
import { exchange, someOf } from "../kit/phrases.ts";
import { arrow, circle, drawing, group, line, marked, polygon, rect, text } from "../kit/svg.ts";

/** Where a car comes from. Traffic keeps to the right. */
export type Side = "south" | "west" | "north" | "east";
const sides: readonly Side[] = ["south", "west", "north", "east"];
export type Rule = "lights" | "stop" | "yield" | "right" | "rear";

/** The arm that is on the right-hand side of a driver who comes from `side`. */
export function rightOf(side: Side): Side {
  return ({ south: "east", east: "north", north: "west", west: "south" } as const)[side];
}

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const size = 300;
  const mid = size / 2;
  const road = 74;
  const rule = random.weighted({ lights: 3, stop: 2, yield: 2, right: 3, rear: 2 });
  const [one, two] = random.shuffled(["red", "blue", "green", "yellow", "purple", "orange"] as ColourName[]) as [
    ColourName,
    ColourName,
  ];
  const from = random.pick(sides);
  // the car at fault comes from `from`; the other one crosses its way, or is ahead of it
  const other =
    rule === "rear"
      ? from
      : rule === "right"
        ? rightOf(from)
        : random.pick(sides.filter((side) => side !== from && side !== sides[(sides.indexOf(from) + 2) % 4]));
  const turn: Readonly<Record<Side, number>> = { south: 0, west: 90, north: 180, east: 270 };
  const arm = (side: Side, ...parts: string[]) => group(`rotate(${turn[side]} ${mid} ${mid})`, ...parts);
  const lane = mid + road / 4;
  const car = (colour: ColourName, back: number) => {
    const y = mid + back;
    const shade = shadeOf(random, colour);
    return marked(
      "car",
      colour,
      "",
      rect(lane - 11, y - 20, 22, 40, { fill: shade, stroke: "#1a1a1a", width: 1.5, round: 5 }),
      rect(lane - 8, y - 11, 16, 8, { fill: "#d5ecf7" }),
      rect(lane - 8, y + 10, 16, 5, { fill: "#d5ecf7" }),
      arrow(lane, y - 24, lane, y - 40, { stroke: "#fff", width: 3, head: 9 }),
    );
  };
  const sign = (kind: "stop" | "yield" | "priority") => {
    const [x, y] = [mid + road / 2 + 20, mid + road / 2 + 22];
    if (kind === "stop")
      return marked(
        "sign",
        "stop",
        "",
        polygon(
          Array.from(
            { length: 8 },
            (_, i) =>
              [x + 15 * Math.cos(((i + 0.5) * Math.PI) / 4), y + 15 * Math.sin(((i + 0.5) * Math.PI) / 4)] as const,
          ),
          { fill: "#c81e1e", stroke: "#fff", width: 2 },
        ),
        text(x, y + 3.5, "STOP", { size: 10, weight: 700, fill: "#fff" }),
      );
    if (kind === "yield")
      return marked(
        "sign",
        "yield",
        "",
        polygon(
          [
            [x - 15, y - 12],
            [x + 15, y - 12],
            [x, y + 14],
          ],
          { fill: "#fff", stroke: "#c81e1e", width: 4 },
        ),
      );
    return marked(
      "sign",
      "priority",
      "",
      polygon(
        [
          [x, y - 14],
          [x + 14, y],
          [x, y + 14],
          [x - 14, y],
        ],
        { fill: "#fff", stroke: "#222", width: 1.5 },
      ),
      polygon(
        [
          [x, y - 9],
          [x + 9, y],
          [x, y + 9],
          [x - 9, y],
        ],
        { fill: "#f4c20d" },
      ),
    );
  };
  const light = (green: boolean) => {
    const [x, y] = [mid + road / 2 + 18, mid + road / 2 + 24];
    return marked(
      "light",
      green ? "green" : "red",
      "",
      rect(x - 9, y - 18, 18, 36, { fill: "#1b1b1b", round: 4 }),
      circle(x, y - 8, 6, { fill: green ? "#4a1513" : "#ff3b30" }),
      circle(x, y + 8, 6, { fill: green ? "#2fd158" : "#123d1c" }),
    );
  };
  const furniture = (() => {
    const across = (side: Side) => sides[(sides.indexOf(side) + 2) % 4]!;
    switch (rule) {
      case "lights":
        return (
          [from, across(from)].map((s) => arm(s, light(false))).join("") +
          [other, across(other)].map((s) => arm(s, light(true))).join("")
        );
      case "stop":
      case "yield":
        return (
          [from, across(from)].map((s) => arm(s, sign(rule))).join("") +
          [other, across(other)].map((s) => arm(s, sign("priority"))).join("")
        );
      default:
        return "";
    }
  })();
  const grass = random.pick(["#b9d3a0", "#d9d2bf", "#c8d8b6", "#cfd3d6"]);
  const asphalt = random.pick(["#5b5f64", "#6c6c6c", "#4f545c"]);
  const dash = { stroke: "#f2f2f2", width: 2, dash: "9 8" };
  const body = [
    rect(0, 0, size, size, { fill: grass }),
    rect(mid - road / 2, 0, road, size, { fill: asphalt }),
    rect(0, mid - road / 2, size, road, { fill: asphalt }),
    ...sides.map((side) =>
      arm(
        side,
        line(mid, mid + road / 2 + 4, mid, size, dash),
        line(mid + 2, mid + road / 2 + 3, mid + road / 2, mid + road / 2 + 3, {
          stroke: "#fff",
          width: rule === "stop" && side === from ? 5 : 3,
        }),
      ),
    ),
    furniture,
    arm(from, car(one, rule === "rear" ? 118 : 92)),
    arm(other, car(two, rule === "rear" ? 62 : 92)),
    text(size - 16, 20, "N", { size: 13, weight: 700, fill: "#222" }),
    arrow(size - 16, 44, size - 16, 25, { stroke: "#222", width: 2, head: 7 }),
    ...(rule === "right"
      ? [
          rect(8, size - 44, 86, 36, { fill: "#ffffffdd", round: 3 }),
          text(51, size - 29, "no signs,", { size: 12, fill: "#222" }),
          text(51, size - 14, "no lights", { size: 12, fill: "#222" }),
        ]
      : []),
  ];
  const rear = rule === "rear";
  const reasons: Readonly<Record<Rule, string>> = {
    lights: `the lights on the ${from} arm, where the ${one} car comes from, are red, while the ${two} car on the ${other} arm has green`,
    stop: `on the ${from} arm there is a stop sign, so the ${one} car has to stop and let the ${two} car on the priority road pass`,
    yield: `on the ${from} arm there is a give-way triangle, so the ${one} car has to let the ${two} car on the priority road pass`,
    right: `there are no signs or lights, so the car from the right goes first; seen from the ${one} car (coming from the ${from}), the ${two} car (coming from the ${other}) is on its right`,
    rear: `both come from the ${from} in the same lane; the ${one} car is behind and has to keep enough distance to be able to stop`,
  };
  const story = rear
    ? `The ${two} car brakes, and the ${one} car runs into it from behind.`
    : "Both cars drive straight on and collide in the middle.";
  const rules = rule === "right" ? " Vehicles from the right have priority here." : "";
  const turns = [
    exchange(
      random,
      `${story}${rules} {Who is at fault?|Which driver is to blame?|Whose fault is the accident?}`,
      `The driver of the ${one} car.`,
      `The ${one} car's driver is at fault: ${reasons[rule]}.`,
    ),
    rear
      ? exchange(
          random,
          `{How could the crash have been avoided?|What should the ${one} car have done?}`,
          "Keep more distance.",
          `The ${one} car should have kept more distance from the ${two} car ahead, so that it could stop in time.`,
        )
      : exchange(
          random,
          `${rule === "right" ? "Vehicles from the right have priority here. " : ""}{Which car may go first?|Who has the right of way?}`,
          `The ${two} car.`,
          `The ${two} car, because ${reasons[rule]}.`,
        ),
    exchange(
      random,
      `{Where is the ${one} car coming from?|From which direction does the ${one} car approach?} {North is up.|}`,
      `From the ${from}.`,
      `Its arrow points ${({ south: "up", west: "to the right", north: "down", east: "to the left" } as const)[from]}, so it comes from the ${from} arm.`,
    ),
    ...(rule === "lights" || rule === "stop" || rule === "yield"
      ? [
          exchange(
            random,
            `{What does the ${one} car's driver have to {obey|look at} here?|Which sign or light faces the ${one} car?}`,
            rule === "lights" ? "A red light." : rule === "stop" ? "A stop sign." : "A give-way sign.",
            rule === "lights"
              ? `A red traffic light faces the ${one} car on the ${from} arm, so it has to wait.`
              : rule === "stop"
                ? `On the ${from} arm a stop sign faces the ${one} car: it has to stop and give way.`
                : `On the ${from} arm a give-way triangle faces the ${one} car: it has to let others pass.`,
          ),
        ]
      : []),
  ];
  return {
    template: rule,
    pictures: [drawing(random, look, maxSide, { width: size, height: size }, ...body)],
    turns: someOf(random, turns),
  };
}

export const accidentSource = instructionSource(
  {
    name: "right-of-way",
    leaf: "Commonsense Reasoning/Anomaly Reasoning/Accident Judgment",
    description: "Junctions from above with signs and lights, and who had to give way.",
  },
  make,
);
