/** Pictures back to the code that drew them: flowchart to Mermaid, formula to LaTeX, drawing to SVG, chart to Vega-Lite, widget to HTML. */

import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import type { Source } from "../../../source.ts";
import { Unfit } from "../../../source.ts";
import { composeScene, kindsOf, sceneSvg } from "../../caption/scene/scene.ts";
import { nounOf } from "../../caption/scene/words.ts";
import { formulaHtml, formulaStyles } from "../../document/formula-markup.ts";
import { displayFormula, namedFormulas } from "../../document/formulas.ts";
import { vegaLiteSvg } from "../../table-chart/charts/render.ts";
import { drawFlow, mermaid, randomFlow } from "../analysis/flow.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin, withArticle } from "../kit/phrases.ts";
import { drawing } from "../kit/svg.ts";

const fenced = (random: Random, language: string, code: string) =>
  random.chance(0.6) ? `\`\`\`${language}\n${code}\n\`\`\`` : code;

export const flowchartToCode = instructionSource(
  {
    name: "flowchart-to-mermaid",
    leaf: "Conversion/Image to Code/Flowchart to Code",
    description: "Flowcharts with a decision, written as Mermaid.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const flow = randomFlow(random);
    const { width, height, body } = drawFlow(flow, look, random);
    const turns: Exchange[] = [
      [
        spin(
          random,
          "{Write this flowchart as Mermaid code.|Convert the flowchart to Mermaid.|Give me Mermaid code for this diagram.|Turn the picture into a Mermaid flowchart.|What is the Mermaid source of this flowchart?}",
        ),
        fenced(random, "mermaid", mermaid(flow)),
      ],
    ];
    if (random.chance(0.3))
      turns.push([spin(random, "{Which node is the decision?|What is decided in the diamond?}"), `"${flow.decision}"`]);
    return {
      template: flow.loop ? "loop" : "branch",
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns,
    };
  },
);

export const formulaToCode: Source = {
  name: "formula-to-latex",
  category: "instruction",
  version: 2,
  description: "Typeset formulas, written as LaTeX.",
  leaves: ["Conversion/Image to Code/Formula to Code"],
  draft({ random, maxSide }) {
    const named = random.chance(0.4) ? random.pick(namedFormulas) : undefined;
    const latex = named?.latex ?? displayFormula(random);
    const size = random.int(20, 34);
    const [width, height] = [Math.min(maxSide, 680), random.int(110, 170)];
    const dark = random.chance(0.2);
    const [paper, ink] = dark
      ? ["#1d222b", "#f0f0ee"]
      : [random.pick(["#ffffff", "#fbf8f0", "#f2f5f8"]), random.pick(["#111111", "#1b2a4a", "#3a2020"])];
    const html = `<style>${formulaStyles()}.sheet{width:${width}px;height:${height}px;box-sizing:border-box;display:flex;align-items:center;justify-content:center;background:${paper};color:${ink};font-size:${size}px;overflow:hidden}.sheet .katex-display{margin:0}</style><div class="sheet"><div data-mark="formula" style="flex:none">${formulaHtml(latex, true)}</div></div>`;
    const turns: [string, string][] = [
      [
        spin(
          random,
          "{Write this formula in LaTeX.|Convert the formula to LaTeX code.|What is the LaTeX source of this formula?|Transcribe the equation as LaTeX.|Give me the LaTeX for this.}",
        ),
        random.chance(0.5) ? latex : random.chance(0.5) ? `$$${latex}$$` : fenced(random, "latex", latex),
      ],
    ];
    if (named && random.chance(0.6))
      turns.push([
        spin(random, "{What formula is it?|Which law or formula is this?}"),
        `${named.name.charAt(0).toUpperCase()}${named.name.slice(1)}.`,
      ]);
    return {
      template: named ? "named" : "random",
      leaf: "Conversion/Image to Code/Formula to Code",
      augment: "light",
      pictures: [
        {
          kind: "page",
          html,
          width,
          height,
          scale: Math.floor((maxSide / width) * 100) / 100 > 2 ? 2 : 1,
          fonts: ["KaTeX"],
        },
      ],
      compose([shot]) {
        const mark = shot!.marks.find(({ kind }) => kind === "formula");
        if (!mark || mark.box.left <= 2 || mark.box.right >= shot!.width - 2)
          throw new Unfit("the formula is wider than its sheet");
        const { left, top, right, bottom } = mark.box;
        return {
          content: conversationOf(turns),
          regions: [{ image: 0, kind: "formula", text: latex, box: [left, top, right, bottom] }],
          language: "en",
        };
      },
    };
  },
};

const simple = kindsOf("shape", "plant", "vehicle", "food").filter(
  (name) => !["tree", "bunch of grapes", "bus", "cake", "donut", "hamburger", "flower", "sunflower"].includes(name),
);

