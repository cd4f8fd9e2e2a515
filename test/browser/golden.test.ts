import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ownGoldens, sharedGoldens } from "../parity/goldens.ts";
import { chromiumMissing, runInChromium } from "./chromium.ts";
import type { GoldenResults } from "./golden.entry.ts";

if (chromiumMissing) console.warn(`The browser tests of the goldens are skipped: ${chromiumMissing}.`);

const goldens = [join(ownGoldens, "b_low_only"), ...(sharedGoldens ? [join(sharedGoldens, "a_hybrid_tiny")] : [])];

describe.skipIf(chromiumMissing).each(goldens.map((path) => [basename(path), path] as const))(
  "%s computed in Chromium",
  (_, path) => {
    let results: GoldenResults;
    beforeAll(async () => {
      const names = ["config.json", "case.json", "model.safetensors", "inputs.safetensors", "outputs.safetensors"];
      const files = Object.fromEntries(names.map((name) => [`/golden/${name}`, join(path, name)]));
      const entry = new URL("./golden.entry.ts", import.meta.url);
      results = (await runInChromium(entry, { webgpu: true, files, timeoutMs: 550_000 })) as GoldenResults;
    }, 600_000);

    test.each(["wasm", "webgpu"] as const)(
      "with %s equals the reference: features, logits, generated ids",
      (device) => {
        const checks = results[device];
        expect(checks.filter((check) => !check.ok)).toEqual([]);
        const groups = new Set(checks.map((check) => check.group));
        for (const group of ["vision.low.features", "aligner.out", "logits", "loss", "generate.ids"]) {
          expect(groups).toContain(group);
        }
        expect(groups.has("grad.aligner")).toBe(device === "wasm");
      },
    );
  },
);
