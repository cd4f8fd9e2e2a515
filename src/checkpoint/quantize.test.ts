import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import { loadCheckpoint } from "./checkpoint.ts";
import { exportCheckpoint } from "./export.ts";
import { convert } from "./half.ts";
import { inspectCheckpoint, renderSummary } from "./inspect.ts";
import { countParameters, parameterSpecs } from "./parameters.ts";
import { quantizeCheckpoint, quantizedCopy } from "./quantize.ts";
import { saveCheckpoint } from "./save.ts";
import { tinyWeights } from "./testing/tiny-checkpoint.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-quantize-"));
});
afterAll(() => rm(root, { recursive: true }));

let count = 0;
const fresh = () => join(root, `folder-${count++}`);

async function original(kind: "low" | "hybrid", layout: Parameters<typeof saveCheckpoint>[2] = {}): Promise<string> {
  const folder = fresh();
  await saveCheckpoint(folder, tinyWeights(kind), layout);
  await writeFile(join(folder, "tokenizer.json"), "{}");
  return folder;
}

const used = (kind: "low" | "hybrid") => parameterSpecs(tinyWeights(kind).config).filter((spec) => !spec.unused);

describe.each(["low", "hybrid"] as const)("a quantised %s model", (kind) => {
  test.each([4, 8] as const)("of %i bits is a checkpoint like any other, and smaller", async (bits) => {
    const [from, to] = [await original(kind), fresh()];
    const seen: [number, number][] = [];
    const report = await quantizeCheckpoint(from, to, { bits, onProgress: (...at) => void seen.push(at) });
    expect(report).toMatchObject({ bits, bytesBefore: 4 * countParameters(used(kind)), copied: ["tokenizer.json"] });
    expect(report.bytesAfter).toBeLessThan(report.bytesBefore);
    expect(seen.at(-1)).toEqual([report.bytesBefore, report.bytesBefore]);

    const checkpoint = await loadCheckpoint(to);
    expect(checkpoint.quantization).toEqual(report.quantization);
    const matrix = "language_model.model.layers.1.self_attn.v_proj.weight";
    expect(checkpoint.has(matrix)).toBe(false);
    expect(checkpoint.source(`${matrix}.packed`)?.dtype).toBe(bits === 4 ? "uint8" : "int8");
    expect(checkpoint.spec("language_model.model.norm.weight")).toEqual({ dtype: "float32", shape: [24] });
    expect(checkpoint.names.some((name) => name.includes("attn_pool"))).toBe(false);
    await checkpoint.close();

    const summary = await inspectCheckpoint(to);
    const unused = summary.unused.parameters;
    expect(summary.parameters - unused).toBe(countParameters(used(kind)));
    expect(renderSummary(summary)).toMatch(new RegExp(`quantised +${bits} bits .*ready to load`, "s"));
  });
});

test("a model in transformers' layout gives the same numbers as in the original one", async () => {
  const [a, b] = [fresh(), fresh()];
  await quantizeCheckpoint(await original("hybrid"), a, { bits: 4 });
  await quantizeCheckpoint(await original("hybrid", { layout: "deepseek_vl_hybrid" }), b, { bits: 4 });
  const [one, other] = [await loadCheckpoint(a), await loadCheckpoint(b)];
  for (const name of one.names.filter((name) => !one.spec(name)?.unused)) {
    expect(await other.read(name), name).toEqual(await one.read(name));
  }
  await one.close();
  await other.close();
});

test("export copies a quantised model to the bit, converts what is plain, and refuses another layout", async () => {
  const [quantised, copy] = [fresh(), fresh()];
  await quantizeCheckpoint(await original("low"), quantised, { bits: 4 });
  await exportCheckpoint(quantised, copy, { dtype: "float16" });
  const [before, after] = [await loadCheckpoint(quantised), await loadCheckpoint(copy)];
  expect(after.quantization).toEqual(before.quantization);
  for (const name of before.names.filter((name) => /\.(packed|scales|zeros)$/.test(name))) {
    expect(await after.read(name), name).toEqual(await before.read(name));
  }
  expect(after.spec("language_model.model.norm.weight")?.dtype).toBe("float16");
  await before.close();
  await after.close();
  await expect(exportCheckpoint(quantised, fresh(), { layout: "transformers" })).rejects.toThrow(
    "the deepseek_vl layout has no place for quantised weights",
  );
});

