import { expect, test } from "vitest";
import { randomFor } from "../random.ts";
import { type Content, conversationOf, type Region } from "../sample.ts";
import type { Composition } from "../source.ts";
import { roughen } from "./roughen.ts";

const shot = (shade: number) => ({ width: 120, height: 90, data: new Uint8Array(120 * 90 * 3).fill(shade) });
const content = conversationOf([["Where is it?", "nowhere yet"]], 2);
const region = (image: number, left: number): Region => ({
  ...{ image, kind: "thing", text: `${image}/${left}` },
  box: [left, 30, left + 20, 50],
});
// regions of two pictures, mixed
const regions = [region(1, 10), region(0, 30), region(1, 60), region(0, 70)];
const rewrite = (moved: readonly Region[]): Content =>
  conversationOf([["Where is it?", moved.map(({ text, box }) => `${text} at ${box!.join(" ")}`).join("; ")]], 2);

const rough = (level: "none" | "light" | "photo", index: number, more: Partial<Composition> = {}) =>
  roughen(level, [shot(90), shot(160)], { content, regions, ...more }, randomFor(1, index, "rough"));

test("pictures that shall not be rough stay as they are", async () => {
  const { pictures, content: same, augmentations } = await rough("none", 0, { rewrite });
  expect(pictures.map(({ data }) => data[0])).toEqual([90, 160]);
  expect(same).toBe(content);
  expect(augmentations).toEqual([]);
});

test("answers that name places name those of the rough pictures, in the order of the regions", async () => {
  let changed = 0;
  for (let index = 0; index < 12; index++) {
    const result = await rough("photo", index, { rewrite });
    if (result.augmentations.length === 0) continue; // something would have been out of sight
    expect(result.regions.map(({ text, image }) => [text, image])).toEqual(
      regions.map(({ text, image }) => [text, image]),
    );
    expect(result.content).toEqual(rewrite(result.regions));
    if (result.regions[0]!.box!.join() !== regions[0]!.box!.join()) changed++;
    expect(result.augmentations.map(({ parameters }) => parameters.image)).toContain(1);
    expect(Object.keys(result.regions[0]!)).not.toContain("number");
  }
  expect(changed).toBeGreaterThan(6);
});

test("the same random numbers give the same bytes", async () => {
  const [one, two] = [await rough("photo", 3), await rough("photo", 3)];
  expect(one).toEqual(two);
  expect((await rough("photo", 4)).pictures[0]!.data).not.toEqual(one.pictures[0]!.data);
});
