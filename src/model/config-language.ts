/**
 * The language section of a config.json: LLaMA's fields with LLaMA's defaults, the same in every layout, and the ids
 * and element type that stand beside it.
 */
import { z } from "zod";
import {
  asObject,
  count,
  fault,
  flag,
  maybeTokenId,
  mustDivide,
  positive,
  readFields,
  text,
  tokenId,
} from "./config-fields.ts";
import type { LanguageConfig, ModelConfig } from "./config-shape.ts";

// DeepSeek-LLM's vocabulary (spec 1.8): its configs leave the ids out or keep LLaMA's, which mean other tokens there.
const deepseekVocabulary = { size: 102400, bos: 100000, eos: 100001, image: 100015 };
const llamaIds = { bos: 1, eos: 2 };

const rope = z
  .looseObject({ rope_type: text.optional(), type: text.optional(), rope_theta: positive.optional() })
  .nullish();

const llama = z.object({
  model_type: text.default("llama"),
  vocab_size: count(1 << 24).default(32000),
  hidden_size: count().default(4096),
  intermediate_size: count(1 << 22).default(11008),
  num_hidden_layers: count(1024).default(32),
  num_attention_heads: count(1 << 14).default(32),
  num_key_value_heads: count(1 << 14).nullish(),
  head_dim: count(1 << 14).nullish(),
  hidden_act: text.default("silu"),
  max_position_embeddings: count(1 << 28).default(2048),
  rms_norm_eps: positive.default(1e-6),
  rope_theta: positive.nullish(),
  rope_scaling: rope,
  rope_parameters: rope,
  tie_word_embeddings: flag.optional(),
  attention_bias: flag.default(false),
  mlp_bias: flag.default(false),
  bos_token_id: maybeTokenId,
  eos_token_id: maybeTokenId,
  pad_token_id: maybeTokenId,
});

const dtypes = ["float32", "float16", "bfloat16"] as const;
const dtypeName = z.enum(dtypes, { error: "float32, float16 or bfloat16" }).nullish();
const beside = z.object({
  image_token_id: tokenId.nullish(),
  image_token_index: tokenId.nullish(),
  pad_token_id: maybeTokenId,
  torch_dtype: dtypeName,
  dtype: dtypeName,
  tie_word_embeddings: flag.optional(),
});
const innerDtype = z.object({ torch_dtype: dtypeName, dtype: dtypeName });

type Tokens = Pick<ModelConfig, "imageTokenId" | "padTokenId" | "bosTokenId" | "eosTokenId" | "dtype">;

/** Reads `root[key]` as LLaMA, with the ids and the element type of the whole file. */
export function readLanguage(
  root: Record<string, unknown>,
  key: string,
): { readonly language: LanguageConfig; readonly tokens: Tokens } {
  const section = asObject(root[key] ?? {}, [key]);
  const { c, sizes } = readLlama(section, [key]);
  const b = readFields(beside, root, []);
  const language: LanguageConfig = {
    ...sizes,
    // transformers reads the field beside the section, with true as its default
    tieWordEmbeddings:
      key === "text_config"
        ? (b.tie_word_embeddings ?? c.tie_word_embeddings ?? true)
        : (c.tie_word_embeddings ?? false),
  };

  const inner = readFields(innerDtype, section, [key]);
  const imageTokenId = b.image_token_id ?? b.image_token_index ?? deepseekVocabulary.image;
  return {
    language,
    tokens: {
      imageTokenId,
      padTokenId: b.pad_token_id ?? c.pad_token_id,
      ...sentenceIds(c, imageTokenId),
      dtype: b.torch_dtype ?? b.dtype ?? inner.torch_dtype ?? inner.dtype ?? "float32",
    },
  };
}

