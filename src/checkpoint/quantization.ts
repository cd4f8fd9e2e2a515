/**
 * Which matrices of a checkpoint are quantised and how: Periscope's own `quantization_config` in config.json. It holds
 * rules by name; the numbers are made in `quantized-weights.ts`.
 */
import { z } from "zod";
import type { ModelConfig } from "../model/config.ts";
import { fault, readFields } from "../model/config-fields.ts";
import type { Quantization } from "../tensor/index.ts";

/** Says how the matrix of a name is packed; undefined: it is stored as plain numbers. */
export type QuantizationOf = (name: string) => Quantization | undefined;

/** One rule; of several that fit a name the first counts. In `tensors` a `*` stands for any characters. */
export type QuantizationRule = { readonly tensors: string } & Quantization;

/** The section as it stands in config.json. */
export interface QuantizationSection {
  readonly quant_method: "periscope";
  readonly bits: 4 | 8;
  readonly rules: readonly QuantizationRule[];
}

const tensors = z.string({ error: "a name with * for any characters" }).max(200, { error: "at most 200 characters" });
const bits = z.literal([4, 8], { error: "4 or 8" });
export const blockLengths = [16, 32, 64, 128, 256] as const;
export type BlockLength = (typeof blockLengths)[number];
const block = z.literal(blockLengths, { error: "16, 32, 64, 128 or 256" });
const rule = z.discriminatedUnion(
  "kind",
  [z.object({ tensors, kind: z.literal("blocks"), bits, block }), z.object({ tensors, kind: z.literal("int8") })],
  { error: "a rule of kind blocks or int8" },
);
const section = z.looseObject({
  quant_method: z.literal("periscope"),
  bits,
  rules: z.array(rule, { error: "a list of rules" }).max(100, { error: "at most 100 rules" }),
});

/** The section of a config.json, or undefined where it has none. Throws a UserError for one that is not Periscope's. */
export function readQuantization(config: unknown): QuantizationSection | undefined {
  const json = (config as { quantization_config?: unknown }).quantization_config;
  if (json === undefined || json === null) return undefined;
  const method = (json as { quant_method?: unknown }).quant_method;
  if (method !== "periscope") {
    throw fault(["quantization_config", "quant_method"], method, "but only periscope is supported");
  }
  return readFields(section, json, ["quantization_config"]);
}

/** The rules of a section as a lookup. Only weights of linear maps and embeddings are asked for, by their full names. */
export function quantizationOf({ rules }: Pick<QuantizationSection, "rules">): QuantizationOf {
  const known = new Map<string, Quantization | undefined>();
  return (name) => {
    if (!known.has(name)) {
      const found = rules.find(({ tensors }) => fits(name, tensors.split("*")));
      if (found === undefined) known.set(name, undefined);
      else {
        const { tensors: _, ...quantization } = found;
        known.set(name, quantization);
      }
    }
    return known.get(name);
  };
}

/** Whether a name consists of the given parts with anything between them; takes no longer for hostile rules. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  if (parts.length === 1) return name === first;
  let at = first.length;
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last) || at > end) return false;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}

/**
 * How `periscope quantize` packs a model. The sizes of blocks come from measurement (docs/benchmarks.md): long blocks are
 * faster, and with searched scales as exact as blocks of half the length without. The towers always get int8: their
 * products have hundreds of rows, where int8 is twice as fast as 4 bits. `longest` shortens the blocks of the layers: 128 for
 * less error and slower prefill.
 */
export function quantizationSection(
  { language }: ModelConfig,
  bits: 4 | 8,
  longest: BlockLength = 256,
): QuantizationSection {
  const { hiddenSize, intermediateSize, heads, headDim } = language;
  const blocks = (tensors: string, inputs: number, longest: number, choose = blockFor): QuantizationRule => {
    return { tensors: `language_model.${tensors}.weight`, kind: "blocks", bits, block: choose(inputs, longest) };
  };
  const table = Math.min(128, longest);
  const int8 = (tensors: string): QuantizationRule => ({ tensors: `${tensors}.weight`, kind: "int8" });
  const layers =
    bits === 4
      ? [
          blocks("lm_head", hiddenSize, table),
          blocks("model.layers.*.self_attn.o_proj", heads * headDim, longest),
          blocks("model.layers.*.self_attn.*_proj", hiddenSize, longest),
          blocks("model.layers.*.mlp.down_proj", intermediateSize, longest),
          blocks("model.layers.*.mlp.*_proj", hiddenSize, longest),
        ]
      : ["lm_head", "model.layers.*.self_attn.*_proj", "model.layers.*.mlp.*_proj"].map((t) =>
          int8(`language_model.${t}`),
        );
  const towers = ["vision_model.*.blocks.*.attn.*", "vision_model.*.blocks.*.mlp.*", "aligner.*"].map(int8);
  const rules = [blocks("model.embed_tokens", hiddenSize, table, tableBlockFor), ...layers, ...towers];
  return { quant_method: "periscope", bits, rules };
}

/** The longest block that rows of `inputs` weights fill nearly, so that a small model is not mostly padding. */
function blockFor(inputs: number, longest: number): number {
  const padded = (block: number) => Math.ceil(inputs / block) * block;
  return sizesUpTo(longest).find((block) => padded(block) <= 1.05 * inputs) ?? 16;
}

/** The same for a table that is read by rows: ONNX Runtime's WebGPU kernel takes even numbers of blocks only. */
function tableBlockFor(inputs: number, longest: number): number {
  const even = sizesUpTo(longest).filter((block) => Math.ceil(inputs / block) % 2 === 0);
  const padded = (block: number) => Math.ceil(inputs / block) * block;
  return even.find((block) => padded(block) <= 1.05 * inputs) ?? even.at(-1) ?? blockFor(inputs, longest);
}

const sizesUpTo = (longest: number) => [256, 128, 64, 32, 16].filter((block) => block <= longest);

/** The section in a few words: `4 bits (blocks of 128 and 256, int8)`. */
export function describeQuantization({ bits, rules }: QuantizationSection): string {
  const sizes = [...new Set(rules.flatMap((rule) => (rule.kind === "blocks" ? [rule.block] : [])))].sort(
    (a, b) => a - b,
  );
  const kinds = sizes.length > 0 ? [`blocks of ${new Intl.ListFormat("en").format(sizes.map(String))}`] : [];
  if (rules.some((rule) => rule.kind === "int8")) kinds.push("int8");
  return `${bits} bits (${kinds.join(", ")})`;
}
