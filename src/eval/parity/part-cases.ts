/** The parity of parts of the model by themselves: the vision encoder, the adaptor, the resampling of tensors. */
import { join } from "node:path";
import { readJson } from "../../checkpoint/files.ts";
import { convert } from "../../checkpoint/half.ts";
import { alignerSpecs, type ParameterSpec, visionSpecs } from "../../checkpoint/parameters.ts";
import { openCheckpointTensors } from "../../checkpoint/safetensors.ts";
import { adaptor } from "../../model/adaptor.ts";
import { parseAlignerConfig, parseVisionConfig } from "../../model/config.ts";
import { type VisionFeatures, vision } from "../../model/vision.ts";
import { antialiasMatrix, bilinearMatrix, parameterStore, resample, Scope } from "../../nn/index.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { input, type Tensor, vectorJacobian } from "../../tensor/index.ts";
import { type Check, compare, failure, groupOf, type Limit, limitOf } from "./check.ts";
import { type Fixture, readNumbers } from "./fixture.ts";
import { type Numbers, type NumbersByName, need } from "./numbers.ts";
import { type Plain, runProgram } from "./program.ts";

/** A part of the model as a function: its outputs by name, each with the input that its gradient starts from. */
interface Part {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly seeds: Readonly<Record<string, string>>;
}

export async function checkVision(fixture: Fixture, runtime: Runtime): Promise<Check[]> {
  const config = parseVisionConfig(await readJson(join(fixture.folder, "config.json")));
  const build = (p: Scope, at: (name: string) => Tensor) =>
    named(vision(config, p.at("vision_model"), at("pixel_values")));
  return checkPart(fixture, runtime, visionSpecs(config), build, limitOf);
}

export async function checkAligner(fixture: Fixture, runtime: Runtime): Promise<Check[]> {
  const config = parseAlignerConfig(await readJson(join(fixture.folder, "config.json")));
  const build = (p: Scope, at: (name: string) => Tensor) => {
    const split = config.kind === "low_high_hybrid_split_mlp_gelu";
    return named(adaptor(config, p.at("aligner"), split ? { high: at("high"), low: at("low") } : at("x")));
  };
  // small tensors and few sums: anything but the exact GELU shows
  return checkPart(fixture, runtime, alignerSpecs(config), build, () => ({ limit: 1e-5 }));
}

function named(features: VisionFeatures): Part {
  if ("high" in features) {
    return { outputs: { high: features.high, low: features.low }, seeds: { high: "grad_high", low: "grad_low" } };
  }
  return { outputs: { out: features }, seeds: { out: "grad_out" } };
}

async function checkPart(
  { folder }: Fixture,
  runtime: Runtime,
  specs: readonly ParameterSpec[],
  build: (p: Scope, at: (name: string) => Tensor) => Part,
  limit: (name: string) => Limit,
): Promise<Check[]> {
  const file = "inputs.safetensors";
  const inputs = await readNumbers(join(folder, file));
  const references = await readNumbers(join(folder, "outputs.safetensors"));
  const leaves = new Map<string, Tensor>();
  const at = (name: string): Tensor => {
    const leaf = leaves.get(name) ?? input(name, "float32", need(inputs, name, file).shape);
    leaves.set(name, leaf);
    return leaf;
  };
  const store = parameterStore();
  const { outputs, seeds } = build(new Scope(store), at);
  const differentiable = new Map([...leaves, ...store.tensors]);
  const roots = Object.keys(outputs);
  const gradients = vectorJacobian(
    roots.map((name) => outputs[name]!),
    roots.map((name) => at(seeds[name]!)),
    [...differentiable.values()],
  );
  const wanted: Record<string, Tensor> = { ...outputs };
  [...differentiable.keys()].forEach((name, i) => {
    if (gradients[i] && references.has(`grad.${name}`)) wanted[`grad.${name}`] = gradients[i];
  });
  const found = await withWeights(folder, specs, (read) =>
    runProgram(runtime, wanted, read, Object.fromEntries([...inputs].map(([name, n]) => [name, float32(n)]))),
  );
  const unknown = [...inputs.keys()].filter((name) => !leaves.has(name));
  const absent = [...roots, ...[...differentiable.keys()].map((name) => `grad.${name}`)].filter(
    (name) => (name in outputs || name === "grad.pixel_values") && !references.has(name),
  );
  return [
    ...unknown.map((name) => failure("inputs", name, "is not an input of this part")),
    ...[...references].map(([name, reference]) =>
      compare({ group: groupOf(name), name }, numbers(found[name]), reference, limit(name)),
    ),
    ...absent.map((name) => failure(groupOf(name), name, "is missing in outputs.safetensors")),
  ];
}