/** LLaMA's own fields, at `at` in their file. Throws a UserError for what is not computed here, as scaled positions. */
export function readLlama(section: Record<string, unknown>, at: readonly string[]) {
  const c = readFields(llama, section, at);
  refuseUnsupported(c, at);
  const heads = c.num_attention_heads;
  const kvHeads = c.num_key_value_heads ?? heads;
  if (c.head_dim == null) mustDivide([...at, "hidden_size"], c.hidden_size, "num_attention_heads", heads);
  mustDivide([...at, "num_attention_heads"], heads, "num_key_value_heads", kvHeads);
  const headDim = c.head_dim ?? c.hidden_size / heads;
  if (headDim % 2 !== 0) throw fault([...at, "head_dim"], headDim, "but rotary positions need an even number");
  const sizes = {
    vocabSize: c.vocab_size,
    hiddenSize: c.hidden_size,
    intermediateSize: c.intermediate_size,
    layers: c.num_hidden_layers,
    heads,
    kvHeads,
    headDim,
    rmsNormEps: c.rms_norm_eps,
    ropeTheta: c.rope_parameters?.rope_theta ?? c.rope_theta ?? 10000,
    maxPositions: c.max_position_embeddings,
  };
  return { c, sizes };
}

/** The language section as a config.json holds it. */
export function languageJson(config: ModelConfig): Record<string, unknown> {
  const c = config.language;
  return {
    model_type: "llama",
    hidden_act: "silu",
    vocab_size: c.vocabSize,
    hidden_size: c.hiddenSize,
    intermediate_size: c.intermediateSize,
    num_hidden_layers: c.layers,
    num_attention_heads: c.heads,
    num_key_value_heads: c.kvHeads,
    ...(c.headDim * c.heads === c.hiddenSize ? {} : { head_dim: c.headDim }),
    max_position_embeddings: c.maxPositions,
    rms_norm_eps: c.rmsNormEps,
    rope_theta: c.ropeTheta,
    tie_word_embeddings: c.tieWordEmbeddings,
    attention_bias: false,
    bos_token_id: config.bosTokenId,
    eos_token_id: config.eosTokenId,
    torch_dtype: config.dtype,
  };
}

/** Checks that every id is a row of the embedding table. */
export function checkLanguage(config: ModelConfig): void {
  const rows = config.language.vocabSize;
  for (const [name, id] of [
    ["image_token_id", config.imageTokenId],
    ["pad_token_id", config.padTokenId],
    ["bos_token_id", config.bosTokenId],
    ["eos_token_id", config.eosTokenId],
  ] as const) {
    if (id !== undefined && id >= rows) throw fault([name], id, `but vocab_size is only ${rows}`);
  }
}

function refuseUnsupported(c: z.output<typeof llama>, at: readonly string[]): void {
  if (c.model_type !== "llama") throw fault([...at, "model_type"], c.model_type, "but only llama is supported");
  if (c.hidden_act !== "silu") throw fault([...at, "hidden_act"], c.hidden_act, "but only silu is supported");
  if (c.attention_bias) throw fault([...at, "attention_bias"], true, "but only attention without bias is supported");
  if (c.mlp_bias) throw fault([...at, "mlp_bias"], true, "but only an MLP without bias is supported");
  for (const name of ["rope_scaling", "rope_parameters"] as const) {
    const type = c[name]?.rope_type ?? c[name]?.type ?? (name === "rope_scaling" && c[name] ? "unnamed" : "default");
    if (type !== "default") throw fault([...at, name], c[name], "but scaled rotary positions are not supported");
  }
}

function sentenceIds(c: z.output<typeof llama>, imageTokenId: number): { bosTokenId: number; eosTokenId: number } {
  const deepseek = c.vocab_size === deepseekVocabulary.size && imageTokenId === deepseekVocabulary.image;
  const unset = (id: number | undefined, fallback: number) => id === undefined || id === fallback;
  if (deepseek && unset(c.bos_token_id, llamaIds.bos) && unset(c.eos_token_id, llamaIds.eos)) {
    return { bosTokenId: deepseekVocabulary.bos, eosTokenId: deepseekVocabulary.eos };
  }
  return { bosTokenId: c.bos_token_id ?? llamaIds.bos, eosTokenId: c.eos_token_id ?? llamaIds.eos };
}
