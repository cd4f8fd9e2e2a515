/** The filters beside the grid: each facet's values with how many samples they would leave. */
import { go, here, toggled } from "./address.ts";
import type { DatasetAnswer } from "./api.ts";
import { h, number } from "./dom.ts";

const titles = { category: "Category", leaf: "Taxonomy leaf", source: "Source", language: "Language", flag: "Flag" };
const fewest = 12;
const unfolded = new Set<string>();

/** Fills the panel. */
export function drawFilters(panel: HTMLElement, { facets }: DatasetAnswer): void {
  const { query } = here();
  const groups = (Object.keys(titles) as (keyof typeof titles)[]).flatMap((facet) => {
    const values = facets[facet];
    if (values.length === 0) return [];
    const chosen = query.get(facet);
    const shown = unfolded.has(facet) ? values : values.filter(([value], i) => i < fewest || value === chosen);
    const more = h("button", { class: "more", type: "button" }, `${values.length - shown.length} more`);
    more.addEventListener("click", () => {
      unfolded.add(facet);
      drawFilters(panel, { facets } as DatasetAnswer);
    });
    return [
      h("h2", {}, titles[facet], h("span", {}, number(values.length))),
      h("ul", {}, ...shown.map(([value, count]) => h("li", {}, choice(facet, value, count, chosen === value)))),
      ...(shown.length < values.length ? [more] : []),
    ];
  });
  panel.replaceChildren(...groups);
}

function choice(facet: string, value: string, count: number, pressed: boolean): HTMLElement {
  return h(
    "button",
    {
      type: "button",
      "aria-pressed": String(pressed),
      click: () => go({ query: toggled(here().query, facet, value) }),
    },
    h("span", {}, value),
    h("span", { class: "count" }, number(count)),
  );
}
