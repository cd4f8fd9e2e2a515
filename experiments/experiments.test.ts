import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSafetensors } from "../src/checkpoint/safetensors-write.ts";
import { packageVersion } from "../src/cli/package.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import { studies } from "./index.ts";
import { watchFrozen } from "./lab/frozen.ts";
import { writeReport } from "./lab/report.ts";
import { runStudy } from "./lab/run-study.ts";
import { unevenness } from "./lab/sight.ts";
import { above, below, correlation, correlationInterval, interval } from "./lab/statistics.ts";
import { overall, type Run, type Study } from "./lab/study.ts";
import { drawnGain, formulaGain, modalityGrouping } from "./modality-grouping.ts";

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "periscope-experiments-"));
});
afterAll(() => rm(out, { recursive: true, force: true }));

test("a quick study trains, goes on with what is missing, and writes a report", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const options = { size: "quick" as const, runtime, threads: 1, out };
  const seen: string[] = [];
  const stop = new AbortController();
  const stopping: Study = {
    ...modalityGrouping,
    run: (variant, seed, lab) => {
      seen.push(`${variant}-${seed}`);
      if (seen.length === 2) stop.abort();
      return modalityGrouping.run(variant, seed, lab);
    },
  };
  await expect(runStudy(stopping, { ...options, signal: stop.signal })).rejects.toThrow("stopped");
  const again: Study = {
    ...stopping,
    run: (variant, seed, lab) => {
      seen.push(`${variant}-${seed}`);
      return modalityGrouping.run(variant, seed, lab);
    },
  };
  const runs = await runStudy(again, options);
  // the first run is kept, the second was stopped and is made again
  expect(seen).toEqual(["grouped-1", "mixed-1", "mixed-1", "grouped-2", "mixed-2"]);
  expect(runs.map(({ variant, seed }) => `${variant}-${seed}`)).toEqual([
    "grouped-1",
    "mixed-1",
    "grouped-2",
    "mixed-2",
  ]);
  const result = await writeReport(modalityGrouping, runs, { out, size: "quick", command: "periscope experiment" });
  expect(result.sentence).toMatch(
    /^Not judged\. Grouping saves time on 512 ranks, by the formula over median times: .* \(not judged\);/,
  );
  expect(result.verdict).toBe("not judged");
  expect(runs[0]!.measured).toMatchObject({
    date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    version: packageVersion(),
  });
  const report = await readFile(join(out, "modality-grouping", "report.md"), "utf8");
  expect(report).toContain(result.sentence);
  expect(report).toContain("| mixed |");
  expect(await readFile(join(out, "modality-grouping", "gain.svg"), "utf8")).toMatch(/^<svg[\s\S]*ranks/);
  expect(existsSync(join(out, "modality-grouping", "result.json"))).toBe(true);
});

test.each(studies.filter(({ name }) => name !== "modality-grouping").map((study) => [study.name, study] as const))(
  "%s trains a variant, and its report answers with a verdict",
  async (name, study) => {
    const runtime = await createNativeRuntime("cpu", { threads: 1 });
    // of the limits, the first variant measures another model than the last
    const variants = study.variants.filter((_, v, { length }) => v === length - 1 || (v === 0 && name === "limits"));
    const only: Study = { ...study, variants, seeds: { quick: 1, full: 1 } };
    const made = await runStudy(only, { size: "quick", runtime, threads: 1, out });
    const metrics = Object.assign({}, ...made.map((run) => run.metrics)) as Record<string, number>;
    const curves = Object.assign({}, ...made.map((run) => run.curves)) as Run["curves"];
    // the other variants as these, with a little noise: what is looked at is the way from runs to a report
    const runs = study.variants.flatMap((variant, v) =>
      [1, 2].map((seed) => ({
        ...{ ...made[0]!, variant: variant.name, seed },
        ...{ metrics: shifted(metrics, 0.01 * v * seed), curves },
      })),
    );
    const result = await writeReport(study, runs, { out, size: "quick", command: "periscope experiment" });
    expect(result.verdict).toBe("not judged"); // as it is quick
    expect(overall(study.conclude(runs).findings)).not.toBe("not judged");
    expect(result.findings.length).toBeGreaterThan(1);
    const report = await readFile(join(out, name, "report.md"), "utf8");
    for (const variant of study.variants) expect(report).toContain(`| ${variant.name} |`);
    for (const plot of result.plots)
      expect(await readFile(join(out, name, `${plot.name}.svg`), "utf8")).toMatch(/^<svg/);
    for (const plot of result.plots) expect(plot.points.every(({ y }) => Number.isFinite(y))).toBe(true);
  },
);

function shifted(metrics: Readonly<Record<string, number>>, by: number): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value + by]));
}

