/**
 * What the shapes of a Hugging Face checkpoint do not tell and its config.json does: heads, norms, how fast positions turn,
 * which blocks see the whole picture. Where it differs, the same weights would compute something else in the model.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../checkpoint/files.ts";
import type { ModelConfig } from "../../model/config.ts";
import { asObject } from "../../model/config-fields.ts";
import { readLlama } from "../../model/config-language.ts";
import { readSam, readSiglip } from "../../model/config-transformers.ts";
import { UserError } from "../../runtime/errors.ts";

/** Checks the folder's config.json, where there is one. Throws a `UserError` that names the field. */
export async function checkPartConfig(
  layout: "siglip" | "sam" | "llama",
  folder: string,
  { vision, language }: ModelConfig,
): Promise<void> {
  const path = join(folder, "config.json");
  if (!existsSync(path)) return;
  const json = asObject(await readJson(path), []);
  const must = (field: string, theirs: unknown, ours: unknown) => {
    const [found, wanted] = [JSON.stringify(theirs), JSON.stringify(ours)];
    if (found !== wanted) throw new UserError(`${path}: "${field}" is ${found}, and ${wanted} in the model`);
  };
  if (layout === "llama") {
    const { sizes } = readLlama(json, []);
    must("num_attention_heads", sizes.heads, language.heads);
    must("num_key_value_heads", sizes.kvHeads, language.kvHeads);
    must("head_dim", sizes.headDim, language.headDim);
    must("rms_norm_eps", sizes.rmsNormEps, language.rmsNormEps);
    return must("rope_theta", sizes.ropeTheta, language.ropeTheta);
  }
  // a tower's file has its fields at the top, that of a model with a second half in a section
  const [section, at] = json.vision_config === undefined ? [json, []] : [json.vision_config, ["vision_config"]];
  if (layout === "siglip" && vision.kind !== "sam") {
    const c = readSiglip(section, at);
    // released SigLIP has the approximation; DeepSeek-VL computes the exact one with the same weights
    if (c.hidden_act !== "gelu_pytorch_tanh") must("hidden_act", c.hidden_act, "gelu");
    must("num_attention_heads", c.num_attention_heads, vision.low.heads);
    must("layer_norm_eps", c.layer_norm_eps, vision.low.normEps);
  }
  if (layout === "sam" && vision.kind !== "low") {
    const c = readSam(section, at);
    must("num_attention_heads", c.num_attention_heads, vision.high.heads);
    must("layer_norm_eps", c.layer_norm_eps, vision.high.normEps);
    must("global_attn_indexes", c.global_attn_indexes, vision.high.globalAttention);
  }
}
