/**
 * Drawings as lists of paths: one description that becomes SVG text, paint on a canvas, and silhouettes for masks. It
 * knows paths and paint, not what they picture.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import { createCanvas, Path2D } from "../../../canvas.ts";
import { canvasPixels } from "../../../canvas-pixels.ts";

export interface Stroke {
  /** SVG path data. */
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly opacity?: number;
  /** Path data of the area that this one is kept inside. */
  readonly clip?: string;
}

/** Paint of one path: a fill colour, or more. */
export type Paint = string | Omit<Stroke, "d" | "clip">;
export type Point = readonly [x: number, y: number];

/** Shifts, then scales; a negative x scale mirrors. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);

export function ellipsePath(x: number, y: number, rx: number, ry: number, degrees = 0): string {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180) * rx, Math.sin((degrees * Math.PI) / 180) * rx];
  const arc = `A${short(rx)} ${short(ry)} ${short(degrees)} 1 0`;
  const [left, right] = [`${short(x - cos)} ${short(y - sin)}`, `${short(x + cos)} ${short(y + sin)}`];
  return `M${left}${arc} ${right}${arc} ${left}Z`;
}

export function rectPath(x: number, y: number, width: number, height: number, radius = 0): string {
  if (radius === 0) return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  const r = Math.min(radius, width / 2, height / 2);
  const [rs, w, h] = [short(r), short(width - 2 * r), short(height - 2 * r)];
  const corner = (dx: string, dy: string) => `a${rs} ${rs} 0 0 1 ${dx} ${dy}`;
  return `M${short(x + r)} ${short(y)}h${w}${corner(rs, rs)}v${h}${corner(`-${rs}`, rs)}h-${w}${corner(`-${rs}`, `-${rs}`)}v-${h}${corner(rs, `-${rs}`)}Z`;
}

export function polygonPath(points: readonly Point[], closed = true): string {
  return `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join("L")}${closed ? "Z" : ""}`;
}

/** Regular polygon, or a star where `inner` is below 1; the first corner points up. */
export function regularPoints(x: number, y: number, radius: number, corners: number, inner = 1): Point[] {
  const count = inner === 1 ? corners : corners * 2;
  return Array.from({ length: count }, (_, i): Point => {
    const r = i % 2 === 1 ? radius * inner : radius;
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / count;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
}

/** Collects strokes; every method adds one path on top of the earlier ones. */
export class Pen {
  readonly strokes: Stroke[] = [];
  path(d: string, paint: Paint, clip?: string): void {
    const painted = typeof paint === "string" ? { fill: paint } : paint;
    this.strokes.push(clip === undefined ? { d, ...painted } : { d, ...painted, clip });
  }
  circle(x: number, y: number, r: number, paint: Paint): void {
    this.path(ellipsePath(x, y, r, r), paint);
  }
  ellipse(x: number, y: number, rx: number, ry: number, paint: Paint, degrees = 0): void {
    this.path(ellipsePath(x, y, rx, ry, degrees), paint);
  }
  rect(x: number, y: number, width: number, height: number, paint: Paint, radius = 0): void {
    this.path(rectPath(x, y, width, height, radius), paint);
  }
  polygon(points: readonly Point[], paint: Paint): void {
    this.path(polygonPath(points), paint);
  }
  /** An open line with round ends. */
  line(points: readonly Point[], stroke: string, width: number): void {
    this.path(polygonPath(points, false), { stroke, width });
  }
  curve(d: string, stroke: string, width: number): void {
    this.path(d, { stroke, width });
  }
}

const attribute = (name: string, value: string | number | undefined) =>
  value === undefined ? "" : ` ${name}="${value}"`;

/** The strokes as SVG elements; `prefix` keeps the names of clip paths apart within one document. */
export function strokesToSvg(strokes: readonly Stroke[], prefix: string): string {
  let clips = 0;
  return strokes
    .map(({ d, fill, stroke, width, opacity, clip }) => {
      const paint =
        attribute("fill", fill ?? "none") +
        attribute("stroke", stroke) +
        attribute("stroke-width", width === undefined ? undefined : short(width)) +
        attribute("opacity", opacity);
      if (clip === undefined) return `<path d="${d}"${paint}/>`;
      const name = `${prefix}${clips++}`;
      return `<clipPath id="${name}"><path d="${clip}"/></clipPath><path d="${d}" clip-path="url(#${name})"${paint}/>`;
    })
    .join("");
}

/** A group of strokes at its place. Round caps and joins are set here and hold for all of them. */
export function placedSvg(strokes: readonly Stroke[], at: Placement, prefix: string, attributes = ""): string {
  const transform = `translate(${short(at.x)} ${short(at.y)}) scale(${at.scaleX.toFixed(4)} ${at.scaleY.toFixed(4)})`;
  return `<g transform="${transform}" stroke-linecap="round" stroke-linejoin="round"${attributes}>${strokesToSvg(strokes, prefix)}</g>`;
}

/** Paints strokes on a canvas as a browser paints their SVG. */
export function paintStrokes(context: SKRSContext2D, strokes: readonly Stroke[], at?: Placement): void {
  context.save();
  if (at) {
    context.translate(at.x, at.y);
    context.scale(at.scaleX, at.scaleY);
  }
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { d, fill, stroke, width, opacity, clip } of strokes) {
    const path = new Path2D(d);
    if (clip !== undefined) {
      context.save();
      context.clip(new Path2D(clip));
    }
    context.globalAlpha = opacity ?? 1;
    if (fill !== undefined) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke !== undefined) {
      context.strokeStyle = stroke;
      context.lineWidth = width ?? 1;
      context.stroke(path);
    }
    if (clip !== undefined) context.restore();
  }
  context.restore();
}

/** RGB bytes of a finished canvas drawing. */
export function paintedPicture(
  width: number,
  height: number,
  paint: (context: SKRSContext2D) => void,
): { width: number; height: number; data: Uint8Array } {
  const context = createCanvas(width, height).getContext("2d");
  paint(context);
  const rgba = canvasPixels(context, 0, 0, width, height);
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from]!;
    data[to + 1] = rgba[from + 1]!;
    data[to + 2] = rgba[from + 2]!;
  }
  return { width, height, data };
}

/** Channel-wise mixture of two `#rrggbb` colours; `share` of the second. */
export function mixed(first: string, second: string, share: number): string {
  const channel = (hex: string, i: number) => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const value = (i: number) => Math.round(channel(first, i) * (1 - share) + channel(second, i) * share);
  return `#${[0, 1, 2].map((i) => value(i).toString(16).padStart(2, "0")).join("")}`;
}

/** Perceived brightness, 0 to 1. */
export function brightness(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}
