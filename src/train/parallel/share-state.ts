/**
 * How a run begins on several ranks: rank 0 reads the state, and everyone gets its weights, so that only one machine needs
 * the file. AdamW's moments stay on rank 0 until the optimizer hands out their parts.
 */
import type { Runtime } from "../../runtime/runtime.ts";
import type { ParameterSet } from "../parameters.ts";
import { broadcastJson, type Collective } from "./collective.ts";

/**
 * Calls `read` on rank 0 alone, gives what it returns (a JSON value) and the set's weights to all ranks. The other ranks'
 * set must be empty.
 */
export async function readOnce<T>(
  collective: Collective,
  runtime: Runtime,
  set: ParameterSet,
  read: () => Promise<T>,
): Promise<T> {
  const first = collective.rank === 0;
  const result = first ? { value: await read() } : { value: undefined };
  const { value } = (await broadcastJson(collective, result)) as { value: T };
  const known = [...set.values].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  for (const { name, dtype, shape } of await broadcastJson(collective, known)) {
    if (!first) set.values.set(name, runtime.value(dtype, shape));
    await collective.broadcast(set.values.get(name)!.data, 0);
  }
  return value;
}
