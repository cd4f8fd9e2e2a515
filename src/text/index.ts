/** Tokenizer, conversations, prompts, labels, batches. */
export * from "./batch.ts";
export { countWords, trainBpe, trainPrefixTokenizer } from "./bpe.ts";
export * from "./conversation.ts";
export { buildPrompt, expandImageTokens, type PromptConfig, parsePromptConfig } from "./prompt.ts";
export { streamDecoder } from "./stream-decoder.ts";
export * from "./supervise.ts";
export { createTokenizer, type Tokenizer } from "./tokenizer.ts";
export { loadTokenizer } from "./tokenizer-folder.ts";
