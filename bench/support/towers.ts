/** The vision encoder and adaptor of a model with random weights, and one picture to look at. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProgram } from "../../src/chat/weights.ts";
import { loadCheckpoint } from "../../src/checkpoint/checkpoint.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { imageProgram } from "../../src/model/programs.ts";
import { visionInputSize } from "../../src/model/vision.ts";
import { parameterStore } from "../../src/nn/index.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { randomCheckpoint } from "./random-checkpoint.ts";
import { seconds } from "./rounds.ts";

export interface Towers {
  /** Looks at the picture, from pixels on the host to features on the host; the seconds. */
  run(): Promise<number>;
  dispose(): void;
}

/** Towers of `config`, in float32 or with 8 bits; `name` is that of the checkpoint in the temporary folder. */
export async function randomTowers(runtime: Runtime, name: string, config: ModelConfig, bits?: 8): Promise<Towers> {
  const folder = join(tmpdir(), `periscope-bench-towers-${name}-${bits ?? 16}bit`);
  await randomCheckpoint(folder, config, { bits });
  const checkpoint = await loadCheckpoint(folder);
  const store = parameterStore({ quantization: checkpoint.quantizationOf });
  const session = await loadProgram(runtime, imageProgram(checkpoint.config, { images: 1, store }), checkpoint);
  await checkpoint.close();
  const side = visionInputSize(config.vision);
  const pixels = Float32Array.from({ length: 3 * side * side }, (_, i) => ((i * 7919) % 255) / 255);
  const feeds = { pixel_values: runtime.value("float32", [1, 3, side, side], pixels) };
  const run = () =>
    seconds(async () => {
      const { image_embeddings: features } = await session.run(feeds);
      features!.dispose();
    });
  return { run, dispose: () => session.dispose() };
}
