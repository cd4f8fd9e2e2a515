/** Batches, dimensions and element types that no golden has, compared with rows run alone and without a cache. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyConfigJson } from "../../src/checkpoint/testing/tiny-checkpoint.ts";
import { parity, renderReport } from "../../src/eval/parity/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { type OwnFixture, writeOwnFixture } from "./own-fixture.ts";

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

/** A tiny model's config.json with another language model. */
function config(kind: "low" | "hybrid", language: Record<string, unknown> = {}): Record<string, unknown> {
  const json = tinyConfigJson(kind);
  return { ...json, language_config: { ...(json.language_config as object), ...language } };
}

const image = 40;
const text = [0, 5, 9, 17, 3, 33];
const fixtures: readonly (readonly [string, OwnFixture])[] = [
  [
    "rows of different lengths, with several images, one and none",
    {
      configJson: config("hybrid"),
      rows: [
        [0, image, 7, image, 8],
        [...text, image],
        [0, 3],
        [...text, ...text],
      ],
      steps: 4,
    },
  ],
  ["a batch without any image", { configJson: config("low"), rows: [text, [0, 4]], steps: 3 }],
  [
    "one key/value head for all, heads of width 12",
    {
      configJson: config("low", { num_attention_heads: 2, num_key_value_heads: 1 }),
      rows: [
        [...text, image, 4],
        [image, 6],
      ],
      steps: 4,
    },
  ],
  [
    "heads that are not a share of the hidden width",
    {
      configJson: config("low", { head_dim: 20, num_attention_heads: 3, num_key_value_heads: 3 }),
      rows: [[0, image, 4]],
      steps: 3,
    },
  ],
  [
    "another eps, another theta, tied embeddings",
    {
      configJson: config("low", { rms_norm_eps: 0.3, rope_theta: 17, tie_word_embeddings: true }),
      rows: [[...text, image, 4], text],
      steps: 3,
    },
  ],
  ...(["float16", "bfloat16", "float64"] as const).map(
    (dtype) =>
      [
        `weights stored as ${dtype}`,
        { configJson: config("hybrid"), rows: [[0, image, 9], text], dtype, steps: 2 },
      ] as const,
  ),
];

test.each(fixtures)("%s", async (name, fixture) => {
  const path = join(folder, name.replaceAll(/\W/g, "-"));
  await writeOwnFixture(path, fixture, cpu);
  for await (const report of parity([path], cpu)) {
    if (!report.ok) throw new Error(renderReport(report));
    expect(report.groups.map((g) => g.group)).toEqual([
      "llm.layer",
      "llm.norm",
      "logits",
      "loss",
      "generate.ids",
      "generate.logits",
    ]);
  }
});
