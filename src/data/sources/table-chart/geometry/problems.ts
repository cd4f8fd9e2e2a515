/** Problems of plane geometry: a figure whose measures are drawn to scale, a question, and the steps to its answer. */
import type { Random } from "../../../random.ts";
import { type Figure, type Part, type Point, polar } from "./figure.ts";

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

const both = (en: string, zh: string): Both => ({ en, zh });

const triples: readonly (readonly [number, number, number])[] = [
  [3, 4, 5],
  [5, 12, 13],
  [8, 15, 17],
  [7, 24, 25],
  [20, 21, 29],
  [9, 40, 41],
];

/** The unit of an area; lengths without a unit have areas without one. */
const squared = (unit: string) => (unit === "" ? "" : `${unit}²`);

type Maker = (random: Random, names: readonly string[], unit: string) => Problem;

function triple(random: Random): [number, number, number] {
  const [a, b, c] = random.pick(triples.slice(0, 5));
  const k = random.int(1, c > 20 ? 2 : 4);
  return random.chance(0.5) ? [a * k, b * k, c * k] : [b * k, a * k, c * k];
}

function polygon(...corners: string[]): Part {
  return { kind: "polygon", corners };
}

/** Right angle at C between legs CA (up) and CB (along). */
function rightTriangle(names: readonly string[], along: number, up: number) {
  const [a, b, c] = names as [string, string, string];
  const points: Record<string, Point> = { [c]: [0, 0], [b]: [along, 0], [a]: [0, up] };
  return { a, b, c, points, parts: [polygon(a, b, c), { kind: "right", from: a, at: c, to: b }] as Part[] };
}

const hypotenuse: Maker = (random, names, unit) => {
  const [up, along, slope] = triple(random);
  const { a, b, c, points, parts } = rightTriangle(names, along, up);
  const hidden = random.pick(["slope", "along", "up"]);
  const x = hidden === "slope" ? slope : hidden === "along" ? along : up;
  const label = (value: number, side: string) => (side === hidden ? "x" : `${value}${unit}`);
  const figure = {
    points,
    parts: [
      ...parts,
      { kind: "length", from: c, to: b, text: label(along, "along"), off: a },
      { kind: "length", from: c, to: a, text: label(up, "up"), off: b },
      { kind: "length", from: a, to: b, text: label(slope, "slope"), off: c },
    ] as Part[],
  };
  const [p, q] = hidden === "slope" ? [along, up] : [slope, hidden === "along" ? up : along];
  const sign = hidden === "slope" ? "+" : "-";
  const square = hidden === "slope" ? p ** 2 + q ** 2 : p ** 2 - q ** 2;
  return {
    kind: "right-triangle-side",
    figure,
    question: both(
      random.pick([
        "Find x.",
        `The triangle has a right angle at ${c}. Find x.`,
        "What is the length of the side marked x?",
        "Determine the unknown side x.",
      ]),
      random.pick(["求x的值。", "求图中标为x的边长。"]),
    ),
    steps: both(
      `The triangle has a right angle at ${c}, so by the Pythagorean theorem x² = ${p}² ${sign} ${q}² = ${p ** 2} ${sign} ${q ** 2} = ${square}. Hence x = ${x}${unit}.`,
      `角${c}是直角，由勾股定理得x² = ${p}² ${sign} ${q}² = ${square}，所以x = ${x}${unit}。`,
    ),
    answer: `${x}${unit}`,
    description: both(
      `A right triangle ${a}${b}${c} with the right angle at ${c}; one side is marked x.`,
      `直角三角形${a}${b}${c}，直角在${c}，其中一边标为x。`,
    ),
  };
};

const rightTriangleArea: Maker = (random, names, unit) => {
  const [up, along] = [random.int(3, 14), random.int(4, 18)];
  const { a, b, c, points, parts } = rightTriangle(names, along, up);
  const area = (up * along) / 2;
  return {
    kind: "right-triangle-area",
    figure: {
      points,
      parts: [
        ...parts,
        { kind: "length", from: c, to: b, text: `${along}${unit}`, off: a },
        { kind: "length", from: c, to: a, text: `${up}${unit}`, off: b },
      ],
    },
    question: both(
      random.pick([
        `What is the area of triangle ${a}${b}${c}?`,
        "Find the area of the triangle.",
        "Compute the area.",
      ]),
      `三角形${a}${b}${c}的面积是多少？`,
    ),
    steps: both(
      `The legs ${along}${unit} and ${up}${unit} are perpendicular, so the area is ${along} × ${up} / 2 = ${area}${squared(unit)}.`,
      `两直角边为${along}${unit}和${up}${unit}，面积 = ${along} × ${up} ÷ 2 = ${area}${squared(unit)}。`,
    ),
    answer: `${area}${squared(unit)}`,
    description: both(
      `A right triangle ${a}${b}${c} with legs ${along}${unit} and ${up}${unit}.`,
      `直角三角形${a}${b}${c}，两直角边长为${along}${unit}和${up}${unit}。`,
    ),
  };
};

