/**
 * A training run's state on disk: weights, AdamW's moments and the place in the run, in one safetensors file that is
 * replaced atomically. Reading it back continues the run exactly.
 */
import { existsSync } from "node:fs";
import { openSafetensors } from "../checkpoint/safetensors.ts";
import { type TensorSource, writeSafetensors } from "../checkpoint/safetensors-write.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ParameterSet } from "./parameters.ts";

/** Where a run stands: the stage in progress and the steps it has done. */
export interface RunPosition {
  readonly stage: string;
  readonly step: number;
}

const moments = ["first", "second"] as const;

/** Writes weights, moments and position. `further` are tensors that the set does not hold, as of moments in other processes. */
export async function saveState(
  path: string,
  set: ParameterSet,
  position: RunPosition,
  further: readonly TensorSource[] = [],
): Promise<void> {
  const tensors = [...set.values].map(([name, value]) => ({ name, value }));
  for (const [name, state] of set.moments) {
    for (const kind of moments) tensors.push({ name: `${kind}/${name}`, value: state[kind] });
  }
  const sources = tensors.map(({ name, value: { dtype, shape, data } }) => ({ name, dtype, shape, data }));
  await writeSafetensors(path, [...sources, ...further], { stage: position.stage, step: String(position.step) });
}

/** Reads only the weights of another run's state into `set`; weights that are there already stay. */
export async function loadWeights(path: string, set: ParameterSet, runtime: Runtime): Promise<void> {
  const file = await openSafetensors(path);
  try {
    for (const [name, { shape }] of file.tensors) {
      if (/^(first|second)\//.test(name) || set.values.has(name)) continue;
      set.values.set(name, runtime.value("float32", shape, await file.read(name)));
    }
  } finally {
    await file.close();
  }
}

/** Reads a state into an empty set; `undefined` when there is none. */
export async function loadState(path: string, set: ParameterSet, runtime: Runtime): Promise<RunPosition | undefined> {
  if (!existsSync(path)) return undefined;
  const file = await openSafetensors(path);
  try {
    for (const [name, { shape }] of file.tensors) {
      if (!/^(first|second)\//.test(name)) set.values.set(name, runtime.value("float32", shape, await file.read(name)));
    }
    for (const [key, { shape }] of file.tensors) {
      const name = /^first\/(.*)$/.exec(key)?.[1];
      if (name === undefined) continue;
      const first = runtime.value("float32", shape, await file.read(key));
      const second = runtime.value("float32", shape, await file.read(`second/${name}`));
      set.moments.set(name, { first, second });
    }
    return { stage: file.metadata.stage ?? "", step: Number(file.metadata.step ?? 0) };
  } finally {
    await file.close();
  }
}
