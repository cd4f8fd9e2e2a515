import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { goldenTokenizerFiles, readFixture } from "../../test/fixtures/text/golden-tokenizer.ts";
import { ModelError, UserError } from "../runtime/errors.ts";
import type * as limits from "../runtime/time-limit.ts";
import { BYTE_ALPHABET, BYTE_TO_CHAR } from "./deepseek-format.ts";
import { streamDecoder } from "./stream-decoder.ts";
import { createTokenizer, type Tokenizer } from "./tokenizer.ts";
import { describeTokenizer } from "./tokenizer-file.ts";
import { loadTokenizer } from "./tokenizer-folder.ts";

const patience = vi.hoisted(() => ({ part: 1 }));
vi.mock("../runtime/time-limit.ts", async (original) => {
  const { withinTime } = await original<typeof limits>();
  return { withinTime: (ms: number, ...rest: [() => Error, () => unknown]) => withinTime(ms * patience.part, ...rest) };
});

const files = goldenTokenizerFiles();
const tokenizer = createTokenizer(files.tokenizerJson, files.tokenizerConfig);
const bare = (text: string) => tokenizer.encode(text, { addSpecial: false });

describe("ids are those of the DeepSeek vocabulary", () => {
  const { cases } = readFixture("tokenizer_goldens.json") as { cases: { text: string; ids: number[] }[] };
  test.each(cases)("$text", ({ text, ids }) => {
    expect(bare(text)).toEqual(ids);
    expect(tokenizer.decode(ids)).toBe(text);
  });
});

describe("awkward texts are split as by the Rust tokenizers", () => {
  const cases = readFixture("rust_tokens.json") as { text: string; pieces: string[]; tokens: string[] }[];
  test.each(cases)("$text", ({ text, pieces, tokens }) => {
    expect(tokenizer.preTokenize(text)).toEqual(pieces);
    expect(bare(text)).toEqual(tokens.map((token) => tokenizer.tokenId(token)));
    expect(tokenizer.decode(bare(text))).toBe(text);
  });
});

test("no token is longer than the longest, and where a normalizer changes texts nobody can say", () => {
  const lengths = Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.token(id)?.bytes.length ?? 0);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(tokenizer.longestToken);
  expect(tokenizer.longestToken).toBeLessThan(1000);
  const normalized = { ...(files.tokenizerJson as object), normalizer: { type: "NFC" } };
  expect(createTokenizer(normalized, files.tokenizerConfig).longestToken).toBe(Number.POSITIVE_INFINITY);
});

test("the byte alphabet is GPT-2's: each byte once, printable ones first", () => {
  expect(new Set(BYTE_TO_CHAR).size).toBe(256);
  expect(BYTE_TO_CHAR[0x20]).toBe("Ġ");
  expect(BYTE_TO_CHAR[0x0a]).toBe("Ċ");
  expect(BYTE_ALPHABET.slice(0, 3).join("")).toBe('!"#');
  expect([0xa0, 0xad, 0x7f, 0x00].map((byte) => BYTE_TO_CHAR[byte])).toEqual(["ł", "Ń", "ġ", "Ā"]);
});

test("bos comes first when special tokens are added; padding is eos", () => {
  expect(tokenizer.encode("3")).toEqual([100000, 18]);
  expect(tokenizer).toMatchObject({ bosId: 100000, eosId: 100001, padId: 100001, imageTokenId: 100015 });
  expect(tokenizer.vocabSize).toBe(100016);
  expect(tokenizer.addsBos).toBe(true);
});

test("special tokens in a text count only if they may", () => {
  const text = "3<image_placeholder>3<｜end▁of▁sentence｜>";
  expect(bare(text)).toEqual([18, 100015, 18, 100001]);
  const ordinary = tokenizer.encode(text, { addSpecial: false, special: false });
  expect(ordinary.every((id) => id < 100000)).toBe(true);
  expect(tokenizer.decode(ordinary)).toBe(text);
});

