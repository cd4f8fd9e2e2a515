import { describe, expect, test } from "vitest";
import { checkOptions, mergeOptions, parseGenerationConfig } from "./options.ts";

test("options out of their range are named", () => {
  const bad: [Parameters<typeof checkOptions>[0], string][] = [
    [{ temperature: -1 }, "temperature is -1, expected a number from 0 to 100"],
    [{ temperature: Number.NaN }, "temperature is NaN"],
    [{ topP: 0 }, "topP is 0, expected a number above 0 and at most 1"],
    [{ topK: 1.5 }, "topK is 1.5"],
    [{ repetitionPenalty: 0 }, "repetitionPenalty is 0"],
    [{ maxNewTokens: 0 }, "maxNewTokens is 0, expected a whole number from 1"],
    [{ seed: 0.5 }, "seed is 0.5"],
    [{ logprobs: -1 }, "logprobs is -1"],
  ];
  for (const [options, message] of bad) expect(() => checkOptions(options)).toThrow(message);
  checkOptions({ temperature: 0, topP: 1, topK: 0, maxNewTokens: 1, seed: -3, logprobs: 0 });
});

test("an undefined option leaves the default", () => {
  expect(mergeOptions({ topK: 3, seed: 1 }, { topK: undefined, seed: 2 })).toEqual({ topK: 3, seed: 2 });
});

describe("generation_config.json", () => {
  test("without do_sample means the likeliest token, whatever its temperature", () => {
    const file = { do_sample: false, temperature: 0.7, max_new_tokens: 128 };
    expect(parseGenerationConfig(file)).toEqual({ options: { temperature: 0, maxNewTokens: 128 }, saysHow: true });
  });

  test("with do_sample brings its settings", () => {
    const file = { do_sample: true, top_p: 0.9, top_k: 40, repetition_penalty: 1.2, eos_token_id: [5, 6] };
    const options = { temperature: 1, topP: 0.9, topK: 40, repetitionPenalty: 1.2, eosIds: [5, 6] };
    expect(parseGenerationConfig(file)).toEqual({ options, saysHow: true });
  });

  test("that speaks of other things leaves the sampling open", () => {
    const file = { _from_model_config: true, eos_token_id: 100001, transformers_version: "4.38.2" };
    expect(parseGenerationConfig(file)).toEqual({ options: { eosIds: [100001] }, saysHow: false });
    expect(parseGenerationConfig(undefined)).toEqual({ options: {}, saysHow: false });
  });

  test("that makes no sense is refused by its name", () => {
    expect(() => parseGenerationConfig({ do_sample: "yes" }, "x/generation_config.json")).toThrow(
      'x/generation_config.json: "do_sample"',
    );
    expect(() => parseGenerationConfig({ do_sample: true, top_p: 2 }, "g.json")).toThrow("g.json: topP is 2");
    expect(() => parseGenerationConfig([])).toThrow("generation_config.json");
  });
});
