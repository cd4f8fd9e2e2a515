import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyConfigJson } from "../checkpoint/testing/tiny-checkpoint.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { openModel } from "./model.ts";
import { parameterSet } from "./parameters.ts";
import type { TrainingRecipe } from "./recipe.ts";
import { startParameters } from "./start.ts";
import { given, tinyRecipe, tinyStage } from "./testing/tiny-recipe.ts";
import { train } from "./train.ts";

let runtime: Runtime;
const root = mkdtempSync(join(tmpdir(), "periscope-start-"));
const run = join(root, "run");
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
  const recipe = tinyRecipe({ stages: [tinyStage({ steps: 1, batch: 2 })] });
  await train(recipe, runtime, { folder: run, given, threads: 1, measure: false });
});
afterAll(() => {
  runtime.dispose();
  rmSync(root, { recursive: true });
});

/** A recipe whose language model begins elsewhere and has some other sizes. */
function beginning(from: "run" | "checkpoint", sizes: Record<string, number> = {}): TrainingRecipe {
  const json = tinyConfigJson("hybrid");
  const language = { ...(json.language_config as object), max_position_embeddings: 512, ...sizes };
  delete (language as { vocab_size?: number }).vocab_size;
  const path = from === "run" ? run : join(run, "model");
  return tinyRecipe({
    model: { config: { ...json, language_config: language }, tokenizer: join(run, "model"), systemPrompt: "" },
    start: { language: { from, path } },
  });
}

async function begun(recipe: TrainingRecipe): Promise<string[]> {
  const { config } = await openModel(recipe, async () => []);
  const set = parameterSet();
  try {
    return await startParameters(recipe, config, set, runtime);
  } finally {
    for (const value of set.values.values()) value.dispose();
  }
}

test.each(["run", "checkpoint"] as const)("a %s with other shapes or fewer layers is no start", async (from) => {
  expect(await begun(beginning(from))).toEqual([]);
  await expect(begun(beginning(from, { intermediate_size: 72 }))).rejects.toThrow(
    /(gate|up|down)_proj\.weight is \[\d+, \d+\], the model needs \[(72, \d+|\d+, 72)\]$/,
  );
  const more = beginning(from, { num_hidden_layers: 4 });
  await expect(begun(more)).rejects.toThrow(/has nothing for \d+ of the \d+ parameters of "language" \(.*layers\./);
});
