/**
 * The tokenizer: text to ids and back, as DeepSeek's (spec 1.8). `engine.ts` does the splitting and the BPE;
 * matching added tokens is done here, because text that a person typed must not turn into steering tokens.
 * It works on parsed files, so it runs in a browser; `tokenizer-folder.ts` reads them from a disk.
 */
import { ModelError } from "../runtime/errors.ts";
import { withinTime } from "../runtime/time-limit.ts";
import { CHAR_TO_BYTE, IMAGE_TOKEN } from "./deepseek-format.ts";
import { openEngine, withFile } from "./engine.ts";
import { describeTokenizer } from "./tokenizer-file.ts";

/** A stretch of text and whether special tokens written in it count as such. */
export interface TextPiece {
  readonly text: string;
  readonly special: boolean;
}

/** What an id stands for. */
export interface Token {
  readonly id: number;
  /** UTF-8, perhaps only a part of a character. */
  readonly bytes: Uint8Array;
  /** Matched as a whole before BPE: the special tokens, and DeepSeek's thirteen odd letters. */
  readonly added: boolean;
  /** Steers the model and is not shown: bos, eos, the image placeholder. */
  readonly special: boolean;
}

export interface EncodeOptions {
  /** Put bos before (and eos behind) as the tokenizer's configuration says. Default true. */
  readonly addSpecial?: boolean;
  /** Whether special tokens written in the text become those tokens. Default true; pass false for text from outside. */
  readonly special?: boolean;
}

export interface Tokenizer {
  /** One more than the largest id. */
  readonly vocabSize: number;
  readonly bosId: number | undefined;
  /** Whether a text begins with bos. */
  readonly addsBos: boolean;
  readonly eosId: number;
  /** Padding; DeepSeek has no token of its own for it and uses eos. */
  readonly padId: number;
  readonly imageTokenId: number;
  /** Bytes of the longest token: a text of `n` bytes has `n / longestToken` tokens at least. Infinite where a normalizer shortens texts. */
  readonly longestToken: number;
  encode(text: string, options?: EncodeOptions): number[];
  /** Encodes the pieces as one text, with special tokens only where they lie wholly in pieces that allow them. No bos. */
  encodePieces(pieces: readonly TextPiece[]): number[];
  /** Ids beyond the vocabulary (a model may have spare rows) decode to nothing. */
  decode(ids: Iterable<number>, options?: { skipSpecial?: boolean }): string;
  tokenId(token: string): number | undefined;
  token(id: number): Token | undefined;
  /** The pieces that BPE works on, in byte characters; no added tokens are matched. */
  preTokenize(text: string): string[];
}

/**
 * Makes a tokenizer from the parsed contents of `tokenizer.json` and `tokenizer_config.json`.
 * Throws UserError if a file is damaged or not a byte-level BPE; `source` (a folder with its slash) names it. What shows only with a
 * text is a ModelError: the library that cannot use the file, and in Node patterns other than DeepSeek's that take seconds for it.
 */
