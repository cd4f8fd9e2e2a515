import { UserError } from "../../runtime/errors.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import type { TokenConstraint } from "../sampling.ts";
export function jsonConstraints(
  _tokenizer: Tokenizer,
  _vocabSize: number,
  _eosIds: readonly number[],
): (schema?: unknown) => () => TokenConstraint {
  return () => {
    throw new UserError("not yet");
  };
}
