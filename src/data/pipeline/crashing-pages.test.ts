import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import type { Camera } from "../camera/camera.ts";
import { openCamera } from "../camera/chromium-camera.ts";
import { parseRecipe } from "../recipe.ts";
import { target } from "../sample.ts";
import type { Source } from "../source.ts";
import { openStorage } from "../storage/storage.ts";
import { openBuilder, type ShardProgress } from "./build-shard.ts";

/** Draws a page with a number; a few of its pages take the browser down. */
const dangerous: Source = {
  name: "test-dangerous",
  category: "document",
  version: 1,
  description: "Pages with a number, some of which crash the browser.",
  draft({ random }) {
    const number = random.int(1000, 9999);
    const crash = number % 8 === 0;
    const script = `<script>let inner = document.body; for (let i = 0; i < 60000; i++) inner = inner.appendChild(document.createElement("div"))</script>`;
    return {
      template: "number",
      augment: "none",
      pictures: [
        {
          kind: "page",
          html: `<p data-mark="number" style="font-size: 30px">${number}</p>${crash ? script : ""}`,
          ...{ width: 160, height: 90, fonts: [] },
        },
      ],
      compose: ([shot]) => ({
        content: {
          kind: "document",
          parts: [{ type: "image", image: 0 }, target(`The number is ${shot!.marks[0]!.text}.`)],
        },
      }),
    };
  },
};

describe.skipIf(!findChromium())("a shard of pages of which some crash the browser", { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-crash-"));
  const started: number[] = [];
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera({ started: (id) => started.push(id) });
  }, 120_000);
  afterAll(async () => {
    await camera.close();
    rmSync(folder, { recursive: true });
  });

  test("is whole, and says by source, seed and index which samples another was made for", async () => {
    const recipe = parseRecipe({
      ...{ name: "danger", seed: 3, maxSide: 160, samples: 10, samplesPerShard: 10 },
      mixture: { categories: { document: 1 } },
      filters: { nearDuplicates: false, quality: false },
    });
    const builder = await openBuilder(recipe, { sources: [dangerous], camera });
    const seen: ShardProgress[] = [];
    const report = await builder.build(0, await openStorage(folder), { onProgress: (one) => seen.push(one) });
    expect(report.samples).toBe(10);
    const faults = seen.flatMap((one) => one.faults ?? []);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      expect(fault).toMatch(/^test-dangerous, seed 3, index \d, attempt \d: given up .* the browser's page crashed$/);
    }
    expect(Object.values(report.refused).reduce((sum, count) => sum + count, 0)).toBe(faults.length);
    expect(started.length).toBeGreaterThan(2 * faults.length);
  });
});
