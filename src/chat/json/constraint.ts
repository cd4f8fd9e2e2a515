/** Holds answers to a grammar: before each token, those that could not go on to a fitting document are ruled out. */
import type { Tokenizer } from "../../text/tokenizer.ts";
import type { TokenConstraint } from "../sampling.ts";
import { Automaton, type State } from "./automaton.ts";
import { objectGrammar, schemaGrammar } from "./schema.ts";
import { type TokenSet, Vocabulary } from "./vocabulary.ts";

/** Grammars and sets of tokens that are kept; a server is asked for the same few again and again. */
const mostGrammars = 32;
const mostSets = 2000;

/**
 * Constraints for a model: any JSON object without a schema, else what fits the schema. Throws a UserError for a schema that
 * is not understood. `vocabSize`: the model's logits; `endIds`: the tokens that end an answer.
 */
export function jsonConstraints(
  tokenizer: Pick<Tokenizer, "token" | "vocabSize">,
  vocabSize: number,
  endIds: readonly number[],
): (schema?: unknown) => () => TokenConstraint {
  let vocabulary: Vocabulary | undefined;
  const known = new Map<string, () => TokenConstraint>();
  return (schema) => {
    const key = schema === undefined ? "" : JSON.stringify(schema);
    const found = known.get(key);
    if (found !== undefined) {
      known.delete(key);
      known.set(key, found);
      return found;
    }
    vocabulary ??= new Vocabulary(tokenizer, vocabSize);
    const made = constraintsOf(automatonOf(schema), vocabulary, endIds);
    known.set(key, made);
    for (const oldest of known.keys()) {
      if (known.size <= mostGrammars) break;
      known.delete(oldest);
    }
    return made;
  };
}

/**
 * What reads texts along a schema, or along any JSON object without one. Throws a UserError for a schema that is not
 * understood, that nothing fits, or whose texts have too many readings from their first byte on.
 */
export function automatonOf(schema?: unknown): Automaton {
  const automaton = new Automaton(schema === undefined ? objectGrammar : schemaGrammar(schema));
  automaton.start();
  return automaton;
}

function constraintsOf(automaton: Automaton, vocabulary: Vocabulary, endIds: readonly number[]): () => TokenConstraint {
  let sets = new Map<State, TokenSet>();
  const allowed = (state: State) => {
    let set = sets.get(state);
    if (set === undefined) {
      if (sets.size >= mostSets) sets = new Map();
      set = vocabulary.allowed(automaton, state);
      sets.set(state, set);
      automaton.trim();
    }
    return set;
  };
  return () => {
    let state: State = automaton.start();
    return {
      restrict(logits) {
        const set = allowed(state);
        const ends = state.accepts ? endIds.map((id) => [id, logits[id]!] as const) : [];
        for (let id = 0; id < logits.length; id++) {
          if ((set[id >> 5]! & (1 << (id & 31))) === 0) logits[id] = Number.NEGATIVE_INFINITY;
        }
        for (const [id, logit] of ends) logits[id] = logit;
      },
      accept(token) {
        for (const byte of vocabulary.bytes(token) ?? []) {
          const next = automaton.step(state, byte);
          if (next === undefined) throw new Error(`token ${token} does not fit the grammar that it was to be held to`);
          state = next;
        }
      },
    };
  };
}
