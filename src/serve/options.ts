/** How an answer is drawn and where it ends, as it travels to a worker: the options of generation that are plain data. */
import type { GenerateOptions } from "../chat/options.ts";

export type ChosenOptions = Pick<
  GenerateOptions,
  "temperature" | "topP" | "topK" | "repetitionPenalty" | "maxNewTokens" | "stop" | "seed" | "logprobs" | "eosIds"
>;
