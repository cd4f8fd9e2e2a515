/** What several tasks share: questions with lettered options and how they are read. */

import { readChoice } from "../../score/choice.ts";
import type { EvalImage, EvalPart, EvalPrompt, Rule, Sample } from "../contract.ts";

export const alphabet: readonly string[] = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** What the rule of a multiple choice needs. */
export interface ChoiceReference {
  /** The right option's place, from 0. */
  readonly option: number;
  readonly letter: string;
}

export function text(value: string): EvalPart {
  return { type: "text", text: value };
}

export function image(value: EvalImage): EvalPart {
  return { type: "image", image: value };
}

/** One message of the user. */
export function asked(...content: readonly EvalPart[]): EvalPrompt {
  return { messages: [{ role: "user", content }] };
}

/** `A. red` and so on, a line each. */
export function lettered(options: readonly string[]): string {
  return options.map((option, i) => `${alphabet[i]}. ${option}`).join("\n");
}

export const directly = "Answer with the option's letter from the given choices directly.";
export const directlyChinese = "请直接回答选项字母。";

/** The parts of a sample that follow from its options. */
export function choice(options: readonly string[], right: number): Pick<Sample, "options" | "letters" | "reference"> {
  const reference: ChoiceReference = { option: right, letter: alphabet[right]! };
  return { options, letters: alphabet.slice(0, options.length), reference };
}

export const choiceRule: Rule = ({ letters, options, reference }, output) => {
  const { read, path } = readChoice(output, letters!, options!);
  return { score: read === (reference as ChoiceReference).letter ? 1 : 0, read, path };
};

export const choiceParser =
  "the option by a letter alone, its text alone, a letter named as the answer, leading or in brackets, by its text, or the only letter; a letter named or leading is passed over where it is called wrong itself, in brackets or alone where it is denied anywhere; else none, which is wrong";

/** Text in which tags stand for images, as parts; images without a tag stand before the text. */
export function withImages(
  value: string,
  tag: RegExp,
  imageOf: (match: RegExpMatchArray) => EvalImage | undefined,
  all: readonly EvalImage[],
): EvalPart[] {
  const parts: EvalPart[] = [];
  const used = new Set<EvalImage>();
  let done = 0;
  for (const match of value.matchAll(tag)) {
    const found = imageOf(match);
    if (found === undefined) continue;
    parts.push(text(value.slice(done, match.index)), image(found));
    used.add(found);
    done = match.index + match[0].length;
  }
  parts.push(text(value.slice(done)));
  const before = all.filter((one) => !used.has(one)).map(image);
  return [...before, ...parts.filter((part) => part.type === "image" || part.text !== "")];
}
