import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, open, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Layout } from "../model/config.ts";
import { allocate } from "../runtime/dtype.ts";
import { loadCheckpoint } from "./checkpoint.ts";
import { inspectCheckpoint } from "./inspect.ts";
import { openSafetensors } from "./safetensors.ts";
import { type TensorSource, writeCheckpointTensors, writeSafetensors } from "./safetensors-write.ts";
import { saveCheckpoint } from "./save.ts";
import { tinyWeights } from "./testing/tiny-checkpoint.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-checkpoint-"));
});
afterAll(() => rm(root, { recursive: true }));

const kinds: ["low" | "hybrid", Layout][] = [
  ["low", "multi_modality"],
  ["hybrid", "multi_modality"],
  ["low", "deepseek_vl"],
  ["hybrid", "deepseek_vl_hybrid"],
];

/** A fresh folder with a tiny model. */
async function tiny(kind: "low" | "hybrid", layout: Layout = "multi_modality"): Promise<string> {
  const folder = join(await mkdtemp(join(root, `${kind}-`)), "model");
  await saveCheckpoint(folder, tinyWeights(kind), { layout });
  return folder;
}

/** Rewrites the weight file with a changed list of tensors. */
async function editTensors(folder: string, edit: (tensors: TensorSource[]) => TensorSource[]): Promise<void> {
  const path = join(folder, "model.safetensors");
  const file = await openSafetensors(path);
  const tensors: TensorSource[] = [];
  for (const [name, entry] of file.tensors) tensors.push({ name, ...entry, data: await file.read(name) });
  await file.close();
  await writeSafetensors(path, edit(tensors));
}

async function editConfig(folder: string, edit: (config: Record<string, unknown>) => void): Promise<void> {
  const path = join(folder, "config.json");
  const config = JSON.parse(await readFile(path, "utf8"));
  edit(config);
  await writeFile(path, JSON.stringify(config));
}

describe.each(kinds)("a %s model in the %s layout", (kind, layout) => {
  test("gives every parameter under its original name", async () => {
    const weights = tinyWeights(kind);
    const checkpoint = await loadCheckpoint(await tiny(kind, layout));
    expect(checkpoint.layout).toBe(layout);
    for (const name of weights.names) {
      const spec = weights.spec(name);
      if (spec?.unused && layout !== "multi_modality") {
        expect(checkpoint.has(name)).toBe(false);
        continue;
      }
      expect(checkpoint.spec(name)).toMatchObject({ dtype: "float32", shape: spec?.shape });
      expect(await checkpoint.read(name)).toEqual(await weights.read(name));
    }
    await checkpoint.close();
  });

  test("says where on disk a parameter lies, unless it is in parts", async () => {
    const checkpoint = await loadCheckpoint(await tiny(kind, layout));
    for (const name of checkpoint.names) {
      const source = checkpoint.source(name);
      const split = layout !== "multi_modality" && /attn\.qkv/.test(name) && !name.includes("vision_tower_high");
      expect(source === undefined, name).toBe(split);
      if (source === undefined) continue;
      expect(source.shape).toEqual(checkpoint.spec(name)?.shape);
      const file = await open(source.path);
      const bytes = new Uint8Array(source.byteLength);
      await file.read(bytes, 0, bytes.length, source.byteOffset);
      await file.close();
      expect(new Float32Array(bytes.buffer)).toEqual(await checkpoint.read(name));
    }
    await checkpoint.close();
  });
});

test("a parameter is converted on request", async () => {
  const checkpoint = await loadCheckpoint(await tiny("low"));
  const half = await checkpoint.read("language_model.model.norm.weight", "bfloat16");
  expect(half).toBeInstanceOf(Uint16Array);
  await expect(checkpoint.read("language_model.norm")).rejects.toThrow('has no parameter "language_model.norm"');
  await checkpoint.close();
});

test("names of transformers 5, one level shorter, load as well", async () => {
  const folder = await tiny("hybrid", "deepseek_vl_hybrid");
  await editTensors(folder, (tensors) =>
    tensors.map((t) => ({ ...t, name: t.name.replace("model.vision_model.vision_model.", "model.vision_model.") })),
  );
  const checkpoint = await loadCheckpoint(folder);
  const name = "vision_model.vision_tower_low.vision_tower.blocks.1.attn.qkv.weight";
  expect(await checkpoint.read(name)).toEqual(await tinyWeights("hybrid").read(name));
  await checkpoint.close();
});

