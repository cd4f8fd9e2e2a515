import { expect, test } from "vitest";
import { seededUniform } from "./random.ts";
import { stopFilter } from "./stop.ts";

/** Feeds a text in pieces of the given lengths. */
function feed(text: string, stops: readonly string[], lengths: () => number) {
  const filter = stopFilter(stops);
  const shown: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = lengths();
    const { text: piece, stopped } = filter.push(text.slice(at, at + length));
    shown.push(piece);
    if (stopped !== undefined) return { text: shown.join(""), stopped, shown };
    at += length;
  }
  shown.push(filter.end());
  return { text: shown.join(""), stopped: undefined, shown };
}

test("nothing behind a stop string is shown, nor the string itself", () => {
  expect(feed("blue. User: and?", ["User:"], () => 3)).toMatchObject({ text: "blue. ", stopped: "User:" });
});

test("text is held back only while it could become a stop string", () => {
  const { shown } = feed("a Us, a User.", ["User:"], () => 1);
  expect(shown).toEqual(["a", " ", "", "", "Us,", " ", "a", " ", "", "", "", "", "User.", ""]);
});

test("what was held back comes out when the stream ends", () => {
  expect(feed("ends with Use", ["User:"], () => 4)).toMatchObject({ text: "ends with Use", stopped: undefined });
});

test("however the text is cut, the result is the same", () => {
  const uniform = seededUniform(5);
  const letters = (count: number) => Array.from({ length: count }, () => "ab"[Math.floor(uniform() * 2)]).join("");
  for (let round = 0; round < 300; round++) {
    const stops = [letters(2 + Math.floor(uniform() * 4)), letters(3)];
    const text = letters(20);
    const whole = feed(text, stops, () => 1);
    const cut = feed(text, stops, () => 1 + Math.floor(uniform() * 6));
    expect({ text: cut.text, stopped: cut.stopped }, `${stops} in ${text}`).toEqual({
      text: whole.text,
      stopped: whole.stopped,
    });
    const ends = stops.filter((stop) => text.includes(stop)).map((stop) => text.indexOf(stop) + stop.length);
    expect(whole.stopped !== undefined).toBe(ends.length > 0);
    if (whole.stopped) expect(whole.text.length + whole.stopped.length).toBe(Math.min(...ends));
  }
});

test("without stop strings text passes at once", () => {
  expect(feed("abc", ["", ""], () => 1).shown).toEqual(["a", "b", "c", ""]);
});
