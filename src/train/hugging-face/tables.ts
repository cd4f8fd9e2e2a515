/**
 * What Hugging Face calls the parameters of SigLIP, SAM and LLaMA in their own checkpoints, as rules from Periscope's names
 * behind a part's prefix. A fused matrix is three of theirs.
 */

/** A rule: a pattern of our name, and theirs. `{q|k|v}` stands for three tensors, each a third of the rows. */
export type Rename = readonly [pattern: RegExp, theirs: string];

/** transformers' SiglipModel and SiglipVisionModel: `vision_model.` stands before each. */
export const siglipNames: readonly Rename[] = [
  [/^pos_embed$/, "vision_model.embeddings.position_embedding.weight"],
  [/^patch_embed\.proj\.(.*)$/, "vision_model.embeddings.patch_embedding.$1"],
  [/^blocks\.(\d+)\.norm([12])\.(.*)$/, "vision_model.encoder.layers.$1.layer_norm$2.$3"],
  [/^blocks\.(\d+)\.attn\.qkv\.(.*)$/, "vision_model.encoder.layers.$1.self_attn.{q|k|v}_proj.$2"],
  [/^blocks\.(\d+)\.attn\.proj\.(.*)$/, "vision_model.encoder.layers.$1.self_attn.out_proj.$2"],
  [/^blocks\.(\d+)\.mlp\.(.*)$/, "vision_model.encoder.layers.$1.mlp.$2"],
  [/^norm\.(.*)$/, "vision_model.post_layernorm.$1"],
];

/** transformers' SamModel; strided convolutions and the second neck are DeepSeek-VL's own and not in it. */
export const samNames: readonly Rename[] = [
  [/^pos_embed$/, "vision_encoder.pos_embed"],
  [/^patch_embed\.proj\.(.*)$/, "vision_encoder.patch_embed.projection.$1"],
  [/^blocks\.(\d+)\.norm([12])\.(.*)$/, "vision_encoder.layers.$1.layer_norm$2.$3"],
  [/^blocks\.(\d+)\.((?:attn|mlp)\..*)$/, "vision_encoder.layers.$1.$2"],
  [/^neck\.0\.(.*)$/, "vision_encoder.neck.conv1.$1"],
  [/^neck\.1\.(.*)$/, "vision_encoder.neck.layer_norm1.$1"],
  [/^neck\.2\.(.*)$/, "vision_encoder.neck.conv2.$1"],
  [/^neck\.3\.(.*)$/, "vision_encoder.neck.layer_norm2.$1"],
];

/** The original SAM release (`sam_vit_b_01ec64`, as safetensors): our names behind `image_encoder.`. */
export const originalSamNames: readonly Rename[] = [
  [/^((?:pos_embed$|patch_embed\.|blocks\.|neck\.).*)$/, "image_encoder.$1"],
];

/** LlamaForCausalLM: our names are theirs behind `language_model.`. */
export const llamaNames: readonly Rename[] = [[/^(.*)$/, "$1"]];

/** The names under which one of our parameters is stored, in order; undefined where they have none. */
export function theirNames(table: readonly Rename[], ours: string): string[] | undefined {
  for (const [pattern, theirs] of table) {
    if (!pattern.test(ours)) continue;
    const name = ours.replace(pattern, theirs);
    if (!name.includes("{q|k|v}")) return [name];
    return ["q", "k", "v"].map((letter) => name.replace("{q|k|v}", letter));
  }
  return undefined;
}
