import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Dtype, TypedArray } from "../../runtime/runtime.ts";
import { layerNorm } from "../ops/activation.ts";
import { add, cast, equal, mul } from "../ops/arithmetic.ts";
import { matmul } from "../ops/matmul.ts";
import { broadcastTo, slice } from "../ops/movement.ts";
import { reduceSum } from "../ops/reduce.ts";
import { constant, input, inScope, parameter, scalar, type Tensor } from "../tensor.ts";
import { arrayOf, cpu, evaluate } from "../testing.ts";
import { ModelProtoSchema } from "./onnx_pb.ts";
import { type Initializer, leavesOf, toOnnx } from "./write.ts";

const graphOf = (outputs: Record<string, Tensor>, initializer?: (name: string) => Initializer | undefined) =>
  fromBinary(ModelProtoSchema, toOnnx(outputs, { target: "cpu", initializer })).graph!;

describe("names", () => {
  const x = input("x", "float32", ["rows", 2]);

  test("inputs and outputs keep theirs, with types and shapes, named extents included", async () => {
    const outputs = { sum: add(x, x), same: equal(x, x) };
    const session = await (await cpu()).session(toOnnx(outputs, { target: "cpu" }));
    expect(session.inputs).toEqual([{ name: "x", dtype: "float32", shape: ["rows", 2] }]);
    expect(session.outputs).toEqual([
      { name: "sum", dtype: "float32", shape: ["rows", 2] },
      { name: "same", dtype: "bool", shape: ["rows", 2] },
    ]);
    session.dispose();
  });

  test("one tensor may be several outputs, and an input an output", async () => {
    const y = mul(x, 2);
    const outputs = { a: y, b: y, c: x, d: constant(Float32Array.of(7), [1], "float32") };
    const found = await evaluate(outputs, { x: Float32Array.of(1, 2) }, { rows: 1 });
    expect(found).toEqual({ a: [2, 4], b: [2, 4], c: [1, 2], d: [7] });
  });

  test("nodes carry the place in the model", () => {
    const y = inScope("language_model.layers.0.mlp", () => mul(x, x));
    expect(graphOf({ y }).node[0]!.name).toBe("language_model.layers.0.mlp/Mul_0");
  });

  test("two leaves, or an output and a leaf, may not share one", () => {
    const other = input("x", "float32", [2]);
    expect(() => graphOf({ y: add(x, other) })).toThrow('two different tensors of one program are called "x"');
    expect(() => graphOf({ x: mul(x, 2) })).toThrow('an output and another tensor of one program are called "x"');
  });

  test("leaves are listed in the order of first use", () => {
    const [a, b] = [parameter("a", [2]), parameter("b", [2])];
    const y = add(mul(x, b), add(a, b));
    expect(leavesOf([y], "parameter")).toEqual([b, a]);
    expect(leavesOf([y], "input")).toEqual([x]);
  });
});

describe("size", () => {
  test("equal small constants are written once", () => {
    const x = input("x", "float32", [2]);
    expect(graphOf({ y: add(mul(x, 3), mul(mul(x, 3), 3)) }).initializer).toHaveLength(1);
    expect(graphOf({ y: add(mul(x, 3), cast(mul(cast(x, "float64"), 3), "float32")) }).initializer).toHaveLength(2);
  });

  test("what no output needs is not written", () => {
    const x = input("x", "float32", [2]);
    const unused = matmul(broadcastTo(x, [2, 2]), broadcastTo(x, [2, 2]));
    expect(unused.shape).toEqual([2, 2]);
    expect(graphOf({ y: mul(x, 2) }).node.map((n) => n.opType)).toEqual(["Mul"]);
  });

  test("twenty thousand nodes in a chain are written without recursion", async () => {
    let y: Tensor = input("x", "float32", []);
    for (let i = 0; i < 20_000; i++) y = add(y, 1);
    expect(graphOf({ y }).node).toHaveLength(20_000);
  });
});

