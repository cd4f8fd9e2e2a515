/** School physics: levers, motion graphs, resistors and springs, computed from what is drawn. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { exchange, listed, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, polygon, polyline, rect, text } from "../kit/svg.ts";

/** At most two decimals. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function lever({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [a, b] = [random.int(1, 5), random.int(1, 5)];
  const left = random.int(1, 12);
  const level = random.chance(0.35) && (left * a) % b === 0;
  const right = level ? (left * a) / b : random.int(1, 12);
  const [turnLeft, turnRight] = [left * a, right * b];
  const step = 28;
  const [cx, y] = [184, 108];
  const block = (x: number, kg: number) => {
    const size = 22 + Math.min(kg, 12) * 1.6;
    return marked(
      "weight",
      String(kg),
      "",
      rect(x - size / 2, y - size - 3, size, size, { fill: look.accents[0]!, stroke: look.ink }),
      text(x, y - size / 2 + 2, `${kg}`, { size: 14, weight: 700, fill: "#fff" }),
    );
  };
  const body = [
    rect(cx - 5.6 * step, y - 3, 11.2 * step, 7, { fill: "#a9743f", stroke: look.ink, width: 1 }),
    polygon(
      [
        [cx, y + 4],
        [cx - 20, y + 52],
        [cx + 20, y + 52],
      ],
      { fill: look.muted },
    ),
    ...Array.from({ length: 11 }, (_, i) => i - 5).map(
      (k) =>
        line(cx + k * step, y + 4, cx + k * step, y + 11, { stroke: look.ink }) +
        (k === 0 ? "" : text(cx + k * step, y + 24, String(Math.abs(k)), { size: 11.5 })),
    ),
    block(cx - a * step, left),
    block(cx + b * step, right),
    text(cx, y + 76, "masses in kg, distances in m; the bar is held level", { size: 11.5, fill: look.muted }),
  ];
  const side = turnLeft === turnRight ? "neither side" : turnLeft > turnRight ? "the left side" : "the right side";
  const needed = turnLeft / b;
  const turns = [
    exchange(
      random,
      `{What happens when the bar is released?|Which side goes down when one lets go?|Will the lever stay level when it is let go?}`,
      turnLeft === turnRight ? "It stays level." : `It tips: ${side} goes down.`,
      `Compare mass times distance from the pivot. Left: ${left} kg · ${a} m = ${turnLeft}. Right: ${right} kg · ${b} m = ${turnRight}. ${turnLeft === turnRight ? "Both are equal, so the lever stays level." : `The larger value is on ${side.replace("the ", "the ")}, so that side goes down.`}`,
    ),
    exchange(
      random,
      `{Which mass would have to be on the right, at the same place, for balance?|What mass at the right-hand block's place would balance the lever?}`,
      `${round(needed)} kg.`,
      `The left side gives ${left} · ${a} = ${turnLeft}. At ${b} m on the right that needs ${turnLeft} / ${b} = ${round(needed)} kg.`,
    ),
  ];
  return {
    template: "lever",
    pictures: [drawing(random, look, maxSide, { width: 368, height: 196 }, ...body)],
    turns: someOf(random, turns),
  };
}

function motion({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const pieces = random.int(3, 4);
  const times = [0];
  const places = [random.int(0, 4) * 5];
  for (let i = 0; i < pieces; i++) {
    times.push(times[i]! + random.int(1, 3) * 2);
    const slope = random.pick(
      [0, 0, 5, 10, 15, -5, -10].filter((s) => {
        const to = places[i]! + (s * (times[i + 1]! - times[i]!)) / 2;
        return (
          to >= 0 && to <= 60 && (i === 0 || s !== (2 * (places[i]! - places[i - 1]!)) / (times[i]! - times[i - 1]!))
        );
      }),
    );
    places.push(places[i]! + (slope * (times[i + 1]! - times[i]!)) / 2);
  }
  const end = times.at(-1)!;
  const top = Math.max(20, Math.ceil(Math.max(...places) / 10) * 10);
  const [x0, y0, w, h] = [52, 194, 290, 164];
  const atTime = (t: number) => x0 + (t / end) * w;
  const atWay = (s: number) => y0 - (s / top) * h;
  const body = [
    ...Array.from(
      { length: end / 2 + 1 },
      (_, i) =>
        line(atTime(2 * i), y0, atTime(2 * i), y0 - h, { stroke: look.muted, width: 0.5 }) +
        text(atTime(2 * i), y0 + 17, String(2 * i), { size: 12 }),
    ),
    ...Array.from(
      { length: top / 10 + 1 },
      (_, i) =>
        line(x0, atWay(10 * i), x0 + w, atWay(10 * i), { stroke: look.muted, width: 0.5 }) +
        text(x0 - 7, atWay(10 * i) + 4, String(10 * i), { size: 12, anchor: "end" }),
    ),
    line(x0, y0, x0 + w, y0, { stroke: look.ink, width: 2 }),
    line(x0, y0, x0, y0 - h, { stroke: look.ink, width: 2 }),
    text(x0 + w / 2, y0 + 36, "time in s", { size: 12.5 }),
    text(14, y0 - h / 2, "place in m", { size: 12.5, rotate: -90 }),
    polyline(
      times.map((t, i) => [atTime(t), atWay(places[i]!)] as const),
      { stroke: look.accents[0]!, width: 3.5, mark: "graph", name: times.map((t, i) => `${t}:${places[i]}`).join(" ") },
    ),
  ];
  const speeds = times.slice(1).map((t, i) => (places[i + 1]! - places[i]!) / (t - times[i]!));
  const rests = speeds.flatMap((v, i) => (v === 0 ? [`from ${times[i]} s to ${times[i + 1]} s`] : []));
  const i = random.int(0, pieces - 1);
  const fastest = Math.max(...speeds.map(Math.abs));
  const quick = speeds.flatMap((v, k) => (Math.abs(v) === fastest ? [`from ${times[k]} s to ${times[k + 1]} s`] : []));
  const way = places.slice(1).reduce((sum, p, k) => sum + Math.abs(p - places[k]!), 0);
  const turns = [
    exchange(
      random,
      `{What is the velocity between ${times[i]} s and ${times[i + 1]} s?|How fast does it move between ${times[i]} s and ${times[i + 1]} s, and in which direction?}`,
      `${round(speeds[i]!).replace("-", "−")} m/s.`,
      `Between ${times[i]} s and ${times[i + 1]} s the place changes from ${places[i]} m to ${places[i + 1]} m. Velocity = (${places[i + 1]} − ${places[i]}) m / ${times[i + 1]! - times[i]!} s = ${round(speeds[i]!).replace("-", "−")} m/s${speeds[i]! < 0 ? ": it moves back" : speeds[i] === 0 ? ": it stands still" : ": it moves forward"}.`,
    ),
    exchange(
      random,
      `{When does it stand still?|During which times is it at rest?}`,
      rests.length === 0 ? "Never." : `${listed(rests)}.`,
      rests.length === 0
        ? "The graph has no level part, so it never stands still."
        : `Where the graph is level the place does not change: ${listed(rests)}.`,
    ),
    ...(fastest > 0
      ? [
          exchange(
            random,
            `{When is it fastest?|In which part is the speed greatest?}`,
            `${listed(quick)}.`,
            `The steepest part of the graph is ${listed(quick)}, with a speed of ${round(fastest)} m/s.`,
          ),
        ]
      : []),
    exchange(
      random,
      `{What distance is covered in all?|How long is the whole way, there and back counted?}`,
      `${round(way)} m.`,
      `Add up the changes of place without sign: ${places
        .slice(1)
        .map((p, k) => Math.abs(p - places[k]!))
        .join(" + ")} = ${round(way)} m.`,
    ),
  ];
  return {
    template: "motion-graph",
    pictures: [drawing(random, look, maxSide, { width: 360, height: 240, background: look.paper }, ...body)],
    turns: someOf(random, turns),
  };
}

function resistors({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const series = random.chance(0.5);
  const [r1, r2] = random.pick([
    [2, 4],
    [3, 6],
    [4, 4],
    [6, 12],
    [10, 10],
    [5, 20],
    [12, 4],
    [20, 30],
    [8, 24],
    [10, 40],
  ] as const);
  const total = series ? r1 + r2 : (r1 * r2) / (r1 + r2);
  const current = random.pick([0.5, 1, 1.5, 2, 3]);
  const volts = total * current;
  const wire = { stroke: look.ink, width: 2.5 };
  const resistor = (x: number, y: number, ohm: number, name: string) =>
    marked(
      "resistor",
      `${ohm}`,
      "",
      rect(x - 30, y - 11, 60, 22, { fill: look.paper, stroke: look.ink, width: 2.5 }),
      text(x, y - 17, `${name} = ${ohm} Ω`, { size: 13, halo: look.paper }),
    );
  const battery =
    line(40, 150, 40, 122, wire) +
    line(26, 122, 54, 122, { stroke: look.ink, width: 3 }) +
    line(33, 112, 47, 112, { stroke: look.ink, width: 6 }) +
    line(40, 112, 40, 50, wire) +
    text(64, 121, `${round(volts)} V`, { size: 14, anchor: "start" });
  const body = series
    ? [
        line(40, 50, 300, 50, wire),
        line(300, 50, 300, 190, wire),
        line(40, 190, 300, 190, wire),
        line(40, 150, 40, 190, wire),
        battery,
        resistor(120, 50, r1, "R₁"),
        resistor(225, 50, r2, "R₂"),
      ]
    : [
        line(40, 50, 300, 50, wire),
        line(300, 50, 300, 190, wire),
        line(40, 190, 300, 190, wire),
        line(40, 150, 40, 190, wire),
        battery,
        line(120, 50, 120, 112, wire),
        line(270, 50, 270, 112, wire),
        line(120, 112, 270, 112, wire),
        circle(120, 50, 4, { fill: look.ink }),
        circle(270, 50, 4, { fill: look.ink }),
        resistor(195, 50, r1, "R₁"),
        resistor(195, 112, r2, "R₂"),
      ];
  const [i1, i2] = [volts / r1, volts / r2];
  const turns = [
    exchange(
      random,
      `{What is the total resistance?|Which single resistor could replace R₁ and R₂?|Find the equivalent resistance.}`,
      `${round(total)} Ω.`,
      series
        ? `R₁ and R₂ are in series, so they add up: ${r1} Ω + ${r2} Ω = ${round(total)} Ω.`
        : `R₁ and R₂ are in parallel: 1/R = 1/${r1} + 1/${r2}, so R = ${r1} · ${r2} / (${r1} + ${r2}) = ${round(total)} Ω.`,
    ),
    exchange(
      random,
      `{What current flows through the battery?|How large is the total current?}`,
      `${round(current)} A.`,
      `The total resistance is ${round(total)} Ω${series ? " (in series)" : " (in parallel)"}. By Ohm's law I = ${round(volts)} V / ${round(total)} Ω = ${round(current)} A.`,
    ),
    exchange(
      random,
      `{Are the resistors in series or in parallel?|How are R₁ and R₂ connected?}`,
      series ? "In series." : "In parallel.",
      series
        ? "There is one path only: the same current goes through R₁ and then R₂, so they are in series."
        : "The path splits: both resistors lie between the same two points, so they are in parallel.",
    ),
    series
      ? exchange(
          random,
          "What voltage drops across R₂?",
          `${round(current * r2)} V.`,
          `The current is ${round(current)} A through both. Across R₂: ${r2} Ω · ${round(current)} A = ${round(current * r2)} V.`,
        )
      : exchange(
          random,
          "Through which resistor does more current flow?",
          r1 === r2 ? "The same through both." : r1 < r2 ? "Through R₁." : "Through R₂.",
          r1 === r2
            ? "Both have the same resistance and the same voltage, so the currents are equal."
            : `Both have ${round(volts)} V across them. The smaller resistance takes the larger current: R₁ ${round(i1)} A, R₂ ${round(i2)} A.`,
        ),
  ];
  return {
    template: series ? "series" : "parallel",
    pictures: [drawing(random, look, maxSide, { width: 340, height: 212, background: look.paper }, ...body)],
    turns: someOf(random, turns),
  };
}

function springs({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const perKg = random.int(2, 4);
  const rest = random.int(4, 6);
  const [m1, m2] = random.shuffled([1, 2, 3, 4]) as [number, number];
  const lengths = [rest, rest + perKg * m1, rest + perKg * m2];
  const cm = 8.6;
  const body = [
    rect(46, 14, 290, 9, { fill: look.muted }),
    ...Array.from(
      { length: 12 },
      (_, i) =>
        line(52, 23 + 2 * i * cm, 60, 23 + 2 * i * cm, { stroke: look.ink, width: 1 }) +
        text(44, 27 + 2 * i * cm, String(2 * i), { size: 11, anchor: "end" }),
    ),
    line(52, 23, 52, 23 + 22 * cm, { stroke: look.ink }),
    text(30, 12, "cm", { size: 11 }),
    ...lengths.map((length, i) => {
      const x = 120 + i * 82;
      const end = 23 + length * cm;
      const coils = 9;
      const zigzag = [
        [x, 23],
        ...Array.from({ length: coils * 2 }, (_, k) => [
          x + (k % 2 === 0 ? -11 : 11),
          23 + ((k + 0.5) / (coils * 2)) * length * cm,
        ]),
        [x, end],
      ].map(([a, b]) => [a!, b!] as const);
      const kg = [0, m1, m2][i]!;
      return (
        marked("spring", `${length}`, "", polyline(zigzag, { stroke: look.accents[1]!, width: 2.5 })) +
        line(x - 44, end, x + 14, end, { stroke: look.accents[0]!, width: 1.2, dash: "3 3" }) +
        (kg > 0
          ? rect(x - 19, end, 38, 22, { fill: look.accents[0]!, stroke: look.ink }) +
            text(x, end + 16, `${kg} kg`, { size: 12, weight: 700, fill: "#fff" })
          : "") +
        text(x, 250, "ABC"[i]!, { size: 14, weight: 700 })
      );
    }),
  ];
  const m3 = random.pick([1, 2, 3, 4, 5].filter((m) => m !== m1 && m !== m2));
  const turns = [
    exchange(
      random,
      `{By how much does one kilogram stretch the spring?|A, B and C are the same kind of spring. How far does it stretch per kilogram?}`,
      `${perKg} cm.`,
      `Without a load (A) the spring is ${rest} cm long, with ${m1} kg (B) ${lengths[1]} cm. That is ${lengths[1]! - rest} cm more for ${m1} kg, so ${perKg} cm per kilogram.`,
    ),
    exchange(
      random,
      `{All three are the same spring. |}{How long would it be with ${m3} kg?|What length do you expect for a load of ${m3} kg?}`,
      `${rest + perKg * m3} cm.`,
      `It stretches by ${perKg} cm per kilogram from ${rest} cm. With ${m3} kg: ${rest} + ${m3} · ${perKg} = ${rest + perKg * m3} cm.`,
    ),
    exchange(
      random,
      `How long is spring C?`,
      `${lengths[2]} cm.`,
      `Its lower end is level with ${lengths[2]} cm on the ruler.`,
    ),
  ];
  return {
    template: "springs",
    pictures: [drawing(random, look, maxSide, { width: 350, height: 260 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const physicsSource = instructionSource(
  {
    name: "school-physics",
    version: 2,
    leaf: "Logical Reasoning/Other Logical Reasoning/Physics",
    description: "Levers, motion graphs, resistors and springs.",
  },
  (context) => context.random.pick([lever, motion, resistors, springs])(context),
);