test("shards load as one model", async () => {
  const folder = await tiny("hybrid");
  const file = await openSafetensors(join(folder, "model.safetensors"));
  const tensors: TensorSource[] = [];
  for (const [name, entry] of file.tensors) tensors.push({ name, ...entry, data: await file.read(name) });
  await file.close();
  await writeCheckpointTensors(folder, tensors, { maxShardBytes: 20000 });
  const checkpoint = await loadCheckpoint(folder);
  expect(checkpoint.files.length).toBeGreaterThan(2);
  const name = "aligner.high_up_proj.weight";
  expect(await checkpoint.read(name)).toEqual(await tinyWeights("hybrid").read(name));
  await checkpoint.close();
});

describe("normalisation of pixels", () => {
  test("the original leaves it to the towers", async () => {
    const checkpoint = await loadCheckpoint(await tiny("hybrid"));
    expect(checkpoint.preprocessor).toMatchObject({ image_size: 32, do_normalize: false });
    await checkpoint.close();
  });

  test("transformers' processor numbers become the towers'", async () => {
    const folder = await tiny("hybrid", "deepseek_vl_hybrid");
    const path = join(folder, "preprocessor_config.json");
    const json = JSON.parse(readFileSync(path, "utf8"));
    expect(json).toMatchObject({ do_normalize: true, size: { height: 16 }, high_res_size: { height: 32 } });
    await writeFile(path, JSON.stringify({ ...json, image_mean: [0.1, 0.2, 0.3], high_res_image_std: [1, 2, 3] }));
    const checkpoint = await loadCheckpoint(folder);
    expect(checkpoint.config.vision).toMatchObject({
      low: { pixelMean: [0.1, 0.2, 0.3] },
      high: { pixelStd: [1, 2, 3] },
    });
    expect(checkpoint.preprocessor).toMatchObject({ image_size: 32, do_normalize: false, image_std: [1, 2, 3] });
    await checkpoint.close();
  });

  test("transformers 5 keeps them inside processor_config.json", async () => {
    const folder = await tiny("low", "deepseek_vl");
    const path = join(folder, "preprocessor_config.json");
    const inner = { ...JSON.parse(readFileSync(path, "utf8")), image_mean: [0.1, 0.2, 0.3] };
    await rm(path);
    await writeFile(join(folder, "processor_config.json"), JSON.stringify({ image_processor: inner }));
    const checkpoint = await loadCheckpoint(folder);
    expect(checkpoint.config.vision).toMatchObject({ low: { pixelMean: [0.1, 0.2, 0.3] } });
    await checkpoint.close();
  });

  test("pictures of another size than the tower takes are refused", async () => {
    const folder = await tiny("low");
    const path = join(folder, "preprocessor_config.json");
    await writeFile(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), image_size: 24 }));
    await expect(loadCheckpoint(folder)).rejects.toThrow(
      `${path}: pictures become 24 pixels wide, but the tower in config.json takes 16`,
    );
  });

  test("a processor file that makes no sense is named", async () => {
    const folder = await tiny("low");
    await writeFile(join(folder, "preprocessor_config.json"), '{"image_size": "large"}');
    await expect(loadCheckpoint(folder)).rejects.toThrow(/preprocessor_config\.json: "image_size"/);
  });
});

