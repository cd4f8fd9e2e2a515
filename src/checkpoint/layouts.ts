/**
 * How each layout stores the tensors: a table from the original names to the stored ones.
 * A stored name may hold one parameter or a third of one; a parameter is always its stored parts, one after the other.
 */
import type { Layout, ModelConfig } from "../model/config.ts";
import { packedParts } from "../nn/index.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype } from "../runtime/runtime.ts";
import { type ParameterSpec, parameterSpecs, towerPrefixes } from "./parameters.ts";
import type { QuantizationOf } from "./quantization.ts";

/** One parameter and the tensors that hold it. */
export interface LayoutEntry extends ParameterSpec {
  /** Concatenated along their first axis these are the parameter (a single part may only be shaped differently). */
  readonly stored: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The one element type that a part of a quantised matrix can have. */
  readonly dtype?: Dtype;
  /** Parameters that such a part counts for: all of its matrix for `packed`, none for the others. */
  readonly parameters?: number;
}

/**
 * The table of a layout. transformers' layouts do not store what no computation reads. Throws a UserError for quantised
 * matrices in another layout than the original.
 */
export function layoutTable(config: ModelConfig, layout: Layout, quantization?: QuantizationOf): LayoutEntry[] {
  if (quantization === undefined) return plainTable(config, layout);
  if (layout !== "multi_modality") {
    throw new UserError(`the ${layout} layout has no place for quantised weights; only the original layout has`);
  }
  return plainTable(config, layout).flatMap((entry) => packedEntries(entry, quantization));
}

/** A quantised matrix in place of which its parts are stored; any other parameter is itself. */
function packedEntries(entry: LayoutEntry, quantization: QuantizationOf): LayoutEntry[] {
  const { name, shape } = entry;
  const [outputs, inputs, more] = shape;
  const isMatrix = name.endsWith(".weight") && outputs !== undefined && inputs !== undefined && more === undefined;
  const kind = isMatrix && !entry.unused ? quantization(name) : undefined;
  if (!isMatrix || kind === undefined) return [entry];
  return packedParts(kind, [outputs, inputs]).flatMap((part): LayoutEntry[] => {
    if (part === undefined) return [];
    const at = { name: `${name}.${part.suffix}`, shape: part.shape };
    return [{ ...at, dtype: part.dtype, stored: [at], parameters: part.suffix === "packed" ? outputs * inputs : 0 }];
  });
}

function plainTable(config: ModelConfig, layout: Layout): LayoutEntry[] {
  const specs = parameterSpecs(config);
  if (layout === "multi_modality") return specs.map((spec) => ({ ...spec, stored: [spec] }));
  const rename = transformersNames(config);
  return specs.filter((spec) => !spec.unused).map((spec) => ({ ...spec, stored: rename(spec) }));
}

/** The layout that tensor names belong to; undefined when they belong to none. */
export function namesLayout(names: Iterable<string>): Layout | undefined {
  let layout: Layout | undefined;
  for (const name of names) {
    if (name.startsWith("model.high_res_vision")) return "deepseek_vl_hybrid";
    if (name.startsWith("language_model.model.")) return "multi_modality";
    if (name.startsWith("model.language_model.")) layout = "deepseek_vl";
  }
  return layout;
}

/** transformers 5 no longer has the inner `vision_model` level; both spellings become the older one. */
export function canonicalName(name: string): string {
  return name.replace(/^model\.vision_model\.(?!vision_model\.)/, "model.vision_model.vision_model.");
}

/**
 * Whether a stored tensor may be left aside: tables that older versions saved though they are computed, transformers'
 * pooling head, and an output projection beside tied embeddings.
 */
export function isIgnorable(name: string, config: ModelConfig): boolean {
  if (/(^|\.)(rotary_emb\.inv_freq|embeddings\.position_ids)$/.test(name)) return true;
  if (config.language.tieWordEmbeddings && /^(language_model\.)?lm_head\.weight$/.test(name)) return true;
  return name.startsWith("model.vision_model.vision_model.head.");
}

type Parts = LayoutEntry["stored"];

