/** Sizes to one common scale: silhouettes beside a ruler, planets as discs, and what goes through a gate. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, someOf, withArticle } from "../kit/phrases.ts";
import { circle, drawing, line, marked, polygon, rect, text } from "../kit/svg.ts";

/** Heights in metres as they are drawn; [name, lowest, highest, shape]. */
const standing = [
  ["tower", 24, 36, "tower"],
  ["tree", 8, 20, "tree"],
  ["house", 6, 10, "house"],
  ["lamp post", 5, 9, "post"],
  ["bus", 3, 4, "vehicle"],
  ["wind turbine", 26, 38, "turbine"],
  ["flagpole", 10, 16, "post"],
  ["block of flats", 14, 28, "block"],
  ["shed", 3, 4.5, "house"],
] as const;

/** A silhouette whose height in pixels is exactly `h`, on the ground at y. */
function silhouette(shape: (typeof standing)[number][3], x: number, y: number, h: number, colour: string): string {
  switch (shape) {
    case "tower":
      return polygon(
        [
          [x - 12, y],
          [x - 7, y - h * 0.85],
          [x, y - h],
          [x + 7, y - h * 0.85],
          [x + 12, y],
        ],
        { fill: colour },
      );
    case "tree":
      return (
        rect(x - 3, y - h * 0.4, 6, h * 0.4, { fill: "#7a5230" }) +
        polygon(
          [
            [x - Math.min(17, h * 0.35), y - h * 0.25],
            [x, y - h],
            [x + Math.min(17, h * 0.35), y - h * 0.25],
          ],
          { fill: colour },
        )
      );
    case "house":
      return (
        rect(x - 17, y - h * 0.6, 34, h * 0.6, { fill: colour }) +
        polygon(
          [
            [x - 21, y - h * 0.6],
            [x, y - h],
            [x + 21, y - h * 0.6],
          ],
          { fill: colour },
        )
      );
    case "post":
      return rect(x - 2, y - h, 4, h, { fill: colour }) + rect(x, y - h, 15, 7, { fill: colour });
    case "vehicle":
      return (
        rect(x - 24, y - h, 48, h - 3, { fill: colour, round: 3 }) +
        circle(x - 14, y - 3.5, 3.5, { fill: "#222" }) +
        circle(x + 14, y - 3.5, 3.5, { fill: "#222" })
      );
    case "turbine":
      return (
        polygon(
          [
            [x - 4, y],
            [x - 1.5, y - h * 0.65],
            [x + 1.5, y - h * 0.65],
            [x + 4, y],
          ],
          { fill: colour },
        ) +
        polygon(
          [
            [x - 2, y - h * 0.65],
            [x, y - h],
            [x + 2, y - h * 0.65],
          ],
          { fill: colour },
        ) +
        polygon(
          [
            [x, y - h * 0.65 - 2],
            [x + 18, y - h * 0.5],
            [x, y - h * 0.65 + 2],
          ],
          { fill: colour },
        ) +
        polygon(
          [
            [x, y - h * 0.65 - 2],
            [x - 18, y - h * 0.5],
            [x, y - h * 0.65 + 2],
          ],
          { fill: colour },
        )
      );
    case "block":
      return (
        rect(x - 16, y - h, 32, h, { fill: colour }) +
        Array.from(
          { length: Math.floor(h / 14) },
          (_, i) =>
            rect(x - 11, y - h + 4 + i * 14, 8, 7, { fill: "#ffffffaa" }) +
            rect(x + 3, y - h + 4 + i * 14, 8, 7, { fill: "#ffffffaa" }),
        ).join("")
      );
  }
}

