import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "./errors.ts";
import { createNativeRuntime } from "./native.ts";
import { handleCount } from "./native-memory.ts";
import type { Dtype, Runtime, Session, TypedArray, Value } from "./runtime.ts";
import type { TinyGraph } from "./tiny-onnx.ts";
import { tinyModel } from "./tiny-onnx.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => runtime.dispose());

const floats = (...numbers: number[]) => Float32Array.from(numbers);
const load = (graph: TinyGraph) => runtime.session(tinyModel(graph));

const matmul: TinyGraph = {
  inputs: [
    { name: "a", dtype: "float32", shape: ["m", "k"] },
    { name: "b", dtype: "float32", shape: ["k", 2] },
  ],
  outputs: [{ name: "c", dtype: "float32", shape: ["m", 2] }],
  nodes: [{ op: "MatMul", inputs: ["a", "b"], outputs: ["c"] }],
};

function unary(op: string, dtype: Dtype = "float32", shape: readonly (number | string)[] = ["n"]): TinyGraph {
  return {
    inputs: [{ name: "x", dtype, shape }],
    outputs: [{ name: "y", dtype, shape }],
    nodes: [{ op, inputs: ["x"], outputs: ["y"] }],
  };
}

describe("a session", () => {
  test("describes its inputs and outputs with symbolic dimensions as names", async () => {
    const session = await load(matmul);
    expect(session.inputs).toEqual(matmul.inputs);
    expect(session.outputs).toEqual(matmul.outputs);
  });

  test("computes an output of a shape known only at the run", async () => {
    const session = await load(matmul);
    const b = runtime.value("float32", [3, 2], floats(1, 2, 3, 4, 5, 6));
    for (const rows of [1, 4, 2]) {
      const a = runtime.value("float32", [rows, 3], new Float32Array(rows * 3).fill(1));
      const { c } = await session.run({ a, b });
      expect(c!.shape).toEqual([rows, 2]);
      expect(c!.location).toBe("host");
      expect([...c!.data]).toEqual(Array.from({ length: rows }, () => [9, 12]).flat());
      c!.dispose();
    }
  });

  test("writes a fetched output where it is told", async () => {
    const session = await load(matmul);
    const memory = new Float32Array(4);
    const c = runtime.value("float32", [1, 2], memory.subarray(1, 3));
    const a = runtime.value("float32", [1, 1], floats(10));
    const result = await session.run({ a, b: runtime.value("float32", [1, 2], floats(1, 2)) }, { c });
    expect(result.c).toBe(c);
    expect([...memory]).toEqual([0, 10, 20, 0]);
  });

  test("updates a value given as input and as output in place", async () => {
    const session = await load({
      inputs: [
        { name: "x", dtype: "float32", shape: ["n"] },
        { name: "step", dtype: "float32", shape: [1] },
      ],
      outputs: [{ name: "y", dtype: "float32", shape: ["n"] }],
      nodes: [{ op: "Add", inputs: ["x", "step"], outputs: ["y"] }],
    });
    const x = runtime.value("float32", [3], floats(1, 2, 3));
    const step = runtime.value("float32", [1], floats(0.5));
    for (let i = 0; i < 4; i++) await session.run({ x, step }, { y: x });
    expect([...x.data]).toEqual([3, 4, 5]);
  });

  test("computes only the outputs asked for", async () => {
    const session = await load({
      inputs: [{ name: "x", dtype: "float32", shape: ["n"] }],
      outputs: [
        { name: "negative", dtype: "float32", shape: ["n"] },
        { name: "root", dtype: "float32", shape: ["n"] },
      ],
      nodes: [
        { op: "Neg", inputs: ["x"], outputs: ["negative"] },
        { op: "Sqrt", inputs: ["x"], outputs: ["root"] },
      ],
    });
    const x = runtime.value("float32", [2], floats(4, 9));
    expect(Object.keys(await session.run({ x }, {}, ["root"]))).toEqual(["root"]);
    const { root, negative } = await session.run({ x });
    expect([...root!.data]).toEqual([2, 3]);
    expect([...negative!.data]).toEqual([-4, -9]);
  });

  test("gives its outputs as inputs to another session without a copy", async () => {
    const [negate, square] = [await load(unary("Neg")), await load(matmul)];
    const { y } = await negate.run({ x: runtime.value("float32", [2], floats(1, 2)) });
    const { c } = await square.run({ a: y!.view([2, 1]), b: y!.view([1, 2]) });
    expect([...c!.data]).toEqual([1, 2, 2, 4]);
  });

  test("runs overlap, of one session and of several", async () => {
    const sessions = [await load(unary("Neg")), await load(unary("Neg")), await load(unary("Neg"))];
    const values = Array.from({ length: 30 }, (_, i) => runtime.value("float32", [1], floats(i)));
    const results = await Promise.all(values.map((x, i) => sessions[i % 3]!.run({ x })));
    expect(results.map(({ y }) => -y!.data[0]!)).toEqual(values.map((_, i) => i));
  });

  test("leaves the event loop free while it runs", { timeout: 300_000 }, async () => {
    const size = 1024;
    const square = { dtype: "float32", shape: [size, size] } as const;
    const [inputs, outputs] = [
      [
        { name: "a", ...square },
        { name: "b", ...square },
      ],
      [{ name: "c", ...square }],
    ];
    const session = await load({ inputs, outputs, nodes: [...chain(6)] });
    const a = runtime.value("float32", [size, size]);
    let running = true;
    let ticks = 0;
    const tick = () => {
      ticks++;
      if (running) setImmediate(tick);
    };
    setImmediate(tick);
    await session.run({ a, b: a });
    running = false;
    expect(ticks).toBeGreaterThan(20);

    function* chain(length: number) {
      for (let i = 0; i < length; i++) {
        yield { op: "MatMul", inputs: [i === 0 ? "a" : `t${i}`, "b"], outputs: [i === length - 1 ? "c" : `t${i + 1}`] };
      }
    }
  });

  test("holds no more memory after 10,000 runs than before", { timeout: 300_000 }, async () => {
    const session = await load({
      inputs: [{ name: "x", dtype: "float32", shape: ["n"] }],
      outputs: [
        { name: "kept", dtype: "float32", shape: ["n"] },
        { name: "fresh", dtype: "float32", shape: ["n"] },
      ],
      nodes: [
        { op: "Neg", inputs: ["x"], outputs: ["kept"] },
        { op: "Abs", inputs: ["x"], outputs: ["fresh"] },
      ],
    });
    const x = runtime.value("float32", [1000]);
    const lanes = Array.from({ length: 8 }, () => runtime.value("float32", [1000]));
    const once = async (kept: Value, look: boolean) => {
      const view = x.view([1000]);
      const { fresh } = await session.run({ x: view }, { kept });
      if (look && fresh!.data[0] !== 0) throw new Error("unexpected result");
      fresh!.dispose();
      view.dispose();
    };
    const spin = async (runs: number) => {
      for (let i = 0; i < runs; i += lanes.length) await Promise.all(lanes.map((kept, j) => once(kept, j % 2 === 0)));
    };
    // V8's own heap grows and shrinks as it likes; what must not grow is the rest.
    const nativeMemory = () => process.memoryUsage().rss - process.memoryUsage().heapTotal;
    await spin(10_000);
    const [memory, handles] = [nativeMemory(), handleCount.live];
    await spin(10_000);
    expect(handleCount.live).toBeLessThanOrEqual(handles); // values that other tests forgot may go meanwhile
    expect(nativeMemory() - memory).toBeLessThan(8 << 20);
  });
});

