/** Drawn scenes that could be real, and scenes with one thing that nature forbids. */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, someOf } from "../kit/phrases.ts";
import { circle, drawing, ellipse, group, line, marked, type Point, path, polygon, rect, text } from "../kit/svg.ts";
import { drawThing } from "../kit/things.ts";

interface View {
  readonly body: string;
  /** What makes it impossible, as a clause; nothing if it could be real. */
  readonly wrong?: string;
  /** What was looked at and found right. */
  readonly right: string;
  /** What it would have to look like. */
  readonly cure: string;
}

const bands = ["#d62828", "#f57c00", "#f7d21e", "#2e8b3d", "#2563eb", "#5b2a9d"] as const;
const ground = (colour: string) => rect(0, 170, 360, 60, { fill: colour });
/** The upper half of a ring that stands on the horizon, by its outer radius. */
const halfRing = (outer: number, width: number) => {
  const inner = outer - width;
  return `M${180 - outer} 170A${outer} ${outer} 0 0 1 ${180 + outer} 170H${180 + inner}A${inner} ${inner} 0 0 0 ${180 - inner} 170Z`;
};
const sky = (random: Random) => rect(0, 0, 360, 172, { fill: random.pick(["#bfe3f7", "#cfe8f2", "#d9ecf7"]) });

