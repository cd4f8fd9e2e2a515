/**
 * Reading comprehension: a passage of invented facts, and questions whose answers stand in it word for word, or follow from
 * two of its sentences, or are not in it at all.
 */
import type { Source, SourceContext } from "../../../source.ts";
import { capital } from "../support/english.ts";
import { chatDraft, completionDraft } from "../support/text-draft.ts";
import { passageMakers } from "./passages.ts";

export const passageQaSource: Source = {
  name: "text-passage-qa",
  category: "text",
  version: 2,
  description: "passages with questions whose answers stand in them, follow from them, or are missing",
  draft(context) {
    const { random } = context;
    const passage = random.pick(passageMakers)(context);
    const { kind, text } = passage;
    const pairs = random.shuffled([
      ...passage.spans.map(([question, span]) => [question, answered(span)] as const),
      ...passage.inferred,
      ...passage.unanswered.slice(0, 1).map((question) => [question, missing(context)] as const),
    ]);
    const count = random.int(1, Math.min(4, pairs.length));
    const [first, ...rest] = pairs.slice(0, count) as [readonly [string, string], ...(readonly [string, string])[]];
    if (random.chance(0.35)) {
      const [asks, answers] = random.pick([
        ["Question", "Answer"],
        ["Q", "A"],
      ] as const);
      return completionDraft(kind, `${text}\n\n${asks}: ${first[0]}\n${answers}: `, first[1]);
    }
    const question = random.pick([
      `${text}\n\n${first[0]}`,
      `Read the text and answer.\n\n${text}\n\n${first[0]}`,
      `Text: "${text}"\nQuestion: ${first[0]}`,
    ]);
    return chatDraft(kind, [[question, first[1]], ...rest]);
  },
};

function answered(span: string): string {
  return `${capital(span)}.`;
}

function missing({ random }: SourceContext): string {
  return random.pick(["The text does not say.", "That is not in the text.", "The passage does not say."]);
}
