/**
 * Turns ids into text while they arrive. A byte-level token may end in the middle of a character; such bytes are held
 * back until the rest has come, so that what is shown is never taken back.
 */
import type { Token } from "./tokenizer.ts";

export interface StreamDecoder {
  /** The text that this id completes; often the empty string for emoji and CJK. */
  push(id: number): string;
  /** What was held back; bytes that never became a character come out as U+FFFD. The decoder can then be used anew. */
  end(): string;
}

/** A decoder over the tokens of a tokenizer. With `skipSpecial`, bos, eos and image placeholders leave no text. */
export function streamDecoder(
  tokenizer: { token(id: number): Token | undefined },
  { skipSpecial = false }: { skipSpecial?: boolean } = {},
): StreamDecoder {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    push(id) {
      const token = tokenizer.token(id);
      if (token === undefined || (token.special && skipSpecial)) return "";
      if (!token.added) return utf8.decode(token.bytes, { stream: true });
      const held = utf8.decode(); // an added token is whole text: no character continues across it
      return held + utf8.decode(token.bytes);
    },
    end: () => utf8.decode(),
  };
}