const views: Readonly<Record<string, (random: Random, fake: boolean) => View>> = {
  shadow: (random, fake) => {
    const left = random.chance(0.5);
    const sun = left ? 40 : 320;
    const toRight = left !== fake;
    const trees = [120, 240].map(
      (x) =>
        path(`M${x - 5} 196L${x + 5} 196L${x + (toRight ? 78 : -62)} 214L${x + (toRight ? 62 : -78)} 214Z`, {
          fill: "#00000055",
        }) +
        ellipse(x + (toRight ? 74 : -74), 212, 22, 7, { fill: "#00000055" }) +
        drawThing("tree", "#2e8b3d", x, 152, 96),
    );
    return {
      body:
        sky(random) +
        ground("#b9d18c") +
        marked("sun", left ? "left" : "right", "", circle(sun, 40, 20, { fill: "#f8b500" })) +
        trees.join(""),
      ...(fake
        ? { wrong: `the shadows fall towards the sun, although it shines from the ${left ? "left" : "right"}` }
        : {}),
      right: `the sun stands on the ${left ? "left" : "right"} and the shadows fall to the ${left ? "right" : "left"}, away from it`,
      cure: "the shadows have to point away from the sun",
    };
  },
  rainbow: (random, fake) => {
    const order = fake ? random.shuffled(bands) : bands;
    const mixed = order.some((one, i) => one !== bands[i]) || !fake ? order : [...bands].reverse();
    const names: Record<string, string> = {
      "#d62828": "red",
      "#f57c00": "orange",
      "#f7d21e": "yellow",
      "#2e8b3d": "green",
      "#2563eb": "blue",
      "#5b2a9d": "violet",
    };
    return {
      body:
        sky(random) +
        mixed.map((c, i) => path(halfRing(146 - i * 11, 11.5), { fill: c, mark: "band", name: names[c]! })).join("") +
        ground("#a9cf8f") +
        drawThing("house", "#d9a066", random.int(150, 210), 176, 60),
      ...(fake
        ? {
            wrong: `the colours of the rainbow are in the wrong order: from outside to inside they run ${listed(mixed.map((c) => names[c]!))}`,
          }
        : {}),
      right: "the rainbow runs from red on the outside to violet on the inside",
      cure: "from outside to inside it should run red, orange, yellow, green, blue and violet",
    };
  },
  mirror: (random, fake) => {
    const x = random.int(110, 240);
    const boat = drawThing("boat", random.pick(["#d62828", "#2563eb", "#f57c00"]), x, 84, 92);
    return {
      body:
        rect(0, 0, 360, 128, { fill: "#d3ebf7" }) +
        rect(0, 126, 360, 104, { fill: "#8fc1dc" }) +
        marked(
          "reflection",
          fake ? "upright" : "upside down",
          "",
          `<g opacity="0.55">${fake ? group("translate(0 84)", boat) : group("translate(0 248) scale(1 -1)", boat)}</g>`,
        ) +
        boat +
        line(0, 127, 360, 127, { stroke: "#6aa5c4" }),
      ...(fake ? { wrong: "the boat's reflection in the water stands upright instead of upside down" } : {}),
      right: "the boat's reflection is upside down, as still water shows it",
      cure: "the reflection has to be upside down",
    };
  },
  float: (random, fake) => {
    const thing = random.pick(["car", "house", "chair", "cup"] as const);
    const x = random.int(90, 270);
    const y = fake ? 92 : 152;
    return {
      body:
        sky(random) +
        ground("#c4b98f") +
        (fake ? ellipse(x, 204, 38, 7, { fill: "#00000040" }) : ellipse(x, 190, 40, 7, { fill: "#00000040" })) +
        marked("object", thing, "", drawThing(thing, random.pick(["#d62828", "#2563eb", "#7b2fbe"]), x, y, 78)),
      ...(fake ? { wrong: `the ${thing} hovers above the ground with nothing that holds it` } : {}),
      right: `the ${thing} stands on the ground`,
      cure: `the ${thing} needs something to stand on`,
    };
  },
  candle: (random, fake) => {
    const flame = "M0 -34Q13 -12 0 -2Q-13 -12 0 -34Z";
    const wax = random.pick(["#e76f51", "#2a9d8f", "#8338ec"]);
    const tops = [120, 240].map(
      (x, i) =>
        rect(x - 14, 100 + i * 18, 28, 94 - i * 18, { fill: wax, stroke: "#333" }) +
        line(x, 100 + i * 18, x, 92 + i * 18, { stroke: "#222", width: 2 }) +
        marked(
          "flame",
          fake && i === 1 ? "down" : "up",
          "",
          group(
            `translate(${x} ${fake && i === 1 ? 92 : 94 + i * 18}) ${fake && i === 1 ? "translate(0 12) scale(1 -1)" : ""}`,
            path(flame, { fill: "#f9a602" }),
          ),
        ),
    );
    return {
      body: rect(0, 0, 360, 230, { fill: "#2c2b3a" }) + rect(0, 194, 360, 36, { fill: "#5b4a3a" }) + tops.join(""),
      ...(fake ? { wrong: "the flame of the right candle points downwards, although hot gas rises" } : {}),
      right: "both flames point upwards, as hot gas rises",
      cure: "the flame has to point upwards",
    };
  },
  glass: (random, fake) => {
    const tilt = random.pick([-1, 1]) * random.int(22, 30);
    const rad = (tilt * Math.PI) / 180;
    const colour = random.pick(["#5fb3de", "#f2a93b", "#9b4fa5"]);
    /** From the glass's own frame to the picture's. */
    const seen = ([x, y]: Point): Point => [
      180 + x * Math.cos(rad) - y * Math.sin(rad),
      128 + x * Math.sin(rad) + y * Math.cos(rad),
    ];
    // inside the tilted glass the level line is horizontal in the world, so it is tilted back in the glass's own frame
    const d = fake ? 0 : 46 * Math.tan(-rad);
    const liquid: readonly Point[] = [
      [-46, -d],
      [46, d],
      [46, 84],
      [-46, 84],
    ];
    const body =
      polygon(liquid.map(seen), { fill: colour, mark: "liquid", name: fake ? "parallel to the rim" : "level" }) +
      group(`translate(180 128) rotate(${tilt})`, path("M-46 -82V84H46V-82", { stroke: "#333", width: 4 }));
    return {
      body: rect(0, 0, 360, 230, { fill: "#f3eee4" }) + body,
      ...(fake
        ? { wrong: "the glass is tilted, but the surface of the liquid is tilted with it instead of staying level" }
        : {}),
      right: "the glass is tilted and the surface of the liquid stays level",
      cure: "the surface has to stay level however the glass is held",
    };
  },
};

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const kind = random.pick(Object.keys(views));
  const fake = random.chance(0.6);
  const { body, wrong, right, cure } = views[kind]!(random, fake);
  const turns = [
    exchange(
      random,
      `{Could this scene exist like that in reality?|Is this picture physically plausible?|Realistic or not: what do you think of this scene?|Does anything in this picture contradict the laws of nature?}`,
      wrong ? `Not realistic: ${wrong}.` : `It is plausible: ${right}.`,
      wrong
        ? `Not quite. ${capital(wrong)}. In reality ${cure}.`
        : `Apart from the simple drawing style, yes: ${right}. I find nothing impossible.`,
    ),
    wrong
      ? exchange(
          random,
          `{How would it have to look in reality?|What should be changed to make it realistic?}`,
          `${cure}.`,
          `${capital(cure)}.`,
        )
      : exchange(
          random,
          `{What did you check?|Which detail speaks for it being possible?}`,
          `${right}.`,
          `${capital(right)}.`,
        ),
    exchange(
      random,
      `On a scale from 1 (impossible) to 5 (plausible), how {realistic|plausible} is it?`,
      wrong ? "1." : "5.",
      wrong ? `1 of 5, because ${wrong}.` : `5 of 5 as far as the physics goes: ${right}.`,
    ),
  ];
  return {
    template: kind,
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width: 360, height: 230 },
        body,
        random.chance(0.3) ? text(352, 223, String(random.int(1, 99)), { size: 11, anchor: "end", fill: "#444" }) : "",
      ),
    ],
    turns: someOf(random, turns),
  };
}

export const realitySource = instructionSource(
  {
    name: "real-or-not",
    version: 2,
    leaf: "Evaluation/Reality Evaluation",
    description: "Scenes that could be real and scenes with one impossibility.",
  },
  make,
);
