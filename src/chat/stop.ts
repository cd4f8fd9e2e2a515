/**
 * Stop strings in a stream: text is held back as long as it could still become one, and nothing behind one comes out.
 */

export interface StopFilter {
  /** The part of what has come so far that is safe to show; `stopped` is the stop string that ended the stream. */
  push(text: string): { readonly text: string; readonly stopped?: string };
  /** What is still held back when the stream ends by itself. */
  end(): string;
}

/** A filter for the given strings; empty ones are ignored. */
export function stopFilter(strings: readonly string[]): StopFilter {
  const stops = strings.filter((stop) => stop !== "");
  let held = "";
  return {
    push(text) {
      held += text;
      const found = firstStop(held, stops);
      if (found !== undefined) {
        const shown = held.slice(0, found.index);
        held = "";
        return { text: shown, stopped: found.stop };
      }
      const safe = held.length - stops.reduce((most, stop) => Math.max(most, overlap(held, stop)), 0);
      const shown = held.slice(0, safe);
      held = held.slice(safe);
      return { text: shown };
    },
    end() {
      const rest = held;
      held = "";
      return rest;
    },
  };
}

/** The stop string that is complete first, which is the same however the text was cut; of equal ones the longest. */
function firstStop(text: string, stops: readonly string[]): { index: number; stop: string } | undefined {
  let first: { index: number; stop: string; end: number } | undefined;
  for (const stop of stops) {
    const index = text.indexOf(stop);
    const end = index + stop.length;
    if (index < 0 || (first && (end > first.end || (end === first.end && index > first.index)))) continue;
    first = { index, stop, end };
  }
  return first;
}

/** The length of the longest end of `text` that begins `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
