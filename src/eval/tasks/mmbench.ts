/**
 * MMBench and MMBench-CN: choices about images, each question asked once for every rotation of its options and right only
 * if all are (CircularEval, Liu et al. 2024; the official TSV files with images in base64).
 */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { Task } from "../contract.ts";
import { base64Image } from "../files/images.ts";
import { type OpenFiles, rows } from "../files/open-files.ts";
import {
  alphabet,
  asked,
  choice,
  choiceParser,
  choiceRule,
  directly,
  directlyChinese,
  image,
  lettered,
  text,
} from "./kit.ts";

const row = z.looseObject({
  index: z.string().regex(/^\d+$/, { error: "is no number" }),
  question: z.string(),
  hint: z.string().optional(),
  A: z.string(),
  B: z.string(),
  C: z.string().optional(),
  D: z.string().optional(),
  answer: z.string(),
  category: z.string().optional(),
  image: z.string(),
});

const files = { English: /(?:_en|mmbench(?!.*cn)).*\.tsv$/i, Chinese: /cn.*\.tsv$/i } as const;
type Language = keyof typeof files;

function mmbenchTask(name: string, title: string, paper: string, language: Language, close: string): Task {
  return {
    name,
    title,
    field: "vision",
    paper,
    protocol: {
      version: 3,
      prompt: `image, hint, question, options A. ..., then "${close}"; one sample a rotation of the options`,
      shots: 0,
      scoring: ["generate", "letters"],
      maxNewTokens: 32,
      parser: `${choiceParser}; a question counts where all its rotations are right`,
      source: `${title}'s TSV file with columns index, question, hint, A to D, answer, category and image (base64)`,
      metric: "accuracy",
    },
    async *samples(open) {
      const file = await fileOf(open, language);
      const pictures = new Map<string, string>();
      for await (const { value, where } of rows(open, file, row)) {
        const place = `${open.path(file)}, row ${where}`;
        // an image that is used again is given by the index of the row that has it
        const isIndex = /^\d+$/.test(value.image);
        const base64 = isIndex ? pictures.get(value.image) : value.image;
        if (base64 === undefined) {
          throw new UserError(`${place}: "image" is ${value.image}, expected the index of a row before it, or base64`);
        }
        pictures.set(value.index, base64);
        const picture = base64Image(base64, place);
        const options = [value.A, value.B, value.C, value.D].filter((option) => option !== undefined && option !== "");
        const right = alphabet.indexOf(value.answer.trim());
        if (right < 0 || right >= options.length) {
          throw new UserError(
            `${place}: the answer is "${value.answer}", expected the letter of an option (the test split has no answers; take the dev file)`,
          );
        }
        for (let turn = 0; turn < options.length; turn++) {
          const turned = options.map((_, i) => options[(i + turn) % options.length]!) as string[];
          const hint = value.hint && value.hint !== "nan" ? `${value.hint}\n` : "";
          yield {
            id: `${value.index}-${turn}`,
            group: value.index,
            ...(value.category && { category: value.category }),
            prompt: asked(image(picture), text(`${hint}${value.question}\n${lettered(turned)}\n${close}`)),
            ...choice(turned, (right - turn + options.length) % options.length),
          };
        }
      }
    },
    rule: choiceRule,
  };
}

/**
 * The dev file in a language. Throws a `UserError` where there are several editions of it: they have questions in common, and
 * which one is meant nobody else can say.
 */
async function fileOf(open: OpenFiles, language: Language): Promise<string> {
  const found = await open.find(/\.tsv$/i);
  const own = found.filter((one) => files[language].test(one));
  const [other] = (Object.keys(files) as Language[]).filter((one) => one !== language);
  const names = own.length > 0 ? own : found.filter((one) => !files[other!].test(one));
  const dev = names.filter((one) => /dev/i.test(one));
  const [file, ...more] = dev.length > 0 ? dev : names;
  if (file === undefined) {
    throw new UserError(`${open.path(found[0]!)} is in ${other}, expected ${open.expected} in ${language}`);
  }
  if (more.length === 0) return file;
  throw new UserError(
    `${open.root} has several files of MMBench in ${language} (${[file, ...more].join(", ")}); name one of them with --data`,
  );
}

export const mmbench = mmbenchTask("mmbench", "MMBench", "MMB", "English", directly);
export const mmbenchChinese = mmbenchTask("mmbench-cn", "MMBench-CN", "MMC", "Chinese", directlyChinese);
