/**
 * From how likely texts are to scores: the likeliest of several options (multi-choice perplexity where they are the letters
 * of a question, paper 4.4) and bits per byte. Who says how likely they are is not known here: a checkpoint, an endpoint, or
 * weights that are being trained.
 */

/** Of a text: the sum of its tokens' log-probabilities (natural), and how many tokens those are. */
export interface Likelihood {
  readonly logprob: number;
  readonly tokens: number;
}

/** By what the log-likelihood of an option is divided before options are compared. */
export type Normalisation = "none" | "tokens" | "bytes";

/** What an option is worth to who compares options: by tokens, the logarithm of one over its perplexity. */
export function optionValue({ logprob, tokens }: Likelihood, text: string, by: Normalisation = "none"): number {
  if (by === "none") return logprob;
  return logprob / (by === "tokens" ? tokens : Math.max(1, bytesOf(text)));
}

/** The place of the option worth most, of equals the first; undefined where a value is no number: the weights are damaged. */
export function likeliest(values: readonly number[]): number | undefined {
  if (values.length === 0 || values.some(Number.isNaN)) return undefined;
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

/** A text that was predicted: the bits that this took, and the bytes of UTF-8 that it has. */
export interface PredictedText {
  readonly bits: number;
  readonly bytes: number;
  readonly tokens: number;
}

export function predictedText({ logprob, tokens }: Likelihood, text: string): PredictedText {
  return { bits: -logprob / Math.LN2, bytes: bytesOf(text), tokens };
}

/** Of all texts together; a long one counts more than a short one. Lower is better. */
export function bitsPerByte(texts: readonly Pick<PredictedText, "bits" | "bytes">[]): number {
  return texts.reduce((sum, { bits }) => sum + bits, 0) / texts.reduce((sum, { bytes }) => sum + bytes, 0);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
