/**
 * Plane figures from named points, drawn to scale as SVG: segments, circles, angle arcs, right-angle marks and the measures
 * written at them. It knows no theorems.
 */
import { escaped } from "../charts/render.ts";

export type Point = readonly [x: number, y: number];

export type Part =
  | {
      readonly kind: "segment";
      readonly from: string;
      readonly to: string;
      readonly dashed?: boolean;
      readonly arrow?: boolean;
    }
  | { readonly kind: "polygon"; readonly corners: readonly string[] }
  | { readonly kind: "circle"; readonly center: string; readonly radius: number }
  | { readonly kind: "sector"; readonly center: string; readonly from: string; readonly to: string }
  | { readonly kind: "angle"; readonly from: string; readonly at: string; readonly to: string; readonly text?: string }
  | { readonly kind: "right"; readonly from: string; readonly at: string; readonly to: string }
  /** A measure beside a segment, on the side away from point `off` (or from the figure's middle). */
  | {
      readonly kind: "length";
      readonly from: string;
      readonly to: string;
      readonly text: string;
      readonly off?: string;
    }
  | { readonly kind: "equal"; readonly from: string; readonly to: string };

export interface Figure {
  /** Points whose name begins with `_` are not labelled. Mathematical orientation: y upwards. */
  readonly points: Readonly<Record<string, Point>>;
  readonly parts: readonly Part[];
}

export interface Pen {
  readonly width: number;
  readonly height: number;
  readonly family: string;
  readonly fontSize: number;
  readonly ink: string;
  readonly accent: string;
  readonly fill: string;
  readonly background: string;
  readonly stroke: number;
  /** Radians by which the figure is turned, and whether it is mirrored first. */
  readonly turn: number;
  readonly mirror: boolean;
  readonly dots: boolean;
  readonly italic: boolean;
}

