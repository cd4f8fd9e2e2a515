/** One picture of a sample with what is known to be where: boxes, polygons, points, and a label map in colours. */
import type { Region, Sample } from "../../sample.ts";
import { fileOf, type SampleAnswer } from "./api.ts";
import { colorOf, h, number, svg } from "./dom.ts";

/** What is drawn over pictures; kept while one goes from sample to sample. */
export interface Layers {
  regions: boolean;
  /** The name of the label map. */
  map?: string;
  /** Pictures at three times their size. */
  large: boolean;
  /** Kinds of regions that are not drawn. */
  readonly hidden: Set<string>;
}

const tip = h("div", { class: "tip", role: "tooltip", hidden: true });

/** Small pictures are enlarged, tall ones fit the window; `large` is three times their size. */
function frameWidth(width: number, height: number, large: boolean): string {
  return large ? `${3 * width}px` : `min(100%, ${2 * width}px, (100vh - 10rem) * ${(width / height).toFixed(4)})`;
}

export function figure(
  { sample, legends }: SampleAnswer,
  index: number,
  layers: Layers,
  redraw: () => void,
): HTMLElement {
  const { width, height, format } = sample.images[index]!;
  const regions = sample.regions.filter((region) => region.image === index);
  const mapAt = sample.maps.findIndex((map) => map.image === index && map.name === layers.map);
  const frame = h(
    "div",
    { class: "frame" },
    h("img", {
      class: "picture",
      src: fileOf(sample.key, "image", index),
      width,
      height,
      alt: `Picture ${index + 1} of the sample`,
    }),
    mapAt >= 0 && h("img", { class: "map", src: fileOf(sample.key, "map", mapAt), alt: `Label map ${layers.map}` }),
    layers.regions && regions.length > 0 && shapes(regions, width, height, layers.hidden),
  );
  frame.style.width = frameWidth(width, height, layers.large);
  return h(
    "figure",
    {},
    frame,
    h(
      "figcaption",
      {},
      `Picture ${index + 1} of ${sample.images.length}: ${width} × ${height}, ${format}, ${counted(regions.length)}`,
    ),
    layers.regions && kindsLegend(regions, layers, redraw),
    mapAt >= 0 && mapLegend(legends[mapAt] ?? []),
  );
}

function shapes(regions: readonly Region[], width: number, height: number, hidden: ReadonlySet<string>): SVGElement {
  if (!tip.isConnected) document.body.append(tip);
  const large = (region: Region) =>
    region.box ? (region.box[2] - region.box[0]) * (region.box[3] - region.box[1]) : 0;
  // small ones last, so that the pointer reaches them
  const ordered = regions.filter(({ kind }) => !hidden.has(kind)).sort((a, b) => large(b) - large(a));
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...ordered.map((region) => shape(region, width)),
  );
}

function shape(region: Region, width: number): SVGElement {
  const color = colorOf(region.kind);
  const place = region.polygon
    ? svg("polygon", { points: region.polygon.map((point) => point.join(",")).join(" ") })
    : region.box
      ? svg("rect", {
          x: region.box[0],
          y: region.box[1],
          width: region.box[2] - region.box[0],
          height: region.box[3] - region.box[1],
        })
      : svg("circle", { cx: region.point![0], cy: region.point![1], r: Math.max(4, width / 120) });
  place.setAttribute("class", "shape");
  place.setAttribute("stroke", color);
  place.setAttribute("fill", color);
  place.dataset.kind = region.kind;
  const group = svg("g", {}, place);
  // a point beside a box or polygon is drawn as well
  if (region.point && (region.box || region.polygon)) {
    group.append(svg("circle", { cx: region.point[0], cy: region.point[1], r: Math.max(2, width / 200), fill: color }));
  }
  group.addEventListener("pointermove", (event) => {
    tip.textContent = region.text === undefined ? region.kind : `${region.kind}: ${region.text}`;
    tip.hidden = false;
    tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
  });
  group.addEventListener("pointerleave", hideTip);
  return group;
}

export function hideTip(): void {
  tip.hidden = true;
}

/** Kinds with their colours; a tick shows or hides one. */
function kindsLegend(regions: readonly Region[], { hidden }: Layers, redraw: () => void): HTMLElement | undefined {
  const counts = new Map<string, number>();
  for (const { kind } of regions) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const items = [...counts].map(([kind, count]) => {
    const tick = h("input", { type: "checkbox", checked: !hidden.has(kind) });
    tick.addEventListener("change", () => {
      if (tick.checked) hidden.delete(kind);
      else hidden.add(kind);
      redraw();
    });
    return h("li", {}, h("label", {}, tick, swatch(colorOf(kind)), `${kind} ${number(count)}`));
  });
  return h("ul", { class: "legend" }, ...items);
}

function mapLegend(values: SampleAnswer["legends"][number]): HTMLElement {
  const named = values
    .slice(0, 40)
    .map(({ name, color, share }) =>
      h(
        "li",
        {},
        h("span", { class: "entry" }, color ? swatch(color) : undefined, `${name} ${(100 * share).toFixed(1)} %`),
      ),
    );
  return h("ul", { class: "legend" }, ...named, values.length > 40 && h("li", {}, `and ${values.length - 40} more`));
}

function swatch(color: string): HTMLElement {
  const square = h("span", { class: "swatch" });
  square.style.background = color; // by script: the policy allows no style attributes
  return square;
}

/** `1 region`, `2 regions`. */
export function counted(regions: number): string {
  return `${number(regions)} region${regions === 1 ? "" : "s"}`;
}

/** Names of the label maps of a sample. */
export function mapNames({ maps }: Sample): string[] {
  return [...new Set(maps.map(({ name }) => name))];
}
