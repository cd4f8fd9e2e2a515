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
import { basename, join } from "node:path";
import { z } from "zod";
import { fileError, makeFolder, writeJson } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { recordSchema, type SampleRecord, scorings, type Task } from "../contract.ts";

const format = "periscope-eval/1";

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
  open(
    task: string,
    about: RunTask,
    part?: string,
  ): Promise<{ readonly done: ReadonlySet<string>; append(record: SampleRecord): void }>;
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
    throw new UserError(`${folder} is no run: it has no run.json (periscope eval run --out ${folder} makes one)`);
  }
  const { success, data, error } = runSchema.safeParse(json);
  if (!success) {
    const issue = error.issues[0]!;
    throw new UserError(`${join(folder, "run.json")} ("${issue.path.join(".")}"): ${issue.message}`);
  }
  return asFolder(folder, data);
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
      const before = run.tasks[task];
      if (before && JSON.stringify(comparable(before)) !== JSON.stringify(comparable(about))) {
        throw new UserError(
          `${folder} holds ${task} by another protocol (${differing(before, about)}); choose another folder with --out`,
        );
      }
      // others may have added tasks of theirs meanwhile
      if (existsSync(join(folder, "run.json"))) Object.assign(run.tasks, readRun(folder).run.tasks);
      run.tasks[task] = about;
      await writeJson(join(folder, "run.json"), run);
      await makeFolder(join(folder, task));
      const path = join(folder, task, part === undefined ? "records.jsonl" : `records.${part}.jsonl`);
      cutTornLine(path);
      return {
        done: new Set(readTask(folder, task).map(({ id }) => id)),
        append(record) {
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

/** What must agree for records to stand in one file; how many samples are asked for may grow. */
function comparable({ scoring, protocol, judge }: RunTask) {
  return { scoring, version: protocol.version, shots: protocol.shots, judge };
}

function differing(before: RunTask, now: RunTask): string {
  const [a, b] = [comparable(before), comparable(now)];
  const name = (Object.keys(a) as (keyof typeof a)[]).find((key) => a[key] !== b[key])!;
  return `${name} is ${a[name] ?? "none"} there and ${b[name] ?? "none"} here`;
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
  const inside = join(folder, task);
  if (!existsSync(inside)) return [];
  const byId = new Map<string, SampleRecord>();
  for (const name of readdirSync(inside).sort()) {
    if (!/^records(\.\d+-of-\d+)?\.jsonl$/.test(name)) continue;
    const lines = readFileSync(join(inside, name), "utf8").split("\n");
    lines.pop(); // nothing, or what a killed run did not finish
    for (const [i, line] of lines.entries()) {
      const record = parseLine(line, `${join(inside, name)}, line ${i + 1}`);
      if (!byId.has(record.id)) byId.set(record.id, record);
    }
  }
  return [...byId.values()].sort((a, b) => a.ordinal - b.ordinal);
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
  throw new UserError(`${where} ("${error.issues[0]!.path.join(".")}"): ${error.issues[0]!.message}`);
}

/** Takes away what stands behind the last line break. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, "r+");
  try {
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
    throw fileError(error, "repair", basename(path));
  } finally {
    closeSync(file);
  }
}
