import { expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { hasBrowser, sharedCamera } from "../../document/testing/shoot.ts";
import { tableSources } from "./sources.ts";

const shoot = sharedCamera();

test.skipIf(!hasBrowser)(
  "a table and its title take most of their picture, at any size",
  { timeout: 120_000 },
  async () => {
    const shares: number[] = [];
    for (const maxSide of [384, 1024]) {
      for (const source of tableSources) {
        const drafts = Array.from({ length: 8 }, (_, index) =>
          source.draft({ random: randomFor(6, index, source.name), maxSide, split: "train" }),
        );
        const shots = await shoot(drafts.flatMap(({ pictures }) => pictures));
        for (const { width, height, marks } of shots) {
          expect(Math.max(width, height)).toBeLessThanOrEqual(maxSide);
          const boxes = marks.filter(({ kind }) => kind === "title" || kind === "cell").map(({ box }) => box);
          const across = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
          const down = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
          // small paper may be wider than the few columns that fit its height
          expect(Math.min(across / width, down / height)).toBeGreaterThan(0.4);
          shares.push((across * down) / (width * height));
        }
      }
    }
    shares.sort((a, b) => a - b);
    expect(shares[Math.floor(shares.length / 2)]!).toBeGreaterThan(0.55);
    expect(shares[0]!).toBeGreaterThan(0.35);
  },
);
