/** Statistics as one HTML page with plots inside it: nothing is loaded from anywhere. */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Statistics } from "./statistics.ts";

interface Bar {
  readonly name: string;
  readonly samples: number;
}

export async function statisticsPage(title: string, statistics: Statistics): Promise<string> {
  const { lengths, categories, sources, leaves, languages, longestSides, shapes } = statistics;
  const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  const bars = (record: Readonly<Record<string, number>>): Bar[] =>
    Object.entries(record).map(([name, samples]) => ({ name, samples }));
  const grouped = (record: Statistics["categories"]) =>
    bars(Object.fromEntries(Object.entries(record).map(([name, { samples }]) => [name, samples])));
  const plots: [string, string][] = [
    ["Categories", await across(grouped(categories))],
    [`Length in ${lengths.unit}, by powers of two`, await upright(bars(lengths.histogram))],
    ["Longest side of pictures, up to so many pixels", await upright(bars(longestSides))],
    ["Shapes of pictures", await across(bars(shapes))],
    ["Languages", await across(bars(languages))],
    ["Sources", await across(grouped(sources))],
    [`Leaves of the taxonomy: ${Object.keys(leaves).length} have samples`, await across(bars(leaves))],
  ];
  const [min, , , median, , high, max] = lengths.quantiles;
  const facts = [
    `${number(statistics.samples)} samples, ${number(statistics.images)} images, ${number(statistics.regions)} regions`,
    `${number(lengths.total)} ${lengths.unit}: ${number(lengths.mean)} a sample, median ${median}, 95 % up to ${high}, ${min} to ${max}`,
    ...(statistics.dropped > 0 ? [`${number(statistics.dropped)} samples repeat others and are left out`] : []),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
  svg { max-width: 100%; height: auto; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${facts.map((fact) => `<p>${escaped(fact)}</p>`).join("\n")}
${plots
  .filter(([, svg]) => svg !== "")
  .map(([heading, svg]) => `<h2>${escaped(heading)}</h2>\n${svg}`)
  .join("\n")}
</body>
</html>
`;
}

/** Names at the left, bars to the right. */
function across(values: readonly Bar[]): Promise<string> {
  return plot(values, {
    height: { step: 18 },
    width: 480,
    encoding: {
      y: { field: "name", type: "nominal", sort: null, title: null, axis: { labelLimit: 360 } },
      x: { field: "samples", type: "quantitative", title: "samples" },
    },
  });
}

/** Numbers along the bottom. */
function upright(values: readonly Bar[]): Promise<string> {
  return plot(values, {
    height: 200,
    width: { step: 44 },
    encoding: {
      x: { field: "name", type: "nominal", sort: null, title: null, axis: { labelAngle: 0 } },
      y: { field: "samples", type: "quantitative", title: "samples" },
    },
  });
}

async function plot(values: readonly Bar[], spec: object): Promise<string> {
  if (values.length === 0) return "";
  const full = {
    data: { values },
    mark: { type: "bar", color: "#3b6fb6" },
    config: { view: { stroke: null } },
    ...spec,
  };
  const view = new vega.View(vega.parse(compile(full as unknown as TopLevelSpec).spec), { renderer: "none" });
  return view.toSVG();
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
