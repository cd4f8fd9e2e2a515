import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import type { Camera, Mark, Shot } from "./camera.ts";
import { openCamera } from "./chromium-camera.ts";

describe.skipIf(!findChromium())("what the DOM knows of a page", () => {
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera();
  });
  afterAll(async () => {
    await camera.close();
  });

  async function shoot(html: string, width = 240): Promise<Shot> {
    const [shot] = await camera.shoot([
      {
        kind: "page",
        html: `<style>body { font: 16px/20px "Open Sans" }</style>${html}`,
        width,
        height: 200,
        fonts: ["Open Sans"],
      },
    ]);
    if (!shot || shot instanceof Error) throw shot ?? new Error("no shot");
    return shot;
  }
  const marks = async (html: string, width?: number): Promise<readonly Mark[]> => (await shoot(html, width)).marks;
  const texts = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text);

  test("text is told by lines and words; a word in several elements is one, and one that is broken is two", async () => {
    const [mark] = await marks(
      `<p style="margin: 0; width: 120px" data-mark="p" data-words>Over the ri<b>ver</b> and&shy; <i>through</i> the&nbsp;woods <span style="word-break: break-all">extraordinarily</span></p>`,
    );
    expect(mark!.text).toBe("Over the river and through the woods extraordinarily");
    expect(texts(mark!.words).join("")).toBe(mark!.text.replaceAll(" ", ""));
    expect(mark!.words).toHaveLength(9);
    expect(texts(mark!.words).slice(0, 4)).toEqual(["Over", "the", "river", "and"]);
    expect(mark!.lines.length).toBeGreaterThan(2);
    for (const line of mark!.lines) {
      expect(line.box.bottom - line.box.top).toBeGreaterThan(15);
      expect(line.box.right).toBeLessThanOrEqual(120.5);
    }
    const tops = mark!.lines.map(({ box }) => box.top);
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(texts(mark!.characters)).toEqual([]);
  });

  test("characters follow each other within their word", async () => {
    const [mark] = await marks(`<p data-mark="p" data-characters>Wag 12</p>`);
    expect(texts(mark!.characters)).toEqual(["W", "a", "g", "1", "2"]);
    expect(texts(mark!.words)).toEqual(["Wag", "12"]);
    const [first, second, third] = mark!.characters;
    expect(Math.abs(first!.box.right - second!.box.left)).toBeLessThan(0.5);
    expect(third!.box.right).toBeCloseTo(mark!.words[0]!.box.right, 1);
    expect(first!.box.left).toBeCloseTo(mark!.words[0]!.box.left, 1);
  });

  test("the ink of a word lies in its box", async () => {
    const shot = await shoot(`<p data-mark="p" data-words style="margin: 40px">Mimicry</p>`);
    const { box } = shot.marks[0]!.words[0]!;
    let [left, right, inside, outside] = [999, 0, 0, 0];
    for (let i = 0; i < shot.width * shot.height; i++) {
      if (shot.data[3 * i]! > 200) continue;
      const [x, y] = [i % shot.width, Math.floor(i / shot.width)];
      if (x + 1 > box.left && x < box.right && y + 1 > box.top && y < box.bottom) inside++;
      else outside++;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
    }
    expect(outside).toBe(0);
    expect(inside).toBeGreaterThan(100);
    expect(left - box.left).toBeLessThan(3);
    expect(box.right - right).toBeLessThan(3);
  });

  test("what cannot be seen is not told", async () => {
    const found = await marks(`
      <p data-mark="display" style="display: none">no</p>
      <p data-mark="visibility" style="visibility: hidden">no</p>
      <p data-mark="opacity" style="opacity: 0">no</p>
      <p data-mark="outside" style="position: absolute; left: 300px">no</p>
      <p data-mark="partly">yes <span style="visibility: hidden">no</span> <span style="display: none">no</span> more</p>
      <div style="height: 20px; overflow: hidden; margin: 0"><p style="margin: 0" data-mark="cut" data-words>above<br>below</p></div>
      <div style="width: 50px; overflow: hidden"><div style="width: 200px" data-mark="narrow">abcdefghijklmnop</div></div>`);
    expect(found.map(({ kind, text }) => [kind, text])).toEqual([
      ["partly", "yes more"],
      ["cut", "above"],
      ["narrow", expect.stringMatching(/^abcde?f?g?$/)],
    ]);
    expect(found[1]!.box.bottom - found[1]!.box.top).toBe(20);
    expect(found[2]!.box.right).toBe(50);
  });

  test("what is positioned is cut by its containing block, not by its parent", async () => {
    const [mark] = await marks(
      `<div style="overflow: hidden; height: 0"><p data-mark="p" style="position: absolute; margin: 0; top: 30px">free</p></div>`,
    );
    expect(mark!.text).toBe("free");
  });

  test("text is told as it is written out: capitals, fields, lists of choices", async () => {
    const found =
      await marks(`<h1 data-mark="h" data-words style="text-transform: uppercase; font-size: 16px">straße no. 1</h1>
      <p data-mark="c" style="text-transform: capitalize">the long way</p>
      <input data-mark="value" value="typed"><input data-mark="hint" placeholder="hinted">
      <select data-mark="choice"><option>first<option selected>second</select>`);
    expect(texts(found)).toEqual(["STRASSE NO. 1", "The Long Way", "typed", "hinted", "second"]);
    expect(texts(found[0]!.words)).toEqual(["STRASSE", "NO.", "1"]);
  });

  test("cells of a row are lines of their own, and text of pictures in vectors is text", async () => {
    const found = await marks(`<table><tr data-mark="row" data-words><td>one two<td>three</table>
      <svg width="200" height="40"><g data-mark="label"><text x="5" y="20">vector <tspan>words</tspan></text></g></svg>`);
    expect(texts(found[0]!.lines)).toEqual(["one two", "three"]);
    expect(found[1]!.text).toBe("vector words");
    expect(found[1]!.lines).toHaveLength(1);
  });

  test("lines of a picture's text are words apart; what is raised belongs to its word", async () => {
    const [label, unit] = await marks(`<svg width="200" height="90">
      <text data-mark="label" x="5" y="20"><tspan x="5">sold at</tspan><tspan x="5" dy="16">Riverside</tspan></text>
      <text data-mark="unit" x="5" y="70">m<tspan dy="-4" font-size="9">2</tspan></text></svg>`);
    expect(label!.text).toBe("sold at Riverside");
    expect(label!.lines).toHaveLength(2);
    expect(unit!.text).toBe("m2");
  });

  test("marks are in document order with their names, also one within the other", async () => {
    const found = await marks(
      `<section data-mark="card" data-name="x"><b data-mark="title">A</b> body</section><i data-mark="end">z</i>`,
    );
    expect(found.map(({ kind, name, text }) => [kind, name, text])).toEqual([
      ["card", "x", "A body"],
      ["title", undefined, "A"],
      ["end", undefined, "z"],
    ]);
  });
});
