import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nano } from "../../../recipes/nano.ts";
import { loadCheckpoint } from "../../checkpoint/checkpoint.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { moduleOf } from "../modules.ts";
import { memoryCollectives } from "../parallel/testing/memory-collective.ts";
import type { ParameterSet } from "../parameters.ts";
import { parseTrainingRecipe, type TrainingRecipe } from "../recipe.ts";
import { collected } from "../testing/tiny-recipe.ts";
import { type TrainOptions, train } from "../train.ts";

let runtime: Runtime;
const root = mkdtempSync(join(tmpdir(), "periscope-course-"));
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 2 });
});
afterAll(() => {
  runtime.dispose();
  rmSync(root, { recursive: true });
});

/** The recipe nano with so many steps of two rows in these stages. */
function short(steps: Readonly<Record<string, number>>): TrainingRecipe {
  const stages = nano.stages
    .filter(({ name }) => name in steps)
    .map((stage) => ({ ...stage, steps: steps[stage.name]!, batch: 2 }));
  return parseTrainingRecipe({
    ...nano,
    stages,
    validation: undefined,
    checkpoints: { every: 2, keep: 30 },
    logEvery: 1,
  });
}

let runs = 0;
const options = (change: Partial<TrainOptions> = {}): TrainOptions => ({
  ...{ folder: join(root, `run-${runs++}`), workers: 0, measure: false, export: false },
  ...change,
});

/** A hash of each parameter's bits. */
function bits({ values }: ParameterSet): Record<string, string> {
  const hash = (data: ArrayBufferView) =>
    createHash("sha256")
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      .digest("hex")
      .slice(0, 16);
  return Object.fromEntries([...values].map(([name, { data }]) => [name, hash(data)]));
}