test("what cannot be quantised is refused, and nothing is left behind", async () => {
  const from = await original("low");
  const quantised = fresh();
  await quantizeCheckpoint(from, quantised, { bits: 8 });
  const before = (await readdir(root)).sort();
  await expect(quantizeCheckpoint(quantised, fresh(), { bits: 4 })).rejects.toThrow(/is quantised already: 8 bits/);
  await expect(quantizeCheckpoint(from, quantised, { bits: 4 })).rejects.toThrow("already exists and is not empty");
  await expect(quantizeCheckpoint(from, from, { bits: 4 })).rejects.toThrow(UserError);
  expect((await readdir(root)).sort()).toEqual(before);
});

test.each(["float32", "float16", "bfloat16"] as const)(
  "%s weights that are no numbers are refused by name",
  async (dtype) => {
    const cases = { "language_model.model.layers.0.mlp.gate_proj.weight": Infinity, "aligner.layers.0.bias": NaN };
    for (const [name, value] of Object.entries(cases)) {
      const weights = tinyWeights("low");
      const read: typeof weights.read = async (asked, as) => {
        const data = (await weights.read(asked)) as Float32Array;
        if (asked === name) data[7] = value;
        return convert(data, "float32", as ?? "float32");
      };
      const spec: typeof weights.spec = (asked) => {
        const found = weights.spec(asked);
        return found && { ...found, dtype }; // stored so: what is narrowed may not become infinite
      };
      const [from, to] = [fresh(), fresh()];
      await saveCheckpoint(from, { ...weights, read, spec }, { dtype });
      await expect(quantizeCheckpoint(from, to, { bits: 4 })).rejects.toThrow(`"${name}" [`);
      await expect(quantizeCheckpoint(from, to, { bits: 8 })).rejects.toThrow(`holds ${value}`);
      expect(await readdir(root)).not.toContain(basename(to));
    }
  },
);

test("a signal stops it between two slabs, and nothing is left behind", async () => {
  const from = await original("low");
  const before = (await readdir(root)).sort();
  const controller = new AbortController();
  const onProgress = (bytes: number, total: number) => {
    if (bytes > total / 2) controller.abort(new UserError("stopped"));
  };
  await expect(quantizeCheckpoint(from, fresh(), { bits: 4, signal: controller.signal, onProgress })).rejects.toThrow(
    "stopped",
  );
  expect((await readdir(root)).sort()).toEqual(before);
});

test("the copy for loading is made once and again when the original has changed", async () => {
  const [from, cacheFolder] = [await original("low"), fresh()];
  const told: string[] = [];
  const turn = { pauseMs: 1, onWait: (what: string) => void told.push(what) };
  const both = [1, 2].map(() => quantizedCopy(from, { bits: 4, cacheFolder, ...turn })); // the second waits for the first
  const [first, second] = (await Promise.all(both)) as [string, string];
  expect(second).toBe(first);
  expect(told).toEqual([expect.stringContaining(`${first} is being made by process ${process.pid} on `)]);
  expect(await readdir(dirname(first))).toEqual([basename(first)]);
  await writeFile(join(first, "mark"), "kept");
  expect(await quantizedCopy(from, { bits: 4, cacheFolder })).toBe(first);
  expect(await readFile(join(first, "mark"), "utf8")).toBe("kept");
  expect(await quantizedCopy(from, { bits: 8, cacheFolder })).not.toBe(first);
  await utimes(join(from, "model.safetensors"), 1, 1);
  expect(await quantizedCopy(from, { bits: 4, cacheFolder })).not.toBe(first);
  // a quantised model is its own copy
  expect(await quantizedCopy(first, { bits: 4, cacheFolder })).toBe(first);
  await expect(quantizedCopy(first, { bits: 8, cacheFolder })).rejects.toThrow(/is quantised already: 4 bits/);
});
