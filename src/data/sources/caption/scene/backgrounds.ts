/** Where scenes take place: what is painted behind everything, which things belong there, and where they may stand. */
import type { Random } from "../../../random.ts";
import { mixed, Pen, type Stroke } from "./drawing.ts";
import type { Place } from "./kind.ts";
import { foods } from "./kinds/food.ts";
import type { ColourName } from "./palette.ts";

/** A strip of the picture, as shares of its height, in which things of a place have their feet (or their middle). */
type Band = readonly [top: number, bottom: number];

export interface Background {
  readonly name: string;
  /** After "a scene": "on a sandy beach". */
  readonly phrases: readonly string[];
  /** The word for the place in an answer: "a beach". */
  readonly place: string;
  readonly indoors: boolean;
  readonly night: boolean;
  readonly bands: Partial<Record<Place, Band>>;
  /** Names of kinds that belong here, by place. */
  readonly suits: Partial<Record<Place, readonly string[]>>;
  /** Colours that would drown in it. */
  readonly avoid: readonly ColourName[];
  /** Things that the paint itself shows, so that nobody denies them. */
  readonly shows: readonly string[];
  /** Close up, small things are drawn large. */
  readonly close: boolean;
  paint(pen: Pen, width: number, height: number, random: Random): void;
}

const people = ["man", "woman", "boy", "girl"];
const foodNames = foods.map((food) => food.name);
const skies = ["cloud", "sun", "airplane", "hot-air balloon", "kite", "balloon", "butterfly", "helicopter", "rainbow"];

function sky(pen: Pen, width: number, height: number, random: Random, colours: readonly string[]): void {
  pen.rect(0, 0, width, height, random.pick(colours));
}

function hills(pen: Pen, width: number, top: number, rise: number, colour: string, random: Random): void {
  const steps = random.int(2, 4);
  let d = `M0 ${top}`;
  for (let i = 0; i < steps; i++) {
    const [from, to] = [(width * i) / steps, (width * (i + 1)) / steps];
    d += `Q${(from + to) / 2} ${top - rise * random.between(0.7, 1.6)} ${to} ${top}`;
  }
  pen.path(`${d}V${top + rise}H0Z`, colour);
}

/** Short strokes of grass, waves or sand. */
function specks(
  pen: Pen,
  width: number,
  top: number,
  bottom: number,
  colour: string,
  random: Random,
  shape: (s: number) => string,
): void {
  const size = width / 60;
  let d = "";
  for (let i = 0; i < 26; i++)
    d += `M${random.between(0, width).toFixed(1)} ${random.between(top, bottom).toFixed(1)}${shape(size)}`;
  pen.path(d, { stroke: colour, width: Math.max(1, size * 0.3), opacity: 0.6 });
}

const grass = (s: number) => `l${s / 3} ${-s}m${s / 3} ${s}l${s / 4} ${-s * 0.8}`;
const wave = (s: number) => `q${s / 2} ${-s / 2} ${s} 0t${s} 0`;
const grain = () => "h.2";

