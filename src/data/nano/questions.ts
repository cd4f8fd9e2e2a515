/**
 * What can be asked about a scene, and the true answer: reading, colours, shapes, places, counts, and questions about
 * what is not there. Few words and regular answers, so that a very small model can master them. Printed text stands in
 * double quotes with no space after the opening quote, so that a tokenizer spells it letter by letter.
 */

import type { Random } from "../random.ts";
import { type ColorName, colorNames } from "./colors.ts";
import { type PositionName, positionNames, type SceneObject, type SceneTruth } from "./scenes.ts";
import { type ShapeName, shapeNames } from "./shapes.ts";

export interface Turn {
  question: string;
  answer: string;
}

const placePhrases: Record<PositionName, string> = {
  "top left": "in the top left",
  top: "at the top",
  "top right": "in the top right",
  left: "on the left",
  center: "in the center",
  right: "on the right",
  "bottom left": "in the bottom left",
  bottom: "at the bottom",
  "bottom right": "in the bottom right",
};

export const numberWords = ["no", "one", "two", "three", "four", "five", "six"] as const;

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

function plural(noun: string): string {
  return noun.endsWith("cross") ? `${noun}es` : `${noun}s`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

function nameOf({ color, shape }: { color: ColorName; shape: ShapeName }): string {
  return `${color} ${shape}`;
}

/** Everything in one sentence, with places: what a person could draw the picture from. */
export function description(truth: SceneTruth): string {
  const items = truth.objects.map((one) => `${withArticle(nameOf(one))} ${placePhrases[one.position]}`);
  if (truth.word !== null)
    items.push(`the ${truth.word.color} word "${truth.word.text}" ${placePhrases[truth.word.position]}`);
  const seen = items.length === 0 ? "The image is empty." : `There is ${listed(items)}.`;
  return truth.background === null ? seen : `${seen} The background is ${truth.background}.`;
}

/** One sentence without places, equal things counted: the text of an image-text pair. */
export function caption(truth: SceneTruth): string {
  const counts = new Map<string, number>();
  for (const one of truth.objects) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  const items = [...counts].map(([name, count]) =>
    count === 1 ? withArticle(name) : `${numberWords[count]} ${plural(name)}`,
  );
  if (truth.word !== null) items.push(`the ${truth.word.color} word "${truth.word.text}"`);
  if (items.length === 0) items.push("nothing");
  const behind = truth.background === null ? "" : ` on ${withArticle(truth.background)} background`;
  return `${capital(listed(items))}${behind}.`;
}

type Ask = (truth: SceneTruth, random: Random) => Turn | null;

/** The kinds of question; each gives null where the scene offers nothing to ask of that kind. */
export const questions = {
  describe: (truth, random) => ({
    question: random.pick(["What is in the image?", "Describe the image.", "What do you see?", "What can you see?"]),
    answer: description(truth),
  }),

  read: (truth, random) => ({
    question: random.pick([
      "What does it say?",
      "Read the word.",
      "What is written here?",
      "What does the text say?",
      "What word is this?",
      "Read the text.",
    ]),
    answer: truth.word === null ? "There is no text in the image." : `It says "${truth.word.text}".`,
  }),

  anyText: (truth, random) => ({
    question: random.pick(["Is there any text?", "Is there a word in the image?", "Do you see any text?"]),
    answer: truth.word === null ? "No, there is no text." : `Yes, it says "${truth.word.text}".`,
  }),

  textColor: ({ word }, random) => ({
    question: random.pick(["What color is the text?", "What color is the word?", "What color does the text have?"]),
    answer: word === null ? "There is no text in the image." : `The text is ${word.color}.`,
  }),

  textPlace: ({ word }, random) => ({
    question: random.pick(["Where is the text?", "Where is the word?", "Where do you see the text?"]),
    answer: word === null ? "There is no text in the image." : `The text is ${placePhrases[word.position]}.`,
  }),

  background: ({ background }, random) =>
    background === null
      ? null
      : {
          question: random.pick(["What color is the background?", "What color does the background have?"]),
          answer: `The background is ${background}.`,
        },

  /** About the only shape there is. */
  single: ({ objects, word }, random) => {
    if (objects.length !== 1) return null;
    const { color, shape } = objects[0]!;
    return random.pick([
      {
        question: random.pick(["What shape is it?", "What shape is this?", "What shape do you see?"]),
        answer: `It is ${withArticle(shape)}.`,
      },
      { question: "What color is the shape?", answer: `The shape is ${color}.` },
      ...(word === null
        ? [
            { question: "What color is it?", answer: `It is ${color}.` },
            { question: "What is this?", answer: `It is ${withArticle(`${color} ${shape}`)}.` },
          ]
        : []),
    ]);
  },

  /** The colour of a shape, which may not be there at all. */
  color: ({ objects }, random) => {
    const shape = someShape(objects, random, 0.16);
    const colors = new Set(objects.filter((one) => one.shape === shape).map((one) => one.color));
    const count = objects.filter((one) => one.shape === shape).length;
    if (colors.size > 1) return null;
    if (count > 1)
      return {
        question: `What color are the ${plural(shape)}?`,
        answer: `The ${plural(shape)} are ${[...colors][0]}.`,
      };
    return {
      question: random.pick([
        `What color is the ${shape}?`,
        `What color does the ${shape} have?`,
        `What is the color of the ${shape}?`,
      ]),
      answer: count === 0 ? `There is no ${shape} in the image.` : `The ${shape} is ${[...colors][0]}.`,
    };
  },

  /** The shape that has a colour, which may not be there at all. */
  shape: ({ objects }, random) => {
    const color = random.chance(0.16) || objects.length === 0 ? random.pick(colorNames) : random.pick(objects).color;
    const found = objects.filter((one) => one.color === color);
    if (found.length > 1) return null;
    return {
      question: random.pick([
        `What shape is ${color}?`,
        `What is the ${color} shape?`,
        `What shape is the ${color} one?`,
      ]),
      answer:
        found.length === 0
          ? `There is no ${color} shape in the image.`
          : `The ${color} shape is ${withArticle(found[0]!.shape)}.`,
    };
  },

  /** Where one thing is, named by colour and shape, or by shape alone where that is enough. */
  place: ({ objects }, random) => {
    const target = someTarget(objects, random, 0.16);
    const named = random.chance(0.5) ? target.shape : nameOf(target);
    const found = objects.filter(
      (one) => one.shape === target.shape && (named === target.shape || one.color === target.color),
    );
    if (found.length > 1) return null;
    return {
      question: random.pick([
        `Where is the ${named}?`,
        `Where do you see the ${named}?`,
        `Where in the image is the ${named}?`,
      ]),
      answer:
        found.length === 0
          ? `There is no ${named} in the image.`
          : `The ${named} is ${placePhrases[found[0]!.position]}.`,
    };
  },

  /** What is at a place, which may be empty. */
  at: ({ objects, word }, random) => {
    const position =
      objects.length > 0 && random.chance(0.8) ? random.pick(objects).position : random.pick(positionNames);
    if (word !== null && word.position !== position && objects.every((one) => one.position !== position)) return null; // the word may reach there
    const items = objects.filter((one) => one.position === position).map((one) => withArticle(nameOf(one)));
    if (word?.position === position) items.push(`the word "${word.text}"`);
    return {
      question: random.pick([`What is ${placePhrases[position]}?`, `What do you see ${placePhrases[position]}?`]),
      answer: items.length === 0 ? "There is nothing." : `There is ${listed(items)}.`,
    };
  },

  /** How many, of all shapes or of some of them; there may be none. */
  count: ({ objects }, random) => {
    const target = someTarget(objects, random, 0.15);
    const of = random.weighted({ all: 40, shape: 30, color: 15, both: 15 });
    const noun = { all: "shape", shape: target.shape, color: `${target.color} shape`, both: nameOf(target) }[of];
    const count = objects.filter(
      (one) =>
        ((of !== "shape" && of !== "both") || one.shape === target.shape) &&
        ((of !== "color" && of !== "both") || one.color === target.color),
    ).length;
    const [one, many] = [noun, plural(noun)];
    return {
      question: random.pick([`How many ${many} are there?`, `How many ${many} do you see?`, `Count the ${many}.`]),
      answer: count === 1 ? `There is one ${one}.` : `There are ${numberWords[count]} ${many}.`,
    };
  },

  /** Whether something is there; half of the time it is not, though often nearly. */
  exists: ({ objects }, random) => {
    const target = someTarget(objects, random, 0.55);
    const named = random.chance(0.35) ? target.shape : nameOf(target);
    const there = objects.some(
      (one) => one.shape === target.shape && (named === target.shape || one.color === target.color),
    );
    return {
      question: random.pick([
        `Is there ${withArticle(named)}?`,
        `Do you see ${withArticle(named)}?`,
        `Is ${withArticle(named)} in the image?`,
      ]),
      answer: there ? `Yes, there is ${withArticle(named)}.` : `No, there is no ${named}.`,
    };
  },
} as const satisfies Record<string, Ask>;

export type QuestionKind = keyof typeof questions;

function someShape(objects: readonly SceneObject[], random: Random, absentShare: number): ShapeName {
  return random.chance(absentShare) || objects.length === 0 ? random.pick(shapeNames) : random.pick(objects).shape;
}

/** Something in the scene, or (with a probability) the same with its colour or its shape changed, or anything. */
function someTarget(
  objects: readonly SceneObject[],
  random: Random,
  changedShare: number,
): { shape: ShapeName; color: ColorName } {
  const anything = { shape: random.pick(shapeNames), color: random.pick(colorNames) };
  if (objects.length === 0) return anything;
  const { shape, color } = random.pick(objects);
  if (!random.chance(changedShare)) return { shape, color };
  return random.pick([{ shape, color: anything.color }, { shape: anything.shape, color }, anything]);
}

// How often a kind is asked, where there is a word and where there are shapes.
const withWord = { anyText: 12, textColor: 22, textPlace: 16 };
const withShapes = { single: 30, color: 26, shape: 22, place: 30, at: 16, count: 32, exists: 22 };
const always = { background: 14, anyText: 3, count: 6, exists: 6, color: 2, textColor: 1, read: 3 };

/**
 * Four to seven turns about one scene, no question twice: reading where there is a word, often a description of
 * everything, and a mixture of the rest.
 */
export function conversation(truth: SceneTruth, random: Random, { turns = random.int(4, 7) } = {}): Turn[] {
  const weights: Partial<Record<QuestionKind, number>> = { ...always };
  if (truth.word !== null) Object.assign(weights, withWord, { read: 0 });
  if (truth.objects.length > 0) Object.assign(weights, withShapes);
  const talk: Turn[] = [];
  const ask = (kind: QuestionKind) => {
    const turn = questions[kind](truth, random);
    if (turn !== null && talk.every((other) => other.question !== turn.question)) talk.push(turn);
  };
  if (truth.word !== null && random.chance(0.9)) ask("read");
  if (random.chance(0.6)) ask("describe");
  for (let tries = 0; tries < 4 * turns && talk.length < turns; tries++) {
    ask(random.weighted(weights as Record<QuestionKind, number>));
  }
  return random.shuffled(talk);
}