/** Angles at A, B, C in degrees; C lies above AB. */
function triangleWith(
  names: readonly string[],
  alpha: number,
  beta: number,
): { a: string; b: string; c: string; points: Record<string, Point> } {
  const [a, b, c] = names as [string, string, string];
  const gamma = 180 - alpha - beta;
  const side = (10 * Math.sin((beta * Math.PI) / 180)) / Math.sin((gamma * Math.PI) / 180);
  return { a, b, c, points: { [a]: [0, 0], [b]: [10, 0], [c]: polar([0, 0], side, alpha) } };
}

const thirdAngle: Maker = (random, names) => {
  const alpha = random.int(32, 88);
  const beta = random.int(32, Math.min(88, 146 - alpha));
  const gamma = 180 - alpha - beta;
  const { a, b, c, points } = triangleWith(names, alpha, beta);
  return {
    kind: "triangle-third-angle",
    figure: {
      points,
      parts: [
        polygon(a, b, c),
        { kind: "angle", from: b, at: a, to: c, text: `${alpha}°` },
        { kind: "angle", from: a, at: b, to: c, text: `${beta}°` },
        { kind: "angle", from: a, at: c, to: b, text: random.pick(["x", "?"]) },
      ],
    },
    question: both(
      random.pick([
        `How large is the angle at ${c}?`,
        `Find the angle ${a}${c}${b}.`,
        "Find the missing angle of the triangle.",
      ]),
      `角${c}是多少度？`,
    ),
    steps: both(
      `The angles of a triangle add up to 180°: 180° - ${alpha}° - ${beta}° = ${gamma}°.`,
      `三角形内角和为180°：180° - ${alpha}° - ${beta}° = ${gamma}°。`,
    ),
    answer: `${gamma}°`,
    description: both(
      `A triangle ${a}${b}${c} whose angles at ${a} and ${b} are ${alpha}° and ${beta}°.`,
      `三角形${a}${b}${c}，角${a}为${alpha}°，角${b}为${beta}°。`,
    ),
  };
};

const isosceles: Maker = (random, names) => {
  const base = random.int(34, 74);
  const apex = 180 - 2 * base;
  const { a, b, c, points } = triangleWith(names, base, base);
  const givenBase = random.chance(0.5);
  const answer = givenBase ? apex : base;
  return {
    kind: "isosceles-angle",
    figure: {
      points,
      parts: [
        polygon(a, b, c),
        { kind: "equal", from: a, to: c },
        { kind: "equal", from: b, to: c },
        { kind: "angle", from: b, at: a, to: c, text: givenBase ? `${base}°` : "x" },
        { kind: "angle", from: a, at: c, to: b, text: givenBase ? "x" : `${apex}°` },
      ],
    },
    question: both(
      random.pick([
        "The marked sides are equal. Find x.",
        "Find the angle x.",
        `Triangle ${a}${b}${c} is isosceles. How large is x?`,
      ]),
      "标记的两边相等，求x。",
    ),
    steps: givenBase
      ? both(
          `The marked sides are equal, so both base angles are ${base}°. Then x = 180° - 2 × ${base}° = ${apex}°.`,
          `两腰相等，底角都是${base}°，x = 180° - 2 × ${base}° = ${apex}°。`,
        )
      : both(
          `The marked sides are equal, so the base angles are equal: x = (180° - ${apex}°) / 2 = ${base}°.`,
          `两腰相等，底角相等，x = (180° - ${apex}°) ÷ 2 = ${base}°。`,
        ),
    answer: `${answer}°`,
    description: both(
      `An isosceles triangle ${a}${b}${c} with ${a}${c} = ${b}${c}.`,
      `等腰三角形${a}${b}${c}，${a}${c} = ${b}${c}。`,
    ),
  };
};

const exteriorAngle: Maker = (random, names) => {
  const alpha = random.int(35, 70);
  const gamma = random.int(35, 75);
  const beta = 180 - alpha - gamma;
  const { a, b, c, points } = triangleWith(names, alpha, beta);
  const d = names[3]!;
  return {
    kind: "exterior-angle",
    figure: {
      points: { ...points, [d]: [14.5, 0] },
      parts: [
        polygon(a, b, c),
        { kind: "segment", from: b, to: d },
        { kind: "angle", from: b, at: a, to: c, text: `${alpha}°` },
        { kind: "angle", from: a, at: c, to: b, text: `${gamma}°` },
        { kind: "angle", from: c, at: b, to: d, text: "x" },
      ],
    },
    question: both(
      random.pick(["Find the exterior angle x.", `${a}, ${b} and ${d} lie on a line. How large is x?`]),
      "求外角x的度数。",
    ),
    steps: both(
      `An exterior angle equals the sum of the two opposite interior angles: x = ${alpha}° + ${gamma}° = ${alpha + gamma}°.`,
      `外角等于不相邻两内角之和：x = ${alpha}° + ${gamma}° = ${alpha + gamma}°。`,
    ),
    answer: `${alpha + gamma}°`,
    description: both(
      `A triangle ${a}${b}${c} whose side ${a}${b} is extended to ${d}.`,
      `三角形${a}${b}${c}，边${a}${b}延长到${d}。`,
    ),
  };
};

