/**
 * Runs `@huggingface/tokenizers` on ordinary text: its regular expressions, its byte mapping, its BPE. The loops around
 * them are ours, because the library's own way through the pre-tokenizer takes 40 microseconds a word: each step of a
 * sequence clones its pattern for each piece. Added tokens are not matched here.
 */
import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import { ModelError, UserError } from "../runtime/errors.ts";
import type { TokenizerDescription } from "./tokenizer-file.ts";

export interface Engine {
  /** Whether a text is changed before it is cut. */
  readonly normalizes: boolean;
  /** Text to pieces in byte characters. */
  preTokenize(text: string): string[];
  /** Appends the ids of a text that holds no added tokens. */
  encode(text: string, out: number[]): void;
}

type Step = (piece: string) => string[];

/** What is used of the library; its declarations do not resolve under Node's rules. */
interface HubStep {
  readonly pattern?: RegExp | null;
  readonly tokenizers?: readonly (HubStep | null)[];
  pre_tokenize(text: string): string[];
}

/** Pieces whose ids are remembered. Words repeat: nearly all of a text is in here after a while. */
const REMEMBERED_PIECES = 50_000;
const REMEMBERED_LENGTH = 64;

/** What comes of using the file in `source`. Throws ModelError where it cannot be used, which may show only with a text. */
export function withFile<T>(source: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const short = reason.length > 200 ? `${reason.slice(0, 100)} ... ${reason.slice(-97)}` : reason;
    throw new ModelError(`${source}tokenizer.json cannot be used: ${short}`, { cause });
  }
}

/** Throws ModelError if the library cannot use the file. */
export function openEngine({ json, vocab }: TokenizerDescription, source: string): Engine {
  return withFile(source, () => {
    const hub = new HubTokenizer({ post_processor: null, ...json, added_tokens: [] }, {});
    const normalizer = hub.normalizer as { normalize(text: string): string } | null;
    const model = hub.model as { encode(pieces: string[]): string[] };
    const steps = stepsOf(json.pre_tokenizer as Record<string, unknown>, hub.pre_tokenizer as HubStep);
    const words = steps.slice(0, 2); // line ends and words: from here on pieces repeat
    const rest = steps.slice(2);
    const memory = new Map<string, readonly number[]>();

    const encodeWord = (word: string): readonly number[] => {
      const known = memory.get(word);
      if (known !== undefined) return known;
      const ids: number[] = [];
      for (const token of model.encode(run(rest, [word]))) {
        const id = vocab.get(token);
        if (id !== undefined) ids.push(id);
      }
      if (memory.size >= REMEMBERED_PIECES) memory.clear();
      if (word.length <= REMEMBERED_LENGTH) memory.set(word, ids);
      return ids;
    };
    const normalize = (text: string) => normalizer?.normalize(text) ?? text;
    return {
      normalizes: normalizer !== null,
      preTokenize: (text) => run(steps, [normalize(text)]),
      encode(text, out) {
        for (const word of run(words, [normalize(text)])) for (const id of encodeWord(word)) out.push(id);
      },
    };
  });
}

function run(steps: readonly Step[], pieces: string[]): string[] {
  let current = pieces.filter((piece) => piece !== "");
  for (const step of steps) {
    const next: string[] = [];
    for (const piece of current) for (const part of step(piece)) if (part !== "") next.push(part);
    current = next;
  }
  return current;
}

/** The steps of a pre-tokenizer one by one; every step is a function of one piece, whatever came before it. */
function stepsOf(json: Record<string, unknown>, hub: HubStep): Step[] {
  if (Array.isArray(json.pretokenizers) && hub.tokenizers !== undefined) {
    return json.pretokenizers.flatMap((step, i) => {
      const inner = hub.tokenizers?.[i];
      return inner ? stepsOf(step as Record<string, unknown>, inner) : [];
    });
  }
  const { pattern } = hub;
  if (json.type === "Split" && json.behavior === "Isolated" && json.invert !== true && pattern instanceof RegExp) {
    return [(piece) => isolate(piece, pattern)];
  }
  return [(piece) => hub.pre_tokenize(piece)];
}

/** Splits so that each match is a piece, and what lies between matches too. */
function isolate(text: string, pattern: RegExp): string[] {
  const pieces: string[] = [];
  let done = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === "") {
      pattern.lastIndex++;
      continue;
    }
    if (match.index > done) pieces.push(text.slice(done, match.index));
    pieces.push(match[0]);
    done = match.index + match[0].length;
  }
  if (done === 0) return [text];
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}
