/** The language models that are served in this bench: shapes for both sides, and the checkpoint of ours. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "../../src/checkpoint/files.ts";
import { quantizationSection } from "../../src/checkpoint/quantization.ts";
import { saveCheckpoint } from "../../src/checkpoint/save.ts";
import { trainBpe } from "../../src/text/bpe.ts";
import { type LlamaShape, SHAPE_1_3B } from "../peers/gguf.ts";
import { randomWeights, towersConfig } from "../support/random-checkpoint.ts";

export const shapes: Readonly<Record<string, LlamaShape>> = {
  small: { layers: 8, hidden: 512, heads: 8, intermediate: 1408, vocabulary: 4096, context: 2048 },
  "1.3b": SHAPE_1_3B,
};

/** Writes a checkpoint of a shape with random 4-bit weights and a tokenizer, unless it is there. */
export async function servedCheckpoint(folder: string, shape: LlamaShape): Promise<void> {
  if (await exists(join(folder, "config.json"))) return;
  const base = towersConfig("1.3b");
  const { layers, hidden, heads, intermediate, vocabulary, context } = shape;
  const small = { imageSize: 64, patchSize: 16, width: 64, layers: 1, heads: 1, mlpHidden: 64 };
  if (base.vision.kind !== "low") throw new Error("the 1.3B model has one tower");
  const vision = { kind: "low" as const, low: { ...base.vision.low, ...small } };
  const config = {
    ...base,
    vision,
    imageTokens: 16,
    imageTokenId: vocabulary - 1,
    aligner: { ...base.aligner, inputDim: small.width, width: hidden },
    language: {
      ...base.language,
      ...{ layers, heads, kvHeads: heads, headDim: hidden / heads, hiddenSize: hidden },
      ...{ intermediateSize: intermediate, vocabSize: vocabulary, maxPositions: context },
    },
  };
  const corpus = "What does it say? It says a word. Tell me more about the picture, please.";
  const { tokenizerJson, tokenizerConfig } = trainBpe([corpus, corpus], { vocabSize: 300 });
  await saveCheckpoint(folder, randomWeights(config, 4), {
    quantization: quantizationSection(config, 4),
    replace: true,
    addFiles: async (temporary) => {
      const files = { "tokenizer.json": tokenizerJson, "tokenizer_config.json": tokenizerConfig };
      for (const [name, content] of Object.entries(files))
        await writeFile(join(temporary, name), JSON.stringify(content));
      // an end that is not drawn: answers are as long as they are asked to be
      await writeFile(join(temporary, "generation_config.json"), JSON.stringify({ eos_token_id: vocabulary - 2 }));
    },
  });
}
