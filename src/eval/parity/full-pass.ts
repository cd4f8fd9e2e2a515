/**
 * One differentiable pass over a batch: every intermediate that the reference recorded, logits, loss and gradients, from
 * the program that training runs. Nothing here reads files, so it serves the browser as well.
 */
import { adaptor } from "../../model/adaptor.ts";
import type { ModelConfig, VisionConfig } from "../../model/config.ts";
import { trainingProgram } from "../../model/programs.ts";
import { gridToTokens, sam } from "../../model/sam.ts";
import { siglip } from "../../model/siglip.ts";
import { parameterStore, type Scope } from "../../nn/index.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { grad, input, nameOf, type Tensor } from "../../tensor/index.ts";
import { type Plain, type ReadParameter, runProgram } from "./program.ts";

/** A batch as `trainingProgram` takes it; B rows, T positions, N pictures (unused slots included). */
export interface ModelInputs {
  readonly rows: number;
  readonly length: number;
  readonly images: number;
  /** Int32 `[B, T]`. */
  readonly inputIds: Int32Array;
  readonly attentionMask: Int32Array;
  readonly positionIds: Int32Array;
  readonly imageRows: Int32Array;
  /** `[B, T]`, -100 ignored. */
  readonly labels: BigInt64Array;
  /** `[N, 3, S, S]`; absent without pictures. */
  readonly pixels?: Plain;
  /** `[N, 3, S, S]` for the high-resolution tower, where the two towers have inputs of their own (transformers). */
  readonly highPixels?: Plain;
}

/** Runs the model; `gradients` are the parameters whose gradients are wanted, given back as `grad.<name>`. */
export async function fullPass(
  runtime: Runtime,
  config: ModelConfig,
  read: ReadParameter,
  inputs: ModelInputs,
  gradients: (parameters: readonly string[]) => readonly string[],
): Promise<Record<string, Plain>> {
  const { rows, length, images } = inputs;
  const taps = new Map<string, Tensor>();
  const store = parameterStore({ taps });
  const { vision } = config;
  const embedImages =
    inputs.highPixels && vision.kind === "hybrid" ? (p: Scope) => separateTowers(config, vision, p, images) : undefined;
  const program = trainingProgram(config, { rows, length, images }, { store, embedImages });
  program.logits();
  const wanted = gradients([...store.tensors.keys()]).map((name) => store.tensors.get(name)!);
  const outputs: Record<string, Tensor> = { loss: program.loss, ...Object.fromEntries(taps) };
  grad(program.loss, wanted).forEach((g, i) => {
    outputs[`grad.${nameOf(wanted[i]!)}`] = g;
  });
  const ofBatch = <T extends Plain["data"]>(data: T): Plain => ({ shape: [rows, length], data });
  return runProgram(runtime, outputs, read, {
    input_ids: ofBatch(inputs.inputIds),
    attention_mask: ofBatch(inputs.attentionMask),
    position_ids: ofBatch(inputs.positionIds),
    image_rows: ofBatch(inputs.imageRows),
    labels: ofBatch(inputs.labels),
    ...(inputs.pixels && { pixel_values: inputs.pixels }),
    ...(inputs.highPixels && { high_res_pixel_values: inputs.highPixels }),
  });
}

/** Both towers on pictures of their own instead of one picture at two resolutions. */
function separateTowers(
  config: ModelConfig,
  vision: Extract<VisionConfig, { kind: "hybrid" }>,
  p: Scope,
  images: number,
): Tensor {
  const pixels = (name: string, side: number) => input(name, "float32", [images, 3, side, side]);
  const towers = p.at("vision_model");
  const highPixels = pixels("high_res_pixel_values", vision.high.imageSize);
  const high = gridToTokens(sam(vision.high, towers.at("vision_tower_high.vision_tower"), highPixels));
  const lowPixels = pixels("pixel_values", vision.low.imageSize);
  const low = siglip(vision.low, towers.at("vision_tower_low.vision_tower"), lowPixels);
  p.tap("vision.hybrid.high", high);
  return p.tap("aligner.out", adaptor(config.aligner, p.at("aligner"), { high, low }));
}
