/**
 * Loads the model in a folder, looks at one picture and answers a few tokens; then says as one line of JSON how long that
 * took and how much memory it needed. A process of its own, so that only this model is in it.
 *
 *   tsx bench/support/load-child.ts FOLDER ['{"tokens": 8, "image": true, "quantize": 4}']
 */
import { readFileSync, statSync } from "node:fs";
import { LanguageModel } from "../../src/chat/language.ts";
import { loadProgram } from "../../src/chat/weights.ts";
import { loadCheckpoint } from "../../src/checkpoint/checkpoint.ts";
import { quantizedCopy } from "../../src/checkpoint/quantize.ts";
import { generationProgram, imageProgram } from "../../src/model/programs.ts";
import { visionInputSize } from "../../src/model/vision.ts";
import { parameterStore } from "../../src/nn/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { LoadOptions, LoadReport } from "./load.ts";
import { seconds } from "./rounds.ts";

const [given, json = "{}"] = process.argv.slice(2) as [string, string?];
const { tokens = 8, image = false, quantize, cacheFolder }: LoadOptions = JSON.parse(json);

let folder = given;
const quantizeSeconds = quantize
  ? await seconds(async () => {
      folder = await quantizedCopy(given, { bits: quantize, cacheFolder });
    })
  : 0;
const quantizePeakBytes = peakBytes();

const runtime = await createNativeRuntime("cpu");
const checkpoint = await loadCheckpoint(folder);
const { config } = checkpoint;
const store = () => parameterStore({ quantization: checkpoint.quantizationOf });
let model: LanguageModel | undefined;
const loadSeconds = await seconds(async () => {
  const session = await loadProgram(runtime, generationProgram(config, { store: store() }), checkpoint);
  const { language, imageTokens, imageTokenId } = config;
  model = new LanguageModel({ runtime, session, config: language, imageTokens, imageTokenId, prefillChunk: 128 });
});
const loadedBytes = residentBytes();

let features: Float32Array = new Float32Array(0);
const imageSeconds = await seconds(async () => {
  if (!image) return;
  const vision = await loadProgram(runtime, imageProgram(config, { images: 1, store: store() }), checkpoint);
  const side = visionInputSize(config.vision);
  const pixels = Float32Array.from({ length: 3 * side * side }, (_, i) => ((i * 7919) % 255) / 255);
  const outputs = await vision.run({ pixel_values: runtime.value("float32", [1, 3, side, side], pixels) });
  features = outputs.image_embeddings!.data as Float32Array;
  vision.dispose();
});

const answered: number[] = [];
const picture = Array.from({ length: image ? config.imageTokens : 0 }, (_, i) => -1 - i);
const prompt = [config.bosTokenId, ...picture, ...Array.from({ length: 16 }, (_, i) => 300 + i)];
const cache = model!.cache();
const answerSeconds = await seconds(async () => {
  let logits = await model!.prefill(cache, 0, prompt, { features: () => features });
  for (let i = 0; i < tokens; i++) {
    answered.push(logits!.reduce((best, v, id) => (v > logits![best]! ? id : best), 0));
    logits = (await model!.decode(cache, [answered[i]!]))[0];
  }
  if (!logits!.every(Number.isFinite)) throw new Error("the logits are not finite");
});

const { layers, kvHeads, headDim } = config.language;
const report: LoadReport = {
  ...{ quantizeSeconds, quantizePeakBytes, loadSeconds, loadedBytes, imageSeconds, answerSeconds },
  weightBytes: checkpoint.files.reduce((sum, file) => sum + statSync(file).size, 0),
  cacheBytes: 2 * layers * kvHeads * headDim * cache.cells[0]!.length * 4,
  runningBytes: residentBytes(),
  peakBytes: peakBytes(),
  answered,
};
console.log(JSON.stringify(report));
process.exit(0);

function residentBytes(): number {
  return process.memoryUsage().rss;
}

/** The most memory that this process has had resident; 0 where the system does not say. */
function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return 1024 * Number(kilobytes ?? 0);
  } catch {
    return 0;
  }
}
