/**
 * The folder of a run: what was asked of whom (`run.json`), and a line for every sample that is finished
 * (`<task>/records.jsonl`; a shard has a file of its own). A line is there as a whole or not at all.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fileError, makeFolder, writeJson } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { recordSchema, type SampleRecord, scorings, type Task } from "../contract.ts";
import { linesOf } from "../files/lines.ts";

const format = "periscope-eval/1";

/** Where the data of a task comes from that makes its own. */
const builtIn = "built in";

const taskSchema = z.object({
  title: z.string(),
  field: z.enum(["vision", "language"]),
  paper: z.string().optional(),
  scoring: z.enum(scorings),
  metric: z.enum(["accuracy", "points", "bits-per-byte", "none"]),
  protocol: z.looseObject({
    version: z.int(),
    prompt: z.string(),
    shots: z.int(),
    parser: z.string(),
    source: z.string(),
  }),
  /** Where the data came from. */
  data: z.string(),
  limit: z.int().optional(),
  judge: z.string().optional(),
});
export type RunTask = z.infer<typeof taskSchema>;

const runSchema = z.object({
  format: z.literal(format),
  name: z.string(),
  respondent: z.record(z.string(), z.string()),
  tasks: z.record(z.string(), taskSchema),
});
export type Run = z.infer<typeof runSchema>;

export interface RunFolder {
  readonly folder: string;
  readonly run: Run;
  /** The records of a task, in the order of its samples; of two with one id the first. */
  records(task: string): SampleRecord[];
  /** The record of a sample, named `task/id` or by its id alone where that is clear. */
  record(name: string): SampleRecord;
}

export interface RunWriter extends RunFolder {
  /** Opens a task; what a killed run left half-written is cut off. `part` names a shard's file. */
  open(task: string, about: RunTask, part?: string): Promise<OpenTask>;
}

/** What a record says that was asked. */
export interface Finished {
  readonly sample?: string;
  /** SHA-256 of the image files. */
  readonly images: readonly string[];
}

export interface OpenTask {
  /** The finished samples by their ids. */
  readonly done: ReadonlyMap<string, Finished>;
  /** Throws a `UserError` for a record that could not be read again. */
  append(record: SampleRecord): void;
}

export function describeTask(
  { title, field, paper, protocol }: Task,
  more: Pick<RunTask, "scoring" | "data" | "limit" | "judge">,
): RunTask {
  const { metric } = protocol;
  return { title, field, ...(paper && { paper }), metric, protocol: { ...protocol }, ...more };
}

/** Opens a run to be read. Throws a `UserError` for a folder that holds none. */
export function readRun(folder: string): RunFolder {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${join(folder, "run.json")} is not valid JSON`);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw fileError(error, "read", join(folder, "run.json"));
    throw new UserError(`${folder} is no run: it has no run.json (periscope eval run --out ${folder} makes one)`);
  }
  const { success, data, error } = runSchema.safeParse(json);
  if (!success) {
    const issue = error.issues[0]!;
    throw new UserError(`${join(folder, "run.json")} ("${issue.path.join(".")}"): ${issue.message}`);
  }
  return asFolder(folder, data);
}

/** What to call runs beside each other: by name, those of one name with their folders. */
export function namesOf(runs: readonly RunFolder[]): string[] {
  const names = runs.map(({ run }) => run.name);
  return runs.map(({ run: { name }, folder }) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${folder})`,
  );
}

/** Begins a run, or continues it. Throws a `UserError` where the folder holds another respondent's. */
export async function openRun(
  folder: string,
  respondent: { readonly name: string; readonly facts: Readonly<Record<string, string>> },
): Promise<RunWriter> {
  const begun = existsSync(join(folder, "run.json"));
  const run: Run = begun
    ? readRun(folder).run
    : { format, name: respondent.name, respondent: { ...respondent.facts }, tasks: {} };
  for (const [fact, value] of Object.entries(respondent.facts)) {
    // a checkpoint is what its hashes say, whatever the path to it
    if (fact === "model" && respondent.facts.kind === "checkpoint") continue;
    if (run.respondent[fact] !== value) {
      throw new UserError(
        `${folder} holds a run of another respondent: its ${fact} is ${run.respondent[fact] ?? "unknown"}, this one's is ${value}; choose another folder with --out`,
      );
    }
  }
  await makeFolder(folder);
  if (!begun) await writeJson(join(folder, "run.json"), run);
  return {
    ...asFolder(folder, run),
    async open(task, about, part) {
      // others may have added tasks of theirs meanwhile
      if (existsSync(join(folder, "run.json"))) Object.assign(run.tasks, readRun(folder).run.tasks);
      const before = run.tasks[task];
      const [other] = before ? differencesOf(before, about) : [];
      if (other) {
        const { what, first, second } = other;
        throw new UserError(
          `${folder} holds ${task} by another protocol (${what} is ${first} there and ${second} here); choose another folder with --out`,
        );
      }
      run.tasks[task] = about;
      await writeJson(join(folder, "run.json"), run);
      await makeFolder(join(folder, task));
      const path = join(folder, task, part === undefined ? "records.jsonl" : `records.${part}.jsonl`);
      cutTornLine(path);
      const done = new Map<string, Finished>();
      for (const { id, sample, prompt } of recordsIn(folder, task)) {
        if (!done.has(id)) done.set(id, { sample, images: prompt.images.map(({ sha256 }) => sha256) });
      }
      return {
        done,
        append(record) {
          const { success, error } = recordSchema.safeParse(record);
          if (!success) throw new UserError(`${record.task}/${record.id} cannot be kept: ${issueOf(error)}`);
          try {
            appendFileSync(path, `${JSON.stringify(record)}\n`);
          } catch (error) {
            throw fileError(error, "write", path);
          }
        },
      };
    },
  };
}

