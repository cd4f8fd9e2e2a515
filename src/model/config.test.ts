import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Layout,
  type ModelConfig,
  parseAlignerConfig,
  parseLanguageConfig,
  parseModelConfig,
  parseVisionConfig,
  toConfigJson,
} from "./config.ts";

const fixtures = new URL("../../test/fixtures/spec/", import.meta.url);
const goldens = new URL("../../../shared/goldens/", import.meta.url);
type Json = Record<string, unknown>;
const read = (url: URL): Json => JSON.parse(readFileSync(url, "utf8"));
const released = (size: "1.3b" | "7b") => read(new URL(`config.${size}.json`, fixtures));

/** A copy of `json` with one nested field replaced, or removed when `value` is undefined. */
function change(json: Json, path: string, value: unknown): Json {
  const copy = structuredClone(json);
  const keys = path.split(".");
  let at = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Json;
  at[keys.at(-1) as string] = value;
  return JSON.parse(JSON.stringify(copy));
}

describe("released configurations", () => {
  test("the 1.3B has one SigLIP tower and an MLP of depth 2", () => {
    const config = parseModelConfig(released("1.3b"));
    expect(config.vision).toEqual({
      kind: "low",
      low: {
        imageSize: 384,
        patchSize: 16,
        width: 1024,
        layers: 24,
        heads: 16,
        mlpHidden: 4096,
        normEps: 1e-6,
        pixelMean: [0.5, 0.5, 0.5],
        pixelStd: [0.5, 0.5, 0.5],
        poolHead: true,
      },
    });
    expect(config.aligner).toEqual({ kind: "mlp_gelu", depth: 2, inputDim: 1024, width: 2048 });
    expect(config.language).toMatchObject({ layers: 24, heads: 16, kvHeads: 16, headDim: 128, ropeTheta: 10000 });
    expect(config.dtype).toBe("float16");
  });

  test("the 7B fills LLaMA's defaults in and has both towers", () => {
    const config = parseModelConfig(released("7b"));
    expect(config.language).toEqual({
      vocabSize: 102400,
      hiddenSize: 4096,
      intermediateSize: 11008,
      layers: 30,
      heads: 32,
      kvHeads: 32,
      headDim: 128,
      rmsNormEps: 1e-6,
      ropeTheta: 10000,
      maxPositions: 16384,
      tieWordEmbeddings: false,
    });
    expect(config.vision).toMatchObject({
      kind: "hybrid",
      concat: "tuple",
      high: {
        imageSize: 1024,
        width: 768,
        mlpHidden: 3072,
        windowSize: 14,
        globalAttention: [2, 5, 8, 11],
        neckWidth: 256,
        downsampleChannels: [512, 1024],
        interpolateSize: 96,
        hdBranch: true,
      },
    });
  });

  test.each(["1.3b", "7b"] as const)("the %s spends 576 tokens an image and uses DeepSeek's ids", (size) => {
    expect(parseModelConfig(released(size))).toMatchObject({
      imageTokens: 576,
      imageTokenId: 100015,
      bosTokenId: 100000,
      eosTokenId: 100001,
    });
  });
});

