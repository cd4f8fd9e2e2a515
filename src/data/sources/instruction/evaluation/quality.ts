/**
 * Pictures and charts with faults that were put in on purpose: what the fault is, how one sees it, and what would mend it.
 */
import type { Random } from "../../../random.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { drawItems, type Scene } from "../kit/scene.ts";
import { group, line, marked, rect, text } from "../kit/svg.ts";

export interface Fault {
  readonly name: string;
  /** "the picture is blurred" */
  readonly said: string;
  /** "sharpen the focus" */
  readonly cure: string;
}

/** What can be wrong with a view of a scene, and how it is drawn wrong. The drawing covers width x height. */
export const photoFaults = {
  blur: {
    name: "blur",
    said: "it is out of focus and edges are soft",
    cure: "focus properly or hold the camera still",
  },
  dark: { name: "dark", said: "it is far too dark", cure: "use more light or a longer exposure" },
  pale: { name: "pale", said: "the contrast is very low and everything looks washed out", cure: "raise the contrast" },
  tilt: {
    name: "tilt",
    said: "it is tilted and nothing stands upright",
    cure: "hold the camera level or straighten the picture",
  },
  cropped: {
    name: "cropped",
    said: "things are cut off at the edge",
    cure: "step back or move the frame so that everything fits in",
  },
  noise: { name: "noise", said: "it is covered with coarse noise", cure: "use more light or a lower sensitivity" },
} as const satisfies Record<string, Fault>;

export type PhotoFault = keyof typeof photoFaults;

export function drawPhoto(
  random: Random,
  scene: Scene,
  cell: number,
  fault: PhotoFault | undefined,
  backdrop: string,
): string {
  const [width, height] = [scene.columns * cell, scene.rows * cell];
  const items = rect(-width, -height, 3 * width, 3 * height, { fill: backdrop }) + drawItems(scene, cell);
  switch (fault) {
    case undefined:
      return items;
    case "blur":
      return `<g style="filter:blur(${(cell / random.int(17, 21)).toFixed(2)}px)">${items}</g>`;
    case "dark":
      return items + rect(0, 0, width, height, { fill: "#000000", opacity: 0.76 });
    case "pale":
      return items + rect(0, 0, width, height, { fill: "#dcdcdc", opacity: 0.78 });
    case "tilt": {
      const angle = random.pick([-1, 1]) * random.int(14, 22);
      const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.abs(Math.sin((angle * Math.PI) / 180))];
      // from far enough that nothing is cut off, which would be another fault
      const scale = Math.min(width / (width * cos + height * sin), height / (height * cos + width * sin));
      return group(
        `translate(${width / 2} ${height / 2}) rotate(${angle}) scale(${scale.toFixed(3)}) translate(${-width / 2} ${-height / 2})`,
        items,
      );
    }
    case "cropped":
      return group(`translate(${Math.round(-0.42 * cell)} ${Math.round(-0.34 * cell)})`, items);
    case "noise":
      return (
        items +
        Array.from({ length: 620 }, () =>
          rect(random.int(0, width - 3), random.int(0, height - 3), 3, 3, {
            fill: random.pick(["#000", "#fff", "#e33", "#3a3", "#33e"]),
            opacity: 0.62,
          }),
        ).join("")
      );
  }
}

export const chartFaults = {
  title: {
    name: "title",
    said: "it has no title, so one does not know what it shows",
    cure: "add a title that says what is shown",
  },
  labels: { name: "labels", said: "the bars have no names", cure: "write the name of each category below its bar" },
  unit: {
    name: "unit",
    said: "the value axis does not say its unit",
    cure: "name the quantity and its unit at the axis",
  },
  truncated: {
    name: "truncated",
    said: "the value axis does not start at zero, which exaggerates the differences",
    cure: "let the value axis start at zero",
  },
  contrast: {
    name: "contrast",
    said: "the bars hardly stand out from the background",
    cure: "use a colour with more contrast for the bars",
  },
  rainbow: {
    name: "rainbow",
    said: "every bar has a different glaring colour although the colours mean nothing",
    cure: "use one calm colour for all bars",
  },
  grid: {
    name: "grid",
    said: "a heavy, dense grid covers the data",
    cure: "make the grid lighter and wider, or leave it out",
  },
  tiny: { name: "tiny", said: "the lettering is much too small", cure: "use larger letters" },
} as const satisfies Record<string, Fault>;

export type ChartFault = keyof typeof chartFaults;

