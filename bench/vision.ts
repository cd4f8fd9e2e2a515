/**
 * One picture through the vision encoders with random weights, in float32 and quantised, beside the same towers in
 * PyTorch: 1024 pixels through the 7B's hybrid encoder, 384 through the 1.3B's SigLIP.
 *
 *   npx tsx bench/vision.ts [--quick]        needs python3-torch; --quick leaves the hybrid encoder out
 */
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Runtime } from "../src/runtime/runtime.ts";
import { towersConfig } from "./support/random-checkpoint.ts";
import { type Contestant, printTable, ratio, takeTurns } from "./support/rounds.ts";
import { torchPeer } from "./support/torch.ts";
import { randomTowers } from "./support/towers.ts";

const quick = process.argv.includes("--quick");
const threads = 2;
const rounds = quick ? 2 : 4;

/** Our encoder and adaptor of a released model, its language model cut down to next to nothing. */
async function ours(runtime: Runtime, model: "1.3b" | "7b", bits?: 8): Promise<Contestant & { dispose(): void }> {
  const towers = await randomTowers(runtime, model, towersConfig(model), bits);
  return { name: `${model} ${bits ? "quantised" : "float32"}`, ...towers };
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
