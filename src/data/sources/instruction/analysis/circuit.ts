/** Circuit diagrams of a battery, resistors in series or in parallel, lamps and a switch: parts, resistance, current. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, numberWord, spin } from "../kit/phrases.ts";
import { circle, drawing, line, marked, polyline, rect, text } from "../kit/svg.ts";

interface Circuit {
  readonly parallel: boolean;
  /** Ohms. */
  readonly resistors: readonly number[];
  readonly volts: number;
  readonly lamps: number;
  readonly open: boolean | undefined;
}

/** Total resistance of the resistors alone, in ohms. */
export function totalResistance({ parallel, resistors }: Circuit): number {
  return parallel ? 1 / resistors.reduce((sum, one) => sum + 1 / one, 0) : resistors.reduce((sum, one) => sum + one, 0);
}

const rounded = (value: number) => String(Number(value.toPrecision(3)));

/** In parallel, pairs whose total is a short number. */
const pairs = [
  [6, 3],
  [12, 6],
  [20, 5],
  [30, 15],
  [10, 10],
  [40, 10],
  [60, 30],
  [24, 8],
  [100, 100],
  [20, 20],
  [12, 4],
  [15, 10],
  [36, 12],
  [90, 45],
] as const;

function randomCircuit(random: Random): Circuit {
  const parallel = random.chance(0.4);
  const resistors = parallel
    ? random.shuffled(random.pick(pairs))
    : Array.from({ length: random.int(1, 3) }, () => random.pick([2, 4, 5, 8, 10, 12, 15, 20, 25, 40, 50, 100]));
  return {
    parallel,
    resistors,
    volts: random.pick([3, 4.5, 6, 9, 12, 24]),
    lamps: parallel ? 0 : random.pick([0, 0, 1, 2]),
    open: random.chance(0.5) ? random.chance(0.4) : undefined,
  };
}

export const circuits = instructionSource(
  {
    name: "circuit-diagrams",
    version: 3,
    leaf: "Analysis/Professional Chart Analysis/Circuit Diagram",
    description: "Simple circuits: count and name the parts, total resistance, current, whether it flows.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const circuit = randomCircuit(random);
    const { width, height, body } = draw(circuit, look.ink, look.dark ? "#232a35" : "#ffffff", random);
    return {
      template: circuit.parallel ? "parallel" : "series",
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: questions(circuit, random),
    };
  },
);

function draw(circuit: Circuit, ink: string, paper: string, random: Random) {
  const wire = { stroke: ink, width: 2.2 };
  // a long row is scaled down, and its letters with it
  const letters = circuit.parallel || circuit.resistors.length + circuit.lamps < 4 ? 16 : 21;
  const zigzag = random.chance(0.5);
  const resistor = (x: number, y: number, label: string, name: string) =>
    marked(
      "resistor",
      name,
      "",
      rect(x - 34, y - 12, 68, 24, zigzag ? { fill: paper } : { fill: paper, ...wire }),
      zigzag
        ? polyline(
            [
              [x - 34, y],
              [x - 28, y - 11],
              [x - 17, y + 11],
              [x - 6, y - 11],
              [x + 6, y + 11],
              [x + 17, y - 11],
              [x + 28, y + 11],
              [x + 34, y],
            ],
            wire,
          )
        : "",
      text(x, y - 20, `${name} = ${label}`, { size: letters }),
    );
  const series = circuit.parallel ? 0 : circuit.resistors.length + circuit.lamps;
  const width = circuit.parallel ? 380 : Math.max(320, 120 + series * 130);
  const [left, right, top] = [60, width - 50, 60];
  const bottom = circuit.parallel ? 290 : 210;
  const body: string[] = [];
  // the battery stands in the left wire, the switch in the lower one
  const middle = (top + bottom) / 2;
  body.push(line(left, top, left, middle - 7, wire), line(left, middle + 7, left, bottom, wire));
  body.push(
    marked(
      "battery",
      "battery",
      "",
      line(left - 20, middle - 7, left + 20, middle - 7, wire),
      line(left - 10, middle + 7, left + 10, middle + 7, { stroke: ink, width: 5 }),
      text(left + 30, middle + 6, `${circuit.volts} V`, { size: letters + 1, anchor: "start" }),
      text(left - 32, middle - 8, "+", { size: 17 }),
    ),
  );
  body.push(line(right, top, right, bottom, wire), line(left, top, right, top, wire));
  if (circuit.open === undefined) body.push(line(left, bottom, right, bottom, wire));
  else {
    const s = (left + right) / 2;
    body.push(line(left, bottom, s - 26, bottom, wire), line(s + 26, bottom, right, bottom, wire));
    body.push(
      marked(
        "switch",
        circuit.open ? "open switch" : "closed switch",
        "",
        circle(s - 26, bottom, 4, { fill: ink }),
        circle(s + 26, bottom, 4, { fill: ink }),
        line(s - 26, bottom, s + (circuit.open ? 20 : 26), circuit.open ? bottom - 24 : bottom, {
          stroke: ink,
          width: 3,
        }),
        text(s, bottom + 26, "S", { size: letters }),
      ),
    );
  }
  if (circuit.parallel) {
    const x = (left + right) / 2 + 20;
    body.push(
      resistor(x, top, `${circuit.resistors[0]} Ω`, "R1"),
      line(x - 90, top, x - 90, top + 90, wire),
      line(x + 90, top, x + 90, top + 90, wire),
      line(x - 90, top + 90, x + 90, top + 90, wire),
      resistor(x, top + 90, `${circuit.resistors[1]} Ω`, "R2"),
      circle(x - 90, top, 4.5, { fill: ink }),
      circle(x + 90, top, 4.5, { fill: ink }),
    );
  } else {
    const step = (right - left) / series;
    const kinds = random.shuffled([
      ...circuit.resistors.map((_, i) => i),
      ...Array.from({ length: circuit.lamps }, () => -1),
    ]);
    let resistorNumber = 0;
    let lampNumber = 0;
    for (const [i, kind] of kinds.entries()) {
      const x = left + step * (i + 0.5);
      if (kind >= 0) {
        const ohms = circuit.resistors[resistorNumber++]!;
        body.push(resistor(x, top, `${ohms} Ω`, `R${resistorNumber}`));
      } else {
        lampNumber++;
        body.push(
          marked(
            "lamp",
            `lamp ${lampNumber}`,
            "",
            circle(x, top, 17, { fill: paper, ...wire }),
            line(x - 12, top - 12, x + 12, top + 12, wire),
            line(x - 12, top + 12, x + 12, top - 12, wire),
            text(x, top - 26, `L${lampNumber}`, { size: 16 }),
          ),
        );
      }
    }
  }
  return { width, height: bottom + (circuit.open === undefined ? 30 : 46), body };
}