const rectangle: Maker = (random, names, unit) => {
  const [a, b, c, d] = names as [string, string, string, string];
  const task = random.pick(["area", "perimeter", "diagonal"] as const);
  const [width, height, diagonal] = task === "diagonal" ? triple(random) : [random.int(5, 18), random.int(3, 12), 0];
  const answers = {
    area: `${width * height}${squared(unit)}`,
    perimeter: `${2 * (width + height)}${unit}`,
    diagonal: `${diagonal}${unit}`,
  };
  const steps = {
    area: both(
      `The area is ${width} × ${height} = ${width * height}${squared(unit)}.`,
      `面积 = ${width} × ${height} = ${width * height}${squared(unit)}。`,
    ),
    perimeter: both(
      `The perimeter is 2 × (${width} + ${height}) = ${2 * (width + height)}${unit}.`,
      `周长 = 2 × (${width} + ${height}) = ${2 * (width + height)}${unit}。`,
    ),
    diagonal: both(
      `The diagonal is √(${width}² + ${height}²) = √${width ** 2 + height ** 2} = ${diagonal}${unit}.`,
      `对角线 = √(${width}² + ${height}²) = ${diagonal}${unit}。`,
    ),
  };
  const ask = {
    area: both("What is the area of the rectangle?", "矩形的面积是多少？"),
    perimeter: both("What is the perimeter of the rectangle?", "矩形的周长是多少？"),
    diagonal: both(`How long is the diagonal ${a}${c}?`, `对角线${a}${c}长多少？`),
  };
  return {
    kind: `rectangle-${task}`,
    figure: {
      points: { [a]: [0, 0], [b]: [width, 0], [c]: [width, height], [d]: [0, height] },
      parts: [
        polygon(a, b, c, d),
        { kind: "right", from: b, at: a, to: d },
        ...(task === "diagonal" ? [{ kind: "segment", from: a, to: c, dashed: random.chance(0.4) } as Part] : []),
        { kind: "length", from: a, to: b, text: `${width}${unit}` },
        { kind: "length", from: b, to: c, text: `${height}${unit}` },
      ],
    },
    question: ask[task],
    steps: steps[task],
    answer: answers[task],
    description: both(
      `A rectangle ${a}${b}${c}${d} with sides ${width}${unit} and ${height}${unit}.`,
      `矩形${a}${b}${c}${d}，边长为${width}${unit}和${height}${unit}。`,
    ),
  };
};

const parallelogram: Maker = (random, names, unit) => {
  const [a, b, c, d, e] = names as [string, string, string, string, string];
  const [base, height, shift] = [random.int(7, 16), random.int(4, 9), random.int(2, 4)];
  return {
    kind: "parallelogram-area",
    figure: {
      points: { [a]: [0, 0], [b]: [base, 0], [c]: [base + shift, height], [d]: [shift, height], [e]: [shift, 0] },
      parts: [
        polygon(a, b, c, d),
        { kind: "segment", from: d, to: e, dashed: true },
        { kind: "right", from: d, at: e, to: b },
        { kind: "length", from: d, to: e, text: `${height}${unit}`, off: a },
        { kind: "length", from: d, to: c, text: `${base}${unit}`, off: e },
      ],
    },
    question: both(
      `${a}${b}${c}${d} is a parallelogram. What is its area?`,
      `${a}${b}${c}${d}是平行四边形，它的面积是多少？`,
    ),
    steps: both(
      `The area of a parallelogram is base times height: ${base} × ${height} = ${base * height}${squared(unit)}.`,
      `平行四边形面积 = 底 × 高 = ${base} × ${height} = ${base * height}${squared(unit)}。`,
    ),
    answer: `${base * height}${squared(unit)}`,
    description: both(
      `A parallelogram ${a}${b}${c}${d} with the height ${d}${e}.`,
      `平行四边形${a}${b}${c}${d}，高为${d}${e}。`,
    ),
  };
};

