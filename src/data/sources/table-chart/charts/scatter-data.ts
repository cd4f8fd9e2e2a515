/** Points for scatter plots: pairs of quantities, named points on a grid, clouds with a known correlation. */
import type { Random } from "../../../random.ts";
import { niceStep } from "./scales.ts";
import type { Pair, Quantity } from "./scatter-topics.ts";
import { tidy } from "./units.ts";

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

/** An axis that ends where the quantity does, or before. */
export function axisOf(random: Random, quantity: Quantity): Axis {
  const wished = niceStep((quantity.high * random.between(0.6, 1)) / random.int(4, 5), 6);
  const step = wished * 4 <= quantity.high ? wished : niceStep(quantity.high / 8, 6);
  const steps = Math.floor(quantity.high / step);
  const high = tidy(Math.min(Math.ceil((quantity.high * 0.6) / step + 1), steps) * step, 6);
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
