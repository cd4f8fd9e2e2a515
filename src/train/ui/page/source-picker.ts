/** Below the chart of losses by source: all sources with their share of the tokens, each to be shown or not. */
import { largestOfEach, type SourceShare } from "./sources.ts";

export interface SourcePicker {
  readonly element: HTMLElement;
  /** Lists the sources; gives the names of those to draw. */
  update(sources: readonly SourceShare[]): readonly string[];
}

/** `first` sources are shown until others are picked; `changed` is called when they are. */
export function createSourcePicker(first: number, changed: () => void): SourcePicker {
  const box = document.createElement("details");
  const title = box.appendChild(document.createElement("summary"));
  const list = box.appendChild(document.createElement("div"));
  list.className = "sources";
  const lines = new Map<string, { readonly tick: HTMLInputElement; readonly text: Text }>();
  let picked: Set<string> | undefined;
  let shown: readonly string[] = [];
  const pick = (names: Iterable<string> | undefined) => {
    picked = names && new Set(names);
    changed();
  };
  box.append(
    button("show all", () => pick(lines.keys())),
    button("those with most tokens", () => pick(undefined)),
  );

  const lineOf = (name: string) => {
    const known = lines.get(name);
    if (known) return known;
    const label = list.appendChild(document.createElement("label"));
    const tick = label.appendChild(document.createElement("input"));
    const text = label.appendChild(document.createTextNode(""));
    tick.type = "checkbox";
    tick.addEventListener("change", () => pick(tick.checked ? [...shown, name] : shown.filter((one) => one !== name)));
    lines.set(name, { tick, text });
    return { tick, text };
  };

  return {
    element: box,
    update(sources) {
      const total = sources.reduce((sum, { targets }) => sum + targets, 0);
      const wanted = picked ?? new Set(largestOfEach(sources, first));
      shown = sources.flatMap(({ name }) => (wanted.has(name) ? [name] : []));
      title.textContent = `${shown.length} of ${sources.length} sources are shown`;
      for (const { name, modality, targets } of sources) {
        const { tick, text } = lineOf(name);
        tick.checked = wanted.has(name);
        const share = total > 0 ? ` · ${modality}, ${((100 * targets) / total).toFixed(1)} %` : "";
        text.data = `${name}${share}`;
      }
      return shown;
    },
  };
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}
