/** The trainer itself on several ranks, which here meet in memory. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNativeRuntime } from "../../runtime/native.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { TrainingRecipe } from "../recipe.ts";
import type { SampleSource } from "../sources.ts";
import { collected, given, tinyRecipe, tinyStage } from "../testing/tiny-recipe.ts";
import { type TrainOptions, type TrainResult, train } from "../train.ts";
import { type Collective, single } from "./collective.ts";
import { memoryCollectives } from "./testing/memory-collective.ts";

let runtime: Runtime;
const root = mkdtempSync(join(tmpdir(), "periscope-ranks-"));
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => {
  runtime.dispose();
  rmSync(root, { recursive: true });
});

// rows go on in the next step where they are packed, so their places matter as well
const recipe = tinyRecipe({
  stage: { steps: 8, batch: 4, sequence: { length: 96, packing: true, bucket: 96 } },
  checkpoints: { every: 100 },
  logEvery: 1,
});

function run(size: number, ...rest: Rest) {
  return runOn(size === 1 ? [single()] : memoryCollectives(size), ...rest);
}

type Rest = [folder: string, change?: Partial<TrainOptions>, stopBehind?: number, of?: TrainingRecipe];

async function runOn(ranks: readonly Collective[], ...[folder, change = {}, stopBehind, of = recipe]: Rest) {
  const { events, listener } = collected();
  const stop = new AbortController();
  const stopping = (event: { kind: string; at?: number }) => {
    if (event.kind === "summary" && event.at === stopBehind) stop.abort();
  };
  const results = await Promise.all(
    ranks.map((collective) =>
      train(of, runtime, {
        ...{ folder: join(root, folder), given, threads: 1, measure: false, export: false, signal: stop.signal },
        bucketBytes: 1 << 12, // small, so that half of them travel in the backward pass
        ...{ collective, listeners: collective.rank === 0 ? [listener, stopping] : [], ...change },
      }),
    ),
  );
  const summaries = events.flatMap((event) => (event.kind === "summary" ? [event] : []));
  return { results, summaries, losses: summaries.flatMap(({ losses }) => Object.values(losses)) };
}

/** Of the matrices of the language model and the adaptor, as far as two results have them. */
function farthest(a: TrainResult, b: TrainResult): number {
  return Math.max(
    ...[...a.set.values].map(([name, { data }]) => {
      const other = b.set.values.get(name)!.data as Float32Array;
      return (data as Float32Array).reduce((most, v, i) => Math.max(most, Math.abs(v - other[i]!)), 0);
    }),
  );
}

test("two ranks train what one process trains, and go on from a checkpoint in any number", async () => {
  const alone = await run(1, "alone");
  const two = await run(2, "two");
  expect(two.losses).toHaveLength(8);
  two.losses.forEach((loss, i) => {
    expect(loss).toBeCloseTo(alone.losses[i]!, 4);
  });
  expect(farthest(two.results[0]!, alone.results[0]!)).toBeLessThan(1e-4);
  expect(farthest(two.results[0]!, two.results[1]!)).toBe(0);
  two.summaries.forEach(({ sources, targets }, i) => {
    const whole = alone.summaries[i]!;
    expect(targets).toEqual(whole.targets); // of all ranks' rows
    for (const [name, loss] of Object.entries(sources)) expect(loss).toBeCloseTo(whole.sources[name]!, 4);
  });

  const stopped = await run(2, "stopped", {}, 3);
  expect(stopped.results.map(({ finished }) => finished)).toEqual([false, false]);
  cpSync(join(root, "stopped"), join(root, "again"), { recursive: true });
  for (const [size, folder] of [
    [1, "stopped"],
    [2, "again"],
  ] as const) {
    const continued = await run(size, folder, { resume: true });
    expect(continued.results[0]!.finished).toBe(true);
    expect(farthest(continued.results[0]!, alone.results[0]!)).toBeLessThan(1e-4);
  }
});

test("the losses of a mixed batch's parts are those of all ranks' rows", async () => {
  const mixed = tinyRecipe({
    stage: { steps: 3, mixture: { ...tinyStage().mixture, grouping: "mixed" } },
    logEvery: 1,
  });
  const alone = await run(1, "mixed-alone", {}, undefined, mixed);
  const two = await run(2, "mixed-two", {}, undefined, mixed);
  expect(two.losses).toHaveLength(alone.losses.length);
  expect(two.losses.length).toBeGreaterThan(3);
  two.losses.forEach((loss, i) => {
    expect(loss).toBeCloseTo(alone.losses[i]!, 4);
  });
});

test("every picture meets every caption, whichever rank or micro-batch has them", async () => {
  const recipe = (abreast: number) =>
    tinyRecipe({
      stages: [
        tinyStage({
          ...{ name: "pairs", objective: "contrastive", trained: ["low", "heads"], steps: 6, abreast },
          sequence: { length: 16, bucket: 16 },
          mixture: { sources: [{ data: "squares", modality: "multimodal" }] },
        }),
      ],
      logEvery: 1,
    });
  const pairs = recipe(2);
  const alone = await run(1, "pairs-alone", {}, undefined, recipe(1));
  const two = await run(2, "pairs-two", {}, undefined, pairs);
  // the loss and the share of matches take turns; of equal captions either may be the nearest
  const [ours, theirs] = [two, alone].map(({ losses }) => losses.filter((_, i) => i % 2 === 0));
  expect(ours).toHaveLength(6);
  ours!.forEach((loss, i) => {
    expect(loss).toBeCloseTo(theirs![i]!, 4);
  });
  expect(ours!.at(-1)).toBeLessThan(ours![0]!);
  // AdamW makes whole steps of what rounding leaves where a gradient is zero, as of a key's bias
  expect(farthest(two.results[0]!, alone.results[0]!)).toBeLessThan(1e-3);
  await expect(run(3, "pairs-three", {}, undefined, pairs)).rejects.toThrow(/batch of 4 pairs must divide by the 3/);
});

