import { beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import { tinyModel } from "../../src/runtime/tiny-onnx.ts";
import { chromiumMissing, runInChromium } from "./chromium.ts";
import type run from "./web-runtime.entry.ts";
import { multiply } from "./web-runtime.entry.ts";

if (chromiumMissing) console.warn(`The browser runtime's tests are skipped: ${chromiumMissing}.`);

const matmul = tinyModel({
  inputs: [
    { name: "a", dtype: "float32", shape: ["m", 2] },
    { name: "b", dtype: "float32", shape: [2, "n"] },
  ],
  outputs: [{ name: "c", dtype: "float32", shape: ["m", "n"] }],
  nodes: [{ op: "MatMul", inputs: ["a", "b"], outputs: ["c"] }],
});

describe.skipIf(chromiumMissing)("in Chromium", { timeout: 180_000 }, () => {
  let found: Awaited<ReturnType<typeof run>>;
  let expected: number[];
  beforeAll(async () => {
    const entry = new URL("./web-runtime.entry.ts", import.meta.url);
    found = (await runInChromium(entry, { webgpu: true, files: { "/matmul.onnx": matmul } })) as typeof found;
    expected = await multiply(await createNativeRuntime("cpu"));
  }, 180_000);

  const close = (numbers: number[]) => {
    expect(numbers).toHaveLength(expected.length);
    for (const [i, number] of numbers.entries()) expect(number).toBeCloseTo(expected[i]!, 4);
  };

  test("the page may use threads", () => expect(found.wasm.isolated).toBe(true));
  test("wasm multiplies matrices as the native CPU does", () => close(found.wasm.product));
  test("webgpu multiplies matrices as the native CPU does", () => close(found.webgpu.product));

  test("a session loaded from a URL describes itself", () => {
    expect(found.wasm.described).toEqual([
      [
        { name: "a", dtype: "float32", shape: ["m", 2] },
        { name: "b", dtype: "float32", shape: [2, "n"] },
      ],
      [{ name: "c", dtype: "float32", shape: ["m", "n"] }],
    ]);
  });

  test("wasm updates values in place, computes what is asked for, and reads views", () => {
    expect(found.wasm.inPlace).toEqual([31, 62]);
    expect(found.wasm.returned).toEqual(["y", "z"]);
    expect(found.wasm.viewed).toEqual([310]);
  });

  test("every element type passes through unchanged, 16-bit floats as raw bits", () => {
    const arrays = { float16: "Uint16Array", float64: "Float64Array", int64: "BigInt64Array", bool: "Uint8Array" };
    for (const [dtype, [type, array, numbers, given]] of Object.entries(
      found.wasm.unchanged as Record<string, [string, string, number[], number[]]>,
    )) {
      expect(type).toBe(dtype);
      expect(numbers).toEqual(given);
      if (dtype in arrays) expect(array).toBe(arrays[dtype as keyof typeof arrays]);
    }
    expect(Object.keys(found.wasm.unchanged)).toHaveLength(7);
  });

  test("weights are read from files given beside the model", () => expect(found.wasm.weighted).toEqual([201, 2010]));

  test("mistakes are sentences about the caller's values", () => {
    expect(found.wasm.errors).toEqual([
      'input "a" has the shape [2], expected [m, 2].',
      'input "b" has the shape [1,2], expected [2, n].',
      'output "c" has the shape [2,2], but the run computes [1,1].',
      "this session was disposed; it cannot run any more.",
      'input "a" was disposed before the run.',
      "/nowhere.onnx could not be fetched: 404 Not Found.",
      expect.stringMatching(/^ONNX Runtime could not load the model: /),
      "a browser has no folders; give the files of externalDataFolder as externalData.",
    ]);
  });

  test("device values stay on the device and change only where they are written", () => {
    expect(found.webgpu.locations).toEqual(["device", "device", "device", "host"]);
    expect(found.webgpu.hostAccess).toBe("this float32 [8] value lives on the device; read it with download().");
    expect(found.webgpu.partial).toEqual([
      [10, 20, 30, 40, 50, 6, 7, 8],
      [10, 20, 30, 40, 50, 6, 7],
    ]);
  });

  test("device outputs feed further runs, fetched or allocated", () => {
    expect(found.webgpu.fetched).toEqual([true, [4, 5, 6]]);
    expect(found.webgpu.chained).toEqual([
      [10, 12, 14],
      [25, 36, 49],
    ]);
  });

  test("a device value given as input and as output is updated in place, its view too", () => {
    expect(found.webgpu.inPlace).toEqual([[4, 5, 6], ["y"], [20, 40, 60, 80, 50, 6, 7, 8]]);
    expect(found.webgpu.spill).toBe(
      'output "y" is a view [3] of a larger device value, and writing it may spill into what follows; give it a value of its own.',
    );
  });

  test("values disposed while runs and copies wait for their turn live that long", () => {
    expect(found.webgpu.survived).toEqual([
      [2, 3, 4],
      [1, 2, 3],
      [2, 3, 4],
    ]);
  });

  test("a cache grows in place: GroupQueryAttention with past and present in one buffer", () => {
    expect(found.webgpu.attended).toBeCloseTo(2, 4);
    expect(found.webgpu.cached).toEqual([1, 2, 3, 0]);
  });
});

test.skipIf(chromiumMissing)(
  "what goes wrong in the page is reported with its message",
  { timeout: 60_000 },
  async () => {
    const entry = new URL("./failing.entry.ts", import.meta.url);
    await expect(runInChromium(entry)).rejects.toThrow(/thrown in the page[\s\S]*written to the console/);
  },
);
