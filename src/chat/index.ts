/** Talking to a model. */

export type { Likelihood } from "../score/likelihood.ts";
export type { Answer, AnswerPiece, AnswerResult, AnswerStats, FinishReason } from "./answer.ts";
export type { BatchOptions, BatchPrompt } from "./batch.ts";
export type { ChatInput, ImageUrlPart } from "./chat-messages.ts";
export type { AskOptions, Conversation, ConversationOptions } from "./conversation.ts";
export type { ImageSource } from "./image-source.ts";
export type { LoadedImage } from "./images.ts";
export type { LikelihoodReader, PromptFacts, ScoredPrompt } from "./likelihood.ts";
export { type LoadOptions, load } from "./load.ts";
export type { ChatOptions, VisionLanguageModel } from "./model.ts";
export type { GenerateOptions, GenerationDefaults } from "./options.ts";
export type { SamplingOptions, TokenLogprobs } from "./sampling.ts";
export type { ChatMessage } from "./turns.ts";
