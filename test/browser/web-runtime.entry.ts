/** The browser runtime exercised inside Chromium; what it finds is judged in web-runtime.test.ts. */
import type { Dtype, Runtime, TypedArray, Value } from "../../src/runtime/runtime.ts";
import type { TinyGraph } from "../../src/runtime/tiny-onnx.ts";
import { tinyModel } from "../../src/runtime/tiny-onnx.ts";
import { createWebRuntime } from "../../src/runtime/web.ts";

const floats = (...numbers: number[]) => Float32Array.from(numbers);
const port = (name: string, ...shape: (number | string)[]) => ({ name, dtype: "float32", shape }) as const;
const plain = (array: TypedArray) => Array.from(array as Float32Array, Number);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "no error",
    (error: Error) => error.message,
  );

const matmul: TinyGraph = {
  inputs: [port("a", "m", "k"), port("b", "k", "n")],
  outputs: [port("c", "m", "n")],
  nodes: [{ op: "MatMul", inputs: ["a", "b"], outputs: ["c"] }],
};
const add: TinyGraph = {
  inputs: [port("x", "n"), port("step", "n")],
  outputs: [port("y", "n"), port("z", "n")],
  nodes: [
    { op: "Add", inputs: ["x", "step"], outputs: ["y"] },
    { op: "Mul", inputs: ["x", "step"], outputs: ["z"] },
  ],
};
const noFallback = { "session.disable_cpu_ep_fallback": "1" };

export async function multiply(runtime: Runtime): Promise<number[]> {
  const [m, k, n] = [5, 7, 3];
  const session = await runtime.session(tinyModel(matmul));
  const a = runtime.value(
    "float32",
    [m, k],
    Float32Array.from({ length: m * k }, (_, i) => Math.sin(i)),
  );
  const b = runtime.value(
    "float32",
    [k, n],
    Float32Array.from({ length: k * n }, (_, i) => Math.cos(i)),
  );
  const { c } = await session.run({ a, b });
  return plain(c!.data);
}

export async function wasm() {
  const runtime = await createWebRuntime("wasm", { wasmPaths: "/ort/", threads: 2 });
  const session = await runtime.session(tinyModel(add));
  const [x, step] = [runtime.value("float32", [2], floats(1, 2)), runtime.value("float32", [2], floats(10, 20))];
  for (let i = 0; i < 3; i++) await session.run({ x, step }, { y: x }, ["y"]);
  const views = [x.view([1]), step.view([1])] as const;
  const pending = [session.run({ x, step }, {}, ["z"]), session.run({ x: views[0], step: views[1] })];
  for (const view of views) view.dispose();
  const both = (await Promise.all(pending))[1]!;

  const unchanged: Record<string, unknown> = {};
  const samples: [Dtype, TypedArray][] = [
    ["float16", Uint16Array.of(0x3c00, 0xc000)],
    ["float64", Float64Array.of(0.1, -2)],
    ["int8", Int8Array.of(-128, 127)],
    ["uint8", Uint8Array.of(0, 255)],
    ["int32", Int32Array.of(-5, 7)],
    ["int64", BigInt64Array.of(-5n, 7n)],
    ["bool", Uint8Array.of(0, 1)],
  ];
  for (const [dtype, data] of samples) {
    const identity: TinyGraph = {
      inputs: [{ name: "x", dtype, shape: [2] }],
      outputs: [{ name: "y", dtype, shape: [2] }],
      nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
    };
    const { y } = await (await runtime.session(tinyModel(identity))).run({ x: runtime.value(dtype, [2], data) });
    unchanged[dtype] = [y!.dtype, y!.data.constructor.name, plain(y!.data), plain(data)];
  }

  const weights = floats(1, 10, 100, 1000);
  const file = new Uint8Array(84 + 16);
  file.set(new Uint8Array(weights.buffer), 84);
  const data = { location: "weights.safetensors", offset: 84, length: 16 };
  const external = tinyModel({
    inputs: [port("a", 1, 2)],
    outputs: [port("c", 1, 2)],
    nodes: [{ op: "MatMul", inputs: ["a", "w"], outputs: ["c"] }],
    initializers: [{ name: "w", dtype: "float32", shape: [2, 2], data }],
  });
  const outside = await runtime.session(external, { externalData: [{ path: "weights.safetensors", data: file }] });
  const weighted = await outside.run({ a: runtime.value("float32", [1, 2], floats(1, 2)) });

  const fromUrl = await runtime.session("/matmul.onnx");
  const disposed = runtime.value("float32", [2]);
  disposed.dispose();
  disposed.dispose();
  session.dispose();
  return {
    isolated: crossOriginIsolated,
    described: [fromUrl.inputs, fromUrl.outputs],
    product: await multiply(runtime),
    inPlace: plain(x.data),
    returned: Object.keys(both),
    viewed: plain(both.z!.data),
    unchanged,
    weighted: plain(weighted.c!.data),
    errors: [
      await failure(fromUrl.run({ a: x })),
      await failure(fromUrl.run({ a: x.view([1, 2]), b: x.view([1, 2]) })),
      await failure(fromUrl.run({ a: x.view([1, 2]), b: x.view([2, 1]) }, { c: runtime.value("float32", [2, 2]) })),
      await failure(session.run({ x, step })),
      await failure(fromUrl.run({ a: disposed, b: x })),
      await failure(runtime.session("/nowhere.onnx")),
      await failure(runtime.session(Uint8Array.of(1, 2, 3))),
      await failure(runtime.session(external, { externalDataFolder: "/models" })),
    ],
  };
}

