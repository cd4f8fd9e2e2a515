/**
 * What the processes of one training run say to each other: sums, shares and copies of float32 vectors. An implementation
 * moves numbers; it knows neither parameters nor steps. There are two, one process alone (here) and MPI (`mpi.ts`).
 * NCCL has its place beside them: see docs/scale.md.
 */
import type { TypedArray } from "../../runtime/runtime.ts";

/** Which part of a whole is this process's: part `rank` of `size` equal ones. */
export interface Share {
  readonly rank: number;
  readonly size: number;
}

/**
 * Every rank makes the same calls in the same order, with data of the same length; a call resolves when this rank's data
 * is complete. One call is under way at a time, further ones wait for their turn. Data is changed in place and must not be
 * touched until the call resolves.
 */
export interface Collective extends Share {
  /** E.g. `Open MPI 4.1.4`. */
  readonly description: string;
  /** The sum over all ranks, for all of them. */
  allReduce(data: Float32Array): Promise<void>;
  /**
   * The sum over all ranks, cut into `size` equal parts: this rank finds part `rank` in its place, what lies in the other
   * places is of no use. The length must divide by `size`.
   */
  reduceScatter(data: Float32Array): Promise<void>;
  /** Part `rank` of `data` is this rank's; afterwards every rank has all parts. The length must divide by `size`. */
  allGather(data: Float32Array): Promise<void>;
  /** Copies `root`'s data, of any type, to all ranks. */
  broadcast(data: TypedArray, root: number): Promise<void>;
  /** Resolves when every rank has come here. */
  barrier(): Promise<void>;
  /** Takes leave of the others; all ranks close. */
  close(): Promise<void>;
  /** Ends this process, and with it the whole run: whoever cannot go on must not leave the others waiting. */
  abort(code: number): never;
}

/** One process alone. */
export function single(): Collective {
  const nothing = async () => {};
  return {
    rank: 0,
    size: 1,
    description: "one process",
    allReduce: nothing,
    reduceScatter: nothing,
    allGather: nothing,
    broadcast: nothing,
    barrier: nothing,
    close: nothing,
    abort: (code) => process.exit(code),
  };
}

/** Those of `count` rows that are this rank's: every size-th, so that long and short rows spread evenly. */
export function ownRows(count: number, { rank, size }: Share): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((count - rank) / size)) }, (_, i) => rank + i * size);
}

/** Copies any JSON value of rank `root` to all ranks. */
export async function broadcastJson<T>(collective: Collective, value: T, root = 0): Promise<T> {
  if (collective.size === 1) return value;
  const own = collective.rank === root;
  const text = own ? new TextEncoder().encode(JSON.stringify(value)) : new Uint8Array();
  const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
  await collective.broadcast(length, root);
  const bytes = own ? text : new Uint8Array(Number(new BigUint64Array(length.buffer)[0]));
  await collective.broadcast(bytes, root);
  return own ? value : (JSON.parse(new TextDecoder().decode(bytes)) as T);
}

/** A JSON value of every rank, in the order of ranks, for all of them. */
export async function gatherJson<T>(collective: Collective, value: T): Promise<T[]> {
  const all: T[] = [];
  for (let rank = 0; rank < collective.size; rank++) all.push(await broadcastJson(collective, value, rank));
  return all;
}