function skyline({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const count = random.int(3, 4);
  let chosen: { name: string; metres: number; shape: (typeof standing)[number][3] }[];
  do {
    chosen = random
      .shuffled(standing)
      .slice(0, count)
      .map(([name, low, high, shape]) => ({ name, shape, metres: Math.round(random.between(low, high) * 2) / 2 }));
    // neighbours in height must be told apart by eye
  } while (
    chosen.some((a, i) =>
      chosen.some((b, k) => k > i && Math.abs(a.metres - b.metres) < 0.15 * Math.max(a.metres, b.metres)),
    )
  );
  const tallest = Math.max(...chosen.map((one) => one.metres));
  const mark = tallest > 25 ? 10 : tallest > 12 ? 5 : 2;
  const top = Math.ceil(tallest / mark) * mark;
  const [width, ground] = [54 + count * 78, 226];
  const pixels = 190 / top;
  const grid = Array.from(
    { length: top / mark + 1 },
    (_, i) =>
      line(40, ground - i * mark * pixels, width, ground - i * mark * pixels, {
        stroke: look.muted,
        width: i === 0 ? 2 : 0.6,
      }) + text(36, ground - i * mark * pixels + 4, `${i * mark} m`, { size: 11.5, anchor: "end" }),
  ).join("");
  const drawn = chosen.map((one, i) => {
    const x = 84 + i * 78;
    return (
      marked(
        one.name,
        String(one.metres),
        "",
        silhouette(one.shape, x, ground, one.metres * pixels, look.accents[i]!),
      ) + text(x, ground + 18, one.name, { size: 12 })
    );
  });
  const order = [...chosen].sort((a, b) => b.metres - a.metres);
  const [big, small] = random.chance(0.5) ? [order[0]!, order.at(-1)!] : [order[0]!, order[1]!];
  const about = (metres: number) => `about ${metres} m`;
  const ratio = Math.round((10 * big.metres) / small.metres) / 10;
  const it = random.pick(chosen);
  const turns = [
    exchange(
      random,
      `{Which is the tallest?|What is the tallest thing {here|in the drawing}?|Which of these reaches highest?}`,
      `The ${order[0]!.name}.`,
      `Read against the scale on the left, the ${order[0]!.name} reaches ${about(order[0]!.metres)}, more than ${listed(order.slice(1).map((one) => `the ${one.name} (${about(one.metres)})`))}.`,
    ),
    exchange(
      random,
      `{Sort|Order} {them|the objects} from {smallest to largest|the lowest to the highest}.`,
      `${capital(listed([...order].reverse().map((one) => one.name)))}.`,
      `By the scale: ${listed([...order].reverse().map((one) => `the ${one.name} at ${about(one.metres)}`))}.`,
    ),
    exchange(
      random,
      `{Roughly how|About how} many times as tall as the ${small.name} is the ${big.name}?`,
      `About ${ratio} times.`,
      `The ${big.name} is ${about(big.metres)} high and the ${small.name} ${about(small.metres)}. The ratio is about ${ratio}.`,
    ),
    exchange(
      random,
      `{How tall is the ${it.name}{, roughly|}?|Use the scale to estimate the height of the ${it.name}.}`,
      `${capital(about(it.metres))}.`,
      `Its top is level with ${about(it.metres)} on the scale at the left.`,
    ),
  ];
  return {
    template: "skyline",
    pictures: [drawing(random, look, maxSide, { width, height: 256 }, grid, ...drawn)],
    turns: someOf(random, turns),
  };
}

/** Mean diameters in kilometres. */
const worlds = [
  ["Mercury", 4879, "#9c8f85"],
  ["Venus", 12104, "#e0b66c"],
  ["Earth", 12742, "#3f7fc4"],
  ["Mars", 6779, "#c1592f"],
  ["Moon", 3474, "#b9b9b4"],
  ["Neptune", 49244, "#3d5fd6"],
  ["Uranus", 50724, "#8fd0d6"],
  ["Saturn", 116460, "#dcc48a"],
  ["Jupiter", 139820, "#c99a6b"],
] as const;

function planets({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.6 });
  const giant = random.chance(0.5);
  const pool = worlds.filter(([, d]) => (giant ? d > 10000 : d < 13000));
  let chosen = random.shuffled(pool).slice(0, 3);
  while (chosen.some(([, a], i) => chosen.some(([, b], k) => k > i && Math.abs(a - b) < 0.06 * Math.max(a, b))))
    chosen = random.shuffled(pool).slice(0, 3);
  const sum = chosen.reduce((s, [, d]) => s + d, 0);
  const pixels = Math.min(280 / sum, 150 / Math.max(...chosen.map(([, d]) => d)));
  let x = 24 + (280 - sum * pixels) / 2;
  const discs = chosen.map(([name, d, colour]) => {
    const r = (d * pixels) / 2;
    x += r;
    const drawn = marked("disc", name, "", circle(x, 96, r, { fill: colour })) + text(x, 200, name, { size: 12.5 });
    x += r + 22;
    return drawn;
  });
  const order = [...chosen].sort((a, b) => b[1] - a[1]);
  const [big, small] = [order[0]!, order.at(-1)!];
  const ratio = (big[1] / small[1]).toFixed(1);
  const the = (name: string) => (name === "Moon" ? "the Moon" : name);
  const turns = [
    exchange(
      random,
      `These worlds are drawn to {one|the same} scale. {Which is the smallest?|Which has the smallest diameter?}`,
      `${capital(the(small[0]))}.`,
      `${capital(the(small[0]))} has the smallest disc: about ${small[1].toLocaleString("en")} km across, against ${listed(order.slice(0, -1).map(([n, d]) => `${d.toLocaleString("en")} km for ${the(n)}`))}.`,
    ),
    exchange(
      random,
      `{${small[0].endsWith("s") ? "" : `About how many ${small[0]}s would fit side by side across ${the(big[0])}?|`}How many times wider is ${the(big[0])} than ${the(small[0])}, roughly?}`,
      `About ${ratio}.`,
      `Comparing the discs, ${the(big[0])} is about ${ratio} times as wide as ${the(small[0])} (${big[1].toLocaleString("en")} km and ${small[1].toLocaleString("en")} km).`,
    ),
    exchange(
      random,
      `{Put|Sort} them in order of size, largest first.`,
      `${listed(order.map(([n]) => n))}.`,
      `From the largest disc to the smallest: ${listed(order.map(([n]) => the(n)))}.`,
    ),
  ];
  return {
    template: "worlds",
    pictures: [drawing(random, look, maxSide, { width: 372, height: 220 }, ...discs)],
    turns: someOf(random, turns),
  };
}

