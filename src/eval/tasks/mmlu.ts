/** MMLU: 57 subjects of four choices, by the likelihood of the letter after five examples (Hendrycks et al. 2021; CSV or Parquet). */
import { z } from "zod";
import type { Task } from "../contract.ts";
import { type OpenFiles, records, rows } from "../files/open-files.ts";
import { alphabet, choiceRule } from "./kit.ts";

const csvRow = z
  .array(z.string())
  .length(6, { error: "a row has other than the six fields question, A, B, C, D, answer" })
  .refine((row) => /^[ABCD]$/.test(row[5]?.trim() ?? "A"), { error: "the last field is no letter from A to D" });
const parquetRow = z.looseObject({
  question: z.string(),
  subject: z.string(),
  choices: z.array(z.string()).length(4),
  answer: z.int().min(0).max(3),
});

interface Question {
  readonly id: string;
  readonly subject: string;
  readonly question: string;
  readonly choices: readonly string[];
  readonly answer: number;
}

const shots = 5;

export const mmlu: Task = {
  name: "mmlu",
  title: "MMLU",
  field: "language",
  paper: "MMLU",
  protocol: {
    version: 3,
    prompt:
      'plain text: "The following are multiple choice questions (with answers) about ...", five examples of dev, "Answer:"',
    shots,
    scoring: ["likelihood"],
    normalisation: "none",
    maxNewTokens: 8,
    parser: "the letter with the highest likelihood",
    source: "test/*_test.csv and dev/*_dev.csv without header (question, A, B, C, D, answer), or Parquet of the same",
    hub: ["cais/mmlu"],
    metric: "accuracy",
  },
  async *samples(files) {
    const examples = new Map<string, Question[]>();
    for await (const one of questionsOf(files, "dev")) {
      const known = examples.get(one.subject) ?? [];
      examples.set(one.subject, known);
      if (known.length < shots) known.push(one);
    }
    for await (const one of questionsOf(files, "test")) {
      const head = `The following are multiple choice questions (with answers) about ${one.subject.replaceAll("_", " ")}.\n\n`;
      const shown = (examples.get(one.subject) ?? []).map(
        (example) => `${block(example)} ${alphabet[example.answer]}\n\n`,
      );
      yield {
        id: one.id,
        category: one.subject,
        prompt: { text: head + shown.join("") + block(one) },
        options: [" A", " B", " C", " D"],
        letters: alphabet.slice(0, 4),
        reference: { option: one.answer, letter: alphabet[one.answer] },
      };
    }
  },
  rule: choiceRule,
};

function block({ question, choices }: Question): string {
  return `${question.trim()}\n${choices.map((choice, i) => `${alphabet[i]}. ${choice}`).join("\n")}\nAnswer:`;
}

async function* questionsOf(files: OpenFiles, split: "dev" | "test"): AsyncGenerator<Question> {
  const csv = await files.look(new RegExp(`_${split}\\.csv$`));
  for (const name of csv) {
    const subject = name.split("/").at(-1)!.slice(0, -`_${split}.csv`.length);
    for await (const { value, where } of rows(files, name, csvRow, { header: false })) {
      const [question, a, b, c, d, answer] = value as [string, string, string, string, string, string];
      const right = alphabet.indexOf(answer.trim());
      yield { id: `${subject}-${where}`, subject, question, choices: [a, b, c, d], answer: right };
    }
  }
  if (csv.length > 0) return;
  const parquet = await files.look(new RegExp(`(^|/)${split}-[^/]*\\.parquet$`));
  const whole = parquet.filter((name) => /(^|\/)all\//.test(name)); // the hub has all subjects once more, one by one
  for (const name of whole.length > 0 ? whole : parquet) {
    for await (const { value, where } of records(files, name, parquetRow)) {
      const { subject, question, choices, answer } = value;
      yield { id: `${subject}-${name.split("/").at(-1)}-${where}`, subject, question, choices, answer };
    }
  }
  if (parquet.length === 0 && split === "test") await files.find(/_test\.csv$|(^|\/)test-[^/]*\.parquet$/);
}
