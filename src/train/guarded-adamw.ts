/**
 * AdamW that looks before it leaps: the gradient norm is known, and may be refused, before anything changes. Moments may be
 * kept in bfloat16. The rule itself is `optimizer.ts`'s.
 */
import type { Dtype, Runtime, Value } from "../runtime/runtime.ts";
import { add, cast, input, mul, reduceSum, sqrt, square, type Tensor, toOnnx } from "../tensor/index.ts";
import { type AdamWOptions, adamwDefaults, adamwRule, type Optimizer } from "./optimizer.ts";
import type { ParameterSet } from "./parameters.ts";

export interface GuardedOptions extends AdamWOptions {
  /** Asked with the gradient norm; false leaves weights and moments as they are. */
  readonly accept: (norm: number) => boolean;
  readonly moments: Extract<Dtype, "float32" | "bfloat16">;
}

/** An optimizer of the named parameters, whose gradients lie in the set. */
export async function createGuardedAdamW(
  runtime: Runtime,
  set: ParameterSet,
  names: readonly string[],
  options: GuardedOptions,
): Promise<Optimizer> {
  const { beta1, beta2, epsilon, weightDecay, clipNorm, rateScale } = { ...adamwDefaults, ...options };
  const scalar = () => runtime.value("float32", []);
  const feeds: Record<string, Value> = { rate: scalar(), correction1: scalar(), correction2: scalar(), clip: scalar() };
  const fetches: Record<string, Value> = {};
  const gradientFeeds: Record<string, Value> = {};
  const squares: Tensor[] = [];
  const outputs: Record<string, Tensor> = {};
  const [rate, correction1, correction2, clip] = ["rate", "correction1", "correction2", "clip"].map((name) =>
    input(name, "float32", []),
  ) as [Tensor, Tensor, Tensor, Tensor];
  for (const [i, name] of names.entries()) {
    const value = set.values.get(name)!;
    const { shape } = value;
    if (!set.moments.has(name)) {
      const zeros = () => runtime.value(options.moments, shape);
      set.moments.set(name, { first: zeros(), second: zeros() });
    }
    const { first, second } = set.moments.get(name)!;
    const gradient = input(`g${i}`, "float32", shape);
    squares.push(reduceSum(square(gradient)));
    const moment = (kind: string, { dtype }: Value) => cast(input(`${kind}${i}`, dtype, shape), "float32");
    const updated = adamwRule(
      {
        parameter: input(`p${i}`, "float32", shape),
        gradient: mul(gradient, clip),
        first: moment("m", first),
        second: moment("v", second),
      },
      { rate: mul(rate, rateScale(name)), correction1, correction2 },
      { beta1, beta2, epsilon, weightDecay },
    );
    outputs[`p${i}_out`] = updated.parameter;
    outputs[`m${i}_out`] = cast(updated.first, first.dtype);
    outputs[`v${i}_out`] = cast(updated.second, second.dtype);
    feeds[`g${i}`] = gradientFeeds[`g${i}`] = set.gradients.get(name)!;
    feeds[`p${i}`] = fetches[`p${i}_out`] = value;
    feeds[`m${i}`] = fetches[`m${i}_out`] = first;
    feeds[`v${i}`] = fetches[`v${i}_out`] = second;
  }
  const norm = sqrt(squares.reduce((a, b) => add(a, b)));
  const normSession = await runtime.session(toOnnx({ norm }, { target: "cpu" }));
  const update = await runtime.session(toOnnx(outputs, { target: "cpu" }));
  const normValue = scalar();
  return {
    async step(learningRate, count) {
      await normSession.run(gradientFeeds, { norm: normValue });
      const found = normValue.data[0] as number;
      if (!options.accept(found)) return found;
      feeds.rate!.data[0] = learningRate;
      feeds.correction1!.data[0] = 1 / (1 - beta1 ** count);
      feeds.correction2!.data[0] = 1 / (1 - beta2 ** count);
      feeds.clip!.data[0] = Math.min(1, clipNorm / (found + 1e-6));
      await update.run(feeds, fetches);
      return found;
    },
    dispose() {
      normSession.dispose();
      update.dispose();
    },
  };
}
