/** MM-Vet: open questions that need several abilities, scored 0 to 1 by a judge (Yu et al. 2024; the official JSON and images). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { says } from "../../score/words.ts";
import type { Rubric, Rule, Task } from "../contract.ts";
import { imageFile } from "../files/images.ts";
import { wholeJson } from "../files/open-files.ts";
import { asked, image, text } from "./kit.ts";

const file = z.record(
  z.string(),
  z.looseObject({
    imagename: z.string(),
    question: z.string(),
    /** `<AND>` and `<OR>` join what must, or may, be said. */
    answer: z.string(),
    capability: z.array(z.string()),
  }),
);

interface Reference {
  readonly question: string;
  readonly answer: string;
}

/** The share of what must be said that is said; of alternatives one is enough. */
const rule: Rule = ({ reference }, output) => {
  const { answer } = reference as Reference;
  const ways = answer.split("<OR>").map((way) => {
    const needed = way
      .split("<AND>")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const found = needed.filter((part) => says(output, part));
    return { score: needed.length === 0 ? 0 : found.length / needed.length, found };
  });
  const best = ways.reduce((a, b) => (b.score > a.score ? b : a));
  return {
    score: best.score,
    read: best.found.join(", ") || null,
    path: "share of the needed texts that are contained",
  };
};

const rubric: Rubric = {
  question: ({ reference }, output) => {
    const { question, answer } = reference as Reference;
    return `Compare a prediction with the correct answer to a question about an image, and say how correct it is: one number from 0.0 (totally wrong) to 1.0 (totally right), in steps of 0.1. <AND> in the answer means that all of its parts must be said, <OR> that one of them is enough.

For example, to "What is the sum of both?" with the answer 7 <AND> 9, the prediction "7 and 9" is 1.0, "only 7" is 0.5, and "8" is 0.0; a description that has about half of what the answer says is 0.5.

Question: ${question}
Correct answer: ${answer.replaceAll("<AND>", " <AND> ").replaceAll("<OR>", " <OR> ")}
Prediction: ${output.trim() || "(nothing)"}

Write the number alone.`;
  },
  read: (_, reply) => {
    const number = numberIn(reply);
    return number === undefined ? undefined : { score: Number(number), read: number };
  },
};

/** The number that a reply begins with, else its only one: "from 0.0 to 1.0, I give 0.5" has three, and which counts is not clear. */
function numberIn(reply: string): string | undefined {
  const numbers = [
    ...reply.matchAll(/(?<![\d./-])(?:(?:0\.\d+|1\.0+)(?![\d/%]|\.\d)|[01](?![\d./%]|\.\d)|[01](?=\.?\s*$))/g),
  ];
  const [first] = numbers;
  const leads = first && /^\W*(?:score|correctness|answer)?\W*$/i.test(reply.slice(0, first.index));
  const isOnly = new Set(numbers.map(([number]) => Number(number))).size === 1;
  return leads || isOnly ? first![0] : undefined;
}

export const mmVet: Task = {
  name: "mm-vet",
  title: "MM-Vet",
  field: "vision",
  paper: "MMVet",
  protocol: {
    version: 5,
    prompt: "image and question as they are",
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 256,
    parser:
      "0 to 1 by a judge where one is given (the number that its reply begins with, or its only one); else by rule: the share of the needed texts that the answer contains",
    source: "mm-vet.json (imagename, question, answer, capability by key) beside its folder of images",
    metric: "accuracy",
  },
  async *samples(files) {
    const [name] = await files.find(/mm-?vet[^/]*\.json$/i);
    const questions = Object.entries(await wholeJson(files, name!, file));
    if (questions.length === 0)
      throw new UserError(`${files.path(name!)} holds no questions; expected ${files.expected}`);
    for (const [id, { imagename, question, answer, capability }] of questions) {
      yield {
        ...{ id, category: capability.toSorted().join("+") || undefined, reference: { question, answer } },
        prompt: asked(image(imageFile(files, name!, imagename, ["images"])), text(question)),
      };
    }
  },
  ...{ rule, rubric },
};
