/** The compiler under the model: describe, differentiate, run. A line is fitted by gradient descent. Run: npx tsx examples/gradient.ts */
import { createNativeRuntime } from "periscope-vl/runtime";
import { add, grad, input, mul, reduceMean, square, sub, toOnnx } from "periscope-vl/tensor";

const x = input("x", "float32", [8]);
const y = input("y", "float32", [8]);
const slope = input("slope", "float32", []);
const offset = input("offset", "float32", []);
const loss = reduceMean(square(sub(add(mul(x, slope), offset), y)));
const [bySlope, byOffset] = grad(loss, [slope, offset]);

const runtime = await createNativeRuntime("cpu", { threads: 1 });
const session = await runtime.session(toOnnx({ loss, bySlope: bySlope!, byOffset: byOffset! }, { target: "cpu" }));
const scalar = (value: number) => runtime.value("float32", [], Float32Array.of(value));
const xs = Float32Array.from({ length: 8 }, (_, i) => i / 8);
const feeds = {
  x: runtime.value("float32", [8], xs),
  y: runtime.value(
    "float32",
    [8],
    xs.map((v) => 3 * v - 1),
  ), // what is to be found: 3 and -1
  slope: scalar(0),
  offset: scalar(0),
};
for (let step = 0; step < 400; step++) {
  const found = await session.run(feeds);
  feeds.slope.data[0] = Number(feeds.slope.data[0]) - 0.5 * Number(found.bySlope!.data[0]);
  feeds.offset.data[0] = Number(feeds.offset.data[0]) - 0.5 * Number(found.byOffset!.data[0]);
}
console.log(`slope ${Number(feeds.slope.data[0]).toFixed(2)}, offset ${Number(feeds.offset.data[0]).toFixed(2)}`);
session.dispose();
runtime.dispose();
