/** The key of a server that asks for one. It is kept as long as the tab is open, and sent to the page's own server only. */

const place = "periscope.api-key";

let current: string | undefined;

export function apiKey(): string | undefined {
  try {
    current ??= sessionStorage.getItem(place) ?? undefined;
  } catch {
    // a browser that keeps nothing asks again after a reload
  }
  return current;
}

export function keepApiKey(key: string): void {
  current = key;
  try {
    sessionStorage.setItem(place, key);
  } catch {
    // as above
  }
}