export interface ChartData {
  readonly title: string;
  readonly unit: string;
  readonly names: readonly string[];
  readonly values: readonly number[];
}

const topics = [
  { title: "Books lent per month", unit: "books", names: ["Jan", "Feb", "Mar", "Apr", "May"], low: 40, high: 95 },
  { title: "Visitors of the museum", unit: "people", names: ["Mon", "Tue", "Wed", "Thu", "Fri"], low: 110, high: 390 },
  { title: "Rain in five towns", unit: "mm", names: ["Ayr", "Bonn", "Cork", "Dax", "Evora"], low: 30, high: 120 },
  { title: "Votes for the class trip", unit: "votes", names: ["Zoo", "Lake", "Castle", "Farm"], low: 3, high: 14 },
  { title: "Cakes sold at the fair", unit: "cakes", names: ["Apple", "Plum", "Nut", "Poppy"], low: 8, high: 40 },
  {
    title: "Bicycles counted",
    unit: "bicycles",
    names: ["7 am", "8 am", "9 am", "10 am", "11 am"],
    low: 20,
    high: 140,
  },
  { title: "Hours of sunshine", unit: "h", names: ["Jun", "Jul", "Aug", "Sep"], low: 120, high: 260 },
] as const;

export function chartOf(random: Random): ChartData {
  const { title, unit, names, low, high } = random.pick(topics);
  return { title, unit, names, values: names.map(() => random.int(low, high)) };
}

/** A bar chart 340 wide and 230 high with these faults. */
export function drawChart(data: ChartData, faults: ReadonlySet<ChartFault>, look: Look): string {
  const [left, top, width, height] = [50, 42, 278, 144];
  const highest = Math.max(...data.values);
  const lowest = Math.min(...data.values);
  const step = [1, 2, 5, 10, 20, 25, 50, 100].find((s) => highest / s <= 5)!;
  const start = faults.has("truncated") ? Math.max(step, Math.floor((lowest * 0.92) / step) * step) : 0;
  const floor = faults.has("truncated") ? (start >= lowest ? lowest - 1 : start) : 0;
  const top2 = Math.ceil(highest / step) * step;
  const y = (v: number) => top + height - ((v - floor) / (top2 - floor)) * height;
  const size = faults.has("tiny") ? 5 : 12.5;
  const bar = (width / data.names.length) * 0.6;
  const colours = ["#ff00cc", "#00e5ff", "#ffe600", "#39ff14", "#ff3300"];
  const fill = faults.has("contrast") ? (look.dark ? "#2b313c" : "#ececea") : look.accents[0]!;
  const lines: string[] = [];
  const ticks = Array.from({ length: top2 / step + 1 }, (_, i) => i * step).filter((v) => v > floor + step / 2);
  ticks.unshift(floor);
  for (const v of ticks)
    lines.push(
      line(left, y(v), left + width, y(v), { stroke: look.muted, width: 0.5 }),
      text(left - 6, y(v) + size * 0.35, String(v), { size: Math.min(size, 12), anchor: "end" }),
    );
  const bars = data.values.map((v, i) => {
    const x = left + ((i + 0.5) * width) / data.names.length;
    return (
      marked(
        "bar",
        String(v),
        "",
        rect(x - bar / 2, y(v), bar, top + height - y(v), { fill: faults.has("rainbow") ? colours[i % 5]! : fill }),
      ) + (faults.has("labels") ? "" : text(x, top + height + 18, data.names[i]!, { size }))
    );
  });
  if (faults.has("grid"))
    for (let k = 0; k <= 24; k++)
      bars.push(
        line(left + (k * width) / 24, top, left + (k * width) / 24, top + height, { stroke: look.ink, width: 1.6 }),
        k <= 14
          ? line(left, top + (k * height) / 14, left + width, top + (k * height) / 14, { stroke: look.ink, width: 1.6 })
          : "",
      );
  return [
    ...lines,
    ...bars,
    line(left, top + height, left + width, top + height, { stroke: look.ink, width: 1.5 }),
    faults.has("title") ? "" : text(180, 22, data.title, { size: faults.has("tiny") ? 6 : 15, weight: 700 }),
    faults.has("unit") ? "" : text(15, top + height / 2, data.unit, { size, rotate: -90 }),
  ].join("");
}

export function chartLook(random: Random): Look {
  const look = lookOf(random, { dark: 0.1 });
  return { ...look, background: look.paper };
}
