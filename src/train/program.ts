/**
 * A training program of one shape: forward, backward and the addition of gradients over micro-batches. It also says what it
 * will cost: operations, and the most memory that its values take at once.
 */
import type { Runtime, SessionOptions, Value } from "../runtime/runtime.ts";
import { type ProgramCost, programCost } from "../tensor/cost.ts";
import { add, grad, input, leavesOf, mul, nameOf, type Tensor, toOnnx } from "../tensor/index.ts";
import { type ParameterSet, trackGradients } from "./parameters.ts";

/** What an objective describes: a scalar loss that is a mean, other scalars, and the losses of single tokens. */
export interface StepTensors {
  readonly loss: Tensor;
  readonly scalars?: Readonly<Record<string, Tensor>>;
  readonly tokenLosses?: Tensor;
}

export interface StepProgram {
  /** Parameters that get a gradient. */
  readonly trained: readonly string[];
  readonly cost: ProgramCost;
  /**
   * Adds `share` times the gradients to the gradient buffers (`add`), or writes them there. Gives the scalars, `loss` among
   * them, as they are without the share.
   */
  run(
    inputs: Readonly<Record<string, Value>>,
    share: number,
  ): Promise<{ readonly values: Record<string, number>; readonly tokenLosses?: Float32Array }>;
  dispose(): void;
}

export interface CompileOptions extends SessionOptions {
  /** Gradients are added to what is in the buffers, for batches of several micro-batches. */
  readonly accumulate: boolean;
}

/** Compiles; parameters that `trained` names and the loss depends on get gradient buffers if they have none. */
export async function compileStep(
  runtime: Runtime,
  set: ParameterSet,
  tensors: StepTensors,
  trained: (name: string) => boolean,
  { accumulate, ...session }: CompileOptions,
): Promise<StepProgram> {
  const { outputs, wanted, leaves } = stepOutputs(tensors, trained, accumulate);
  trackGradients(set, runtime, wanted);
  const compiled = await runtime.session(toOnnx(outputs, { target: "cpu" }), {
    ...session,
    sharedMemory: true,
    // products with numbers below 1e-38 are several times slower, and gradients have many of them
    config: { "session.set_denormal_as_zero": "1", ...session.config },
  });
  const fixed: Record<string, Value> = {};
  const fetches: Record<string, Value> = {};
  for (const name of leaves) fixed[name] = set.values.get(name)!;
  for (const name of wanted) {
    const gradient = set.gradients.get(name)!;
    fetches[`grad.${name}`] = gradient;
    if (accumulate) fixed[`sum.${name}`] = gradient;
  }
  const scalars = { ...tensors.scalars, loss: tensors.loss };
  for (const [name, tensor] of Object.entries(scalars)) {
    fetches[name] = runtime.value("float32", tensor.shape as number[]);
  }
  const { tokenLosses } = tensors;
  if (tokenLosses) fetches.token_losses = runtime.value("float32", tokenLosses.shape as number[]);
  const shareValue = runtime.value("float32", []);
  return {
    trained: wanted,
    cost: programCost(Object.values(outputs)),
    async run(inputs, share) {
      shareValue.data[0] = share;
      const feeds: Record<string, Value> = { ...fixed };
      for (const { name } of compiled.inputs) {
        if (name === "gradient_share") feeds[name] = shareValue;
        else if (inputs[name]) feeds[name] = inputs[name];
      }
      await compiled.run(feeds, fetches);
      return {
        values: Object.fromEntries(Object.keys(scalars).map((name) => [name, fetches[name]!.data[0] as number])),
        ...(tokenLosses && { tokenLosses: fetches.token_losses!.data as Float32Array }),
      };
    },
    dispose() {
      compiled.dispose();
      for (const name of [...Object.keys(scalars), ...(tokenLosses ? ["token_losses"] : [])]) fetches[name]!.dispose();
      shareValue.dispose();
    },
  };
}

function stepOutputs(
  { loss, scalars, tokenLosses }: StepTensors,
  trained: (name: string) => boolean,
  accumulate: boolean,
) {
  const outputs: Record<string, Tensor> = { ...scalars, loss };
  if (tokenLosses) outputs.token_losses = tokenLosses;
  const leaves = leavesOf(Object.values(outputs), "parameter");
  const wanted = leaves.filter((t) => t.dtype === "float32" && trained(nameOf(t)));
  const scaled = mul(loss, input("gradient_share", "float32", []));
  grad(scaled, wanted).forEach((g, i) => {
    const name = nameOf(wanted[i]!);
    outputs[`grad.${name}`] = accumulate ? add(g, input(`sum.${name}`, "float32", g.shape)) : g;
  });
  return { outputs, wanted: wanted.map(nameOf), leaves: leaves.map(nameOf) };
}

/** What a step of this shape costs, without compiling it. */
export function predictStep(tensors: StepTensors, trained: (name: string) => boolean): ProgramCost {
  return programCost(Object.values(stepOutputs(tensors, trained, false).outputs));
}
