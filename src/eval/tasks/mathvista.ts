/** MathVista: mathematics in images, choices or values (Lu et al. 2024; testmini.json, or Parquet as `AI4Math/MathVista`). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { readChoice } from "../../score/choice.ts";
import { editDistance, plainNumber, readNumber, similarity } from "../../score/reading.ts";
import type { EvalImage, Rubric, Rule, Sample, Task } from "../contract.ts";
import { imageColumn, imageFile } from "../files/images.ts";
import { type OpenFiles, records, wholeJson } from "../files/open-files.ts";
import { alphabet, asked, image, text } from "./kit.ts";

const problem = z.looseObject({
  pid: z.union([z.string(), z.int()]).transform(String),
  question: z.string(),
  image: z.string(),
  choices: z.array(z.string()).nullish(),
  unit: z.string().nullish(),
  precision: z.union([z.number(), z.string()]).nullish(),
  answer: z.union([z.string(), z.number()]).transform(String),
  question_type: z.enum(["multi_choice", "free_form"]),
  answer_type: z.enum(["text", "integer", "float", "list"]),
  metadata: z.looseObject({ task: z.string().optional() }).nullish(),
  query: z.string().nullish(),
  decoded_image: imageColumn.nullish(),
});
type Problem = z.infer<typeof problem>;

interface Reference {
  readonly answer: string;
  readonly type: Problem["answer_type"];
  readonly precision: number | null;
  readonly choices: readonly string[] | null;
}

const rule: Rule = (sample, output) => {
  const { choices } = sample.reference as Reference;
  if (choices) {
    const { read, path } = readChoice(output, alphabet.slice(0, choices.length), choices);
    if (read !== null) return compared(sample, choices[alphabet.indexOf(read)]!, path);
    const alike = nearest(output, choices);
    // of a whole answer, which nobody has cut to what matters, only what is much like an option
    return similarity(alike, output.trim()) > 0
      ? compared(sample, alike, "most similar option")
      : { score: 0, read: null, path };
  }
  const { type } = sample.reference as Reference;
  if (type === "text") return compared(sample, output.trim(), "whole text");
  if (type === "list") {
    const list = output.match(/\[[^\]]*\]/g)?.at(-1);
    return list ? compared(sample, list, "last list") : { score: 0, read: null, path: "no list" };
  }
  const { read, path } = readNumber(output);
  return read === null ? { score: 0, read, path } : compared(sample, read, path);
};

interface Compared {
  readonly score: number;
  readonly read: string;
  readonly path: string;
}

/** Equal in the form that the answer's type has: a whole number, a number of so many digits, a list, a text. */
function compared({ reference }: Sample, read: string, path: string): Compared {
  const { answer, type, precision, choices } = reference as Reference;
  const form = (value: string) => {
    if (choices || type === "text") return value.trim().toLowerCase();
    if (type === "list") return value.replace(/\s+/g, "");
    const number = Number(plainNumber(value) || Number.NaN);
    if (!Number.isFinite(number)) return value.trim().toLowerCase();
    return type === "integer" ? String(Math.trunc(number)) : number.toFixed(precision ?? 2);
  };
  return { score: form(read) === form(answer) ? 1 : 0, read, path };
}

const rubric: Rubric = {
  question: (
    { prompt },
    output,
  ) => `Read the final answer out of a reply to a question. Write the answer alone: the value, the letter or text of the option, or the list, without unit and without any other word. If the reply has no answer, write NONE.

Question: ${"messages" in prompt ? prompt.messages[0]!.content.map((part) => (part.type === "text" ? part.text : "")).join("") : ""}

Reply: ${output}

Answer:`,
  read: (sample, reply) => {
    const answer = reply.trim().replace(/^(?:extracted )?answer:\s*/i, "");
    if (answer === "" || /^none\.?$/i.test(answer)) return { score: 0, read: null };
    const { choices } = sample.reference as Reference;
    const { score, read } = choices ? extracted(sample, answer, choices) : (rule(sample, answer) as Compared);
    return { score, read };
  },
};