describe("options", () => {
  test.each(["off", "basic", "extended", "all"] as const)("optimisation %s gives the same result", async (optimize) => {
    const options = { optimize, threads: 2, config: { "session.intra_op.allow_spinning": "0" } };
    const session = await runtime.session(tinyModel(unary("Neg")), options);
    const { y } = await session.run({ x: runtime.value("float32", [2], floats(1, 2)) });
    expect([...y!.data]).toEqual([-1, -2]);
  });

  test("that make no sense are refused", async () => {
    const model = tinyModel(unary("Neg"));
    await expect(runtime.session(model, { threads: 0 })).rejects.toThrow(
      "threads is 0, expected a whole number from 1",
    );
    await expect(runtime.session(model, { config: { "": "1" } })).rejects.toThrow(
      /^ONNX Runtime could not configure a session: /,
    );
  });
});

describe("values", () => {
  const samples: [Dtype, TypedArray][] = [
    ["float32", floats(1.5, -2, Number.NaN)],
    ["float64", Float64Array.of(1e300, -2, 0.1)],
    ["float16", Uint16Array.of(0x3c00, 0xc000, 0x7c00)],
    ["bfloat16", Uint16Array.of(0x3f80, 0xc000, 0x7f80)],
    ["int8", Int8Array.of(-128, 0, 127)],
    ["uint8", Uint8Array.of(0, 1, 255)],
    ["int32", Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
    ["int64", BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 63n - 1n)],
    ["bool", Uint8Array.of(0, 1, 1)],
  ];

  test.each(samples)("%s pass through a program unchanged", async (dtype, data) => {
    const session = await load(unary("Identity", dtype));
    const { y } = await session.run({ x: runtime.value(dtype, [3], data) });
    expect(y!.dtype).toBe(dtype);
    expect(y!.data).toEqual(data);
    const fetched = runtime.value(dtype, [3]);
    await session.run({ x: y! }, { y: fetched });
    expect(fetched.data).toEqual(data);
  });

  test("uint4 are packed two to a byte, low nibble first", async () => {
    const session = await load({
      inputs: [
        { name: "x", dtype: "uint4", shape: [3] },
        { name: "scale", dtype: "float32", shape: [] },
      ],
      outputs: [{ name: "y", dtype: "float32", shape: [3] }],
      nodes: [{ op: "DequantizeLinear", inputs: ["x", "scale"], outputs: ["y"] }],
    });
    const x = runtime.value("uint4", [3], Uint8Array.of(0x21, 0x0f));
    const { y } = await session.run({ x, scale: runtime.value("float32", [], floats(2)) });
    expect([...y!.data]).toEqual([2, 4, 30]);
  });

  test("of no dimension and of no element go in and come out", async () => {
    const scalar = await load(unary("Neg", "float32", []));
    const { y } = await scalar.run({ x: runtime.value("float32", [], floats(7)) });
    expect([y!.shape, [...y!.data]]).toEqual([[], [-7]]);
    const vector = await load(unary("Neg"));
    const empty = (await vector.run({ x: runtime.value("float32", [0]) })).y!;
    expect([empty.shape, empty.data.length, (await empty.download()).length]).toEqual([[0], 0, 0]);
  });

  test("wrap the given array and start at zero without one", () => {
    const data = floats(1, 2);
    expect(runtime.value("float32", [2], data).data).toBe(data);
    expect([...runtime.value("int64", [2]).data]).toEqual([0n, 0n]);
  });

  test("may lie in memory shared between threads", async () => {
    const session = await load(unary("Neg"));
    const shared = new Float32Array(new SharedArrayBuffer(8));
    const x = runtime.value("float32", [2], shared);
    shared.set([1, 2]);
    await session.run({ x }, { y: x });
    expect([...shared]).toEqual([-1, -2]);
  });

  test("have views that share their memory under another shape", async () => {
    const base = runtime.value("float32", [2, 2], floats(1, 2, 3, 4));
    const head = base.view([3]);
    (head.data as Float32Array)[2] = 30;
    expect([...base.data]).toEqual([1, 2, 30, 4]);
    await (await load(unary("Neg"))).run({ x: head }, { y: head });
    expect([...base.data]).toEqual([-1, -2, -30, 4]);
    expect([...head.view([1]).data]).toEqual([-1]);
    expect(() => head.view([2, 3])).toThrow(
      "a view of shape [2,3] needs more elements than the value of shape [3] has.",
    );
    const { y } = await (await load(unary("Neg"))).run({ x: base.view([4]) });
    expect([...y!.view([2, 2]).view([1, 2]).data]).toEqual([1, 2]);
  });

  test("download a copy and upload in place", async () => {
    const value = runtime.value("int32", [2], Int32Array.of(1, 2));
    const copy = await value.download();
    await value.upload(Int32Array.of(3, 4));
    expect([[...copy], [...value.data]]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await expect(value.upload(Int32Array.of(1))).rejects.toThrow(
      "int32 [2] needs an array of length 2, but the given one has 1.",
    );
  });

  test("of a shape or array that does not fit are refused", () => {
    expect(() => runtime.value("float32", [2, -1])).toThrow("shape [2,-1] has the dimension -1");
    expect(() => runtime.value("float32", [1.5])).toThrow("dimensions are non-negative integers");
    expect(() => runtime.value("float32", [2], floats(1))).toThrow(
      "float32 [2] needs an array of length 2, but the given one has 1.",
    );
    expect(() => runtime.value("int64", [1], floats(1))).toThrow(
      "int64 [1] is held in a BigInt64Array, not in a Float32Array.",
    );
  });
});

test("the data of an output cannot be looked at while a run writes it", async () => {
  const session = await load(unary("Neg"));
  const { y } = await session.run({ x: runtime.value("float32", [1 << 20]) });
  const pending = session.run({ x: runtime.value("float32", [1 << 20]) }, { y: y! });
  expect(() => y!.data).toThrow("is an output of a run under way; await it first.");
  await pending;
  expect(y!.data).toHaveLength(1 << 20);
});

describe("dispose", () => {
  let negate: Session;
  beforeAll(async () => {
    negate = await load(unary("Neg"));
  });

  test("may be called twice, and use afterwards is a clear error", async () => {
    const { y } = await negate.run({ x: runtime.value("float32", [2], floats(1, 2)) });
    const view = y!.view([1]);
    y!.dispose();
    y!.dispose();
    const message = /^this float32 \[\d\] value was disposed; it cannot be used any more\.$/;
    expect(() => y!.data).toThrow(message);
    expect(() => y!.view([1])).toThrow(message);
    expect(() => view.data).toThrow(message);
    await expect(y!.download()).rejects.toThrow(message);
    await expect(negate.run({ x: y! })).rejects.toThrow('input "x" was disposed before the run.');
    await expect(negate.run({ x: view })).rejects.toThrow('input "x" was disposed before the run.');
  });

  test("of a view leaves the base intact", () => {
    const base = runtime.value("float32", [2], floats(1, 2));
    base.view([1]).dispose();
    expect([...base.data]).toEqual([1, 2]);
  });

  test("during a run takes effect after it", async () => {
    const size = 1 << 20;
    const x = runtime.value("float32", [size], new Float32Array(size).fill(3));
    const y = runtime.value("float32", [size]);
    const data = y.data;
    const pending = negate.run({ x }, { y });
    x.dispose();
    y.dispose();
    await pending;
    expect(data.every((number) => number === -3)).toBe(true);
  });

  test("of an output during a run that reads it takes effect after it", async () => {
    const size = 1 << 20;
    const { y } = await negate.run({ x: runtime.value("float32", [size], new Float32Array(size).fill(3)) });
    const pending = [negate.run({ x: y! }), negate.run({ x: y!.view([size]) })];
    expect(y!.data[0]).toBe(-3); // moves to a JavaScript array while the runs still read the old place
    pending.push(negate.run({ x: y! }));
    y!.dispose();
    for (const { y: result } of await Promise.all(pending)) {
      expect(result!.data.every((number) => number === 3)).toBe(true);
    }
  });

  test("leaves an array taken from the value before readable", async () => {
    const { y } = await negate.run({ x: runtime.value("float32", [1000], new Float32Array(1000).fill(1)) });
    const data = y!.data;
    y!.dispose();
    for (let i = 0; i < 20; i++) {
      (await negate.run({ x: runtime.value("float32", [1000], new Float32Array(1000).fill(i)) })).y!.dispose();
    }
    expect(data.every((number) => number === -1)).toBe(true);
  });

  test("of a session waits for its runs and forbids further ones", async () => {
    const session = await load(unary("Neg"));
    const x = runtime.value("float32", [1 << 20]);
    const pending = session.run({ x });
    session.dispose();
    session.dispose();
    expect((await pending).y!.shape).toEqual([1 << 20]);
    await expect(session.run({ x })).rejects.toThrow("this session was disposed; it cannot run any more.");
  });

  test("of a runtime disposes its sessions", async () => {
    const other = await createNativeRuntime("cpu");
    const session = await other.session(tinyModel(unary("Neg")));
    const x = other.value("float32", [1]);
    other.dispose();
    await expect(session.run({ x })).rejects.toThrow("this session was disposed");
    await expect(other.session(tinyModel(unary("Neg")))).rejects.toThrow("this runtime was disposed");
    expect(() => other.value("float32", [1])).toThrow("this runtime was disposed");
  });
});

describe("mistakes are sentences about the caller's values:", () => {
  let session: Session;
  let a: Value;
  let b: Value;
  beforeAll(async () => {
    session = await load(matmul);
    a = runtime.value("float32", [1, 3]);
    b = runtime.value("float32", [3, 2]);
  });

  test("a missing input", async () => {
    await expect(session.run({ a })).rejects.toThrow('input "b" is missing; the program takes "a", "b".');
  });
  test("an unknown input or output", async () => {
    await expect(session.run({ a, b, bias: b })).rejects.toThrow(
      'input "bias" is not one of this run\'s inputs, which are "a", "b".',
    );
    await expect(session.run({ a, b }, { d: b })).rejects.toThrow(
      'output "d" is not one of this run\'s outputs, which are "c".',
    );
    await expect(session.run({ a, b }, {}, ["e"])).rejects.toThrow('the program has no output "e"; it computes "c".');
    await expect(session.run({ a, b }, {}, [])).rejects.toThrow("at least one output");
  });
  test("a wrong element type", async () => {
    await expect(session.run({ a, b: runtime.value("int32", [3, 2]) })).rejects.toThrow(
      'input "b" is int32, expected float32.',
    );
  });
  test("a wrong shape", async () => {
    await expect(session.run({ a, b: runtime.value("float32", [3, 5]) })).rejects.toThrow(
      'input "b" has the shape [3,5], expected [k, 2].',
    );
    await expect(session.run({ a, b: runtime.value("float32", [6]) })).rejects.toThrow(
      'input "b" has the shape [6], expected [k, 2].',
    );
    await expect(session.run({ a, b: runtime.value("float32", [4, 2]) })).rejects.toThrow(
      'input "b" has the shape [4,2], expected [k, 2] with k = 3 as in "a".',
    );
    await expect(session.run({ a, b }, { c: runtime.value("float32", [1, 3]) })).rejects.toThrow(
      'output "c" has the shape [1,3], expected [m, 2].',
    );
  });
  test("an output of a size that the run does not compute", async () => {
    await expect(session.run({ a, b }, { c: runtime.value("float32", [5, 2]) })).rejects.toThrow(
      /^ONNX Runtime could not run the program: .*'c'.*\{5,2\}.*\{1,2\}/,
    );
  });
  test("a value of another runtime", async () => {
    const foreign = { ...a, dtype: "float32", shape: [1, 3] } as unknown as Value;
    await expect(session.run({ a: foreign, b })).rejects.toThrow('input "a" was made by another runtime.');
  });
  test("a file that is not there, and bytes that are no model", async () => {
    await expect(runtime.session("/nowhere/model.onnx")).rejects.toThrow(
      "there is no ONNX model at /nowhere/model.onnx.",
    );
    await expect(runtime.session(Uint8Array.of(1, 2, 3))).rejects.toThrow(
      /^ONNX Runtime could not load the model: .*protobuf/i,
    );
  });
  test("an element type that no value can hold", async () => {
    const text = tinyModel(unary("Identity")).map((byte, i, all) => (all[i - 1] === 8 && byte === 1 ? 8 : byte));
    await expect(runtime.session(text)).rejects.toThrow('input "x" has ONNX element type 8, which no value can hold.');
  });
});

test.skipIf(process.platform !== "linux")("a device that is not there is refused with what it needs", async () => {
  process.env.VK_DRIVER_FILES = "/nowhere.json"; // this process uses no GPU otherwise
  const error = await createNativeRuntime("webgpu").catch((reason) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(/^WebGPU is not available \(.*\); it needs a GPU driver .*; run periscope doctor\.$/);
  if (existsSync("/proc/driver/nvidia/version")) return;
  await expect(createNativeRuntime("cuda")).rejects.toThrow(/^CUDA is not available \(.*\); it needs an NVIDIA driver/);
});

describe("weights in another file", () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-external-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  // Laid out like safetensors: a header, then tensors at offsets that respect nothing but their element.
  const offset = 8 + 76;
  const weights = floats(1, 10, 100, 1000);
  const file = new Uint8Array(offset + weights.byteLength);
  file.set(new Uint8Array(weights.buffer), offset);
  writeFileSync(join(folder, "weights.safetensors"), file);
  const data = { location: "weights.safetensors", offset, length: weights.byteLength };
  const bytes = tinyModel({
    inputs: [{ name: "a", dtype: "float32", shape: ["m", 2] }],
    outputs: [{ name: "c", dtype: "float32", shape: ["m", 2] }],
    nodes: [{ op: "MatMul", inputs: ["a", "w"], outputs: ["c"] }],
    initializers: [{ name: "w", dtype: "float32", shape: [2, 2], data }],
  });
  const check = async (session: Session) => {
    const { c } = await session.run({ a: runtime.value("float32", [1, 2], floats(1, 2)) });
    expect([...c!.data]).toEqual([201, 2010]);
  };

  test("are found beside a model loaded from its path", async () => {
    writeFileSync(join(folder, "model.onnx"), bytes);
    await check(await runtime.session(join(folder, "model.onnx")));
  });

  test("are found in externalDataFolder for a model in memory", async () => {
    await check(await runtime.session(bytes, { externalDataFolder: folder }));
  });

  test("that are missing are named", async () => {
    const elsewhere = mkdtempSync(join(folder, "empty-"));
    await expect(runtime.session(bytes, { externalDataFolder: elsewhere })).rejects.toThrow(
      /^ONNX Runtime could not load the model: .*weights\.safetensors/,
    );
  });
});
