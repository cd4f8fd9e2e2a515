/** Problems about circles: measures, chords, tangents, sectors and the angles over an arc. */
import { type Point, polar } from "./figure.ts";
import { both, type Maker, squared, triple } from "./problem.ts";

export const circle: Maker = (random, names, unit) => {
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

export const chord: Maker = (random, names, unit) => {
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

export const inscribedAngle: Maker = (random, names) => {
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

export const thales: Maker = (random, names) => {
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

export const sector: Maker = (random, names, unit) => {
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

export const tangent: Maker = (random, names, unit) => {
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
