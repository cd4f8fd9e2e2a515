/** The 1.3B's language model: a picture's worth of prompt, then a greedy answer. */
import { prefillLimit } from "../../src/model/prefill.ts";
import { randomLanguageModel } from "../support/language-model.ts";
import { peerText } from "../support/peer-shape.ts";
import { releasedConfig } from "../support/random-checkpoint.ts";
import { contest, type Result } from "./contest.ts";
import { type Engines, ourEntrant, torchEntrants } from "./engines.ts";

/** As in `chat/engine.ts`. */
const prefillChunk = 256;

export async function benchLanguage(engines: Engines, { quick = false } = {}): Promise<Result[]> {
  const released = releasedConfig("1.3b");
  const small = { layers: 1, vocabSize: 2048, intermediateSize: 512 };
  const config = quick
    ? { ...released, language: { ...released.language, ...small }, imageTokenId: 2047, bosTokenId: 0, eosTokenId: 1 }
    : released;
  const [prompt, answer] = quick ? [40, 4] : [640, 64];
  const [prefill, decode] = [`prefill of ${prompt}`, `decode of ${answer}`];
  const ours = engines.devices.flatMap((device) =>
    ([undefined, 4] as const).map((bits) =>
      ourEntrant(device, bits ? "4 bits" : "float32", engines.threads, async (runtime) => {
        const model = await randomLanguageModel(runtime, config, {
          name: quick ? "1.3b-tiny" : "1.3b",
          bits,
          prefillChunk: Math.min(prefillChunk, await prefillLimit(runtime)),
        });
        return {
          runs: { [prefill]: () => model.prefill(prompt), [decode]: () => model.decode(answer) },
          dispose: () => model.dispose(),
        };
      }),
    ),
  );
  const shape = JSON.stringify({ text: peerText(config.language) });
  const lengths = ["--length", `${prompt}`, "--answer", `${answer}`];
  return contest({
    title: quick ? "a small language model" : "language model of the 1.3B",
    works: [
      { name: prefill, tokens: prompt },
      { name: decode, tokens: answer },
    ],
    ours,
    peers: torchEntrants(engines, { [prefill]: "prefill", [decode]: "decode" }, "--shape", shape, ...lengths),
    rounds: quick ? 1 : 3,
  });
}
