/** Plane figures with given lengths and angles, and what follows from them. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { exchange, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, type Point, path, polygon, text } from "../kit/svg.ts";

function arc([x, y]: Point, from: Point, to: Point, r: number, look: Look, stroke = look.accents[0]!): string {
  const at = ([px, py]: Point) => {
    const d = Math.hypot(px - x, py - y);
    return [x + ((px - x) / d) * r, y + ((py - y) / d) * r] as const;
  };
  const [a, b] = [at(from), at(to)];
  const cross = (a[0] - x) * (b[1] - y) - (a[1] - y) * (b[0] - x);
  return path(
    `M${a[0].toFixed(1)} ${a[1].toFixed(1)}A${r} ${r} 0 0 ${cross > 0 ? 1 : 0} ${b[0].toFixed(1)} ${b[1].toFixed(1)}`,
    { stroke, width: 2 },
  );
}

/** A label inside an angle. */
function angleLabel(corner: Point, a: Point, b: Point, r: number, label: string, look: Look): string {
  const unit = (p: Point) => {
    const d = Math.hypot(p[0] - corner[0], p[1] - corner[1]);
    return [(p[0] - corner[0]) / d, (p[1] - corner[1]) / d] as const;
  };
  const [u, v] = [unit(a), unit(b)];
  const d = Math.hypot(u[0] + v[0], u[1] + v[1]) || 1;
  return text(corner[0] + ((u[0] + v[0]) / d) * r, corner[1] + ((u[1] + v[1]) / d) * r + 5, label, {
    size: 13,
    halo: look.paper,
  });
}

function middleLabel(a: Point, b: Point, outside: Point, label: string, look: Look): string {
  const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const d = Math.hypot(mx - outside[0], my - outside[1]) || 1;
  return text(mx + ((mx - outside[0]) / d) * 20, my + ((my - outside[1]) / d) * 14 + 5, label, {
    size: 14,
    halo: look.paper,
  });
}

