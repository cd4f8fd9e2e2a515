/** What a kind of thing is: its names, where it may stand, what may vary about it, and how it is drawn. */
import { mixed, Pen, type Stroke } from "./drawing.ts";
import { type ColourName, colours } from "./palette.ts";

export const groups = [
  "person",
  "animal",
  "vehicle",
  "furniture",
  "food",
  "plant",
  "household",
  "outdoor",
  "shape",
] as const;
export type Group = (typeof groups)[number];

/** `ground`: floor, street, grass. `surface`: table tops and desks. */
export type Place = "ground" | "surface" | "sky" | "wall" | "water";
export const patternNames = ["plain", "striped", "dotted", "checkered"] as const;
export type PatternName = (typeof patternNames)[number];

/** How one thing looks; its colours are `#rrggbb`. */
export interface Look {
  readonly main: string;
  readonly dark: string;
  readonly light: string;
  /** Of patterns and trimmings. */
  readonly accent: string;
  readonly pattern: PatternName;
  readonly pose?: string;
  readonly skin: string;
  readonly hair: string;
  readonly trousers: string;
  /** What a person holds. */
  readonly held?: string;
}

export interface Kind {
  readonly name: string;
  readonly plural: string;
  readonly group: Group;
  /** Drawing units; the drawing fills this box from its upper left corner. */
  readonly width: number;
  readonly height: number;
  /** How tall it stands beside a grown person of 1.7. */
  readonly tall: number;
  readonly places: readonly Place[];
  /** Colours that it comes in and that captions may name; empty where it has its natural ones. */
  readonly colours: readonly ColourName[];
  readonly patterns: boolean;
  readonly poses: readonly string[];
  /** Where other things can stand on it: height of the surface and its ends, drawing units. */
  readonly top?: { readonly y: number; readonly left: number; readonly right: number };
  /** Where other things can be in it: level of its ground, height of its rim, and its ends. */
  readonly hollow?: { readonly floor: number; readonly rim: number; readonly left: number; readonly right: number };
  draw(pen: Pen, look: Look): void;
  /** What is painted after the things inside. */
  front?(pen: Pen, look: Look): void;
}

type Optional = "plural" | "colours" | "patterns" | "poses";
export type KindOptions = Omit<Kind, Optional> & Partial<Pick<Kind, Optional>>;

export const anyColour: readonly ColourName[] = Object.keys(colours) as ColourName[];
export const vivid: readonly ColourName[] = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "turquoise"];

export function kind(options: KindOptions): Kind {
  return { plural: `${options.name}s`, colours: [], patterns: false, poses: [], ...options };
}

/** A surface in the thing's main colour, with its pattern if it has one. */
export function cloth(pen: Pen, d: string, look: Look, size = 100): void {
  pen.path(d, look.main);
  const step = size / 7;
  const paint = { stroke: look.accent, width: step * 0.42 };
  const lines = (vertical: boolean) =>
    Array.from({ length: 40 }, (_, i) => (vertical ? `M${i * step} -20v600` : `M-20 ${i * step}h600`)).join("");
  if (look.pattern === "striped") pen.path(lines(false), paint, d);
  if (look.pattern === "checkered") {
    pen.path(lines(false), { ...paint, width: step * 0.3 }, d);
    pen.path(lines(true), { ...paint, width: step * 0.3 }, d);
  }
  if (look.pattern === "dotted") {
    const dots: string[] = [];
    for (let row = 0; row < 28; row++) {
      for (let column = 0; column < 22; column++) {
        const [x, y] = [(column + (row % 2) / 2) * step, row * step];
        dots.push(`M${x.toFixed(1)} ${y.toFixed(1)}h.1`);
      }
    }
    pen.path(dots.join(""), { stroke: look.accent, width: step * 0.42 }, d);
  }
}

export function lookOf(colour: ColourName | undefined, rest: Partial<Look> = {}): Look {
  const main = colours[colour ?? "gray"];
  return {
    main,
    dark: mixed(main, "#16161c", 0.3),
    light: mixed(main, "#ffffff", 0.4),
    accent: colour === "white" || colour === "yellow" ? "#5a6b8c" : "#fbfbf6",
    pattern: "plain",
    skin: "#f0c39c",
    hair: "#5b3a21",
    trousers: "#44506b",
    ...rest,
  };
}

/** All strokes of a kind in a look, without and with what stands in front of things inside. */
export function strokesOf(one: Kind, look: Look): { back: Stroke[]; front: Stroke[] } {
  const [back, front] = [new Pen(), new Pen()];
  one.draw(back, look);
  one.front?.(front, look);
  return { back: back.strokes, front: front.strokes };
}