function transformersNames(config: ModelConfig): (spec: ParameterSpec) => Parts {
  const { high, low } = towerPrefixes(config.vision);
  const rules: [prefix: string, table: readonly Rule[]][] = [
    ["aligner.", config.vision.kind === "hybrid" ? hybridAligner : lowAligner],
    ["language_model.", language],
  ];
  if (high !== undefined) rules.push([high, sam]);
  if (low !== undefined) rules.push([low, siglip]);
  return (spec) => {
    for (const [prefix, table] of rules) {
      if (!spec.name.startsWith(prefix)) continue;
      const rest = spec.name.slice(prefix.length);
      for (const [pattern, replacement] of table) {
        if (pattern.test(rest)) return parts(spec, rest.replace(pattern, replacement));
      }
    }
    throw new Error(`no transformers name for parameter ${spec.name}`);
  };
}

/** `{q|k|v}` in a name stands for three tensors, each a third of the rows. */
function parts({ shape }: ParameterSpec, name: string): Parts {
  if (name.includes("{q|k|v}")) {
    const third = [(shape[0] as number) / 3, ...shape.slice(1)];
    return ["q", "k", "v"].map((letter) => ({ name: name.replace("{q|k|v}", letter), shape: third }));
  }
  // The embedding table of transformers has no batch axis.
  return [{ name, shape: name.endsWith("position_embedding.weight") ? shape.slice(1) : shape }];
}

type Rule = readonly [pattern: RegExp, replacement: string];

const siglip: readonly Rule[] = (
  [
    [/^pos_embed$/, "embeddings.position_embedding.weight"],
    [/^patch_embed\.proj\./, "embeddings.patch_embedding."],
    [/^blocks\.(\d+)\.norm([12])\./, "encoder.layers.$1.layer_norm$2."],
    [/^blocks\.(\d+)\.attn\.qkv\./, "encoder.layers.$1.self_attn.{q|k|v}_proj."],
    [/^blocks\.(\d+)\.attn\.proj\./, "encoder.layers.$1.self_attn.out_proj."],
    [/^blocks\.(\d+)\.mlp\./, "encoder.layers.$1.mlp."],
    [/^norm\./, "post_layernorm."],
  ] as const
).map(([pattern, name]) => [pattern, `model.vision_model.vision_model.${name}`]);

const encoder = "model.high_res_vision_model.vision_encoder.";
const sam: readonly Rule[] = [
  [/^pos_embed$/, `${encoder}pos_embed`],
  [/^patch_embed\.proj\./, `${encoder}patch_embed.projection.`],
  [/^blocks\.(\d+)\.norm([12])\./, `${encoder}layers.$1.layer_norm$2.`],
  [/^blocks\.(\d+)\.(attn|mlp)\./, `${encoder}layers.$1.$2.`],
  [/^neck\.0\./, `${encoder}neck.conv1.`],
  [/^neck\.1\./, `${encoder}neck.layer_norm1.`],
  [/^neck\.2\./, `${encoder}neck.conv2.`],
  [/^neck\.3\./, `${encoder}neck.layer_norm2.`],
  [/^neck_hd\.0\./, "model.high_res_vision_neck.conv1."],
  [/^neck_hd\.1\./, "model.high_res_vision_neck.layer_norm1."],
  [/^neck_hd\.2\./, "model.high_res_vision_neck.conv2."],
  [/^neck_hd\.3\./, "model.high_res_vision_neck.layer_norm2."],
  [/^downsamples\.0\./, "model.high_res_vision_proj.conv1."],
  [/^downsamples\.1\./, "model.high_res_vision_proj.conv2."],
  [/^hd_alpha_downsamples$/, "model.high_res_vision_alpha"],
];

const lowAligner: readonly Rule[] = [
  [/^layers\.0\./, "model.aligner.linear1."],
  [/^layers\.2\./, "model.aligner.linear2."],
];

const hybridAligner: readonly Rule[] = [
  [/^high_up_proj\./, "model.aligner.high_res_vision_proj."],
  [/^low_up_proj\./, "model.aligner.vision_proj."],
  [/^layers\.1\./, "model.aligner.proj."],
];

const language: readonly Rule[] = [
  [/^model\./, "model.language_model."],
  [/^lm_head\./, "lm_head."],
];
