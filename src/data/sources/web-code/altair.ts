/**
 * A Vega-Lite specification as Altair's Python, call by call: Altair is Vega-Lite's grammar in Python, so that nothing is lost on
 * the way. It covers the forms that the chart sources write.
 */
import type { Spec } from "../table-chart/charts/render.ts";

const channels: Record<string, string> = {
  x: "X",
  y: "Y",
  x2: "X2",
  y2: "Y2",
  xOffset: "XOffset",
  yOffset: "YOffset",
  color: "Color",
  theta: "Theta",
  text: "Text",
  order: "Order",
  detail: "Detail",
  strokeDash: "StrokeDash",
};
const classes: Record<string, string> = { axis: "Axis", scale: "Scale", legend: "Legend", title: "Title" };

/** Lines of Python that end with the chart as `chart`. */
export function altairCode(spec: Spec): string {
  const { data, title, width, height, autosize, config } = spec as Record<string, Spec>;
  const { axis, view, legend, title: titleConfig, ...plain } = config as Record<string, Spec>;
  const calls = [
    `.properties(title=${wrapped("title", title)}, width=${literal(width)}, height=${literal(height)}, autosize=alt.AutoSizeParams(${named(autosize as Spec)}))`,
    `.configure(${named(plain as Spec)})`,
    `.configure_axis(${named(axis as Spec)})`,
    `.configure_view(${named(view as Spec)})`,
    `.configure_legend(${named(legend as Spec)})`,
    `.configure_title(${named(titleConfig as Spec)})`,
  ];
  const rows = (data as { values: Spec[] }).values.map((row) => `    ${literal(row)},`);
  return [
    "import altair as alt",
    "",
    `data = alt.Data(values=[\n${rows.join("\n")}\n])`,
    ...unitsOf(spec),
    `chart = chart${calls.join("")}`,
  ].join("\n");
}

function unitsOf(spec: Spec): string[] {
  const base = `alt.Chart(data)${transforms(spec)}${encode(spec.encoding)}`;
  if (!spec.layer) return [`chart = ${base}${mark(spec.mark)}`];
  const layers = (spec.layer as Spec[]).map((layer) => `base${mark(layer.mark)}${encode(layer.encoding)}`);
  return [`base = ${base}`, `chart = alt.layer(\n    ${layers.join(",\n    ")},\n)`];
}

/** The one transform that is used: numbering the rows. */
function transforms(spec: Spec): string {
  return spec.transform ? '.transform_window(order="row_number()")' : "";
}

function mark(value: unknown): string {
  const { type, ...rest } = (typeof value === "string" ? { type: value } : value) as { type: string };
  return `.mark_${type}(${named(rest)})`;
}

/** The call that encodes; none where there is nothing to encode: `encode(,)` is not Python. */
function encode(encoding: unknown): string {
  const parts = Object.entries((encoding ?? {}) as Record<string, Spec>).map(
    ([channel, definition]) => `${channel}=${channelCall(channel, definition)}`,
  );
  if (parts.length === 0) return "";
  return `.encode(\n    ${parts.join(",\n    ")},\n)`;
}

function channelCall(channel: string, { field, value, datum, condition, ...rest }: Spec): string {
  if (condition) {
    const { test, value: then } = condition as { test: string; value: string };
    return `alt.condition(${literal(test)}, alt.value(${literal(then)}), alt.value(${literal(value)}))`;
  }
  if (value !== undefined) return `alt.value(${literal(value)})`;
  if (datum !== undefined) return `alt.datum(${literal(datum)})`;
  const options = Object.entries(rest).filter(([, option]) => option !== undefined);
  const texts = options.map(([key, option]) => `${key}=${wrapped(key, option)}`);
  return `alt.${channels[channel] ?? channel}(${[...(field === undefined ? [] : [`field=${literal(field)}`]), ...texts].join(", ")})`;
}

/** Objects under these keys have a class of their own. */
function wrapped(key: string, value: unknown): string {
  const name = classes[key];
  return name && value !== null && typeof value === "object" && !Array.isArray(value)
    ? `alt.${name}(${named(value as Spec)})`
    : literal(value);
}

function named(values: Spec): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${literal(value)}`)
    .join(", ");
}

/** A JSON value as a Python literal. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => `${JSON.stringify(key)}: ${literal(one)}`)
      .join(", ")}}`;
  return JSON.stringify(value);
}
