import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openCheckpointTensors } from "../../checkpoint/safetensors.ts";
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

  test("a tensor of another shape, type or layer is refused, even where its elements are as many", async () => {
    interface Change {
      readonly shape?: (shape: readonly number[]) => number[];
      readonly data?: (data: Float32Array) => Float32Array;
      readonly dtype?: "int8" | "float32";
      readonly name?: string;
    }
    /** The checkpoint with some of its tensors written another way. */
    const changed = async (list: readonly (readonly [string, string, number?])[], changes: Record<string, Change>) => {
      const folder = await written("changed", list);
      const stored = await openCheckpointTensors(folder);
      const sources = [];
      for (const [name, { shape }] of stored.tensors) {
        const change = changes[name] ?? {};
        const sized = change.shape?.(shape) ?? [...shape];
        let data: Float32Array = ((await stored.read(name)) as Float32Array).slice();
        data = change.data?.(data) ?? data;
        const size = sized.reduce((a, b) => a * b, 1);
        const fitted = Float32Array.from({ length: size }, (_, i) => data[i % data.length]!);
        const dtype = change.dtype ?? "float32";
        const own = { dtype, shape: sized, data: dtype === "int8" ? new Int8Array(size) : fitted };
        sources.push({ name, ...own }, ...(change.name ? [{ name: change.name, ...own }] : []));
      }
      await stored.close();
      const other = mkdtempSync(join(root, "other"));
      await writeSafetensors(join(other, "model.safetensors"), sources);
      return other;
    };
    const language = (changes: Record<string, Change>) => async () =>
      loadPart("llama", await changed(llama(), changes), "language", config);
    const first = "model.layers.0.";
    const rows =
      (change: (n: number) => number) =>
      ([n, ...rest]: readonly number[]) => [change(n!), ...rest];
    const swap: Change = { shape: (shape) => [...shape].reverse() };
    await expect(language({ [`${first}mlp.up_proj.weight`]: swap })()).rejects.toThrow("up_proj.weight has the shape");
    const part = `${first}self_attn.q_proj.weight`;
    await expect(language({ [part]: { dtype: "int8" } })()).rejects.toThrow(`${part} has elements of type int8`);
    const spoil = (value: number): Change => ({ data: (data) => data.fill(value, 3, 4) });
    await expect(language({ [part]: spoil(Number.NaN) })()).rejects.toThrow(`${part} holds NaN at element 3`);
    await expect(language({ [part]: spoil(-Infinity) })()).rejects.toThrow("holds -Infinity at element 3");
    const copy = (name: string) => language({ [part]: { name } })();
    const { layers, vocabSize } = config.language;
    await expect(copy("model.layers.99.self_attn.q_proj.weight")).rejects.toThrow(
      `belongs to layer 99 counted from 0, and the model has ${layers} layers`,
    );
    await expect(copy(`${first}self_attn.q_proj.bias`)).rejects.toThrow("q_proj.bias has no counterpart in the model");
    await expect(copy(`${first}self_attn.rotary_emb.inv_freq`)).resolves.toBeDefined();
    const words = "model.embed_tokens.weight";
    await expect(language({ [words]: { shape: rows(() => 1) } })()).rejects.toThrow(
      `${words} has 1 row for a vocabulary of ${vocabSize}`,
    );
    await expect(language({ [words]: { shape: rows(() => 0) } })()).rejects.toThrow(`${words} has the shape [0, `);
    const at = "vision_model.encoder.layers.0.self_attn.";
    const vision = (changes: Record<string, Change>) => async () =>
      loadPart("siglip", await changed(siglip(), changes), "low", config);
    const [doubled, halved]: Change[] = [{ shape: rows((n) => 2 * n) }, { shape: rows((n) => n / 2) }];
    const message = /self_attn\.q_proj\.weight has the shape \[(\d+), (\d+)\], the model needs \[(?!\1, )\d+, \2\]/;
    const all = { [`${at}q_proj.weight`]: doubled!, [`${at}k_proj.weight`]: halved!, [`${at}v_proj.weight`]: halved! };
    await expect(vision(all)()).rejects.toThrow(message);
    await expect(vision({ [`${at}q_proj.weight`]: doubled! })()).rejects.toThrow(message);
  });

  test("a config.json that says otherwise than shapes can is refused, and what it leaves out has transformers' defaults", async () => {
    const { vision, language } = config as ModelConfig & { vision: { kind: "hybrid" } };
    const llamaFields = {
      ...{ model_type: "llama", hidden_size: language.hiddenSize, num_attention_heads: language.heads },
      ...{ num_key_value_heads: language.kvHeads, head_dim: language.headDim, rms_norm_eps: language.rmsNormEps },
      rope_theta: language.ropeTheta,
    };
    const siglipFields = { num_attention_heads: vision.low.heads, layer_norm_eps: vision.low.normEps };
    const samFields = {
      ...{ num_attention_heads: vision.high.heads, layer_norm_eps: vision.high.normEps },
      global_attn_indexes: vision.high.globalAttention,
    };
    const check = async (layout: "llama" | "siglip" | "sam", json: object) => {
      const [list, part] = { llama: [llama(), "language"], siglip: [siglip(), "low"], sam: [sam(), "high"] }[
        layout
      ] as [[string, string][], "language" | "low" | "high"];
      const folder = await written(layout, list);
      writeFileSync(join(folder, "config.json"), JSON.stringify(json));
      return loadPart(layout, folder, part, config);
    };
    await check("llama", llamaFields);
    await check("siglip", { vision_config: { ...siglipFields, hidden_act: "gelu_pytorch_tanh" } });
    await check("sam", samFields);
    const heads = 2 * language.heads;
    for (const [change, message] of [
      [{ num_attention_heads: heads }, `"num_attention_heads" is ${heads}, and ${language.heads} in the model`],
      [{ rope_theta: 500000 }, `"rope_theta" is 500000, and ${language.ropeTheta} in the model`],
      [{ rope_theta: undefined }, language.ropeTheta === 10000 ? undefined : '"rope_theta" is 10000'],
      [{ rms_norm_eps: 0.5 }, '"rms_norm_eps" is 0.5'],
      [{ rope_scaling: { rope_type: "llama3" } }, "scaled rotary positions are not supported"],
      [{ model_type: "qwen2" }, '"model_type" is "qwen2", but only llama is supported'],
    ] as const) {
      const done = check("llama", { ...llamaFields, ...change });
      if (message === undefined) await done;
      else await expect(done).rejects.toThrow(message);
    }
    await expect(check("siglip", { vision_config: { ...siglipFields, hidden_act: "relu" } })).rejects.toThrow(
      'is "relu"',
    );
    await expect(check("siglip", { ...siglipFields, num_attention_heads: 8 })).rejects.toThrow("num_attention_heads");
    await expect(check("sam", { ...samFields, global_attn_indexes: [0] })).rejects.toThrow("global_attn_indexes");
    await expect(check("sam", { ...samFields, use_rel_pos: false })).rejects.toThrow("use_rel_pos");
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
