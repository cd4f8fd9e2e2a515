/** The grid of thumbnails: more of it as one scrolls, one of them selected for the keyboard. */
import { addressOf, go } from "./address.ts";
import { ask, fileOf, type Tile, type TilesAnswer } from "./api.ts";
import { h } from "./dom.ts";
import { counted } from "./overlay.ts";

export interface Grid {
  readonly element: HTMLElement;
  /** Keys of the samples that are shown, in their order. */
  readonly keys: readonly string[];
  /** Marks a sample and brings it into view. */
  select(key: string): void;
  press(key: string): boolean;
  close(): void;
}

export function grid(query: URLSearchParams, onError: (error: Error) => void): Grid {
  const keys: string[] = [];
  const tiles: HTMLElement[] = [];
  const stop = new AbortController();
  const note = h("p", { class: "note", role: "status" }, "Loading …");
  const element = h("main", { class: "grid" }, note);
  let after: number | undefined = 0;
  let loading = false;
  let selected = -1;

  const load = async () => {
    if (loading || after === undefined) return;
    loading = true;
    try {
      const asked = new URLSearchParams(query);
      asked.set("after", String(after));
      const { samples, next }: TilesAnswer = await ask("/api/samples", asked, stop.signal);
      for (const sample of samples) {
        keys.push(sample.key);
        const made = tile(sample, query);
        tiles.push(made);
        note.before(made);
      }
      after = next;
      note.textContent = after === undefined ? (keys.length === 0 ? "No sample is like that." : "") : "Loading …";
      note.hidden = after === undefined && keys.length > 0;
    } catch (error) {
      if (!stop.signal.aborted) onError(error as Error);
      return;
    } finally {
      loading = false;
    }
    if (inView(note)) void load();
  };
  const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void load(), {
    rootMargin: "600px",
  });
  watcher.observe(note);

  const mark = (index: number) => {
    tiles[selected]?.classList.remove("selected");
    selected = Math.max(0, Math.min(tiles.length - 1, index));
    tiles[selected]?.classList.add("selected");
    tiles[selected]?.scrollIntoView({ block: "nearest" });
  };
  const columns = () => {
    const top = tiles[0]?.offsetTop;
    const second = tiles.findIndex((one) => one.offsetTop !== top);
    return second > 0 ? second : Math.max(1, tiles.length);
  };
  const steps: Readonly<Record<string, () => number>> = {
    j: () => 1,
    ArrowRight: () => 1,
    k: () => -1,
    ArrowLeft: () => -1,
    ArrowDown: columns,
    ArrowUp: () => -columns(),
  };
  return {
    element,
    keys,
    select: (key) => mark(keys.indexOf(key)),
    press(key) {
      if (key === "Enter" && selected >= 0 && document.activeElement?.tagName !== "BUTTON") {
        go({ key: keys[selected]!, query });
        return true;
      }
      const step = steps[key];
      if (step === undefined) return false;
      mark(selected < 0 ? 0 : selected + step());
      return true;
    },
    close() {
      stop.abort();
      watcher.disconnect();
    },
  };
}

function inView(element: HTMLElement): boolean {
  return !element.hidden && element.isConnected && element.getBoundingClientRect().top < innerHeight + 600;
}

function tile(sample: Tile, query: URLSearchParams): HTMLElement {
  const { key, category, source, images, regions, maps, text, keep } = sample;
  const place = { key, query };
  const badges = [images > 1 && `${images} pictures`, maps > 0 && (maps === 1 ? "1 map" : `${maps} maps`)]
    .filter(Boolean)
    .join(", ");
  const shot = h(
    "div",
    { class: "shot" },
    images > 0 && h("img", { src: fileOf(key, "thumbnail", 0), alt: "", loading: "lazy", decoding: "async" }),
    images === 0 && h("div", { class: "words" }, text),
    badges !== "" && h("span", { class: "badge" }, badges),
  );
  return h(
    "a",
    {
      class: keep ? "tile" : "tile left-out",
      href: addressOf(place),
      title: text,
      click: (event) => {
        const mouse = event as MouseEvent;
        if (mouse.metaKey || mouse.ctrlKey || mouse.shiftKey) return;
        event.preventDefault();
        go(place);
      },
    },
    shot,
    h(
      "div",
      { class: "caption" },
      h("b", {}, source),
      h("span", { class: "quiet" }, category + (regions > 0 ? ` · ${counted(regions)}` : "")),
    ),
  );
}
