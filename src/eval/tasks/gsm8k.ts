/** GSM8K: school arithmetic in words, by the number that the answer ends in (Cobbe et al. 2021; the official JSON Lines). */
import { z } from "zod";
import { plainNumber, readNumber } from "../../score/reading.ts";
import type { EvalMessage, Task } from "../contract.ts";
import { type OpenFiles, preferred, records } from "../files/open-files.ts";
import { text } from "./kit.ts";

const line = z.looseObject({
  question: z.string(),
  answer: z.string().regex(/####\s*-?[\d,.]*\d/, { error: 'has no "#### number" at its end' }),
});

const shots = 8;

export const gsm8k: Task = {
  name: "gsm8k",
  title: "GSM8K",
  field: "language",
  paper: "GSM8K",
  protocol: {
    version: 3,
    prompt: "eight questions and answers of train.jsonl as turns before the question (none where that file is absent)",
    shots,
    scoring: ["generate"],
    maxNewTokens: 320,
    parser:
      "the number behind the last ####, else in the last box, else behind the last 'answer is', else the last number",
    source: "test.jsonl and train.jsonl with question and answer (its result behind ####)",
    hub: ["openai/gsm8k"],
    metric: "accuracy",
  },
  async *samples(files) {
    const examples: EvalMessage[] = [];
    const [train] = official(await files.look(/(^|\/)train[^/]*\.(jsonl|parquet)$/));
    if (train) {
      for await (const { value } of records(files, train, line)) {
        examples.push({ role: "user", content: [text(value.question)] });
        examples.push({ role: "assistant", content: [text(value.answer.replace(/<<[^>]*>>/g, ""))] });
        if (examples.length >= 2 * shots) break;
      }
    }
    for (const name of await testFiles(files)) {
      for await (const { value, where } of records(files, name, line)) {
        const result = /####\s*(-?[\d,.]+)/.exec(value.answer)![1]!;
        yield {
          id: where,
          prompt: { messages: [...examples, { role: "user", content: [text(value.question)] }] },
          reference: { number: plainNumber(result) },
        };
      }
    }
  },
  rule: ({ reference }, output) => {
    const { read, path } = readNumber(output);
    const wanted = Number((reference as { readonly number: string }).number);
    return { score: read !== null && Number(read) === wanted ? 1 : 0, read, path };
  },
};

async function testFiles(files: OpenFiles): Promise<string[]> {
  return official(await files.find(/(^|\/)test[^/]*\.(jsonl|parquet)$/));
}

/** Without the Socratic edition, which has the same questions. */
function official(names: readonly string[]): string[] {
  return preferred(names, "main").filter(
    (name, _, all) => !/socratic/.test(name) || all.every((one) => /socratic/.test(one)),
  );
}