test("a special token counts only where it lies wholly in pieces that allow it", () => {
  const pieces = (...texts: [string, boolean][]) =>
    tokenizer.encodePieces(texts.map(([text, special]) => ({ text, special })));
  expect(pieces(["3", false], ["<image_placeholder>", true])).toEqual([18, 100015]);
  expect(pieces(["<image_", true], ["placeholder>", true])).toEqual([100015]);
  for (const parts of [pieces(["<image_", true], ["placeholder>", false]), pieces(["<image_placeholder>", false])]) {
    expect(parts).not.toContain(100015);
    expect(tokenizer.decode(parts)).toBe("<image_placeholder>");
  }
  // the odd letters are text, wherever they stand
  expect(pieces(["Fü", false])).toEqual([37, 100014]);
});

test("pieces are encoded as one text: a word does not end with its piece", () => {
  expect(
    tokenizer.encodePieces([
      { text: " Hel", special: true },
      { text: "lo", special: false },
    ]),
  ).toEqual([37727]);
});

describe("decoding", () => {
  test("special tokens are left out on request; ids beyond the vocabulary are nothing", () => {
    const ids = [100000, 17464, 100015, 1843, 100001, 102399];
    expect(tokenizer.decode(ids, { skipSpecial: true })).toBe("Hello world");
    expect(tokenizer.decode(ids)).toBe("<｜begin▁of▁sentence｜>Hello<image_placeholder> world<｜end▁of▁sentence｜>");
  });

  test("a stream never shows half a character and takes nothing back", () => {
    const text = " this is 🦙.cpp 我想 Führer\u{feff}é";
    const stream = streamDecoder(tokenizer);
    const chunks = bare(text).map((id) => stream.push(id));
    expect(chunks.join("") + stream.end()).toBe(text);
    expect(chunks.join("")).not.toContain("\ufffd");
    expect(chunks.filter((chunk) => chunk === "").length).toBeGreaterThan(2);
    expect(chunks.find((chunk) => chunk.includes("🦙"))).toBe("🦙");
  });

  test("bytes that never become a character are shown as U+FFFD, at the end or before an added token", () => {
    const [first] = bare("🦙");
    const stream = streamDecoder(tokenizer);
    expect(stream.push(first!)).toBe("");
    expect(stream.end()).toBe("\ufffd");
    expect(tokenizer.decode([first!, 100014, 18])).toBe("\ufffdü3");
  });

  test("decoding at once gives what a stream gives, wherever ids are cut and whatever stands between them", () => {
    const all = [...bare(" 🦙 我想 é\u{feff}"), 100014, 100001, 102399, ...bare("🦙Führer"), 100015];
    for (let from = 0; from < all.length; from++) {
      for (let to = from; to <= all.length; to++) {
        const ids = all.slice(from, to).toReversed().concat(all.slice(from, to));
        for (const skipSpecial of [false, true]) {
          const stream = streamDecoder(tokenizer, { skipSpecial });
          const text = ids.map((id) => stream.push(id)).join("") + stream.end();
          expect(tokenizer.decode(ids, { skipSpecial })).toBe(text);
        }
      }
    }
  });
});

test("blanks that do not end a text cost linear time", () => {
  // 200,000 blanks tried from each start would be 2 * 10^10 steps
  const pieces = tokenizer.preTokenize(`${" ".repeat(200_000)}½`);
  expect(pieces.map(({ length }) => length)).toEqual([200_000, 2]);
});

