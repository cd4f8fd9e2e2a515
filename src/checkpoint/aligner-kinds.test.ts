import { expect, test } from "vitest";
import { adaptor } from "../model/adaptor.ts";
import { type AlignerConfig, pairAligners } from "../model/config.ts";
import { parameterStore, Scope } from "../nn/index.ts";
import { input, leavesOf, nameOf } from "../tensor/index.ts";
import { alignerSpecs, countParameters } from "./parameters.ts";

const sizes = { depth: 2, inputDim: 8, width: 12 };
const tower = (name: string) => input(name, "float32", ["images", 16, 8]);

function built(config: AlignerConfig) {
  const out = adaptor(config, new Scope(parameterStore(), "aligner"), { high: tower("high"), low: tower("low") });
  const parameters = leavesOf([out], "parameter").map((t) => `${nameOf(t)} ${t.shape.join("x")}`);
  return { out, parameters };
}

test.each(pairAligners)("%s has the parameters that its checkpoint names", (kind) => {
  const config = { kind, ...sizes, ...(/shared|separate/.test(kind) && { hidden: 5 }) };
  const named = alignerSpecs(config).map(({ name, shape }) => `${name} ${shape.join("x")}`);
  expect(built(config).parameters.sort()).toEqual(named.sort());
});

test("two maps of 16 tokens become 16, side by side or stacked", () => {
  for (const kind of pairAligners) expect(built({ kind, ...sizes }).out.shape).toEqual(["images", 16, 12]);
});

test("one shared MLP has half of the parameters of two separate ones", () => {
  const count = (kind: AlignerConfig["kind"]) => countParameters(alignerSpecs({ kind, ...sizes }));
  expect(2 * count("low_high_shared_mlp_gelu")).toBe(count("low_high_separate_mlp_gelu"));
});
