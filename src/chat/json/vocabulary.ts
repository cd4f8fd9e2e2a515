/** The tokens of a vocabulary as a tree of their bytes, and which of them may follow at a place of a grammar. */
import type { Tokenizer } from "../../text/tokenizer.ts";
import type { Automaton, State } from "./automaton.ts";

/** A set of token ids, a bit each. */
export type TokenSet = Uint32Array;

export class Vocabulary {
  readonly #size: number;
  readonly #bytes: readonly (Uint8Array | undefined)[];
  // The tree in the order of a walk: a node's byte, its depth, where the walk goes on without what is below it, its tokens.
  readonly #byte: Uint8Array;
  readonly #depth: Uint16Array;
  readonly #skip: Uint32Array;
  readonly #tokens: readonly (readonly number[] | undefined)[];

  /** `size`: how many ids a model has logits for. Special tokens belong to no text. */
  constructor(tokenizer: Pick<Tokenizer, "token" | "vocabSize">, size: number) {
    this.#size = size;
    const tokens: { readonly id: number; readonly bytes: Uint8Array }[] = [];
    for (let id = 0; id < Math.min(size, tokenizer.vocabSize); id++) {
      const token = tokenizer.token(id);
      if (token !== undefined && !token.special && token.bytes.length > 0) tokens.push({ id, bytes: token.bytes });
    }
    const bytesOf: (Uint8Array | undefined)[] = [];
    for (const { id, bytes } of tokens) bytesOf[id] = bytes;
    this.#bytes = bytesOf;
    tokens.sort((a, b) => compareBytes(a.bytes, b.bytes));
    const [byte, depth, ids]: [number[], number[], (number[] | undefined)[]] = [[], [], []];
    let before = new Uint8Array(0);
    const path: number[] = [];
    for (const { id, bytes } of tokens) {
      let common = 0;
      while (common < before.length && common < bytes.length && before[common] === bytes[common]) common++;
      path.length = common;
      for (let d = common; d < bytes.length; d++) {
        path.push(byte.length);
        byte.push(bytes[d]!);
        depth.push(d);
        ids.push(undefined);
      }
      const node = path.at(-1)!;
      ids[node] = [...(ids[node] ?? []), id];
      before = bytes as Uint8Array<ArrayBuffer>;
    }
    this.#byte = Uint8Array.from(byte);
    this.#depth = Uint16Array.from(depth);
    this.#tokens = ids;
    this.#skip = skips(this.#depth);
  }

  /** The bytes of a token; undefined for one that belongs to no text. */
  bytes(id: number): Uint8Array | undefined {
    return this.#bytes[id];
  }

  /** The tokens that may follow in a text that has come to `state`. */
  allowed(automaton: Automaton, state: State): TokenSet {
    const set = new Uint32Array(Math.ceil(this.#size / 32));
    const states: State[] = [state];
    for (let node = 0; node < this.#byte.length; ) {
      const depth = this.#depth[node]!;
      const next = automaton.step(states[depth]!, this.#byte[node]!);
      if (next === undefined) {
        node = this.#skip[node]!;
        continue;
      }
      states[depth + 1] = next;
      for (const id of this.#tokens[node] ?? []) set[id >> 5] = set[id >> 5]! | (1 << (id & 31));
      node++;
    }
    return set;
  }
}

/** For each node of a walk the next that does not lie below it. */
function skips(depth: Uint16Array): Uint32Array {
  const skip = new Uint32Array(depth.length);
  const next: number[] = [];
  for (let node = depth.length - 1; node >= 0; node--) {
    const d = depth[node]!;
    let found = depth.length;
    for (let above = 0; above <= d; above++) found = Math.min(found, next[above] ?? depth.length);
    skip[node] = found;
    next[d] = node;
  }
  return skip;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
