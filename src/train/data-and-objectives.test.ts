import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { viewData } from "../data/view/testing/data-set.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { StageBegins, Summary, Validated } from "./events.ts";
import { moduleOf } from "./modules.ts";
import type { RecipeInput } from "./recipe.ts";
import { isHeldOut, openSource } from "./sources.ts";
import { collected, tinyRecipe, tinyStage } from "./testing/tiny-recipe.ts";
import { train } from "./train.ts";

let runtime: Runtime;
const root = mkdtempSync(join(tmpdir(), "periscope-shards-"));
const shards = { kind: "shards" as const, path: join(root, "data") };
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
  await viewData(shards.path, 60);
});
afterAll(() => {
  runtime.dispose();
  rmSync(root, { recursive: true });
});

const options = (name: string) => ({
  folder: join(root, name),
  threads: 1,
  measure: false,
  record: false,
  export: false,
});

describe("samples of shards", () => {
  test("are chosen by modality, category, source and side, and read by number in any order", async () => {
    const open = (selection: object) =>
      openSource("d", shards, { side: "training" as const, heldOut: 0.2, ...selection });
    const pictures = await open({ modality: "multimodal" });
    const texts = await open({ modality: "language" });
    const [kept, all] = [
      await open({ modality: "multimodal", side: "held out" }),
      await open({ heldOut: 0, modality: "multimodal" }),
    ];
    expect(kept.size).toBeGreaterThan(0);
    expect(pictures.size + kept.size).toBe(all.size);
    const last = await pictures.sample(pictures.size - 1);
    expect(last.pictures).toHaveLength(1);
    expect(isHeldOut(last.key, 0.2)).toBe(false);
    expect((await pictures.sample(0)).key).not.toBe(last.key);
    expect(await pictures.sample(pictures.size - 1)).toMatchObject({ key: last.key });
    const grid = (await last.maps!()).objects!;
    expect([grid.width, grid.height, grid.data.filter((c) => c === 1).length]).toEqual([96, 64, 24 * 24]);
    expect((await texts.sample(0)).content.kind).toBe("document");
    await expect(open({ categories: ["web-code"] })).rejects.toThrow("has no samples of category web-code");
    await expect(openSource("d", { kind: "shards", path: root }, { side: "training", heldOut: 0 })).rejects.toThrow(
      "holds no finished data set",
    );
  });
});

describe("all stages from shards", () => {
  const pictures = { data: "shards", modality: "multimodal" as const };
  const stages: RecipeInput["stages"] = [
    {
      ...{ name: "dense", objective: "dense", trained: ["high", "neck", "heads"], steps: 30, batch: 4 },
      maps: { objects: { classes: 2 } },
      schedule: { rate: 1e-2, warmup: 2 },
      mixture: { sources: [pictures] },
    },
    {
      ...{ name: "contrastive", objective: "contrastive", trained: ["low", "heads"], steps: 3, batch: 4 },
      sequence: { length: 32, bucket: 32 },
      schedule: { rate: 1e-3 },
      mixture: { sources: [pictures] },
    },
    tinyStage({
      ...{ name: "instruct", trained: ["low", "neck", "aligner", "language"], labels: "targets", steps: 3, batch: 2 },
      sequence: { length: 128, bucket: 128 },
      mixture: { languageShare: 0.4, sources: [pictures, { data: "shards", modality: "language" }] },
    }) as never,
  ];

  test("towers are pre-trained, then the language model answers; held-out scores are told", async () => {
    const { events, listener } = collected();
    const recipe = tinyRecipe({
      data: { shards },
      heldOut: 0.2,
      stages,
      logEvery: 3,
      checkpoints: { every: 100, best: "choices" },
      validation: {
        every: 100,
        samples: 4,
        choices: 3,
        answerTokens: 2,
        text: { data: "shards" },
        questions: { data: "shards" },
      },
    });
    const { place } = await train(recipe, runtime, { ...options("stages"), listeners: [listener] });
    const of = (stage: string) =>
      events.filter((event): event is Summary => event.kind === "summary" && event.stage === stage);
    const [first, last] = [of("dense")[0]!, of("dense").at(-1)!];
    expect(last.losses.dense!).toBeLessThan(first.losses.dense!);
    expect(last.losses["dense.accuracy.objects"]).toBeGreaterThanOrEqual(0);
    expect(of("contrastive")[0]!.losses.contrastive).toBeGreaterThan(0);
    expect(of("instruct")).toHaveLength(1);
    const begun = events.filter((event): event is StageBegins => event.kind === "stage");
    expect(begun.map(({ stage }) => stage.name)).toEqual(["dense", "contrastive", "instruct"]);
    for (const { prediction } of begun) {
      const { samples, ...parts } = prediction.parts;
      expect(samples).toBe(0); // shards are read by the run's own thread
      for (const bytes of Object.values(parts)) expect(bytes).toBeGreaterThan(0);
    }
    const validations = events.filter((event): event is Validated => event.kind === "validation");
    expect(validations).toHaveLength(3);
    const { scores, examples } = validations[2]!;
    expect(scores.bitsPerByte).toBeGreaterThan(0.5);
    expect(scores.bitsPerByte).toBeLessThan(16);
    for (const name of ["choices", "answers"]) expect(scores[name]).toBeGreaterThanOrEqual(0);
    expect(examples.length).toBeGreaterThan(0);
    expect(examples[0]!.picture!.subarray(1, 4).toString()).toBe("PNG");
    expect(place.best!.checkpoint).toMatch(/^\d{8}-(dense|contrastive|instruct)$/);
  });

  test("each stage moves its own parts", async () => {
    const moved = async (count: number) => {
      const recipe = tinyRecipe({
        data: { shards },
        heldOut: 0.2,
        stages: stages.slice(0, count).map((one) => ({ ...one, steps: 1 })),
      });
      const { set } = await train(recipe, runtime, options(`moved-${count}`));
      return new Map(
        [...set.values].map(([name, { data }]) => [name, Buffer.from((data as Float32Array).slice().buffer)]),
      );
    };
    const [one, two] = [await moved(1), await moved(2)];
    const changed = new Set(
      [...one].filter(([name, bytes]) => !bytes.equals(two.get(name)!)).map(([name]) => moduleOf(name, "hybrid")),
    );
    expect([...changed]).toEqual(["low"]);
  });
});