describe("patterns that somebody meant harm with", () => {
  test("are not DeepSeek's, which nothing watches", () => {
    expect(describeTokenizer(files.tokenizerJson, files.tokenizerConfig).isLinear).toBe(true);
    const normalized = { ...files.tokenizerJson, normalizer: { type: "NFC" } };
    expect(describeTokenizer(normalized, files.tokenizerConfig).isLinear).toBe(false);
  });

  const line = `${"a".repeat(60)}!`;
  const late = new ModelError("/m/tokenizer.json: its patterns take more than 11 s for a text of 61 characters");
  const harmful = { Regex: "(a+)+$" };
  const split = { type: "Split", pattern: harmful, behavior: "Isolated", invert: false };

  test.each<[string, object]>([
    ["of a step", { pre_tokenizer: { type: "Sequence", pretokenizers: [split] } }],
    ["of a step that the library takes", { pre_tokenizer: { ...split, behavior: "Removed" } }],
    ["of a normalizer", { normalizer: { type: "Replace", pattern: harmful, content: "" } }],
  ])("%s, are given up and hold up nothing after that", (_, changed) => {
    const changedFile = { ...files.tokenizerJson, ...changed };
    const harmed = createTokenizer(changedFile, files.tokenizerConfig, "/m/");
    patience.part = 0.01; // is enough to see it end
    try {
      expect(() => harmed.encode(line)).toThrow(late);
      expect(() => harmed.preTokenize(line)).toThrow(late);
    } finally {
      patience.part = 1;
    }
    expect(harmed.decode(harmed.encode("b", { addSpecial: false }))).toBe("b");
  });
});

test("many added tokens are read in linear time", () => {
  // 400,000, each compared with all before it, would be 8 * 10^10 comparisons
  const many = Array.from({ length: 400_000 }, (_, i) => ({ id: 200_000 + i, content: `<${i}>` }));
  const added_tokens = [...(files.tokenizerJson.added_tokens as object[]), ...many];
  const crowded = createTokenizer({ ...files.tokenizerJson, added_tokens }, files.tokenizerConfig);
  expect(crowded.tokenId("<5>")).toBe(200_005);
});

test("without an image placeholder in the files, one is added behind the last id", () => {
  const { tokenizerJson, tokenizerConfig } = structuredClone(files);
  const tokens = tokenizerJson.added_tokens as { content: string }[];
  tokenizerJson.added_tokens = tokens.filter(({ content }) => content !== "<image_placeholder>");
  expect(createTokenizer(tokenizerJson, tokenizerConfig).imageTokenId).toBe(100015);
});

test("added tokens and names may stand in the configuration alone, as newer files have them", () => {
  const { tokenizerJson, tokenizerConfig } = structuredClone(files);
  const tokens = tokenizerJson.added_tokens as { id: number; content: string; special: boolean }[];
  tokenizerJson.added_tokens = [];
  const config: Record<string, unknown> = {
    ...tokenizerConfig,
    bos_token: { __type: "AddedToken", content: tokens[0]!.content },
    added_tokens_decoder: Object.fromEntries(tokens.map(({ id, content, special }) => [id, { content, special }])),
  };
  const moved = createTokenizer(tokenizerJson, config);
  expect(moved.encode("Führer")).toEqual([100000, 37, 100014, 71, 6245]);
  expect(moved.bosId).toBe(100000);
});

