/** One picture through the vision encoders of the released models. */
import type { ModelConfig } from "../../src/model/config.ts";
import { peerHigh, peerLow } from "../support/peer-shape.ts";
import { towersConfig } from "../support/random-checkpoint.ts";
import { randomTowers } from "../support/towers.ts";
import { contest, type Result } from "./contest.ts";
import { type Engines, ourEntrant, torchEntrants } from "./engines.ts";

const work = "one picture";

export async function benchTowers(engines: Engines, { quick = false } = {}): Promise<Result[]> {
  const results: Result[] = [];
  for (const model of ["1.3b", "7b"] as const) {
    const config = quick ? small(towersConfig(model)) : towersConfig(model);
    const { vision } = config;
    const name = quick ? `${model}-tiny` : model;
    const ours = engines.devices.flatMap((device) =>
      // a GPU computes in float32 whatever the towers are stored in
      (device === "cpu" ? ([undefined, 8] as const) : [undefined]).map((bits) =>
        ourEntrant(device, bits ? `${bits} bits` : "float32", engines.threads, async (runtime) => {
          const { run, dispose } = await randomTowers(runtime, name, config, bits);
          return { runs: { [work]: run }, dispose };
        }),
      ),
    );
    const program = vision.kind === "low" ? "siglip" : "hybrid";
    const shape = {
      ...(vision.kind !== "low" && { high: peerHigh(vision.high) }),
      ...(vision.kind !== "sam" && { low: peerLow(vision.low) }),
    };
    const title = program === "siglip" ? "SigLIP-L, 384 pixels (1.3B)" : "SAM-B and SigLIP-L, 1024 pixels (7B)";
    results.push(
      ...(await contest({
        title: quick ? `${title}, cut down` : title,
        works: [{ name: work }],
        ours,
        peers: torchEntrants(engines, { [work]: program }, "--shape", JSON.stringify(shape)),
        rounds: quick ? 1 : 5,
      })),
    );
  }
  return results;
}

/** The same with one or two blocks and a small picture. */
function small(config: ModelConfig): ModelConfig {
  const { vision } = config;
  if (vision.kind === "sam") return config;
  const low = { ...vision.low, layers: 1, imageSize: 128 };
  if (vision.kind === "low") return { ...config, imageTokens: 64, vision: { ...vision, low } };
  const high = { ...vision.high, imageSize: 128, layers: 2, globalAttention: [1], interpolateSize: 32 };
  return { ...config, imageTokens: 64, vision: { ...vision, low, high } };
}
