/** What a parity check must not let pass: every kind of damage to a fixture, one at a time. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TensorSource } from "../../src/checkpoint/safetensors-write.ts";
import { type FixtureReport, findFixtures, parity } from "../../src/eval/parity/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { editSafetensors } from "./edit.ts";
import { ownGoldens } from "./goldens.ts";

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

let copies = 0;

/** The report on a copy of a golden that `damage` was done to. */
async function reportOn(golden: string, damage: (path: string) => Promise<void>): Promise<FixtureReport> {
  const path = join(folder, `copy-${copies++}`);
  await cp(join(ownGoldens, golden), path, { recursive: true });
  await damage(path);
  for await (const report of parity([path], cpu)) return report;
  throw new Error("no report");
}

/** The groups that fail, with what is said about them. */
function complaints({ ok, groups }: FixtureReport): Record<string, readonly string[]> {
  const bad = groups.filter((g) => !g.ok);
  expect(ok).toBe(bad.length === 0);
  return Object.fromEntries(bad.map((g) => [g.group, g.problems]));
}

const outputs = (path: string) => join(path, "outputs.safetensors");
const extra = { name: "vision.low.block.9", dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;

/** Multiplies a tensor, or changes its first element where `factor` says nothing about zero. */
function scaled(name: string, factor: number): (path: string) => Promise<void> {
  return (path) =>
    editSafetensors(outputs(path), (tensor) => {
      if (tensor.name !== name) return [tensor];
      const data = tensor.data.slice() as Float32Array;
      data[0] = data[0]! * factor + (Number.isInteger(factor) ? 1 : 0);
      return [{ ...tensor, data }];
    });
}

function without(file: string, name: string): (path: string) => Promise<void> {
  return (path) => editSafetensors(join(path, file), (tensor) => (tensor.name === name ? [] : [tensor]));
}

const gradient = "grad.language_model.model.layers.1.mlp.down_proj.weight";

describe("a damaged model fixture fails, and says where", () => {
  const model = (damage: (path: string) => Promise<void>) => reportOn("b_low_only", damage).then(complaints);

  test("a value that is off", async () => {
    expect(await model(scaled("vision.low.block.1", 2))).toEqual({ "vision.low.block": [] });
    expect(await model(scaled("loss", 1.0001))).toEqual({ loss: [] });
    expect(await model(scaled(gradient, 2))).toEqual({ "grad.language_model": [] });
    expect(await model(scaled("generate.logits", 2))).toEqual({ "generate.logits": [] });
  });

  test("a value that is no number", async () => {
    const damage = (path: string) =>
      editSafetensors(outputs(path), (tensor) => {
        const data = tensor.data.slice() as Float32Array;
        if (tensor.name === "logits") data[7] = Number.NaN;
        return [{ ...tensor, data }];
      });
    expect(await model(damage)).toEqual({ logits: [] });
  });

  test("another id", async () => {
    expect(await model(scaled("generate.ids", 1))).toEqual({ "generate.ids": [] });
  });

  test("a tensor too many", async () => {
    expect(await model((path) => editSafetensors(outputs(path), (tensor) => [tensor], [extra]))).toEqual({
      "vision.low.block": ["vision.low.block.9: this model computes no such tensor"],
    });
    const stray: TensorSource = { ...extra, name: "grad.language_model.nowhere.weight" };
    expect(await model((path) => editSafetensors(outputs(path), (tensor) => [tensor], [stray]))).toEqual({
      "grad.language_model": ["grad.language_model.nowhere.weight: this model computes no such tensor"],
    });
    const input: TensorSource = { ...extra, name: "temperature" };
    const damage = (path: string) => editSafetensors(join(path, "inputs.safetensors"), (tensor) => [tensor], [input]);
    expect(await model(damage)).toEqual({ inputs: ["temperature: is not an input of this model"] });
  });

  test("a tensor too few", async () => {
    const missing = "is missing in outputs.safetensors";
    expect(await model(without("outputs.safetensors", "logits"))).toEqual({ logits: [`logits: ${missing}`] });
    expect(await model(without("outputs.safetensors", "llm.layer.0"))).toEqual({
      "llm.layer": [`llm.layer.0: ${missing}`],
    });
    expect(await model(without("outputs.safetensors", gradient))).toEqual({
      "grad.language_model": [`${gradient}: ${missing}`],
    });
  });

  test("another shape", async () => {
    const damage = (path: string) =>
      editSafetensors(outputs(path), (tensor) => [
        tensor.name === "inputs_embeds" ? { ...tensor, shape: [44, 32, 2] } : tensor,
      ]);
    expect(await model(damage)).toEqual({
      inputs_embeds: ["inputs_embeds: has shape [1, 44, 64], the reference [44, 32, 2]"],
    });
  });

  test("a picture that is another one, or is gone", async () => {
    const other = join(ownGoldens, "../image/png/rgb_97x61.png");
    expect(await model((path) => cp(other, join(path, "image_0.png")))).toEqual({ "image.pixel_values": [] });
    expect(await model((path) => rm(join(path, "image_0.png")))).toEqual({
      "image.pixel_values": ["image_0.png: this picture is missing"],
    });
  });

  test("weights that do not belong to the configuration", async () => {
    const weight = "aligner.layers.2.bias";
    const [sentence] = Object.values(await model(without("model.safetensors", weight)));
    expect(sentence![0]).toContain(`1 tensor is missing (${weight})`);
  });

  test("an input that is missing or does not fit", async () => {
    expect(await model(without("inputs.safetensors", "labels"))).toEqual({
      fixture: [expect.stringContaining('inputs.safetensors has no tensor "labels"')],
    });
    const damage = (path: string) =>
      editSafetensors(join(path, "inputs.safetensors"), (tensor) => [
        tensor.name === "images_emb_mask" ? { ...tensor, data: tensor.data.slice().fill(0 as never) } : tensor,
      ]);
    expect(await model(damage)).toEqual({
      fixture: [expect.stringContaining("16 positions are for images, but 0 image embeddings are marked")],
    });
  });

  test("ids that the model has no embedding for", async () => {
    const damage = (path: string) =>
      editSafetensors(join(path, "inputs.safetensors"), (tensor) => [
        tensor.name === "input_ids" ? { ...tensor, data: tensor.data.slice().fill(5000 as never) } : tensor,
      ]);
    expect(await model(damage)).toEqual({ fixture: [expect.stringContaining("out of data bounds")] });
  });

  test("a file that is no safetensors file", async () => {
    const report = await model((path) => writeFile(outputs(path), "nothing"));
    expect(Object.keys(report)).toEqual(["fixture"]);
  });
});

describe("a damaged fixture of a part fails", () => {
  const aligner = "d_aligner_variants/mlp_gelu_depth2";
  const part = (damage: (path: string) => Promise<void>) => reportOn(aligner, damage).then(complaints);

  test("a value that is off by what the tanh form of GELU is off", async () => {
    expect(await part(scaled("out", 1.1))).toEqual({ out: [] });
  });

  test("a tensor too many, too few, or of another shape", async () => {
    expect(await part((path) => editSafetensors(outputs(path), (tensor) => [tensor], [extra]))).toEqual({
      "vision.low.block": ["vision.low.block.9: this model computes no such tensor"],
    });
    expect(await part(without("outputs.safetensors", "out"))).toEqual({
      out: ["out: is missing in outputs.safetensors"],
    });
    expect(await part(without("model.safetensors", "aligner.layers.2.bias"))).toEqual({
      fixture: [expect.stringContaining('tensor "aligner.layers.2.bias" is missing')],
    });
    const stray = (path: string) => editSafetensors(join(path, "model.safetensors"), (tensor) => [tensor], [extra]);
    expect(await part(stray)).toEqual({
      fixture: [expect.stringContaining('tensor "vision.low.block.9" is unexpected')],
    });
  });
});

describe("a folder without fixtures is refused", () => {
  test.each([
    ["does not exist", join("nowhere", "at", "all")],
    ["is a file, not a fixture folder", "b_low_only/case.json"],
  ])("%s", async (problem, path) => {
    await expect(findFixtures(join(ownGoldens, path))).rejects.toThrow(problem);
  });

  test("one that is empty, or holds something else", async () => {
    const empty = await mkdtemp(join(folder, "empty-"));
    await expect(findFixtures(empty)).rejects.toThrow("holds no parity fixture");
    await writeFile(join(empty, "config.json"), '{"model_type":"bert"}');
    await expect(findFixtures(empty)).rejects.toThrow("describes neither a model nor a part of one");
  });
});