describe("original layout", () => {
  test("select_layer decides how many blocks are built", () => {
    const layersFor = (selectLayer: number) => {
      const vision = parseVisionConfig(change(released("1.3b"), "vision_config.params.select_layer", selectLayer));
      return vision.kind === "low" && vision.low.layers;
    };
    expect([-1, -2, 0, 2, 99].map(layersFor)).toEqual([24, 23, 24, 2, 24]);
  });

  test("a fractional mlp_ratio truncates", () => {
    const json = change(released("1.3b"), "vision_config.params.model_name", "siglip_so400m_patch14_384");
    expect(parseVisionConfig(json)).toMatchObject({ low: { width: 1152, mlpHidden: 4304, layers: 27, patchSize: 14 } });
  });

  test("CLIPVisionTower with a SAM name is a SAM tower", () => {
    const json = change(released("1.3b"), "vision_config.params.model_name", "sam_vit_b");
    expect(parseVisionConfig(json)).toMatchObject({
      kind: "sam",
      high: { downsampleChannels: [], interpolateSize: 96 },
    });
  });

  test("a tower without mean and std does not normalise", () => {
    const vision = parseVisionConfig(change(released("1.3b"), "vision_config.params.pixel_mean", null));
    expect(vision.kind === "low" && vision.low.pixelStd).toBeUndefined();
  });

  test("a sequence of both towers costs the tokens of both", () => {
    const json = change(released("7b"), "vision_config.params.concat_type", "sequence");
    const aligner = change(json, "aligner_config.params.projector_type", "mlp_gelu");
    expect(parseModelConfig(aligner).imageTokens).toBe(1152);
  });
});

describe("transformers' layouts", () => {
  const text = { vocab_size: 102400, num_hidden_layers: 2, hidden_size: 64, num_attention_heads: 4, eos_token_id: 2 };
  const low = { hidden_size: 48, num_attention_heads: 4, image_size: 64, hidden_act: "gelu", vision_use_head: false };

  test("a deepseek_vl config derives its aligner from the sections", () => {
    const config = parseModelConfig({ model_type: "deepseek_vl", text_config: text, vision_config: low });
    expect(config.aligner).toEqual({ kind: "mlp_gelu", depth: 2, inputDim: 48, width: 64 });
    expect(config.imageTokens).toBe(16);
    expect(config.vision).toMatchObject({ low: { pixelMean: [0.5, 0.5, 0.5], poolHead: false } });
  });

  test("LLaMA's default ids in a DeepSeek vocabulary mean DeepSeek's ids", () => {
    const config = parseModelConfig({ model_type: "deepseek_vl", text_config: text, vision_config: low });
    expect([config.bosTokenId, config.eosTokenId]).toEqual([100000, 100001]);
  });

  test("a hybrid config derives the SAM tower's convolutions", () => {
    const json = {
      model_type: "deepseek_vl_hybrid",
      text_config: text,
      vision_config: { ...low, hidden_size: 32 },
      high_res_vision_config: { hidden_size: 48, output_channels: 8, num_hidden_layers: 12, num_attention_heads: 4 },
    };
    expect(parseModelConfig(json).vision).toMatchObject({
      kind: "hybrid",
      high: { downsampleChannels: [16, 32], interpolateSize: 16, mlpHidden: 192, hdBranch: true },
    });
  });

  test("transformers 5 keeps the rotary base in rope_parameters", () => {
    const withRope = { ...text, rope_parameters: { rope_type: "default", rope_theta: 500 } };
    expect(parseLanguageConfig({ model_type: "deepseek_vl", text_config: withRope }).ropeTheta).toBe(500);
  });
});

describe("writing", () => {
  const layouts: [string, Json, Layout][] = [
    ["1.3b", released("1.3b"), "multi_modality"],
    ["7b", released("7b"), "multi_modality"],
    ["1.3b", released("1.3b"), "deepseek_vl"],
    ["7b", released("7b"), "deepseek_vl_hybrid"],
  ];
  test.each(layouts)("the %s survives a round trip through %s %s", (_, json, layout) => {
    const config = parseModelConfig(json);
    expect(parseModelConfig(toConfigJson(config, layout))).toEqual(withoutHead(config, layout));
  });

  test("released sizes are written by name alone, so that the reference can read them", () => {
    const written = toConfigJson(parseModelConfig(released("7b")), "multi_modality") as Record<string, Json>;
    const params = written.vision_config?.params as Record<string, Json>;
    expect(params.high_res_cfg).toEqual({
      ckpt_path: "",
      model_name: "sam_b_downsample",
      image_size: 1024,
      output_dim: 1024,
      select_feature: "same",
      select_layer: -1,
      pixel_mean: [0.48145466, 0.4578275, 0.40821073],
      pixel_std: [0.26862954, 0.26130258, 0.27577711],
    });
  });

  test("a truncated tower is written by the layer to stop at", () => {
    const config = parseModelConfig(change(released("1.3b"), "vision_config.params.select_layer", -2));
    const written = toConfigJson(config, "multi_modality");
    expect(written).toMatchObject({ vision_config: { params: { select_layer: -2 } } });
    expect(parseModelConfig(written)).toEqual(config);
  });

  test("a model that a layout cannot express is refused", () => {
    const config = parseModelConfig(released("7b"));
    expect(() => toConfigJson(config, "deepseek_vl")).toThrow(
      'this model cannot be written in the deepseek_vl layout: the layout has one SigLIP tower, but the model\'s vision is "hybrid"',
    );
    const low = parseModelConfig(change(released("1.3b"), "aligner_config.params.depth", 3));
    expect(() => toConfigJson(low, "deepseek_vl")).toThrow("the model's is mlp_gelu of depth 3");
  });
});

