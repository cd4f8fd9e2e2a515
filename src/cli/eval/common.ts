/** What several verbs of `periscope eval` need: who is examined, who judges, where a task's data lies, and a line of progress. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { formatSeconds } from "../../checkpoint/units.ts";
import type { Task } from "../../eval/contract.ts";
import type { EndpointOptions } from "../../eval/respond/chat-endpoint.ts";
import type { Respondent } from "../../eval/respond/respondent.ts";
import type { RunProgress } from "../../eval/run/run-task.ts";
import { UserError } from "../../runtime/errors.ts";
import type { LineStream } from "../transfer-line.ts";

export { count } from "../data/flags.ts";
export { json, printable } from "../printable.ts";

/** Where keys are looked for, so that they stand in no history of a shell. */
export const keyVariables = { endpoint: "PERISCOPE_ENDPOINT_KEY", judge: "PERISCOPE_JUDGE_KEY" } as const;

export interface RespondentFlags {
  readonly endpoint?: string;
  readonly model?: string;
  readonly device?: string;
}

export function withRespondent(command: Command): Command {
  return command
    .option("--endpoint <url>", "examine what is behind this OpenAI-compatible address instead, http://host/v1")
    .option("--model <name>", "the model to ask for at the endpoint")
    .option("--device <name>", "cpu, webgpu or cuda", "cpu");
}

export interface JudgeFlags {
  readonly judge?: string;
  readonly judgeModel?: string;
}

export function withJudge(command: Command): Command {
  return command
    .option("--judge <url>", "OpenAI-compatible address of a judge for tasks that have one (MathVista, MM-Vet)")
    .option("--judge-model <name>", "the judge's model");
}

/** An endpoint by its flags. Throws a `UserError` where one of the two is missing. */
export function endpointOf(
  url: string | undefined,
  model: string | undefined,
  { flag, key }: { readonly flag: string; readonly key: keyof typeof keyVariables },
): EndpointOptions | undefined {
  if (url === undefined && model === undefined) return undefined;
  if (url === undefined || model === undefined) {
    throw new UserError(
      `${flag} and ${flag === "--endpoint" ? "--model" : `${flag}-model`} belong together; one of them is missing`,
    );
  }
  return { url, model, key: process.env[keyVariables[key]] };
}

/** Opens who is examined; `close` frees it with its weights. */
export async function openRespondent(
  name: string,
  flags: RespondentFlags,
): Promise<{ readonly respondent: Respondent; close(): Promise<void> }> {
  const endpoint = endpointOf(flags.endpoint, flags.model, { flag: "--endpoint", key: "endpoint" });
  if (endpoint) {
    const { endpointRespondent } = await import("../../eval/respond/endpoint.ts");
    const respondent = endpointRespondent(endpoint);
    return { respondent, close: () => respondent.close() };
  }
  const device = flags.device ?? "cpu";
  if (device !== "cpu" && device !== "webgpu" && device !== "cuda") {
    throw new UserError(`--device is "${device}", expected cpu, webgpu or cuda`);
  }
  const { load } = await import("../../chat/index.ts");
  const { checkpointRespondent } = await import("../../eval/respond/checkpoint.ts");
  const model = await load(name, { device });
  const respondent = await checkpointRespondent(model, name);
  return {
    respondent,
    close: async () => {
      await respondent.close();
      await model.dispose();
    },
  };
}

/** Where a task's files are: `<data>/<task>`, `<data>`, or the hub's cache. Throws a `UserError` that says how to get them. */
export async function dataOf(task: Task, data: string | undefined): Promise<string> {
  if (task.builtIn) return "built in";
  if (data !== undefined) {
    const own = join(data, task.name);
    return (await stat(own).catch(() => undefined)) ? own : data;
  }
  const { cachedDataset } = await import("../../checkpoint/hub.ts");
  for (const id of task.protocol.hub ?? []) {
    const cached = await cachedDataset(id);
    if (cached) return cached;
  }
  const [id] = task.protocol.hub ?? [];
  const hint = id ? ` or download it with: periscope pull --dataset ${id}` : "";
  throw new UserError(`${task.name} needs its data: give its folder with --data (${task.protocol.source})${hint}`);
}

/** One line that says how far a task is; on a terminal rewritten, in a log a new one now and then. */
export function progressLine(stream: LineStream = process.stderr, now: () => number = () => performance.now()) {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(progress: RunProgress): void {
      const pause = stream.isTTY ? 200 : 30_000;
      if (now() - shownAt < pause) return;
      shownAt = now();
      const { task, done, total, perSecond } = progress;
      const left = perSecond > 0 ? `  ${formatSeconds((total - done) / perSecond)} left` : "";
      const line = `${task}  ${done} of ${total} questions  ${perSecond.toFixed(2)}/s${left}`;
      stream.write(stream.isTTY ? `\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`);
    },
    clear(): void {
      if (stream.isTTY) stream.write("\r\x1b[2K");
    },
  };
}

/** Where a flag says that something is to be written. Throws a `UserError` where it says nothing. */
export function place(flag: string, path: string): string {
  if (path.trim() === "") throw new UserError(`${flag} is "${path}", expected a path`);
  return path;
}
