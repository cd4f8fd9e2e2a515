/** What a problem of plane geometry is, and what several of them are made of. */
import type { Random } from "../../../random.ts";
import type { Figure, Part } from "./figure.ts";

export interface Problem {
  readonly kind: string;
  readonly figure: Figure;
  /** In English and in Chinese. */
  readonly question: Both;
  readonly steps: Both;
  readonly answer: string;
  readonly description: Both;
}

export interface Both {
  readonly en: string;
  readonly zh: string;
}

export const both = (en: string, zh: string): Both => ({ en, zh });

const triples: readonly (readonly [number, number, number])[] = [
  [3, 4, 5],
  [5, 12, 13],
  [8, 15, 17],
  [7, 24, 25],
  [20, 21, 29],
  [9, 40, 41],
];

/** The unit of an area; lengths without a unit have areas without one. */
export const squared = (unit: string) => (unit === "" ? "" : `${unit}²`);

export type Maker = (random: Random, names: readonly string[], unit: string) => Problem;

export function triple(random: Random): [number, number, number] {
  const [a, b, c] = random.pick(triples.slice(0, 5));
  const k = random.int(1, c > 20 ? 2 : 4);
  return random.chance(0.5) ? [a * k, b * k, c * k] : [b * k, a * k, c * k];
}

export function polygon(...corners: string[]): Part {
  return { kind: "polygon", corners };
}
