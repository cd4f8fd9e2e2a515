/** Where one is, as an address that can be sent to someone: `/sample/<key>?category=caption&q=lamp`. */

export interface Place {
  /** The sample that is shown; the grid without one. */
  readonly key?: string;
  /** Filters and `q`, the text that is searched. */
  readonly query: URLSearchParams;
}

export function here(): Place {
  const key = /^\/sample\/([^/]+)$/.exec(location.pathname)?.[1];
  return { key: key && decodeURIComponent(key), query: new URLSearchParams(location.search) };
}

export function addressOf({ key, query }: Place): string {
  const text = query.toString();
  return (key ? `/sample/${encodeURIComponent(key)}` : "/") + (text ? `?${text}` : "");
}

/** Goes there and tells everybody who listens to `popstate`. */
export function go(place: Place, how: "push" | "replace" = "push"): void {
  history[how === "push" ? "pushState" : "replaceState"](null, "", addressOf(place));
  dispatchEvent(new PopStateEvent("popstate"));
}

/** The query with one value set, or taken away where it is set already. */
export function toggled(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const changed = new URLSearchParams(query);
  if (changed.get(name) === value || value === "") changed.delete(name);
  else changed.set(name, value);
  return changed;
}
