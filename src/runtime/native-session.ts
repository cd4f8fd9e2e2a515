/**
 * A program loaded through ONNX Runtime's C API. Knows how to describe, check and run it; does not choose devices.
 * On the CPU runs of one session may overlap: ONNX Runtime allows it, and each run has its own table of pointers.
 * Runs use libuv's threads, of which there are four unless `UV_THREADPOOL_SIZE` says otherwise (further runs wait), or
 * those that the context names.
 */
import type { FlushingThreads, RunArguments } from "./flushing-threads.ts";
import { koffi } from "./koffi.ts";
import type { Lane } from "./lane.ts";
import type { DeviceMemory } from "./native-memory.ts";
import { describePorts } from "./native-ports.ts";
import { NativeValue } from "./native-value.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, receive, statusError } from "./ort-api.ts";
import type { Call, Port, Ports } from "./ports.ts";
import { acceptCall, createPorts, selectPorts } from "./ports.ts";
import type { Session, Value, ValueInfo } from "./runtime.ts";

/** What a session needs from its runtime. */
export interface SessionContext {
  readonly api: OrtApi;
  readonly device: DeviceMemory | undefined;
  /** Outputs that stay on the device when ONNX Runtime allocates them. */
  readonly deviceOutputs: readonly string[];
  /** Order of native calls on the device. */
  readonly lane: Lane;
  /** Threads to run on instead of libuv's. */
  readonly threads: FlushingThreads | undefined;
  readonly onDispose: (session: NativeSession) => void;
}

