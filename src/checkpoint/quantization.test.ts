import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseModelConfig } from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";
import { describeQuantization, quantizationOf, quantizationSection, readQuantization } from "./quantization.ts";
import { tinyConfigJson } from "./testing/tiny-checkpoint.ts";

const released = (model: "1.3b" | "7b") =>
  parseModelConfig(
    JSON.parse(readFileSync(new URL(`../../test/fixtures/spec/config.${model}.json`, import.meta.url), "utf8")),
  );
const layer = "language_model.model.layers.3";

test.each(["1.3b", "7b"] as const)("four bits go to the %s's language model, int8 to its towers", (model) => {
  const of = quantizationOf(quantizationSection(released(model), 4));
  for (const part of ["mlp.gate_proj", "mlp.down_proj", "self_attn.q_proj", "self_attn.o_proj"]) {
    expect(of(`${layer}.${part}.weight`)).toEqual({ kind: "blocks", bits: 4, block: 256 });
  }
  expect(of("language_model.lm_head.weight")).toEqual({ kind: "blocks", bits: 4, block: 128 });
  expect(of("language_model.model.embed_tokens.weight")).toEqual(of("language_model.lm_head.weight"));
  const tower = "vision_model.vision_tower_high.vision_tower";
  for (const name of [
    `${tower}.blocks.0.attn.qkv.weight`,
    `${tower}.blocks.11.mlp.lin2.weight`,
    "aligner.layers.1.weight",
  ]) {
    expect(of(name)).toEqual({ kind: "int8" });
  }
  for (const name of [
    `${layer}.input_layernorm.weight`,
    `${tower}.patch_embed.proj.weight`,
    `${tower}.neck.0.weight`,
  ]) {
    expect(of(name)).toBeUndefined();
  }
});

test("with eight bits all is int8, but the table that is read by rows is in blocks", () => {
  const of = quantizationOf(quantizationSection(released("1.3b"), 8));
  expect(of("language_model.lm_head.weight")).toEqual({ kind: "int8" });
  expect(of(`${layer}.mlp.down_proj.weight`)).toEqual({ kind: "int8" });
  expect(of("language_model.model.embed_tokens.weight")).toEqual({ kind: "blocks", bits: 8, block: 128 });
});

test("no block is longer than asked for", () => {
  const { rules } = quantizationSection(released("1.3b"), 4, 64);
  expect(new Set(rules.flatMap((rule) => (rule.kind === "blocks" ? [rule.block] : [])))).toEqual(new Set([64]));
});

test("blocks are short where rows are short", () => {
  const of = quantizationOf(quantizationSection(parseModelConfig(tinyConfigJson("low")), 4)); // widths 24 and 40
  expect(of(`${layer}.mlp.up_proj.weight`)).toMatchObject({ block: 16 });
  const wide = {
    ...released("1.3b"),
    language: { ...released("1.3b").language, hiddenSize: 384, intermediateSize: 1024 },
  };
  const between = quantizationOf(quantizationSection(wide, 4));
  expect(between(`${layer}.mlp.up_proj.weight`)).toMatchObject({ block: 128 });
  expect(between(`${layer}.mlp.down_proj.weight`)).toMatchObject({ block: 256 });
  // an even number of blocks in a row of the table, as WebGPU needs it
  expect(between("language_model.model.embed_tokens.weight")).toMatchObject({ block: 64 });
});

test("a section is written and read unchanged", () => {
  const section = quantizationSection(released("7b"), 4);
  expect(readQuantization({ quantization_config: JSON.parse(JSON.stringify(section)) })).toEqual(section);
  expect(describeQuantization(section)).toBe("4 bits (blocks of 128 and 256, int8)");
  expect(readQuantization({})).toBeUndefined();
});

test.each([
  [{ quant_method: "gptq" }, '"quantization_config.quant_method" is "gptq", but only periscope is supported'],
  [{ quant_method: "periscope", bits: 3, rules: [] }, '"quantization_config.bits" is 3, expected 4 or 8'],
  [{ quant_method: "periscope", bits: 4 }, '"quantization_config.rules" is missing, expected a list of rules'],
  [
    { quant_method: "periscope", bits: 4, rules: [{ tensors: "*", kind: "nf4" }] },
    "expected a rule of kind blocks or int8",
  ],
  [
    { quant_method: "periscope", bits: 4, rules: [{ tensors: "*", kind: "blocks", bits: 4, block: 100 }] },
    '"quantization_config.rules.0.block" is 100, expected 16, 32, 64, 128 or 256',
  ],
])("a section with a fault is refused: %j", (json, sentence) => {
  const read = () => readQuantization({ quantization_config: json });
  expect(read).toThrow(UserError);
  expect(read).toThrow(sentence);
});

test("the first rule that fits counts, and a star stands for any characters", () => {
  const of = quantizationOf({
    rules: [
      { tensors: "a.*.b.*.weight", kind: "int8" },
      { tensors: "*.weight", kind: "blocks", bits: 4, block: 32 },
      { tensors: "exact", kind: "int8" },
    ],
  });
  expect(of("a.1.b.2.weight")).toEqual({ kind: "int8" });
  expect(of("a.b.weight")).toEqual({ kind: "blocks", bits: 4, block: 32 }); // the parts may not overlap
  expect(of("exact")).toEqual({ kind: "int8" });
  expect(of("exactly")).toBeUndefined();
  expect(of("a.1.bias")).toBeUndefined();
});

test("a rule with very many stars takes no longer than another", () => {
  const of = quantizationOf({ rules: [{ tensors: `${"*a".repeat(90)}*b`, kind: "int8" }] });
  expect(of(`${"a".repeat(89)}${"c".repeat(200)}`)).toBeUndefined();
  expect(of(`${"ca".repeat(90)}b`)).toEqual({ kind: "int8" });
});
