/**
 * llama.cpp as a peer, through node-llama-cpp (installed in bench/node_modules, see bench/package.json): the time of a
 * prefill and of greedy decoding on a GGUF file, CPU only, flash attention on.
 *
 *   npx tsx bench/peers/llama-cpp.ts [FILE.gguf]     prints both rates; writes the random 1.3B shape first if need be
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeRandomLlamaGguf } from "./gguf.ts";

/** The part of node-llama-cpp that is used here; its own types exist only where the peer is installed. */
interface Sequence {
  evaluate(tokens: readonly number[], options?: { temperature?: number }): AsyncIterable<number>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  clearHistory(): Promise<void>;
}
interface NodeLlamaCpp {
  readonly LlamaLogLevel: { readonly error: string };
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<{
      createContext(options: object): Promise<{ getSequence(): Sequence }>;
    }>;
    dispose(): Promise<void>;
  }>;
}

export interface LlamaCppPeer {
  /** Evaluates `tokens` random tokens from an empty context and yields the first new one; seconds. */
  prefill(tokens: number): Promise<number>;
  /** Continues greedily by `tokens` tokens after the last prefill; seconds. */
  decode(tokens: number): Promise<number>;
  dispose(): Promise<void>;
}

/** Loads `path` with `threads` threads. Throws when node-llama-cpp is not installed. */
export async function llamaCppPeer(path: string, threads = 2, context = 2048): Promise<LlamaCppPeer> {
  const name = "node-llama-cpp";
  const library: NodeLlamaCpp = await import(name).catch((cause: unknown) => {
    throw new Error("node-llama-cpp is not installed: run `npm ci --prefix bench` first", { cause });
  });
  const llama = await library.getLlama({
    gpu: false,
    build: "never",
    maxThreads: threads,
    logLevel: library.LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath: path, gpuLayers: 0, ignoreMemorySafetyChecks: true });
  const made = await model.createContext({
    contextSize: context,
    batchSize: 512,
    threads,
    flashAttention: true,
    sequences: 1,
    ignoreMemorySafetyChecks: true,
  });
  const sequence = made.getSequence();
  let last = 300;
  return {
    async prefill(tokens) {
      await sequence.clearHistory();
      const ids = Array.from({ length: tokens }, (_, i) => 300 + ((i * 7919) % 100_000));
      const start = performance.now();
      for await (const token of sequence.evaluate(ids, { temperature: 0 })) {
        last = token;
        break;
      }
      return (performance.now() - start) / 1000;
    },
    async decode(tokens) {
      let left = tokens;
      const start = performance.now();
      for await (const token of sequence.evaluate([last], { temperature: 0 })) {
        last = token;
        if (--left === 0) break;
      }
      return (performance.now() - start) / 1000;
    },
    dispose: () => llama.dispose(),
  };
}

if (import.meta.filename === process.argv[1]) {
  const path = process.argv[2] ?? join(tmpdir(), "periscope-bench-1.3b-q4_0.gguf");
  if (!process.argv[2]) writeRandomLlamaGguf(path);
  const peer = await llamaCppPeer(path);
  await peer.prefill(64);
  for (let round = 0; round < 4; round++) {
    const prefill = await peer.prefill(512);
    const decode = await peer.decode(64);
    console.log(`prefill ${(512 / prefill).toFixed(1)} tokens/s   decode ${(64 / decode).toFixed(1)} tokens/s`);
  }
  await peer.dispose();
}