const loads = ["van", "truck", "camper", "bus", "boat on a trailer", "tractor"] as const;

function gate({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const clear = random.int(20, 38) / 10;
  const load = random.pick(loads);
  let high: number;
  do high = random.int(18, 42) / 10;
  while (Math.abs(high - clear) < 0.15);
  const fits = high < clear;
  const [ground, pixels] = [210, 44];
  const bridge =
    rect(196, ground - clear * pixels - 34, 160, 34, { fill: "#8d8478" }) +
    rect(196, ground - clear * pixels, 14, clear * pixels, { fill: "#a39a8d" }) +
    rect(342, ground - clear * pixels, 14, clear * pixels, { fill: "#a39a8d" }) +
    text(276, ground - clear * pixels - 11, `${clear.toFixed(1)} m`, { size: 18, weight: 700, fill: "#fff" });
  const vehicle =
    rect(36, ground - high * pixels, 112, high * pixels - 10, { fill: look.accents[0], round: 5 }) +
    circle(62, ground - 10, 10, { fill: "#222" }) +
    circle(124, ground - 10, 10, { fill: "#222" });
  const measure =
    line(22, ground, 22, ground - high * pixels, { stroke: look.ink, width: 1.5 }) +
    line(17, ground, 27, ground, { stroke: look.ink }) +
    line(17, ground - high * pixels, 27, ground - high * pixels, { stroke: look.ink }) +
    text(30, ground - high * pixels - 8, `${high.toFixed(1)} m`, { size: 14, anchor: "start" });
  const name = withArticle(load).replace(/^an? /, "");
  const gap = Math.abs(clear - high).toFixed(1);
  const turns = [
    exchange(
      random,
      `{Can|Will} the ${name} {pass|drive|get through} under the bridge?`.replace("get through under", "fit under"),
      fits ? "Yes." : "No.",
      `The ${name} is ${high.toFixed(1)} m high and the bridge leaves ${clear.toFixed(1)} m. ${fits ? `It fits, with ${gap} m to spare.` : `It is ${gap} m too high, so it cannot pass.`}`,
    ),
    exchange(
      random,
      fits
        ? `How much {room|space} is left above the ${name} under the bridge?`
        : `By how much is the ${name} too high for the bridge?`,
      `${gap} m.`,
      `The difference between ${Math.max(clear, high).toFixed(1)} m and ${Math.min(clear, high).toFixed(1)} m is ${gap} m.`,
    ),
  ];
  return {
    template: "clearance",
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width: 372, height: 240 },
        line(0, ground, 372, ground, { stroke: look.ink, width: 3 }),
        bridge,
        vehicle,
        measure,
      ),
    ],
    turns: someOf(random, turns),
  };
}

export const sizeSource = instructionSource(
  {
    name: "to-scale",
    version: 2,
    leaf: "Commonsense Reasoning/Relationship Reasoning/Size Relationship",
    description: "Buildings, worlds and vehicles drawn to a common scale.",
  },
  (context) => context.random.pick([skyline, skyline, planets, gate])(context),
);
