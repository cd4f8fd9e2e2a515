/**
 * The form of DeepSeek's tokenizer files: the byte alphabet, the pre-tokenizer, the names of the special tokens
 * (spec 1.8). Training writes this form and reading understands it; nothing here encodes text.
 */

export const BOS_TOKEN = "<｜begin▁of▁sentence｜>";
export const EOS_TOKEN = "<｜end▁of▁sentence｜>";
export const IMAGE_TOKEN = "<image_placeholder>";

/** The character that stands for a space in byte-level tokens. */
export const SPACE_MARK = "Ġ";

/**
 * The 256 characters that stand for bytes in byte-level BPE (GPT-2's table): `BYTE_TO_CHAR[byte]`. A printable Latin-1
 * byte is its own character, the others take the characters from U+0100 on.
 */
export const BYTE_TO_CHAR: readonly string[] = makeByteTable();

/** The same characters in the order in which vocabularies list them: printable bytes first. */
export const BYTE_ALPHABET: readonly string[] = [...BYTE_TO_CHAR].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);

/** The inverse of `BYTE_TO_CHAR`. */
export const CHAR_TO_BYTE: ReadonlyMap<string, number> = new Map(BYTE_TO_CHAR.map((char, byte) => [char, byte]));

function makeByteTable(): string[] {
  const printable = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

const utf8 = new TextEncoder();

/** Text as one character a byte of its UTF-8. */
export function toByteChars(text: string): string {
  let out = "";
  for (const byte of utf8.encode(text)) out += BYTE_TO_CHAR[byte]!;
  return out;
}

/**
 * A letter of a script that has upper and lower case. Six characters are escaped: they have look-alikes that Unicode
 * normalisation puts in their place (U+212A KELVIN SIGN becomes K), which breaks the ranges they bound.
 */
const CASED_LETTERS =
  "A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-\u{1F7D}ᾀ-ᾴᾶ-ᾼ\u{1FBE}ῂ-ῄῆ-ῌῐ-\u{1FD3}ῖ-\u{1FDB}ῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤ\u{2126}ℨ\u{212A}-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃";

/** A step that makes each match of a pattern a piece of its own. */
export const isolated = (regex: string) => ({
  type: "Split",
  pattern: { Regex: regex },
  behavior: "Isolated",
  invert: false,
});

/**
 * The `pre_tokenizer` of tokenizer.json: line ends alone, words with the space before them, punctuation likewise,
 * CJK runs, single digits; then bytes.
 * The range `:-~` of the punctuation holds the ASCII letters too, so a word of both kinds is cut: " caf" + "é". That is
 * how the released models were trained.
 */
export const DEEPSEEK_PRE_TOKENIZER = {
  type: "Sequence",
  pretokenizers: [
    isolated("[\r\n]"),
    isolated(`\\s?[${CASED_LETTERS}]+`),
    isolated("\\s?[!-/:-~！-／：-～‘-‟　-。]+"),
    isolated("\\s+$"),
    isolated("[一-龥ࠀ-一가-퟿]+"),
    { type: "Digits", individual_digits: true },
    { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
  ],
};

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Special tokens steer the model; the others are ordinary text that happens to be one token. */
  readonly special: boolean;
}

/** The two files of a tokenizer, as parsed JSON. */
export interface TokenizerFiles {
  readonly tokenizerJson: Record<string, unknown>;
  readonly tokenizerConfig: Record<string, unknown>;
}

/**
 * Puts a vocabulary into the form of DeepSeek's files. `bos`, `eos` and the image placeholder follow the vocabulary
 * unless `added` lists other added tokens (it must then list these three as well). Padding is the eos token.
 */
export function deepseekTokenizerFiles(
  vocab: Readonly<Record<string, number>>,
  merges: readonly (readonly [string, string])[],
  added: readonly AddedToken[] = defaultAddedTokens(vocab),
): TokenizerFiles {
  const flags = { lstrip: false, rstrip: false, single_word: false };
  const tokens = added.map(({ id, content, special }) => ({
    id,
    content,
    ...flags,
    normalized: content !== IMAGE_TOKEN,
    special,
  }));
  return {
    tokenizerJson: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: tokens,
      normalizer: null,
      pre_tokenizer: DEEPSEEK_PRE_TOKENIZER,
      post_processor: { type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true },
      decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab,
        merges: merges.map(([left, right]) => `${left} ${right}`),
      },
    },
    tokenizerConfig: {
      add_bos_token: true,
      add_eos_token: false,
      bos_token: BOS_TOKEN,
      eos_token: EOS_TOKEN,
      pad_token: EOS_TOKEN,
      clean_up_tokenization_spaces: false,
      model_max_length: 16384,
      tokenizer_class: "LlamaTokenizerFast",
    },
  };
}

function defaultAddedTokens(vocab: Readonly<Record<string, number>>): AddedToken[] {
  const first = Object.values(vocab).reduce((most, id) => Math.max(most, id), -1) + 1;
  return [BOS_TOKEN, EOS_TOKEN, IMAGE_TOKEN].map((content, i) => ({ id: first + i, content, special: true }));
}
