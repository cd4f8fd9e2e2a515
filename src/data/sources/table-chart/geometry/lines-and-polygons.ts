/** Problems about parallel lines and about figures with any number of corners. */
import { type Part, type Point, polar } from "./figure.ts";
import { both, type Maker, polygon, squared } from "./problem.ts";

export const parallelLines: Maker = (random, names) => {
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

export const cornerShape: Maker = (random, _names, unit) => {
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

export const regularPolygon: Maker = (random) => {
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
