/**
 * A program loaded through ONNX Runtime's C API. Knows how to describe, check and run it; does not choose devices.
 * Runs of one session may overlap: ONNX Runtime allows it, and each run has its own table of pointers.
 */
import koffi from "koffi";
import { dtypeOf } from "./element-type.ts";
import type { DeviceMemory } from "./native-value.ts";
import { NativeValue } from "./native-value.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, receive, statusError } from "./ort-api.ts";
import type { Session, Value, ValueInfo } from "./runtime.ts";

/** What a session needs from its runtime. */
export interface SessionContext {
  readonly api: OrtApi;
  readonly device: DeviceMemory | undefined;
  /** Outputs that stay on the device when ONNX Runtime allocates them. */
  readonly deviceOutputs: readonly string[];
  /** Runs `task` now, or after the runs before it where the device takes one at a time. */
  readonly schedule: (task: () => Promise<void>) => Promise<void>;
  readonly onDispose: (session: NativeSession) => void;
}

interface Port extends ValueInfo {
  readonly ranked: boolean;
}

/** The outputs of one kind of run, with their names where C can read them. */
interface Plan {
  readonly outputs: readonly Port[];
  readonly names: Pointer;
}

/** Tables of pointers for one run in flight; reused by later runs. */
interface Frame {
  readonly inputs: BigUint64Array;
  readonly inputsAddress: Pointer;
  readonly outputs: BigUint64Array;
  readonly outputsAddress: Pointer;
}

export class NativeSession implements Session {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly #context: SessionContext;
  readonly #pointer: Pointer;
  readonly #inputs: readonly Port[];
  readonly #outputs: readonly Port[];
  readonly #inputNames: Pointer;
  readonly #all: Plan;
  readonly #plans = new Map<string, Plan>();
  readonly #frames: Frame[] = [];
  /** C strings and name tables; reachable as long as the session is. */
  readonly #memory: unknown[] = [];
  #running = 0;
  #disposed = false;

  constructor(context: SessionContext, pointer: Pointer) {
    this.#context = context;
    this.#pointer = pointer;
    this.#inputs = describe(context.api, pointer, "input");
    this.#outputs = describe(context.api, pointer, "output");
    this.inputs = this.#inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
    this.outputs = this.#outputs.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
    this.#inputNames = this.#nameTable(this.#inputs);
    this.#all = { outputs: this.#outputs, names: this.#nameTable(this.#outputs) };
  }

