/**
 * The language model of DeepSeek-VL-1.3B's shape with random 4-bit weights beside llama.cpp (Q4_0, flash attention):
 * reading a prompt of 512 tokens, then answering greedily.
 *
 *   npm ci --prefix bench && npx tsx bench/language.ts [--quick]
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LanguageModel } from "../src/chat/language.ts";
import { loadProgram } from "../src/chat/weights.ts";
import { loadCheckpoint } from "../src/checkpoint/checkpoint.ts";
import { generationProgram } from "../src/model/programs.ts";
import { parameterStore } from "../src/nn/index.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import { writeRandomLlamaGguf } from "./peers/gguf.ts";
import { llamaCppPeer } from "./peers/llama-cpp.ts";
import { randomCheckpoint, releasedConfig } from "./support/random-checkpoint.ts";
import { printTable, ratio, seconds, takeTurns } from "./support/rounds.ts";

const quick = process.argv.includes("--quick");
const threads = 2;
const [promptTokens, answerTokens, rounds] = quick ? [256, 16, 2] : [512, 64, 5];

const folder = join(tmpdir(), "periscope-bench-1.3b-4bit");
await randomCheckpoint(folder, releasedConfig("1.3b"), { bits: 4 });
const gguf = join(tmpdir(), "periscope-bench-1.3b-q4_0.gguf");
writeRandomLlamaGguf(gguf);

const checkpoint = await loadCheckpoint(folder);
const runtime = await createNativeRuntime("cpu", { threads });
const { config } = checkpoint;
const program = generationProgram(config, { store: parameterStore({ quantization: checkpoint.quantizationOf }) });
const model = new LanguageModel({
  runtime,
  session: await loadProgram(runtime, program, checkpoint),
  config: config.language,
  imageTokens: config.imageTokens,
  imageTokenId: config.imageTokenId,
  prefillChunk: 128,
});
const cache = model.cache();
const features = () => new Float32Array(0);
const prompt = Array.from({ length: promptTokens }, (_, i) => 300 + ((i * 7919) % 100_000));
const peer = await llamaCppPeer(gguf, threads);

const least = await takeTurns(
  [
    {
      name: "our prefill",
      run: () =>
        seconds(() => {
          cache.cells[0]!.length = 0;
          return model.prefill(cache, 0, prompt, { features });
        }),
    },
    {
      name: "our decode",
      run: () =>
        seconds(async () => {
          for (let i = 0; i < answerTokens; i++) {
            const [logits] = await model.decode(cache, [300 + i]);
            logits!.indexOf(Math.max(logits![0]!, logits![1]!)); // the peer chooses a token as well
          }
        }),
    },
    { name: "their prefill", run: () => peer.prefill(promptTokens) },
    { name: "their decode", run: () => peer.decode(answerTokens) },
  ],
  rounds,
);

const rate = (name: string, tokens: number) => `${(tokens / least.get(name)!).toFixed(1)}`;
printTable(
  [`1.3B shape, 4 bits, ${threads} threads`, "Periscope, tokens/s", "llama.cpp, tokens/s", "ratio"],
  [
    [
      `prefill of ${promptTokens}`,
      rate("our prefill", promptTokens),
      rate("their prefill", promptTokens),
      ratio(least.get("our prefill")!, least.get("their prefill")!, 1.4),
    ],
    [
      `decode of ${answerTokens}`,
      rate("our decode", answerTokens),
      rate("their decode", answerTokens),
      ratio(least.get("our decode")!, least.get("their decode")!, 1.4),
    ],
  ],
);
await peer.dispose();
cache.dispose();
model.dispose();
await checkpoint.close();
runtime.dispose();
