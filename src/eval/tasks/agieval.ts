/** AGIEval: questions of admission examinations, choices or values (Zhong et al. 2023; the official JSON Lines, one a set). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { readMathematics, sameMathematics } from "../../score/mathematics.ts";
import type { Rule, Sample, Task } from "../contract.ts";
import { preferred, records } from "../files/open-files.ts";
import { alphabet, asked, choice, choiceParser, choiceRule, text } from "./kit.ts";

const line = z.looseObject({
  passage: z.string().nullish(),
  question: z.string(),
  options: z.array(z.string()).nullish(),
  label: z.union([z.string(), z.array(z.string())]).nullish(),
  answer: z.union([z.string(), z.array(z.string())]).nullish(),
});

/** Sets whose language is Chinese; the others are in English. */
const chinese = /gaokao-(?!english)|jec-qa|logiqa-zh/;
/** Sets in which any number of options may be right: what is said must be exactly those. */
const severalRight = /^(?:jec-qa-kd|jec-qa-ca|gaokao-physics)$/;

export const agieval: Task = {
  name: "agieval",
  title: "AGIEval",
  field: "language",
  paper: "AGIEval",
  protocol: {
    version: 4,
    prompt:
      "passage, question and options by their own letters, then the request for the letter (of jec-qa and gaokao-physics: for all that are right), or for the final answer",
    shots: 0,
    scoring: ["generate", "letters"],
    maxNewTokens: 256,
    parser: `${choiceParser}; of jec-qa, gaokao-physics and questions with several right options all letters, which must be exactly those; values by \\boxed, dollar signs, equals sign or the last number, equal in notation`,
    source: "data/v1/*.jsonl with passage, question, options, label, answer; the file's name is the category",
    metric: "accuracy",
  },
  async *samples(files) {
    for (const name of preferred(await files.find(/\.jsonl$/), "v1")) {
      const set = name.split("/").at(-1)!.slice(0, -".jsonl".length);
      for await (const { value, where } of records(files, name, line)) {
        const place = `${files.path(name)}, record ${where}`;
        const id = `${set}-${where}`;
        const passage = value.passage ? `${value.passage}\n\n` : "";
        const inChinese = chinese.test(set);
        if (!value.options?.length) {
          const accepted = [value.answer ?? value.label ?? []].flat();
          if (accepted.length === 0)
            throw new UserError(`${place}: neither options nor an answer; expected ${files.expected}`);
          const close = inChinese ? "请给出最终答案。" : "Give the final answer at the end.";
          yield {
            ...{ id, category: set, prompt: asked(text(`${passage}${value.question}\n${close}`)) },
            reference: { accepted },
          };
          continue;
        }
        const options = byLetter(value.options);
        const letters = lettersOf(value.label, options.length);
        if (letters === undefined) {
          throw new UserError(
            `${place}: the label is ${JSON.stringify(value.label)}, expected the letter of an option`,
          );
        }
        const several = severalRight.test(set);
        const close = inChinese
          ? several
            ? "请直接回答所有正确选项的字母。"
            : "请直接回答选项字母。"
          : "Answer with the letter of the option.";
        const listed = options.map((option, i) => `(${alphabet[i]}) ${option}`).join("\n");
        yield {
          ...{ id, category: set },
          prompt: asked(text(`${passage}${value.question}\n${listed}\n${close}`)),
          ...labelled(options, letters, several),
        };
      }
    }
  },
  rule: (sample, output) => {
    if ((sample.reference as { readonly several?: string }).several !== undefined) return lettersRule(sample, output);
    return sample.letters ? choiceRule(sample, output) : valueRule(sample, output);
  },
};

/** Options without their letters, in the letters' order, which is not always the list's; as they stand where letters are not clear. */
function byLetter(options: readonly string[]): string[] {
  const parts = options.map((option) => {
    const match = /^\s*[(（]?([A-H])[)）.．、:：。]\s*/.exec(option);
    return { letter: match?.[1], text: match ? option.slice(match[0].length).trim() : option.trim() };
  });
  const wanted = alphabet.slice(0, options.length);
  const clear = new Set(parts.map(({ letter }) => letter)).size === options.length;
  const ordered = clear && parts.every(({ letter }) => letter !== undefined && wanted.includes(letter));
  return (ordered ? parts.toSorted((a, b) => (a.letter! < b.letter! ? -1 : 1)) : parts).map((part) => part.text);
}

/** The right options' letters, of which there may be none in a list; undefined for a label that is none. */
function lettersOf(label: z.infer<typeof line>["label"], options: number): string | undefined {
  if (label === null || label === undefined) return undefined;
  const letters = [label]
    .flat()
    .join("")
    .replace(/[^A-H]/g, ""); // blanks, and a full stop among them
  const known = [...letters].every((letter) => alphabet.slice(0, options).includes(letter));
  return known && (letters !== "" || Array.isArray(label)) ? letters : undefined;
}

/** One right letter stays a choice, so that letters can be compared by likelihood. */
function labelled(
  options: readonly string[],
  letters: string,
  several: boolean,
): Partial<Sample> & { reference: unknown } {
  const one = letters.length === 1 ? choice(options, alphabet.indexOf(letters)) : undefined;
  if (one && !several) return one;
  const reference = { ...(one?.reference as object | undefined), several: letters };
  return { options, letters: alphabet.slice(0, options.length), reference };
}

const lettersRule: Rule = ({ reference, letters }, output) => {
  const { several } = reference as { readonly several: string };
  const standing = output.match(/(?<![A-Za-z])[A-H]+(?![A-Za-z])/g)?.join("") ?? "";
  const said = [...new Set(standing)].filter((letter) => letters!.includes(letter)).sort();
  return {
    score: said.join("") === [...several].sort().join("") ? 1 : 0,
    read: said.join("") || null,
    path: "set of letters",
  };
};

const valueRule: Rule = ({ reference }, output) => {
  const { accepted } = reference as { readonly accepted: readonly string[] };
  const { read, path } = readMathematics(output);
  return { score: read !== null && accepted.some((one) => sameMathematics(read, one)) ? 1 : 0, read, path };
};
