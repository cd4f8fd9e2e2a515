/** DeepSeek-VL: configuration, parts and whole programs. */
export { adaptor } from "./adaptor.ts";
export * from "./config.ts";
export { causalMask, imageEmbeddings, spliceImages, tokenEmbeddings } from "./deepseek-vl.ts";
export { languageHead, llama, llamaCached } from "./llama.ts";
export * from "./programs.ts";
export { sam } from "./sam.ts";
export { siglip } from "./siglip.ts";
export { vision, visionInputSize } from "./vision.ts";
