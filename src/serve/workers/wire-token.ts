/** A token and its probabilities as clients get them: with text and bytes instead of an id. */
import type { TokenLogprobs } from "../../chat/sampling.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import type { WireToken } from "./protocol.ts";

/** Undefined where no probabilities were asked for. */
export function wireToken(
  tokenizer: Pick<Tokenizer, "token">,
  token: number,
  logprobs: TokenLogprobs | undefined,
): WireToken | undefined {
  if (logprobs === undefined) return undefined;
  const named = (id: number, logprob: number) => {
    const bytes = tokenizer.token(id)?.bytes ?? new Uint8Array(0);
    // What no sampler would take has minus infinity, which JSON cannot say; OpenAI's API sends this number.
    return { token: new TextDecoder().decode(bytes), bytes: [...bytes], logprob: Math.max(logprob, -9999) };
  };
  return {
    ...named(token, logprobs.logprob),
    alternatives: logprobs.alternatives.map(({ token, logprob }) => named(token, logprob)),
  };
}
