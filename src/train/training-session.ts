/** How ONNX Runtime is to run programs with gradients; forward passes keep its own settings. */
import type { SessionOptions } from "../runtime/runtime.ts";

const config = {
  // products with numbers below 1e-38 are several times slower, and gradients have many of them
  "session.set_denormal_as_zero": "1",
};

export function trainingSession(options: SessionOptions): SessionOptions {
  return { ...options, sharedMemory: true, config: { ...config, ...options.config } };
}
