/**
 * A training program of one shape: forward, backward and the addition of gradients over micro-batches. It also says what it
 * will cost: operations, and the most memory that its values take at once. Where micro-batches must meet before any of them
 * knows its loss, or some gradients are wanted before the others, it runs in parts.
 */
import type { Runtime, Session, SessionOptions, Value } from "../runtime/runtime.ts";
import { type ProgramCost, programCost } from "../tensor/cost.ts";
import { add, cut, grad, input, leavesOf, mul, nameOf, type Tensor, toOnnx } from "../tensor/index.ts";
import { type ParameterSet, trackGradients } from "./parameters.ts";

/** What an objective describes: a scalar loss that is a mean, other scalars, and the losses of single tokens. */
export interface StepTensors {
  readonly loss: Tensor;
  readonly scalars?: Readonly<Record<string, Tensor>>;
  readonly tokenLosses?: Tensor;
  /** What the micro-batches of a step show each other, by name, before the loss reads what all have shown. */
  readonly shown?: Readonly<Record<string, Tensor>>;
}

export interface StepProgram {
  /** Parameters that get a gradient. */
  readonly trained: readonly string[];
  readonly cost: ProgramCost;
  /**
   * Of a program that shows something: what it shows, and under other names what `run` needs besides the inputs. Whoever
   * asks disposes the values.
   */
  readonly begin?: (inputs: Readonly<Record<string, Value>>) => Promise<Record<string, Value>>;
  /**
   * Adds `share` times the gradients to the gradient buffers, or writes them there (`accumulate`). Gives the scalars, `loss`
   * among them, as they are without the share. Runs into different buffers may overlap. Default: the set's buffers. `onEarly` is
   * called when the gradients of `CompileOptions.early` are there.
   */
  run(
    inputs: Readonly<Record<string, Value>>,
    share: number,
    gradients?: Map<string, Value>,
    onEarly?: () => void,
  ): Promise<{ readonly values: Record<string, number>; readonly tokenLosses?: Float32Array }>;
  dispose(): void;
}

export interface CompileOptions extends SessionOptions {
  /** Gradients are added to what is in the buffers, for batches of several micro-batches. */
  readonly accumulate: boolean;
  /** Parameters whose gradients come first, in a run of their own. Those that this loss does not reach do not matter. */
  readonly early?: ReadonlySet<string>;
}

/** Compiles; parameters that `trained` names and the loss depends on get gradient buffers if they have none. */
export async function compileStep(
  runtime: Runtime,
  set: ParameterSet,
  tensors: StepTensors,
  trained: (name: string) => boolean,
  { accumulate, early, ...session }: CompileOptions,
): Promise<StepProgram> {
  const { outputs, wanted, leaves } = stepOutputs(tensors, trained, accumulate);
  trackGradients(set, runtime, wanted);
  const compile = (outputs: Readonly<Record<string, Tensor>>, given?: ReadonlyMap<Tensor, string>) =>
    runtime.session(toOnnx(outputs, { target: "cpu", given }), {
      ...session,
      sharedMemory: true,
      flushDenormals: true,
    });
  const showing = tensors.shown && cut(outputs, tensors.shown);
  const opening = showing && (await compile(showing.first));
  const [main, late] = halves(outputs, wanted, early);
  const ending = late && cut(late, main, showing?.given);
  const compiled = await compile(ending ? ending.first : outputs, showing?.given);
  const rest = ending && (await compile(late, ending.given));
  const parameters = Object.fromEntries(leaves.map((name) => [name, set.values.get(name)!]));
  const { tokenLosses } = tensors;
  const told = { ...tensors.scalars, loss: tensors.loss, ...(tokenLosses && { token_losses: tokenLosses }) };
  const places = new Map<Map<string, Value>, Place>();
  /** What a run reads and writes besides its inputs. */
  const placeOf = (gradients: Map<string, Value>): Place => {
    const known = places.get(gradients);
    if (known) return known;
    trackGradients({ ...set, gradients }, runtime, wanted);
    const share = runtime.value("float32", []);
    const scalars = mapValues(told, (tensor) => runtime.value("float32", tensor.shape as number[]));
    const written = Object.fromEntries(wanted.map((name) => [`grad.${name}`, gradients.get(name)!]));
    const sums = accumulate ? Object.fromEntries(wanted.map((name) => [`sum.${name}`, gradients.get(name)!])) : {};
    const fetched: Record<string, Value> = { ...written, ...scalars };
    const fetches = pick(fetched, (name) => name in main);
    const lateFetches = pick(fetched, (name) => !(name in main));
    const place = {
      ...{ share, scalars, fetches, lateFetches },
      feeds: { ...parameters, ...sums, gradient_share: share },
    };
    places.set(gradients, place);
    return place;
  };
  return {
    trained: wanted,
    cost: programCost(Object.values(outputs), showing?.given.keys()),
    ...(opening && {
      begin: (inputs) =>
        opening.run(Object.fromEntries(opening.inputs.map(({ name }) => [name, parameters[name] ?? inputs[name]!]))),
    }),
    async run(inputs, share, gradients = set.gradients, onEarly) {
      const place = placeOf(gradients);
      place.share.data[0] = share;
      const feed = (session: Session, more: Readonly<Record<string, Value>>) =>
        Object.fromEntries(session.inputs.map(({ name }) => [name, place.feeds[name] ?? more[name]!]));
      const made = await compiled.run(feed(compiled, inputs), place.fetches);
      onEarly?.();
      if (rest) {
        const passed = pick(made, (name) => !(name in place.fetches));
        try {
          await rest.run(feed(rest, { ...inputs, ...passed }), place.lateFetches);
        } finally {
          for (const value of Object.values(passed)) value.dispose();
        }
      }
      const { token_losses: losses, ...scalars } = place.scalars;
      return {
        values: mapValues(scalars, ({ data }) => data[0] as number),
        ...(losses && { tokenLosses: Float32Array.from(losses.data as Float32Array) }), // the next run writes there again
      };
    },
    dispose() {
      for (const session of [opening, compiled, rest]) session?.dispose();
      for (const { share, scalars } of places.values()) {
        for (const value of [share, ...Object.values(scalars)]) value.dispose();
      }
    },
  };
}

/** The values that one run at a time uses. */
interface Place {
  readonly share: Value;
  /** The loss and other numbers to tell. */
  readonly scalars: Readonly<Record<string, Value>>;
  readonly feeds: Readonly<Record<string, Value>>;
  readonly fetches: Readonly<Record<string, Value>>;
  /** What the run behind `early` writes. */
  readonly lateFetches: Readonly<Record<string, Value>>;
}

/** What comes with the early gradients, and the others; all and nothing where there are not both. */
function halves(
  outputs: Readonly<Record<string, Tensor>>,
  wanted: readonly string[],
  early: ReadonlySet<string> = new Set(),
): [Readonly<Record<string, Tensor>>, Readonly<Record<string, Tensor>>?] {
  const late = new Set(wanted.filter((name) => !early.has(name)).map((name) => `grad.${name}`));
  if (late.size === 0 || late.size === wanted.length) return [outputs];
  return [pick(outputs, (name) => !late.has(name)), pick(outputs, (name) => late.has(name))];
}

function pick<T>(record: Readonly<Record<string, T>>, accept: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => accept(name)));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
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
  const { outputs } = stepOutputs(tensors, trained, false);
  return programCost(Object.values(outputs), tensors.shown && cut(outputs, tensors.shown).given.keys());
}
