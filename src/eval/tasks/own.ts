/**
 * A user's own task: a module that exports `task`, or a YAML file that says where the records are and how they are asked
 * (docs/evaluation.md has an example of both).
 */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { loadModule } from "../../runtime/load-module.ts";
import { numberOf, readNumber, readYesNo, saysOneOf, similarity } from "../../score/reading.ts";
import type { EvalPart, Rule, Sample, Task } from "../contract.ts";
import { scorings } from "../contract.ts";
import { recordImage } from "../files/images.ts";
import { openFiles, records, rows } from "../files/open-files.ts";
import { alphabet, choice, choiceParser, choiceRule, image, lettered, text } from "./kit.ts";

/** Raised when a parser reads something otherwise: what was read before is another protocol's. */
const edition = 3;
const parsers = ["choice", "number", "yes-no", "equal", "contains", "similarity"] as const;

const fileSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, { error: "is no name of small letters, digits and -" }),
  title: z.string().optional(),
  field: z.enum(["vision", "language"]).default("vision"),
  version: z.int().positive().default(1),
  /** Of the records: .json, .jsonl, .csv, .tsv or .parquet; beside this file. */
  data: z.string(),
  /** Where `{field}` stands, the record's field is put. `{options}` is the lettered list. */
  prompt: z.string(),
  /** Names of fields. */
  id: z.string().optional(),
  image: z.string().optional(),
  answer: z.string().optional(),
  options: z.union([z.string(), z.array(z.string()).min(2)]).optional(),
  category: z.string().optional(),
  leaf: z.string().optional(),
  scoring: z.enum(scorings).default("generate"),
  normalisation: z.enum(["none", "tokens", "bytes"]).default("tokens"),
  parser: z.enum(parsers).default("contains"),
  maxNewTokens: z.int().positive().default(64),
  stop: z.array(z.string()).optional(),
});
type OwnFile = z.infer<typeof fileSchema>;

const taskSchema = z.looseObject({
  name: z.string(),
  title: z.string(),
  field: z.enum(["vision", "language"]),
  protocol: z.looseObject({ version: z.int(), scoring: z.array(z.enum(scorings)).min(1) }),
  samples: z.custom<Task["samples"]>((value) => typeof value === "function", { error: "is no function" }),
});

/** Loads the file. A module runs with your rights. Throws a `UserError` that says what is wrong with it. */
export async function loadOwnTask(path: string): Promise<Task> {
  if (/\.ya?ml$/.test(path)) return taskOf(await readOwn(path), path);
  const module = await loadModule(path, `the task ${path}`);
  const { success, error } = taskSchema.safeParse(module.task);
  if (success) return module.task as unknown as Task;
  throw new UserError(
    `${path}: "task${error.issues[0]!.path.map((one) => `.${String(one)}`).join("")}": ${error.issues[0]!.message}`,
  );
}

async function readOwn(path: string): Promise<OwnFile> {
  let value: unknown;
  try {
    value = parse(await readFile(path, "utf8"));
  } catch (error) {
    const what =
      error instanceof YAMLParseError ? `is not valid YAML: ${error.message.split("\n")[0]}` : "cannot be read";
    throw new UserError(`the task ${path} ${what}`);
  }
  const { success, data, error } = fileSchema.safeParse(value);
  if (success) return data;
  const issue = error.issues[0]!;
  throw new UserError(`${path}${issue.path.length ? ` ("${issue.path.join(".")}")` : ""}: ${issue.message}`);
}