const trapezoid: Maker = (random, names, unit) => {
  const [a, b, c, d, e] = names as [string, string, string, string, string];
  const top = random.int(4, 9);
  const [left, right] = [random.int(2, 4), random.int(1, 4)];
  const bottom = top + left + right;
  const height = random.int(4, 9);
  const area = ((top + bottom) * height) / 2;
  return {
    kind: "trapezoid-area",
    figure: {
      points: { [a]: [0, 0], [b]: [bottom, 0], [c]: [left + top, height], [d]: [left, height], [e]: [left, 0] },
      parts: [
        polygon(a, b, c, d),
        { kind: "segment", from: d, to: e, dashed: true },
        { kind: "right", from: d, at: e, to: b },
        { kind: "length", from: a, to: b, text: `${bottom}${unit}`, off: c },
        { kind: "length", from: d, to: c, text: `${top}${unit}`, off: a },
        { kind: "length", from: d, to: e, text: `${height}${unit}`, off: a },
      ],
    },
    question: both(
      `${a}${b} is parallel to ${d}${c}, and ${a}${b} = ${bottom}${unit} in total. Find the area of the trapezoid.`,
      `${a}${b}平行于${d}${c}，求梯形的面积。`,
    ),
    steps: both(
      `Area = (${bottom} + ${top}) / 2 × ${height} = ${area}${squared(unit)}.`,
      `面积 = (${bottom} + ${top}) ÷ 2 × ${height} = ${area}${squared(unit)}。`,
    ),
    answer: `${area}${squared(unit)}`,
    description: both(
      `A trapezoid ${a}${b}${c}${d} with parallel sides ${bottom}${unit} and ${top}${unit} and height ${height}${unit}.`,
      `梯形${a}${b}${c}${d}，上下底为${top}${unit}和${bottom}${unit}，高${height}${unit}。`,
    ),
  };
};

const circle: Maker = (random, names, unit) => {
  const [o, a, b] = [names[0]!, names[1]!, names[2]!];
  const radius = random.int(2, 15);
  const diameter = random.chance(0.45);
  const area = random.chance(0.5);
  const given = diameter ? 2 * radius : radius;
  const points: Record<string, Point> = diameter
    ? { [a]: [-radius, 0], [b]: [radius, 0], [o]: [0, 0] }
    : { [o]: [0, 0], [a]: [radius, 0] };
  const from = diameter ? "_left" : o;
  const answer = area ? `${radius ** 2}π${squared(unit)}` : `${2 * radius}π${unit}`;
  const half = diameter
    ? both(`The radius is ${given} / 2 = ${radius}${unit}. `, `半径为${given} ÷ 2 = ${radius}${unit}。`)
    : both("", "");
  const all: Record<string, Point> = diameter
    ? { [a]: points[a]!, [b]: points[b]!, _left: [-radius, 0], _right: [radius, 0] }
    : points;
  return {
    kind: area ? "circle-area" : "circle-circumference",
    figure: {
      points: diameter ? { ...all, _center: [0, 0] } : all,
      parts: [
        { kind: "circle", center: diameter ? "_center" : o, radius },
        { kind: "segment", from: diameter ? a : o, to: diameter ? b : a },
        { kind: "length", from, to: diameter ? "_right" : a, text: `${given}${unit}` },
      ],
    },
    question: area
      ? both(
          `${diameter ? `${a}${b} is a diameter.` : `${o} is the centre.`} What is the area of the circle, in terms of π?`,
          `${diameter ? `${a}${b}是直径` : `${o}是圆心`}，圆的面积是多少（用π表示）？`,
        )
      : both(
          `${diameter ? `${a}${b} is a diameter.` : `${o} is the centre.`} What is the circumference, in terms of π?`,
          `${diameter ? `${a}${b}是直径` : `${o}是圆心`}，圆的周长是多少（用π表示）？`,
        ),
    steps: area
      ? both(
          `${half.en}The area is π × ${radius}² = ${radius ** 2}π${squared(unit)}.`,
          `${half.zh}面积 = π × ${radius}² = ${radius ** 2}π${squared(unit)}。`,
        )
      : both(
          `${half.en}The circumference is 2π × ${radius} = ${2 * radius}π${unit}.`,
          `${half.zh}周长 = 2π × ${radius} = ${2 * radius}π${unit}。`,
        ),
    answer,
    description: both(
      `A circle whose ${diameter ? "diameter" : "radius"} is marked ${given}${unit}.`,
      `一个圆，${diameter ? "直径" : "半径"}标为${given}${unit}。`,
    ),
  };
};

const chord: Maker = (random, names, unit) => {
  const [half, gap, radius] = triple(random);
  const [o, a, b, m] = names as [string, string, string, string];
  return {
    kind: "circle-chord",
    figure: {
      points: { [o]: [0, 0], [a]: [-half, -gap], [b]: [half, -gap], [m]: [0, -gap] },
      parts: [
        { kind: "circle", center: o, radius },
        { kind: "segment", from: a, to: b },
        { kind: "segment", from: o, to: m, dashed: true },
        { kind: "segment", from: o, to: b },
        { kind: "right", from: o, at: m, to: b },
        { kind: "length", from: o, to: b, text: `${radius}${unit}`, off: m },
        { kind: "length", from: o, to: m, text: `${gap}${unit}`, off: b },
      ],
    },
    question: both(
      `${o} is the centre of the circle and ${o}${m} is perpendicular to the chord ${a}${b}. How long is ${a}${b}?`,
      `${o}是圆心，${o}${m}垂直于弦${a}${b}，求${a}${b}的长。`,
    ),
    steps: both(
      `In the right triangle, ${m}${b} = √(${radius}² - ${gap}²) = √${radius ** 2 - gap ** 2} = ${half}${unit}. The chord is twice as long: ${a}${b} = ${2 * half}${unit}.`,
      `${m}${b} = √(${radius}² - ${gap}²) = ${half}${unit}，所以${a}${b} = ${2 * half}${unit}。`,
    ),
    answer: `${2 * half}${unit}`,
    description: both(
      `A circle with centre ${o}, a chord ${a}${b} and the perpendicular ${o}${m} on it.`,
      `圆心为${o}的圆，弦${a}${b}，以及垂线${o}${m}。`,
    ),
  };
};

