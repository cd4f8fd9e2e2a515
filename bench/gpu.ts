/**
 * What a GPU is worth: Periscope on native WebGPU beside itself on the processor and beside PyTorch on both (where the
 * Python that PERISCOPE_BENCH_PYTHON names has it), in one run: the embedded model, the released models' vision encoders
 * and the 1.3B's language model, the latter two with random weights.
 *
 *   npx tsx bench/gpu.ts [--device webgpu]... [--only nano|towers|language]... [--threads N] [--alone] [--quick] [--json FILE]
 *
 * --device says where ours runs (default: webgpu and cpu), --alone leaves PyTorch out, --quick takes tiny shapes, to see that
 * all of it works. Ours goes from pixels and tokens on the host to features and logits on the host; PyTorch's stay on
 * its device, but for the chosen tokens. Needs 6 GB in the temporary folder.
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import type { NativeDevice } from "../src/runtime/native.ts";
import { findEngines } from "./gpu/engines.ts";
import { benchLanguage } from "./gpu/language.ts";
import { benchNano } from "./gpu/nano.ts";
import { benchTowers } from "./gpu/towers.ts";

const parts = { nano: benchNano, towers: benchTowers, language: benchLanguage };
const { values } = parseArgs({
  options: {
    device: { type: "string", multiple: true, default: ["webgpu", "cpu"] },
    only: { type: "string", multiple: true, default: Object.keys(parts) },
    threads: { type: "string", default: `${availableParallelism()}` },
    alone: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
for (const [flag, given, known] of [
  ["device", values.device, ["webgpu", "cpu", "cuda"]],
  ["only", values.only, Object.keys(parts)],
] as const) {
  const unknown = given.find((name) => !(known as readonly string[]).includes(name));
  if (unknown) throw new Error(`--${flag} is ${unknown}, expected ${known.join(", ")}`);
}
const engines = findEngines(values.device as NativeDevice[], Number(values.threads), !values.alone);
const { torch, threads } = engines;
const processor = cpus()[0]?.model.trim() ?? "unknown";
console.log(`${processor}, ${threads} threads; ${torch ? `PyTorch ${torch.version}` : "no PyTorch"}`);
if (torch?.gpu) console.log(torch.gpu);
console.log("");
const results: Record<string, unknown> = {};
for (const [name, bench] of Object.entries(parts)) {
  if (!values.only.includes(name)) continue;
  results[name] = await bench(engines, { quick: values.quick });
  const all = { processor, threads, torch, quick: values.quick, results };
  if (values.json) writeFileSync(values.json, JSON.stringify(all, null, 2)); // what is there stays if a later part fails
}
