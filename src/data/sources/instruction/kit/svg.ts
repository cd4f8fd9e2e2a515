/**
 * Vector drawing as strings: the few SVG elements that the instruction sources draw with, and the page around them.
 * Nothing here has an id, so several pictures may stand in one document.
 */
import type { Random } from "../../../random.ts";
import type { PagePicture } from "../../../source.ts";
import type { Look } from "./look.ts";

export interface Style {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
  readonly opacity?: number;
  readonly round?: number;
  readonly cap?: "round" | "butt";
  /** Recorded by the camera as a mark of this kind, with `name` handed through. */
  readonly mark?: string;
  readonly name?: string;
}

export type Point = readonly [x: number, y: number];

/** Two decimals, no trailing zeros. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function attributes(style: Style): string {
  const {
    fill = style.stroke === undefined ? undefined : "none",
    stroke,
    width,
    dash,
    opacity,
    cap,
    mark,
    name,
  } = style;
  const pairs: [string, string | number | undefined][] = [
    ["fill", fill],
    ["stroke", stroke],
    ["stroke-width", stroke === undefined ? undefined : short(width ?? 1.5)],
    ["stroke-dasharray", dash],
    ["stroke-linecap", cap],
    ["stroke-linejoin", cap === undefined ? undefined : "round"],
    ["opacity", opacity],
    ["data-mark", mark],
    ["data-name", name],
  ];
  return pairs.map(([key, value]) => (value === undefined ? "" : ` ${key}="${escapeText(String(value))}"`)).join("");
}

export function rect(x: number, y: number, w: number, h: number, style: Style): string {
  const rx = style.round === undefined ? "" : ` rx="${short(style.round)}"`;
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}"${rx}${attributes(style)}/>`;
}

export function circle(x: number, y: number, r: number, style: Style): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}"${attributes(style)}/>`;
}

export function ellipse(x: number, y: number, rx: number, ry: number, style: Style): string {
  return `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(rx)}" ry="${short(ry)}"${attributes(style)}/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, style: Style): string {
  return `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"${attributes(style)}/>`;
}

function list(points: readonly Point[]): string {
  return points.map(([x, y]) => `${short(x)},${short(y)}`).join(" ");
}

export function polygon(points: readonly Point[], style: Style): string {
  return `<polygon points="${list(points)}"${attributes(style)}/>`;
}

export function polyline(points: readonly Point[], style: Style): string {
  return `<polyline points="${list(points)}"${attributes(style)}/>`;
}

export function path(d: string, style: Style): string {
  return `<path d="${d}"${attributes(style)}/>`;
}

export function group(transform: string, ...children: readonly string[]): string {
  return `<g transform="${transform}">${children.join("")}</g>`;
}

/** A group that the camera marks as a whole. */
export function marked(kind: string, name: string, transform: string, ...children: readonly string[]): string {
  const at = transform === "" ? "" : ` transform="${transform}"`;
  return `<g${at} data-mark="${escapeText(kind)}" data-name="${escapeText(name)}">${children.join("")}</g>`;
}

export interface TextStyle extends Style {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: 400 | 700;
  readonly font?: string;
  readonly rotate?: number;
  /** Colour of an outline that keeps the letters apart from lines behind them. */
  readonly halo?: string;
}

/** One line of text; `y` is the baseline. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 13, anchor = "middle", weight = 400, font, rotate, halo } = style;
  const family = font === undefined ? "" : ` font-family="${escapeText(font)}"`;
  const turn = rotate === undefined ? "" : ` transform="rotate(${short(rotate)} ${short(x)} ${short(y)})"`;
  const outline =
    halo === undefined ? "" : ` paint-order="stroke" stroke="${halo}" stroke-width="3.5" stroke-linejoin="round"`;
  return `<text x="${short(x)}" y="${short(y)}" font-size="${short(size)}" text-anchor="${anchor}" font-weight="${weight}"${family}${turn}${outline}${attributes(style)}>${escapeText(content)}</text>`;
}

/** A careful guess of a line's width, for layouts that must hold any of the fonts. */
export function textWidth(content: string, size: number): number {
  return (
    [...content].reduce(
      (sum, c) => sum + (/[ilI.,:;'|!]/.test(c) ? 0.36 : /[mwMW@%]/.test(c) ? 0.95 : /[A-Z]/.test(c) ? 0.72 : 0.6),
      0,
    ) * size
  );
}

/** Breaks a text into lines of at most `width`. */
export function wrapped(content: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of content.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function textBlock(
  x: number,
  y: number,
  lines: readonly string[],
  style: TextStyle & { readonly leading?: number } = {},
): string {
  const step = (style.size ?? 13) * (style.leading ?? 1.3);
  return lines.map((one, i) => text(x, y + i * step, one, style)).join("");
}

/** A line with a filled head at its end. */
export function arrow(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  style: Style & { readonly head?: number },
): string {
  const { head = 8, stroke = "#222", width = 2 } = style;
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [bx, by] = [x2 - ux * head, y2 - uy * head];
  const half = head * 0.5;
  return (
    line(x1, y1, bx, by, { ...style, stroke, width }) +
    polygon(
      [
        [x2, y2],
        [bx - uy * half, by + ux * half],
        [bx + uy * half, by - ux * half],
      ],
      { fill: stroke },
    )
  );
}

/** A speech bubble's outline with its tail towards (tx, ty). */
export function bubble(x: number, y: number, w: number, h: number, tx: number, ty: number, style: Style): string {
  const cx = Math.min(Math.max(tx, x + 20), x + w - 20);
  const edge = ty > y + h / 2 ? y + h : y;
  const inside = ty > y + h / 2 ? edge - 2 : edge + 2;
  const { fill = "#fff", stroke = "#333" } = style;
  return (
    rect(x, y, w, h, { fill, stroke, round: 10 }) +
    polygon(
      [
        [cx - 7, edge],
        [cx + 7, edge],
        [tx, ty],
      ],
      { fill, stroke },
    ) +
    line(cx - 6, inside, cx + 6, inside, { stroke: fill, width: 4.5 })
  );
}

/** The page of one drawing, as large as `maxSide` allows and the die says. */
export function drawing(
  random: Random,
  look: Look,
  maxSide: number,
  {
    width,
    height,
    background = look.background,
  }: { readonly width: number; readonly height: number; readonly background?: string },
  ...body: readonly string[]
): PagePicture {
  const scale = Math.min(maxSide / Math.max(width, height), random.between(1, 2.7));
  return {
    kind: "page",
    html: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeText(look.font)}" fill="${look.ink}" style="display:block;background:${background}">${body.join("")}</svg>`,
    width,
    height,
    scale: Math.floor(scale * 1000) / 1000,
    fonts: look.fonts,
  };
}
