/** `periscope eval tasks`, `show` and `replay`: what can be asked, what was asked, and one sample once more. */
import type { Command } from "commander";
import type { SampleRecord } from "../../eval/contract.ts";
import { UserError } from "../../runtime/errors.ts";
import { table } from "../data/flags.ts";
import { dataOf, json, openRespondent, printable, type RespondentFlags, withRespondent } from "./common.ts";

export function tasksVerb(program: Command): void {
  program
    .command("tasks")
    .description("list the tasks and how each is asked, read and scored")
    .option("--json", "print the protocols as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope eval tasks")
    .action(async (flags: { readonly json?: boolean }) => {
      const { tasks } = await import("../../eval/tasks/index.ts");
      if (flags.json) {
        const about = tasks.map(({ name, title, field, protocol }) => ({ name, title, field, protocol }));
        return console.log(json(about));
      }
      const rows = tasks.map(({ name, field, protocol }) => [
        name,
        field,
        protocol.scoring.join(", "),
        String(protocol.shots),
        protocol.metric,
      ]);
      console.log(table([["task", "field", "scoring", "shots", "metric"], ...rows]));
      console.log("\nperiscope eval tasks --json says how each is asked and read, and which files it takes");
    });
}

export function showVerb(program: Command): void {
  program
    .command("show")
    .description("explain one sample of a run: prompt, answer, how it was read, who says that it is right")
    .argument("<run>", "the run's folder")
    .argument("<sample>", "TASK/ID, or the ID alone where it is clear")
    .option("--json", "print the record as it is")
    .addHelpText("after", "\nExample:\n  $ periscope eval show runs/nano-eval nano/color-1")
    .action(async (folder: string, name: string, flags: { readonly json?: boolean }) => {
      const { readRun } = await import("../../eval/run/folder.ts");
      const record = readRun(folder).record(name);
      console.log(flags.json ? json(record) : explained(record));
    });
}

/** A record in words, for a terminal. */
export function explained(record: SampleRecord): string {
  const { task, id, category, leaf, scoring, note, prompt, output, options, bits, verdicts, score, scoredBy } = record;
  const indented = (text: string) => text.replaceAll(/(?<=^|\n)/g, "    ");
  const lines = [
    `${task}/${id}${category ? `, ${category}` : ""}${leaf ? `, ${leaf}` : ""}`,
    `scored by ${scoring}${note ? ` (${note})` : ""}`,
    "",
    `prompt${prompt.positions ? `, ${prompt.positions} positions` : ""}:`,
    indented(prompt.text),
    ...prompt.images.map(({ sha256, preprocessing }) => `image ${sha256}, preprocessing ${preprocessing}`),
    "",
    ...(output ? [`answer (ended by ${output.finish}):`, indented(output.text), ""] : []),
    ...(options ?? []).map(
      ({ text, logprob, tokens, value }) =>
        `option ${JSON.stringify(text)}: log-likelihood ${logprob.toFixed(4)} of ${tokens} tokens, compared as ${value.toFixed(4)}`,
    ),
    ...(bits ? [`${bits.bits.toFixed(1)} bits over ${bits.bytes} bytes and ${bits.tokens} tokens`] : []),
    `expected ${JSON.stringify(record.reference)}`,
    ...verdicts.map(({ by, read, path, score: own }) => `${by} read ${JSON.stringify(read)} (${path}): ${own}`),
    score === null ? "not scored" : `score ${score}${scoredBy ? `, by ${scoredBy}` : ""}`,
    ...(Object.keys(record.times).length > 0
      ? [
          `took ${Object.entries(record.times)
            .map(([what, ms]) => `${what.replace(/Ms$/, "")} ${ms} ms`)
            .join(", ")}`,
        ]
      : []),
  ];
  return printable(lines.join("\n"));
}

export function replayVerb(program: Command): void {
  const command = program
    .command("replay")
    .description("ask one sample of a run again, and say whether everything but the times is the same")
    .argument("<run>", "the run's folder")
    .argument("<sample>", "TASK/ID, or the ID alone where it is clear")
    .option("--data <folder>", "where the task's files are now, if not where they were")
    .option("--json", "print both records as JSON");
  withRespondent(command)
    .addHelpText("after", "\nExample:\n  $ periscope eval replay runs/nano-eval nano/color-1")
    .action(replay);
}

async function replay(
  folder: string,
  name: string,
  flags: RespondentFlags & { readonly data?: string; readonly json?: boolean },
): Promise<void> {
  const { readRun } = await import("../../eval/run/folder.ts");
  const { replaySample, sameRecord } = await import("../../eval/run/replay.ts");
  const { isTaskFile, taskNamed } = await import("../../eval/tasks/index.ts");
  const run = readRun(folder);
  const before = run.record(name);
  const was = run.run.tasks[before.task]!.data;
  if (flags.data && isTaskFile(was)) throw new UserError(`--data would not be read: ${was} has its data beside it`);
  const task = await taskNamed(isTaskFile(was) ? was : before.task);
  const data = flags.data ? await dataOf(task, flags.data) : was;
  const { kind, model, url, device } = run.run.respondent;
  if (kind === "endpoint" && !flags.endpoint && !url)
    throw new UserError("the run does not say its endpoint; give --endpoint and --model");
  const same = kind === "endpoint" ? { endpoint: flags.endpoint ?? url, model: flags.model ?? model } : { device };
  const opened = await openRespondent(model!, { ...flags, ...same });
  try {
    const after = await replaySample({ task, data, respondent: opened.respondent, before });
    const equal = sameRecord(before, after);
    if (flags.json) console.log(json({ same: equal, before, after }));
    else console.log(`${explained(after)}\n\n${equal ? "the same as in the run" : "NOT the same as in the run"}`);
    if (!equal) process.exitCode = 1;
  } finally {
    await opened.close();
    (await import("../../eval/sandbox/python.ts")).closePython();
  }
}