export const drawingToSvg = instructionSource(
  {
    name: "drawing-to-svg",
    leaf: "Conversion/Image to Code/Photo to SVG or p64 Encoding",
    description: "One to three things on a plain ground, written as SVG that draws them again.",
  },
  ({ random, maxSide }) => {
    const side = Math.min(maxSide, random.pick([192, 224, 256, 288]));
    const shapes = random.chance(0.5);
    const wishes = shapes
      ? Array.from({ length: random.int(1, 3) }, () => ({
          kind: random.pick(kindsOf("shape")),
          pattern: "plain" as const,
        }))
      : [{ kind: random.pick(simple), pattern: "plain" as const }];
    const scene = composeScene({ width: side, height: side, background: "plain", style: "flat", wishes }, random);
    // Numbers are short enough to be learnt, and the picture is shot from this very text.
    const svg = sceneSvg(scene)
      .replaceAll(
        / stroke-line(cap|join)="round"/g,
        scene.things.every((thing) => thing.back.every((stroke) => stroke.stroke === undefined)) ? "" : "$&",
      )
      .replaceAll("><", ">\n<");
    const contents = listed(scene.things.map((thing) => withArticle(nounOf(thing, scene, "coloured"))));
    const picture = {
      kind: "page" as const,
      html: `<div style="line-height:0">${svg}</div>`,
      width: side,
      height: side,
      scale: 1,
      fonts: ["Roboto"],
    };
    const turns: Exchange[] = [
      [
        spin(
          random,
          "{Write SVG code for this picture.|Convert this drawing to SVG.|Encode the picture as SVG.|Give me an SVG that draws this.|Redraw this as SVG.}",
        ),
        fenced(random, "svg", svg),
      ],
    ];
    if (random.chance(0.4))
      turns.unshift([
        spin(random, "{What does it show?|What is drawn here?}"),
        spin(random, `{It shows ${contents}.|${contents}.}`),
      ]);
    return { template: shapes ? "shapes" : "thing", pictures: [picture], turns };
  },
);

const seriesNames = [
  {
    title: "Rainfall by month",
    field: "month",
    value: "rain_mm",
    keys: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"],
    low: 10,
    high: 120,
  },
  {
    title: "Visitors per day",
    field: "day",
    value: "visitors",
    keys: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    low: 40,
    high: 900,
  },
  {
    title: "Sales by fruit",
    field: "fruit",
    value: "tons",
    keys: ["apples", "pears", "plums", "grapes", "figs", "cherries"],
    low: 5,
    high: 80,
  },
  {
    title: "Votes by town",
    field: "town",
    value: "votes",
    keys: ["Harwick", "Norvik", "Altona", "Grayling", "Ostfeld"],
    low: 100,
    high: 2000,
  },
  {
    title: "Energy by source",
    field: "source",
    value: "GWh",
    keys: ["wind", "solar", "water", "gas", "coal"],
    low: 8,
    high: 300,
  },
  {
    title: "Hours of sleep",
    field: "person",
    value: "hours",
    keys: ["Ana", "Ben", "Chloe", "Dan", "Elif"],
    low: 4,
    high: 10,
  },
] as const;

export const chartToCode = instructionSource(
  {
    name: "chart-to-vega-lite",
    leaf: "Conversion/Image to Code/Chart to Code",
    description: "Charts, written as the Vega-Lite specification that drew them.",
  },
  ({ random, maxSide }) => {
    const topic = random.pick(seriesNames);
    const ordered = topic.field === "month" || topic.field === "day";
    const keys = topic.keys.slice(0, random.int(3, topic.keys.length));
    const step = topic.high > 500 ? 10 : 1;
    const values = keys.map((key) => ({
      [topic.field]: key,
      [topic.value]: Math.round(random.between(topic.low, topic.high) / step) * step,
    }));
    const mark = random.pick(
      ordered ? (["bar", "line", "area", "point"] as const) : (["bar", "bar", "point", "arc"] as const),
    );
    const colour = random.pick(["steelblue", "tomato", "seagreen", "darkorange", "purple", "teal", "crimson"]);
    const horizontal = mark === "bar" && random.chance(0.35);
    const category = { field: topic.field, type: "nominal", ...(ordered ? { sort: null } : {}) };
    const quantity = { field: topic.value, type: "quantitative" };
    const encoding =
      mark === "arc"
        ? { theta: quantity, color: category }
        : horizontal
          ? { x: quantity, y: category }
          : { x: category, y: quantity };
    const labelled = mark !== "arc";
    const spec = {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      title: topic.title,
      width: 240,
      height: random.pick([160, 180, 200]),
      data: { values },
      mark: {
        type: mark,
        ...(mark === "line" || mark === "point"
          ? { ...(mark === "line" ? { point: true } : { filled: true, size: 70 }) }
          : {}),
        ...(labelled ? { color: colour } : {}),
      },
      encoding,
    };
    const svg = vegaLiteSvg(spec as unknown as Parameters<typeof vegaLiteSvg>[0]);
    const size = /width="([\d.]+)" height="([\d.]+)"/.exec(svg);
    const [width, height] = [Math.ceil(Number(size?.[1] ?? 340)), Math.ceil(Number(size?.[2] ?? 260))];
    const scale = Math.floor(Math.min(maxSide / Math.max(width, height), 2) * 100) / 100;
    const code = JSON.stringify(spec, null, 1);
    const kind = { bar: "bar chart", line: "line chart", area: "area chart", point: "dot plot", arc: "pie chart" }[
      mark
    ];
    const turns: Exchange[] = [
      [
        spin(
          random,
          "{Write a Vega-Lite specification for this chart.|Convert the chart to Vega-Lite JSON.|Give me code that draws this chart, in Vega-Lite.|Reproduce the chart as a Vega-Lite spec.}",
        ),
        fenced(random, "json", code),
      ],
    ];
    if (random.chance(0.35))
      turns.unshift([
        spin(random, "{What kind of chart is it?|Which chart type is this?}"),
        spin(random, `{It is a ${kind}.|A ${kind}.}`).replace("a area", "an area").replace("A area", "An area"),
      ]);
    const picture = {
      kind: "page" as const,
      html: `<div style="width:${width}px;height:${height}px;background:#fff;font-family:Roboto;overflow:hidden">${svg}</div>`,
      width,
      height,
      scale,
      fonts: ["Roboto"],
    };
    return { template: mark, pictures: [picture], turns };
  },
);