  async run(
    feeds: Readonly<Record<string, Value>>,
    fetches: Readonly<Record<string, Value>> = {},
    only?: readonly string[],
  ): Promise<Record<string, Value>> {
    if (this.#disposed) throw new Error("this session was disposed; it cannot run any more.");
    const plan = only ? this.#planFor(only) : this.#all;
    const pinned: NativeValue[] = [];
    const frame = this.#frames.pop() ?? this.#newFrame();
    this.#running++;
    try {
      this.#fill(frame, plan, feeds, fetches, pinned);
      const allocated = plan.outputs.filter((port) => !Object.hasOwn(fetches, port.name));
      const bound = allocated.filter((port) => this.#context.deviceOutputs.includes(port.name));
      await this.#context.schedule(() =>
        bound.length > 0 ? this.#runBound(frame, plan, fetches) : this.#runPlain(frame, plan),
      );
      const result: Record<string, Value> = {};
      for (const [i, port] of plan.outputs.entries()) {
        result[port.name] = fetches[port.name] ?? this.#adopt(frame.outputs[i]!, bound.includes(port));
      }
      return result;
    } finally {
      for (const value of pinned) value.unpin();
      this.#frames.push(frame);
      this.#running--;
      this.#releaseIfIdle();
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#releaseIfIdle();
  }

  /** A session disposed during a run lives until that run ends. */
  #releaseIfIdle(): void {
    if (!this.#disposed || this.#running > 0) return;
    this.#context.api.ReleaseSession(this.#pointer);
    this.#context.onDispose(this);
  }

  #runPlain(frame: Frame, plan: Plan): Promise<void> {
    const { api } = this.#context;
    return new Promise((resolve, reject) => {
      api.Run.async(
        this.#pointer,
        null,
        this.#inputNames,
        frame.inputsAddress,
        this.#inputs.length,
        plan.names,
        plan.outputs.length,
        frame.outputsAddress,
        (error, status) => {
          if (error) reject(error);
          else if (status !== null) reject(statusError(api, status, "run the program"));
          else resolve();
        },
      );
    });
  }

  /** As `#runPlain`, through an I/O binding: the only way to leave an output of unknown shape on the device. */
  async #runBound(frame: Frame, plan: Plan, fetches: Readonly<Record<string, Value>>): Promise<void> {
    const { api, device, deviceOutputs } = this.#context;
    const what = "bind the program's values";
    const binding = receive(api, what, (out) => api.CreateIoBinding(this.#pointer, out));
    try {
      for (const [i, port] of this.#inputs.entries()) {
        check(api, api.BindInput(binding, port.name, frame.inputs[i]!), what);
      }
      for (const [i, port] of plan.outputs.entries()) {
        if (Object.hasOwn(fetches, port.name)) check(api, api.BindOutput(binding, port.name, frame.outputs[i]!), what);
        else {
          const info = device && deviceOutputs.includes(port.name) ? device.info : api.cpuMemory;
          check(api, api.BindOutputToDevice(binding, port.name, info), what);
        }
      }
      await new Promise<void>((resolve, reject) => {
        api.RunWithBinding.async(this.#pointer, null, binding, (error, status) => {
          if (error) reject(error);
          else if (status !== null) reject(statusError(api, status, "run the program"));
          else resolve();
        });
      });
      check(api, api.SynchronizeBoundOutputs(binding), "finish the program");
      const out = new BigUint64Array(2);
      check(api, api.GetBoundOutputValues(binding, api.allocator, out.subarray(0, 1), out.subarray(1)), what);
      const values = new BigUint64Array(koffi.view(out[0], 8 * Number(out[1])));
      for (const [i, port] of plan.outputs.entries()) {
        if (Object.hasOwn(fetches, port.name)) api.ReleaseValue(values[i]!);
        else frame.outputs[i] = values[i]!;
      }
      check(api, api.AllocatorFree(api.allocator, out[0]!), what);
    } finally {
      api.ReleaseIoBinding(binding);
    }
  }

  #fill(
    frame: Frame,
    plan: Plan,
    feeds: Readonly<Record<string, Value>>,
    fetches: Readonly<Record<string, Value>>,
    pinned: NativeValue[],
  ): void {
    const sizes = new Map<string, { size: number; input: string }>();
    for (const [i, port] of this.#inputs.entries()) {
      const value = feeds[port.name];
      if (value === undefined)
        throw new Error(`input "${port.name}" is missing; the program takes ${listed(this.#inputs)}.`);
      const native = accept("input", port, value, sizes);
      frame.inputs[i] = native.pointer;
      native.pin();
      pinned.push(native);
    }
    if (Object.keys(feeds).length > this.#inputs.length) {
      const extra = Object.keys(feeds).find((name) => !this.#inputs.some((port) => port.name === name));
      throw new Error(`the program has no input "${extra}"; it takes ${listed(this.#inputs)}.`);
    }
    let fetched = 0;
    for (const [i, port] of plan.outputs.entries()) {
      const value = fetches[port.name];
      frame.outputs[i] = 0n;
      if (value === undefined) continue;
      fetched++;
      const native = accept("output", port, value);
      frame.outputs[i] = native.pointer;
      native.pin();
      pinned.push(native);
    }
    if (Object.keys(fetches).length > fetched) {
      const extra = Object.keys(fetches).find((name) => !plan.outputs.some((port) => port.name === name));
      throw new Error(`this run computes no output "${extra}"; it computes ${listed(plan.outputs)}.`);
    }
  }

  /** Wraps a tensor that ONNX Runtime allocated. */
  #adopt(pointer: Pointer, onDevice: boolean): NativeValue {
    const { api, device } = this.#context;
    const out = new BigUint64Array(3);
    const status = api.GetTensorElementTypeAndShapeDataReference(
      pointer,
      out.subarray(0, 1),
      out.subarray(1, 2),
      out.subarray(2),
    );
    check(api, status, "describe an output");
    const rank = Number(out[2]);
    const shape = rank === 0 ? [] : Array.from(new BigInt64Array(koffi.view(out[1], 8 * rank)), Number);
    return NativeValue.own(api, pointer, dtypeOf(Number(out[0]))!, shape, onDevice ? device : undefined);
  }

  #planFor(only: readonly string[]): Plan {
    const key = JSON.stringify(only);
    let plan = this.#plans.get(key);
    if (!plan) {
      const outputs = [...new Set(only)].map((name) => {
        const port = this.#outputs.find((candidate) => candidate.name === name);
        if (!port) throw new Error(`the program has no output "${name}"; it computes ${listed(this.#outputs)}.`);
        return port;
      });
      if (outputs.length === 0) throw new Error("a run must compute at least one output, but `only` is empty.");
      plan = { outputs, names: this.#nameTable(outputs) };
      this.#plans.set(key, plan);
    }
    return plan;
  }