/** Inputs or outputs with their names as a `const char *[]`. */
interface Plan {
  readonly ports: Ports;
  readonly table: Pointer;
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
  readonly #inputs: Plan;
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
    this.#inputs = this.#newPlan(createPorts("input", describePorts(context.api, pointer, "input")));
    this.#all = this.#newPlan(createPorts("output", describePorts(context.api, pointer, "output")));
    this.inputs = this.#inputs.ports.list.map(publicInfo);
    this.outputs = this.#all.ports.list.map(publicInfo);
  }

  async run(
    feeds: Readonly<Record<string, Value>>,
    fetches: Readonly<Record<string, Value>> = {},
    only?: readonly string[],
  ): Promise<Record<string, Value>> {
    if (this.#disposed) throw new Error("this session was disposed; it cannot run any more.");
    const plan = only ? this.#planFor(only) : this.#all;
    const call = acceptCall(this.#inputs.ports, plan.ports, feeds, fetches, this.#isOwn);
    for (const value of call.feeds) value.pin("read");
    for (const value of call.fetches) value?.pin("write");
    this.#running++;
    try {
      return await this.#context.lane.run(() => this.#execute(plan, call));
    } finally {
      for (const value of call.feeds) value.unpin("read");
      for (const value of call.fetches) value?.unpin("write");
      this.#running--;
      this.#releaseIfIdle();
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#releaseIfIdle();
  }

  /** Host values are every native session's own; device values only where the device is the same. */
  readonly #isOwn = (value: Value): value is NativeValue =>
    value instanceof NativeValue && (value.device === undefined || value.device === this.#context.device);

  /** A session disposed during a run lives until that run ends. */
  #releaseIfIdle(): void {
    if (!this.#disposed || this.#running > 0) return;
    const { api, lane, onDispose } = this.#context;
    lane.defer(() => void api.ReleaseSession(this.#pointer));
    onDispose(this);
  }

  async #execute(plan: Plan, call: Call<NativeValue>): Promise<Record<string, Value>> {
    const frame = this.#frames.pop() ?? this.#newFrame();
    try {
      for (const [i, value] of call.feeds.entries()) {
        value.prepare();
        frame.inputs[i] = value.pointer;
      }
      for (const [i, value] of call.fetches.entries()) {
        value?.prepare();
        frame.outputs[i] = value?.pointer ?? 0n;
      }
      const { deviceOutputs } = this.#context;
      const stays = plan.ports.list.map((port, i) => !call.fetches[i] && deviceOutputs.includes(port.name));
      if (stays.includes(true)) await this.#runBound(frame, plan, call, stays);
      else await this.#runPlain(frame, plan);
      return Object.fromEntries(
        plan.ports.list.map((port, i) => [
          port.name,
          call.fetches[i] ?? this.#adopt(port, frame.outputs[i]!, stays[i]!),
        ]),
      );
    } finally {
      this.#frames.push(frame);
    }
  }

  async #runPlain(frame: Frame, plan: Plan): Promise<void> {
    const { api, threads } = this.#context;
    const call: RunArguments = [
      this.#pointer,
      null,
      this.#inputs.table,
      frame.inputsAddress,
      this.#inputs.ports.list.length,
      plan.table,
      plan.ports.list.length,
      frame.outputsAddress,
    ];
    if (threads) return check(api, await threads.run(call), "run the program");
    await new Promise<void>((resolve, reject) => api.Run.async(...call, settle(api, resolve, reject)));
  }

  /** As `#runPlain`, through an I/O binding: the only way to leave an output of unknown shape on the device. */
  async #runBound(frame: Frame, plan: Plan, call: Call<NativeValue>, stays: readonly boolean[]): Promise<void> {
    const { api, device } = this.#context;
    const what = "bind the program's values";
    const binding = receive(api, what, (out) => api.CreateIoBinding(this.#pointer, out));
    try {
      for (const [i, port] of this.#inputs.ports.list.entries()) {
        check(api, api.BindInput(binding, port.name, frame.inputs[i]!), what);
      }
      for (const [i, port] of plan.ports.list.entries()) {
        const status = call.fetches[i]
          ? api.BindOutput(binding, port.name, frame.outputs[i]!)
          : api.BindOutputToDevice(binding, port.name, stays[i] ? device!.info : api.cpuMemory);
        check(api, status, what);
      }
      await new Promise<void>((resolve, reject) => {
        api.RunWithBinding.async(this.#pointer, null, binding, settle(api, resolve, reject));
      });
      check(api, api.SynchronizeBoundOutputs(binding), "finish the program");
      const out = new BigUint64Array(2);
      check(api, api.GetBoundOutputValues(binding, api.allocator, out.subarray(0, 1), out.subarray(1)), what);
      for (const i of plan.ports.list.keys()) {
        const value = koffi.decode(out[0]! + BigInt(8 * i), "void *") as Pointer;
        if (call.fetches[i]) api.ReleaseValue(value);
        else frame.outputs[i] = value;
      }
      check(api, api.AllocatorFree(api.allocator, out[0]!), what);
    } finally {
      api.ReleaseIoBinding(binding);
    }
  }

  /** Wraps a tensor that ONNX Runtime allocated. */
  #adopt(port: Port, pointer: Pointer, onDevice: boolean): NativeValue {
    const { api, device } = this.#context;
    const [type, dimensions, rank] = description;
    const status = api.GetTensorElementTypeAndShapeDataReference(pointer, type, dimensions, rank);
    check(api, status, `describe output "${port.name}"`);
    const address = dimensions[0]!;
    const shape = Array.from({ length: Number(rank[0]) }, (_, i) =>
      Number(koffi.decode.int64(address + BigInt(8 * i))),
    );
    return NativeValue.own(api, pointer, port.dtype, shape, onDevice ? device : undefined);
  }

  #planFor(only: readonly string[]): Plan {
    const key = JSON.stringify(only);
    let plan = this.#plans.get(key);
    if (!plan) {
      plan = this.#newPlan(selectPorts(this.#all.ports, only));
      this.#plans.set(key, plan);
    }
    return plan;
  }

  #newPlan(ports: Ports): Plan {
    return { ports, table: this.#nameTable(ports.list) };
  }

  /** A `const char *[]` with the ports' names, alive as long as the session. */
  #nameTable(ports: readonly Port[]): Pointer {
    const strings = ports.map(({ name }) => new TextEncoder().encode(`${name}\0`));
    const table = BigUint64Array.from(strings, (string) => koffi.address(string));
    this.#memory.push(strings, table);
    return koffi.address(table);
  }

  #newFrame(): Frame {
    const inputs = new BigUint64Array(this.#inputs.ports.list.length);
    const outputs = new BigUint64Array(this.#all.ports.list.length);
    return { inputs, outputs, inputsAddress: koffi.address(inputs), outputsAddress: koffi.address(outputs) };
  }
}

/** Where ONNX Runtime writes the element type, the dimensions' address and their number. */
const description = [new BigUint64Array(1), new BigUint64Array(1), new BigUint64Array(1)] as const;

function publicInfo({ name, dtype, shape }: Port): ValueInfo {
  return { name, dtype, shape };
}

/** The callback that turns a status into a settled promise. */
function settle(api: OrtApi, resolve: () => void, reject: (error: Error) => void) {
  return (error: Error | null, status: Pointer | null) => {
    if (error) reject(error);
    else if (status !== null) reject(statusError(api, status, "run the program"));
    else resolve();
  };
}
