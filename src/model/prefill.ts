/**
 * How many positions a device may append to a key/value cache in one run. ONNX Runtime's WebGPU provider takes another
 * shader from 32 positions on, which is wrong on adapters with subgroups of fewer than 8 lanes (SwiftShader's have 4), so
 * a WebGPU device is asked to attend to something whose result is known.
 */
import type { Runtime } from "../runtime/runtime.ts";
import { broadcastTo, cachedAttention, cachedHeadWidth, constant, input, scalar, toOnnx } from "../tensor/index.ts";

/** From here on the other shader is taken. */
const threshold = 32;

const asked = new WeakMap<Runtime, Promise<number>>();

/** The most positions that one run of `generationProgram` may append on this device: Infinity, or a few. */
export function prefillLimit(runtime: Runtime): Promise<number> {
  if (runtime.device !== "webgpu") return Promise.resolve(Number.POSITIVE_INFINITY);
  let limit = asked.get(runtime);
  if (!limit) {
    limit = attendsRightly(runtime).then((right) => (right ? Number.POSITIVE_INFINITY : threshold - 1));
    asked.set(runtime, limit);
  }
  return limit;
}

/** With queries and keys of zero every position attends evenly: values 0, 1, 2 ... give the means 0, 1/2, 1 ... */
async function attendsRightly(runtime: Runtime): Promise<boolean> {
  const headDim = cachedHeadWidth(1);
  const packed = new Float32Array(threshold * 3 * headDim);
  for (let t = 0; t < threshold; t++) packed.fill(t, (t * 3 + 2) * headDim, (t * 3 + 3) * headDim);
  const cache = broadcastTo(scalar(0), [1, 1, threshold, headDim]);
  const table = broadcastTo(scalar(1), [threshold, headDim / 2]);
  const int32 = (value: number) => constant(Int32Array.of(value), [1], "int32");
  const attended = cachedAttention(
    input("packed", "float32", [1, threshold, 3 * headDim]),
    { key: cache, value: cache },
    { lastPosition: int32(threshold - 1), total: int32(threshold), cosines: table, sines: table },
    { heads: 1, kvHeads: 1 },
  );
  const outputs = { means: attended.out, key: attended.key, value: attended.value };
  const session = await runtime.session(toOnnx(outputs, { target: runtime.device }));
  try {
    const { means } = await session.run({
      packed: runtime.value("float32", [1, threshold, 3 * headDim], packed),
    });
    const found = (await means!.download()) as Float32Array;
    return found.every((v, i) => Math.abs(v - Math.floor(i / headDim) / 2) < 1e-3);
  } finally {
    session.dispose();
  }
}
