/** Open questions whose answers people or a judge compare: nothing is scored here, the answers are kept in the run. */
import type { Task } from "../contract.ts";
import { questionsOf } from "../questions/question-set.ts";
import { asked, image, text } from "./kit.ts";

export const questionsTask: Task = {
  name: "questions",
  title: "Open questions for people and judges",
  field: "vision",
  protocol: {
    version: 1,
    prompt: "images and question as they are",
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 512,
    parser: "none: answers are compared by periscope eval arena and periscope eval judge",
    source: "a folder with questions.jsonl, as periscope eval questions makes it",
    metric: "none",
  },
  async *samples(files) {
    for (const { id, category, leaf, question, images, answer } of await questionsOf(files)) {
      yield {
        ...{ id, category, leaf, reference: { question, ...(answer && { answer }) } },
        prompt: asked(...images.map((path) => image(path)), text(question)),
      };
    }
  },
};
