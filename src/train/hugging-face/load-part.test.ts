import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeSafetensors } from "../../checkpoint/safetensors-write.ts";
import { tinyWeights } from "../../checkpoint/testing/tiny-checkpoint.ts";
import { type ModelConfig, parseModelConfig } from "../../model/config.ts";
import { loadPart } from "./load-part.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-parts-"));
afterAll(() => rmSync(root, { recursive: true }));

const weights = tinyWeights("hybrid", 7);
const config = weights.config;
const low = "vision_model.vision_tower_low.vision_tower.";
const high = "vision_model.vision_tower_high.vision_tower.";

/** Writes tensors under names that transformers' own classes give them, from ours. */
async function written(name: string, tensors: readonly (readonly [theirs: string, ours: string, part?: number])[]) {
  const folder = mkdtempSync(join(root, name));
  const sources = [];
  for (const [theirs, ours, part] of tensors) {
    const { shape } = weights.spec(ours)!;
    const data = (await weights.read(ours)) as Float32Array;
    if (part === undefined) sources.push({ name: theirs, dtype: "float32" as const, shape, data });
    else {
      const third = data.length / 3;
      const own = data.slice(part * third, (part + 1) * third);
      sources.push({ name: theirs, dtype: "float32" as const, shape: [shape[0]! / 3, ...shape.slice(1)], data: own });
    }
  }
  await writeSafetensors(join(folder, "model.safetensors"), sources);
  return folder;
}

async function expectSame(found: ReadonlyMap<string, Float32Array>, names: readonly string[]) {
  expect([...found.keys()].sort()).toEqual([...names].sort());
  for (const name of names) expect(found.get(name)).toEqual(await weights.read(name));
}

/** The names of SiglipVisionModel, spelt out for one layer so that the table is not tested by itself. */
function siglip(): [string, string, number?][] {
  const list: [string, string, number?][] = [
    ["vision_model.embeddings.position_embedding.weight", `${low}pos_embed`],
    ["vision_model.embeddings.patch_embedding.weight", `${low}patch_embed.proj.weight`],
    ["vision_model.embeddings.patch_embedding.bias", `${low}patch_embed.proj.bias`],
    ["vision_model.post_layernorm.weight", `${low}norm.weight`],
    ["vision_model.post_layernorm.bias", `${low}norm.bias`],
  ];
  for (let i = 0; i < 2; i++) {
    const [theirs, ours] = [`vision_model.encoder.layers.${i}.`, `${low}blocks.${i}.`];
    for (const kind of ["weight", "bias"]) {
      list.push([`${theirs}layer_norm1.${kind}`, `${ours}norm1.${kind}`]);
      list.push([`${theirs}layer_norm2.${kind}`, `${ours}norm2.${kind}`]);
      list.push([`${theirs}self_attn.q_proj.${kind}`, `${ours}attn.qkv.${kind}`, 0]);
      list.push([`${theirs}self_attn.k_proj.${kind}`, `${ours}attn.qkv.${kind}`, 1]);
      list.push([`${theirs}self_attn.v_proj.${kind}`, `${ours}attn.qkv.${kind}`, 2]);
      list.push([`${theirs}self_attn.out_proj.${kind}`, `${ours}attn.proj.${kind}`]);
      list.push([`${theirs}mlp.fc1.${kind}`, `${ours}mlp.fc1.${kind}`]);
      list.push([`${theirs}mlp.fc2.${kind}`, `${ours}mlp.fc2.${kind}`]);
    }
  }
  return list;
}

function sam(): [string, string][] {
  const at = "vision_encoder.";
  const list: [string, string][] = [
    [`${at}pos_embed`, `${high}pos_embed`],
    [`${at}patch_embed.projection.weight`, `${high}patch_embed.proj.weight`],
    [`${at}patch_embed.projection.bias`, `${high}patch_embed.proj.bias`],
    [`${at}neck.conv1.weight`, `${high}neck.0.weight`],
    [`${at}neck.layer_norm1.weight`, `${high}neck.1.weight`],
    [`${at}neck.layer_norm1.bias`, `${high}neck.1.bias`],
    [`${at}neck.conv2.weight`, `${high}neck.2.weight`],
    [`${at}neck.layer_norm2.weight`, `${high}neck.3.weight`],
    [`${at}neck.layer_norm2.bias`, `${high}neck.3.bias`],
  ];
  for (let i = 0; i < 3; i++) {
    const [theirs, ours] = [`${at}layers.${i}.`, `${high}blocks.${i}.`];
    list.push(
      [`${theirs}attn.rel_pos_h`, `${ours}attn.rel_pos_h`],
      [`${theirs}attn.rel_pos_w`, `${ours}attn.rel_pos_w`],
    );
    for (const kind of ["weight", "bias"]) {
      list.push(
        [`${theirs}layer_norm1.${kind}`, `${ours}norm1.${kind}`],
        [`${theirs}layer_norm2.${kind}`, `${ours}norm2.${kind}`],
      );
      for (const part of ["attn.qkv", "attn.proj", "mlp.lin1", "mlp.lin2"]) {
        list.push([`${theirs}${part}.${kind}`, `${ours}${part}.${kind}`]);
      }
    }
  }
  return list;
}

