/** From the bytes of a picture to the pixels that the model takes. */
export { DEFAULT_MAX_BYTES, DEFAULT_MAX_PIXELS, decodeImage } from "./decode.ts";
export { contentHash } from "./hash.ts";
export { processImage, resizedSize } from "./processor.ts";
export { type ProcessorConfig, parseProcessorConfig } from "./processor-config.ts";
export { type RgbImage, resizeBicubic } from "./resize.ts";
