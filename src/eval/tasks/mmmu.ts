/** MMMU: college questions with images, several choices or a short answer (Yue et al. 2024; Parquet as `MMMU/MMMU`). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { type Reading, readChoice } from "../../score/choice.ts";
import { asNumber, english, numbersIn, resultParts } from "../../score/sentences.ts";
import type { EvalImage, Rule, Task } from "../contract.ts";
import { imageColumn } from "../files/images.ts";
import { records } from "../files/open-files.ts";
import { alphabet, asked, type ChoiceReference, choice, directly, lettered, text, withImages } from "./kit.ts";

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
    version: 4,
    prompt: `question with its images in place, options A. ..., then "${directly}"; open questions ask for a word or phrase`,
    shots: 0,
    scoring: ["generate", "letters"],
    maxNewTokens: 64,
    parser:
      "of letters in brackets the last, else of letters between blanks, else of options by their text in a sentence, else by other ways of naming one; open answers by number (two decimals) or text behind words such as is and so",
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
  rule: (sample, output) => (sample.letters ? lettersRule(sample, output) : openRule(sample, output)),
};

/** The validation split where there are several; the whole folder otherwise. */
function pick(names: readonly string[]): string[] {
  const validation = names.filter((name) => /(^|\/)validation-/.test(name));
  return validation.length > 0 ? validation : [...names];
}

function openAnswers(answer: string): string[] {
  return /^\s*\[/.test(answer) ? pythonList(answer, "answer") : [answer];
}

/** As the benchmark's own scorer: of letters in brackets the last, else of letters between blanks, else of the options' texts. */
function lastNamed(output: string, letters: readonly string[], options: readonly string[]): Reading {
  const said = ` ${output.trim().replace(/^[,.!?;:']+|[,.!?;:']+$/g, "")} `;
  const lower = said.toLowerCase();
  const last = (path: string, placeOf: (i: number) => number): Reading | undefined => {
    const places = letters.map((_, i) => placeOf(i));
    const most = Math.max(...places);
    return most < 0 ? undefined : { read: letters[places.indexOf(most)]!, path };
  };
  return (
    last("last letter in brackets", (i) => said.lastIndexOf(`(${letters[i]})`)) ??
    last("last letter", (i) => said.lastIndexOf(` ${letters[i]} `)) ??
    (said.trim().split(/\s+/).length > 5
      ? last("last option by its text", (i) => (options[i] ? lower.lastIndexOf(options[i].toLowerCase()) : -1))
      : undefined) ??
    readChoice(output, letters, options)
  );
}

const lettersRule: Rule = ({ letters, options, reference }, output) => {
  const { read, path } = lastNamed(output, letters!, options!);
  return { score: read === (reference as ChoiceReference).letter ? 1 : 0, read, path };
};

/** Numbers equal to two decimals, or the text inside what stands behind words such as "is"; one letter between blanks only. */
const openRule: Rule = ({ reference }, output) => {
  const { accepted } = reference as { readonly accepted: readonly string[] };
  const parts = resultParts(output.toLowerCase(), english);
  const numbers = parts.flatMap((part) => [
    ...numbersIn(part),
    ...(asNumber(part) === undefined ? [] : [asNumber(part)!]),
  ]);
  for (const one of accepted) {
    const wanted = one.trim().toLowerCase();
    const number = asNumber(wanted);
    if (number !== undefined) {
      if (numbers.includes(number)) return { score: 1, read: one, path: "equal number" };
    } else if (wanted.length === 1) {
      if (parts.some((part) => ` ${part} `.includes(` ${wanted} `))) return { score: 1, read: one, path: "letter" };
    } else if (wanted !== "" && parts.some((part) => part.includes(wanted))) {
      return { score: 1, read: one, path: "contained" };
    }
  }
  const said = parts.at(-1)!;
  return { score: 0, read: said || null, path: said === "" ? "empty" : "not contained" };
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
