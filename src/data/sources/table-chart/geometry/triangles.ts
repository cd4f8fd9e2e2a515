/** Problems about triangles: sides, areas, angles, similar ones. */
import { type Part, type Point, polar } from "./figure.ts";
import { both, type Maker, polygon, squared, triple } from "./problem.ts";

/** Right angle at C between legs CA (up) and CB (along). */
function rightTriangle(names: readonly string[], along: number, up: number) {
  const [a, b, c] = names as [string, string, string];
  const points: Record<string, Point> = { [c]: [0, 0], [b]: [along, 0], [a]: [0, up] };
  return { a, b, c, points, parts: [polygon(a, b, c), { kind: "right", from: a, at: c, to: b }] as Part[] };
}

export const hypotenuse: Maker = (random, names, unit) => {
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

export const rightTriangleArea: Maker = (random, names, unit) => {
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

export const thirdAngle: Maker = (random, names) => {
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

export const isosceles: Maker = (random, names) => {
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

export const exteriorAngle: Maker = (random, names) => {
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

export const similar: Maker = (random, names, unit) => {
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
