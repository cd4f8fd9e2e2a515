/** CMMMU: the Chinese counterpart of MMMU: choices, true or false, gaps to fill (Zhang et al. 2024; Parquet as `m-a-p/CMMMU`). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { Reading } from "../../score/choice.ts";
import { asNumber, chinese, numbersIn, resultParts } from "../../score/sentences.ts";
import type { EvalImage, Rule, Task } from "../contract.ts";
import { imageColumn } from "../files/images.ts";
import { records } from "../files/open-files.ts";
import { alphabet, asked, directlyChinese, lettered, withImages } from "./kit.ts";

const row = z.looseObject({
  id: z.union([z.string(), z.number(), z.bigint()]).transform(String),
  type: z.enum(["选择", "判断", "填空"]),
  question: z.string(),
  option1: z.string().nullish(),
  option2: z.string().nullish(),
  option3: z.string().nullish(),
  option4: z.string().nullish(),
  answer: z.string(),
  category: z.string().nullish(),
});

interface Reference {
  readonly type: z.infer<typeof row>["type"];
  readonly answer: string;
}

export const cmmmu: Task = {
  name: "cmmmu",
  title: "CMMMU",
  field: "vision",
  paper: "CMMMU",
  protocol: {
    version: 2,
    prompt: `问题与图片，选项 A. ...，然后 "${directlyChinese}"; true or false asks for 对 or 错, gaps for the words alone`,
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 64,
    parser:
      "the letters named most often, in brackets before others, else options by their text, and exactly the right ones; 对 or 错 by the first of such words, 不对 and 不正确 being 错; gaps by text or number behind words such as 是 and 答案",
    source:
      "Parquet files val-*.parquet with columns id, type, question, option1 to option4, image_1 to image_5, answer",
    hub: ["m-a-p/CMMMU"],
    metric: "accuracy",
  },
  async *samples(files) {
    const names = await files.find(/\.parquet$/);
    const validation = names.filter((name) => /(^|\/)val-/.test(name));
    for (const name of validation.length > 0 ? validation : names) {
      for await (const { value } of records(files, name, row)) {
        const images: EvalImage[] = [];
        const byName = new Map<string, EvalImage>();
        for (let i = 1; i <= 5; i++) {
          const found = imageColumn.safeParse(value[`image_${i}`]);
          if (!found.success) continue;
          images.push(found.data.bytes);
          const filename = value[`image_${i}_filename`] ?? found.data.path;
          if (typeof filename === "string") byName.set(filename, found.data.bytes);
        }
        const options = [value.option1, value.option2, value.option3, value.option4]
          .map((option) => option ?? "")
          .filter((option) => option !== "" && option !== "-");
        const tag = /<img="([^"]*)">|<image (\d)>/g;
        const imageOf = (match: RegExpMatchArray) =>
          match[1] === undefined ? images[Number(match[2]) - 1] : byName.get(match[1]);
        const { id, type } = value;
        const answer = type === "选择" ? value.answer.trim().toUpperCase() : value.answer.trim();
        const close = {
          选择: `\n${lettered(options)}\n${directlyChinese}`,
          判断: "\n请回答“对”或“错”。",
          填空: "\n请直接回答答案。",
        }[type];
        if (type === "选择" && !/^[A-D]+$/.test(answer)) {
          throw new UserError(
            `${files.path(name)}, ${id}: the answer is "${value.answer}", expected letters of options (the test split has no answers)`,
          );
        }
        yield {
          id,
          prompt: asked(...withImages(value.question + close, tag, imageOf, images)),
          ...(value.category && { category: value.category }),
          ...(type === "选择" && { options, letters: alphabet.slice(0, options.length) }),
          reference: { type, answer } satisfies Reference,
        };
      }
    }
  },
  rule: (sample, output) => {
    const { type } = sample.reference as Reference;
    return { 选择: choicesRule, 判断: trueOrFalse, 填空: gapRule }[type](sample, output);
  },
};

/** One or several options may be right, which is not told: those named most often are the answer. */
const choicesRule: Rule = ({ reference, letters, options }, output) => {
  const { answer } = reference as Reference;
  const { read, path } = mostNamed(output, letters!, options!);
  return { score: read === [...answer].sort().join("") ? 1 : 0, read, path };
};

function mostNamed(output: string, letters: readonly string[], options: readonly string[]): Reading {
  const count = (pattern: (letter: string, option: string) => RegExp | string) =>
    letters.map((letter, i) => output.split(pattern(letter, options[i]!)).length - 1);
  const ways: readonly (readonly [string, () => number[]])[] = [
    ["letters in brackets", () => count((letter) => new RegExp(`[(（]${letter}[)）]`))],
    ["letters", () => count((letter) => new RegExp(`(?<![A-Za-z])${letter}(?![a-z])|(?<=[A-D])${letter}(?![a-z])`))],
    ["text of options", () => count((_, option) => (option === "" ? /$^/ : option))],
  ];
  for (const [path, counted] of ways) {
    const counts = counted();
    const most = Math.max(...counts);
    if (most > 0) return { read: letters.filter((_, i) => counts[i] === most).join(""), path };
  }
  return { read: null, path: "not understood" };
}

const trueOrFalse: Rule = ({ reference }, output) => {
  const { answer } = reference as Reference;
  const verdict = (text: string) => {
    const found =
      /不正确|不准确|不对|错误|错|否定|否|False|No\b|正确|准确|肯定|对|是|True|Yes\b/i.exec(text)?.[0].toLowerCase() ??
      null;
    if (found === null) return null;
    return /^(正确|准确|肯定|对|是|true|yes)$/.test(found) ? "对" : "错";
  };
  const read = verdict(output);
  return { score: read !== null && read === verdict(answer) ? 1 : 0, read, path: "first word of judgement" };
};

/** A text counts where it stands in a part that is not much longer and has hardly more Latin letters: no list of guesses. */
const gapRule: Rule = ({ reference }, output) => {
  const { answer } = reference as Reference;
  const parts = resultParts(output, chinese);
  const wanted = asNumber(answer);
  if (wanted !== undefined) {
    const right = parts.some((part) => asNumber(part) === wanted || numbersIn(part).includes(wanted));
    const found = parts.flatMap(numbersIn).at(-1);
    return { score: right ? 1 : 0, read: right ? answer : found === undefined ? null : String(found), path: "number" };
  }
  const latin = (text: string) => text.match(/[a-z]/gi)?.length ?? 0;
  const short = parts.filter((part) => part.length <= answer.length + 20 && latin(part) <= latin(answer) + 2);
  const found = short.find((part) => part.includes(answer));
  return { score: found === undefined ? 0 : 1, read: found ?? short.at(-1) ?? null, path: "text behind such words" };
};