/** What a judge took for the answer is always some option, as the benchmark's scorer has it: by its letter, else the nearest in spelling. */
function extracted(sample: Sample, answer: string, choices: readonly string[]): Compared {
  const letter = /\(([A-Za-z])\)/.exec(answer)?.[1]?.toUpperCase() ?? /^([A-Z])[.:)]?$/.exec(answer)?.[1];
  const named = letter === undefined ? undefined : choices[alphabet.indexOf(letter)];
  return compared(sample, named ?? nearest(answer, choices), "extracted");
}

/** The option with the fewest edits to the text; of equals the first. */
function nearest(text: string, choices: readonly string[]): string {
  const edits = choices.map((choice) => editDistance(choice, text.trim()));
  return choices[edits.indexOf(Math.min(...edits))]!;
}

export const mathvista: Task = {
  name: "mathvista",
  title: "MathVista (testmini)",
  field: "vision",
  paper: "MathV",
  protocol: {
    version: 4,
    prompt:
      "image and the benchmark's query (hint, question, unit, options) where the files have it (query.json, or its column); else made of its parts",
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 256,
    parser:
      "by a judge where one is given (it extracts; its option by letter or nearest spelling, its value by equality here); else by rule: the option named or most similar, the last number, the last list, the whole text",
    source:
      "testmini.json (problems by their pid) and perhaps query.json beside its images, or Parquet with the same columns and decoded_image",
    hub: ["AI4Math/MathVista"],
    metric: "accuracy",
  },
  async *samples(files) {
    for await (const { one, picture } of problemsOf(files)) {
      const choices = one.choices?.length ? one.choices : null;
      const reference: Reference = {
        ...{ answer: one.answer, type: one.answer_type, choices },
        precision: one.precision === null || one.precision === undefined ? null : Number(one.precision),
      };
      yield {
        ...{ id: one.pid, category: one.metadata?.task, reference },
        prompt: asked(image(picture), text(one.query || queryOf(one))),
      };
    }
  },
  ...{ rule, rubric },
};

/** What the answer is to look like, which the benchmark says before each question. */
function formOf({ choices, answer_type, precision }: Problem): string {
  if (choices?.length) return "End with the letter of the right option, such as A.";
  const digits = Number(precision ?? 2);
  return {
    integer: "End with the answer as a whole number, such as 2.",
    float: `End with the answer as a number with ${digits} decimal ${digits === 1 ? "place" : "places"}, such as ${(1.25).toFixed(digits)}.`,
    list: "End with the answer as a list, such as [1, 2, 3].",
    text: "End with the answer in a few words.",
  }[answer_type];
}

function queryOf(one: Problem): string {
  const { question, unit, choices } = one;
  const listed = choices?.length ? `\nChoices:\n${choices.map((one, i) => `(${alphabet[i]}) ${one}`).join("\n")}` : "";
  return `Hint: ${formOf(one)}\nQuestion: ${question}${unit ? ` (Unit: ${unit})` : ""}${listed}`;
}

async function* problemsOf(files: OpenFiles): AsyncGenerator<{ one: Problem; picture: EvalImage }> {
  const parquet = await files.look(/testmini[^/]*\.parquet$/);
  for (const name of parquet) {
    for await (const { value } of records(files, name, problem)) {
      if (!value.decoded_image) {
        throw new UserError(
          `${files.path(name)}, problem ${value.pid}: "decoded_image" is missing; expected ${files.expected}`,
        );
      }
      yield { one: value, picture: value.decoded_image.bytes };
    }
  }
  if (parquet.length > 0) return;
  const [name] = await files.find(/testmini\.json$/);
  const problems = await wholeJson(
    files,
    name!,
    z.record(
      z.string(),
      z.unknown().transform((value) => value as object),
    ),
  );
  const [queriesName] = await files.look(/(^|\/)query\.json$/);
  const queries = queriesName ? await wholeJson(files, queriesName, z.record(z.string(), z.string())) : {};
  for (const [pid, value] of Object.entries(problems)) {
    const found = problem.safeParse({ pid, query: queries[pid], ...value });
    if (!found.success) {
      const [issue] = found.error.issues;
      throw new UserError(
        `${files.path(name!)}, problem ${pid}: "${issue!.path.join(".")}": ${issue!.message}; expected ${files.expected}`,
      );
    }
    yield { one: found.data, picture: imageFile(files, name!, found.data.image, ["images", "."]) };
  }
}
