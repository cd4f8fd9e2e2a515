/**
 * One picture through the vision encoders with random weights, in float32 and quantised, beside the same towers in
 * PyTorch: 1024 pixels through the 7B's hybrid encoder, 384 through the 1.3B's SigLIP.
 *
 *   npx tsx bench/vision.ts [--quick]        needs python3-torch; --quick leaves the hybrid encoder out
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProgram } from "../src/chat/weights.ts";
import { loadCheckpoint } from "../src/checkpoint/checkpoint.ts";
import { imageProgram } from "../src/model/programs.ts";
import { visionInputSize } from "../src/model/vision.ts";
import { parameterStore } from "../src/nn/index.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Runtime } from "../src/runtime/runtime.ts";
import { randomCheckpoint, towersConfig } from "./support/random-checkpoint.ts";
import { type Contestant, printTable, ratio, seconds, takeTurns } from "./support/rounds.ts";
import { torchPeer } from "./support/torch.ts";

const quick = process.argv.includes("--quick");
const threads = 2;
const rounds = quick ? 2 : 4;

/** Our encoder and adaptor of a released model, its language model cut down to next to nothing. */
async function ours(runtime: Runtime, model: "1.3b" | "7b", bits?: 8): Promise<Contestant & { dispose(): void }> {
  const config = towersConfig(model);
  const folder = join(tmpdir(), `periscope-bench-towers-${model}-${bits ?? 16}bit`);
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
  return { name: `${model} ${bits ? "quantised" : "float32"}`, run, dispose: () => session.dispose() };
}

const runtime = await createNativeRuntime("cpu", { threads });
const rows: string[][] = [];
for (const [model, program, what] of [
  ["1.3b", "siglip", "SigLIP-L, 384 pixels (1.3B)"],
  ["7b", "hybrid", "SAM-B and SigLIP-L, 1024 pixels (7B)"],
] as const) {
  if (quick && model === "7b") continue;
  const [plain, packed] = [await ours(runtime, model), await ours(runtime, model, 8)];
  const peer = await torchPeer(program, "--threads", String(threads));
  const least = await takeTurns([plain, packed, { name: "PyTorch", run: peer.run }], rounds);
  peer.dispose();
  plain.dispose();
  packed.dispose();
  const theirs = least.get("PyTorch")!;
  for (const [form, name, bar] of [
    ["float32", plain.name, 3],
    ["quantised", packed.name, 4.5],
  ] as const) {
    const time = least.get(name)!;
    rows.push([`${what}, ${form}`, time.toFixed(2), theirs.toFixed(2), ratio(time, theirs, bar)]);
  }
}
printTable([`one picture, ${threads} threads`, "Periscope, s", "PyTorch, s", "ratio"], rows);
runtime.dispose();
