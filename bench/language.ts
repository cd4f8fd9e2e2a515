/**
 * The language model of DeepSeek-VL-1.3B's shape with random 4-bit weights beside llama.cpp (Q4_0, flash attention):
 * reading a prompt of 512 tokens, then answering greedily.
 *
 *   npm ci --prefix bench && npx tsx bench/language.ts [--quick]
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNativeRuntime } from "../src/runtime/native.ts";
import { writeRandomLlamaGguf } from "./peers/gguf.ts";
import { llamaCppPeer } from "./peers/llama-cpp.ts";
import { randomLanguageModel } from "./support/language-model.ts";
import { releasedConfig } from "./support/random-checkpoint.ts";
import { printTable, ratio, takeTurns } from "./support/rounds.ts";

const quick = process.argv.includes("--quick");
const threads = 2;
const [promptTokens, answerTokens, rounds] = quick ? [256, 16, 2] : [512, 64, 5];

const gguf = join(tmpdir(), "periscope-bench-1.3b-q4_0.gguf");
writeRandomLlamaGguf(gguf);

const runtime = await createNativeRuntime("cpu", { threads });
const model = await randomLanguageModel(runtime, releasedConfig("1.3b"), { name: "1.3b", bits: 4, prefillChunk: 128 });
const peer = await llamaCppPeer(gguf, threads);

const least = await takeTurns(
  [
    { name: "our prefill", run: () => model.prefill(promptTokens) },
    { name: "our decode", run: () => model.decode(answerTokens) },
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
await model.dispose();
runtime.dispose();
