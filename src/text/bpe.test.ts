import { describe, expect, test } from "vitest";
import { readFixture } from "../../test/fixtures/text/golden-tokenizer.ts";
import { countWords, trainBpe, trainPrefixTokenizer } from "./bpe.ts";
import type { TokenizerFiles } from "./deepseek-format.ts";
import { createTokenizer, type Tokenizer } from "./tokenizer.ts";

const open = ({ tokenizerJson, tokenizerConfig }: TokenizerFiles) =>
  // through text, as a checkpoint would have it
  createTokenizer(JSON.parse(JSON.stringify(tokenizerJson)), JSON.parse(JSON.stringify(tokenizerConfig)));
const spelled = (tokenizer: Tokenizer, text: string) =>
  tokenizer.encode(text, { addSpecial: false }).map((id) => tokenizer.decode([id]));
const mergesOf = ({ tokenizerJson }: TokenizerFiles) => (tokenizerJson.model as { merges: string[] }).merges;

describe("ordinary BPE", () => {
  const { texts, merges } = readFixture("bpe_merges.json") as { texts: string[]; merges: string[] };

  test("learns the merges that the Rust trainer learns, in its order", () => {
    expect(mergesOf(trainBpe(texts, { vocabSize: 256 + 3 + 90 }))).toEqual(merges);
    expect(mergesOf(trainBpe(texts, { vocabSize: 256 + 3 + 40 }))).toEqual(merges.slice(0, 40));
  });

  test("gives a tokenizer that knows its texts and loses nothing of others", () => {
    const tokenizer = open(trainBpe(texts, { vocabSize: 340 }));
    expect(tokenizer.vocabSize).toBeLessThanOrEqual(340);
    expect(spelled(tokenizer, "the cat sat")).toEqual(["th", "e", " cat", " sat"]);
    for (const text of [...texts, "🦙 unseen ½\n\tÿü"]) {
      expect(tokenizer.decode(tokenizer.encode(text, { addSpecial: false }))).toBe(text);
    }
  });

  test("stops where the text gives out", () => {
    expect(mergesOf(trainBpe(["ab ab"], { vocabSize: 1000, minCount: 3 }))).toEqual([]);
    expect(mergesOf(trainBpe([], { vocabSize: 1000 }))).toEqual([]);
  });
});

describe("the prefix tokenizer", () => {
  const words = new Map([
    ["red", 50],
    ["reading", 20],
    ["blue", 30],
    ["да", 5],
    ["rare", 1],
  ]);
  const tokenizer = open(trainPrefixTokenizer(words, { vocabSize: 512 }));

  test("makes a known word after a space one token, and spells it everywhere else", () => {
    expect(spelled(tokenizer, 'a red "red" red.')).toEqual(["a", " red", " ", '"', "r", "e", "d", '"', " red", "."]);
    expect(spelled(tokenizer, " blue да")).toEqual([" blue", " да"]);
    expect(spelled(tokenizer, " redo reads")).toEqual([" red", "o", " read", "s"]);
  });

  test("has no merge that does not begin with the space", () => {
    const merges = mergesOf(trainPrefixTokenizer(words, { vocabSize: 512 }));
    expect(merges.slice(0, 3)).toEqual(["Ġ r", "Ġr e", "Ġre d"]);
    expect(merges.every((merge) => merge.startsWith("Ġ"))).toBe(true);
    expect(merges).not.toContain("Ġr a"); // "rare" occurs once
  });

  test("keeps the most used beginnings when the vocabulary is small, none without its own beginning", () => {
    const small = trainPrefixTokenizer(words, { vocabSize: 259 + 4 });
    expect(mergesOf(small)).toEqual(["Ġ r", "Ġr e", "Ġre d", "Ġ b"]);
    expect(open(small).vocabSize).toBe(263);
  });

  test("has DeepSeek's special tokens behind the learnt ones, eos for padding", () => {
    const { bosId, eosId, padId, imageTokenId, vocabSize } = tokenizer;
    expect([bosId, eosId, imageTokenId]).toEqual([vocabSize - 3, vocabSize - 2, vocabSize - 1]);
    expect(padId).toBe(eosId);
    expect(tokenizer.encode("", {})).toEqual([bosId]);
  });

  test("is the same whatever the order of the words", () => {
    const reversed = trainPrefixTokenizer([...words].reverse(), { vocabSize: 300 });
    expect(reversed).toEqual(trainPrefixTokenizer(words, { vocabSize: 300 }));
  });

  test("counts words behind spaces only", () => {
    expect(countWords(['The red "red" cat, red', "red"])).toEqual(
      new Map([
        ["red", 2],
        ['"red"', 1],
        ["cat,", 1],
      ]),
    );
  });
});

test("a vocabulary that does not hold the bytes is refused", () => {
  expect(() => trainBpe([], { vocabSize: 258 })).toThrow("a vocabulary of 258 is too small");
  expect(() => trainPrefixTokenizer([], { vocabSize: 10.5 })).toThrow("alone are 259");
});
