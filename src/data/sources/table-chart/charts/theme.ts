/** How charts and tables look: palettes, papers, typefaces and sizes, drawn at random. It knows no data. */
import { familiesFor, handwritingFor, packagedFamilies } from "../../../camera/fonts.ts";
import { contrast, luminance, rgbOf } from "../../../contrast.ts";
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import type { Language } from "./units.ts";

export interface Palette {
  readonly colors: readonly string[];
  /** Light to dark, for quantities. */
  readonly ramp: readonly [string, string];
}

/** Colours of one palette can be told apart and have names that people agree on (see `colorName`). */
const palettes: readonly Palette[] = [
  {
    colors: ["#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#eeca3b", "#b279a2", "#ff9da6", "#9d755d"],
    ramp: ["#deebf7", "#08519c"],
  },
  {
    colors: ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f"],
    ramp: ["#e5f5e0", "#006d2c"],
  },
  {
    colors: ["#66c2a5", "#fc8d62", "#8da0cb", "#e78ac3", "#a6d854", "#ffd92f", "#e5c494", "#b3b3b3"],
    ramp: ["#fee6ce", "#a63603"],
  },
  {
    colors: ["#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51", "#8ab17d", "#b5838d"],
    ramp: ["#fff7bc", "#993404"],
  },
  {
    colors: ["#003f5c", "#bc5090", "#ffa600", "#58508d", "#ff6361", "#2f9e9e", "#7a9e1f"],
    ramp: ["#f2f0f7", "#54278f"],
  },
  {
    colors: ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"],
    ramp: ["#fee5d9", "#a50f15"],
  },
  {
    colors: ["#5b8ff9", "#5ad8a6", "#5d7092", "#f6bd16", "#e8684a", "#6dc8ec", "#9270ca"],
    ramp: ["#edf8fb", "#006d2c"],
  },
  {
    colors: ["#c23531", "#2f4554", "#61a0a8", "#d48265", "#91c7ae", "#749f83", "#ca8622"],
    ramp: ["#f7fcf0", "#084081"],
  },
  {
    colors: ["#3366cc", "#dc3912", "#ff9900", "#109618", "#990099", "#0099c6", "#dd4477"],
    ramp: ["#fde0dd", "#7a0177"],
  },
  { colors: ["#222222", "#7a7a7a", "#b5b5b5", "#4a4a4a", "#d6d6d6", "#949494"], ramp: ["#f0f0f0", "#252525"] },
  { colors: ["#6a4c93", "#1982c4", "#8ac926", "#ffca3a", "#ff595e", "#36949d"], ramp: ["#ece7f2", "#045a8d"] },
  { colors: ["#12436d", "#28a197", "#801650", "#f46a25", "#a285d1", "#3d3d3d"], ramp: ["#f1eef6", "#980043"] },
];

const darkPalettes: readonly Palette[] = [
  {
    colors: ["#8dd3c7", "#feffb3", "#bfbbd9", "#fa8174", "#81b1d2", "#fdb462", "#b3de69"],
    ramp: ["#16324f", "#a8dadc"],
  },
  {
    colors: ["#4fc3f7", "#ffb74d", "#aed581", "#f06292", "#ba68c8", "#fff176", "#90a4ae"],
    ramp: ["#1b2a41", "#80ed99"],
  },
  { colors: ["#ff6b6b", "#feca57", "#48dbfb", "#1dd1a1", "#c8d6e5", "#ff9ff3"], ramp: ["#2b1b3d", "#ff9ff3"] },
];

export interface Theme {
  readonly palette: Palette;
  readonly dark: boolean;
  readonly background: string;
  readonly plotBackground: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly gridDash: boolean;
  readonly showGrid: boolean;
  readonly frame: boolean;
  readonly family: string;
  /** CSS pixels. */
  readonly fontSize: number;
  readonly titleSize: number;
  readonly titleWeight: "normal" | "bold";
  readonly titleAnchor: "start" | "middle" | "end";
  readonly rounded: number;
}

/** Families that charts of a language can be set in; none where the machine cannot write it. */
export function familiesOf(language: Language): readonly string[] {
  if (language === "zh") return hanFamilies();
  return ordinary;
}

/** Too wide for labels, or hands that numbers cannot be read from. */
const unfit: ReadonlySet<string> = new Set([
  "Libre Baskerville",
  "Courier Prime",
  ...handwritingFor("Latin"),
  ...handwritingFor("Han"),
]);
const plainHands = ["Patrick Hand", "Comic Neue"];
const ordinary = packagedFamilies
  .filter(({ style, family }) => style !== "formula" && (!unfit.has(family) || plainHands.includes(family)))
  .map(({ family }) => family);

let han: readonly string[] | undefined;
function hanFamilies(): readonly string[] {
  han ??= familiesFor("Han");
  return han;
}

export function randomLanguage(random: Random): Language {
  const language = random.weighted<Language>({ en: 76, zh: 9, de: 5, es: 5, fr: 5 });
  return familiesOf(language).length > 0 ? language : "en";
}

/** Size of a picture in CSS pixels with the device scale, for an aspect ratio (width / height) about `aspect`. */
export interface Format {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** Of ordinary text, CSS pixels. */
  readonly fontSize: number;
  /** Few and large things fit, or many. */
  readonly room: "small" | "middle" | "large";
}