describe("what does not fit is refused in one sentence", () => {
  const refusal = async (folder: string) => {
    const error = await loadCheckpoint(folder).catch((e: Error) => e);
    expect(error).toMatchObject({ name: "UserError" });
    return (error as Error).message.replace(folder, "FOLDER");
  };

  test("missing, unexpected and misshapen tensors", async () => {
    const folder = await tiny("low");
    await editTensors(folder, (tensors) => [
      ...tensors.filter((t) => !/layers\.1\.self_attn/.test(t.name) && t.name !== "aligner.layers.0.bias"),
      { name: "aligner.layers.0.bias", dtype: "float32", shape: [23], data: new Float32Array(23) },
      { name: "language_model.extra", dtype: "uint8", shape: [1], data: Uint8Array.of(1) },
    ]);
    expect(await refusal(folder)).toBe(
      "FOLDER: 4 tensors are missing (language_model.model.layers.1.self_attn.q_proj.weight, " +
        "language_model.model.layers.1.self_attn.k_proj.weight, language_model.model.layers.1.self_attn.v_proj.weight, ...); " +
        "1 tensor is unexpected (language_model.extra); 1 tensor is not of the shape that config.json implies " +
        "(aligner.layers.0.bias is [23], expected [24])",
    );
  });

  test.each(["int32", "int64", "uint8", "int8", "bool"] as const)(
    "whole numbers (%s) in place of weights",
    async (dtype) => {
      const folder = await tiny("low");
      const name = "language_model.model.layers.0.mlp.gate_proj.weight";
      const whole = { name, dtype, shape: [40, 24], data: allocate(dtype, 960) };
      await editTensors(folder, (tensors) => tensors.map((tensor) => (tensor.name === name ? whole : tensor)));
      const sentence = `1 tensor is of the wrong element type (${name} is ${dtype}, expected a float)`;
      expect(await refusal(folder)).toBe(`FOLDER: ${sentence}`);
      expect((await inspectCheckpoint(folder)).problem).toBe(sentence);
    },
  );

  test("tensors of another layout", async () => {
    const folder = await tiny("hybrid");
    const other = await tiny("hybrid", "deepseek_vl_hybrid");
    await rename(join(other, "model.safetensors"), join(folder, "model.safetensors"));
    expect(await refusal(folder)).toBe(
      "FOLDER: config.json is in the multi_modality layout, but the tensors are named as in deepseek_vl_hybrid",
    );
  });

  test("a Janus checkpoint, told by its tensors", async () => {
    const folder = await tiny("low");
    const gen: TensorSource = { name: "gen_embed.weight", dtype: "uint8", shape: [1], data: Uint8Array.of(1) };
    await editTensors(folder, (tensors) => [...tensors, gen]);
    expect(await refusal(folder)).toContain('this is a Janus checkpoint (it has the tensor "gen_embed.weight")');
  });

  test("a wrong field of config.json, with the folder", async () => {
    const folder = await tiny("low");
    await editConfig(folder, (config) => {
      config.model_type = "llava";
    });
    expect(await refusal(folder)).toBe(
      'FOLDER/config.json: "model_type" is "llava", expected multi_modality, deepseek_vl or deepseek_vl_hybrid',
    );
  });

  test.skipIf(process.platform === "win32").each(["config.json", "model.safetensors"])(
    "a pipe or a device as %s, without waiting for it",
    async (name) => {
      const folder = await tiny("low");
      const path = join(folder, name);
      const sentence = `FOLDER/${name} is not a regular file`;
      await rm(path);
      execFileSync("mkfifo", [path]);
      expect(await refusal(folder)).toBe(sentence);
      await rm(path);
      await symlink("/dev/zero", path);
      expect(await refusal(folder)).toBe(sentence);
    },
  );

  test("no config.json, no JSON, no weights", async () => {
    const folder = await tiny("low");
    await rm(join(folder, "model.safetensors"));
    expect(await refusal(folder)).toBe("FOLDER has neither model.safetensors nor model.safetensors.index.json");
    await writeFile(join(folder, "config.json"), "{");
    expect(await refusal(folder)).toBe("FOLDER/config.json is not valid JSON");
    await writeFile(join(folder, "config.json"), `{"x": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`);
    expect(await refusal(folder)).toBe("FOLDER/config.json is nested more than 100 deep");
    await rm(join(folder, "config.json"));
    expect(await refusal(folder)).toBe("FOLDER is not a checkpoint folder: it has no config.json");
  });
});

describe("what may be absent or left over", () => {
  test("tensors that nothing reads may be missing or of any shape", async () => {
    const folder = await tiny("hybrid");
    await editTensors(folder, (tensors) => [
      ...tensors.filter((t) => !/attn_pool|high_layer_norm/.test(t.name)),
      { name: "vision_model.high_layer_norm.weight", dtype: "float32", shape: [5], data: new Float32Array(5) },
    ]);
    const checkpoint = await loadCheckpoint(folder);
    expect(checkpoint.has("vision_model.high_layer_norm.weight")).toBe(false);
    expect(checkpoint.spec("vision_model.low_layer_norm.bias")?.unused).toBe(true);
    await checkpoint.close();
  });

  test("rotary tables of older versions are left aside", async () => {
    const folder = await tiny("low");
    const name = "language_model.model.layers.0.self_attn.rotary_emb.inv_freq";
    await editTensors(folder, (t) => [...t, { name, dtype: "float32", shape: [3], data: new Float32Array(3) }]);
    const checkpoint = await loadCheckpoint(folder);
    expect(checkpoint.has(name)).toBe(false);
    await checkpoint.close();
  });

  test("with tied embeddings there need not be an output projection", async () => {
    const folder = await tiny("low");
    await editConfig(folder, (config) => {
      (config.language_config as Record<string, unknown>).tie_word_embeddings = true;
    });
    await editTensors(folder, (tensors) => tensors.filter((t) => !t.name.includes("lm_head")));
    const checkpoint = await loadCheckpoint(folder);
    expect(checkpoint.config.language.tieWordEmbeddings).toBe(true);
    await checkpoint.close();
  });
});