export async function webgpu() {
  const runtime = await createWebRuntime("webgpu", { wasmPaths: "/ort/" });
  const onDevice = (...numbers: number[]) => runtime.value("float32", [numbers.length], floats(...numbers), "device");
  const numbers = async (value: Value) => plain(await value.download());

  const value = onDevice(1, 2, 3, 4, 5, 6, 7, 8);
  await value.view([1, 5]).upload(floats(10, 20, 30, 40, 50));
  const partial = await numbers(value);
  const bytes = runtime.value("uint8", [7], Uint8Array.of(1, 2, 3, 4, 5, 6, 7), "device");
  await bytes.view([5]).upload(Uint8Array.of(10, 20, 30, 40, 50));

  const session = await runtime.session(tinyModel(add), { config: noFallback, deviceOutputs: ["y"] });
  const [x, step] = [onDevice(1, 2, 3), onDevice(1, 1, 1)];
  for (let i = 0; i < 3; i++) await session.run({ x, step }, { y: x });
  const target = onDevice(0, 0, 0);
  const mixed = await session.run({ x, step }, { z: target });
  const chained = await session.run({ x: mixed.y!, step: mixed.y! });
  const spill = await failure(session.run({ x, step }, { y: onDevice(1, 2, 3, 4, 5).view([3]) }));
  const head = await session.run({ x: value.view([4]), step: value.view([4]) }, { y: value.view([4]) }, ["y"]);

  const [fleeting, doomed] = [onDevice(1, 2, 3), onDevice(0, 0, 0)];
  const pending = [session.run({ x: fleeting, step }), session.run({ x: fleeting, step }, { y: doomed })];
  const read = doomed.download();
  fleeting.dispose();
  doomed.dispose();
  const survived = [await numbers((await pending[0]!).y!), plain((await pending[1]!).z!.data), plain(await read)];

  const [length, width] = [8, 16];
  const cache = (name: string) => port(name, 1, 1, length, width);
  const attention = await runtime.session(
    tinyModel({
      inputs: [
        ...[
          port("q", 1, 1, width),
          port("k", 1, 1, width),
          port("v", 1, 1, width),
          cache("past_key"),
          cache("past_value"),
        ],
        { name: "last", dtype: "int32", shape: [1] },
        { name: "total", dtype: "int32", shape: [1] },
      ],
      outputs: [port("out", 1, 1, width), cache("present_key"), cache("present_value")],
      nodes: [
        {
          op: "GroupQueryAttention",
          domain: "com.microsoft",
          inputs: ["q", "k", "v", "past_key", "past_value", "last", "total"],
          outputs: ["out", "present_key", "present_value"],
          attributes: { num_heads: 1, kv_num_heads: 1 },
        },
      ],
    }),
  );
  const [key, values] = [0, 1].map(() => runtime.value("float32", [1, 1, length, width], undefined, "device"));
  const row = (number: number) => runtime.value("float32", [1, 1, width], new Float32Array(width).fill(number));
  const count = (number: number) => runtime.value("int32", [1], Int32Array.of(number));
  let attended: number[] = [];
  for (let token = 0; token < 3; token++) {
    const past = { past_key: key!, past_value: values!, last: count(token), total: count(token + 1) };
    const feeds = { q: row(0), k: row(1), v: row(token + 1), ...past };
    const { out } = await attention.run(feeds, { present_key: key!, present_value: values! });
    attended = plain(out!.data);
  }
  const rows = await numbers(values!);
  return {
    product: await multiply(runtime),
    locations: [value.location, mixed.y!.location, mixed.z!.location, chained.z!.location],
    hostAccess: await failure(Promise.resolve().then(() => value.data)),
    partial: [partial, plain(await bytes.download())],
    fetched: [mixed.z === target, await numbers(target)],
    chained: [await numbers(chained.y!), plain(chained.z!.data)],
    inPlace: [await numbers(x), Object.keys(head), await numbers(value)],
    spill,
    survived,
    attended: attended[0],
    cached: Array.from({ length: 4 }, (_, i) => rows[i * width]),
  };
}

export default async function run() {
  return { wasm: await wasm(), webgpu: await webgpu() };
}
