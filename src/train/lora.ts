/**
 * Low-rank adapters (LoRA, arXiv 2106.09685) beside matrices of the language model: which there are, how they begin, and how
 * they are folded into the matrices in the end. How one computes stands with the linear layer (nn/linear.ts).
 */
import { convert } from "../checkpoint/half.ts";
import { languageSpecs } from "../checkpoint/parameters.ts";
import type { LanguageConfig, ModelConfig } from "../model/config.ts";
import type { Adapter } from "../nn/index.ts";
import { UserError } from "../runtime/errors.ts";
import type { Initial, ParameterSet, ParameterSpec } from "./parameters.ts";
import type { LoraSettings, Stage } from "./recipe.ts";

/** Whether a parameter belongs to an adapter. */
export function isAdapter(name: string): boolean {
  return /\.lora_[AB]\.weight$/.test(name);
}

/** Says of a matrix by its name whether it has an adapter. */
export function adapterOf({ rank, alpha, targets }: LoraSettings): (name: string) => Adapter | undefined {
  const adapter = { rank, scale: alpha / rank };
  return (name) =>
    name.startsWith("language_model.") && targets.some((target) => isTarget(name, target)) ? adapter : undefined;
}

function isTarget(name: string, target: string): boolean {
  return name.endsWith(`.${target}.weight`);
}

/** The matrices that may have an adapter. */
function adaptable(language: LanguageConfig): ParameterSpec[] {
  return languageSpecs(language).filter(({ name, shape }) => shape.length === 2 && !/embed_tokens|lm_head/.test(name));
}

/** Throws a `UserError` for a target that is no matrix of the model: nothing would be trained for it. */
export function checkTargets({ targets }: Pick<LoraSettings, "targets">, language: LanguageConfig): void {
  const matrices = adaptable(language);
  const wrong = targets.find((target) => !matrices.some(({ name }) => isTarget(name, target)));
  if (wrong === undefined) return;
  const known = [...new Set(matrices.map(({ name }) => name.split(".").at(-2)))].join(", ");
  throw new UserError(
    `"${wrong}" is no matrix of the language model that could have an adapter; there are ${known} in each of its ${language.layers} layers, of one layer "layers.0.self_attn.q_proj"`,
  );
}

/**
 * A stage's adapters: A begins at random, B at zero, so that nothing changes before the first update. Throws a `UserError` for a
 * target that is no matrix.
 */
export function initialAdapters(
  { lora }: Pick<Stage, "lora">,
  { language }: ModelConfig,
): { readonly specs: readonly ParameterSpec[]; readonly values: Initial } {
  const values: Initial = ({ name, shape }) =>
    name.endsWith(".lora_B.weight") ? new Float32Array(shape.reduce((a, b) => a * b, 1)) : undefined;
  if (!lora) return { specs: [], values };
  checkTargets(lora, language);
  const adapter = adapterOf(lora);
  const specs = adaptable(language).flatMap(({ name, shape }) => {
    const [outputs, inputs] = shape;
    if (!adapter(name)) return [];
    const at = name.replace(/weight$/, "");
    return [
      { name: `${at}lora_A.weight`, shape: [lora.rank, inputs!] },
      { name: `${at}lora_B.weight`, shape: [outputs!, lora.rank] },
    ];
  });
  return { specs, values };
}

/**
 * A matrix `[outputs, inputs]` with its adapter folded in, `W + scale B A`, summed in double precision; the matrix itself where
 * it has none.
 */
export function mergedMatrix(set: ParameterSet, name: string, weight: Float32Array, lora: LoraSettings): Float32Array {
  const at = name.replace(/weight$/, "");
  const a = set.values.get(`${at}lora_A.weight`);
  const b = set.values.get(`${at}lora_B.weight`);
  if (!a || !b || !name.endsWith("weight")) return weight;
  const [rank, inputs] = a.shape as [number, number];
  const [left, right] = [b.data as Float32Array, a.data as Float32Array];
  const scale = lora.alpha / rank;
  const merged = weight.slice();
  const row = new Float64Array(inputs);
  for (let o = 0; o < weight.length / inputs; o++) {
    row.fill(0);
    for (let r = 0; r < rank; r++) {
      const factor = scale * left[o * rank + r]!;
      for (let i = 0; i < inputs; i++) row[i]! += factor * right[r * inputs + i]!;
    }
    for (let i = 0; i < inputs; i++) merged[o * inputs + i]! += row[i]!;
  }
  return merged;
}

/** Folds every adapter into its matrix and takes it away, as before a stage that trains the matrices themselves. */
export function foldAdapters(set: ParameterSet, lora: LoraSettings): void {
  for (const [name, value] of set.values) {
    if (isAdapter(name) || !set.values.has(name.replace(/weight$/, "lora_A.weight"))) continue;
    const wide = convert(value.data, value.dtype, "float32") as Float32Array;
    value.data.set(convert(mergedMatrix(set, name, wide, lora), "float32", value.dtype) as never);
  }
  for (const [name, value] of [...set.values]) {
    if (!isAdapter(name)) continue;
    value.dispose();
    set.values.delete(name);
  }
}