const parallelLines: Maker = (random, names) => {
  const angle = random.pick([random.int(42, 78), random.int(102, 138)]);
  const relation = random.pick(["corresponding", "alternate", "co-interior"] as const);
  const run = 6 / Math.tan((angle * Math.PI) / 180);
  const [lower, upper]: [Point, Point] = [
    [-run / 2, -3],
    [run / 2, 3],
  ];
  const far = 1.55;
  const points: Record<string, Point> = {
    _a: [-8, 3],
    _b: [8, 3],
    _c: [-8, -3],
    _d: [8, -3],
    _p: [lower[0] * far, -3 * far],
    _q: [upper[0] * far, 3 * far],
    _u: upper,
    _v: lower,
  };
  const x = relation === "co-interior" ? 180 - angle : angle;
  const mark: Part =
    relation === "corresponding"
      ? { kind: "angle", from: "_b", at: "_u", to: "_q", text: "x" }
      : relation === "alternate"
        ? { kind: "angle", from: "_a", at: "_u", to: "_p", text: "x" }
        : { kind: "angle", from: "_b", at: "_u", to: "_p", text: "x" };
  const [l, m] = random.pick([
    ["g", "h"],
    ["m", "n"],
    ["p", "q"],
    ["l", "k"],
  ]) as [string, string];
  void names;
  const why = {
    corresponding: both("Corresponding angles are equal", "同位角相等"),
    alternate: both("Alternate angles are equal", "内错角相等"),
    "co-interior": both("Co-interior angles add up to 180°", "同旁内角互补"),
  }[relation];
  return {
    kind: `parallel-lines-${relation}`,
    figure: {
      points: { ...points, [l]: [8.4, 3], [m]: [8.4, -3] },
      parts: [
        { kind: "segment", from: "_a", to: "_b" },
        { kind: "segment", from: "_c", to: "_d" },
        { kind: "segment", from: "_p", to: "_q" },
        { kind: "angle", from: "_d", at: "_v", to: "_q", text: `${angle}°` },
        mark,
      ],
    },
    question: both(
      random.pick([`The lines ${l} and ${m} are parallel. Find x.`, `${l} ∥ ${m}. How large is the angle x?`]),
      `直线${l}与${m}平行，求x。`,
    ),
    steps: both(
      `${why.en}${relation === "co-interior" ? `, so x = 180° - ${angle}° = ${x}°` : `, so x = ${x}°`}.`,
      `${why.zh}，所以x = ${relation === "co-interior" ? `180° - ${angle}° = ` : ""}${x}°。`,
    ),
    answer: `${x}°`,
    description: both(
      `Two parallel lines ${l} and ${m}, cut by a third line. One angle is ${angle}°, another is marked x.`,
      `两条平行线${l}和${m}被第三条直线所截，一个角为${angle}°，另一个角标为x。`,
    ),
  };
};

const inscribedAngle: Maker = (random, names) => {
  const [o, a, b, c] = names as [string, string, string, string];
  const inscribed = random.int(28, 66);
  const central = 2 * inscribed;
  const askCentral = random.chance(0.5);
  const radius = 10;
  return {
    kind: "inscribed-angle",
    figure: {
      points: {
        [o]: [0, 0],
        [a]: polar([0, 0], radius, 270 - inscribed),
        [b]: polar([0, 0], radius, 270 + inscribed),
        [c]: polar([0, 0], radius, random.int(78, 102)),
      },
      parts: [
        { kind: "circle", center: o, radius },
        { kind: "segment", from: o, to: a },
        { kind: "segment", from: o, to: b },
        { kind: "segment", from: c, to: a },
        { kind: "segment", from: c, to: b },
        { kind: "angle", from: a, at: o, to: b, text: askCentral ? "x" : `${central}°` },
        { kind: "angle", from: a, at: c, to: b, text: askCentral ? `${inscribed}°` : "x" },
      ],
    },
    question: both(`${o} is the centre of the circle. Find x.`, `${o}是圆心，求x。`),
    steps: askCentral
      ? both(
          `The central angle is twice the inscribed angle over the same arc: x = 2 × ${inscribed}° = ${central}°.`,
          `圆心角是同弧所对圆周角的两倍：x = 2 × ${inscribed}° = ${central}°。`,
        )
      : both(
          `The inscribed angle is half the central angle over the same arc: x = ${central}° / 2 = ${inscribed}°.`,
          `圆周角是同弧所对圆心角的一半：x = ${central}° ÷ 2 = ${inscribed}°。`,
        ),
    answer: `${askCentral ? central : inscribed}°`,
    description: both(
      `A circle with centre ${o}; the arc ${a}${b} is seen from ${o} and from ${c}.`,
      `圆心为${o}的圆，弧${a}${b}分别对应圆心角和圆周角${c}。`,
    ),
  };
};

