/**
 * llama.cpp as a server of the bench, through node-llama-cpp: as many sequences as rows, whose tokens it runs as one batch.
 * A request that finds none free waits. Streams a line a token.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The part of node-llama-cpp that is used here; its own types exist only where the peer is installed. */
interface Sequence {
  evaluate(
    tokens: readonly number[],
    options?: { temperature?: number; yieldEogToken?: boolean },
  ): AsyncIterable<number>;
  clearHistory(): Promise<void>;
}
interface NodeLlamaCpp {
  readonly LlamaLogLevel: { readonly error: string };
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<{ createContext(options: object): Promise<{ getSequence(): Sequence }> }>;
  }>;
}

const [path, rows] = process.argv.slice(2);
const name = "node-llama-cpp";
const library: NodeLlamaCpp = await import(name).catch((cause: unknown) => {
  throw new Error("node-llama-cpp is not installed: run `npm ci --prefix bench` first", { cause });
});
const llama = await library.getLlama({
  gpu: false,
  build: "never",
  maxThreads: 2,
  logLevel: library.LlamaLogLevel.error,
});
const model = await llama.loadModel({ modelPath: path, gpuLayers: 0, ignoreMemorySafetyChecks: true });
const context = await model.createContext({
  ...{ contextSize: 512, batchSize: 512, threads: 2, flashAttention: true, sequences: Number(rows) },
  ignoreMemorySafetyChecks: true,
});
const free = Array.from({ length: Number(rows) }, () => context.getSequence());
const waiting: ((sequence: Sequence) => void)[] = [];
const take = () => {
  const sequence = free.pop();
  return sequence ? Promise.resolve(sequence) : new Promise<Sequence>((resolve) => waiting.push(resolve));
};
const giveBack = (sequence: Sequence) => {
  const next = waiting.shift();
  if (next) next(sequence);
  else free.push(sequence);
};

const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const { prompt, tokens } = JSON.parse(body) as { prompt: number[]; tokens: number };
  const sequence = await take();
  try {
    await sequence.clearHistory();
    let left = tokens;
    for await (const token of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
      response.write(`${token}\n`);
      if (--left === 0) break;
    }
  } finally {
    giveBack(sequence);
    response.end();
  }
});
server.listen(0, "127.0.0.1", () => {
  process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on("disconnect", () => process.exit());