export const backgrounds: readonly Background[] = [
  {
    name: "room",
    phrases: ["in a living room", "in a room", "indoors, in a room with a plain wall"],
    place: "a room",
    indoors: true,
    night: false,
    bands: { ground: [0.76, 0.95], wall: [0.16, 0.34] },
    suits: {
      ground: [
        ...people,
        "dog",
        "cat",
        "chair",
        "table",
        "sofa",
        "bed",
        "floor lamp",
        "bookshelf",
        "stool",
        "cabinet",
        "box",
        "basket",
        "ball",
        "potted plant",
        "gift",
        "guitar",
        "backpack",
      ],
      wall: ["clock", "framed picture", "window"],
    },
    avoid: [],
    shows: ["wall", "floor", "room"],
    close: false,
    paint(pen, width, height, random) {
      const wall = random.pick(["#e8dcc8", "#d7e3e4", "#e6d3d6", "#dcdff0", "#d9e6cf", "#efe6b8"]);
      pen.rect(0, 0, width, height, wall);
      if (random.chance(0.4)) {
        const step = width / random.int(8, 14);
        for (let x = step / 2; x < width; x += step)
          pen.rect(x, 0, step / 2, height * 0.7, mixed(wall, "#ffffff", 0.3));
      }
      pen.rect(0, height * 0.7, width, height * 0.3, random.pick(["#b98d5f", "#a67c58", "#c7b299", "#9c8a86"]));
      pen.rect(0, height * 0.68, width, height * 0.022, "#f6f2ea");
    },
  },
  {
    name: "street",
    phrases: ["on a city street", "on a street in town", "beside a road with buildings behind it"],
    place: "a street",
    indoors: false,
    night: false,
    bands: { ground: [0.72, 0.94], sky: [0.1, 0.2] },
    suits: {
      ground: [
        ...people,
        "dog",
        "car",
        "bus",
        "truck",
        "bicycle",
        "tree",
        "street lamp",
        "traffic light",
        "mailbox",
        "bench",
      ],
      sky: ["cloud", "sun", "airplane", "helicopter"],
    },
    avoid: ["gray", "black"],
    shows: ["street", "road", "building", "house", "window"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#b9dcf2", "#cfe3ee", "#f5dcc0"]);
      const top = height * 0.6;
      for (let x = -width * 0.02; x < width; ) {
        const [w, h] = [width * random.between(0.1, 0.2), height * random.between(0.16, 0.32)];
        const wall = random.pick(["#c9c2bb", "#d8c9b0", "#bcc4cc", "#cfb9b0", "#c6ccb8"]);
        pen.rect(x, top - h, w, h + 2, wall);
        const step = w / 4;
        for (let wx = x + step * 0.5; wx < x + w - step * 0.6; wx += step) {
          for (let wy = top - h + step * 0.5; wy < top - step; wy += step * 1.1)
            pen.rect(wx, wy, step * 0.5, step * 0.6, mixed(wall, "#5f7a94", 0.45));
        }
        x += w;
      }
      pen.rect(0, top, width, height * 0.09, "#c9c5bd");
      pen.rect(0, height * 0.69, width, height * 0.31, "#777b82");
      for (let x = width * 0.03; x < width; x += width * 0.16)
        pen.rect(x, height * 0.835, width * 0.09, height * 0.014, "#f3f1e4");
    },
  },
  {
    name: "beach",
    phrases: ["on a sandy beach", "on a beach by the sea", "at the seaside"],
    place: "a beach",
    indoors: false,
    night: false,
    bands: { ground: [0.74, 0.95], water: [0.53, 0.6], sky: [0.1, 0.24] },
    suits: {
      ground: [...people, "dog", "palm tree", "umbrella", "ball", "sandcastle", "bucket", "turtle", "tent", "duck"],
      water: ["sailboat"],
      sky: ["sun", "cloud", "kite", "airplane", "balloon", "hot-air balloon"],
    },
    avoid: ["yellow", "turquoise", "orange"],
    shows: ["beach", "sea", "water", "sand"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#a9dcf5", "#c4e7f5", "#fbd9b5"]);
      pen.rect(0, height * 0.44, width, height * 0.3, "#3f9fc9");
      specks(pen, width, height * 0.46, height * 0.62, "#d8f1fa", random, wave);
      pen.path(
        `M0 ${height * 0.64}Q${width * 0.25} ${height * 0.6} ${width * 0.5} ${height * 0.645}T${width} ${height * 0.635}V${height}H0Z`,
        "#efdcae",
      );
      specks(pen, width, height * 0.68, height, "#cfae6d", random, grain);
    },
  },
  {
    name: "field",
    phrases: ["in a green field", "in a meadow", "on a grassy hill under the open sky"],
    place: "a field",
    indoors: false,
    night: false,
    bands: { ground: [0.68, 0.95], sky: [0.1, 0.26] },
    suits: {
      ground: [
        ...people,
        "dog",
        "rabbit",
        "horse",
        "cow",
        "sheep",
        "pig",
        "duck",
        "bird",
        "tree",
        "pine tree",
        "flower",
        "tulip",
        "sunflower",
        "tractor",
        "fence",
        "tent",
        "house",
        "snail",
        "turtle",
        "mushroom",
        "owl",
        "bush",
        "basket",
      ],
      sky: skies,
    },
    avoid: ["green"],
    shows: ["grass", "field", "hill"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#bfe4f7", "#d5ecf5", "#fce3c0", "#cfe0f2"]);
      hills(pen, width, height * 0.56, height * 0.13, "#a4cf7c", random);
      pen.path(
        `M0 ${height * 0.56}Q${width / 2} ${height * 0.5} ${width} ${height * 0.57}V${height}H0Z`,
        random.pick(["#8cc25f", "#97c96a", "#7fb85c"]),
      );
      specks(pen, width, height * 0.62, height * 0.98, "#5f9a44", random, grass);
    },
  },
  {
    name: "kitchen",
    phrases: ["on a kitchen counter", "in a kitchen, on the counter", "on a kitchen worktop"],
    place: "a kitchen",
    indoors: true,
    night: false,
    bands: { surface: [0.7, 0.92] },
    suits: { surface: [...foodNames, "mug", "bottle", "vase", "bowl", "basket", "teapot", "candle", "potted plant"] },
    avoid: [],
    shows: ["kitchen", "counter", "tile", "wall"],
    close: true,
    paint(pen, width, height, random) {
      pen.rect(0, 0, width, height, random.pick(["#e3ecec", "#f0ead9", "#dde7ee"]));
      const step = width / random.int(7, 11);
      let d = "";
      for (let x = 0; x < width; x += step) d += `M${x} 0V${height * 0.62}`;
      for (let y = height * 0.62; y > 0; y -= step) d += `M0 ${y}H${width}`;
      pen.path(d, { stroke: "#c3cccc", width: Math.max(1, width / 260) });
      pen.rect(0, height * 0.6, width, height * 0.4, random.pick(["#c9a77a", "#b8b4ad", "#a98f78"]));
      pen.rect(0, height * 0.6, width, height * 0.02, "#efe9dd");
    },
  },
  {
    name: "desk",
    phrases: ["on a desk", "on a wooden desk", "on a work desk"],
    place: "a desk",
    indoors: true,
    night: false,
    bands: { surface: [0.66, 0.92] },
    suits: {
      surface: [
        "book",
        "pile of books",
        "mug",
        "laptop",
        "phone",
        "pencil",
        "pair of scissors",
        "desk lamp",
        "potted plant",
        "key",
        "box",
        "candle",
        "apple",
        "donut",
        "gift",
        "hat",
        "cat",
      ],
    },
    avoid: ["brown"],
    shows: ["desk", "table", "wall"],
    close: true,
    paint(pen, width, height, random) {
      pen.rect(0, 0, width, height, random.pick(["#dfe3e8", "#e9e2d4", "#cfd8d3", "#e3d8e3"]));
      const wood = random.pick(["#c59562", "#a9754a", "#d2b08a"]);
      pen.rect(0, height * 0.54, width, height * 0.46, wood);
      for (const share of [0.64, 0.77, 0.9])
        pen.rect(0, height * share, width, Math.max(1, height * 0.005), mixed(wood, "#4a2f18", 0.3));
    },
  },
  {
    name: "sky",
    phrases: ["high up in the sky", "in a blue sky", "up in the air"],
    place: "the sky",
    indoors: false,
    night: false,
    bands: { sky: [0.16, 0.84] },
    suits: { sky: skies },
    avoid: ["blue", "turquoise"],
    shows: ["sky"],
    close: false,
    paint(pen, width, height, random) {
      const [high, low] = random.pick([
        ["#6db8ec", "#a6d7f5"],
        ["#8cc7ef", "#c5e4f6"],
        ["#7fb4e6", "#f3d3c4"],
      ] as const);
      const bands = 8;
      for (let i = 0; i < bands; i++)
        pen.rect(0, (height * i) / bands, width, height / bands + 1, mixed(high, low, i / (bands - 1)));
    },
  },
  {
    name: "night",
    phrases: ["outdoors at night", "on a dark meadow at night", "under a night sky full of stars"],
    place: "a meadow at night",
    indoors: false,
    night: true,
    bands: { ground: [0.72, 0.95], sky: [0.12, 0.28] },
    suits: {
      ground: [...people, "house", "tent", "street lamp", "pine tree", "owl", "cat", "car", "rabbit", "dog"],
      sky: ["moon", "hot-air balloon", "rocket", "airplane"],
    },
    avoid: ["black", "blue", "green", "brown"],
    shows: ["star", "grass", "meadow", "sky"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#1c2447", "#232046", "#15263f"]);
      for (let i = 0; i < 40; i++)
        pen.circle(
          random.between(0, width),
          random.between(0, height * 0.52),
          Math.max(0.7, (width / 400) * random.between(0.6, 1.5)),
          "#f5efc8",
        );
      pen.path(`M0 ${height * 0.6}Q${width / 2} ${height * 0.53} ${width} ${height * 0.61}V${height}H0Z`, "#33523f");
    },
  },
  {
    name: "snow",
    phrases: ["in a snowy landscape", "on a winter day in the snow", "on a snow-covered field"],
    place: "a snowy field",
    indoors: false,
    night: false,
    bands: { ground: [0.68, 0.95], sky: [0.1, 0.26] },
    suits: {
      ground: [...people, "snowman", "pine tree", "penguin", "dog", "house", "rabbit", "fence", "owl"],
      sky: ["airplane", "balloon", "sun", "helicopter"],
    },
    avoid: ["white"],
    shows: ["snow", "hill"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#b5cfe3", "#c9dbe8", "#d9d3e6"]);
      hills(pen, width, height * 0.56, height * 0.16, "#dbe7f1", random);
      pen.path(`M0 ${height * 0.56}Q${width / 2} ${height * 0.51} ${width} ${height * 0.57}V${height}H0Z`, "#eff5fa");
    },
  },
  {
    name: "pond",
    phrases: ["at a pond", "by the water of a pond", "on and around a pond"],
    place: "a pond",
    indoors: false,
    night: false,
    bands: { water: [0.62, 0.9], sky: [0.1, 0.22] },
    suits: { water: ["duck", "sailboat"], sky: ["cloud", "sun", "butterfly", "kite", "airplane"] },
    avoid: ["turquoise", "blue"],
    shows: ["pond", "water", "grass"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#c6e6f4", "#d9ecf0", "#fbe2c4"]);
      pen.rect(0, height * 0.38, width, height * 0.12, "#8cc25f");
      pen.rect(0, height * 0.47, width, height * 0.53, "#5aaed2");
      specks(pen, width, height * 0.5, height, "#c9ebf7", random, wave);
    },
  },
  {
    name: "savanna",
    phrases: ["in a dry savanna", "on a wide yellow plain", "in a savanna under a hot sky"],
    place: "a savanna",
    indoors: false,
    night: false,
    bands: { ground: [0.68, 0.95], sky: [0.1, 0.24] },
    suits: {
      ground: ["elephant", "giraffe", "bird", "cactus", "turtle", "tent", "truck", "man", "woman"],
      sky: ["sun", "cloud", "airplane", "hot-air balloon"],
    },
    avoid: ["yellow", "orange"],
    shows: ["grass", "plain"],
    close: false,
    paint(pen, width, height, random) {
      sky(pen, width, height, random, ["#fbe3b0", "#cfe6f2", "#f7cfa6"]);
      hills(pen, width, height * 0.56, height * 0.08, "#c7b277", random);
      pen.rect(0, height * 0.56, width, height * 0.44, "#e0c577");
      specks(pen, width, height * 0.62, height * 0.98, "#b0913f", random, grass);
    },
  },
  {
    name: "sea",
    phrases: ["under water", "in the sea, below the surface", "underwater in the deep blue sea"],
    place: "the sea",
    indoors: false,
    night: false,
    bands: { water: [0.24, 0.82] },
    suits: { water: ["fish"] },
    avoid: ["blue", "turquoise"],
    shows: ["sea", "water", "plant", "bubble", "seaweed"],
    close: false,
    paint(pen, width, height, random) {
      for (let i = 0; i < 8; i++)
        pen.rect(0, (height * i) / 8, width, height / 8 + 1, mixed("#58b4dc", "#1d5f99", i / 7));
      pen.path(
        `M0 ${height * 0.9}Q${width * 0.3} ${height * 0.85} ${width * 0.55} ${height * 0.91}T${width} ${height * 0.9}V${height}H0Z`,
        "#d9c58d",
      );
      for (let i = 0; i < 4; i++) {
        const x = random.between(0.05, 0.95) * width;
        pen.curve(
          `M${x} ${height * 0.93}q${width * 0.02} ${-height * 0.05} 0 ${-height * 0.1}t0 ${-height * 0.1}`,
          "#3f8f55",
          width / 70,
        );
      }
      for (let i = 0; i < 9; i++)
        pen.circle(random.between(0, width), random.between(0, height * 0.8), width * random.between(0.005, 0.012), {
          fill: "#d9f1fb",
          opacity: 0.7,
        });
    },
  },
  {
    name: "plain",
    phrases: ["on a plain background", "against a plain backdrop", "on an empty background"],
    place: "a plain background",
    indoors: false,
    night: false,
    bands: { sky: [0.14, 0.86], surface: [0.3, 0.95], ground: [0.3, 0.95] },
    suits: {
      sky: ["circle", "square", "triangle", "star", "heart", "diamond", "hexagon", "pentagon", "cross", "crescent"],
    },
    avoid: ["white"],
    shows: [],
    close: true,
    paint(pen, width, height, random) {
      pen.rect(0, 0, width, height, random.pick(["#f4f1ea", "#eef3f6", "#f6eef0", "#edf3ea", "#ffffff"]));
    },
  },
];

export function backgroundNamed(name: string): Background {
  const found = backgrounds.find((background) => background.name === name);
  if (!found) throw new Error(`there is no background called "${name}"`);
  return found;
}

export function backgroundStrokes(background: Background, width: number, height: number, random: Random): Stroke[] {
  const pen = new Pen();
  background.paint(pen, width, height, random);
  return pen.strokes;
}