describe("refusals", () => {
  const small = released("1.3b");
  const big = released("7b");
  const cases: [string, Json, string][] = [
    [
      "heads that do not divide the width",
      change(small, "language_config.hidden_size", 100),
      'config.json: "language_config.hidden_size" is 100, not divisible by num_attention_heads 16',
    ],
    [
      "a Janus checkpoint",
      { ...small, gen_vision_config: {} },
      'config.json: this is a Janus checkpoint (it has "gen_vision_config"), which is not a DeepSeek-VL model',
    ],
    [
      "another model",
      { ...small, model_type: "llava" },
      'config.json: "model_type" is "llava", expected multi_modality, deepseek_vl or deepseek_vl_hybrid',
    ],
    [
      "an unknown tower class",
      change(small, "vision_config.cls", "EVATower"),
      'config.json: "vision_config.cls" is "EVATower", but only CLIPVisionTower and HybridVisionTower are supported',
    ],
    [
      "a name from the prototype",
      change(small, "vision_config.params.model_name", "siglip_toString"),
      'config.json: "vision_config.params.model_name" is "siglip_toString", expected one of siglip_large_patch16_384, siglip_so400m_patch14_384, siglip_so400m_patch14_224',
    ],
    [
      "a missing section",
      change(small, "vision_config", undefined),
      'config.json: "vision_config" is missing, expected an object',
    ],
    [
      "a word for a number",
      change(small, "language_config.num_hidden_layers", "24"),
      'config.json: "language_config.num_hidden_layers" is "24", expected a whole number from 1 to 1024',
    ],
    [
      "an absurd size",
      change(small, "language_config.vocab_size", 1e15),
      'config.json: "language_config.vocab_size" is 1000000000000000, expected a whole number from 1 to 16777216',
    ],
    [
      "scaled rotary positions",
      change(small, "language_config.rope_scaling", { type: "linear", factor: 4 }),
      'config.json: "language_config.rope_scaling" is {"type":"linear","factor":4}, but scaled rotary positions are not supported',
    ],
    [
      "attention with bias",
      change(small, "language_config.attention_bias", true),
      'config.json: "language_config.attention_bias" is true, but only attention without bias is supported',
    ],
    [
      "another activation",
      change(small, "language_config.hidden_act", "gelu"),
      'config.json: "language_config.hidden_act" is "gelu", but only silu is supported',
    ],
    [
      "an image id beyond the vocabulary",
      change(small, "language_config.vocab_size", 1000),
      'config.json: "image_token_id" is 100015, but vocab_size is only 1000',
    ],
    [
      "an aligner of another width",
      change(small, "aligner_config.params.input_dim", 512),
      "config.json: the aligner's input_dim is 512, but the SigLIP tower gives features of width 1024",
    ],
    [
      "two features for one projector",
      change(big, "aligner_config.params.projector_type", "mlp_gelu"),
      "config.json: the aligner is mlp_gelu, which does not go with the hybrid tower with concat_type tuple: two separate features need low_high_hybrid_split_mlp_gelu, and only they do",
    ],
    [
      "towers whose grids differ",
      change(big, "vision_config.params.low_res_cfg.image_size", 224),
      "config.json: the high-resolution tower gives a 24 x 24 grid and the low-resolution one 14 x 14, but concat_type tuple needs equal grids",
    ],
    [
      "a global block that does not exist",
      change(big, "vision_config.params.high_res_cfg.layers", 11),
      'config.json: "vision_config.params.high_res_cfg.global_attn_indexes" is [2,5,8,11], but there are only 11 layers',
    ],
    [
      "tanh GELU, transformers' default",
      { model_type: "deepseek_vl", vision_config: {}, text_config: {} },
      'config.json: "vision_config.hidden_act" is "gelu_pytorch_tanh", but only the exact gelu is supported',
    ],
  ];
  test.each(cases)("%s", (_, json, sentence) => {
    expect(() => parseModelConfig(json)).toThrow(expect.objectContaining({ name: "UserError", message: sentence }));
  });

  test.each([null, 3, "x", [], undefined])("%j is not a config", (json) => {
    expect(() => parseModelConfig(json)).toThrow(/^config\.json: the content is .+, expected an object$/);
  });
});

