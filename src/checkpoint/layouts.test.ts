import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Layout, parseAlignerConfig, parseModelConfig, parseVisionConfig } from "../model/config.ts";
import { canonicalName, layoutTable, namesLayout } from "./layouts.ts";
import { alignerSpecs, countParameters, parameterSpecs, visionSpecs } from "./parameters.ts";
import { openCheckpointTensors } from "./safetensors.ts";

const fixtures = new URL("../../test/fixtures/spec/", import.meta.url);
const goldens = new URL("../../../shared/goldens/", import.meta.url);
const text = (name: string) => readFileSync(new URL(name, fixtures), "utf8");
const released = (size: string) => parseModelConfig(JSON.parse(text(`config.${size}.json`)));
const line = ({ name, shape }: { name: string; shape: readonly number[] }) => `${name} ${shape.join(",")}`;

const lists: [file: string, size: string, layout: Layout, tensors: number][] = [
  ["multi_modality.1.3b", "1.3b", "multi_modality", 529],
  ["multi_modality.7b", "7b", "multi_modality", 775],
  ["hf_deepseek_vl.1.3b", "1.3b", "deepseek_vl", 612],
  ["hf_deepseek_vl_hybrid.7b", "7b", "deepseek_vl_hybrid", 854],
];

test.each(lists)("every name and shape of %s is derived from the %s config", (file, size, layout, tensors) => {
  const stored = layoutTable(released(size), layout).flatMap((entry) => entry.stored.map(line));
  const listed = text(`state_dict.${file}.txt`).trim().split("\n");
  expect(listed.length).toBe(tensors);
  expect(stored.sort()).toEqual(listed.sort());
});

describe("parameter counts", () => {
  const counts = JSON.parse(text("param_counts.json")) as Record<string, Record<string, number>>;
  const count = (size: string, part: RegExp) =>
    countParameters(parameterSpecs(released(size)).filter(({ name }) => part.test(name)));

  const parts: [size: string, part: string, names: RegExp][] = [
    ["1.3b", "siglip_with_pool", /^vision_model\.vision_tower\./],
    ["1.3b", "attn_pool", /attn_pool/],
    ["1.3b", "aligner", /^aligner/],
    ["1.3b", "llm", /^language_model/],
    ["1.3b", "total", /./],
    ["7b", "sam_all", /vision_tower_high/],
    ["7b", "sam_neck", /neck\./],
    ["7b", "sam_neck_hd", /neck_hd\./],
    ["7b", "sam_downsamples", /\.downsamples\./],
    ["7b", "siglip_with_pool", /vision_tower_low/],
    ["7b", "unused_layernorms", /(high|low)_layer_norm/],
    ["7b", "aligner", /^aligner/],
    ["7b", "llm", /^language_model/],
    ["7b", "total", /./],
  ];
  test.each(parts)("%s %s", (size, part, names) => {
    expect(count(size, names)).toBe(counts[size]?.[part]);
  });

  test("what nothing reads is marked: the pooling head and two norms", () => {
    const unused = parameterSpecs(released("7b")).filter((spec) => spec.unused);
    expect(countParameters(unused)).toBe(12595200 + 4096);
    expect(unused.every(({ name }) => /attn_pool|_layer_norm/.test(name))).toBe(true);
  });
});

test("the layout is told from the names", () => {
  const names = (size: string, layout: Layout) =>
    layoutTable(released(size), layout).flatMap((entry) => entry.stored.map(({ name }) => name));
  for (const [, size, layout] of lists) expect(namesLayout(names(size, layout))).toBe(layout);
  expect(namesLayout(["something.else"])).toBeUndefined();
});

test("names of transformers 5, one level shorter, mean the same", () => {
  const long = "model.vision_model.vision_model.post_layernorm.weight";
  expect(canonicalName("model.vision_model.post_layernorm.weight")).toBe(long);
  expect(canonicalName(long)).toBe(long);
  expect(canonicalName("model.language_model.norm.weight")).toBe("model.language_model.norm.weight");
});

describe.skipIf(!existsSync(goldens))("the reference's own small models hold exactly the tensors derived here", () => {
  const folders = (prefix: string) =>
    existsSync(goldens)
      ? readdirSync(new URL(prefix || ".", goldens))
          .filter((name) => existsSync(new URL(`${prefix}${name}/config.json`, goldens)))
          .map((name) => `${prefix}${name}`)
      : [];

  const all = [...folders(""), ...folders("d_vision_variants/"), ...folders("d_aligner_variants/")];
  test.each(all)("%s", async (folder) => {
    const url = new URL(`${folder}/`, goldens);
    if (!existsSync(new URL("model.safetensors", url))) return expect(folder).toContain("identity");
    const json = JSON.parse(readFileSync(new URL("config.json", url), "utf8"));
    const specs = folder.startsWith("d_vision")
      ? visionSpecs(parseVisionConfig(json))
      : folder.startsWith("d_aligner")
        ? alignerSpecs(parseAlignerConfig(json))
        : parameterSpecs(parseModelConfig(json));
    const tensors = await openCheckpointTensors(url.pathname);
    const stored = [...tensors.tensors].map(([name, { shape }]) => line({ name, shape }));
    await tensors.close();
    expect(stored.sort()).toEqual(specs.map(line).sort());
  });
});
