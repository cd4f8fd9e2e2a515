/** The shapes of our modules in the words of bench/peers/torch_peer.py, so that both sides build the same. */
import type { LanguageConfig, SamConfig, SiglipConfig } from "../../src/model/config.ts";

/** Arguments of `Sam`. */
export function peerHigh(high: SamConfig) {
  return {
    ...{ side: high.imageSize, patch: high.patchSize, width: high.width, layers: high.layers, heads: high.heads },
    ...{ window: high.windowSize, at: high.globalAttention, narrow: high.neckWidth, channels: high.downsampleChannels },
    resized: high.interpolateSize,
  };
}

/** Arguments of `Siglip`. */
export function peerLow({ imageSize, patchSize, width, layers, heads }: SiglipConfig) {
  return { side: imageSize, patch: patchSize, width, layers, heads };
}

/** Arguments of `Llama`. */
export function peerText({ layers, hiddenSize, heads, intermediateSize, vocabSize }: LanguageConfig) {
  return { layers, width: hiddenSize, heads, hidden: intermediateSize, vocabulary: vocabSize };
}
