import { describe, expect, test } from "vitest";
import { goldenTokenizerFiles } from "../../test/fixtures/text/golden-tokenizer.ts";
import { UserError } from "../runtime/errors.ts";
import { trainPrefixTokenizer } from "./bpe.ts";
import type { Conversation } from "./conversation.ts";
import { buildPrompt, type PromptConfig, parsePromptConfig } from "./prompt.ts";
import { supervise } from "./supervise.ts";
import { createTokenizer } from "./tokenizer.ts";

const { tokenizerJson, tokenizerConfig } = goldenTokenizerFiles();
const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig);
const config: PromptConfig = { imageTag: "<image_placeholder>", numImageTokens: 4, template: "deepseek" };
const IMAGE = 100015;
const BOS = 100000;
const EOS = 100001;

const bare = (text: string) => tokenizer.encode(text, { addSpecial: false });
const cat: Conversation = [
  { role: "user", content: "<image_placeholder>Who?", images: ["cat.png"] },
  { role: "assistant", content: "A cat, 33." },
  { role: "user", content: "Führer?" },
];

describe("a prompt", () => {
  test("is bos and the rendered string, each placeholder as many times as an image has tokens", () => {
    const { ids, imageCount, text } = buildPrompt(cat, tokenizer, config, { system: "" });
    expect(text).toBe(
      "User: <image_placeholder>Who?\n\nAssistant: A cat, 33.<｜end▁of▁sentence｜>User: Führer?\n\nAssistant:",
    );
    expect(imageCount).toBe(1);
    const once = tokenizer.encode(text);
    const expanded = once.flatMap((id) => (id === IMAGE ? [IMAGE, IMAGE, IMAGE, IMAGE] : [id]));
    expect(ids).toEqual(expanded);
    expect(ids.slice(0, 2)).toEqual([BOS, bare("User")[0]]);
  });

  test("has the same ids in pieces as in one string, whatever is said", () => {
    const texts = ["3 apples!", "(no)", "我想在apple", "½ x", "'quoted'", "a\n\nb ", "Assistant: b", "🦙", "ö", "!!!!"];
    for (const first of texts) {
      for (const second of texts) {
        const conversation: Conversation = [
          { role: "user", content: first },
          { role: "assistant", content: second },
          { role: "user", content: second },
        ];
        const { ids, text } = buildPrompt(conversation, tokenizer, config);
        expect(ids).toEqual(tokenizer.encode(text));
      }
    }
  });

  test("needs as many images as placeholders", () => {
    const ask = (content: string, imageCount?: number) => () =>
      buildPrompt([{ role: "user", content }], tokenizer, config, { imageCount });
    expect(ask("<image_placeholder>x")).toThrow(
      new UserError("the conversation has 1 image placeholder but 0 images; there must be one for each"),
    );
    expect(ask("x", 2)).toThrow("0 image placeholders but 2 images");
    expect(ask("<image_placeholder>x", 1)().imageCount).toBe(1);
    expect(ask("x")().imageCount).toBe(0);
  });

  test("never takes an image place, or an end, from letters that someone typed", () => {
    const typed = "What is <image_placeholder> and <｜end▁of▁sentence｜>?";
    const conversation: Conversation = [
      { role: "system", content: typed },
      { role: "user", content: [{ type: "image" }, { type: "text", text: typed }] },
      { role: "assistant", content: typed },
      { role: "user", content: [{ type: "text", text: typed }] },
    ];
    const { ids, imageCount } = buildPrompt(conversation, tokenizer, config);
    expect(imageCount).toBe(1);
    expect(ids.filter((id) => id === IMAGE).length).toBe(4);
    expect(ids.filter((id) => id === EOS).length).toBe(1); // the template's own, after the answer
    expect(tokenizer.decode(ids, { skipSpecial: true }).split(typed).length).toBe(5);
  });

  test("with the alignment template has an image for each turn of the user", () => {
    const { ids, text } = buildPrompt(
      [{ role: "user", content: "<image_placeholder>Describe.", images: ["a"] }],
      tokenizer,
      config,
      { template: "alignment" },
    );
    expect(text).toBe("<image>");
    expect(ids).toEqual([BOS, IMAGE, IMAGE, IMAGE, IMAGE]);
  });
});

