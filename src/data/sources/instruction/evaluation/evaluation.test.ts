import { expect, test } from "vitest";
import type { Mark, Shot } from "../../../camera/camera.ts";
import { randomFor } from "../../../random.ts";
import { hasBrowser, sharedCamera } from "../../document/testing/shoot.ts";
import { realitySource } from "./reality.ts";

const shoot = sharedCamera();

/** How far a mark's box is from the outermost pixels of a colour, in pixels. */
function slack({ data, width, height }: Shot, { box }: Mark, near: (r: number, g: number, b: number) => boolean) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (!near(data[at]!, data[at + 1]!, data[at + 2]!)) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
  }
  return Math.max(
    Math.abs(box.left - left),
    Math.abs(box.top - top),
    Math.abs(box.right - right),
    Math.abs(box.bottom - bottom),
  );
}

const paints: Record<string, readonly number[]> = { blue: [37, 99, 235], yellow: [247, 210, 30] };
const liquids = [
  [95, 179, 222],
  [242, 169, 59],
  [155, 79, 165],
];

test.skipIf(!hasBrowser)(
  "boxes of rainbow bands and of liquids end where their colours do",
  {
    timeout: 120_000,
  },
  async () => {
    const drafts = Array.from({ length: 60 }, (_, index) =>
      realitySource.draft({ random: randomFor(3, index, "real-or-not"), maxSide: 384, split: "train" }),
    ).filter(({ template }) => template === "rainbow" || template === "glass");
    const shots = await shoot(drafts.flatMap(({ pictures }) => pictures));
    let checked = 0;
    for (const shot of shots) {
      for (const mark of shot.marks) {
        if (mark.kind !== "liquid" && !(mark.kind === "band" && mark.name! in paints)) continue;
        const middle = [
          Math.round((mark.box.left + mark.box.right) / 2),
          Math.round((mark.box.top + mark.box.bottom) / 2),
        ];
        const at = (middle[1]! * shot.width + middle[0]!) * 3;
        const seen = [shot.data[at]!, shot.data[at + 1]!, shot.data[at + 2]!];
        const paint =
          mark.kind === "band"
            ? paints[mark.name!]!
            : liquids.find((one) => one.every((value, i) => Math.abs(value - seen[i]!) < 12))!;
        checked++;
        expect(
          slack(
            shot,
            mark,
            (r, g, b) => Math.abs(r - paint[0]!) + Math.abs(g - paint[1]!) + Math.abs(b - paint[2]!) < 30,
          ),
          `${mark.kind} ${mark.name}`,
        ).toBeLessThan(mark.kind === "liquid" ? 4.5 : 2.5);
      }
    }
    expect(checked).toBeGreaterThan(10);
  },
);
