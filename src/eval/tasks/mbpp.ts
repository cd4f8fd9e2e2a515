/** MBPP: short Python programs, right where all tests pass in the sandbox (Austin et al. 2021; the official mbpp.jsonl). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { EvalMessage, Task } from "../contract.ts";
import { preferred, records } from "../files/open-files.ts";
import { runPython } from "../sandbox/python.ts";
import { text } from "./kit.ts";

const line = z.looseObject({
  task_id: z.int(),
  text: z.string().optional(),
  /** What the sanitised edition calls it. */
  prompt: z.string().optional(),
  code: z.string(),
  test_list: z.array(z.string()).min(1),
  test_setup_code: z.string().nullish(),
  /** Of the sanitised edition, beside its tests. */
  test_imports: z.array(z.string()).nullish(),
});
type Problem = z.infer<typeof line>;

/** The paper's split: tasks 2, 3 and 4 are shown, 11 to 510 are asked. */
const shown = [2, 3, 4];
const [first, last] = [11, 510];

interface Reference {
  readonly tests: readonly string[];
  readonly setup: string;
}

export const mbpp: Task = {
  name: "mbpp",
  title: "MBPP",
  field: "language",
  paper: "MBPP",
  protocol: {
    version: 1,
    prompt:
      "tasks 2, 3 and 4 with their programs as turns, then the task and its tests; programs stand between [BEGIN] and [DONE]",
    shots: shown.length,
    scoring: ["generate"],
    maxNewTokens: 400,
    stop: ["[DONE]"],
    parser:
      "the program between [BEGIN] and [DONE], in a fence of code, or the whole; it and the tests run without files and network, 10 seconds and 512 MiB at most",
    source: "mbpp.jsonl with task_id, text, code, test_list, test_setup_code; tasks 11 to 510 are asked",
    hub: ["google-research-datasets/mbpp"],
    metric: "accuracy",
  },
  async *samples(files) {
    const problems: Problem[] = [];
    const names = await files.find(/mbpp[^/]*\.(jsonl|json)$|(^|\/)(prompt|test)-[^/]*\.parquet$/);
    // the benchmark's repository has the sanitised edition beside the whole one, with the same numbers
    const whole = preferred(names, "full").filter((name, _, all) => !/sanitized/.test(name) || all.length === 1);
    for (const name of whole.length > 0 ? whole : names) {
      for await (const { value } of records(files, name, line)) problems.push(value);
    }
    const examples = problems
      .filter(({ task_id }) => shown.includes(task_id))
      .flatMap((one): EvalMessage[] => [
        { role: "user", content: [text(question(one))] },
        { role: "assistant", content: [text(`[BEGIN]\n${one.code.replaceAll("\r\n", "\n").trim()}\n[DONE]`)] },
      ]);
    const asked = problems.filter(({ task_id }) => task_id >= first && task_id <= last);
    if (asked.length === 0)
      throw new UserError(`${files.root} has no tasks from ${first} to ${last}; expected ${files.expected}`);
    for (const one of asked) {
      const reference: Reference = {
        tests: one.test_list,
        setup: [...(one.test_imports ?? []), one.test_setup_code ?? ""].join("\n"),
      };
      yield {
        id: String(one.task_id),
        prompt: { messages: [...examples, { role: "user", content: [text(question(one))] }] },
        reference,
      };
    }
  },
  rule: async ({ reference }, output) => {
    const { tests, setup } = reference as Reference;
    const { program, path } = programOf(output);
    if (program.trim() === "") return { score: 0, read: null, path: "no program" };
    const result = await runPython(`${setup}\n${program}\n${tests.join("\n")}\n`);
    const ended = result.ended === "passed" ? "all tests pass" : `${result.ended}: ${result.message}`;
    return { score: result.ended === "passed" ? 1 : 0, read: program, path: `${path}; ${ended}` };
  },
};

function question(one: Problem): string {
  const task = one.text ?? one.prompt ?? "";
  return `You are an expert Python programmer, and here is your task: ${task} Your code should pass these tests:\n\n${one.test_list.join("\n")}`;
}

/** The program inside an answer. */
export function programOf(output: string): { readonly program: string; readonly path: string } {
  const marked = /\[BEGIN\]\s*\n?([\s\S]*?)(?:\[DONE\]|$)/.exec(output)?.[1];
  if (marked !== undefined) return { program: unfenced(marked), path: "between [BEGIN] and [DONE]" };
  const fenced = /```(?:python|py)?\s*\n([\s\S]*?)(?:```|$)/i.exec(output)?.[1];
  if (fenced !== undefined) return { program: fenced, path: "fence of code" };
  return { program: output, path: "whole answer" };
}

function unfenced(program: string): string {
  return /```(?:python|py)?\s*\n([\s\S]*?)(?:```|$)/i.exec(program)?.[1] ?? program;
}