export function createTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown, source = ""): Tokenizer {
  const description = describeTokenizer(tokenizerJson, tokenizerConfig, source);
  const { vocab, added, bosToken, eosToken, padToken } = description;
  const engine = openEngine(description, source);
  const addedByText = new Map(added.map((token) => [token.content, token]));
  const addedById = new Map(added.map((token) => [token.id, token]));
  const pattern = longestFirst([...addedByText.keys()]);

  const tokenId = (token: string) => addedByText.get(token)?.id ?? vocab.get(token);
  const textById: string[] = [];
  for (const [text, id] of vocab) textById[id] = text;
  for (const { id, content } of added) textById[id] = content;

  /** Those that were asked for. */
  const tokens: Token[] = [];
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

  const timely = <T>({ length }: string, work: () => T): T => {
    const use = () => withFile(source, work);
    if (description.isLinear) return use();
    const seconds = patienceSeconds + Math.ceil(length / slowestPerSecond);
    const late = () =>
      new ModelError(
        `${source}tokenizer.json: its patterns take more than ${seconds} s for a text of ${length} characters`,
      );
    return withinTime(seconds * 1000, late, use);
  };

  const encodePieces = (pieces: readonly TextPiece[]): number[] => {
    const text = pieces.map((piece) => piece.text).join("");
    return timely(text, () => encodeText(text, pieces));
  };
  const encodeText = (text: string, pieces: readonly TextPiece[]): number[] => {
    const allowed = specialRanges(pieces);
    const out: number[] = [];
    let done = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const token = addedByText.get(match[0])!;
      const end = match.index + match[0].length;
      if (token.special && !allowed.some(([from, to]) => from <= match.index && end <= to)) {
        pattern.lastIndex = match.index + 1; // ordinary text that looks like a special token
        continue;
      }
      engine.encode(text.slice(done, match.index), out);
      out.push(token.id);
      done = end;
    }
    engine.encode(text.slice(done), out);
    return out;
  };

  const bosId = bosToken === undefined ? undefined : tokenId(bosToken);
  const eosId = tokenId(eosToken)!;
  const tokenizer: Tokenizer = {
    vocabSize: textById.length,
    bosId,
    addsBos: description.addBos && bosId !== undefined,
    eosId,
    padId: padToken === undefined ? eosId : tokenId(padToken)!,
    imageTokenId: tokenId(IMAGE_TOKEN)!,
    longestToken: engine.normalizes ? Number.POSITIVE_INFINITY : longestBytes(textById),
    encodePieces,
    encode(text, { addSpecial = true, special = true } = {}) {
      const ids = encodePieces([{ text, special }]);
      if (addSpecial && tokenizer.addsBos) ids.unshift(bosId!);
      if (addSpecial && description.addEos) ids.push(eosId);
      return ids;
    },
    decode(ids, { skipSpecial = false } = {}) {
      let text = "";
      let bytes: number[] = []; // of ordinary tokens in a row: characters continue from one to the next
      for (const id of ids) {
        const token = tokenizer.token(id);
        if (token === undefined || (token.special && skipSpecial)) continue;
        if (token.added) {
          text += utf8.decode(Uint8Array.from(bytes)) + utf8.decode(token.bytes);
          bytes = [];
        } else for (const byte of token.bytes) bytes.push(byte);
      }
      return text + utf8.decode(Uint8Array.from(bytes));
    },
    tokenId,
    token(id) {
      const known = tokens[id];
      const text = textById[id];
      if (known !== undefined || text === undefined) return known;
      const addedToken = addedById.get(id);
      const bytes = addedToken ? new TextEncoder().encode(text) : bytesOf(text);
      const made = { id, bytes, added: addedToken !== undefined, special: addedToken?.special ?? false };
      tokens[id] = made;
      return made;
    },
    preTokenize: (text) => timely(text, () => engine.preTokenize(text)),
  };
  return tokenizer;
}

/** Whoever wrote a tokenizer's patterns may have meant harm: some take years for a line, sound ones a second for a million characters. */
const patienceSeconds = 10;
const slowestPerSecond = 20_000;

/** UTF-8 is never shorter than a byte-level token's characters, one of which is one byte. */
function longestBytes(tokens: readonly string[]): number {
  const encoder = new TextEncoder();
  return tokens.reduce((longest, token) => Math.max(longest, encoder.encode(token).length), 1);
}

/** A pattern that finds the leftmost of the texts, and the longest of those that begin there. */
function longestFirst(texts: string[]): RegExp {
  const sorted = [...texts].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|"), "g");
}

/** The ranges of the joined text that allow special tokens; neighbouring pieces make one range. */
function specialRanges(pieces: readonly TextPiece[]): [from: number, to: number][] {
  const ranges: [from: number, to: number][] = [];
  let position = 0;
  for (const { text, special } of pieces) {
    const last = ranges.at(-1);
    if (special && last?.[1] === position) last[1] += text.length;
    else if (special) ranges.push([position, position + text.length]);
    position += text.length;
  }
  return ranges;
}

/** The bytes of a byte-level token; a vocabulary entry in other characters is taken as text. */
function bytesOf(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of token) {
    const byte = CHAR_TO_BYTE.get(char);
    if (byte === undefined) return new TextEncoder().encode(token);
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