  /** A `const char *[]` with the ports' names, alive as long as the session. */
  #nameTable(ports: readonly Port[]): Pointer {
    const strings = ports.map(({ name }) => new TextEncoder().encode(`${name}\0`));
    const table = BigUint64Array.from(strings, (string) => koffi.address(string));
    this.#memory.push(strings, table);
    return koffi.address(table);
  }

  #newFrame(): Frame {
    const inputs = new BigUint64Array(this.#inputs.length);
    const outputs = new BigUint64Array(this.#outputs.length);
    return { inputs, outputs, inputsAddress: koffi.address(inputs), outputsAddress: koffi.address(outputs) };
  }
}

/** Checks a value against the port it is meant for; `sizes` collects what symbolic dimensions stand for in this run. */
function accept(
  kind: "input" | "output",
  port: Port,
  value: Value,
  sizes?: Map<string, { size: number; input: string }>,
): NativeValue {
  if (!(value instanceof NativeValue)) throw new Error(`${kind} "${port.name}" was made by another runtime.`);
  if (value.disposed) throw new Error(`${kind} "${port.name}" was disposed before the run.`);
  if (value.dtype !== port.dtype) {
    throw new Error(`${kind} "${port.name}" is ${value.dtype}, expected ${port.dtype}.`);
  }
  if (!port.ranked) return value;
  const { shape } = value;
  const expected = port.shape;
  if (shape.length !== expected.length) {
    throw new Error(`${kind} "${port.name}" has the shape [${shape}], expected [${expected.join(", ")}].`);
  }
  for (let i = 0; i < shape.length; i++) {
    const dimension = expected[i]!;
    const size = shape[i]!;
    if (typeof dimension === "number") {
      if (dimension !== size) {
        throw new Error(`${kind} "${port.name}" has the shape [${shape}], expected [${expected.join(", ")}].`);
      }
    } else if (sizes && dimension !== unnamed) {
      const known = sizes.get(dimension);
      if (!known) sizes.set(dimension, { size, input: port.name });
      else if (known.size !== size) {
        throw new Error(
          `${kind} "${port.name}" has the shape [${shape}], expected [${expected.join(", ")}] with ${dimension} = ${known.size} as in "${known.input}".`,
        );
      }
    }
  }
  return value;
}

/** Stands for a dimension that the program leaves open without a name. */
const unnamed = "?";

function listed(ports: readonly ValueInfo[]): string {
  const names = ports.map(({ name }) => `"${name}"`);
  return names.length > 12
    ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more`
    : names.join(", ") || "nothing";
}

function describe(api: OrtApi, session: Pointer, kind: "input" | "output"): Port[] {
  const what = `describe the program's ${kind}s`;
  const input = kind === "input";
  const count = Number(
    receive(api, what, (out) =>
      input ? api.SessionGetInputCount(session, out) : api.SessionGetOutputCount(session, out),
    ),
  );
  return Array.from({ length: count }, (_, i) => {
    const text = receive(api, what, (out) =>
      input
        ? api.SessionGetInputName(session, i, api.allocator, out)
        : api.SessionGetOutputName(session, i, api.allocator, out),
    );
    const name = koffi.decode.string(text);
    check(api, api.AllocatorFree(api.allocator, text), what);
    const type = receive(api, what, (out) =>
      input ? api.SessionGetInputTypeInfo(session, i, out) : api.SessionGetOutputTypeInfo(session, i, out),
    );
    try {
      return describePort(api, type, name, kind);
    } finally {
      api.ReleaseTypeInfo(type);
    }
  });
}

function describePort(api: OrtApi, type: Pointer, name: string, kind: string): Port {
  const what = `describe ${kind} "${name}"`;
  const tensor = receive(api, what, (out) => api.CastTypeInfoToTensorInfo(type, out));
  if (tensor === 0n)
    throw new Error(`${kind} "${name}" is not a tensor; sequences, maps and optionals are not supported.`);
  const element = Number(receive(api, what, (out) => api.GetTensorElementType(tensor, out)));
  const dtype = dtypeOf(element);
  if (!dtype) throw new Error(`${kind} "${name}" has ONNX element type ${element}, which no value can hold.`);
  const rank = Number(receive(api, what, (out) => api.GetDimensionsCount(tensor, out)));
  const sizes = new BigInt64Array(rank);
  const symbols = new BigUint64Array(rank);
  if (rank > 0) {
    check(api, api.GetDimensions(tensor, sizes, rank), what);
    check(api, api.GetSymbolicDimensions(tensor, symbols, rank), what);
  }
  const shape = Array.from(sizes, (size, i) =>
    size >= 0n ? Number(size) : koffi.decode.string(symbols[i]) || unnamed,
  );
  return { name, dtype, shape, ranked: rank > 0 || api.hasShape(tensor) };
}