describe("precision", () => {
  test("frozen weights in 16 bits and moments in bfloat16 learn nearly as float32 does", async () => {
    const losses = async (precision: object, name: string) => {
      const { events, listener } = collected();
      const mixture = { languageShare: 0, sources: [{ data: "squares", modality: "multimodal" }] };
      const data = { squares: { kind: "generated", generator: "captions" } } as RecipeInput["data"];
      const stage = tinyStage({
        mixture,
        steps: 6,
        trained: ["aligner", "language"],
        sequence: { length: 96, bucket: 96 },
      });
      const recipe = tinyRecipe({ data, stages: [stage as never], precision, logEvery: 6 });
      const { set } = await train(recipe, runtime, { ...options(name), listeners: [listener] });
      const summary = events.find((event): event is Summary => event.kind === "summary")!;
      return {
        loss: summary.losses.multimodal!,
        types: new Set([...set.values.values()].map(({ dtype }) => dtype)),
        set,
      };
    };
    const full = await losses({}, "full");
    const half = await losses({ frozen: "float16", moments: "bfloat16" }, "half");
    expect([...half.types].sort()).toEqual(["float16", "float32"]);
    expect([...half.set.moments.values()][0]!.first.dtype).toBe("bfloat16");
    expect(Math.abs(half.loss - full.loss)).toBeLessThan(0.05);
  });
});

describe("people's files", () => {
  const talk = (question: string) => ({
    conversations: [
      { from: "human", value: question },
      { from: "gpt", value: "Four." },
    ],
  });
  const stage = (length: number, packing: boolean) => ({
    ...{ steps: 4, batch: 2, labels: "targets", sequence: { length, bucket: length, packing } },
    mixture: { languageShare: 1, sources: [{ data: "talks", modality: "language" }] },
  });
  const run = async (name: string, records: object[], change: object) => {
    const path = join(root, `${name}.json`);
    writeFileSync(path, JSON.stringify(records));
    const { events, listener } = collected();
    const recipe = tinyRecipe({ data: { talks: { kind: "files", paths: [path] } }, stage: change });
    await train(recipe, runtime, { ...options(name), listeners: [listener] });
    return events.flatMap((event) => (event.kind === "remark" ? [event.text.replaceAll(path, "talks.json")] : []));
  };
  const long = Array.from({ length: 9 }, (_, i) => talk(`${i} ${"and one more ".repeat(40)}?`));

  test.each([false, true])("what is refused and what is too long is told once each (packing: %s)", async (packing) => {
    const records = [talk("2 and 2?"), ...long, { ...talk("Who?"), image: "none.png" }];
    expect(await run(`told-${packing}`, records, stage(64, packing))).toEqual([
      '1 of 11 items of talks.json was refused: once "a file is missing" (item 10, none.png)',
      '9 of 10 samples are left out of stage joint: nothing of them is left to learn within 64 tokens ("length")',
    ]);
  });

  test("where all are too long, the error has their number", async () => {
    await expect(run("long", long, stage(64, false))).rejects.toThrow(
      "nothing can be learnt from any of the 9 language samples: are their answers beyond",
    );
  });

  test("whole files of short conversations need no remark", async () => {
    expect(await run("short", [talk("2 and 2?"), talk("1 and 3?")], stage(64, false))).toEqual([]);
  });
});
