/** The page: what is shown follows from the address; keys and clicks change the address. */
import { go, here } from "./address.ts";
import { ask, type DatasetAnswer } from "./api.ts";
import { h, number } from "./dom.ts";
import { drawFilters } from "./filters.ts";
import { type Grid, grid } from "./grid.ts";
import { hideTip } from "./overlay.ts";
import { type Single, single } from "./single.ts";

const keys: readonly (readonly [string, string])[] = [
  ["j, →", "next sample"],
  ["k, ←", "previous sample"],
  ["↑ ↓", "up and down in the grid"],
  ["Enter", "open the selected sample"],
  ["Esc", "back to the grid; close this"],
  ["/", "search in the text"],
  ["b", "regions on or off"],
  ["m", "next label map"],
  ["z", "enlarged or fitted"],
  ["r", "raw text or Markdown"],
  ["t", "dark or light"],
  ["?", "these keys"],
];

const theme = {
  get: () => localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  apply: () => document.documentElement.setAttribute("data-theme", theme.get()),
  toggle: () => {
    localStorage.setItem("theme", theme.get() === "dark" ? "light" : "dark");
    theme.apply();
  },
};

const help = h(
  "dialog",
  { "aria-label": "Keys" },
  h("dl", {}, ...keys.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
);
const title = h("h1");
const count = h("span", { class: "quiet", role: "status" });
const search = h("input", { type: "search", placeholder: "Search in the text", "aria-label": "Search in the text" });
const filters = h("aside", { class: "filters", "aria-label": "Filters" });
const back = h("button", { type: "button", click: () => go({ query: here().query }) }, "← All samples");
const folding = h("button", { type: "button", class: "narrow-only", "aria-expanded": "false" }, "Filters");
const body = h("div");

folding.addEventListener("click", () => {
  const open = filters.classList.toggle("open");
  folding.setAttribute("aria-expanded", String(open));
});

let shown: { grid?: Grid; single?: Single; query: string } = { query: "-" };
let asked = new AbortController();

async function show(): Promise<void> {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  const { key, query } = here();
  hideTip();
  search.value = query.get("q") ?? "";
  back.hidden = key === undefined;
  folding.hidden = key !== undefined;
  try {
    if (shown.query !== query.toString()) {
      shown.grid?.close();
      shown = { query: query.toString() };
      describe(await ask<DatasetAnswer>("/api/dataset", query, signal), query);
    }
    if (key !== undefined) {
      const next = await single(key, shown.grid?.keys ?? [], signal);
      shown.single = next;
      body.className = "";
      body.replaceChildren(next.element);
      document.title = `${key} · Periscope data`;
      scrollTo(0, 0);
      return;
    }
    const before = shown.single?.element.isConnected ? document.title.split(" · ")[0] : undefined;
    shown.single = undefined;
    shown.grid ??= grid(query, complain);
    body.className = "browse";
    body.replaceChildren(filters, shown.grid.element);
    document.title = "Periscope data";
    if (before !== undefined && shown.grid.keys.includes(before)) shown.grid.select(before);
  } catch (error) {
    if (!signal.aborted) complain(error as Error);
  }
}

function describe(dataset: DatasetAnswer, query: URLSearchParams): void {
  title.textContent = dataset.name;
  title.title = dataset.where;
  const all = `${number(dataset.samples)} samples${dataset.finished ? "" : " so far"}`;
  const filtered = dataset.selected === dataset.samples ? all : `${number(dataset.selected)} of ${all}`;
  count.textContent = query.get("q") ? `${filtered}, searched for the text` : filtered;
  drawFilters(filters, dataset);
}

function complain(error: Error): void {
  body.className = "";
  body.replaceChildren(h("p", { class: "note", role: "alert" }, `This did not work: ${error.message}`));
}

let typing: ReturnType<typeof setTimeout> | undefined;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const { query } = here();
    if (search.value.trim() === "") query.delete("q");
    else query.set("q", search.value.trim());
    go({ query }, "replace");
  }, 250);
});

document.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.target === search) {
    if (key === "Escape" || key === "Enter") search.blur();
    return;
  }
  if (event.target instanceof HTMLSelectElement) return;
  const everywhere: Readonly<Record<string, () => void>> = {
    "/": () => search.focus(),
    "?": () => help.showModal(),
    t: theme.toggle,
  };
  const current = shown.single?.element.isConnected ? shown.single : shown.grid;
  if (everywhere[key]) everywhere[key]();
  else if (!current?.press(key)) return;
  event.preventDefault();
});

help.addEventListener("click", () => help.close());
addEventListener("popstate", () => void show());
theme.apply();
document
  .getElementById("app")!
  .append(
    h(
      "header",
      { class: "top" },
      back,
      title,
      search,
      count,
      folding,
      h(
        "button",
        { type: "button", click: theme.toggle, "aria-label": "Dark or light", title: "Dark or light (t)" },
        "◐",
      ),
      h("button", { type: "button", click: () => help.showModal(), "aria-label": "Keys", title: "Keys (?)" }, "?"),
    ),
    body,
    help,
  );
void show();