function triangleAngles({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const kind = random.weighted({ plain: 3, isosceles: 2 });
  const alpha = random.int(32, 72);
  const beta = kind === "isosceles" ? alpha : random.int(30, Math.min(88, 150 - alpha));
  const gamma = 180 - alpha - beta;
  const t = (v: number) => Math.tan((v * Math.PI) / 180);
  let h = (250 * t(alpha) * t(beta)) / (t(alpha) + t(beta));
  let cx = 50 + h / t(alpha);
  const shrink = Math.min(1, 155 / h);
  h *= shrink;
  cx = 175 + (cx - 175) * shrink;
  const [A, B, C]: [Point, Point, Point] = [
    [175 - 125 * shrink, 190],
    [175 + 125 * shrink, 190],
    [cx, 190 - h],
  ];
  const body = [
    polygon([A, B, C], { fill: look.tint, stroke: look.ink, width: 2.5 }),
    arc(A, B, C, 24, look) + angleLabel(A, B, C, 42, `${alpha}°`, look),
    kind === "isosceles" ? "" : arc(B, C, A, 24, look) + angleLabel(B, A, C, 42, `${beta}°`, look),
    arc(C, A, B, 22, look) + angleLabel(C, A, B, 38, "?", look),
    text(A[0] - 14, A[1] + 8, "A", { weight: 700 }),
    text(B[0] + 14, B[1] + 8, "B", { weight: 700 }),
    text(C[0], C[1] - 8, "C", { weight: 700 }),
    kind === "isosceles"
      ? [
          [A, C],
          [B, C],
        ]
          .map(([p, q]) => {
            const [mx, my] = [(p![0] + q![0]) / 2, (p![1] + q![1]) / 2];
            const d = Math.hypot(q![0] - p![0], q![1] - p![1]);
            const [nx, ny] = [-(q![1] - p![1]) / d, (q![0] - p![0]) / d];
            return line(mx - nx * 7, my - ny * 7, mx + nx * 7, my + ny * 7, { stroke: look.accents[1]!, width: 3 });
          })
          .join("")
      : "",
  ];
  const turns = [
    exchange(
      random,
      `{How large is the angle at C?|What is the missing angle?|Find the angle marked with the question mark.}`,
      `${gamma}°.`,
      kind === "isosceles"
        ? `The strokes show that AC and BC are equally long, so the angles at A and B are equal: ${alpha}° each. The angles of a triangle add up to 180°, so the angle at C is 180° − 2 · ${alpha}° = ${gamma}°.`
        : `The angles of a triangle add up to 180°. So the angle at C is 180° − ${alpha}° − ${beta}° = ${gamma}°.`,
    ),
    exchange(
      random,
      `{Does the triangle have an obtuse angle?|Is one of its angles larger than 90°?}`,
      gamma > 90 ? "Yes." : "No.",
      `The angles are ${alpha}°, ${beta}° and ${gamma}°. ${gamma > 90 ? "The one at C is larger than 90°, so the triangle is obtuse." : gamma === 90 ? "The one at C is a right angle and none is larger." : "None is larger than 90°."}`,
    ),
  ];
  return {
    template: "triangle-angles",
    pictures: [drawing(random, look, maxSide, { width: 350, height: 216 }, ...body)],
    turns: someOf(random, turns),
  };
}

const triples = [
  [3, 4, 5],
  [5, 12, 13],
  [6, 8, 10],
  [8, 15, 17],
  [9, 12, 15],
  [7, 24, 25],
  [12, 16, 20],
  [10, 24, 26],
  [20, 21, 29],
] as const;

function pythagoras({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [p, q, hypotenuse] = random.pick(triples);
  const [base, height] = random.chance(0.5) ? [p, q] : [q, p];
  const asked = random.pick(["hypotenuse", "base", "height"] as const);
  const unit = random.pick(["cm", "m", "mm"]);
  const scale = Math.min(232 / base, 150 / height);
  const flip = random.chance(0.5);
  const [x0, x1] = flip ? [300, 300 - base * scale] : [64, 64 + base * scale];
  const [R, P, Q]: [Point, Point, Point] = [
    [x0, 190],
    [x1, 190],
    [x0, 190 - height * scale],
  ];
  const side = flip ? -1 : 1;
  const show = (name: string, value: number) => (asked === name ? "?" : `${value} ${unit}`);
  const centre: Point = [(R[0] + P[0] + Q[0]) / 3, (R[1] + P[1] + Q[1]) / 3];
  const body = [
    polygon([R, P, Q], { fill: look.tint, stroke: look.ink, width: 2.5 }),
    path(`M${R[0] + 14 * side} ${R[1]}V${R[1] - 14}H${R[0]}`, { stroke: look.accents[0]!, width: 2 }),
    middleLabel(R, P, centre, show("base", base), look),
    middleLabel(R, Q, centre, show("height", height), look),
    middleLabel(P, Q, centre, show("hypotenuse", hypotenuse), look),
  ];
  const value = { hypotenuse, base, height }[asked];
  const others = [base, height, hypotenuse].filter((v) => v !== value) as [number, number];
  const area = (base * height) / 2;
  const turns = [
    exchange(
      random,
      `{How long is the side with the question mark?|Find the missing length.|What is the length of the third side?}`,
      `${value} ${unit}.`,
      asked === "hypotenuse"
        ? `The triangle has a right angle, and the side sought lies opposite it. By Pythagoras: √(${base}² + ${height}²) = √${base * base + height * height} = ${value} ${unit}.`
        : `The triangle has a right angle; the longest side is ${hypotenuse} ${unit}. By Pythagoras: √(${hypotenuse}² − ${Math.min(...others)}²) = √${value * value} = ${value} ${unit}.`,
    ),
    exchange(
      random,
      `{What is the area of the triangle?|How large is its area?}`,
      `${area} ${unit}².`,
      `${asked === "hypotenuse" ? "" : `The missing side is ${value} ${unit}. `}The two sides at the right angle are ${base} and ${height} ${unit}, so the area is ${base} · ${height} / 2 = ${area} ${unit}².`,
    ),
    exchange(
      random,
      `What is its perimeter?`,
      `${base + height + hypotenuse} ${unit}.`,
      `The sides are ${base}, ${height} and ${hypotenuse} ${unit}; together ${base + height + hypotenuse} ${unit}.`,
    ),
  ];
  return {
    template: "pythagoras",
    pictures: [drawing(random, look, maxSide, { width: 360, height: 224 }, ...body)],
    turns: someOf(random, turns),
  };
}

function lShape({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [w, h] = [random.int(6, 14), random.int(5, 10)];
  const s = Math.min(220 / w, 150 / h);
  // the cut-out corner must have room for its own labels
  const [cw, ch] = [
    random.int(Math.min(w - 2, Math.ceil(56 / s)), w - 2),
    random.int(Math.min(h - 2, Math.ceil(34 / s)), h - 2),
  ];
  const unit = random.pick(["m", "cm"]);
  const [x, y] = [60, 26];
  const shape: Point[] = [
    [x, y],
    [x + (w - cw) * s, y],
    [x + (w - cw) * s, y + ch * s],
    [x + w * s, y + ch * s],
    [x + w * s, y + h * s],
    [x, y + h * s],
  ];
  const body = [
    polygon(shape, { fill: look.tint, stroke: look.ink, width: 2.5 }),
    text(x + (w * s) / 2, y + h * s + 20, `${w} ${unit}`, { size: 14 }),
    text(x - 8, y + (h * s) / 2 + 5, `${h} ${unit}`, { size: 14, anchor: "end" }),
    text(x + (w - cw) * s + (cw * s) / 2, y + ch * s - 7, `${cw} ${unit}`, { size: 14 }),
    text(x + (w - cw) * s + 7, y + (ch * s) / 2 + 5, `${ch} ${unit}`, { size: 14, anchor: "start" }),
  ];
  const area = w * h - cw * ch;
  const turns = [
    exchange(
      random,
      `{What is the area of the figure?|How large is this L-shaped area?|Calculate the area.}`,
      `${area} ${unit}².`,
      `Complete it to a rectangle of ${w} · ${h} = ${w * h} ${unit}² and take away the corner of ${cw} · ${ch} = ${cw * ch} ${unit}²: ${area} ${unit}².`,
    ),
    exchange(
      random,
      `{What is the perimeter?|How long is the outline?}`,
      `${2 * (w + h)} ${unit}.`,
      `The missing corner does not change the outline's length: it is that of the full rectangle, 2 · (${w} + ${h}) = ${2 * (w + h)} ${unit}.`,
    ),
  ];
  return {
    template: "l-shape",
    pictures: [drawing(random, look, maxSide, { width: 360, height: 216 }, ...body)],
    turns: someOf(random, turns),
  };
}

function circles({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const given = random.pick(["radius", "diameter"] as const);
  const r = random.int(2, 15);
  const unit = random.pick(["cm", "m"]);
  const [cx, cy, R] = [150, 116, 92];
  const turn = random.between(-0.8, 0.8);
  const end: Point = [cx + R * Math.cos(turn), cy + R * Math.sin(turn)];
  const start: Point = given === "radius" ? [cx, cy] : [2 * cx - end[0], 2 * cy - end[1]];
  const body = [
    circle(cx, cy, R, { fill: look.tint, stroke: look.ink, width: 2.5 }),
    line(start[0], start[1], end[0], end[1], { stroke: look.accents[0]!, width: 2.5 }),
    circle(cx, cy, 3.5, { fill: look.ink }),
    text(
      (start[0] + end[0]) / 2 + (given === "diameter" ? 22 : 0),
      (start[1] + end[1]) / 2 - 9,
      `${given === "radius" ? r : 2 * r} ${unit}`,
      { size: 15, weight: 700, halo: look.tint },
    ),
  ];
  const two = (v: number) => v.toFixed(2);
  const turns = [
    exchange(
      random,
      `{What is the area of the circle?|How large is the disc's area?} {Use π ≈ 3.14159.|Give two decimals.|}`,
      `About ${two(Math.PI * r * r)} ${unit}².`,
      `The ${given} is ${given === "radius" ? r : 2 * r} ${unit}${given === "diameter" ? `, so the radius is ${r} ${unit}` : ""}. Area: π · ${r}² = ${r * r}π ≈ ${two(Math.PI * r * r)} ${unit}².`,
    ),
    exchange(
      random,
      `{What is the circumference?|How long is the line around the circle?}`,
      `About ${two(2 * Math.PI * r)} ${unit}.`,
      `Circumference: π times the diameter, π · ${2 * r} ≈ ${two(2 * Math.PI * r)} ${unit}.`,
    ),
    exchange(
      random,
      `What is the ${given === "radius" ? "diameter" : "radius"}?`,
      `${given === "radius" ? 2 * r : r} ${unit}.`,
      given === "radius"
        ? `The line goes from the centre to the edge: the radius is ${r} ${unit}, so the diameter is twice that, ${2 * r} ${unit}.`
        : `The line runs through the centre from edge to edge: the diameter is ${2 * r} ${unit}, so the radius is half of it, ${r} ${unit}.`,
    ),
  ];
  return {
    template: "circle",
    pictures: [drawing(random, look, maxSide, { width: 300, height: 232 }, ...body)],
    turns: someOf(random, turns),
  };
}

function parallels({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const angle = random.pick([random.int(40, 80), random.int(100, 140)]);
  const rad = (angle * Math.PI) / 180;
  const [y1, y2] = [64, 160];
  const mid: Point = [180, 112];
  const slope = (y: number): Point => [mid[0] - ((y - mid[1]) * Math.cos(rad)) / Math.sin(rad), y];
  const [p, q, top, bottom] = [slope(y1), slope(y2), slope(18), slope(206)];
  const kind = random.pick(["corresponding", "alternate", "neighbour"] as const);
  // the angle at the upper line is between the line to the right and the upward part of the slanting line
  const right = ([x, y]: Point): Point => [x + 50, y];
  const left = ([x, y]: Point): Point => [x - 50, y];
  const asked =
    kind === "corresponding"
      ? ([q, right(q), p] as const)
      : kind === "alternate"
        ? ([q, left(q), bottom] as const)
        : ([q, left(q), p] as const);
  const result = kind === "neighbour" ? 180 - angle : angle;
  const body = [
    line(20, y1, 340, y1, { stroke: look.ink, width: 2.5 }),
    line(20, y2, 340, y2, { stroke: look.ink, width: 2.5 }),
    line(top[0], top[1], bottom[0], bottom[1], { stroke: look.ink, width: 2.5 }),
    arc(p, right(p), top, 24, look) + angleLabel(p, right(p), top, 40, `${angle}°`, look),
    arc(asked[0], asked[1], asked[2], 24, look, look.accents[1]!) +
      angleLabel(asked[0], asked[1], asked[2], 40, "x", look),
    text(330, y1 - 8, "g", { size: 14 }),
    text(330, y2 - 8, "h", { size: 14 }),
  ];
  const why = {
    corresponding: "x is the corresponding angle at the other parallel",
    alternate: "x is vertically opposite to the corresponding angle",
    neighbour: `x and the corresponding angle of ${angle}° lie side by side on line h and add up to 180°`,
  }[kind];
  const turns = [
    exchange(
      random,
      `{Lines g and h are parallel. |Line g is parallel to line h. }{How large is x?|Find the angle x.|What is x in degrees?}`,
      `${result}°.`,
      `Since g and h are parallel, ${why}. So x = ${kind === "neighbour" ? `180° − ${angle}° = ` : ""}${result}°.`,
    ),
  ];
  return {
    template: `parallels-${kind}`,
    pictures: [drawing(random, look, maxSide, { width: 360, height: 222 }, ...body)],
    turns,
  };
}

export const planeSource = instructionSource(
  {
    name: "plane-geometry",
    leaf: "Logical Reasoning/Mathematical Reasoning/Plane Geometry",
    description: "Triangles, circles, parallels and L shapes with lengths and angles to find.",
  },
  (context) => context.random.pick([triangleAngles, pythagoras, lShape, circles, parallels])(context),
);
