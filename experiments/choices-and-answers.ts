/**
 * Question 9: how to see a small model learn (paper 4.2): by which choice it finds likely, against what it says, with and
 * without a little instruction data beside descriptions.
 */
import {
  curveOf,
  descriptionSource,
  miniRun,
  miniStage,
  pictureSource,
  pretraining,
  scoresAt,
  textSource,
} from "./lab/mini.ts";
import { above, interval, meanCurves, paired, scaled, valuesOf } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";

/** Of four choices. */
const chance = 0.25;

const budget = {
  quick: { pretraining: 3, joint: 6, every: 3, samples: 8 },
  full: { pretraining: 100, joint: 400, every: 50, samples: 64 },
};

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { pretraining: before, joint, every, samples } = budget[lab.size];
  const instruction = variant === "some-instruction" ? [{ ...pictureSource, weight: 0.05 }] : [];
  const sources = [textSource, { ...descriptionSource, weight: 0.95 }, ...instruction];
  const stages = [
    pretraining(before),
    miniStage({ name: "joint", steps: joint, mixture: { languageShare: 0.3, sources } }),
  ];
  const made = await miniRun({ seed, every, samples, stages }, lab);
  const { choices, answers } = scoresAt(made, "joint") as { choices: number; answers: number };
  const curves = { choices: curveOf(made, "joint", "choices"), answers: curveOf(made, "joint", "answers") };
  // how much of the way up is above chance, so that both scores go from 0 to 1
  const known = (choices - chance) / (1 - chance);
  return { metrics: { choices, answers, hidden: known - answers }, curves };
}

function conclude(runs: readonly Run[]) {
  const hidden = interval(valuesOf(runs, "no-instruction", "hidden"));
  const choices = interval(valuesOf(runs, "no-instruction", "choices"));
  return {
    findings: [
      above(
        "Without instruction data, choices show what answers do not",
        "points above chance - points of answers",
        scaled(hidden, 100),
      ),
      above(
        "A little of it makes the model answer",
        "points of answers, with - without",
        scaled(paired(runs, "answers", "some-instruction", "no-instruction"), 100),
      ),
    ],
    plots: (["no-instruction", "some-instruction"] as const).map((variant) => ({
      name: variant,
      title: variant === "no-instruction" ? "Descriptions alone" : "With 5 % instruction data",
      ...{ x: "step", y: "share right" },
      points: [
        ...meanCurves(runs, "choices", [variant], () => "choices by perplexity (chance: 0.25)"),
        ...meanCurves(runs, "answers", [variant], () => "generated answers"),
      ],
    })),
    ...(choices.low < chance + 0.05 && {
      remarks: [
        `Without instruction data choices are right in ${choices.mean.toFixed(2)} of the cases, hardly above the ${chance} of chance: from descriptions alone this model does not learn what a question asks for, so there is little that answers could hide.`,
      ],
    }),
  };
}

export const choicesAndAnswers: Study = {
  name: "choices-and-answers",
  number: 9,
  question: "Does the perplexity of choices show learning that generated answers hide?",
  paper:
    "generated answers of the 1.3B model fluctuate or fail in stage 2, as it has not learnt to answer in form; the perplexity of choices rises steadily, and a little instruction data in stage 2 helps (4.2).",
  variants: [
    { name: "no-instruction", about: "text and descriptions of pictures" },
    { name: "some-instruction", about: "the same, with 5 % of the pictures under a question and its answer" },
  ],
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: {
    choices: { label: "choices by perplexity", unit: "share right of 4", digits: 3 },
    answers: { label: "generated answers", unit: "share right", digits: 3 },
    hidden: { label: "choices above chance - answers", unit: "share", digits: 3 },
  },
  limits: [
    "Questions have answers of one word and one form; what hinders a large model from answering in form has many more.",
    "Whether both scores agree with the score after instruction training is not asked.",
  ],
  run,
  conclude,
};
