/**
 * Every leaf of the taxonomy by generated pictures from held-out seeds: which of four answers belongs to the picture, by
 * likelihood. Built in, runs anywhere; the set is drawn once and kept in the cache.
 */
import type { Task } from "../contract.ts";
import { openFiles } from "../files/open-files.ts";
import { questionsOf } from "../questions/question-set.ts";
import { leavesSet } from "../questions/sets.ts";
import { asked, choice, choiceRule, image, text } from "./kit.ts";

/** Questions a leaf. */
const perLeaf = 4;

export const leavesTask: Task = {
  name: "leaves",
  title:
    "Leaves of the taxonomy (which of two to four answers belongs to the picture; guessing has a quarter and more)",
  field: "vision",
  builtIn: true,
  protocol: {
    version: 3,
    prompt: "images and question; the answers are not shown",
    shots: 0,
    scoring: ["likelihood"],
    normalisation: "tokens",
    maxNewTokens: 64,
    parser: "the answer with the highest likelihood a token, of its own and up to three to other pictures of the leaf",
    source: "drawn by the sources of the data room on the held-out split, seed 9001",
    metric: "accuracy",
  },
  async prepare(options) {
    await leavesSet(perLeaf, options);
  },
  async *samples() {
    const files = await openFiles(await leavesSet(perLeaf), "the set by leaves");
    // the leaves take turns, so that the first samples are of as many as possible
    const questions = await questionsOf(files);
    const number = (id: string) => Number(/\d+$/.exec(id)![0]);
    for (const one of questions.toSorted((a, b) => number(a.id) - number(b.id))) {
      const { options, reference } = choice(one.options!, one.right!);
      yield {
        ...{ id: one.id, category: one.category, leaf: one.leaf, options, reference },
        prompt: asked(...one.images.map((path) => image(path)), text(one.question)),
      };
    }
  },
  rule: (sample, output) => choiceRule({ ...sample, letters: sample.letters ?? [..."ABCD"] }, output),
};