test("any field with any nonsense gives a config or a UserError", () => {
  const nonsense = [null, -1, 0, 0.5, 1e300, "", "constructor", [], [1, 2], [[]], {}, { type: "x" }, true, "__proto__"];
  const paths = (value: unknown, at: string): string[] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => [at + key, ...paths(inner, `${at}${key}.`)])
      : [];
  for (const json of [released("7b"), toConfigJson(parseModelConfig(released("7b")), "deepseek_vl_hybrid")]) {
    let refused = 0;
    for (const path of paths(json, "")) {
      for (const value of nonsense) {
        try {
          parseModelConfig(change(json, path, value));
        } catch (error) {
          expect((error as Error).name, `${path} = ${JSON.stringify(value)}`).toBe("UserError");
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
  }
});

describe.skipIf(!existsSync(goldens))("reference fixtures", () => {
  const cases = (folder: string) =>
    existsSync(goldens) ? readdirSync(new URL(folder, goldens)).map((name) => [`${folder}${name}/config.json`]) : [];

  test.each([
    ["a_hybrid_tiny", 9],
    ["a_hybrid_96_unpatched", 576],
    ["b_low_only", 16],
  ])("%s spends %i tokens an image and survives a round trip", (name, tokens) => {
    const config = parseModelConfig(read(new URL(`${name}/config.json`, goldens)));
    expect(config.imageTokens).toBe(tokens);
    expect(parseModelConfig(toConfigJson(config, "multi_modality"))).toEqual(config);
  });

  test.each(cases("d_vision_variants/"))("%s is a vision section", (path) => {
    const variants: [RegExp, string][] = [
      [/hybrid_/, "hybrid"],
      [/low_/, "low"],
      [/sam_/, "sam"],
    ];
    const kind = variants.find(([pattern]) => pattern.test(path))?.[1];
    expect(parseVisionConfig(read(new URL(path, goldens))).kind).toBe(kind);
  });

  test.each(cases("d_aligner_variants/"))("%s is an aligner section", (path) => {
    const { width, depth } = parseAlignerConfig(read(new URL(path, goldens)));
    expect(width).toBe(path.includes("identity") ? 24 : 40);
    expect(depth).toBe(Number(/depth(\d)/.exec(path)?.[1] ?? 1));
  });
});

/** transformers' layouts do not carry the pool head. */
function withoutHead(config: ModelConfig, layout: Layout): ModelConfig {
  if (layout === "multi_modality" || config.vision.kind === "sam") return config;
  return { ...config, vision: { ...config.vision, low: { ...config.vision.low, poolHead: false } } };
}
