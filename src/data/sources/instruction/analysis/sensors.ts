/** Instruments and measured fields: thermometers, dials, digital displays and heat maps of a room. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { circle, drawing, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

interface Made {
  readonly template: string;
  readonly width: number;
  readonly height: number;
  readonly body: string[];
  readonly turns: Exchange[];
}

function thermometer(look: Look, random: Random): Made {
  const low = random.pick([-30, -20, -10, 0, 30]);
  const span = low === 30 ? 15 : random.pick([50, 60, 80]);
  const step = low === 30 ? 5 : 10;
  const value = low === 30 ? low + random.int(2, 26) / 2 : low + random.int(2, span / 2 - 2) * 2;
  const [top, bottom] = [40, 290];
  const y = (v: number) => bottom - ((v - low) / span) * (bottom - top);
  const body = [
    rect(78, 22, 24, bottom - 10, { fill: "#ffffff", stroke: "#444444", width: 2, round: 12 }),
    circle(90, 318, 25, { fill: "#d12f2f", stroke: "#444444", width: 2 }),
  ];
  for (let v = low; v <= low + span; v += step / 5) {
    const major = Math.abs(v / step - Math.round(v / step)) < 1e-9;
    body.push(line(106, y(v), major ? 124 : 115, y(v), { stroke: look.ink, width: major ? 2 : 1 }));
    if (major) body.push(text(130, y(v) + 6, String(v), { size: 16, anchor: "start" }));
  }
  body.push(
    marked("column", `${value} °C`, "", rect(83, y(value), 14, 312 - y(value), { fill: "#d12f2f" })),
    text(190, 44, "°C", { size: 20, weight: 700 }),
  );
  const warm = value > 25 ? "hot" : value > 15 ? "mild" : value > 0 ? "cool" : "freezing";
  const body30 = low === 30;
  return {
    template: "thermometer",
    width: 230,
    height: 360,
    body,
    turns: [
      [
        spin(
          random,
          "{What temperature does the thermometer show?|Read the thermometer.|How warm is it, by this thermometer?|What is the reading?}",
        ),
        spin(random, `{It shows ${value} °C.|${value} °C.|The column ends at ${value} °C.}`),
      ],
      body30
        ? [
            spin(random, "{Would this be a fever for a person (above 38 °C)?|Is that above 38 °C?}"),
            value > 38 ? `Yes, ${value} °C is above 38 °C.` : `No, ${value} °C is not above 38 °C.`,
          ]
        : [
            spin(random, "{Would water freeze at this temperature?|Is it below the freezing point of water?}"),
            value < 0
              ? `Yes, ${value} °C is below 0 °C.`
              : value === 0
                ? "It is exactly the freezing point, 0 °C."
                : `No, ${value} °C is above 0 °C.`,
          ],
      [
        spin(random, "{What range does the scale have?|From what to what does the scale reach?}"),
        `From ${low} °C to ${low + span} °C.`,
      ],
      body30
        ? [
            spin(random, "{How much is it above 37 °C, or below?|What is the difference to 37 °C?}"),
            value === 37 ? "It is exactly 37 °C." : `${Math.abs(value - 37)} °C ${value > 37 ? "above" : "below"}.`,
          ]
        : [
            spin(random, "{Is that cold or warm weather?|How would it feel outdoors?}"),
            `At ${value} °C it is ${warm}.`,
          ],
    ],
  };
}

const dialKinds = [
  { name: "pressure gauge", what: "pressure", unit: "bar", low: 0, high: 10, step: 1, danger: 8 },
  { name: "speedometer", what: "speed", unit: "km/h", low: 0, high: 200, step: 20, danger: 160 },
  { name: "fuel gauge", what: "fuel level", unit: "%", low: 0, high: 100, step: 10, danger: undefined },
  { name: "hygrometer", what: "humidity", unit: "%", low: 0, high: 100, step: 10, danger: undefined },
  { name: "voltmeter", what: "voltage", unit: "V", low: 0, high: 30, step: 5, danger: 25 },
  { name: "rev counter", what: "engine speed", unit: "x1000/min", low: 0, high: 8, step: 1, danger: 6 },
] as const;

function dial(look: Look, random: Random): Made {
  const one = random.pick(dialKinds);
  const half = one.step / 2;
  const value = one.low + half * random.int(1, (one.high - one.low) / half - 1);
  const [cx, cy, r] = [160, 160, 122];
  const angle = (v: number) => ((-220 + ((v - one.low) / (one.high - one.low)) * 260) * Math.PI) / 180;
  const at = (v: number, radius: number) =>
    [cx + radius * Math.cos(angle(v)), cy + radius * Math.sin(angle(v))] as const;
  const face = look.dark ? "#14181f" : "#ffffff";
  const body = [circle(cx, cy, r + 18, { fill: look.muted }), circle(cx, cy, r + 10, { fill: face })];
  if (one.danger !== undefined) {
    const [x1, y1] = at(one.danger, r - 2);
    const [x2, y2] = at(one.high, r - 2);
    body.push(
      marked(
        "danger",
        "red zone",
        "",
        path(`M${x1.toFixed(1)} ${y1.toFixed(1)}A${r - 2} ${r - 2} 0 0 1 ${x2.toFixed(1)} ${y2.toFixed(1)}`, {
          stroke: "#d12f2f",
          width: 9,
        }),
      ),
    );
  }
  for (let v = one.low; v <= one.high + 1e-9; v += half) {
    const major = Math.abs((v - one.low) / one.step - Math.round((v - one.low) / one.step)) < 1e-9;
    const [x1, y1] = at(v, r);
    const [x2, y2] = at(v, major ? r - 16 : r - 9);
    body.push(line(x1, y1, x2, y2, { stroke: look.ink, width: major ? 2.6 : 1.3 }));
    if (major) {
      const [tx, ty] = at(v, r - 32);
      body.push(text(tx, ty + 5.5, String(v), { size: 16 }));
    }
  }
  const [nx, ny] = at(value, r - 20);
  const a = angle(value) + Math.PI / 2;
  body.push(
    marked(
      "needle",
      `${value} ${one.unit}`,
      "",
      polygon(
        [
          [nx, ny],
          [cx + 6 * Math.cos(a), cy + 6 * Math.sin(a)],
          [cx - 6 * Math.cos(a), cy - 6 * Math.sin(a)],
        ],
        { fill: "#c62828" },
      ),
      circle(cx, cy, 10, { fill: look.ink }),
    ),
    text(cx, cy + 62, one.unit, { size: 18, weight: 700 }),
    text(cx, cy + 98, one.what, { size: 15 }),
  );
  const shown = `${value} ${one.unit}`;
  return {
    template: one.name,
    width: 320,
    height: 320,
    body,
    turns: [
      [
        spin(
          random,
          `{What does the ${one.name} show?|Read the ${one.name}.|What ${one.what} is shown?|What is the reading of this instrument?}`,
        ),
        spin(random, `{It shows ${shown}.|${shown}.|The needle points at ${shown}.}`),
      ],
      one.danger !== undefined
        ? [
            spin(random, "{Is the needle in the red zone?|Is the reading in the red range?}"),
            value > one.danger
              ? "Yes, it is in the red zone."
              : value === one.danger
                ? "It is exactly at the beginning of the red zone."
                : `No, the red zone begins at ${one.danger} ${one.unit}.`,
          ]
        : [
            spin(random, "{Is it more than half?|Is the value above the middle of the scale?}"),
            value > 50
              ? `Yes, ${shown} is more than half.`
              : value === 50
                ? "It is exactly half."
                : `No, ${shown} is less than half.`,
          ],
      [
        spin(random, "{What is the highest value on the scale?|How far does the scale reach?}"),
        `${one.high} ${one.unit}.`,
      ],
      [
        spin(random, "{What instrument is this?|What does this instrument measure?}"),
        spin(random, `{It measures ${one.what}, in ${one.unit}.|A ${one.name}; it measures ${one.what}.}`),
      ],
    ],
  };
}

/** A temperature field with one warm and one cold spot, in coloured cells with numbers on some. */
function heatMap(_: Look, random: Random): Made {
  const [columns, rows] = [random.int(5, 8), random.int(4, 6)];
  const [hot, cold] = random.shuffled(Array.from({ length: columns * rows }, (_, i) => i)) as [number, number];
  const base = random.int(16, 24);
  const at = (i: number) => [i % columns, Math.floor(i / columns)] as const;
  const distance = (i: number, j: number) => Math.hypot(at(i)[0] - at(j)[0], at(i)[1] - at(j)[1]);
  const values = Array.from({ length: columns * rows }, (_, i) =>
    Math.round(base + 16 * Math.exp(-(distance(i, hot) ** 2) / 2.2) - 12 * Math.exp(-(distance(i, cold) ** 2) / 2.2)),
  );
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const top = values.indexOf(high);
  const bottom = values.indexOf(low);
  const unique = values.filter((v) => v === high).length === 1 && values.filter((v) => v === low).length === 1;
  const cell = 46;
  const colour = (v: number) => {
    const share = (v - low) / Math.max(1, high - low);
    const stops = [
      [43, 77, 170],
      [70, 170, 190],
      [245, 230, 110],
      [240, 140, 50],
      [200, 30, 40],
    ];
    const position = share * (stops.length - 1);
    const k = Math.min(stops.length - 2, Math.floor(position));
    const mix = (c: number) => Math.round(stops[k]![c]! + (stops[k + 1]![c]! - stops[k]![c]!) * (position - k));
    return `rgb(${mix(0)},${mix(1)},${mix(2)})`;
  };
  const letters = "ABCDEFGH";
  const body: string[] = [];
  values.forEach((v, i) => {
    const [c, r] = at(i);
    const share = (v - low) / Math.max(1, high - low);
    body.push(
      marked(
        "cell",
        `${letters[c]}${r + 1}`,
        "",
        rect(40 + c * cell, 40 + r * cell, cell, cell, { fill: colour(v) }),
        text(40 + c * cell + cell / 2, 40 + r * cell + cell / 2 + 6, String(v), {
          size: 16,
          fill: share < 0.25 || share > 0.85 ? "#ffffff" : "#1d1d1d",
        }),
      ),
    );
  });
  for (let c = 0; c < columns; c++)
    body.push(text(40 + c * cell + cell / 2, 30, letters[c]!, { size: 16, weight: 700 }));
  for (let r = 0; r < rows; r++)
    body.push(text(24, 40 + r * cell + cell / 2 + 6, String(r + 1), { size: 16, weight: 700 }));
  const name = (i: number) => `${letters[at(i)[0]]}${at(i)[1] + 1}`;
  const some = random.int(0, values.length - 1);
  const turns: Exchange[] = [
    [
      spin(
        random,
        `{What temperature does sensor ${name(some)} show?|What is the value at ${name(some)}?|Read cell ${name(some)}.}`,
      ),
      spin(random, `{${values[some]} °C.|Sensor ${name(some)} shows ${values[some]} °C.}`),
    ],
    [
      spin(
        random,
        "{What is the difference between the warmest and the coldest place?|How many degrees lie between the highest and the lowest value?}",
      ),
      `${high} °C - ${low} °C = ${high - low} °C.`,
    ],
  ];
  if (unique) {
    turns.unshift([
      spin(
        random,
        "{Where is it hottest?|Which sensor shows the highest value?|Where is the heat source, by these values?}",
      ),
      spin(
        random,
        `{At ${name(top)}, with ${high} °C.|${name(top)} (${high} °C).|The hottest place is ${name(top)}: ${high} °C.}`,
      ),
    ]);
    turns.push([
      spin(random, "{Where is it coldest?|Which sensor shows the lowest value?}"),
      spin(random, `{At ${name(bottom)}, with ${low} °C.|${name(bottom)} (${low} °C).}`),
    ]);
  }
  body.push(text(40, 40 + rows * cell + 26, "temperature in °C", { size: 15, anchor: "start" }));
  return { template: "heat map", width: 60 + columns * cell, height: 84 + rows * cell, body, turns };
}

export const sensorImages = instructionSource(
  {
    name: "sensor-images",
    version: 2,
    leaf: "Analysis/Professional Image Analysis/Sensor Image",
    description: "Thermometers, dials and heat maps of sensors: readings, ranges, hot and cold places.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const made = random.pick([thermometer, dial, dial, heatMap])(look, random);
    const [first, ...rest] = made.turns as [Exchange, ...Exchange[]];
    const turns = random.chance(0.65)
      ? [first, ...random.shuffled(rest).slice(0, random.int(0, 2))]
      : random.shuffled(rest).slice(0, random.int(1, 2));
    return { template: made.template, pictures: [drawing(random, look, maxSide, made, ...made.body)], turns };
  },
);
