/**
 * Held-out questions with one right answer each: colour, shape, position, counting and reading. Pictures come from
 * seeds, and printed words from a list, that training never sees.
 */

import { type Random, randomFor } from "../random.ts";
import { colorNames } from "./colors.ts";
import type { Rgb } from "./picture.ts";
import { numberWords, type QuestionKind, questions, type Turn } from "./questions.ts";
import {
  positionNames,
  type Scene,
  type SceneContent,
  type SceneOptions,
  type SceneTruth,
  scene,
  sceneTruth,
} from "./scenes.ts";
import { shapeNames } from "./shapes.ts";
import type { PrintKind } from "./words.ts";

export const evaluationKinds = ["color", "shape", "position", "counting", "reading"] as const;
export type EvaluationKind = (typeof evaluationKinds)[number];

export interface EvaluationItem {
  image: Rgb;
  truth: SceneTruth;
  question: string;
  /** The answer as training would have it. */
  answer: string;
  /** Whether an answer, however phrased, says the right thing and nothing else of its kind. */
  accept(answer: string): boolean;
}

interface Examination {
  contents: readonly SceneContent[];
  prints?: readonly PrintKind[];
  ask: readonly QuestionKind[];
  /** Whether a question is of this kind and its answer counts. */
  counts(turn: Turn): boolean;
  /** The words that can answer; exactly the right one must stand in the answer. */
  said(answer: string): readonly string[];
}

const answers = (answer: string) => !answer.startsWith("There is no ");

const examinations: Record<EvaluationKind, Examination> = {
  color: {
    contents: ["shapes", "shapes", "shapes and word"],
    ask: ["color"],
    counts: ({ answer }) => answers(answer),
    said: (answer) => named(answer, colorNames),
  },
  shape: {
    contents: ["shapes", "shapes", "shapes and word"],
    ask: ["shape", "single"],
    counts: ({ question, answer }) => answers(answer) && question.includes("shape") && !question.includes("color"),
    said: (answer) => named(answer, shapeNames),
  },
  position: {
    contents: ["shapes", "shapes", "shapes and word"],
    ask: ["place"],
    counts: ({ answer }) => answers(answer),
    said: (answer) => named(answer, positionNames),
  },
  counting: {
    contents: ["repeats", "shapes"],
    ask: ["count"],
    counts: ({ answer }) => numberWords.slice(1, 6).some((number) => answer.split(" ").includes(number)),
    said: (answer) => named(answer, numberWords),
  },
  reading: {
    contents: ["word"],
    prints: ["word", "word", "letters"],
    ask: ["read"],
    counts: () => true,
    said: (answer) => [/"([^"]*)"/.exec(answer)?.[1] ?? ""],
  },
};

/** The longest names that occur in a text as whole words: of "top left", not also "top". */
function named(answer: string, names: readonly string[]): string[] {
  let rest = ` ${answer.toLowerCase().replace(/[^a-z0-9]+/g, " ")} `;
  const found: string[] = [];
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    for (const form of [name, `${name}s`, `${name}es`]) {
      if (!rest.includes(` ${form} `)) continue;
      found.push(name);
      rest = rest.replaceAll(` ${form} `, " ");
    }
  }
  return found;
}

/**
 * The first `n` items of a kind: always the same ones for a seed. Counting asks for one to five, as often each; reading
 * shows one word without noise, two held-out words of English for each string of random letters.
 */
export function evaluationSet(kind: EvaluationKind, n: number, seed = 9001): EvaluationItem[] {
  const { contents, prints, ask, counts, said } = examinations[kind];
  const items: EvaluationItem[] = [];
  for (let index = 0; items.length < n; index++) {
    const random = randomFor(seed, index, `evaluation ${kind}`);
    const options: SceneOptions = { split: "heldout", content: random.pick(contents), clean: kind === "reading" };
    if (prints !== undefined) options.print = random.pick(prints);
    const truth = sceneTruth(seed, index, options);
    const turn = askOne(truth, random, ask);
    if (turn === null || !counts(turn)) continue;
    const right = said(turn.answer).join();
    if (kind === "counting" && right !== numberWords[1 + (items.length % 5)]) continue;
    const drawn: Scene = scene(seed, index, options);
    items.push({ image: drawn.image, truth, ...turn, accept: (answer) => said(answer).join() === right });
  }
  return items;
}

function askOne(truth: SceneTruth, random: Random, kinds: readonly QuestionKind[]): Turn | null {
  return questions[random.pick(kinds)](truth, random);
}
