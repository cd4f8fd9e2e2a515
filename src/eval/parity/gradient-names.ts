/**
 * Which parameter, or which part of one, a gradient in a fixture belongs to: names may follow the original layout or
 * transformers', where some parameters are stored in three parts.
 */
import { canonicalName, layoutTable } from "../../checkpoint/layouts.ts";
import type { Layout, ModelConfig } from "../../model/config.ts";
import type { Plain } from "./program.ts";

/** A stretch of a parameter's elements. */
export interface ParameterPart {
  readonly parameter: string;
  readonly start: number;
  readonly shape: readonly number[];
}

/** Looks a tensor's name up in every layout that can express the model. */
export function parameterParts(config: ModelConfig): (name: string) => ParameterPart | undefined {
  const parts = new Map<string, ParameterPart>();
  for (const layout of layoutsOf(config)) {
    for (const { name, stored } of layoutTable(config, layout)) {
      let start = 0;
      for (const part of stored) {
        parts.set(part.name, { parameter: name, start, shape: part.shape });
        start += part.shape.reduce((a, b) => a * b, 1);
      }
    }
  }
  return (name) => parts.get(name) ?? parts.get(canonicalName(name));
}

function layoutsOf({ vision, aligner }: ModelConfig): Layout[] {
  if (aligner.depth !== 2) return ["multi_modality"];
  if (vision.kind === "low" && aligner.kind === "mlp_gelu") return ["multi_modality", "deepseek_vl"];
  const hybrid = vision.kind === "hybrid" && vision.concat === "tuple" && vision.high.downsampleChannels.length === 2;
  return hybrid ? ["multi_modality", "deepseek_vl_hybrid"] : ["multi_modality"];
}

/** That part of a parameter's gradient. */
export function partOf(gradient: Plain, { start, shape }: ParameterPart): Plain {
  const length = shape.reduce((a, b) => a * b, 1);
  return { shape, data: gradient.data.subarray(start, start + length) as Float32Array };
}
