/** Points for scatter plots: pairs of quantities, named points on a grid, clouds with a known correlation. */
import type { Random } from "../../../random.ts";
import { niceStep } from "./scales.ts";
import { tidy } from "./units.ts";

export interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly high: number;
}

export interface Pair {
  readonly x: Quantity;
  readonly y: Quantity;
  readonly thing: string;
  readonly names: readonly string[];
  readonly groups: readonly string[];
}

export const quantity = (name: string, unit: string, high: number): Quantity => ({ name, unit, high });

export const pairs: readonly Pair[] = [
  {
    x: quantity("price", "$", 100),
    y: quantity("rating", "points", 10),
    thing: "product",
    names: ["Lamp", "Chair", "Desk", "Sofa", "Clock", "Rug", "Vase", "Stool", "Kettle", "Fan"],
    groups: ["Indoor", "Outdoor", "Office"],
  },
  {
    x: quantity("study time", "h", 20),
    y: quantity("exam score", "points", 100),
    thing: "student",
    names: ["Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Ines"],
    groups: ["Class A", "Class B", "Class C"],
  },
  {
    x: quantity("weight", "kg", 80),
    y: quantity("height", "cm", 200),
    thing: "person",
    names: ["Karim", "Lena", "Mateo", "Nora", "Omar", "Paula", "Quinn", "Rosa"],
    groups: ["Women", "Men"],
  },
  {
    x: quantity("temperature", "°C", 40),
    y: quantity("ice cream sales", "", 500),
    thing: "day",
    names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    groups: ["Beach", "Park", "Mall"],
  },
  {
    x: quantity("engine size", "L", 6),
    y: quantity("fuel use", "L/100 km", 20),
    thing: "car",
    names: ["Arrow", "Bolt", "Comet", "Delta", "Echo", "Flint", "Gale", "Halo"],
    groups: ["Sedan", "Van", "Truck"],
  },
  {
    x: quantity("area", "m²", 200),
    y: quantity("rent", "$", 3000),
    thing: "flat",
    names: ["Flat A", "Flat B", "Flat C", "Flat D", "Flat E", "Flat F", "Flat G"],
    groups: ["Centre", "Suburb"],
  },
  {
    x: quantity("age", "years", 60),
    y: quantity("reaction time", "ms", 600),
    thing: "person",
    names: ["Sami", "Tara", "Uma", "Vito", "Wen", "Yara", "Zoe"],
    groups: ["Test 1", "Test 2"],
  },
  {
    x: quantity("advertising", "$K", 50),
    y: quantity("revenue", "$K", 400),
    thing: "store",
    names: ["North", "South", "East", "West", "Harbor", "Hill", "Lake", "Mill"],
    groups: ["2023", "2024"],
  },
  {
    x: quantity("distance", "km", 50),
    y: quantity("duration", "min", 120),
    thing: "route",
    names: ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"],
    groups: ["Bus", "Bike", "Tram"],
  },
  {
    x: quantity("dose", "mg", 10),
    y: quantity("response", "%", 100),
    thing: "sample",
    names: ["S1", "S2", "S3", "S4", "S5", "S6", "S7"],
    groups: ["Control", "Treated"],
  },
  {
    x: quantity("sugar", "g", 40),
    y: quantity("calories", "kcal", 500),
    thing: "snack",
    names: ["Bar", "Cookie", "Muffin", "Nuts", "Chips", "Fruit", "Cake", "Roll"],
    groups: ["Sweet", "Salty"],
  },
  {
    x: quantity("humidity", "%", 100),
    y: quantity("yield", "g", 80),
    thing: "plot",
    names: ["Plot 1", "Plot 2", "Plot 3", "Plot 4", "Plot 5", "Plot 6"],
    groups: ["Soil A", "Soil B"],
  },
];

export interface Axis {
  readonly quantity: Quantity;
  readonly step: number;
  readonly high: number;
  /** Values are multiples of it. */
  readonly grid: number;
}

export interface Dot {
  readonly name: string;
  readonly group: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export function axisOf(random: Random, quantity: Quantity): Axis {
  const step = niceStep((quantity.high * random.between(0.6, 1)) / random.int(4, 5), 6);
  const high = tidy(Math.ceil((quantity.high * 0.6) / step + 1) * step, 6);
  return { quantity, step, high, grid: step / 2 };
}

/** Named points on the grid, no two near each other. */
export function namedDots(random: Random, pair: Pair, x: Axis, y: Axis, count: number): Dot[] {
  const dots: Dot[] = [];
  const names = random.shuffled(pair.names);
  for (let tries = 0; tries < 200 && dots.length < Math.min(count, names.length); tries++) {
    const [i, j] = [
      random.int(1, 2 * Math.round(x.high / x.step) - 1),
      random.int(1, 2 * Math.round(y.high / y.step) - 2),
    ];
    const dot = {
      name: names[dots.length]!,
      group: "",
      x: tidy(i * x.grid, 6),
      y: tidy(j * y.grid, 6),
      size: random.int(1, 10) * 10,
    };
    const near = dots.some(
      (other) => Math.abs(other.x - dot.x) <= x.grid * 2.6 && Math.abs(other.y - dot.y) <= y.grid * 1.6,
    );
    if (!near && !dots.some((other) => other.size === dot.size)) dots.push(dot);
  }
  return dots;
}

export type Relation = "positive" | "negative" | "none";

/** A cloud whose measured correlation is what it is meant to be. */
export function cloud(...plan: Parameters<typeof anyCloud>): Dot[] {
  const relation = plan[4];
  for (let tries = 0; ; tries++) {
    const dots = anyCloud(...plan);
    const r = correlation(dots);
    if (tries > 60 || (relation === "none" ? Math.abs(r) < 0.25 : Math.abs(r) > 0.8)) return dots;
  }
}

function anyCloud(
  random: Random,
  x: Axis,
  y: Axis,
  group: string,
  relation: Relation,
  count: number,
  lift: number,
): Dot[] {
  const slope = relation === "positive" ? 0.62 : relation === "negative" ? -0.62 : 0;
  const noise = relation === "none" ? 0.34 : random.between(0.03, 0.07);
  return Array.from({ length: count }, () => {
    const u = random.between(0.06, 0.94);
    const v = 0.5 + slope * (u - 0.5) + (random.next() * 2 - 1) * noise + lift;
    return { name: "", group, x: tidy(u * x.high, 2), y: tidy(Math.min(0.97, Math.max(0.03, v)) * y.high, 2), size: 0 };
  });
}

export function correlation(dots: readonly { x: number; y: number }[]): number {
  const mean = (pick: (dot: { x: number; y: number }) => number) =>
    dots.reduce((sum, dot) => sum + pick(dot), 0) / dots.length;
  const [mx, my] = [mean((dot) => dot.x), mean((dot) => dot.y)];
  const cov = dots.reduce((sum, dot) => sum + (dot.x - mx) * (dot.y - my), 0);
  const vx = dots.reduce((sum, dot) => sum + (dot.x - mx) ** 2, 0);
  const vy = dots.reduce((sum, dot) => sum + (dot.y - my) ** 2, 0);
  return cov / Math.sqrt(vx * vy);
}
