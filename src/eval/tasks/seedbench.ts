/** SEED-Bench, image part: choices about images (Li et al. 2023; the official JSON file and its folder of images). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { Task } from "../contract.ts";
import { imageFile } from "../files/images.ts";
import { wholeJson } from "../files/open-files.ts";
import { alphabet, asked, choice, choiceParser, choiceRule, directly, image, lettered, text } from "./kit.ts";

/** Counts are written as numbers here and there. */
const option = z.union([z.string(), z.number()]).transform(String);

const file = z.looseObject({
  question_type: z.record(z.string(), z.int()),
  questions: z.array(
    z.looseObject({
      question_id: z.union([z.string(), z.int()]),
      question: z.string(),
      choice_a: option,
      choice_b: option,
      choice_c: option,
      choice_d: option,
      answer: z.enum(["A", "B", "C", "D"]),
      /** A file's name; of videos and of several images a list. */
      data_id: z.union([z.string(), z.int(), z.array(z.string())]),
      data_type: z.string(),
      question_type_id: z.int(),
    }),
  ),
});

export const seedbench: Task = {
  name: "seedbench",
  title: "SEED-Bench (images)",
  field: "vision",
  paper: "SEED",
  protocol: {
    version: 3,
    prompt: `image, question, options A. ..., then "${directly}"; questions about videos are left out`,
    shots: 0,
    scoring: ["generate", "letters"],
    maxNewTokens: 32,
    parser: choiceParser,
    source: 'SEED-Bench.json with "question_type" and "questions", beside the folder SEED-Bench-image',
    hub: ["AILab-CVC/SEED-Bench"],
    metric: "accuracy",
  },
  async *samples(files) {
    const [name] = await files.find(/seed[-_]?bench[^/]*\.json$/i);
    const { question_type, questions } = await wholeJson(files, name!, file);
    const types = new Map(Object.entries(question_type).map(([type, id]) => [id, type]));
    const pictures = questions.filter(({ data_type }) => data_type === "image");
    if (pictures.length === 0) throw new UserError(`${files.path(name!)} has no questions about images`);
    for (const one of pictures) {
      const options = [one.choice_a, one.choice_b, one.choice_c, one.choice_d];
      const path = imageFile(files, name!, String(one.data_id), ["SEED-Bench-image"]);
      yield {
        id: String(one.question_id),
        category: types.get(one.question_type_id),
        prompt: asked(image(path), text(`${one.question}\n${lettered(options)}\n${directly}`)),
        ...choice(options, alphabet.indexOf(one.answer)),
      };
    }
  },
  rule: choiceRule,
};
