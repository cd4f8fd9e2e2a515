/**
 * Specifications to SVG, with the chart libraries alone: Vega-Lite and ECharts run in Node, without a browser. Texts and
 * shapes of the result are marked for the camera. It knows no data and no themes.
 */
import * as echarts from "echarts";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { estimatedWidth } from "./theme.ts";

/** A Vega-Lite specification as JSON. */
export type Spec = Record<string, unknown>;

interface TextItem {
  readonly font?: string;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly text?: unknown;
}

interface Drawing {
  initialize(element: null, width: number, height: number, origin: readonly number[], scale: number): Drawing;
  background(color: unknown): Drawing;
  render(scene: unknown): Drawing;
  svg(): string;
}

// Vega would estimate 0.8 em a letter and put legends far from their charts.
const metrics = vega as unknown as {
  textMetrics: { width: (item: TextItem, text: unknown) => number };
  SVGStringRenderer: new () => Drawing;
  resetSVGDefIds(): void;
};
metrics.textMetrics.width = (item, text) =>
  estimatedWidth(String(text ?? item.text ?? ""), item.fontSize ?? 11, item.font ?? "", isBold(item.fontWeight));

function isBold(weight: string | number | undefined): boolean {
  return weight === "bold" || Number(weight) >= 600;
}

echarts.setPlatformAPI({
  measureText(text, font = "12px sans-serif") {
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
    return { width: estimatedWidth(text, size, font, /bold|[6-9]00/.test(font)) } as TextMetrics;
  },
});

/**
 * The SVG of a Vega-Lite specification. On a page with several drawings each needs an `idPrefix` of its own: rounded bars are
 * cut out by clip paths that Vega always calls clip1, clip2, ..., and a browser takes the first of a name on the page.
 * Throws an `Error` where the specification is none.
 */
export function vegaLiteSvg(spec: Spec, idPrefix = ""): string {
  return markShapes(renderVega(spec))
    .replaceAll(/( id="|url\(#)/g, `$1${idPrefix}`)
    .replaceAll("<text ", '<text data-mark="text" ');
}

function renderVega(spec: Spec): string {
  const runtime = vega.parse(compile(spec as unknown as TopLevelSpec, { logger: silent() }).spec);
  const view = new vega.View(runtime, { renderer: "none", logger: silent() });
  view.run();
  metrics.resetSVGDefIds();
  // The public toSVG is asynchronous only because images might have to be loaded; there are none.
  const inner = view as unknown as {
    _viewWidth: number;
    _viewHeight: number;
    _origin: [number, number];
    _scenegraph: { root: unknown };
  };
  const padding = view.padding() as { left: number; right: number; top: number; bottom: number };
  const svg = new metrics.SVGStringRenderer()
    .initialize(
      null,
      Math.max(0, inner._viewWidth + padding.left + padding.right),
      Math.max(0, inner._viewHeight + padding.top + padding.bottom),
      [padding.left + inner._origin[0], padding.top + inner._origin[1]],
      1,
    )
    .background(view.background())
    .render(inner._scenegraph.root)
    .svg();
  view.finalize();
  return svg;
}

function silent() {
  return vega.logger(vega.None);
}

/** Shapes with a description ("Oslo / 2024") become marks of their role with that name. */
function markShapes(svg: string): string {
  return svg
    .replaceAll(
      /<(path|line) aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="([^"]*)"/g,
      (whole, tag: string, label: string, role: string) =>
        label.includes(":") && label.includes(";")
          ? whole
          : `<${tag} data-mark="${role.split(" ")[0]}" data-name="${label}"`,
    )
    .replaceAll(/ (role|aria-[a-z]+|pointer-events|class|xmlns:xlink|version)="[^"]*"/g, "");
}

/** The SVG of an ECharts option; `names` gives the name of a shape by its series and index. */
export function echartsSvg(
  option: Record<string, unknown>,
  width: number,
  height: number,
  names: (series: number, index: number) => string | undefined = () => undefined,
): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg
    .replaceAll(/<style ?>[\s\S]*?<\/style>/g, "")
    .replaceAll(
      / (?:class="[^"]*"|xmlns:xlink="[^"]*"|version="[^"]*"|baseProfile="[^"]*"|pointer-events="[^"]*")/g,
      "",
    )
    .replaceAll(/\bzr\d+-/g, "zr-")
    .replaceAll(
      /<(path|polygon|polyline|ellipse|circle|rect)([^>]*?) ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)" ecmeta_ssr_type="chart"/g,
      (_, tag, rest, series, index) => {
        const name = names(Number(series), Number(index));
        return `<${tag}${name === undefined ? "" : ` data-mark="shape" data-name="${escaped(name)}"`}${rest}`;
      },
    )
    .replaceAll(/ ecmeta_[a-z_]+="[^"]*"/g, "")
    .replaceAll("<text ", '<text data-mark="text" ');
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