const thales: Maker = (random, names) => {
  const [a, b, c] = names as [string, string, string];
  const alpha = random.int(24, 66);
  return {
    kind: "thales",
    figure: {
      points: { _center: [0, 0], [a]: [-10, 0], [b]: [10, 0], [c]: polar([0, 0], 10, 2 * alpha) },
      parts: [
        { kind: "circle", center: "_center", radius: 10 },
        { kind: "segment", from: a, to: b },
        { kind: "segment", from: a, to: c },
        { kind: "segment", from: b, to: c },
        { kind: "angle", from: b, at: a, to: c, text: `${alpha}°` },
        { kind: "angle", from: a, at: b, to: c, text: "x" },
      ],
    },
    question: both(`${a}${b} is a diameter of the circle. Find x.`, `${a}${b}是圆的直径，求x。`),
    steps: both(
      `${a}${b} is a diameter, so the angle at ${c} is 90° (Thales). Then x = 180° - 90° - ${alpha}° = ${90 - alpha}°.`,
      `${a}${b}是直径，角${c} = 90°，所以x = 180° - 90° - ${alpha}° = ${90 - alpha}°。`,
    ),
    answer: `${90 - alpha}°`,
    description: both(
      `A circle with diameter ${a}${b} and a third point ${c} on it.`,
      `以${a}${b}为直径的圆，${c}在圆上。`,
    ),
  };
};

const similar: Maker = (random, names, unit) => {
  const [a, b, c, d, e] = names as [string, string, string, string, string];
  const [part, factor] = [random.int(2, 6), random.int(2, 3)];
  const base = random.int(2, 6);
  const whole = part * factor;
  const apex: Point = [random.between(1, 4), whole];
  const [left, right]: [Point, Point] = [
    [-base, 0],
    [base * factor * 0.9, 0],
  ];
  const [cut, t] = [
    (from: Point): Point => [apex[0] + (from[0] - apex[0]) * t, apex[1] + (from[1] - apex[1]) * t],
    1 / factor,
  ];
  const inner = base;
  // Only ratios are drawn to scale; the marked numbers are proportional to the drawn lengths along AB and DE, BC.
  return {
    kind: "similar-triangles",
    figure: {
      points: { [a]: apex, [b]: left, [c]: right, [d]: cut(left), [e]: cut(right) },
      parts: [
        polygon(a, b, c),
        { kind: "segment", from: d, to: e },
        { kind: "length", from: a, to: d, text: `${part}${unit}`, off: e },
        { kind: "length", from: d, to: b, text: `${whole - part}${unit}`, off: c },
        { kind: "length", from: d, to: e, text: `${inner}${unit}`, off: a },
        { kind: "length", from: b, to: c, text: "x", off: a },
      ],
    },
    question: both(`${d}${e} is parallel to ${b}${c}. Find x = ${b}${c}.`, `${d}${e}平行于${b}${c}，求x = ${b}${c}。`),
    steps: both(
      `The triangles ${a}${d}${e} and ${a}${b}${c} are similar. ${a}${b} = ${part} + ${whole - part} = ${whole}${unit}, so the ratio is ${whole} / ${part} = ${factor}, and x = ${factor} × ${inner} = ${factor * inner}${unit}.`,
      `三角形${a}${d}${e}与${a}${b}${c}相似，相似比为${whole} ÷ ${part} = ${factor}，x = ${factor} × ${inner} = ${factor * inner}${unit}。`,
    ),
    answer: `${factor * inner}${unit}`,
    description: both(
      `A triangle ${a}${b}${c} with a line ${d}${e} parallel to ${b}${c}.`,
      `三角形${a}${b}${c}，线段${d}${e}平行于${b}${c}。`,
    ),
  };
};