export function polar(center: Point, radius: number, degrees: number): Point {
  const radians = (degrees * Math.PI) / 180;
  return [center[0] + radius * Math.cos(radians), center[1] + radius * Math.sin(radians)];
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** Degrees of the angle at `at`, up to 180. */
export function angleAt(from: Point, at: Point, to: Point): number {
  const [ux, uy, vx, vy] = [from[0] - at[0], from[1] - at[1], to[0] - at[0], to[1] - at[1]];
  return (Math.acos((ux * vx + uy * vy) / Math.hypot(ux, uy) / Math.hypot(vx, vy)) * 180) / Math.PI;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The figure as an SVG of the pen's size, turned, scaled and centred. */
export function drawFigure(figure: Figure, pen: Pen): string {
  const place = placement(figure, pen);
  const points = Object.fromEntries(
    Object.entries(figure.points).map(([name, point]) => [name, place.to(point)]),
  ) as Record<string, Point>;
  const named = Object.entries(points);
  const middle: Point = [
    named.reduce((sum, [, [x]]) => sum + x, 0) / named.length,
    named.reduce((sum, [, [, y]]) => sum + y, 0) / named.length,
  ];
  const line = `stroke="${pen.ink}" stroke-width="${pen.stroke}" stroke-linecap="round" stroke-linejoin="round"`;
  const shapes: string[] = [];
  const texts: string[] = [];
  const write = ([x, y]: Point, text: string, color: string, italic = false) =>
    texts.push(
      `<text data-mark="text" x="${round(x)}" y="${round(y + pen.fontSize * 0.36)}" text-anchor="middle" font-size="${pen.fontSize}" fill="${color}"${italic ? ' font-style="italic"' : ""} stroke="${pen.background}" stroke-width="3" paint-order="stroke">${escaped(text)}</text>`,
    );
  for (const part of figure.parts) {
    if (part.kind === "polygon") {
      shapes.unshift(
        `<polygon points="${part.corners.map((name) => points[name]!.map(round).join(",")).join(" ")}" fill="${pen.fill}" ${line}/>`,
      );
    } else if (part.kind === "segment") {
      const [a, b] = [points[part.from]!, points[part.to]!];
      shapes.push(
        `<line x1="${round(a[0])}" y1="${round(a[1])}" x2="${round(b[0])}" y2="${round(b[1])}" ${line}${part.dashed ? ' stroke-dasharray="5 4"' : ""}/>`,
      );
    } else if (part.kind === "circle") {
      const [x, y] = points[part.center]!;
      shapes.unshift(
        `<circle cx="${round(x)}" cy="${round(y)}" r="${round(part.radius * place.scale)}" fill="${pen.fill}" ${line}/>`,
      );
    } else if (part.kind === "sector") {
      const [o, a, b] = [points[part.center]!, points[part.from]!, points[part.to]!];
      const r = round(distance(o, a));
      const sweep = cross(o, a, b) > 0 ? 1 : 0;
      shapes.unshift(
        `<path d="M${o.map(round)}L${a.map(round)}A${r} ${r} 0 0 ${sweep} ${b.map(round)}Z" fill="${pen.fill}" ${line}/>`,
      );
    } else if (part.kind === "angle") {
      const [a, v, b] = [points[part.from]!, points[part.at]!, points[part.to]!];
      const room = Math.min(distance(a, v), distance(b, v));
      const radius = Math.min(pen.fontSize * 1.7, room * 0.4);
      const [start, end] = [toward(v, a, radius), toward(v, b, radius)];
      const sweep = cross(v, a, b) > 0 ? 1 : 0;
      shapes.push(
        `<path d="M${start.map(round)}A${round(radius)} ${round(radius)} 0 0 ${sweep} ${end.map(round)}" fill="none" stroke="${pen.accent}" stroke-width="1.5"/>`,
      );
      if (part.text) {
        const half = (angleAt(a, v, b) * Math.PI) / 360;
        const far = Math.max(radius + pen.fontSize * 0.95, (pen.fontSize * 0.95) / Math.max(0.25, Math.sin(half)));
        write(toward(v, bisector(a, v, b), far), part.text, pen.accent);
      }
    } else if (part.kind === "right") {
      const [a, v, b] = [points[part.from]!, points[part.at]!, points[part.to]!];
      const size = Math.min(pen.fontSize * 0.9, distance(a, v) * 0.3, distance(b, v) * 0.3);
      const [p, q] = [toward(v, a, size), toward(v, b, size)];
      shapes.push(
        `<path d="M${p.map(round)}L${round(p[0] + q[0] - v[0])},${round(p[1] + q[1] - v[1])}L${q.map(round)}" fill="none" stroke="${pen.accent}" stroke-width="1.5"/>`,
      );
    } else if (part.kind === "equal") {
      const [a, b] = [points[part.from]!, points[part.to]!];
      const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const length = distance(a, b);
      const [nx, ny] = [((a[1] - b[1]) / length) * 5, ((b[0] - a[0]) / length) * 5];
      shapes.push(
        `<line x1="${round(mx - nx)}" y1="${round(my - ny)}" x2="${round(mx + nx)}" y2="${round(my + ny)}" ${line}/>`,
      );
    } else {
      const [a, b] = [points[part.from]!, points[part.to]!];
      const off = part.off ? points[part.off]! : middle;
      const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const length = distance(a, b);
      const [nx, ny] = [(a[1] - b[1]) / length, (b[0] - a[0]) / length];
      const away = (mx - off[0]) * nx + (my - off[1]) * ny >= 0 ? 1 : -1;
      const wide = part.text.length * pen.fontSize * 0.28 * Math.abs(nx) + pen.fontSize * 0.75 * Math.abs(ny) + 4;
      write([mx + nx * away * wide, my + ny * away * wide], part.text, pen.ink);
    }
  }
  for (const [name, point] of named) {
    if (name.startsWith("_")) continue;
    if (pen.dots) shapes.push(`<circle cx="${round(point[0])}" cy="${round(point[1])}" r="2.5" fill="${pen.ink}"/>`);
    write(
      distance(point, middle) < 6
        ? [point[0] + pen.fontSize * 0.8, point[1] + pen.fontSize * 0.8]
        : toward(point, [2 * point[0] - middle[0], 2 * point[1] - middle[1]], pen.fontSize * 0.95),
      name,
      pen.ink,
      pen.italic,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pen.width}" height="${pen.height}" font-family="'${pen.family}'">${shapes.join("")}${texts.join("")}</svg>`;
}

/** Twice the signed area of the triangle; positive when b lies clockwise of a on the screen. */
function cross(o: Point, a: Point, b: Point): number {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

function toward(from: Point, to: Point, length: number): Point {
  const far = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) / far) * length, from[1] + ((to[1] - from[1]) / far) * length];
}

function bisector(a: Point, v: Point, b: Point): Point {
  const [p, q] = [toward(v, a, 100), toward(v, b, 100)];
  return [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
}

/** From the figure's plane to the picture: turned, y downwards, as large as the margins allow. */
function placement(figure: Figure, pen: Pen): { to(point: Point): Point; scale: number } {
  const turned = ([x, y]: Point): Point => {
    const u = pen.mirror ? -x : x;
    return [u * Math.cos(pen.turn) - y * Math.sin(pen.turn), -(u * Math.sin(pen.turn) + y * Math.cos(pen.turn))];
  };
  const reach: Point[] = Object.values(figure.points).map(turned);
  for (const part of figure.parts) {
    if (part.kind !== "circle") continue;
    const [x, y] = turned(figure.points[part.center]!);
    reach.push([x - part.radius, y - part.radius], [x + part.radius, y + part.radius]);
  }
  const [left, right] = [Math.min(...reach.map(([x]) => x)), Math.max(...reach.map(([x]) => x))];
  const [top, bottom] = [Math.min(...reach.map(([, y]) => y)), Math.max(...reach.map(([, y]) => y))];
  const margin = pen.fontSize * 2.6;
  const scale = Math.min((pen.width - 2 * margin) / (right - left), (pen.height - 2 * margin) / (bottom - top));
  const [dx, dy] = [pen.width / 2 - ((left + right) / 2) * scale, pen.height / 2 - ((top + bottom) / 2) * scale];
  return {
    scale,
    to(point) {
      const [x, y] = turned(point);
      return [x * scale + dx, y * scale + dy];
    },
  };
}
