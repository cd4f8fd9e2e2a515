/** Problems about figures with four corners. */
import { type Part, type Point, polar } from "./figure.ts";
import { both, type Maker, polygon, squared, triple } from "./problem.ts";

export const rectangle: Maker = (random, names, unit) => {
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

export const parallelogram: Maker = (random, names, unit) => {
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

export const trapezoid: Maker = (random, names, unit) => {
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

export const fourthAngle: Maker = (random, names) => {
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
