/** CMMMU: the Chinese counterpart of MMMU: choices, true or false, gaps to fill (Zhang et al. 2024; Parquet as `m-a-p/CMMMU`). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { EvalImage, Rule, Task } from "../contract.ts";
import { imageColumn } from "../files/images.ts";
import { records } from "../files/open-files.ts";
import { alphabet, asked, choice, choiceParser, choiceRule, directlyChinese, lettered, withImages } from "./kit.ts";
import { openRule } from "./mmmu.ts";

const row = z.looseObject({
  id: z.union([z.string(), z.number()]),
  type: z.enum(["选择", "判断", "填空"]),
  question: z.string(),
  option1: z.string().nullish(),
  option2: z.string().nullish(),
  option3: z.string().nullish(),
  option4: z.string().nullish(),
  answer: z.string(),
  category: z.string().nullish(),
});

export const cmmmu: Task = {
  name: "cmmmu",
  title: "CMMMU",
  field: "vision",
  paper: "CMMMU",
  protocol: {
    version: 1,
    prompt: `问题与图片，选项 A. ...，然后 "${directlyChinese}"; true or false asks for 对 or 错, gaps for the words alone`,
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 64,
    parser: `${choiceParser}; several right letters must be exactly those; 对 or 错 by the first of such words; gaps by equal text or number`,
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
        const letters = value.answer.trim().toUpperCase();
        const close =
          value.type === "选择"
            ? `\n${lettered(options)}\n${directlyChinese}`
            : value.type === "判断"
              ? "\n请回答“对”或“错”。"
              : "\n请直接回答答案。";
        const id = String(value.id);
        const one = alphabet.indexOf(letters);
        if (value.type === "选择" && !/^[A-D]+$/.test(letters)) {
          throw new UserError(
            `${files.path(name)}, ${id}: the answer is "${value.answer}", expected letters of options (the test split has no answers)`,
          );
        }
        yield {
          id,
          prompt: asked(...withImages(value.question + close, tag, imageOf, images)),
          ...(value.category && { category: value.category }),
          ...(value.type !== "选择"
            ? { reference: { type: value.type, accepted: [value.answer] } }
            : one >= 0
              ? choice(options, one)
              : { options, letters: alphabet.slice(0, options.length), reference: { several: letters } }),
        };
      }
    }
  },
  rule: (sample, output) => {
    const reference = sample.reference as { readonly several?: string; readonly type?: string };
    if (reference.several) return severalRule(sample, output);
    if (reference.type === "判断") return trueOrFalse(sample, output);
    return sample.letters ? choiceRule(sample, output) : openRule(sample, output);
  },
};

export const severalRule: Rule = ({ reference }, output) => {
  const { several } = reference as { readonly several: string };
  const said = [...new Set(output.match(/(?<![A-Za-z])[A-D]+(?![A-Za-z])/g)?.join("") ?? "")].sort().join("");
  return { score: said === [...several].sort().join("") ? 1 : 0, read: said || null, path: "set of letters" };
};

const trueOrFalse: Rule = ({ reference }, output) => {
  const { accepted } = reference as { readonly accepted: readonly string[] };
  const verdict = (text: string) => {
    const found = /不正确|不对|错误|错|否|False|No\b|正确|对|是|True|Yes\b/i.exec(text)?.[0].toLowerCase();
    if (found === undefined) return null;
    return /^(正确|对|是|true|yes)$/.test(found) ? "对" : "错";
  };
  const read = verdict(output);
  return { score: read !== null && read === verdict(accepted[0]!) ? 1 : 0, read, path: "first word of judgement" };
};
