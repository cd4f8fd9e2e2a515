import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyConfigJson } from "../checkpoint/testing/tiny-checkpoint.ts";
import { parseModelConfig } from "../model/config.ts";
import { trainingProgram } from "../model/programs.ts";
import { parameterStore } from "../nn/index.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { adapterOf, foldAdapters, initialAdapters, isAdapter } from "./lora.ts";
import { initialize, type ParameterSet, parameterSet } from "./parameters.ts";
import { compileStep } from "./program.ts";
import { normal } from "./random.ts";
import { parametersOf } from "./step.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => runtime.dispose());

const config = parseModelConfig(tinyConfigJson("low"));
const lora = { rank: 3, alpha: 6, targets: ["q_proj", "down_proj"] };
const [rows, length] = [2, 12];

async function tokenLosses(set: ParameterSet, adapted: boolean, trained: (name: string) => boolean = () => false) {
  const store = parameterStore({ adapter: adapted ? adapterOf(lora) : undefined });
  const program = trainingProgram(config, { rows, length, images: 0 }, { store });
  initialize(set, runtime, parametersOf([program.loss]), 4, initialAdapters({ lora }, config).values);
  const step = await compileStep(runtime, set, program, trained, { accumulate: false });
  const ids = Int32Array.from({ length: rows * length }, (_, i) => (7 * i) % 48);
  const value = (data: Int32Array) => runtime.value("int32", [rows, length], data);
  const { tokenLosses: losses } = await step.run(
    {
      input_ids: value(ids),
      position_ids: value(ids.map((_, i) => i % length)),
      attention_mask: value(ids.map(() => 1)),
      labels: runtime.value("int64", [rows, length], BigInt64Array.from(ids, BigInt)),
    },
    1,
  );
  return { losses: [...losses!], trained: step.trained };
}

test("a fresh adapter changes nothing, a trained one does, and folding it in gives the same numbers", async () => {
  const set = parameterSet();
  const plain = await tokenLosses(set, false);
  const fresh = await tokenLosses(set, true);
  expect(fresh.losses).toEqual(plain.losses);
  const { specs } = initialAdapters({ lora }, config);
  expect(specs).toHaveLength(2 * 2 * config.language.layers);
  for (const { name } of specs) {
    const { data } = set.values.get(name)!;
    data.set(normal(name, data.length, 0.3) as never);
  }
  const adapted = await tokenLosses(set, true);
  expect(Math.max(...adapted.losses.map((loss, i) => Math.abs(loss - plain.losses[i]!)))).toBeGreaterThan(0.01);
  foldAdapters(set, lora);
  expect([...set.values.keys()].filter(isAdapter)).toEqual([]);
  const merged = await tokenLosses(set, false);
  merged.losses.forEach((loss, i) => {
    expect(loss).toBeCloseTo(adapted.losses[i]!, 4);
  });
});

test("only the adapters learn", async () => {
  const { trained } = await tokenLosses(parameterSet(), true, isAdapter);
  expect(trained.length).toBe(2 * 2 * config.language.layers);
  expect(trained.every((name) => /(q_proj|down_proj)\.lora_[AB]\.weight$/.test(name))).toBe(true);
});

test("a target is a whole name, of every layer or of one, and one that is no matrix is refused", () => {
  const names = (...targets: string[]) =>
    initialAdapters({ lora: { ...lora, targets } }, config).specs.map(({ name }) => name);
  expect(names("layers.0.self_attn.q_proj")).toHaveLength(2);
  for (const target of ["layers.99.self_attn.q_proj", "proj", "", "lm_head", "embed_tokens", "norm"]) {
    expect(() => names("q_proj", target)).toThrow(
      `"${target}" is no matrix of the language model that could have an adapter; there are q_proj, k_proj, v_proj`,
    );
  }
});
