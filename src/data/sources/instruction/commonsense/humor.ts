/** Drawn jokes explained: what is seen, what was expected, and where the two part. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, someOf } from "../kit/phrases.ts";
import { drawing, group, rect, text } from "../kit/svg.ts";
import { jokes } from "./jokes.ts";

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const joke = random.pick(jokes);
  const margin = random.int(0, 20);
  const [width, height] = [340 + 2 * margin, 230 + 2 * margin];
  const frame = random.chance(0.4) ? rect(margin, margin, 340, 230, { stroke: look.ink, width: 2.5 }) : "";
  const signature =
    margin > 14
      ? text(width - margin, height - 3, random.pick(["no. ", "panel ", "#"]) + random.int(2, 99), {
          size: 11,
          anchor: "end",
          fill: look.muted,
        })
      : "";
  const turns = [
    exchange(
      random,
      `{Why is this {funny|amusing|supposed to be funny}?|What is the joke{ here|}?|Explain the humour in this {drawing|cartoon|picture}.|I don't get it. What's funny?}`,
      `${joke.twist}.`,
      `{The picture shows this: |We see the following. |}${joke.seen} {Normally|Usually}, ${joke.expected}. {The joke|The humour} {lies in the contrast|comes from the surprise}: ${joke.twist}.`,
    ),
    exchange(
      random,
      `{What is shown{ in this cartoon|}?|Describe the {scene|cartoon} in a sentence.}`,
      joke.seen,
      joke.seen,
    ),
    exchange(
      random,
      `{What would one {normally|usually} expect instead?|What expectation does {the joke|it} play with?}`,
      `${joke.expected}.`,
      `${capital(joke.expected)}. Here it is different: ${joke.twist}.`,
    ),
  ];
  return {
    template: joke.name,
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width, height },
        group(`translate(${margin} ${margin})`, joke.draw(random, look)),
        frame,
        signature,
      ),
    ],
    turns: someOf(random, turns),
  };
}

export const humorSource = instructionSource(
  {
    name: "drawn-jokes",
    version: 3,
    leaf: "Commonsense Reasoning/Humor Reasoning",
    description: "Small cartoons with one incongruity each, explained.",
  },
  make,
);
