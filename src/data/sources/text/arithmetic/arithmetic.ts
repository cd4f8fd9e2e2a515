/** Arithmetic as text: a sum in some phrasing, worked in full, in short, or as a page of exercises. */
import type { Random } from "../../../random.ts";
import type { Source } from "../../../source.ts";
import { capital } from "../support/english.ts";
import { drawn } from "../support/held-out.ts";
import { chatDraft, completionDraft, textDraft } from "../support/text-draft.ts";
import { wordProblem } from "./problems.ts";
import * as sums from "./sums.ts";

const plain = {
  addition: sums.addition,
  subtraction: sums.subtraction,
  multiplication: sums.multiplication,
  division: sums.division,
  expression: sums.expression,
  percentage: sums.percentage,
  fractions: sums.fractions,
  comparison: sums.comparison,
  sequence: sums.sequence,
  evenOdd: sums.evenOdd,
  digits: sums.digits,
  rounding: sums.rounding,
} as const;
const weights = {
  addition: 4,
  subtraction: 4,
  multiplication: 4,
  division: 3,
  expression: 3,
  percentage: 1,
  fractions: 1,
  comparison: 2,
  sequence: 1,
  evenOdd: 1,
  digits: 2,
  rounding: 1,
};

/** A sum of the split: held out are the numbers with their kind, whatever the phrasing. */
function drawSum(context: Parameters<Source["draft"]>[0]): sums.Sum {
  return drawn(
    context,
    (random: Random) => plain[random.weighted(weights)](random),
    (sum) => `${sum.kind} ${sum.expression ?? sum.question.replace(/\D+/g, " ")} ${sum.answer}`,
  );
}

export const arithmeticSource: Source = {
  name: "text-arithmetic",
  category: "text",
  version: 2,
  description: "sums and word problems, worked step by step",
  draft(context) {
    const { random } = context;
    if (random.chance(0.15)) {
      const list = Array.from({ length: random.int(3, 6) }, () => drawSum(context)).filter((sum) => sum.expression);
      if (list.length > 1)
        return textDraft("exercises", list.map((sum) => `${sum.expression} = ${sum.answer}`).join("\n"));
    }
    const sum = random.chance(0.35) ? wordProblem(context) : drawSum(context);
    const answer = solution(random, sum);
    switch (random.weighted({ chat: 5, completion: 3, text: 2 })) {
      case "chat":
        return chatDraft(sum.kind, [[sum.question, answer]]);
      case "completion":
        return completionDraft(sum.kind, `${sum.question}\n`, answer);
      default:
        return textDraft(
          sum.kind,
          `${random.pick(["Question: ", "Q: ", "Problem: ", ""])}${sum.question}\n${random.pick(["Answer: ", "Solution: ", ""])}${answer}`,
        );
    }
  },
};

function solution(random: Random, { steps, answer, expression }: sums.Sum): string {
  const end =
    expression && random.chance(0.5)
      ? `${expression} = ${answer}`
      : random.chance(0.6)
        ? `The answer is ${answer}.`
        : `${capital(answer)}${/\d$/.test(answer) ? "" : "."}`;
  if (steps.length === 0 || random.chance(0.2)) return end;
  const lines = random.pick([
    steps.map((step) => `${capital(step)}.`).join(" "),
    steps.map((step) => `${capital(step)}.`).join("\n"),
    steps.map((step, i) => `${steps.length > 1 ? `${i + 1}. ` : ""}${capital(step)}`).join("\n"),
    `${capital(steps.join("; "))}.`,
  ]);
  return `${lines}${lines.includes("\n") || !lines.endsWith(".") ? "\n" : " "}${end}`;
}