test("mixed steps on many ranks wait for pictures: the formula gives the paper's 20 %, and drawing steps agrees", () => {
  expect(formulaGain(1, 0.583333, 0.6, 512)).toBeCloseTo(1.2, 3);
  expect(formulaGain(1, 0.5, 0.6, 1)).toBeCloseTo(1, 9);
  const drawn = drawnGain({ multimodal: [1], text: [0.5] }, { share: 0.6, ranks: 4, steps: 20_000, seed: 1 });
  expect(drawn).toBeCloseTo(formulaGain(1, 0.5, 0.6, 4), 1);
});

test("a claim is borne out only where its whole interval is on the right side", () => {
  const around = interval([-1, 0, 1.2]);
  expect(above("more", "", around).verdict).toBe("undecided");
  expect(above("more", "", interval([3, 3.1, 3.2])).verdict).toBe("reproduced");
  expect(above("more", "", interval([-3, -3.1, -3.2])).verdict).toBe("not reproduced");
  expect(below("not more by 5", "", around, 5).verdict).toBe("reproduced");
  // neither a difference of nothing nor one just at the margin is on the other side
  expect(above("more", "", interval([0, 0, 0])).verdict).toBe("undecided");
  expect(below("less", "", interval([0, 0, 0])).verdict).toBe("undecided");
  expect(below("not more by 5", "", interval([5, 5, 5]), 5).verdict).toBe("undecided");
  // of one value nothing is concluded
  expect(above("more", "", interval([3]))).toMatchObject({ verdict: "not judged", difference: { low: 3, high: 3 } });
  expect(overall([above("more", "", interval([3]))])).toBe("not judged");
  // within a margin, and yet on the other side
  expect(below("not more", "", interval([3, 3.1, 3.2]), 5).claim).toBe(
    "not more (by no more than 5; by less than that it measurably is)",
  );
  expect(interval([1, 2, 3])).toMatchObject({ mean: 2, low: expect.closeTo(2 - 2.484, 2) });
});

test("correlations are between -1 and 1, and so are their intervals", () => {
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 9);
  expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 9);
  expect(correlation([0, 0, 0], [1, 2, 3])).toBeUndefined();
  const { low, high } = correlationInterval([1, 0.9, -0.2]);
  expect(low).toBeGreaterThan(-1);
  expect(high).toBeLessThan(1);
});

test("gradient norms that fall slowly are even, norms that jump are not", () => {
  expect(unevenness([8, 4, 2, 1])).toBeCloseTo(0, 9);
  expect(unevenness([1, 2, 1, 2, 1])).toBeGreaterThan(0.2);
});

test("each of the paper's ten questions has a study with a name of its own", () => {
  expect(studies.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(studies.map(({ name }) => name)).size).toBe(10);
});

test("a stage that changes what it freezes is found out, one that changes what it trains is not", async () => {
  const saved = async (checkpoint: string, adaptor: number, language: number) => {
    const folder = join(out, "watched", "checkpoints", checkpoint);
    await mkdir(folder, { recursive: true });
    const tensor = (name: string, value: number) => ({
      ...{ name, dtype: "float32" as const, shape: [2], data: Float32Array.of(1, value) },
    });
    await writeSafetensors(join(folder, "state.safetensors"), [
      tensor("aligner.layers.0.weight", adaptor),
      tensor("language_model.norm.weight", language),
      tensor("first/language_model.norm.weight", adaptor),
    ]);
    await watch.saved(join(out, "watched"), checkpoint);
  };
  const watch = watchFrozen([
    { name: "before", trained: ["language"] },
    { name: "adaptor", trained: ["aligner"] },
  ]);
  await saved("00000003-before", 2, 3);
  await saved("00000004-adaptor", 4, 3);
  expect(watch.compared()).toEqual([{ stage: "adaptor", numbers: 2 }]);
  await expect(saved("00000005-adaptor", 5, 3.0000002)).rejects.toThrow(
    'stage "adaptor" has changed language_model.norm.weight, which it freezes',
  );
});

test("variants of a study have one tokenizer, whatever they draw from", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const stop = new AbortController();
  stop.abort(); // the tokenizer is there before the first step
  const oneTower = [
    "stages",
    "language-share",
    "modality-warmup",
    "modality-grouping",
    "choices-and-answers",
    "limits",
  ];
  for (const { name, variants, run } of studies.filter(({ name }) => oneTower.includes(name))) {
    const found = new Set<string>();
    for (const variant of variants.filter((one) => one.name !== "embedded")) {
      const folder = join(out, "tokenizers", name, variant.name);
      const lab = { size: "quick" as const, runtime, threads: 1, folder, parts: out, signal: stop.signal };
      await expect(run(variant.name, 1, { ...lab, progress: () => {} })).rejects.toThrow("stopped");
      found.add(await readFile(join(folder, "tokenizer", "tokenizer.json"), "utf8"));
    }
    expect([name, found.size]).toEqual([name, 1]);
  }
});