describe("damaged files are refused with a sentence", () => {
  type Files = ReturnType<typeof goldenTokenizerFiles>;
  const refused = (damage: (files: Files) => void): string => {
    const copy = structuredClone(files);
    damage(copy);
    try {
      createTokenizer(copy.tokenizerJson, copy.tokenizerConfig, "/m/");
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      return (error as UserError).message;
    }
    return "accepted";
  };
  const model = (copy: Files) => copy.tokenizerJson.model as { vocab: Record<string, unknown>; merges: unknown[] };

  test.each<[string, (files: Files) => void, string]>([
    ["no model", (f) => delete f.tokenizerJson.model, '/m/tokenizer.json: "model"'],
    ["another model", (f) => (f.tokenizerJson.model = { type: "Unigram", vocab: [] }), "only BPE models can be read"],
    ["an id that is no number", (f) => (model(f).vocab.Ġ = "207"), 'the id of "Ġ" is "207"'],
    ["an id twice", (f) => (model(f).vocab.Ġ = 0), '"!" and "Ġ" both have id 0'],
    ["a merge of nothing", (f) => model(f).merges.push("q"), 'is "q", not two tokens'],
    ["a merge without end", (f) => model(f).merges.push(lists(20_000)), "is deeply nested, not two tokens"],
    ["a merge into no token", (f) => model(f).merges.push("q q"), 'needs "qq", which is not in the vocabulary'],
    ["no eos", (f) => delete f.tokenizerConfig.eos_token, '"eos_token" is missing'],
    ["an unknown bos", (f) => (f.tokenizerConfig.bos_token = "<s>"), '"bos_token" is "<s>", which is no token'],
    ["a step that is none", (f) => (f.tokenizerJson.pre_tokenizer = steps(null)), '"pre_tokenizer.pretokenizers.0"'],
    [
      "a split at nothing",
      (f) => (f.tokenizerJson.pre_tokenizer = steps({ type: "Split" })),
      "a Split without a pattern",
    ],
    ["steps without end", (f) => (f.tokenizerJson.pre_tokenizer = nested(20_000)), "nested more than 4 deep"],
    ["a field without end", (f) => (f.tokenizerJson.pre_tokenizer = { ...splitOn("a"), x: lists(20_000) }), "accepted"],
    ["a broken pattern", (f) => (f.tokenizerJson.pre_tokenizer = splitOn("[z-a]")), "tokenizer.json cannot be used"],
  ])("%s", (_, damage, message) => {
    expect(refused(damage)).toContain(message);
  });

  test("what the library finds only when it gets a text is a sentence as well", () => {
    const model = { ...(files.tokenizerJson.model as object), end_of_word_suffix: lists(20_000) };
    const odd = createTokenizer({ ...files.tokenizerJson, model }, files.tokenizerConfig, "/m/");
    const added_tokens = [
      ...(files.tokenizerJson.added_tokens as object[]),
      { id: 200_000, content: "a".repeat(100_000) },
    ];
    const long = createTokenizer({ ...files.tokenizerJson, added_tokens }, files.tokenizerConfig, "/m/");
    expect(() => long.encode("a b")).toThrow(/^\/m\/tokenizer\.json cannot be used: .{150,210}large$/i);
    expect(() => odd.encode("a b")).toThrow(
      new ModelError("/m/tokenizer.json cannot be used: Maximum call stack size exceeded"),
    );
    expect(() => odd.encode("a b")).toThrow(ModelError);
  });

  const steps = (...pretokenizers: unknown[]) => ({ type: "Sequence", pretokenizers });
  const nested = (depth: number) =>
    JSON.parse('{"type":"Sequence","pretokenizers":['.repeat(depth) + "]}".repeat(depth));
  const lists = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  const splitOn = (regex: string) => ({
    type: "Split",
    pattern: { Regex: regex },
    behavior: "Isolated",
    invert: false,
  });
});

describe("a folder", () => {
  async function inFolder<T>(contents: Record<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "periscope-tokenizer-"));
    try {
      for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test("with both files is a tokenizer", async () => {
    const contents = {
      "tokenizer.json": JSON.stringify(files.tokenizerJson),
      "tokenizer_config.json": JSON.stringify(files.tokenizerConfig),
    };
    const loaded: Tokenizer = await inFolder(contents, loadTokenizer);
    expect(loaded.encode("Hello world")).toEqual([100000, 17464, 1843]);
  });

  test.skipIf(process.platform === "win32")("with a device in its place is refused without reading it", async () => {
    await inFolder({ "tokenizer_config.json": "{}" }, async (folder) => {
      const path = join(folder, "tokenizer.json");
      await symlink("/dev/zero", path);
      await expect(loadTokenizer(folder)).rejects.toThrow(new UserError(`${path} is not a regular file`));
    });
  });

  test("without one, or with half of one, is refused by its path", async () => {
    await inFolder({ "tokenizer.json": "{}" }, async (folder) => {
      await expect(loadTokenizer(folder)).rejects.toThrow(
        new UserError(`${join(folder, "tokenizer_config.json")} does not exist`),
      );
    });
    await inFolder({ "tokenizer.json": '{"model":', "tokenizer_config.json": "{}" }, async (folder) => {
      await expect(loadTokenizer(folder)).rejects.toThrow(`${join(folder, "tokenizer.json")} is not valid JSON`);
    });
  });
});