describe("the embedded model's course", () => {
  test("runs every stage, each of which moves its own modules only, and leaves a model", async () => {
    const recipe = short(Object.fromEntries(nano.stages.map(({ name }) => [name, 1])));
    const all = options({ export: true });
    const { listener, events } = collected();
    const moved = new Map<string, Set<string>>();
    let before: Record<string, string> = {};
    let stage = "";
    const watch: TrainOptions["listeners"] = [
      listener,
      (event) => {
        if (event.kind === "stage") stage = event.stage.name;
      },
    ];
    for (const { name } of recipe.stages) {
      const { set } = await train(recipe, runtime, {
        ...{ ...all, export: name === "revise", stages: [name], listeners: watch, resume: true },
      });
      const now = bits(set);
      const changed = Object.keys(now).filter((key) => before[key] !== undefined && before[key] !== now[key]);
      moved.set(
        stage,
        new Set(changed.map((key) => (key.startsWith("symbols.") ? "symbols" : moduleOf(key, "hybrid")))),
      );
      before = now;
    }
    for (const { name, trained } of recipe.stages.slice(1)) {
      for (const module of moved.get(name)!) expect([...trained, "symbols"], name).toContain(module);
    }
    // what pre-training adds moves where it is taught, and symbols stay once pictures are seen
    expect([...moved].filter(([, modules]) => modules.has("symbols")).map(([name]) => name)).toEqual([]);
    expect([...moved.get("sharpen")!].sort()).toEqual(["heads", "high", "neck"]);
    expect([...moved.get("adaptor")!].sort()).toEqual(["aligner", "neck"]);
    const summaries = events.flatMap((event) => (event.kind === "summary" ? [event] : []));
    expect(summaries).toHaveLength(13);
    for (const { losses } of summaries)
      for (const value of Object.values(losses)) expect(value).toBeGreaterThanOrEqual(0);
    expect(existsSync(join(all.folder, "model", "model.safetensors"))).toBe(true);
    const checkpoint = await loadCheckpoint(join(all.folder, "model"));
    expect(checkpoint.config.vision.kind).toBe("hybrid");
    await checkpoint.close();
  }, 120_000);

  test("stopped and continued gives the same bits, with symbols, Muon and what a stage begins with", async () => {
    const recipe = short({ language: 4, align: 4 });
    const whole = await train(recipe, runtime, options());
    const halted = options();
    for (const at of [2, 6]) {
      const stop = new AbortController();
      const { finished } = await train(recipe, runtime, {
        ...{ ...halted, resume: true, signal: stop.signal },
        listeners: [(event) => void (event.kind === "summary" && event.at >= at && stop.abort())],
      });
      expect(finished).toBe(false);
    }
    const rest = await train(recipe, runtime, { ...halted, resume: true });
    expect(readdirSync(join(halted.folder, "checkpoints")).length).toBeGreaterThan(3);
    expect(bits(rest.set)).toEqual(bits(whole.set));
  }, 60_000);

  test("parts that ran side by side go on as those that ran one after the other", async () => {
    const recipe = short({ contrastive: 2, language: 2, align: 2 });
    const whole = await train(recipe, runtime, options());
    const [towers, language] = [options({ stages: ["contrastive"] }), options({ stages: ["language"] })];
    await train(recipe, runtime, towers);
    await train(recipe, runtime, language);
    const from = [language.folder, towers.folder]; // in any order: each brings what it has learnt
    const rest = await train(recipe, runtime, options({ stages: ["align"], from }));
    expect(bits(rest.set)).toEqual(bits(whole.set));
  }, 60_000);

  test.each([
    ["dense", 1, 0, "dense"],
    ["contrastive", 1, 0, "contrastive"],
    ["language", 1, 1, "text"],
    ["language", 1, 0, "symbols"],
    ["joint", 1, 0, "image"],
    ["read", 2, 0, "word"],
  ])(
    "%s: rows in micro-batches have the loss of the whole batch (%d steps, language share %d)",
    async (name, steps, share, loss) => {
      const run = async (abreast: number) => {
        const { listener, events } = collected();
        const recipe = short({ [name]: steps });
        const stage = { ...recipe.stages[0]!, batch: name === "contrastive" ? 4 : 3, abreast };
        stage.mixture = { ...stage.mixture, languageShare: share, warmup: undefined };
        await train({ ...recipe, stages: [stage] }, runtime, options({ listeners: [listener] }));
        return events.flatMap((event) => (event.kind === "summary" ? [event.losses] : [])).at(-1)![loss]!;
      };
      const whole = await run(1);
      expect(whole).toBeGreaterThan(0);
      expect(Math.abs((await run(2)) - whole) / whole).toBeLessThan(1e-4);
    },
  );

  test("weights of a model of another size are refused with a sentence", async () => {
    const one = options();
    await train(short({ contrastive: 1 }), runtime, one);
    const wider = structuredClone(nano.model.config) as {
      vision_config: { params: { low_res_cfg: { mlp_ratio: number } } };
    };
    wider.vision_config.params.low_res_cfg.mlp_ratio = 2;
    const recipe = short({ contrastive: 1 });
    const other = { ...recipe, model: { ...recipe.model, config: wider as unknown as Record<string, unknown> } };
    await expect(train(other, runtime, options({ from: [one.folder] }))).rejects.toThrow(
      /mlp\.fc1\.\w+ is \[1024.* in what the run starts from, and \[512.* in recipe nano/,
    );
  });

  test("says what it is not for", async () => {
    const unknown = { ...short({ dense: 1 }) };
    unknown.stages = [{ ...unknown.stages[0]!, name: "juggling" }];
    await expect(train(unknown, runtime, options())).rejects.toThrow(
      /no lesson "juggling" .* there are dense, contrastive/,
    );
    for (const [stage, why] of [
      ["dense", 'stage "dense" is a course, which trains in one process; this is one of 2'],
      ["language", "stage language has Muon, which needs whole matrices"],
    ] as const) {
      const { folder } = options();
      const ranks = memoryCollectives(2).map((collective) => {
        return train(short({ [stage]: 1 }), runtime, options({ folder, collective }));
      });
      for (const { reason } of (await Promise.allSettled(ranks)) as PromiseRejectedResult[]) {
        expect((reason as Error).message).toContain(why);
      }
    }
    const sources = [{ data: "x", modality: "language" }];
    const with_ = { ...nano, data: { x: { kind: "given" } }, stages: [{ ...nano.stages[0]!, mixture: { sources } }] };
    expect(() => parseTrainingRecipe(with_)).toThrow("makes its own samples");
    await expect(train(short({ dense: 1 }), runtime, options({ from: [join(root, "nowhere")] }))).rejects.toThrow(
      "is no run",
    );
  });
});
