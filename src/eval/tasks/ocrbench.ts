/** OCRBench: 1000 questions about text in images, a point each (Liu et al. 2024; the official JSON, or Parquet). */
import { z } from "zod";
import type { EvalImage, Task } from "../contract.ts";
import { imageColumn, imageFile } from "../files/images.ts";
import { type OpenFiles, records } from "../files/open-files.ts";
import { asked, image, text } from "./kit.ts";

const answers = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)]);
const jsonRow = z.looseObject({
  dataset_name: z.string(),
  image_path: z.string(),
  question: z.string(),
  answers,
  type: z.string(),
});
const parquetRow = z.looseObject({
  dataset: z.string(),
  question: z.string(),
  question_type: z.string(),
  answer: answers,
  image: imageColumn,
});

interface Question {
  readonly id: string;
  readonly picture: EvalImage;
  readonly question: string;
  readonly accepted: string[];
  readonly type: string;
  readonly dataset: string;
}

export const ocrbench: Task = {
  name: "ocrbench",
  title: "OCRBench",
  field: "vision",
  paper: "OCRB",
  protocol: {
    version: 1,
    prompt: "image and question as they are",
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 100,
    parser: "an accepted text inside the answer, in any case; handwritten formulas without blanks, case kept",
    source:
      "OCRBench.json with dataset_name, image_path, question, answers, type beside its images, or Parquet with dataset, image, question, question_type, answer",
    hub: ["echo840/OCRBench"],
    metric: "points",
  },
  async *samples(files) {
    for await (const { id, picture, question, accepted, type, dataset } of questionsOf(files)) {
      yield {
        ...{ id, category: type, prompt: asked(image(picture), text(question)) },
        reference: { accepted, exact: dataset === "HME100k" },
      };
    }
  },
  rule: ({ reference }, output) => {
    const { accepted, exact } = reference as { readonly accepted: readonly string[]; readonly exact: boolean };
    const form = (value: string) =>
      exact ? value.trim().replaceAll("\n", " ").replaceAll(" ", "") : value.toLowerCase().trim().replaceAll("\n", " ");
    const found = accepted.find((one) => form(output).includes(form(one)));
    const path = exact ? "contained, without blanks" : "contained";
    if (found !== undefined) return { score: 1, read: found, path };
    return { score: 0, read: null, path: "not contained" };
  },
};

async function* questionsOf(files: OpenFiles): AsyncGenerator<Question> {
  const list = (value: z.infer<typeof answers>) => [value].flat().map(String);
  const parquet = await files.look(/\.parquet$/);
  for (const name of parquet) {
    for await (const { value, where } of records(files, name, parquetRow)) {
      yield {
        ...{
          id: parquet.length > 1 ? `${name}-${where}` : where,
          picture: value.image.bytes,
          question: value.question,
        },
        ...{ accepted: list(value.answer), type: value.question_type, dataset: value.dataset },
      };
    }
  }
  if (parquet.length > 0) return;
  const [name] = await files.find(/ocrbench[^/]*\.json$/i);
  for await (const { value, where } of records(files, name!, jsonRow)) {
    const picture = imageFile(files, name!, value.image_path, ["OCRBench_Images", "images"]);
    yield {
      ...{ id: where, picture, question: value.question, accepted: list(value.answers) },
      ...{ type: value.type, dataset: value.dataset_name },
    };
  }
}