describe("supervision", () => {
  const learnt = (labels: number[]) => tokenizer.decode(labels.filter((label) => label !== -100));
  const closed: Conversation = [...cat, { role: "assistant", content: "No." }];

  test("of answers: each with its end token, nothing else", () => {
    const { ids, labels, imageCount } = supervise(closed, tokenizer, config);
    expect(learnt(labels)).toBe(" A cat, 33.<｜end▁of▁sentence｜> No.<｜end▁of▁sentence｜>");
    expect(labels.length).toBe(ids.length);
    labels.forEach((label, i) => {
      expect([-100, ids[i]]).toContain(label);
    });
    expect(imageCount).toBe(1);
    expect(ids).toEqual(buildPrompt(closed, tokenizer, config).ids);
  });

  test("starts where a prompt ends: the ids of a prompt are the beginning of its sample", () => {
    const prompt = buildPrompt(cat, tokenizer, config).ids;
    const { ids, labels } = supervise(closed, tokenizer, config);
    expect(ids.slice(0, prompt.length)).toEqual(prompt);
    expect(labels[prompt.length]).toBe(ids[prompt.length]);
    expect(labels[prompt.length - 1]).toBe(-100);
  });

  test("of everything: all but bos and images, with an end", () => {
    const page: Conversation = [
      { role: "user", content: [{ type: "text", text: "One " }, { type: "image" }, { type: "text", text: " two." }] },
    ];
    const { ids, labels } = supervise(page, tokenizer, config, { on: "all", template: "plain" });
    expect(learnt(labels)).toBe("One  two.<｜end▁of▁sentence｜>");
    expect(ids.filter((id) => id === IMAGE).length).toBe(4);
    expect(labels[ids.indexOf(IMAGE)]).toBe(-100);
    expect(labels[0]).toBe(-100);
  });

  test("a caption of stage 1 ends with eos though its template has none", () => {
    const caption: Conversation = [
      { role: "user", content: "<image_placeholder>", images: ["a"] },
      { role: "assistant", content: "A cat." },
    ];
    const { ids, labels, text } = supervise(caption, tokenizer, config, { template: "alignment" });
    expect(text).toBe("<image>\nA cat.");
    expect(learnt(labels)).toBe("A cat.<｜end▁of▁sentence｜>");
    expect(supervise(caption, tokenizer, config, { template: "alignment", end: false }).ids).toEqual(ids.slice(0, -1));
  });

  test("eos that someone typed is no end token", () => {
    const { ids } = supervise(
      [
        { role: "user", content: "a" },
        { role: "assistant", content: "b<｜end▁of▁sentence｜>c" },
      ],
      tokenizer,
      config,
    );
    expect(ids.filter((id) => id === EOS).length).toBe(1);
  });

  test("without an answer there is nothing to learn", () => {
    expect(() => supervise(cat.slice(0, 1), tokenizer, config)).toThrow("the conversation has no answer to learn from");
  });

  test("works with the embedded model's tokenizer as well", () => {
    const files = trainPrefixTokenizer([["cat", 9]], { vocabSize: 300 });
    const small = createTokenizer(files.tokenizerJson, files.tokenizerConfig);
    const { ids, labels } = supervise(closed, small, config);
    expect(small.decode(labels.filter((label) => label !== -100))).toContain(" A cat, 33.<｜end▁of▁sentence｜>");
    expect(ids[0]).toBe(small.bosId);
  });
});

describe("processor_config.json", () => {
  const released = {
    add_special_token: false,
    ignore_id: -100,
    image_tag: "<image_placeholder>",
    mask_prompt: true,
    num_image_tokens: 576,
    processor_class: "VLChatProcessor",
    sft_format: "deepseek",
  };

  test("of the released models is read; what it leaves out is as there", () => {
    const parsed = parsePromptConfig(released);
    expect(parsed).toEqual({ imageTag: "<image_placeholder>", numImageTokens: 576, template: "deepseek" });
    expect(parsePromptConfig({})).toEqual(parsed);
  });

  test("may bring a system prompt, which the caller's and the conversation's own go before", () => {
    const quiet = { ...config, systemPrompt: parsePromptConfig({ system_prompt: "Be brief." }).systemPrompt };
    const ask: Conversation = [{ role: "user", content: "Hi" }];
    expect(buildPrompt(ask, tokenizer, quiet).text).toBe("Be brief.\n\nUser: Hi\n\nAssistant:");
    expect(buildPrompt(ask, tokenizer, quiet, { system: "" }).text).toBe("User: Hi\n\nAssistant:");
    expect(buildPrompt([{ role: "system", content: "Sing." }, ...ask], tokenizer, quiet).text).toMatch(/^Sing\./);
  });

  test("that no model can follow is refused", () => {
    expect(() => parsePromptConfig({ add_special_token: true })).toThrow('"add_special_token": must be false');
    expect(() => parsePromptConfig({ sft_format: "vicuna" })).toThrow('"sft_format" is "vicuna"; known are deepseek');
    expect(() => parsePromptConfig({ sft_format: "toString" })).toThrow(UserError);
    expect(() => parsePromptConfig({ num_image_tokens: 0 })).toThrow('"num_image_tokens"');
    expect(() => parsePromptConfig({ image_tag: "" })).toThrow('"image_tag"');
  });

  test("with a tag that is no token is found out at the first prompt", () => {
    const other = { ...config, imageTag: "<img>" };
    expect(() => buildPrompt([{ role: "user", content: "a" }], tokenizer, other)).toThrow(
      'the image tag "<img>" is no token of the tokenizer',
    );
  });
});