/** The fixture's weights, which must be the part's: no tensor too many, none too few. */
async function withWeights<T>(
  folder: string,
  specs: readonly ParameterSpec[],
  use: (read: (name: string) => Promise<Float32Array>) => Promise<T>,
): Promise<T> {
  const weights = await openCheckpointTensors(folder);
  try {
    const known = new Map(specs.map((spec) => [spec.name, spec]));
    const extra = [...weights.tensors.keys()].find((name) => !known.has(name));
    if (extra !== undefined) throw new UserError(`${folder}: tensor "${extra}" is unexpected`);
    for (const { name, shape, unused } of specs) {
      const found = weights.tensors.get(name);
      if (!found && !unused) throw new UserError(`${folder}: tensor "${name}" is missing`);
      if (found && found.shape.join() !== shape.join()) {
        throw new UserError(`${folder}: tensor "${name}" is [${found.shape}], expected [${shape}]`);
      }
    }
    return await use(async (name) => {
      const { dtype } = weights.tensors.get(name)!;
      return convert(await weights.read(name), dtype, "float32") as Float32Array;
    });
  } finally {
    await weights.close();
  }
}

const kernels = { antialias: antialiasMatrix, bilinear: bilinearMatrix } as const;
const resizeLimits = { antialias: 2e-5, bilinear: 5e-5 } as const;

/** Resampled tensors, and where gradients are given their gradients; named `<kernel>_<from>_to_<to>`. */
export async function checkResize({ folder }: Fixture, runtime: Runtime): Promise<Check[]> {
  const inputs = await readNumbers(join(folder, "inputs.safetensors"));
  const references = await readNumbers(join(folder, "outputs.safetensors"));
  const checks: Check[] = [];
  for (const [name, reference] of references) {
    const [, kind, from, to, rows, gradient] =
      /^(antialias|bilinear)_(\d+)_to_(\d+)(?:_rows_([\d_]+))?(\.grad_in)?$/.exec(name) ?? [];
    if (kind !== "antialias" && kind !== "bilinear") {
      checks.push(failure("resize", name, "is of no known kind"));
      continue;
    }
    const key = `${kind}_${from}_to_${to}`;
    const picture = inputs.get(key) ?? patterned(Number(from), reference.shape[1]!);
    const x = input("x", "float32", picture.shape);
    const y = resample(x, Number(to), kernels[kind]);
    const seed = input("seed", "float32", y.shape);
    const out = gradient ? vectorJacobian([y], [seed], [x])[0]! : y;
    const given: Record<string, Plain> = { x: float32(picture) };
    if (gradient) given.seed = float32(need(inputs, `${key}.grad_out`, "inputs.safetensors"));
    const { out: found } = await runProgram(runtime, { out }, () => Promise.reject(new Error("no parameters")), given);
    const kept = rows ? onlyRows(found!, rows.split("_").map(Number)) : found;
    const group = `resize.${kind}${gradient ? ".gradient" : ""}`;
    checks.push(compare({ group, name }, numbers(kept), reference, { limit: resizeLimits[kind], absolute: true }));
  }
  return [...checks, ...orphans(inputs, references)];
}

/** The picture that is given as a formula: pixel(y, x) = ((7x + 13y) mod 256) / 255. */
function patterned(side: number, channels: number): Numbers {
  const data = Float32Array.from({ length: channels * side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) % side, i % side];
    return ((7 * x + 13 * y) % 256) / 255;
  });
  return { dtype: "float32", shape: [1, channels, side, side], data };
}

function onlyRows({ shape, data }: Plain, rows: readonly number[]): Plain {
  const [b, c, height, width] = shape as [number, number, number, number];
  const kept = Array.from({ length: b * c }, (_, plane) =>
    rows.flatMap((row) => [
      ...(data.subarray((plane * height + row) * width, (plane * height + row + 1) * width) as Float32Array),
    ]),
  );
  return { shape: [b, c, rows.length, width], data: Float32Array.from(kept.flat()) };
}

function orphans(inputs: NumbersByName, references: NumbersByName): Check[] {
  const results = (name: string) => (name.endsWith(".grad_out") ? name.replace(/\.grad_out$/, ".grad_in") : name);
  return [...inputs.keys()].flatMap((name) =>
    references.has(results(name)) ? [] : [failure("resize", results(name), "is missing in outputs.safetensors")],
  );
}

function float32({ shape, data }: Numbers): Plain {
  return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

function numbers(plain: Plain | undefined): { shape: readonly number[]; data: Float32Array } | undefined {
  return plain && { shape: plain.shape, data: plain.data as Float32Array };
}