export function randomFormat({ random, maxSide }: SourceContext, aspect: number): Format {
  const long = Math.round(maxSide * (maxSide <= 512 ? random.between(0.84, 1) : random.between(0.6, 1)));
  const scale = maxSide < 640 ? 1 : random.pick(long > 900 ? [1, 1.25, 1.5, 2] : [1, 1, 1.25]);
  const side = Math.floor(long / scale);
  const width = aspect >= 1 ? side : Math.round(side * aspect);
  const height = aspect >= 1 ? Math.round(side / aspect) : side;
  const room = Math.min(width, height * 1.4) < 420 ? "small" : Math.min(width, height * 1.4) < 680 ? "middle" : "large";
  const fontSize = room === "small" ? random.pick([11, 12, 13]) : random.pick([12, 13, 14, 15]);
  return { width, height, scale, fontSize, room };
}

export function randomTheme(random: Random, language: Language, format: Format): Theme {
  const dark = random.chance(0.14);
  const palette = random.pick(dark ? darkPalettes : palettes);
  const background = dark
    ? random.pick(["#1b1b1f", "#10243e", "#222831", "#000000", "#2d2a32"])
    : random.pick(["#ffffff", "#ffffff", "#ffffff", "#fbfaf5", "#f4f7fb", "#fff8ec", "#f3f3f3"]);
  const ink = dark ? random.pick(["#f2f2f2", "#dfe7ef"]) : random.pick(["#222222", "#333333", "#1d2b3a", "#000000"]);
  const colors = random.chance(0.5) ? palette.colors : random.shuffled(palette.colors);
  const plotBackground = !dark && random.chance(0.18) ? random.pick(["#ebebeb", "#eef3f8", "#faf4e6"]) : background;
  const papers = [background, plotBackground];
  return {
    palette: { ...palette, colors: colors.map((color) => standingOut(color, papers, 1.5)) },
    dark,
    background,
    plotBackground,
    ink,
    faint: dark ? "#a8b0ba" : "#666666",
    grid: dark ? "#4a4f58" : random.pick(["#dddddd", "#e6e6e6", "#cfd8dc"]),
    gridDash: random.chance(0.25),
    showGrid: random.chance(0.75),
    frame: random.chance(0.3),
    family: random.pick(familiesOf(language)),
    fontSize: format.fontSize,
    titleSize: format.fontSize + random.int(2, format.room === "small" ? 4 : 8),
    titleWeight: random.chance(0.7) ? "bold" : "normal",
    titleAnchor: random.weighted({ start: 4, middle: 5, end: 0.6 }),
    rounded: random.chance(0.3) ? random.int(2, 5) : 0,
  };
}

/** Contrast that a line or a point needs; a bar or a slice is larger and is seen with less. */
const lineContrast = 2;

/** The theme for lines and points: colours that are too pale for them come last, and stronger. */
export function forLines(theme: Theme): Theme {
  const papers = [theme.background, theme.plotBackground];
  const stronger = theme.palette.colors.map((color) => standingOut(color, papers, lineContrast));
  const pale = stronger.filter((color, i) => color !== theme.palette.colors[i]);
  const colors = [...stronger.filter((color) => !pale.includes(color)), ...pale];
  return { ...theme, palette: { ...theme.palette, colors } };
}

/** WCAG's contrast ratio between a colour and the paper that is most like it (`#rrggbb`). */
export function contrastOn(color: string, papers: readonly string[]): number {
  return Math.min(...papers.map((paper) => contrast(rgbOf(color), rgbOf(paper))));
}

/** The colour, as much darker on light paper (lighter on dark) as it takes to stand out from it. */
function standingOut(color: string, papers: readonly string[], least: number): string {
  const away = inkOn(papers[0]!) === "#ffffff" ? "#ffffff" : "#000000";
  let [own, part] = [color, 0];
  while (contrastOn(own, papers) < least) {
    part += 0.02;
    own = mixed(color, away, part);
  }
  return own;
}

/** Black or white, whichever is read more easily on a colour (`#rrggbb`): the greater contrast by WCAG's luminance. */
export function inkOn(color: string): string {
  const light = luminance(rgbOf(color));
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#111111";
}

/** The colour a part of the way, 0 to 1, from one colour to another (`#rrggbb`). */
export function mixed(from: string, to: string, part: number): string {
  const channel = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return `#${[1, 3, 5]
    .map((at) =>
      Math.round(channel(from, at) + (channel(to, at) - channel(from, at)) * part)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** Width of a text in CSS pixels, estimated from the classes of its letters; layout only needs it roughly. */
export function estimatedWidth(text: string, size: number, family: string, bold = false): number {
  if (/Mono|Courier/.test(family)) return size * 0.6 * text.replaceAll(/[\u2e80-\uffef]/g, "xx").length;
  let em = 0;
  for (const letter of text) {
    em += /[\u2e80-\uffef]/.test(letter)
      ? 1
      : /[ilj.,:;'|!()[\]\s]/.test(letter)
        ? 0.28
        : /[MWmw%@]/.test(letter)
          ? 0.86
          : /[A-Z]/.test(letter)
            ? 0.64
            : /[ftr\-/]/.test(letter)
              ? 0.37
              : 0.555;
  }
  const breadth = /Montserrat|Merriweather/.test(family) ? 1.1 : /Condensed/.test(family) ? 0.88 : 1;
  return em * size * breadth * (bold ? 1.07 : 1);
}
