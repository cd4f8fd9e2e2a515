import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureReport, parity, renderReport } from "../src/eval/parity/index.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Runtime } from "../src/runtime/runtime.ts";
import { foldersIn, ownGoldens, sharedGoldens } from "./parity/goldens.ts";

let cpu: Runtime;
beforeAll(async () => {
  cpu = await createNativeRuntime("cpu");
});
afterAll(() => cpu.dispose());

async function passes(folder: string): Promise<FixtureReport[]> {
  const reports: FixtureReport[] = [];
  for await (const report of parity([folder], cpu)) {
    if (!report.ok) throw new Error(renderReport(report));
    reports.push(report);
  }
  return reports;
}

describe("this program computes what the reference computed", () => {
  test.each(foldersIn(ownGoldens).map((path) => [basename(path), path] as const))("%s", async (_, path) => {
    await passes(path);
  });

  test("for a whole model everything is compared: pictures, layers, loss, gradients, generation", async () => {
    const [report] = await passes(join(ownGoldens, "b_low_only"));
    expect(report!.groups.map((g) => [g.group, g.tensors])).toEqual([
      ["image.pixel_values", 1],
      ["aligner.out", 1],
      ["inputs_embeds", 1],
      ["llm.layer", 2],
      ["llm.norm", 1],
      ["logits", 1],
      ["loss", 1],
      ["vision.low.block", 3],
      ["vision.low.embeddings", 1],
      ["vision.low.features", 1],
      ["vision.low.normed_pixels", 1],
      ["vision.low.patch_embed", 1],
      ["grad.aligner", 4],
      ["grad.language_model", 21],
      ["grad.vision_model", 41],
      ["generate.ids", 1],
      ["generate.logits", 1],
      ["generate_eos.ids", 1],
    ]);
  });
});

describe.skipIf(!sharedGoldens)("every golden", () => {
  test.each(foldersIn(sharedGoldens ?? ownGoldens).map((path) => [basename(path), path] as const))(
    "%s",
    async (_, path) => {
      await passes(path);
    },
  );
});