describe("quantised weights", () => {
  const weight = "language_model.model.layers.0.mlp.up_proj.weight";
  const parts: TensorSource[] = [
    { name: `${weight}.packed`, dtype: "int8", shape: [24, 40], data: new Int8Array(960).fill(-3) },
    { name: `${weight}.scales`, dtype: "float32", shape: [40], data: new Float32Array(40).fill(0.5) },
  ];
  const section = { quant_method: "periscope", bits: 4, rules: [{ tensors: "*.up_proj.weight", kind: "int8" }] };

  /** A model one of whose layers is quantised, the parts changed by `edit`. */
  async function quantised(edit: (parts: TensorSource[]) => TensorSource[] = (p) => p): Promise<string> {
    const folder = await tiny("low");
    await editConfig(folder, (config) => {
      (config.language_config as Record<string, unknown>).num_hidden_layers = 1;
    });
    const dropped = (name: string) => name === weight || (name.includes("layers.1.") && name.startsWith("language"));
    await editTensors(folder, (tensors) => [...tensors.filter((t) => !dropped(t.name)), ...edit([...parts])]);
    return folder;
  }

  test("stand in for the matrices that config.json names", async () => {
    const folder = await quantised();
    await expect(loadCheckpoint(folder)).rejects.toThrow(/1 tensor is missing .*; 2 tensors are unexpected/);
    await editConfig(folder, (config) => Object.assign(config, { quantization_config: section }));
    const checkpoint = await loadCheckpoint(folder);
    expect(checkpoint.quantization).toEqual(section);
    expect(checkpoint.quantizationOf?.(weight)).toEqual({ kind: "int8" });
    expect(checkpoint.has(weight)).toBe(false);
    expect(checkpoint.spec(`${weight}.packed`)).toEqual({ dtype: "int8", shape: [24, 40], parameters: 960 });
    expect((await checkpoint.read(`${weight}.packed`))[7]).toBe(-3);
    expect(checkpoint.source(`${weight}.scales`)).toMatchObject({ dtype: "float32", byteLength: 160 });
    await checkpoint.close();
  });

  test.each<[string, (parts: TensorSource[]) => TensorSource[], string]>([
    ["missing", (p) => p.slice(1), `1 tensor is missing (${weight}.packed)`],
    ["misshapen", ([p, s]) => [{ ...p!, shape: [40, 24] }, s!], `${weight}.packed is [40,24], expected [24,40]`],
    [
      "of another element type",
      ([p, s]) => [{ ...p!, dtype: "uint8", data: new Uint8Array(960) }, s!],
      `1 tensor is of the wrong element type (${weight}.packed is uint8, expected int8)`,
    ],
  ])("with a part that is %s are refused", async (_, edit, sentence) => {
    const folder = await quantised(edit);
    await editConfig(folder, (config) => Object.assign(config, { quantization_config: section }));
    await expect(loadCheckpoint(folder)).rejects.toThrow(sentence);
  });

  test("of another method are refused", async () => {
    const folder = await tiny("low");
    await editConfig(folder, (config) => {
      config.quantization_config = { quant_method: "awq" };
    });
    await expect(loadCheckpoint(folder)).rejects.toThrow('"quantization_config.quant_method" is "awq", but only');
  });
});

test("any damage to a checkpoint's weights ends in a UserError or in numbers", async () => {
  const folder = await tiny("low");
  const path = join(folder, "model.safetensors");
  const whole = await readFile(path);
  let state = 7;
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const headerBytes = Number(whole.readBigUInt64LE(0)) + 8;
  for (let round = 0; round < 200; round++) {
    const damaged = Buffer.from(whole);
    const at = random(headerBytes); // flips in the data only change numbers
    damaged[at] = (damaged[at] as number) ^ (1 << random(8));
    await writeFile(path, damaged);
    const result = await loadCheckpoint(folder).catch((error: Error) => error);
    if (result instanceof Error) expect(result.name, result.stack).toBe("UserError");
    else await result.close();
  }
});
