/** One sample: its pictures with their layers, its text, its lineage. */
import { addressOf, go, here } from "./address.ts";
import { ask, type SampleAnswer } from "./api.ts";
import { contentOf, lineageOf } from "./content.ts";
import { h } from "./dom.ts";
import { figure, hideTip, type Layers, mapNames } from "./overlay.ts";

/** Choices that stay while one goes from sample to sample. */
const layers: Layers = { regions: true, large: false, hidden: new Set() };
let raw = false;

export interface Single {
  readonly element: HTMLElement;
  /** Does what the key stands for; false if it stands for nothing here. */
  press(key: string): boolean;
}

/** `order` are the keys of the grid, in case the sample is among them. */
export async function single(key: string, order: readonly string[], signal: AbortSignal): Promise<Single> {
  const { query } = here();
  const answer = await ask<SampleAnswer>(`/api/samples/${encodeURIComponent(key)}`, query, signal);
  const at = order.indexOf(key);
  const previous = at >= 0 ? order[at - 1] : answer.previous;
  const next = order[at + 1] !== undefined && at >= 0 ? order[at + 1] : answer.next;
  const element = h("main", { class: answer.sample.images.length === 0 ? "single text-only" : "single" });

  const turn = (to: string | undefined) => to !== undefined && go({ key: to, query });
  const draw = () => {
    hideTip();
    element.replaceChildren(
      ...(answer.sample.images.length > 0 ? [pictures(answer, actions)] : []),
      about(answer, actions),
    );
  };
  const actions: Readonly<Record<string, () => void>> = {
    b: () => {
      layers.regions = !layers.regions;
      draw();
    },
    m: () => {
      const names = [undefined, ...mapNames(answer.sample)];
      layers.map = names[(names.indexOf(layers.map) + 1) % names.length];
      draw();
    },
    z: () => {
      layers.large = !layers.large;
      draw();
    },
    r: () => {
      raw = !raw;
      draw();
    },
    j: () => turn(next),
    k: () => turn(previous),
    ArrowRight: () => turn(next),
    ArrowLeft: () => turn(previous),
    Escape: () => go({ query }),
    redraw: draw,
  };
  const has = { previous: previous !== undefined, next: next !== undefined };

  function about(shown: SampleAnswer, act: typeof actions): HTMLElement {
    const { flags } = shown.sample;
    return h(
      "section",
      { class: raw ? "about raw" : "about" },
      h(
        "div",
        { class: "tools" },
        h("button", { type: "button", click: act.k, disabled: !has.previous }, "← Previous"),
        h("button", { type: "button", click: act.j, disabled: !has.next }, "Next →"),
        h("button", { type: "button", click: act.r, "aria-pressed": String(raw) }, "Raw text"),
      ),
      h("h2", {}, shown.sample.content.kind === "document" ? "Document" : "Conversation"),
      contentOf(shown.sample, raw),
      flags.length > 0 && h("h2", {}, "Flags"),
      flags.length > 0 && h("p", {}, ...flags.map((flag) => h("span", { class: "flag" }, flag))),
      h("h2", {}, "Lineage"),
      lineageOf(shown),
      h("p", {}, h("a", { href: addressOf({ key, query: new URLSearchParams() }) }, shown.sample.key)),
    );
  }
  draw();
  return {
    element,
    press(pressed) {
      const action = pressed === "redraw" ? undefined : actions[pressed];
      action?.();
      return action !== undefined;
    },
  };
}

function pictures(answer: SampleAnswer, actions: Readonly<Record<string, () => void>>): HTMLElement {
  const { sample } = answer;
  const names = mapNames(sample);
  const choice = h(
    "select",
    { "aria-label": "Label map", change: (event) => choose((event.target as HTMLSelectElement).value) },
    h("option", { value: "" }, "No label map"),
    ...names.map((name) => h("option", { value: name, selected: name === layers.map }, name)),
  );
  const choose = (name: string) => {
    layers.map = name === "" ? undefined : name;
    actions.redraw!();
  };
  return h(
    "section",
    { class: layers.large ? "pictures large" : "pictures" },
    h(
      "div",
      { class: "tools" },
      sample.regions.length > 0 &&
        h("button", { type: "button", click: actions.b, "aria-pressed": String(layers.regions) }, "Regions"),
      names.length > 0 && choice,
      h("button", { type: "button", click: actions.z, "aria-pressed": String(layers.large) }, "Enlarge"),
    ),
    ...sample.images.map((_, i) => figure(answer, i, layers, actions.redraw!)),
  );
}