const llama = () =>
  weights.names
    .filter((name) => name.startsWith("language_model."))
    .map((name): [string, string] => [name.slice("language_model.".length), name]);

describe("a part from a Hugging Face checkpoint", () => {
  test("SigLIP: every parameter of the low tower, fused again", async () => {
    const folder = await written("siglip", [...siglip(), ["logit_scale", `${low}norm.bias`]]);
    const names = weights.names.filter((name) => name.startsWith(low) && !name.includes("attn_pool"));
    await expectSame(await loadPart("siglip", folder, "low", config), names);
  });

  test("SAM: the body and the first neck; what DeepSeek-VL adds is not there", async () => {
    const names = weights.names.filter((name) => name.startsWith(high) && !/neck_hd|downsamples/.test(name));
    await expectSame(await loadPart("sam", await written("sam", sam()), "high", config), names);
    const original = names.map((name): [string, string] => [`image_encoder.${name.slice(high.length)}`, name]);
    await expectSame(await loadPart("sam", await written("sam", original), "high", config), names);
  });

  test("LLaMA: the language model, its head from tied embeddings where there is none", async () => {
    const names = weights.names.filter((name) => name.startsWith("language_model."));
    await expectSame(await loadPart("llama", await written("llama", llama()), "language", config), names);
    const tied = await written(
      "llama",
      llama().filter(([theirs]) => theirs !== "lm_head.weight"),
    );
    const found = await loadPart("llama", tied, "language", config);
    expect(found.get("language_model.lm_head.weight")).toEqual(found.get("language_model.model.embed_tokens.weight"));
  });

  test("a position table of another grid is resized, a longer vocabulary gets rows of zeros", async () => {
    const { vision, language } = config as ModelConfig & { vision: { kind: "hybrid" } };
    const finer = { ...config, vision: { ...vision, low: { ...vision.low, imageSize: 2 * vision.low.imageSize } } };
    const found = await loadPart("siglip", await written("siglip", siglip()), "low", finer as ModelConfig);
    const [small, large] = [(await weights.read(`${low}pos_embed`)) as Float32Array, found.get(`${low}pos_embed`)!];
    expect(large.length).toBe(4 * small.length);
    expect([...large.slice(0, 16)]).toEqual([...small.slice(0, 16)]); // corners stay
    expect([...large.slice(-16)]).toEqual([...small.slice(-16)]);
    const wide = { ...config, language: { ...language, vocabSize: language.vocabSize + 5 } };
    const words = (await loadPart("llama", await written("llama", llama()), "language", wide)).get(
      "language_model.model.embed_tokens.weight",
    )!;
    expect(words.length).toBe((language.vocabSize + 5) * language.hiddenSize);
    expect([...words.slice(-language.hiddenSize)].every((x) => x === 0)).toBe(true);
  });

  test("what does not fit is a sentence", async () => {
    const folder = await written("siglip", siglip());
    await expect(loadPart("siglip", folder, "language", config)).rejects.toThrow('no start for "language"');
    await expect(loadPart("sam", folder, "high", config)).rejects.toThrow("no tensor with a name of sam's");
    const other = parseModelConfig({
      ...(await import("../../checkpoint/testing/tiny-checkpoint.ts")).tinyConfigJson("low"),
    });
    const wider = {
      ...other,
      vision: { ...other.vision, low: { ...(other.vision as { low: object }).low, width: 32 } },
    };
    await expect(loadPart("siglip", folder, "low", wider as ModelConfig)).rejects.toThrow(/has the shape|needs/);
  });
});
