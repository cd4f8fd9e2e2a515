import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { exportCheckpoint } from "../checkpoint/export.ts";
import { generationProgram, imageProgram } from "../model/programs.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { writeTinyModel } from "./testing/tiny-model.ts";
import { loadProgram } from "./weights.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-weights-"));
  await writeTinyModel(join(root, "original"));
  await exportCheckpoint(join(root, "original"), join(root, "half"), { dtype: "float16", maxShardBytes: 20_000 });
  await exportCheckpoint(join(root, "original"), join(root, "transformers"), { layout: "transformers" });
});
afterAll(() => rm(root, { recursive: true }));

/** The ONNX model of a program as it goes to the runtime. */
async function written(
  folder: string,
  program: "language" | "vision",
): Promise<{ parameters: number; mapped: number }> {
  const checkpoint = await loadCheckpoint(folder);
  let model = new Uint8Array();
  const runtime = {
    device: "cpu",
    session: async (bytes: Uint8Array<ArrayBuffer>) => {
      model = bytes;
    },
  } as unknown as Runtime;
  const { config } = checkpoint;
  const described = program === "language" ? generationProgram(config) : imageProgram(config);
  await loadProgram(runtime, described, checkpoint);
  await checkpoint.close();
  const mapped = Buffer.from(model).toString("latin1").split(".safetensors").length - 1;
  return { parameters: described.store.tensors.size, mapped };
}

test("every parameter that lies in a file as the program wants it is mapped from there", async () => {
  for (const folder of ["original", "half"]) {
    for (const program of ["language", "vision"] as const) {
      const { parameters, mapped } = await written(join(root, folder), program);
      expect(parameters).toBeGreaterThan(15);
      expect(mapped, `${folder}, ${program}`).toBe(parameters);
    }
  }
});

test("only what is stored in parts is copied", async () => {
  const { parameters, mapped } = await written(join(root, "transformers"), "vision");
  expect(parameters - mapped).toBe(2 * 2); // qkv weight and bias of the two low-resolution blocks
  expect((await written(join(root, "transformers"), "language")).parameters).toBe(
    (await written(join(root, "transformers"), "language")).mapped,
  );
});
