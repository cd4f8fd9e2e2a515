/**
 * A golden compared inside Chromium: the very code that `periscope parity` runs, on onnxruntime-web. The fixture's files
 * are served beside the page.
 */
import { convert } from "../../src/checkpoint/half.ts";
import { headerLength, parseHeader } from "../../src/checkpoint/safetensors-header.ts";
import { type Check, passes } from "../../src/eval/parity/check.ts";
import { type CaseJson, checkModelCase, type ModelCase } from "../../src/eval/parity/model-checks.ts";
import { forPictures, modelInputs } from "../../src/eval/parity/model-inputs.ts";
import { type Numbers, toNumbers } from "../../src/eval/parity/numbers.ts";
import { parseModelConfig } from "../../src/model/config.ts";
import { viewBytes } from "../../src/runtime/dtype.ts";
import { createWebRuntime } from "../../src/runtime/web.ts";

/** A comparison, and whether it passes. */
export type GoldenCheck = Check & { readonly ok: boolean };

export type GoldenResults = Record<"wasm" | "webgpu", GoldenCheck[]>;

export default async function run(): Promise<GoldenResults> {
  const json = async (name: string) => (await fetch(`/golden/${name}`)).json() as Promise<unknown>;
  const declared = parseModelConfig(await json("config.json"));
  const weights = await tensorsOf("model.safetensors");
  const references = await tensorsOf("outputs.safetensors");
  const inputs = modelInputs(await tensorsOf("inputs.safetensors"), declared);
  const config = forPictures(declared, inputs);
  const read = async (name: string) => {
    const { data } = weights.get(name)!;
    return convert(data, data instanceof Float32Array ? "float32" : "float64", "float32") as Float32Array;
  };
  const whole: ModelCase = { config, inputs, references, read, json: (await json("case.json")) as CaseJson };
  // a software GPU compiles a shader for minutes where a training step needs hundreds
  const forward: ModelCase = {
    ...whole,
    references: new Map([...references].filter(([name]) => !name.startsWith("grad."))),
    json: { ...whole.json, gradients_stored: "none" },
  };
  const check = async (device: "wasm" | "webgpu", modelCase: ModelCase) => {
    const runtime = await createWebRuntime(device, { wasmPaths: "/ort/", threads: 2 });
    return (await checkModelCase(modelCase, runtime)).map((c) => ({ ...c, ok: passes(c) }));
  };
  return { wasm: await check("wasm", whole), webgpu: await check("webgpu", forward) };
}

async function tensorsOf(name: string): Promise<Map<string, Numbers>> {
  const bytes = await (await fetch(`/golden/${name}`)).arrayBuffer();
  const length = headerLength(new Uint8Array(bytes, 0, 8), bytes.byteLength, name);
  const header = parseHeader(new Uint8Array(bytes, 8, length), 8 + length, bytes.byteLength, name);
  const tensors = new Map<string, Numbers>();
  for (const [key, { dtype, shape, byteOffset, byteLength }] of header.tensors) {
    const own = bytes.slice(byteOffset, byteOffset + byteLength); // aligned
    tensors.set(
      key,
      toNumbers(
        dtype,
        shape,
        viewBytes(
          dtype,
          own,
          0,
          shape.reduce((a, b) => a * b, 1),
        ),
      ),
    );
  }
  return tensors;
}