/** Something in which two protocols are not the same. */
export interface ProtocolDifference {
  readonly what: string;
  readonly first: string;
  readonly second: string;
}

/** What must agree for records to stand in one file: all that changes prompts or scores, but not how many are asked. */
export function differencesOf(first: RunTask, second: RunTask): ProtocolDifference[] {
  const [a, b] = [essenceOf(first), essenceOf(second)];
  return (Object.keys(a) as (keyof typeof a)[]).flatMap((what) => {
    const [x, y] = [a[what], b[what]].map((value) =>
      typeof value === "string" && /^[\w -]+$/.test(value) ? value : (JSON.stringify(value) ?? "none"),
    ) as [string, string];
    return x === y ? [] : [{ what, first: apart(x, y), second: apart(y, x) }];
  });
}

function essenceOf({ scoring, judge, data, protocol }: RunTask) {
  const { version, shots, prompt, parser, maxNewTokens, stop, normalisation } = protocol;
  const from = data === builtIn ? "drawn" : "files"; // which may have moved; what is in them, the records say
  return { version, scoring, shots, prompt, parser, maxNewTokens, stop, normalisation, judge, data: from };
}

/** A text, of a long one the place at which it leaves the other. */
function apart(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  const from = text.length > 60 ? Math.max(0, at - 20) : 0;
  return `${from > 0 ? "..." : ""}${text.slice(from, from + 60)}${from + 60 < text.length ? "..." : ""}`;
}

function asFolder(folder: string, run: Run): RunFolder {
  return {
    folder,
    run,
    records: (task) => readTask(folder, task),
    record(name) {
      const [task, ...rest] = name.split("/");
      const found =
        run.tasks[task!] && rest.length > 0
          ? readTask(folder, task!).filter(({ id }) => id === rest.join("/"))
          : Object.keys(run.tasks).flatMap((one) => readTask(folder, one).filter(({ id }) => id === name));
      if (found.length === 1) return found[0]!;
      const known = Object.keys(run.tasks).join(", ");
      throw new UserError(
        found.length > 1
          ? `"${name}" is in several tasks (${found.map((one) => one.task).join(", ")}); name it as TASK/ID`
          : `${folder} has no sample "${name}"; its tasks are ${known || "none"}, and samples are named TASK/ID`,
      );
    },
  };
}

function readTask(folder: string, task: string): SampleRecord[] {
  const byId = new Map<string, SampleRecord>();
  for (const record of recordsIn(folder, task)) if (!byId.has(record.id)) byId.set(record.id, record);
  return [...byId.values()].sort((a, b) => a.ordinal - b.ordinal);
}

/** All that a task's files hold, one with two lines twice. What a killed run did not finish is left out. */
function* recordsIn(folder: string, task: string): Generator<SampleRecord> {
  const inside = join(folder, task);
  if (!existsSync(inside)) return;
  let path = inside;
  try {
    for (const name of readdirSync(inside).sort()) {
      if (!/^records(\.\d+-of-\d+)?\.jsonl$/.test(name)) continue;
      path = join(inside, name);
      let number = 0;
      for (const line of linesOf(path)) {
        number++;
        if (line.trim() !== "") yield parseLine(line, `${path}, line ${number}`);
      }
    }
  } catch (error) {
    throw fileError(error, "read", path);
  }
}

function parseLine(line: string, where: string): SampleRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UserError(`${where} is not valid JSON; delete the line, and the sample is asked again`);
  }
  const { success, data, error } = recordSchema.safeParse(value);
  if (success) return data;
  throw new UserError(`${where}: ${issueOf(error)}; delete the line, and the sample is asked again`);
}

function issueOf({ issues }: z.ZodError): string {
  const { path, message } = issues[0]!;
  return path.length > 0 ? `"${path.join(".")}": ${message}` : message;
}

/** Takes away what stands behind the last line break. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  let file: number | undefined;
  try {
    file = openSync(path, "r+");
    let end = fstatSync(file).size;
    const size = end;
    const piece = Buffer.alloc(65_536);
    while (end > 0) {
      const from = Math.max(0, end - piece.length);
      const read = readSync(file, piece, 0, end - from, from);
      const at = piece.subarray(0, read).lastIndexOf(10);
      if (at >= 0) {
        end = from + at + 1;
        break;
      }
      end = from;
    }
    if (end < size) ftruncateSync(file, end);
  } catch (error) {
    throw fileError(error, "repair", path);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
