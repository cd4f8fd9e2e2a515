/**
 * The inputs and outputs of a session, and the check of a run's values against them: a mistake becomes a sentence about
 * the caller's values instead of one about the inside of an engine.
 */
import type { Value, ValueInfo } from "./runtime.ts";

/** One input or output. */
export interface Port extends ValueInfo {
  /** Whether the number of dimensions is known; if not, `shape` is empty. */
  readonly ranked: boolean;
}

/** Stands for a dimension that a program leaves open without a name. */
export const unnamedDimension = "?";

/** The inputs of a program, or the outputs that a run computes. */
export interface Ports {
  readonly kind: "input" | "output";
  readonly list: readonly Port[];
  readonly names: ReadonlySet<string>;
}

export function createPorts(kind: "input" | "output", list: readonly Port[]): Ports {
  return { kind, list, names: new Set(list.map(({ name }) => name)) };
}

/** Some of the outputs, in the order asked for. */
export function selectPorts(all: Ports, only: readonly string[]): Ports {
  if (only.length === 0) throw new Error("a run must compute at least one output, but `only` is empty.");
  const chosen = [...new Set(only)].map((name) => {
    const port = all.list.find((candidate) => candidate.name === name);
    if (!port) throw new Error(`the program has no output "${name}"; it computes ${listNames(all)}.`);
    return port;
  });
  return createPorts("output", chosen);
}

/** What a runtime's own values look like from here. */
interface OwnValue extends Value {
  readonly disposed: boolean;
  /** Whether it shows a leading part of device memory that ends between the steps in which programs write. */
  readonly ragged: boolean;
}

/** The values of one run, in the order of the ports. */
export interface Call<V> {
  readonly feeds: readonly V[];
  readonly fetches: readonly (V | undefined)[];
}

type Named = Readonly<Record<string, Value>>;
/** What symbolic dimensions stand for in one run, and the input that said so. */
type Symbols = Map<string, { readonly size: number; readonly input: string }>;

/** Checks everything that can be checked before a run. `own` tells the runtime's own values from others. */
export function acceptCall<V extends OwnValue>(
  inputs: Ports,
  outputs: Ports,
  feeds: Named,
  fetches: Named,
  own: (value: Value) => value is V,
): Call<V> {
  const symbols: Symbols = new Map();
  const accept = (ports: Ports, port: Port, value: Value): V => {
    if (!own(value)) throw new Error(`${placeOf(ports, port)} was made by another runtime.`);
    if (value.disposed) throw new Error(`${placeOf(ports, port)} was disposed before the run.`);
    if (value.dtype !== port.dtype) {
      throw new Error(`${placeOf(ports, port)} is ${value.dtype}, expected ${port.dtype}.`);
    }
    if (port.ranked) checkShapeOf(ports, port, value.shape, symbols);
    return value;
  };
  const accepted = inputs.list.map((port) => {
    const value = feeds[port.name];
    if (value) return accept(inputs, port, value);
    throw new Error(`input "${port.name}" is missing; the program takes ${listNames(inputs)}.`);
  });
  rejectUnknown(inputs, feeds);
  rejectUnknown(outputs, fetches);
  const targets = outputs.list.map((port) => {
    const given = fetches[port.name];
    const value = given && accept(outputs, port, given);
    if (value?.ragged) {
      throw new Error(
        `output "${port.name}" is a view [${value.shape}] of a larger device value, and writing it may spill into what follows; give it a value of its own.`,
      );
    }
    return value;
  });
  return { feeds: accepted, fetches: targets };
}

function placeOf({ kind }: Ports, { name }: Port): string {
  return `${kind} "${name}"`;
}

/** Outputs are given where their named dimensions stand for anything. */
function checkShapeOf(ports: Ports, port: Port, shape: readonly number[], symbols: Symbols): void {
  if (shape.length !== port.shape.length) throw mismatch(ports, port, shape);
  for (let i = 0; i < shape.length; i++) {
    const dimension = port.shape[i]!;
    const size = shape[i]!;
    if (typeof dimension === "number") {
      if (dimension !== size) throw mismatch(ports, port, shape);
    } else if (ports.kind === "input" && dimension !== unnamedDimension) {
      const known = symbols.get(dimension);
      if (!known) symbols.set(dimension, { size, input: port.name });
      else if (known.size !== size) {
        throw mismatch(ports, port, shape, ` with ${dimension} = ${known.size} as in "${known.input}"`);
      }
    }
  }
}

function mismatch(ports: Ports, port: Port, shape: readonly number[], because = ""): Error {
  const expected = `expected [${port.shape.join(", ")}]${because}`;
  return new Error(`${placeOf(ports, port)} has the shape [${shape}], ${expected}.`);
}

function rejectUnknown(ports: Ports, values: Named): void {
  for (const name of Object.keys(values)) {
    if (ports.names.has(name)) continue;
    const { kind } = ports;
    throw new Error(`${kind} "${name}" is not one of this run's ${kind}s, which are ${listNames(ports)}.`);
  }
}

/** The names for an error message, the first dozen of them. */
function listNames({ names }: Ports): string {
  if (names.size === 0) return "none";
  const shown = Array.from(names, (name) => `"${name}"`).slice(0, 12);
  return names.size > 12 ? `${shown.join(", ")} and ${names.size - 12} more` : shown.join(", ");
}
