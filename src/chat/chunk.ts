/**
 * How many positions of a prompt a device may take at once. ONNX Runtime's WebGPU attention changes its method at 32
 * positions to one that relies on the GPU's subgroups, and on adapters with very small ones (software drivers: 4) that
 * method gives wrong numbers without an error. So the device is tried before it is trusted.
 */
import { rotaryTables } from "../nn/index.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { cachedAttention, input, toOnnx } from "../tensor/index.ts";

/** From here on the other method is used. */
const methodChangesAt = 32;

/** `wanted`, or fewer positions where this device would compute them wrongly. */
export async function safeChunk(runtime: Runtime, wanted: number): Promise<number> {
  if (runtime.device !== "webgpu" || wanted < methodChangesAt) return wanted;
  const [whole, halves] = [await attend(runtime, [methodChangesAt]), await attend(runtime, [16, 16])];
  const off = whole.reduce((most, value, i) => Math.max(most, Math.abs(value - halves[i]!)), 0);
  return off < 1e-3 ? wanted : methodChangesAt / 2; // the values are averages of numbers in [-1, 1]
}

/** Attention of one head over positions that come in chunks: values [32, 16]. */
async function attend(runtime: Runtime, chunks: readonly number[]): Promise<Float32Array> {
  const [width, capacity] = [16, 64];
  const cacheShape = [1, 1, "capacity", width];
  const past = { key: input("past.key", "float32", cacheShape), value: input("past.value", "float32", cacheShape) };
  const plan = { lastPosition: input("last_position", "int32", [1]), total: input("total", "int32", [1]) };
  const qkv = input("qkv", "float32", [1, "sequence", 3 * width]);
  const tables = rotaryTables(capacity, width, 10000);
  const { out, key, value } = cachedAttention(qkv, past, { ...plan, ...tables }, { heads: 1, kvHeads: 1 });
  const session = await runtime.session(toOnnx({ out, key, value }, { target: runtime.device }));
  const empty = () => runtime.value("float32", [1, 1, capacity, width], undefined, "device");
  const cache = { key: empty(), value: empty() };
  const values = new Float32Array(methodChangesAt * width);
  let done = 0;
  for (const length of chunks) {
    const rows = Float32Array.from({ length: length * 3 * width }, (_, i) => Math.sin(7 * (done * 3 * width + i)));
    const last = runtime.value("int32", [1], Int32Array.of(done + length - 1));
    const total = runtime.value("int32", [1], Int32Array.of(done + length));
    const { out: attended } = await session.run(
      {
        qkv: runtime.value("float32", [1, length, 3 * width], rows),
        "past.key": cache.key,
        "past.value": cache.value,
        last_position: last,
        total,
      },
      cache,
    );
    values.set((await attended!.download()) as Float32Array, done * width);
    attended!.dispose();
    done += length;
  }
  for (const held of Object.values(cache)) held.dispose();
  session.dispose();
  return values;
}
