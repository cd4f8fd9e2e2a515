/**
 * AdamW with clipping by the global gradient norm, as one program that updates weights and moments in place
 * (paper Table 4: beta 0.9 and 0.95, clip 1.0; epsilon is not published, 1e-8 is AdamW's usual value).
 */
import type { Runtime, Session, Value } from "../runtime/runtime.ts";
import { add, div, input, minimum, mul, reduceSum, sqrt, square, sub, type Tensor, toOnnx } from "../tensor/index.ts";
import { type ParameterSet, trackGradients, trackMoments } from "./parameters.ts";

export interface AdamWOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  readonly clipNorm?: number;
  /** Factor on the learning rate, by parameter. Default 1 for all. */
  readonly rateScale?: (name: string) => number;
}

export interface Optimizer {
  /**
   * Applies the gradients lying in the set's buffers. `count` is the number of this update, from 1 (for AdamW's bias
   * correction). Returns the global gradient norm before clipping.
   */
  step(learningRate: number, count: number): Promise<number>;
  /**
   * Where several ranks sum their gradients: begins with those that are there first, while others are still computed. Called
   * once before each `step`; nothing else is said between ranks until it resolves.
   */
  sumEarly?(): Promise<void>;
  dispose(): void;
}

export const adamwDefaults: Required<AdamWOptions> = {
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 1,
  rateScale: () => 1,
};

/** What AdamW keeps for a parameter, or for a part of one: all of one shape. */
export interface AdamWTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
}

/** Scalars of one update; the corrections are 1 / (1 - beta^count), for the bias of the first updates. */
export interface AdamWScalars {
  readonly rate: Tensor;
  /** Factor on the gradient, from `clipFactor`. */
  readonly clip: Tensor;
  readonly correction1: Tensor;
  readonly correction2: Tensor;
}

/**
 * One update. Memory limits it, so all factors that are numbers are drawn together: with c1 and c2 for the corrections,
 * c1 m / (sqrt(c2 v) + epsilon) = (c1 / sqrt(c2)) m / (sqrt(v) + epsilon / sqrt(c2)).
 */
export function adamwRule(
  { parameter, gradient, first, second }: AdamWTensors,
  { rate, clip, correction1, correction2 }: AdamWScalars,
  { beta1, beta2, epsilon, weightDecay }: Pick<Required<AdamWOptions>, "beta1" | "beta2" | "epsilon" | "weightDecay">,
): Pick<AdamWTensors, "parameter" | "first" | "second"> {
  const small = mul(gradient, mul(clip, 1 - beta1));
  const m = add(mul(first, beta1), small);
  const v = add(mul(second, beta2), mul(square(small), (1 - beta2) / (1 - beta1) ** 2));
  const root = sqrt(correction2);
  const direction = mul(div(m, add(sqrt(v), div(epsilon, root))), mul(rate, div(correction1, root)));
  const kept = weightDecay === 0 ? parameter : mul(parameter, sub(1, mul(rate, weightDecay)));
  return { parameter: sub(kept, direction), first: m, second: v };
}

/** The factor by which gradients of global norm `norm` are scaled so that it is at most `clipNorm`. */
export function clipFactor(norm: Tensor, clipNorm: number): Tensor {
  return minimum(div(clipNorm, add(norm, 1e-6)), 1);
}

/** An optimizer of the named parameters. */
export async function createAdamW(
  runtime: Runtime,
  set: ParameterSet,
  names: readonly string[],
  options: AdamWOptions = {},
): Promise<Optimizer> {
  const { beta1, beta2, epsilon, weightDecay, clipNorm, rateScale } = { ...adamwDefaults, ...options };
  trackGradients(set, runtime, names);
  trackMoments(set, runtime, names);
  const outputs: Record<string, Tensor> = {};
  const rate = input("learning_rate", "float32", []);
  const correction1 = input("correction1", "float32", []);
  const correction2 = input("correction2", "float32", []);
  const gradients = names.map((name, i) => input(`g${i}`, "float32", set.values.get(name)!.shape));
  const norm = sqrt(gradients.map((g) => reduceSum(square(g))).reduce((a, b) => add(a, b)));
  const clip = clipFactor(norm, clipNorm);
  outputs.norm = norm;
  names.forEach((name, i) => {
    const { shape } = set.values.get(name)!;
    const parameter = input(`p${i}`, "float32", shape);
    const gradient = gradients[i]!;
    const first = input(`m${i}`, "float32", shape);
    const second = input(`v${i}`, "float32", shape);
    const scaled = mul(rate, rateScale(name));
    const updated = adamwRule(
      { parameter, gradient, first, second },
      { rate: scaled, clip, correction1, correction2 },
      { beta1, beta2, epsilon, weightDecay },
    );
    outputs[`p${i}_out`] = updated.parameter;
    outputs[`m${i}_out`] = updated.first;
    outputs[`v${i}_out`] = updated.second;
  });
  const session = await runtime.session(toOnnx(outputs, { target: "cpu" }), { flushDenormals: true });
  return bind(runtime, session, set, names, { beta1, beta2 });
}

function bind(
  runtime: Runtime,
  session: Session,
  set: ParameterSet,
  names: readonly string[],
  { beta1, beta2 }: { beta1: number; beta2: number },
): Optimizer {
  const scalar = () => runtime.value("float32", []);
  const feeds: Record<string, Value> = { learning_rate: scalar(), correction1: scalar(), correction2: scalar() };
  const fetches: Record<string, Value> = { norm: scalar() };
  names.forEach((name, i) => {
    const { first, second } = set.moments.get(name)!;
    feeds[`g${i}`] = set.gradients.get(name)!;
    feeds[`p${i}`] = fetches[`p${i}_out`] = set.values.get(name)!;
    feeds[`m${i}`] = fetches[`m${i}_out`] = first;
    feeds[`v${i}`] = fetches[`v${i}_out`] = second;
  });
  return {
    async step(learningRate, count) {
      feeds.learning_rate!.data[0] = learningRate;
      feeds.correction1!.data[0] = 1 / (1 - beta1 ** count);
      feeds.correction2!.data[0] = 1 / (1 - beta2 ** count);
      await session.run(feeds, fetches);
      return fetches.norm!.data[0] as number;
    },
    dispose: () => session.dispose(),
  };
}
