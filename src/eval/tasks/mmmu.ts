/** MMMU: college questions with images, several choices or a short answer (Yue et al. 2024; Parquet as `MMMU/MMMU`). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { plain } from "../../score/choice.ts";
import { plainNumber } from "../../score/reading.ts";
import type { EvalImage, Rule, Task } from "../contract.ts";
import { imageColumn } from "../files/images.ts";
import { records } from "../files/open-files.ts";
import { alphabet, asked, choice, choiceParser, choiceRule, directly, lettered, text, withImages } from "./kit.ts";

const row = z.looseObject({
  id: z.string(),
  question: z.string(),
  /** A list as Python writes it. */
  options: z.string(),
  answer: z.string(),
  question_type: z.enum(["multiple-choice", "open"]),
});

export const mmmu: Task = {
  name: "mmmu",
  title: "MMMU",
  field: "vision",
  paper: "MMMU",
  protocol: {
    version: 1,
    prompt: `question with its images in place, options A. ..., then "${directly}"; open questions ask for a word or phrase`,
    shots: 0,
    scoring: ["generate", "letters"],
    maxNewTokens: 64,
    parser: `${choiceParser}; open answers by equal text or number`,
    source:
      "Parquet files validation-*.parquet with columns id, question, options, image_1 to image_7, answer, question_type",
    hub: ["MMMU/MMMU"],
    metric: "accuracy",
  },
  async *samples(files) {
    for (const name of pick(await files.find(/\.parquet$/))) {
      for await (const { value } of records(files, name, row)) {
        const images: (EvalImage | undefined)[] = [];
        for (let i = 1; i <= 7; i++) {
          const found = imageColumn.safeParse(value[`image_${i}`]);
          images.push(found.success ? found.data.bytes : undefined);
        }
        const options = pythonList(value.options, `${name}, ${value.id}`);
        const several = value.question_type === "multiple-choice" && options.length > 0;
        const close = several
          ? `\n${lettered(options)}\n${directly}`
          : "\nAnswer the question using a single word or phrase.";
        const content = withImages(
          value.question + close,
          /<image (\d)>/g,
          (match) => images[Number(match[1]) - 1],
          images.filter((one) => one !== undefined),
        );
        const right = alphabet.indexOf(value.answer.trim());
        if (several && (right < 0 || right >= options.length)) {
          throw new UserError(
            `${files.path(name)}, ${value.id}: the answer is "${value.answer}", expected the letter of one of ${options.length} options (the test split has no answers)`,
          );
        }
        yield {
          id: value.id,
          prompt: asked(...(content.length > 0 ? content : [text(value.question)])),
          category: value.id.split("_").slice(1, -1).join(" ").replaceAll("_", " ") || undefined,
          ...(several ? choice(options, right) : { reference: { accepted: openAnswers(value.answer) } }),
        };
      }
    }
  },
  rule: (sample, output) => (sample.letters ? choiceRule(sample, output) : openRule(sample, output)),
};

/** The validation split where there are several; the whole folder otherwise. */
function pick(names: readonly string[]): string[] {
  const validation = names.filter((name) => /(^|\/)validation-/.test(name));
  return validation.length > 0 ? validation : [...names];
}

function openAnswers(answer: string): string[] {
  return /^\s*\[/.test(answer) ? pythonList(answer, "answer") : [answer];
}

/** Equal after simplification, or the same number, or a phrase of the answer. */
export const openRule: Rule = ({ reference }, output) => {
  const { accepted } = reference as { readonly accepted: readonly string[] };
  const last = output.trim().split("\n").at(-1)!;
  const said = plain(last.replace(/^.*\b(?:answer is|is|=|:)\s*/i, ""));
  for (const one of accepted) {
    const number = Number(plainNumber(one));
    const numbers = last.match(/-?\d[\d,]*(?:\.\d+)?/g) ?? [];
    if (one.trim() !== "" && Number.isFinite(number)) {
      if (numbers.some((found) => Math.abs(Number(plainNumber(found)) - number) <= 0.005 + 1e-9)) {
        return { score: 1, read: one, path: "equal number" };
      }
    } else if (said === plain(one)) return { score: 1, read: one, path: "equal text" };
    else if (` ${plain(last)} `.includes(` ${plain(one)} `)) return { score: 1, read: one, path: "contained" };
  }
  return { score: 0, read: said || null, path: said === "" ? "empty" : "not equal" };
};

/** Strings of a list in Python's notation, `['a', "b"]`. */
export function pythonList(source: string, where: string): string[] {
  const body = source.trim();
  if (!body.startsWith("[") || !body.endsWith("]")) {
    throw new UserError(`${where}: the list is ${JSON.stringify(source.slice(0, 60))}, expected one like ['a', 'b']`);
  }
  const items = [...body.slice(1, -1).matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,\s][^,]*)/g)];
  return items.map(([, single, double, bare]) => {
    const inner = single ?? double ?? bare!.trim();
    return inner.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)/gi, (_, code: string) => {
      if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return { n: "\n", t: "\t" }[code] ?? code;
    });
  });
}
