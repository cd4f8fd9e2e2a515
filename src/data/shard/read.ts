/**
 * Shards for training: one sample after the other, across shards, shuffled through a buffer, from any position on. The order
 * is a function of (data set, options) alone, so a run that resumes sees what it would have seen.
 */
import { UserError } from "../../runtime/errors.ts";
import { randomFor } from "../random.ts";
import type { SampleFiles } from "../sample.ts";
import { openStorage, type Storage } from "../storage/storage.ts";
import { readDatasetInfo, readDropped } from "./dataset.ts";
import { readTar } from "./tar.ts";

export interface ReadShardOptions {
  /** Samples at the beginning that are passed over, those that are left out not counted. */
  readonly skip?: number;
  /** Places of samples that are left out. */
  readonly dropped?: ReadonlySet<number>;
  /** Checks every sample's schema; off, the shard's own word is taken. On unless said. */
  readonly check?: boolean;
}

/** Samples of one shard (`shard-000012`) in their order. */
export async function* readShard(
  storage: Storage,
  shard: string,
  { skip = 0, dropped, check = true }: ReadShardOptions = {},
): AsyncGenerator<SampleFiles> {
  let position = 0;
  let passed = 0;
  for await (const files of readTar(storage.read(`${shard}.tar`), { where: `${storage.where}/${shard}.tar`, check })) {
    if (!dropped?.has(position++) && passed++ >= skip) yield files;
  }
}

export interface ReadDataOptions {
  /** Without it samples come in the order of the shards. */
  readonly shuffle?: { readonly seed: number; readonly buffer: number };
  /** Times around all samples; each has an order of its own. Without end unless said. */
  readonly epochs?: number;
  /** Samples that were seen before: the place to go on from. */
  readonly start?: number;
  /** This reader takes every `of`th shard, beginning with `reader`; for several processes. */
  readonly part?: { readonly reader: number; readonly of: number };
  readonly check?: boolean;
}

/**
 * Samples of a data set in a folder or bucket that "data build" has finished, again and again unless `epochs` says how often.
 * Throws a UserError for an option that makes no sense.
 */
export async function* readData(where: string | Storage, options: ReadDataOptions = {}): AsyncGenerator<SampleFiles> {
  checkRead(options);
  const { shuffle, epochs = Number.POSITIVE_INFINITY, part = { reader: 0, of: 1 }, check = true } = options;
  const storage = typeof where === "string" ? await openStorage(where) : where;
  const { shards } = await readDatasetInfo(storage);
  const dropped = await readDropped(storage);
  const mine = shards
    .filter((_, i) => i % part.of === part.reader)
    .map(({ shard, samples }) => ({
      shard,
      kept: samples - (dropped.get(shard)?.size ?? 0),
      dropped: dropped.get(shard),
    }));
  const size = mine.reduce((sum, { kept }) => sum + kept, 0);
  if (size === 0) throw new UserError(`${storage.where} has no samples for reader ${part.reader} of ${part.of}`);
  for (let epoch = Math.floor((options.start ?? 0) / size); epoch < epochs; epoch++) {
    const random = randomFor(shuffle?.seed ?? 0, epoch, "reading");
    const order = shuffle ? random.shuffled(mine) : mine;
    const buffer = Math.min(Math.max(1, shuffle?.buffer ?? 1), size);
    const seen = Math.max(0, (options.start ?? 0) - epoch * size);
    yield* shuffled({ size, buffer, seen }, random.int, (from) => streamed(order, from));
  }

  /** All samples from the one on that has `from` before it. */
  async function* streamed(order: typeof mine, from: number): AsyncGenerator<SampleFiles> {
    let skip = from;
    for (const { shard, kept, dropped: without } of order) {
      if (skip < kept) yield* readShard(storage, shard, { skip, dropped: without, check });
      skip = Math.max(0, skip - kept);
    }
  }
}

function checkRead({ shuffle, epochs, start, part }: ReadDataOptions): void {
  const whole = (name: string, value: number | undefined, least: number, most = Number.MAX_SAFE_INTEGER) => {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw new UserError(`${name} is ${value}, expected a whole number ${range}`);
  };
  whole("epochs", epochs === Number.POSITIVE_INFINITY ? undefined : epochs, 1);
  whole("start", start, 0);
  whole("the shuffle's buffer", shuffle?.buffer, 1);
  if (part === undefined) return;
  whole("part's of", part.of, 1);
  whole(`part's reader, of ${part.of},`, part.reader, 0, part.of - 1);
}

/**
 * A buffer is filled; then a random one of it is given out and the next takes its seat. What was given out before `seen` is
 * played through with numbers alone, so that resuming reads only from the oldest sample still waiting.
 */
async function* shuffled(
  { size, buffer, seen }: { readonly size: number; readonly buffer: number; readonly seen: number },
  int: (low: number, high: number) => number,
  read: (from: number) => AsyncGenerator<SampleFiles>,
): AsyncGenerator<SampleFiles> {
  const seats = Array.from({ length: buffer }, (_, i) => i); // samples by their number in the unshuffled stream
  let next = buffer;
  const leave = (): number => {
    const seat = int(0, seats.length - 1);
    const number = seats[seat]!;
    if (next < size) seats[seat] = next++;
    else seats.splice(seat, 1);
    return number;
  };
  for (let given = 0; given < seen; given++) leave();
  if (seats.length === 0) return;
  const waiting = new Set(seats);
  const resumed = next;
  let at = Math.min(...seats);
  const held = new Map<number, SampleFiles>();
  const stream = read(at);
  try {
    while (seats.length > 0) {
      for (; at < next; at++) {
        const { value, done } = await stream.next();
        if (done)
          throw new UserError("a shard has fewer samples than its report says; periscope data verify tells which");
        if (at >= resumed || waiting.has(at)) held.set(at, value);
      }
      const number = leave();
      yield held.get(number)!;
      held.delete(number);
    }
  } finally {
    await stream.return(undefined);
  }
}