function taskOf(file: OwnFile, path: string): Task {
  const needsOptions = file.scoring === "likelihood" || file.scoring === "letters" || file.parser === "choice";
  if (needsOptions && !file.options)
    throw new UserError(`${path} ("options"): is needed for ${file.scoring} and the parser ${file.parser}`);
  if (file.scoring !== "bits-per-byte" && !file.answer)
    throw new UserError(`${path} ("answer"): is needed, the name of the field with the answer`);
  const words = file.parser === "choice" ? choiceParser : file.parser;
  return {
    name: file.name,
    title: file.title ?? file.name,
    field: file.field,
    builtIn: true, // its data lies beside its file
    protocol: {
      ...{ version: file.version, prompt: file.prompt, shots: 0, scoring: [file.scoring] },
      ...{ normalisation: file.normalisation, maxNewTokens: file.maxNewTokens, stop: file.stop },
      // options are answered in words, too, where no likelihoods are told
      parser: file.scoring === "bits-per-byte" ? words : `${words}, edition ${edition}`,
      source: `${file.data}, by ${path}`,
      metric: file.scoring === "bits-per-byte" ? "bits-per-byte" : "accuracy",
    },
    async *samples() {
      const files = await openFiles(dirname(resolve(path)), `records with the fields that ${path} names`);
      const read = /\.[ct]sv$/i.test(file.data) ? rows : records;
      const anything = z.record(z.string(), z.unknown());
      let number = 0;
      for await (const { value, where } of read(files, file.data, anything)) {
        const field = (name: string) => {
          const found = value[name];
          if (found === undefined || found === null) {
            throw new UserError(`${files.path(file.data)}, record ${where}: "${name}" is missing, which ${path} names`);
          }
          return found;
        };
        yield sampleOf(file, field, { files, number: number++ });
      }
    },
    rule: rules[file.parser],
  };
}

function sampleOf(
  file: OwnFile,
  field: (name: string) => unknown,
  { files, number }: { readonly files: Awaited<ReturnType<typeof openFiles>>; readonly number: number },
): Sample {
  const options = Array.isArray(file.options) ? file.options : file.options && list(field(file.options));
  const words = file.prompt.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === "options" && options ? lettered(options) : String(field(name)),
  );
  const pictures = file.image
    ? [field(file.image)].flat().map((value) => image(recordImage(files, file.data, value, ["images"])))
    : [];
  const answers = file.answer ? list(field(file.answer)) : [];
  const content: EvalPart[] = [...pictures, text(words)];
  const plainText = file.scoring === "bits-per-byte" || (file.scoring === "likelihood" && pictures.length === 0);
  const right = options ? placeOf(answers[0] ?? "", options) : 0;
  if (options && right < 0) {
    throw new UserError(
      `${files.path(file.data)}, record ${number + 1}: the answer "${answers[0]}" is none of the options, nor a letter or place of one`,
    );
  }
  return {
    id: file.id ? String(field(file.id)) : String(number + 1),
    prompt: plainText ? { text: words } : { messages: [{ role: "user", content }] },
    ...(file.category && { category: String(field(file.category)) }),
    ...(file.leaf && { leaf: String(field(file.leaf)) }),
    ...(options ? choice(options, right) : { reference: { accepted: answers } }),
  };
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** An option by its text, its letter, or its place from 0. */
function placeOf(answer: string, options: readonly string[]): number {
  const byText = options.indexOf(answer);
  if (byText >= 0) return byText;
  const byLetter = /^[A-Z]$/.test(answer) ? alphabet.indexOf(answer) : /^\d+$/.test(answer) ? Number(answer) : -1;
  return byLetter < options.length ? byLetter : -1;
}

function accepted({ reference }: Sample): readonly string[] {
  return (reference as { readonly accepted: readonly string[] }).accepted;
}

const rules: Readonly<Record<(typeof parsers)[number], Rule>> = {
  choice: choiceRule,
  number: (sample, output) => {
    const { read, path } = readNumber(output);
    const right = read !== null && accepted(sample).some((one) => numberOf(one) === Number(read));
    return { score: right ? 1 : 0, read, path };
  },
  "yes-no": (sample, output) => {
    const { read, path } = readYesNo(output);
    return { score: read !== null && accepted(sample).some((one) => one.toLowerCase() === read) ? 1 : 0, read, path };
  },
  equal: (sample, output) => {
    const { right, path } = saysOneOf(output, accepted(sample));
    return { score: right && path === "equal" ? 1 : 0, read: output.trim() || null, path: "whole answer" };
  },
  contains: (sample, output) => {
    const { right, path } = saysOneOf(output, accepted(sample));
    return { score: right ? 1 : 0, read: output.trim() || null, path };
  },
  similarity: (sample, output) => {
    const best = Math.max(...accepted(sample).map((one) => similarity(one, output)));
    return { score: Math.round(best * 1000) / 1000, read: output.trim() || null, path: "edit distance" };
  },
};
