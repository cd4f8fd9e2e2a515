/** Goldens in other clothes: what a checkpoint's layout, shards and names say must not change a number. */
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint } from "../../src/checkpoint/checkpoint.ts";
import { layoutTable } from "../../src/checkpoint/layouts.ts";
import { saveCheckpoint } from "../../src/checkpoint/save.ts";
import { readNumbers } from "../../src/eval/parity/fixture.ts";
import { type FixtureReport, parity, renderReport } from "../../src/eval/parity/index.ts";
import type { Layout } from "../../src/model/config.ts";
import { transformersPixels } from "../../src/model/config-transformers.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { editSafetensors } from "./edit.ts";
import { ownGoldens, sharedGoldens } from "./goldens.ts";

let cpu: Runtime;
let folder: string;
beforeAll(async () => {
  cpu = await createNativeRuntime("cpu");
  folder = await mkdtemp(join(tmpdir(), "periscope-parity-"));
});
afterAll(async () => {
  cpu.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Copies a golden with its weights written anew. */
async function rewritten(golden: string, name: string, layout: Layout, maxShardBytes?: number): Promise<string> {
  const target = join(folder, name);
  const checkpoint = await loadCheckpoint(golden);
  try {
    await saveCheckpoint(target, checkpoint, { layout, maxShardBytes, preprocessor: checkpoint.preprocessor });
  } finally {
    await checkpoint.close();
  }
  for (const file of await readdir(golden)) {
    if (!/^(config\.json|model\.safetensors)$/.test(file)) await cp(join(golden, file), join(target, file));
  }
  return target;
}

/** Gradients under the names, and in the pieces, of another layout. */
async function renameGradients(path: string, { config }: Checkpoint, layout: Layout): Promise<void> {
  const table = new Map(layoutTable(config, layout).map((entry) => [entry.name, entry.stored]));
  await editSafetensors(path, (tensor) => {
    const stored = table.get(tensor.name.replace(/^grad\./, ""));
    if (!stored) return [tensor];
    let start = 0;
    return stored.map(({ name, shape }) => {
      const length = shape.reduce((a, b) => a * b, 1);
      const data = (tensor.data as Float32Array).slice(start, start + length);
      start += length;
      return { name: `grad.${name}`, dtype: tensor.dtype, shape, data };
    });
  });
}

async function passes(path: string): Promise<FixtureReport> {
  for await (const report of parity([path], cpu)) {
    if (!report.ok) throw new Error(renderReport(report));
    return report;
  }
  throw new Error("no report");
}

const cases = [
  { golden: join(ownGoldens, "b_low_only"), layout: "deepseek_vl" },
  ...(sharedGoldens ? [{ golden: join(sharedGoldens, "a_hybrid_tiny"), layout: "deepseek_vl_hybrid" } as const] : []),
] as const;

describe.each(cases)("$golden", ({ golden, layout }) => {
  test("in shards with an index", async () => {
    const path = await rewritten(golden, `shards-${layout}`, "multi_modality", 200_000);
    expect((await readdir(path)).filter((name) => /-of-\d+\.safetensors$/.test(name)).length).toBeGreaterThan(4);
    await passes(path);
  });

  test("in transformers' layout, gradients under the original names", async () => {
    await passes(await rewritten(golden, layout, layout));
  });

  test("in transformers' layout, gradients under its own names and in its own pieces", async () => {
    const path = await rewritten(golden, `${layout}-names`, layout);
    const checkpoint = await loadCheckpoint(path);
    await renameGradients(join(path, "outputs.safetensors"), checkpoint, layout);
    await checkpoint.close();
    const before = await passes(golden);
    const after = await passes(path);
    const gradients = ({ groups }: FixtureReport) =>
      groups.filter((g) => g.group.startsWith("grad.")).reduce((sum, g) => sum + g.tensors, 0);
    expect(gradients(after)).toBeGreaterThan(gradients(before));
  });

  test("in the layout of transformers 5, without the inner level of the vision model", async () => {
    const path = await rewritten(golden, `${layout}-5`, layout);
    const flat = (name: string) => name.replace("model.vision_model.vision_model.", "model.vision_model.");
    await editSafetensors(join(path, "model.safetensors"), (tensor) => [{ ...tensor, name: flat(tensor.name) }]);
    await passes(path);
  });
});

describe.skipIf(!sharedGoldens)("pictures as transformers' processor gives them", () => {
  test("each tower's own and normalised: the same values come out", async () => {
    const golden = join(sharedGoldens!, "a_hybrid_tiny");
    const path = await rewritten(golden, "two-pictures", "deepseek_vl_hybrid");
    const outputs = await readNumbers(join(golden, "outputs.safetensors"));
    const { data: low, shape } = outputs.get("vision.low.normed_pixels")!;
    const [mean, std] = [transformersPixels.high.pixelMean, transformersPixels.high.pixelStd];
    await editSafetensors(join(path, "inputs.safetensors"), (tensor) => {
      if (tensor.name !== "pixel_values") return [tensor];
      const plane = tensor.data.length / 3;
      const normalized = (tensor.data as Float32Array).map((v, i) => {
        const channel = Math.floor(i / plane) as 0 | 1 | 2;
        return (v - Math.fround(mean[channel])) / Math.fround(std[channel]);
      });
      return [
        { name: "pixel_values", dtype: "float32", shape, data: low as Float32Array },
        { ...tensor, name: "high_res_pixel_values", data: normalized },
      ];
    });
    await editSafetensors(join(path, "outputs.safetensors"), (tensor) =>
      tensor.name === "vision.low.resized_pixels" ? [] : [tensor],
    );
    const { groups } = await passes(path);
    expect(groups.map((g) => g.group)).toContain("image.pixel_values");
  });
});
