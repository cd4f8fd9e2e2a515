/** How a drawing looks: its paper, ink, font and accents. Never what it says. */
import type { Random } from "../../../random.ts";

export interface Look {
  readonly dark: boolean;
  readonly background: string;
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  /** Fills that carry dark text on light paper and light text on dark paper. */
  readonly tint: string;
  readonly accents: readonly string[];
  readonly font: string;
  readonly fonts: readonly string[];
}

const families = [
  "Roboto",
  "Open Sans",
  "Lato",
  "Montserrat",
  "Merriweather",
  "Lora",
  "Zilla Slab",
  "Nunito",
  "Patrick Hand",
  "Comic Neue",
] as const;

export const monospace = "JetBrains Mono";

const papers = ["#ffffff", "#fdfaf3", "#f4f7fb", "#f6f3ee", "#eef5ee", "#fbf2f5", "#f2f2f2", "#fffdf0"] as const;
const darkPapers = ["#1f2430", "#20262b", "#2b2233", "#16212e", "#26282a"] as const;
const accentSets = [
  ["#d1495b", "#00798c", "#edae49", "#3c6e47", "#5f4bb6"],
  ["#c44536", "#197278", "#e09f3e", "#4c7a34", "#6d597a"],
  ["#e4572e", "#2e86ab", "#f3a712", "#669900", "#a23b72"],
  ["#b23a48", "#3d5a80", "#ee964b", "#588157", "#7b2cbf"],
  ["#ef476f", "#118ab2", "#e3a008", "#06a77d", "#8338ec"],
] as const;

export function lookOf(random: Random, { dark = 0.12 }: { readonly dark?: number } = {}): Look {
  const isDark = random.chance(dark);
  const paper = random.pick(isDark ? darkPapers : papers);
  const line = isDark ? "#ffffff0d" : "#0000000d";
  const step = random.int(10, 22);
  const background = random.weighted({ plain: 6, ruled: 1, squared: 1, shaded: 2 });
  const family = random.pick(families);
  return {
    dark: isDark,
    paper,
    background: {
      plain: paper,
      ruled: `repeating-linear-gradient(transparent 0 ${step - 1}px,${line} ${step - 1}px ${step}px) ${paper}`,
      squared: `repeating-linear-gradient(${line} 0 1px,transparent 1px ${step}px),repeating-linear-gradient(90deg,${line} 0 1px,transparent 1px ${step}px) ${paper}`,
      shaded: `linear-gradient(${random.int(0, 359)}deg,${paper},${isDark ? "#2d3340" : "#e9eef2"})`,
    }[background],
    ink: isDark ? "#f1f1ee" : random.pick(["#1d1d1f", "#22303c", "#2b2b2b", "#1b263b", "#3a2e28"]),
    muted: isDark ? "#a9b0b8" : "#66707a",
    tint: isDark
      ? random.pick(["#3a4657", "#4b3f55", "#35504a"])
      : random.pick(["#dbe7f3", "#f3e3c9", "#dcefdc", "#f1dbe2", "#e6e0f2"]),
    accents: random.shuffled(random.pick(accentSets)),
    font: family,
    fonts: [family],
  };
}

/** Colours with names that people agree on; a few shades of each. */
export const shades = {
  red: ["#d62828", "#c1121f", "#e02b2b"],
  blue: ["#1d4ed8", "#2563eb", "#1e5bb8"],
  green: ["#2e8b3d", "#1f9d45", "#3a8f2f"],
  yellow: ["#f7d21e", "#f4d000", "#ffd91a"],
  orange: ["#f57c00", "#f28418", "#fb8b0c"],
  purple: ["#7b2fbe", "#8338c8", "#6f2da8"],
  pink: ["#f48fb1", "#f58ac0", "#ff8fb8"],
  brown: ["#7b4a21", "#8a5527", "#6f4518"],
  grey: ["#8a8d91", "#7f8387", "#94979b"],
  black: ["#1c1c1c", "#222222", "#151515"],
} as const satisfies Record<string, readonly string[]>;

export type ColourName = keyof typeof shades;

/** The colours without brown, grey and black, which look alike with others or with outlines. */
export const clearColours: readonly ColourName[] = ["red", "blue", "green", "yellow", "orange", "purple", "pink"];

export function shadeOf(random: Random, name: ColourName): string {
  return random.pick(shades[name]);
}
