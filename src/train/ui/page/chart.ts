/** A chart of lines over steps, as SVG: ticks, marks where stages begin, values under the pointer or the arrow keys. */
import { placeNames } from "./marks.ts";

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number])[];
  /** Drawn as dots as well, where points are few. */
  readonly dots?: boolean;
}

export interface ChartData {
  readonly title: string;
  readonly series: readonly Series[];
  readonly stages: readonly { readonly name: string; readonly at: number }[];
  /** First and last step of all charts, so that they stand below each other. */
  readonly range: readonly [number, number];
  readonly format: (value: number) => string;
  /** The axis begins at zero. */
  readonly zero?: boolean;
}

const namespace = "http://www.w3.org/2000/svg";
const [width, plotHeight, left, right, bottom] = [520, 190, 46, 10, 24] as const;
/** Above the plot where no stage is named. */
const leastTop = 16;

/** Screens with larger letters, as in the style. */
const phone = "(max-width: 600px)";

export interface Chart {
  readonly element: HTMLElement;
  show(data: ChartData): void;
}

export function createChart(): Chart {
  const figure = document.createElement("figure");
  const caption = figure.appendChild(document.createElement("figcaption"));
  const svg = figure.appendChild(element("svg", { role: "img", tabindex: "0" }));
  let data: ChartData | undefined;
  let cursor: number | undefined;

  const draw = () => {
    if (!data) return;
    const [first, last] = range(data);
    const values = data.series.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
    let [low, high] = [Math.min(...values, data.zero ? 0 : Number.POSITIVE_INFINITY), Math.max(...values)];
    if (values.length === 0) [low, high] = [0, 1];
    if (!(high > low)) [low, high] = [low - Math.abs(low || 1) * 0.1, low + Math.abs(low || 1) * 0.1];
    const x = (step: number) => left + ((step - first) / (last - first)) * (width - left - right);
    svg.replaceChildren();
    const { names, line } = stageNames(
      data.stages.filter(({ at }) => at >= first && at <= last).map((one) => ({ ...one, x: x(one.at) })),
    );
    const top = Math.max(leastTop, 4 + line * (1 + Math.max(-1, ...names.map(({ row }) => row))));
    const height = top + plotHeight + bottom;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const y = (value: number) => top + ((high - value) / (high - low)) * plotHeight;
    svg.setAttribute(
      "aria-label",
      `${data.title}: ${data.series.map((one) => `${one.name} ${lastOf(one, data!.format)}`).join(", ")}`,
    );
    for (const tick of ticks(low, high, 4)) {
      svg.append(element("line", { class: "axis", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }));
      svg.append(label(data.format(tick), left - 6, y(tick) + 4, "end"));
    }
    for (const tick of ticks(first, last, 5))
      svg.append(label(String(Math.round(tick)), x(tick), height - 6, "middle"));
    for (const { text, x, begins, before, row } of names) {
      const baseline = top - 4 - row * line;
      svg.append(element("line", { class: "stage", x1: x, x2: x, y1: baseline - line + 4, y2: height - bottom }));
      text.setAttribute("y", String(baseline));
      text.setAttribute("x", String(before ? x - 4 : begins));
      text.setAttribute("text-anchor", before ? "end" : "start");
      svg.append(text); // above the lines
    }
    data.series.forEach(({ points, dots }, i) => {
      const path = points
        .map(([step, value], k) => `${k ? "L" : "M"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`)
        .join("");
      svg.append(element("path", { class: colour(i), d: path }));
      if (dots || points.length === 1) {
        for (const [step, value] of points)
          svg.append(element("circle", { class: colour(i), cx: x(step), cy: y(value), r: 2.4 }));
      }
    });
    if (cursor !== undefined) {
      const at = Math.min(last, Math.max(first, cursor));
      svg.append(element("line", { class: "cursor", x1: x(at), x2: x(at), y1: top, y2: height - bottom }));
    }
    caption.replaceChildren(bold(data.title), ...data.series.map((one, i) => key(one, i, data!.format)));
    if (cursor !== undefined)
      caption.append(span("key", `step ${Math.round(Math.min(last, Math.max(first, cursor)))}`));
  };

  /** Stages' names in the chart, with their places, and how high a row of them is. */
  const stageNames = (stages: readonly { readonly name: string; readonly x: number }[]) => {
    const texts = stages.map(({ name }) => svg.appendChild(label(name, 0, 0, "start")) as SVGTextElement);
    const places = placeNames(
      stages.map(({ x }, i) => ({ x, width: texts[i]!.getComputedTextLength() })),
      width,
    );
    const names = stages.map(({ x }, i) => ({ text: texts[i]!, x, ...places[i]! }));
    return { names, line: Math.max(0, ...texts.map((text) => text.getBBox().height)) };
  };

  const key = (series: Series, i: number, format: (value: number) => string) => {
    const at = cursor === undefined ? series.points.at(-1) : nearest(series.points, cursor);
    const entry = span(`key ${colour(i)}`, "");
    entry.append(document.createElement("i"), `${series.name} ${at ? format(at[1]) : ""}`);
    return entry;
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const share = (((event.clientX - box.left) / box.width) * width - left) / (width - left - right);
    const [first, last] = range(data);
    cursor = first + Math.min(1, Math.max(0, share)) * (last - first);
    draw();
  });
  svg.addEventListener("pointerleave", () => {
    cursor = undefined;
    draw();
  });
  svg.addEventListener("keydown", (event) => {
    const [first, last] = range(data);
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") cursor = undefined;
    else if (move) cursor = Math.min(last, Math.max(first, (cursor ?? last) + (move * (last - first)) / 40));
    else return;
    event.preventDefault();
    draw();
  });
  svg.addEventListener("blur", () => {
    cursor = undefined;
    draw();
  });
  matchMedia(phone).addEventListener("change", draw); // letters have another size there
  return {
    element: figure,
    show(next) {
      data = next;
      draw();
    },
  };
}

/** Six colours, then the same with dashed lines. */
function colour(i: number): string {
  return `s${i % 6}${i >= 6 ? " dashed" : ""}`;
}

function range(data: ChartData | undefined): readonly [number, number] {
  const [first, last] = data?.range ?? [0, 1];
  return [Math.min(first, last - 1), last];
}

function nearest(points: Series["points"], step: number): readonly [number, number] | undefined {
  let found = points[0];
  for (const point of points) if (found && Math.abs(point[0] - step) < Math.abs(found[0] - step)) found = point;
  return found;
}

function lastOf({ points }: Series, format: (value: number) => string): string {
  const last = points.at(-1);
  return last ? format(last[1]) : "none yet";
}

/** Round numbers inside a range, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? power;
  const found: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-6; tick += step) found.push(tick);
  return found;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function label(text: string, x: number, y: number, anchor: string): SVGElement {
  const made = element("text", { x, y, "text-anchor": anchor });
  made.textContent = text;
  return made;
}

function bold(text: string): HTMLElement {
  const made = document.createElement("b");
  made.textContent = text;
  return made;
}

function span(name: string, text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}
