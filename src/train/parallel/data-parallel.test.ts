import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNativeRuntime } from "../../runtime/native.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { parameterSet } from "../parameters.ts";
import { loadState } from "../state.ts";
import { gatherJson, single } from "./collective.ts";
import { dataParallel } from "./data-parallel.ts";
import { memoryCollectives } from "./testing/memory-collective.ts";
import { farthest, runToy, type ToyOptions, type ToyResult } from "./testing/toy.ts";

const folder = mkdtempSync(join(tmpdir(), "periscope-parallel-"));
const steps = 12;
let runtime: Runtime;
let alone: ToyResult;

beforeAll(async () => {
  runtime = await createNativeRuntime("cpu");
  alone = await runToy(single(), runtime, { folder: newFolder("alone"), steps });
});
afterAll(() => {
  runtime.dispose();
  rmSync(folder, { recursive: true });
});

function newFolder(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

async function together(size: number, options: ToyOptions): Promise<ToyResult[]> {
  return Promise.all(memoryCollectives(size).map((collective) => runToy(collective, runtime, options)));
}

test.each([2, 3])("%d ranks give the losses and weights of one process with the same global batch", async (size) => {
  const ranks = await together(size, { folder: newFolder(`of-${size}`), steps });
  expect(ranks[0]!.losses).toHaveLength(steps);
  ranks[0]!.losses.forEach((loss, i) => {
    expect(loss).toBeCloseTo(alone.losses[i]!, 2); // the log has three digits
  });
  for (const rank of ranks) {
    expect(rank.weights).toEqual(ranks[0]!.weights);
    expect(farthest(rank, alone)).toBeLessThan(3e-6);
  }
});

test("each rank keeps its part of the moments only, and the state on disk has them whole", async () => {
  const whole = parameterSet();
  await loadState(join(folder, "of-3", "state.safetensors"), whole, runtime);
  const reference = parameterSet();
  await loadState(join(folder, "alone", "state.safetensors"), reference, runtime);
  expect([...whole.moments.keys()].sort()).toEqual([...reference.moments.keys()].sort());
  for (const [name, { first, second }] of reference.moments) {
    const mine = whole.moments.get(name)!;
    (first.data as Float32Array).forEach((v, i) => void expect(mine.first.data[i]).toBeCloseTo(v, 5));
    (second.data as Float32Array).forEach((v, i) => void expect(mine.second.data[i]).toBeCloseTo(v, 5));
  }
});

test("a run stopped on two ranks goes on with one or with three, as if nothing had happened", async () => {
  const stopped = newFolder("stopped");
  const parts = await together(2, { folder: stopped, steps, befall: (step, rank) => step === 7 && rank === 1 });
  expect(parts.map(({ finished }) => finished)).toEqual([false, false]);
  for (const size of [1, 3]) {
    const again = newFolder(`again-${size}`);
    copyFileSync(join(stopped, "state.safetensors"), join(again, "state.safetensors"));
    const ranks = await together(size, { folder: again, steps });
    expect(ranks[0]!.start).toBeGreaterThan(4);
    expect(farthest(ranks.at(-1)!, alone)).toBeLessThan(3e-6);
  }
});

test("ranks at different steps, or with rows of different modalities, do not add up: they say so", async () => {
  const mine = { weight: 1, step: 3, trained: ["a"] };
  const groups = () => memoryCollectives(2).map((collective) => dataParallel(collective, runtime, parameterSet()));
  const differ = async (other: object) => {
    const [first, second] = groups();
    await Promise.all([first!.begin(mine), second!.begin({ ...mine, ...other })]);
  };
  await expect(differ({ step: 4 })).rejects.toThrow(/rank \d is at step \d with 1 trained/);
  await expect(differ({ trained: ["a", "b"] })).rejects.toThrow(/rows of the same modality/);
});

test("scalars are means over all rows, a rank with three times the targets counts three times; counts add up", async () => {
  const agreed = await Promise.all(
    memoryCollectives(2).map(async (collective, rank) => {
      const parallel = dataParallel(collective, runtime, parameterSet());
      await parallel.begin({ weight: rank === 0 ? 3 : 1, step: 0, trained: [] });
      const values = { loss: rank === 0 ? 1 : 5 };
      return parallel.agree({ values, stop: rank === 1, counts: { tokens: 100 + rank } });
    }),
  );
  for (const { values, counts, stop } of agreed) expect([values.loss, counts.tokens, stop]).toEqual([2, 201, true]);
});

test("what goes wrong while weights travel is told to whoever asked for the step, and to nobody else", async () => {
  const set = parameterSet();
  for (const name of ["a", "b"]) {
    set.values.set(name, runtime.value("float32", [4]));
    set.gradients.set(name, runtime.value("float32", [4]));
  }
  const allGather = () => Promise.reject(new Error("the network is gone"));
  const collective = { ...memoryCollectives(1)[0]!, allGather };
  const optimizer = await dataParallel(collective, runtime, set, { bucketBytes: 1 }).optimizer(["a", "b"]);
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on("unhandledRejection", hear);
  await expect(optimizer.step(1, 1)).rejects.toThrow("the network is gone");
  process.off("unhandledRejection", hear);
  expect(unheard).toEqual([]);
});

test("JSON values come together in the order of ranks", async () => {
  const all = await Promise.all(memoryCollectives(3).map((one) => gatherJson(one, { rank: one.rank, text: "ä" })));
  expect(all[2]).toEqual([0, 1, 2].map((rank) => ({ rank, text: "ä" })));
});
