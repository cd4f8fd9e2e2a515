/**
 * The words of all questions, answers, drills and captions with their counts, for building a tokenizer. What stands in double
 * quotes is printed text, spelled letter by letter, and is left out.
 */

import { randomFor } from "../random.ts";
import { drills } from "./drills.ts";
import { caption, conversation, description } from "./questions.ts";
import { sceneTruth } from "./scenes.ts";
import { textSample } from "./text-samples.ts";

/** Words as written (case kept) with their counts over `samples` scenes and as many text samples, most frequent first. */
export function templateVocabulary(samples = 4000): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (text: string) => {
    for (const word of unquoted(text).match(/[A-Za-z]+/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  };
  for (let index = 0; index < samples; index++) {
    const truth = sceneTruth(0, index);
    const turns = [...conversation(truth, randomFor(0, index, "vocabulary")), ...textSample(0, index)];
    for (const { question, answer } of turns) {
      add(question);
      add(answer);
    }
    for (const { cue, value } of drills(truth, randomFor(0, index, "drills"))) add(`${cue} ${value}`);
    add(caption(truth));
    add(description(truth));
  }
  return new Map([...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

/** The text with each quotation emptied. */
export function unquoted(text: string): string {
  return text.replace(/"[^"]*"/g, '""');
}