function questions(circuit: Circuit, random: Random): Exchange[] {
  const { resistors, volts, lamps, open, parallel } = circuit;
  const total = totalResistance(circuit);
  const parts = [
    "a battery",
    resistors.length === 1 ? "one resistor" : `${numberWord(resistors.length)} resistors`,
    ...(lamps > 0 ? [lamps === 1 ? "one lamp" : `${numberWord(lamps)} lamps`] : []),
    ...(open === undefined ? [] : ["a switch"]),
  ];
  const working = parallel
    ? `1/R = ${resistors.map((one) => `1/${one}`).join(" + ")}, so R = ${rounded(total)} Ω`
    : `R = ${resistors.join(" + ")} = ${rounded(total)} Ω`;
  const exchanges: Exchange[] = [
    [
      spin(
        random,
        "{Which parts does this circuit have?|List the components.|What is in this circuit diagram?|Describe the circuit.}",
      ),
      spin(
        random,
        `{It consists of ${listed(parts)}.|${listed(parts)}.|The diagram shows ${listed(parts)}${resistors.length > 1 ? `; the resistors are in ${parallel ? "parallel" : "series"}` : ""}.}`,
      ),
    ],
    [
      spin(random, "{How many resistors are there?|Count the resistors.}"),
      spin(
        random,
        `{${numberWord(resistors.length)}.|There ${resistors.length === 1 ? "is one resistor" : `are ${numberWord(resistors.length)} resistors`}.}`,
      ),
    ],
    [
      spin(random, "{What voltage does the battery give?|What is the voltage of the source?}"),
      spin(random, `{${volts} V.|The battery gives ${volts} volts.}`),
    ],
  ];
  if (resistors.length > 1) {
    exchanges.push([
      spin(random, "{Are the resistors in series or in parallel?|How are the resistors connected?}"),
      spin(
        random,
        parallel
          ? "{In parallel: each of them joins the same two points.|They are in parallel.}"
          : "{In series: the same current flows through all of them.|They are in series.}",
      ),
    ]);
    exchanges.push([
      spin(
        random,
        `{What is the total resistance of the resistors?|Compute the combined resistance of the resistors.${parallel ? "" : "|What do the resistors add up to?"}}`,
      ),
      spin(random, `{${working}.|${rounded(total)} Ω, because ${working}.|${rounded(total)} Ω.}`),
    ]);
  }
  if (lamps === 0) {
    const amperes = open ? 0 : volts / total;
    exchanges.push([
      spin(random, "{What current flows from the battery?|Compute the current.|How large is the total current?}"),
      open
        ? "None: the switch is open."
        : spin(
            random,
            `{I = U / R = ${volts} V / ${rounded(total)} Ω = ${rounded(amperes)} A${Math.abs(Number(rounded(amperes)) - amperes) > 1e-9 ? " (rounded)" : ""}.|${resistors.length > 1 ? `${working}; then ` : ""}I = ${volts} V / ${rounded(total)} Ω = ${rounded(amperes)} A${Math.abs(Number(rounded(amperes)) - amperes) > 1e-9 ? " (rounded)" : ""}.}`,
          ),
    ]);
  }
  if (open !== undefined)
    exchanges.push([
      spin(
        random,
        "{Is the switch open or closed?|Does current flow in this position of the switch?|Is the circuit closed?}",
      ),
      open ? "The switch is open, so no current flows." : "The switch is closed, so current flows.",
    ]);
  else
    exchanges.push([
      spin(random, "{Is there a switch?|Can the circuit be switched off by a switch?}"),
      "No, there is no switch in it.",
    ]);
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}