const cornerShape: Maker = (random, _names, unit) => {
  const [width, height] = [random.int(8, 16), random.int(7, 13)];
  const [cutWidth, cutHeight] = [random.int(3, width - 4), random.int(3, height - 3)];
  const area = width * height - cutWidth * cutHeight;
  return {
    kind: "l-shape-area",
    figure: {
      points: {
        _a: [0, 0],
        _b: [width, 0],
        _c: [width, height - cutHeight],
        _d: [width - cutWidth, height - cutHeight],
        _e: [width - cutWidth, height],
        _f: [0, height],
      },
      parts: [
        polygon("_a", "_b", "_c", "_d", "_e", "_f"),
        { kind: "length", from: "_a", to: "_b", text: `${width}${unit}`, off: "_e" },
        { kind: "length", from: "_a", to: "_f", text: `${height}${unit}`, off: "_b" },
        { kind: "length", from: "_d", to: "_c", text: `${cutWidth}${unit}`, off: "_a" },
        { kind: "length", from: "_d", to: "_e", text: `${cutHeight}${unit}`, off: "_a" },
      ],
    },
    question: both(
      "All corners are right angles. What is the area of the figure?",
      "所有角都是直角，图形的面积是多少？",
    ),
    steps: both(
      `The full rectangle has ${width} × ${height} = ${width * height}${squared(unit)}; the missing corner has ${cutWidth} × ${cutHeight} = ${cutWidth * cutHeight}${squared(unit)}. The area is ${width * height} - ${cutWidth * cutHeight} = ${area}${squared(unit)}.`,
      `大矩形面积${width} × ${height} = ${width * height}，减去缺角${cutWidth} × ${cutHeight} = ${cutWidth * cutHeight}，面积为${area}${squared(unit)}。`,
    ),
    answer: `${area}${squared(unit)}`,
    description: both(
      "An L-shaped figure with right angles only; four of its sides carry a measure.",
      "一个L形图形，所有角均为直角，四条边标有长度。",
    ),
  };
};

const regularPolygon: Maker = (random) => {
  const sides = random.pick([3, 4, 5, 6, 8, 9, 10, 12]);
  const corners = Array.from({ length: sides }, (_, i) => `_${i}`);
  const interior = 180 - 360 / sides;
  const names: Record<number, string> = {
    3: "triangle",
    4: "square",
    5: "pentagon",
    6: "hexagon",
    8: "octagon",
    9: "nonagon",
    10: "decagon",
    12: "dodecagon",
  };
  const task = random.pick(["angle", "sum", "name"]);
  const ask = {
    angle: both(
      "The polygon is regular. How large is each of its interior angles?",
      "这是正多边形，每个内角是多少度？",
    ),
    sum: both("What is the sum of the interior angles of this polygon?", "这个多边形的内角和是多少？"),
    name: both("How many sides does the polygon have, and what is it called?", "这个多边形有几条边？"),
  };
  const steps = {
    angle: both(
      `It has ${sides} sides. The angles add up to (${sides} - 2) × 180° = ${(sides - 2) * 180}°, so each is ${(sides - 2) * 180}° / ${sides} = ${interior}°.`,
      `它有${sides}条边，内角和为(${sides} - 2) × 180° = ${(sides - 2) * 180}°，每个内角为${interior}°。`,
    ),
    sum: both(
      `It has ${sides} sides, so the sum is (${sides} - 2) × 180° = ${(sides - 2) * 180}°.`,
      `它有${sides}条边，内角和为(${sides} - 2) × 180° = ${(sides - 2) * 180}°。`,
    ),
    name: both(`It has ${sides} sides: a regular ${names[sides]!}.`, `它有${sides}条边。`),
  };
  return {
    kind: `polygon-${task}`,
    figure: {
      points: Object.fromEntries(corners.map((name, i) => [name, polar([0, 0], 10, 90 + (360 / sides) * i)])),
      parts: [polygon(...corners)],
    },
    question: ask[task as keyof typeof ask],
    steps: steps[task as keyof typeof steps],
    answer: task === "angle" ? `${interior}°` : task === "sum" ? `${(sides - 2) * 180}°` : String(sides),
    description: both(`A regular ${names[sides]!} with ${sides} sides.`, `一个正${sides}边形。`),
  };
};

const sector: Maker = (random, names, unit) => {
  const [o, a, b] = names as [string, string, string];
  const angle = random.pick([30, 40, 45, 60, 72, 90, 120]);
  const radius = random.pick([3, 6, 9, 12]);
  const area = random.chance(0.5);
  const value = area ? (angle / 360) * radius ** 2 : (angle / 360) * 2 * radius;
  const text = String(Math.round(value * 1000) / 1000);
  return {
    kind: area ? "sector-area" : "sector-arc",
    figure: {
      points: { [o]: [0, 0], [a]: [radius, 0], [b]: polar([0, 0], radius, angle) },
      parts: [
        { kind: "sector", center: o, from: a, to: b },
        { kind: "angle", from: a, at: o, to: b, text: `${angle}°` },
        { kind: "length", from: o, to: a, text: `${radius}${unit}`, off: b },
      ],
    },
    question: area
      ? both("What is the area of the sector, in terms of π?", "扇形的面积是多少（用π表示）？")
      : both(`How long is the arc ${a}${b}, in terms of π?`, `弧${a}${b}的长度是多少（用π表示）？`),
    steps: area
      ? both(
          `The sector is ${angle}/360 of the circle: ${angle}/360 × π × ${radius}² = ${text}π${squared(unit)}.`,
          `面积 = ${angle}/360 × π × ${radius}² = ${text}π${squared(unit)}。`,
        )
      : both(
          `The arc is ${angle}/360 of the circumference: ${angle}/360 × 2π × ${radius} = ${text}π${unit}.`,
          `弧长 = ${angle}/360 × 2π × ${radius} = ${text}π${unit}。`,
        ),
    answer: area ? `${text}π${squared(unit)}` : `${text}π${unit}`,
    description: both(
      `A circular sector with centre ${o}, radius ${radius}${unit} and angle ${angle}°.`,
      `圆心为${o}的扇形，半径${radius}${unit}，圆心角${angle}°。`,
    ),
  };
};

