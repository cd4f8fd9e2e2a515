/** AGIEval: questions of admission examinations, choices or values (Zhong et al. 2023; the official JSON Lines, one a set). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { plain } from "../../score/choice.ts";
import { plainNumber, readNumber } from "../../score/reading.ts";
import type { Rule, Task } from "../contract.ts";
import { records } from "../files/open-files.ts";
import { severalRule } from "./cmmmu.ts";
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

export const agieval: Task = {
  name: "agieval",
  title: "AGIEval",
  field: "language",
  paper: "AGIEval",
  protocol: {
    version: 1,
    prompt: "passage, question and options as they are, then the request for the letter, or for the final answer",
    shots: 0,
    scoring: ["generate", "letters"],
    maxNewTokens: 256,
    parser: `${choiceParser}; several right letters must be exactly those; values by the answer in \\boxed, equal text, or the last number`,
    source: "data/v1/*.jsonl with passage, question, options, label, answer; the file's name is the category",
    metric: "accuracy",
  },
  async *samples(files) {
    for (const name of await files.find(/\.jsonl$/)) {
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
        const options = value.options.map((option) => option.replace(/^\s*[(（]?[A-H][)）.．、:：]\s*/, ""));
        const letters = [value.label ?? []]
          .flat()
          .join("")
          .replace(/[^A-H]/g, "");
        if (letters === "" || [...letters].some((letter) => alphabet.indexOf(letter) >= options.length)) {
          throw new UserError(
            `${place}: the label is ${JSON.stringify(value.label)}, expected the letter of an option`,
          );
        }
        const close = inChinese ? "请直接回答选项字母。" : "Answer with the letter of the option.";
        const listed = options.map((option, i) => `(${alphabet[i]}) ${option}`).join("\n");
        yield {
          ...{ id, category: set },
          prompt: asked(text(`${passage}${value.question}\n${listed}\n${close}`)),
          ...(letters.length === 1
            ? choice(options, alphabet.indexOf(letters))
            : { options, letters: alphabet.slice(0, options.length), reference: { several: letters } }),
        };
      }
    }
  },
  rule: (sample, output) => {
    if ((sample.reference as { readonly several?: string }).several) return severalRule(sample, output);
    return sample.letters ? choiceRule(sample, output) : valueRule(sample, output);
  },
};

const valueRule: Rule = ({ reference }, output) => {
  const { accepted } = reference as { readonly accepted: readonly string[] };
  const boxed = /\\boxed\{((?:[^{}]|\{[^{}]*\})*)\}/.exec(output)?.[1];
  const form = (value: string) => plain(value.replace(/[$\s\\]|\\left|\\right/g, ""));
  if (boxed !== undefined) {
    return { score: accepted.some((one) => form(one) === form(boxed)) ? 1 : 0, read: boxed, path: "boxed" };
  }
  const lastLine = output.trim().split("\n").at(-1) ?? "";
  const said = lastLine.replace(/^.*(?:answer is|答案是|答案为|[:：])\s*/i, "").replace(/[.。]$/, "");
  if (accepted.some((one) => form(one) === form(said))) return { score: 1, read: said, path: "equal text" };
  const { read, path } = readNumber(output);
  const equal = accepted.some((one) => read !== null && Number(plainNumber(one)) === Number(read) && one.trim() !== "");
  return { score: equal ? 1 : 0, read, path };
};
