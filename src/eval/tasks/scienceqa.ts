/** ScienceQA: school questions of several choices, most with an image (Lu et al. 2022; Parquet as `derek-thomas/ScienceQA`). */
import { z } from "zod";
import type { Task } from "../contract.ts";
import { imageColumn } from "../files/images.ts";
import { records } from "../files/open-files.ts";
import { asked, choice, choiceParser, choiceRule, directly, image, lettered, text } from "./kit.ts";

const row = z
  .looseObject({
    image: imageColumn.nullish(),
    question: z.string(),
    choices: z.array(z.string()).min(2),
    answer: z.int().nonnegative(),
    hint: z.string().nullish(),
    subject: z.string().nullish(),
  })
  .refine(({ answer, choices }) => answer < choices.length, { error: "is beyond the choices", path: ["answer"] });

export const scienceqa: Task = {
  name: "scienceqa",
  title: "ScienceQA",
  field: "vision",
  paper: "ScienceQA",
  protocol: {
    version: 3,
    prompt: `image where there is one, context, question, options A. ..., then "${directly}"`,
    shots: 0,
    scoring: ["generate", "letters"],
    maxNewTokens: 32,
    parser: choiceParser,
    source: "Parquet files test-*.parquet with columns image, question, choices, answer (from 0), hint, subject",
    hub: ["derek-thomas/ScienceQA"],
    metric: "accuracy",
  },
  async *samples(files) {
    const names = await files.find(/\.parquet$/);
    const test = names.filter((name) => /(^|\/)test-/.test(name));
    for (const name of test.length > 0 ? test : names) {
      for await (const { value, where } of records(files, name, row)) {
        const context = value.hint ? `Context: ${value.hint}\n` : "";
        const words = text(`${context}${value.question}\n${lettered(value.choices)}\n${directly}`);
        yield {
          id: `${name
            .split("/")
            .at(-1)!
            .replace(/\.parquet$/, "")}-${where}`,
          ...(value.subject && { category: `${value.subject}${value.image ? "" : ", without image"}` }),
          prompt: value.image ? asked(image(value.image.bytes), words) : asked(words),
          ...choice(value.choices, value.answer),
        };
      }
    }
  },
  rule: choiceRule,
};