const fourthAngle: Maker = (random, names) => {
  const [a, b, c, d] = names as [string, string, string, string];
  for (;;) {
    const degrees = [random.int(62, 118), random.int(62, 118), random.int(62, 118)] as const;
    const last = 360 - degrees[0] - degrees[1] - degrees[2];
    if (last < 55 || last > 125) continue;
    // AB lies flat; AD and BC leave at their angles and are cut by CD at the angle of C
    const start = polar([10, 0], random.between(6, 9), 180 - degrees[1]);
    const direction = 180 - degrees[1] + 180 - degrees[2];
    const meet = crossing([0, 0], degrees[0], start, direction);
    if (!meet || Math.hypot(...meet) < 4 || Math.hypot(...meet) > 16) continue;
    return {
      kind: "quadrilateral-angle",
      figure: {
        points: { [a]: [0, 0], [b]: [10, 0], [c]: start, [d]: meet },
        parts: [
          polygon(a, b, c, d),
          { kind: "angle", from: b, at: a, to: d, text: `${degrees[0]}°` },
          { kind: "angle", from: a, at: b, to: c, text: `${degrees[1]}°` },
          { kind: "angle", from: b, at: c, to: d, text: `${degrees[2]}°` },
          { kind: "angle", from: c, at: d, to: a, text: "x" },
        ],
      },
      question: both(random.pick(["Find x.", `How large is the angle at ${d}?`]), `求角${d}的度数x。`),
      steps: both(
        `The angles of a quadrilateral add up to 360°: x = 360° - ${degrees.join("° - ")}° = ${last}°.`,
        `四边形内角和为360°：x = 360° - ${degrees.join("° - ")}° = ${last}°。`,
      ),
      answer: `${last}°`,
      description: both(
        `A quadrilateral ${a}${b}${c}${d} with three given angles.`,
        `四边形${a}${b}${c}${d}，已知三个角。`,
      ),
    };
  }
};

/** Where the ray from p at a direction (degrees) meets the one from q. */
function crossing(p: Point, alpha: number, q: Point, beta: number): Point | undefined {
  const [ux, uy] = polar([0, 0], 1, alpha);
  const [vx, vy] = polar([0, 0], 1, beta);
  const base = ux * vy - uy * vx;
  if (Math.abs(base) < 0.05) return undefined;
  const t = ((q[0] - p[0]) * vy - (q[1] - p[1]) * vx) / base;
  const s = ((q[0] - p[0]) * uy - (q[1] - p[1]) * ux) / base;
  return t > 0 && s > 0 ? [p[0] + t * ux, p[1] + t * uy] : undefined;
}

const tangent: Maker = (random, names, unit) => {
  const [radius, length, far] = triple(random);
  const [o, p, t] = names as [string, string, string];
  const at = polar([0, 0], radius, (Math.acos(radius / far) * 180) / Math.PI);
  return {
    kind: "tangent-length",
    figure: {
      points: { [o]: [0, 0], [p]: [far, 0], [t]: at },
      parts: [
        { kind: "circle", center: o, radius },
        { kind: "segment", from: o, to: p },
        { kind: "segment", from: o, to: t },
        { kind: "segment", from: t, to: p },
        { kind: "right", from: o, at: t, to: p },
        { kind: "length", from: o, to: t, text: `${radius}${unit}`, off: p },
        { kind: "length", from: o, to: p, text: `${far}${unit}`, off: t },
      ],
    },
    question: both(
      `${p}${t} touches the circle at ${t}. How long is ${p}${t}?`,
      `${p}${t}与圆相切于${t}，求${p}${t}的长。`,
    ),
    steps: both(
      `The radius is perpendicular to the tangent: ${p}${t} = √(${far}² - ${radius}²) = √${far ** 2 - radius ** 2} = ${length}${unit}.`,
      `半径垂直于切线：${p}${t} = √(${far}² - ${radius}²) = ${length}${unit}。`,
    ),
    answer: `${length}${unit}`,
    description: both(
      `A circle with centre ${o} and a tangent from ${p} that touches it at ${t}.`,
      `圆心为${o}的圆，从${p}引出的切线切于${t}。`,
    ),
  };
};

export const makers: readonly Maker[] = [
  hypotenuse,
  rightTriangleArea,
  thirdAngle,
  isosceles,
  exteriorAngle,
  rectangle,
  parallelogram,
  trapezoid,
  circle,
  chord,
  parallelLines,
  inscribedAngle,
  thales,
  similar,
  cornerShape,
  regularPolygon,
  sector,
  fourthAngle,
  tangent,
];
