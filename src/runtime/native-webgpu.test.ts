import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { elementTypeOf } from "./element-type.ts";
import { createNativeRuntime } from "./native.ts";
import { deviceMemory, programCopy } from "./native-device.ts";
import { handleCount } from "./native-memory.ts";
import { ortApi, receive } from "./ort-api.ts";
import type { Dtype, Runtime, TypedArray } from "./runtime.ts";
import type { TinyGraph, TinyNode } from "./tiny-onnx.ts";
import { tinyModel } from "./tiny-onnx.ts";
import { prepareSoftwareVulkan } from "./vulkan.ts";

const missing = prepareSoftwareVulkan();
if (missing) console.warn(`The WebGPU tests of the native runtime are skipped: ${missing}.`);

const floats = (...numbers: number[]) => Float32Array.from(numbers);
const noFallback = { "session.disable_cpu_ep_fallback": "1" };

const port = (name: string, ...shape: (number | string)[]) => ({ name, dtype: "float32", shape }) as const;
const add: TinyGraph = {
  inputs: [port("x", "n"), port("step", "n")],
  outputs: [port("y", "n")],
  nodes: [{ op: "Add", inputs: ["x", "step"], outputs: ["y"] }],
};

// A software driver compiles each shader on the CPU, which a busy machine stretches.
describe.skipIf(missing)("WebGPU", { timeout: 300_000 }, () => {
  let gpu: Runtime;
  const load = (graph: TinyGraph, deviceOutputs: readonly string[] = []) =>
    gpu.session(tinyModel(graph), { config: noFallback, deviceOutputs });
  const onDevice = (...numbers: number[]) => gpu.value("float32", [numbers.length], floats(...numbers), "device");

  beforeAll(async () => {
    gpu = await createNativeRuntime("webgpu");
  });
  afterAll(() => gpu.dispose());

  test("multiplies matrices as the CPU does", async () => {
    const [m, k, n] = [37, 65, 21];
    const graph: TinyGraph = {
      inputs: [port("a", m, k), port("b", k, n)],
      outputs: [port("c", m, n)],
      nodes: [{ op: "MatMul", inputs: ["a", "b"], outputs: ["c"] }],
    };
    const a = Float32Array.from({ length: m * k }, (_, i) => Math.sin(i));
    const b = Float32Array.from({ length: k * n }, (_, i) => Math.cos(i));
    const results: Float32Array[] = [];
    for (const runtime of [gpu, await createNativeRuntime("cpu")]) {
      const session = await runtime.session(tinyModel(graph));
      const { c } = await session.run({
        a: runtime.value("float32", [m, k], a),
        b: runtime.value("float32", [k, n], b),
      });
      expect(c!.location).toBe("host");
      results.push(c!.data as Float32Array);
    }
    for (const [i, number] of results[0]!.entries()) expect(number).toBeCloseTo(results[1]![i]!, 4);
  });

  test("values go up, come down and are not host memory", async () => {
    const value = onDevice(1, 2, 3, 4, 5);
    expect(value.location).toBe("device");
    expect(() => value.data).toThrow("this float32 [5] value lives on the device; read it with download().");
    expect([...(await value.download())]).toEqual([1, 2, 3, 4, 5]);
    await value.upload(floats(5, 4, 3, 2, 1));
    expect([...(await value.download())]).toEqual([5, 4, 3, 2, 1]);
    expect([...(await gpu.value("float32", [3], undefined, "device").download())]).toEqual([0, 0, 0]);
    expect([...(await gpu.value("int64", [2], BigInt64Array.of(-1n, 2n), "device").download())]).toEqual([-1n, 2n]);
    expect([...(await gpu.value("uint8", [3], Uint8Array.of(7, 8, 9), "device").download())]).toEqual([7, 8, 9]);
    expect(await gpu.value("float32", [0], undefined, "device").download()).toHaveLength(0);
  });

  test("values can be copied by a run as well, for providers without direct copies", () => {
    const api = ortApi();
    const { allocator } = deviceMemory(api, "webgpu");
    const copy = programCopy(api, "webgpu");
    const shape = BigInt64Array.of(2n);
    const samples = { float32: floats(1, 2), uint8: Uint8Array.of(3, 4), int64: BigInt64Array.of(5n, -6n) } as const;
    for (const [dtype, data] of Object.entries(samples) as [Dtype, TypedArray][]) {
      const type = elementTypeOf[dtype];
      const there = receive(api, "test", (out) => api.CreateTensorAsOrtValue(allocator, shape, 1, type, out));
      const received = new (data.constructor as Float32ArrayConstructor)(2);
      const [from, to] = [data, received].map((array) =>
        receive(api, "test", (out) =>
          api.CreateTensorWithDataAsOrtValue(api.cpuMemory, array, array.byteLength, shape, 1, type, out),
        ),
      );
      copy(from!, there, dtype);
      copy(there, to!, dtype);
      expect(received).toEqual(data);
      for (const value of [from!, to!, there]) api.ReleaseValue(value);
    }
  });

  test("views share device memory, and writing one leaves what follows it", async () => {
    const value = onDevice(1, 2, 3, 4, 5, 6, 7, 8);
    const head = value.view([1, 5]);
    await head.upload(floats(10, 20, 30, 40, 50));
    expect([...(await value.download())]).toEqual([10, 20, 30, 40, 50, 6, 7, 8]);
    expect([...(await head.view([2]).download())]).toEqual([10, 20]);
  });

  test("parameters stay on the device and are updated in place", async () => {
    const session = await load(add);
    const [x, step] = [onDevice(1, 2, 3), onDevice(0.5, 0.5, 0.5)];
    for (let i = 0; i < 4; i++) expect((await session.run({ x, step }, { y: x })).y).toBe(x);
    expect([...(await x.download())]).toEqual([3, 4, 5]);
    const long = onDevice(1, 2, 3, 4, 5, 6);
    const head = long.view([4]);
    await session.run({ x: head, step: head }, { y: head });
    expect([...(await long.download())]).toEqual([2, 4, 6, 8, 5, 6]);
    await expect(session.run({ x, step }, { y: long.view([3]) })).rejects.toThrow("may spill into what follows");
  });

  test("outputs stay on the device if asked, beside others that come to the host", async () => {
    const nodes: TinyNode[] = [...add.nodes, { op: "Mul", inputs: ["x", "step"], outputs: ["z"] }];
    const session = await load({ ...add, outputs: [port("y", "n"), port("z", "n")], nodes }, ["y"]);
    const step = gpu.value("float32", [2], floats(10, 10));
    let x = onDevice(1, 2);
    for (let i = 0; i < 3; i++) {
      const { y, z } = await session.run({ x, step });
      expect([y!.location, z!.location]).toEqual(["device", "host"]);
      expect([...z!.data]).toEqual([10 + 100 * i, 20 + 100 * i]);
      x.dispose();
      x = y!;
    }
    expect([...(await x.download())]).toEqual([31, 32]);
    const target = onDevice(0, 0);
    const { z } = await session.run({ x, step }, { z: target });
    expect(z).toBe(target);
    expect([...(await target.download())]).toEqual([310, 320]);
  });

  test("a value made by one session feeds another", async () => {
    const first = await load(add, ["y"]);
    const second = await load(add, ["y"]);
    const { y } = await first.run({ x: onDevice(1, 2), step: onDevice(3, 3) });
    const last = await second.run({ x: y!, step: y! });
    expect([...(await last.y!.download())]).toEqual([8, 10]);
  });

  test("values made, runs started and values disposed while a run is under way take their turn", async () => {
    const session = await load(add, ["y"]);
    const step = onDevice(1, 1);
    const [y, disposed] = [onDevice(0, 0), onDevice(9, 9)];
    const before = (await session.run({ x: step, step })).y!;
    const runs = [session.run({ x: y, step }, { y })];
    for (let i = 0; i < 5; i++) {
      const contents = floats(i, i);
      const x = gpu.value("float32", [2], contents, "device");
      contents.fill(-1); // the value has its own copy
      runs.push(session.run({ x, step }));
      x.dispose();
    }
    const queued = session.run({ x: before.view([2]), step });
    before.dispose();
    disposed.dispose();
    const download = y.download();
    const results = await Promise.all(runs);
    expect([...(await download)]).toEqual([1, 1]);
    expect([...(await (await queued).y!.download())]).toEqual([3, 3]);
    const numbers = await Promise.all(results.slice(1).map(({ y: sum }) => sum!.download()));
    expect(numbers.map(([number]) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  test("a cache grows in place: GroupQueryAttention with past and present in one buffer", async () => {
    const [length, width] = [8, 16];
    const cache = (name: string) => port(name, 1, 1, length, width);
    const session = await load({
      inputs: [
        port("q", 1, 1, width),
        port("k", 1, 1, width),
        port("v", 1, 1, width),
        cache("past_key"),
        cache("past_value"),
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
    });
    const [key, value] = [0, 1].map(() => gpu.value("float32", [1, 1, length, width], undefined, "device"));
    const row = (number: number) => gpu.value("float32", [1, 1, width], new Float32Array(width).fill(number));
    let out: Float32Array | undefined;
    for (let token = 0; token < 3; token++) {
      const counts = { last: Int32Array.of(token), total: Int32Array.of(token + 1) };
      const feeds = {
        ...{ q: row(0), k: row(1), v: row(token + 1), past_key: key!, past_value: value! },
        ...{ last: gpu.value("int32", [1], counts.last), total: gpu.value("int32", [1], counts.total) },
      };
      const result = await session.run(feeds, { present_key: key!, present_value: value! });
      out = result.out!.data as Float32Array;
    }
    expect(out![0]).toBeCloseTo(2, 4); // equal scores: the mean of the three values
    const rows = await value!.download();
    expect(Array.from({ length: 4 }, (_, i) => rows[i * width])).toEqual([1, 2, 3, 0]);
  });

  test("a device value is not taken for a session of another device", async () => {
    const cpu = await createNativeRuntime("cpu");
    const session = await cpu.session(tinyModel(add));
    const x = onDevice(1);
    await expect(session.run({ x, step: x })).rejects.toThrow('input "x" was made by another runtime.');
    const host = cpu.value("float32", [1], floats(2));
    const { y } = await (await load(add)).run({ x, step: host });
    expect([...y!.data]).toEqual([3]);
  });

  test("holds no more values after many runs than before", async () => {
    const session = await load(add, ["y"]);
    const [x, step] = [onDevice(1), onDevice(1)];
    const spin = async (runs: number) => {
      for (let i = 0; i < runs; i++) (await session.run({ x, step })).y!.dispose();
    };
    await spin(5);
    const handles = handleCount.live;
    await spin(200);
    expect(handleCount.live).toBeLessThanOrEqual(handles);
  });
});
