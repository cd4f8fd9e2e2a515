import { afterAll, beforeAll, expect, test } from "vitest";
import { createNativeRuntime } from "../../runtime/native.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { input, matmul, parameter, reduceMean, square, tanh } from "../../tensor/index.ts";
import { parameterSet } from "../parameters.ts";
import { compileStep } from "../program.ts";
import { backwardOrder, firstHalf } from "./overlap.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => runtime.dispose());

const names = [
  "aligner.layers.2.weight",
  "dense.tokens.characters.weight",
  "language_model.lm_head.weight",
  "language_model.model.embed_tokens.weight",
  "language_model.model.layers.10.mlp.up_proj.weight",
  "language_model.model.layers.9.mlp.up_proj.weight",
  "language_model.model.norm.weight",
  "vision_model.vision_tower_high.vision_tower.blocks.0.attn.qkv.weight",
  "vision_model.vision_tower_high.vision_tower.blocks.11.attn.qkv.weight",
  "vision_model.vision_tower_high.vision_tower.downsamples.0.weight",
  "vision_model.vision_tower_high.vision_tower.patch_embed.proj.weight",
];

test("the backward pass comes from the loss down to the pixels, whatever order the names have", () => {
  const places = [1, 2, 6, 4, 5, 3, 0, 9, 8, 7, 10];
  const sized = (order: readonly string[]) => backwardOrder(order.map((name) => ({ name }))).map(({ name }) => name);
  expect(sized(names)).toEqual(places.map((i) => names[i]));
  expect(sized(names.toReversed())).toEqual(places.map((i) => names[i]));
});

test("the first half is the first by elements, and nothing where one bucket holds all", () => {
  const sized = names.map((name) => ({ name, length: name.includes("lm_head") ? 60 : 10 }));
  expect([...firstHalf(sized, 4 * 159)]).toEqual([1, 2, 6].map((i) => names[i]));
  expect(firstHalf(sized, 4 * 160).size).toBe(0);
  expect(firstHalf(sized.slice(0, 1), 1).size).toBe(0);
  expect([...firstHalf([{ name: names[2]!, length: 900 }, sized[5]!], 1)]).toEqual([names[2]]);
});

test.each([false, true])("half of the gradients are there before the others (accumulated: %s)", async (accumulate) => {
  const layers = ["a", "b", "c"];
  const loss = reduceMean(
    square(layers.reduce((x, name) => tanh(matmul(x, parameter(name, [8, 8]))), input("x", "float32", [4, 8]))),
  );
  const set = parameterSet();
  layers.forEach((name, i) => {
    const weights = Float32Array.from({ length: 64 }, (_, j) => Math.sin(j * (i + 1)));
    set.values.set(name, runtime.value("float32", [8, 8], weights));
  });
  const x = runtime.value(
    "float32",
    [4, 8],
    Float32Array.from({ length: 32 }, (_, i) => Math.cos(i)),
  );
  const gradients = async (early?: ReadonlySet<string>) => {
    const program = await compileStep(runtime, set, { loss }, () => true, { accumulate, early });
    for (const { data } of set.gradients.values()) data.fill((accumulate ? 1 : Number.NaN) as never);
    const before = set.gradients.get("a")!.data[0];
    const seen: unknown[] = [];
    const read = (name: string) => [...(set.gradients.get(name)!.data as Float32Array)];
    const { values } = await program.run({ x }, 0.5, set.gradients, () => seen.push(read("a")[0], read("c")));
    program.dispose();
    const all = layers.map(read);
    if (early) expect(seen).toEqual([before, all[2]]);
    return { all, loss: values.loss };
  };
  const whole = await gradients();
  expect(whole.all.flat().every(Number.isFinite)).toBe(true);
  expect(await gradients(new Set(["c", "elsewhere"]))).toEqual(whole);
});