test("each kind of dense label counts by all ranks' labels, of which one may have many more", async () => {
  const mapped: SampleSource = {
    size: 40,
    async sample(index) {
      const known = index % 3 ? 3 : 32;
      const data = Uint8Array.from({ length: 32 * 32 }, (_, i) => (i % 32 < known ? 1 + (index % 3) : 255));
      return {
        ...(await given.squares.sample(index)),
        maps: async () => ({ objects: { width: 32, height: 32, data } }),
      };
    },
  };
  const dense = tinyRecipe({
    data: { mapped: { kind: "given" } },
    model: { ...recipe.model, tokenizer: { trained: { vocabSize: 260, samples: 4 } } },
    stages: [
      tinyStage({
        ...{ name: "dense", objective: "dense", trained: ["high", "neck", "heads"], steps: 4 },
        maps: { objects: { classes: 4 } },
        mixture: { sources: [{ data: "mapped", modality: "multimodal" }] },
      }),
    ],
    logEvery: 1,
  });
  const own = { given: { mapped } };
  const alone = await run(1, "dense-alone", own, undefined, dense);
  const two = await run(2, "dense-two", own, undefined, dense);
  // losses and shares of labels answered rightly take turns
  expect(two.losses).toHaveLength(8);
  two.losses.forEach((loss, i) => {
    if (i % 2 === 0) expect(loss).toBeCloseTo(alone.losses[i]!, 4);
  });
  expect(farthest(two.results[0]!, two.results[1]!)).toBe(0);
});

test("what is summed ahead is the same where a stage goes on, whose heads are there by then", async () => {
  const pairs = tinyRecipe({
    stages: [
      tinyStage({
        ...{ name: "pairs", objective: "contrastive", trained: ["low", "heads"], steps: 4 },
        sequence: { length: 16, bucket: 16 },
        mixture: { sources: [{ data: "squares", modality: "multimodal" }] },
      }),
    ],
    logEvery: 1,
  });
  const buckets = async (change: Partial<TrainOptions>, stopBehind?: number) => {
    const sums: number[][] = [];
    const noted = memoryCollectives(2).map((collective) => {
      const lengths: number[] = [];
      sums.push(lengths);
      const reduceScatter = (data: Float32Array) => {
        lengths.push(data.length);
        return collective.reduceScatter(data);
      };
      return { ...collective, reduceScatter };
    });
    await runOn(noted, "buckets", change, stopBehind, pairs);
    return sums;
  };
  const [first, second] = await buckets({}, 1);
  expect(first!.length).toBeGreaterThan(2);
  expect(second).toEqual(first);
  expect(await buckets({ resume: true })).toEqual([first, second]);
});

test("rows that have lost their pictures may be all that a rank has, or none of them", async () => {
  const half: SampleSource = {
    size: 40,
    sample: (index) => (index % 2 ? given.sums : given.squares).sample(index),
  };
  const some = tinyRecipe({
    data: { half: { kind: "given" } },
    stages: [
      tinyStage({
        ...{ steps: 6, batch: 3 },
        mixture: { languageShare: 0, sources: [{ data: "half", modality: "multimodal" }] },
      }),
    ],
    logEvery: 1,
  });
  const own = { given: { ...given, half } };
  const alone = await run(1, "some-alone", own, undefined, some);
  const two = await run(2, "some-two", own, undefined, some);
  expect(two.losses).toHaveLength(6);
  two.losses.forEach((loss, i) => {
    expect(loss).toBeCloseTo(alone.losses[i]!, 4);
  });
  expect(farthest(two.results[0]!, two.results[1]!)).toBe(0);
  expect(farthest(two.results[0]!, alone.results[0]!)).toBeLessThan(1e-3);
});

test("ranks with different recipes are refused", async () => {
  const starts = memoryCollectives(2).map((collective) =>
    train({ ...recipe, seed: recipe.seed + collective.rank }, runtime, {
      ...{ folder: join(root, "different"), given, threads: 1, measure: false, export: false, collective },
    }),
  );
  for (const outcome of await Promise.allSettled(starts)) {
    expect(String((outcome as PromiseRejectedResult).reason)).toContain("rank 1 was started with another recipe");
  }
  const fewer = memoryCollectives(2).map((collective) =>
    train(recipe, runtime, {
      ...{ folder: join(root, "fewer"), threads: 1, measure: false, export: false, collective },
      given: collective.rank === 0 ? given : { ...given, sums: { ...given.sums, size: given.sums.size - 1 } },
    }),
  );
  for (const outcome of await Promise.allSettled(fewer)) {
    expect(String((outcome as PromiseRejectedResult).reason)).toMatch(
      /samples of "sums".*give all ranks the same data/,
    );
  }
});

test("more ranks than sequences are refused", async () => {
  const small = tinyRecipe({ stages: [tinyStage({ batch: 2 })] });
  const starts = memoryCollectives(3).map((collective) =>
    train(small, runtime, {
      ...{ folder: join(root, "small"), given, threads: 1, measure: false, export: false, collective },
    }),
  );
  for (const { status, reason } of (await Promise.allSettled(starts)) as PromiseRejectedResult[]) {
    expect([status, String(reason)]).toEqual([
      "rejected",
      expect.stringMatching(/batch of 2 sequences, too few for 3/),
    ]);
  }
});
