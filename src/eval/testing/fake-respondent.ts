/** A respondent that answers by a function, for tests of runs; it counts what it is asked. */
import { UserError } from "../../runtime/errors.ts";
import { NotOffered, type Respondent, textOf } from "../respond/respondent.ts";

export interface FakeRespondent extends Respondent {
  readonly asked: string[];
}

/** `answer` throws to fail. */
export function fakeRespondent(answer: (text: string) => string, name = "fake"): FakeRespondent {
  const asked: string[] = [];
  return {
    asked,
    name,
    facts: { kind: "fake", model: name },
    async generate(prompts, _limits, onAnswer) {
      for (const [index, prompt] of prompts.entries()) {
        const text = textOf(prompt);
        if (text.includes("too long")) throw new UserError("the conversation takes 9000 positions");
        asked.push(text);
        onAnswer(index, { prompt: { text, images: [] }, output: { text: answer(text), finish: "eos" }, times: {} });
      }
    },
    weigh: async () => {
      throw new NotOffered("the fake tells no likelihoods");
    },
    predict: async () => {
      throw new NotOffered("the fake tells no likelihoods");
    },
    lengthOf: (prompt) => textOf(prompt).length,
    close: async () => {},
  };
}