describe("constants", () => {
  test.each<[Dtype, number[]]>([
    ["float32", [1.5, -2]],
    ["float64", [1.5, -2]],
    ["int32", [1, -2]],
    ["int64", [1, -2]],
    ["uint8", [1, 255]],
    ["int8", [1, -2]],
    ["bool", [1, 0]],
    ["float16", [0x3c00, 0xc000]],
    ["bfloat16", [0x3f80, 0xc000]],
  ])("of type %s arrive as they are", async (dtype, values) => {
    const y = constant(arrayOf(dtype, values), [2], dtype);
    expect(await evaluate({ y })).toEqual({ y: values });
  });

  test("a view into a larger buffer writes only its part", async () => {
    const y = constant(Float32Array.of(1, 2, 3, 4).subarray(1, 3), [2], "float32");
    expect(await evaluate({ y })).toEqual({ y: [2, 3] });
  });

  test("the number of values must fit the shape", () => {
    const y = constant(Float32Array.of(1, 2), [3], "float32");
    expect(() => graphOf({ y })).toThrow("2 values for shape [3], expected 3");
  });

  test("scalars have a literal in the usual types only", () => {
    expect(() => scalar(1, "float16")).toThrow("scalar: no literal of type float16");
  });
});

describe("parameters", () => {
  const w = parameter("w", [2, 2]);
  const y = matmul(input("x", "float32", [1, 2]), w);
  const run = async (model: Uint8Array | string, folder?: string) => {
    const runtime = await cpu();
    const session = await runtime.session(model, { externalDataFolder: folder });
    const { y } = await session.run({ x: runtime.value("float32", [1, 2], Float32Array.of(1, 10)) });
    const names = session.inputs.map((i) => i.name);
    session.dispose();
    return { names, y: Array.from(y!.data, Number) };
  };

  test("are inputs unless they have a source", () => {
    expect(graphOf({ y }).input.map((i) => i.name)).toEqual(["x", "w"]);
    const data = Float32Array.of(1, 2, 3, 4);
    const initialized = graphOf({ y }, () => ({ kind: "data", dtype: "float32", data }));
    expect(initialized.input.map((i) => i.name)).toEqual(["x"]);
    expect(initialized.initializer.map((i) => i.name)).toEqual(["w"]);
  });

  test.each<[Dtype, TypedArray]>([
    ["float32", Float32Array.of(1, 2, 3, 4)],
    ["float16", Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400)],
    ["bfloat16", Uint16Array.of(0x3f80, 0x4000, 0x4040, 0x4080)],
    ["float64", Float64Array.of(1, 2, 3, 4)],
  ])("stored as %s are computed with as float32", async (dtype, data) => {
    const model = toOnnx({ y }, { target: "cpu", initializer: () => ({ kind: "data", dtype, data }) });
    expect(await run(model)).toEqual({ names: ["x"], y: [31, 42] });
  });

  describe("in a file of their own", () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "periscope-onnx-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test.each<[Dtype, TypedArray]>([
      ["float32", Float32Array.of(1, 2, 3, 4)],
      ["bfloat16", Uint16Array.of(0x3f80, 0x4000, 0x4040, 0x4080)],
    ])("%s values are read at their offset, behind a header of any length", async (dtype, data) => {
      const header = new TextEncoder().encode(JSON.stringify({ w: { dtype, shape: [2, 2] } }).padEnd(101));
      const name = `weights.${dtype}.safetensors`;
      await writeFile(join(folder, name), Buffer.concat([header, new Uint8Array(data.buffer)]));
      const source: Initializer = {
        kind: "external",
        dtype,
        location: name,
        offset: header.length,
        length: data.byteLength,
      };
      const model = toOnnx({ y }, { target: "cpu", initializer: () => source });
      expect(model.length).toBeLessThan(600);
      const path = join(folder, `${dtype}.onnx`);
      await writeFile(path, model);
      expect(await run(path)).toEqual({ names: ["x"], y: [31, 42] });
      expect(await run(model, folder)).toEqual({ names: ["x"], y: [31, 42] });
    });
  });
});

test("operators with several outputs give each to its users", async () => {
  const x = input("x", "float32", [2, 2]);
  const ones = constant(Float32Array.of(1, 1), [2], "float32");
  const y = layerNorm(x, ones, mul(ones, 0), 0);
  const found = await evaluate(
    { y, first: slice(y, 1, 0, 1), total: reduceSum(y) },
    { x: arrayOf("float32", [0, 2, 1, 5]) },
  );
  expect(found).toEqual({ y: [-1, 1, -1, 1], first: [-1, -1], total: [0] });
});
