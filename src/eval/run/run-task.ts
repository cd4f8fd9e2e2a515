/**
 * Runs a task: its samples in windows, each sorted by length so that a batch is of one kind, those that are finished left
 * out. What is finished is on disk before the next is asked.
 */
import { readFile } from "node:fs/promises";
import { contentHash } from "../../image/hash.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Sample, SampleRecord, ScoringName, Task } from "../contract.ts";
import { type OpenFiles, openFiles } from "../files/open-files.ts";
import type { Respondent } from "../respond/respondent.ts";
import { type AskJudge, examine, type Placed, placedAt } from "./examine.ts";
import { describeTask, type Finished, type RunWriter } from "./folder.ts";

export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

export interface RunProgress {
  readonly task: string;
  /** Finished in this run and before. */
  readonly done: number;
  /** What is asked of the task. */
  readonly total: number;
  readonly perSecond: number;
}

export interface RunTaskOptions {
  readonly task: Task;
  readonly respondent: Respondent;
  readonly run: RunWriter;
  /** The folder or file of the task's data. */
  readonly data: string;
  /** The first of the task's own unless said. */
  readonly scoring?: ScoringName;
  /** 8 unless said. It changes the speed, never a score. */
  readonly batch?: number;
  /** Only the first so many samples, and the rest of those that count together with the last. */
  readonly limit?: number;
  readonly shard?: Shard;
  readonly judge?: { readonly name: string; readonly ask: AskJudge };
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** Batches that a window of samples holds. */
const windowBatches = 16;

/** `2/8` as a shard. Throws a `UserError`. */
export function parseShard(text: string): Shard {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  if (shard.number >= 1 && shard.number <= shard.of) return shard;
  throw new UserError(`--shard is "${text}", expected i/n with i from 1 to n, such as 2/8`);
}

/** Which scoring a task is run by. Throws a `UserError` for one that the task does not have. */
export function scoringOf({ name, protocol }: Task, asked?: ScoringName): ScoringName {
  if (asked === undefined) return protocol.scoring[0]!;
  if (protocol.scoring.includes(asked)) return asked;
  throw new UserError(`${name} is not scored by ${asked}; it has ${protocol.scoring.join(", ")}`);
}

/** Asks what is not finished. Gives the number of samples that were asked now. */
export async function runTask(options: RunTaskOptions): Promise<number> {
  const { task, respondent, run, data, batch = 8, limit, shard, judge, signal, onProgress } = options;
  if (!Number.isInteger(batch) || batch < 1)
    throw new UserError(`the batch is ${batch}, expected a whole number from 1`);
  const { protocol } = task;
  const scoring = scoringOf(task, options.scoring);
  const about = describeTask(task, { scoring, data, limit, judge: task.rubric && judge?.name });
  const files = await openFiles(task.builtIn ? "." : data, expectedOf(task));
  // All is read once before anything is asked: a wrong record at the end costs nothing, and the time left is known.
  const wanted = new Map<string, Wanted>();
  for await (const { sample, asks } of placed(task, files, { limit, shard })) {
    wanted.set(sample.id, { asks, images: imageFilesOf(sample) });
  }
  const total = wanted.size;
  const file = await run.open(task.name, about, shard && `${shard.number}-of-${shard.of}`);
  const hashOf = onePerPath();
  for (const [id, before] of file.done) {
    signal?.throwIfAborted();
    const what = await changed(before, wanted.get(id), hashOf);
    if (what === undefined) continue;
    throw new UserError(
      `${run.folder} holds ${task.name}/${id} with another ${what} than the task has now; choose another folder with --out`,
    );
  }
  const limits = { maxNewTokens: protocol.maxNewTokens ?? 128, stop: protocol.stop, batch, signal };
  const examination = { task, scoring, respondent, judge: judge?.ask, limits };
  const started = performance.now();
  let [before, asked] = [0, 0];
  const report = () => {
    const seconds = (performance.now() - started) / 1000;
    onProgress?.({ task: task.name, done: before + asked, total, perSecond: asked / Math.max(seconds, 1e-9) });
  };
  const onRecord = (record: SampleRecord) => {
    file.append(record);
    asked++;
    report();
  };

  let window: Placed[] = [];
  const flush = async () => {
    const sorted = window.toSorted(
      (a, b) => respondent.lengthOf(a.sample.prompt) - respondent.lengthOf(b.sample.prompt) || a.ordinal - b.ordinal,
    );
    window = [];
    for (let from = 0; from < sorted.length; from += batch) {
      signal?.throwIfAborted();
      await examine(sorted.slice(from, from + batch), examination, onRecord);
    }
  };
  for await (const one of placed(task, files, { limit, shard })) {
    if (file.done.has(one.sample.id)) before++;
    else window.push(one);
    if (window.length >= batch * windowBatches) await flush();
  }
  await flush();
  report();
  return asked;
}

interface Wanted {
  readonly asks: string;
  /** A path for each image, none for one that is no file. */
  readonly images: readonly (string | undefined)[];
}

function imageFilesOf({ prompt }: Sample): (string | undefined)[] {
  const parts = "messages" in prompt ? prompt.messages.flatMap(({ content }) => content) : [];
  return parts.flatMap((part) =>
    part.type === "image" ? [typeof part.image === "string" ? part.image : undefined] : [],
  );
}

/** The hash of a file, which is read once; none of one that is gone. */
function onePerPath(): (path: string) => Promise<string | undefined> {
  const known = new Map<string, string | undefined>();
  return async (path) => {
    if (!known.has(path)) {
      const bytes = await readFile(path).catch(() => undefined);
      known.set(path, bytes && (await contentHash(bytes)));
    }
    return known.get(path);
  };
}

/** What a task asks otherwise than when a sample was finished, in words. Records of before do not tell all. */
async function changed(
  before: Finished,
  now: Wanted | undefined,
  hashOf: ReturnType<typeof onePerPath>,
): Promise<string | undefined> {
  if (!now) return undefined;
  if (before.sample !== undefined && before.sample !== now.asks) return "question or answer";
  if (before.images.length === 0) return undefined;
  for (const [i, path] of now.images.entries()) {
    const hash = path && (await hashOf(path));
    if (hash && hash !== before.images[i]) return "image"; // one that is gone is not asked again
  }
  return undefined;
}

/** What is to be asked, in order, of all shards or one. Throws a `UserError` for a name that comes twice. */
async function* placed(
  task: Task,
  files: OpenFiles,
  { limit, shard }: Pick<RunTaskOptions, "limit" | "shard">,
): AsyncGenerator<Placed> {
  const seen = new Set<string>();
  let ordinal = -1;
  let group: string | undefined;
  for await (const sample of task.samples(files)) {
    ordinal++;
    // a question asked in several forms is asked in all of them: right in a few would pass for right in all
    const isWhole = sample.group === undefined || sample.group !== group;
    if (limit !== undefined && ordinal >= limit && isWhole) break;
    group = sample.group;
    if (seen.has(sample.id))
      throw new UserError(`${files.root}: two samples of ${task.name} are called "${sample.id}"`);
    seen.add(sample.id);
    if (!shard || ordinal % shard.of === shard.number - 1) yield placedAt(sample, ordinal);
  }
}

/** What a task's files are, for the sentences about wrong ones. */
export function expectedOf({ title, protocol }: Task): string {
  return `${title} as distributed: ${protocol.source}`;
}
