import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectCheckpoint, renderSummary } from "./inspect.ts";
import { countParameters, parameterSpecs } from "./parameters.ts";
import { saveCheckpoint } from "./save.ts";
import { tinyWeights } from "./testing/tiny-checkpoint.ts";
import { formatBytes, formatCount, formatSeconds } from "./units.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-inspect-"));
});
afterAll(() => rm(root, { recursive: true }));

test("a summary counts modules, types and what nothing reads", async () => {
  const folder = join(root, "hybrid");
  const weights = tinyWeights("hybrid");
  await saveCheckpoint(folder, weights, { dtype: "float16" });
  const summary = await inspectCheckpoint(folder);
  const specs = parameterSpecs(weights.config);
  expect(summary).toMatchObject({
    layout: "multi_modality",
    tensors: specs.length,
    parameters: countParameters(specs),
    bytes: 2 * countParameters(specs),
    dtypes: [{ dtype: "float16", tensors: specs.length }],
    problem: undefined,
  });
  expect(summary.modules.map((module) => module.name)).toEqual([
    "SAM tower",
    "SigLIP tower",
    "unused norms",
    "aligner",
    "embeddings",
    "language layers",
  ]);
  expect(summary.modules.reduce((sum, module) => sum + module.parameters, 0)).toBe(summary.parameters);
  expect(summary.unused.parameters).toBe(countParameters(specs.filter((spec) => spec.unused)));
  const text = renderSummary(summary);
  expect(text).toContain("SAM         3 layers, width 12, 2 heads, 32 pixels, 4 x 4 patches, window 3");
  expect(text).toContain("language    2 layers, width 24, 4 heads (2 for keys)");
  expect(text).toMatch(/ready to load$/);
});

test("a checkpoint that cannot be loaded is still described, with the reason", async () => {
  const folder = join(root, "broken");
  await saveCheckpoint(folder, tinyWeights("low"), { layout: "deepseek_vl" });
  const path = join(folder, "config.json");
  const config = JSON.parse(await readFile(path, "utf8"));
  config.text_config.num_hidden_layers = 3;
  await writeFile(path, JSON.stringify(config));
  const summary = await inspectCheckpoint(folder);
  expect(summary.problem).toMatch(/^9 tensors are missing \(model\.language_model\.layers\.2\./);
  expect(renderSummary(summary)).toContain("cannot be loaded: 9 tensors are missing");
});

test("numbers are written as people read them", () => {
  expect([0, 999, 1000, 1_975_235_584, 14.7e9, 3e15].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.00 kB",
    "1.98 GB",
    "14.7 GB",
    "3000 TB",
  ]);
  expect([7, 1000, 999_999, 7_343_990_017].map(formatCount)).toEqual(["7", "1.00K", "1.00M", "7.34B"]);
  expect([0.4, 61, 7500].map(formatSeconds)).toEqual(["0 s", "1 min 01 s", "2 h 05 min"]);
});
