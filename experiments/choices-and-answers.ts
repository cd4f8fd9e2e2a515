/**
 * Question 9: how to see a small model learn (paper 4.2): by which choice it finds likely, against what it says, with and
 * without a little instruction data beside descriptions; and which of the two tells what it will answer behind instruction training.
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
import {
  above,
  correlation,
  correlationInterval,
  type Interval,
  interval,
  meanCurves,
  paired,
  scaled,
  valuesOf,
} from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";

/** Of four choices. */
const chance = 0.25;

const budget = {
  quick: { pretraining: 3, joint: 8, every: 3, instruct: 3, samples: 8 },
  full: { pretraining: 100, joint: 400, every: 50, instruct: 40, samples: 64 },
};

/** Stage 2 with or without instruction data, in full or a quarter of its steps. */
const plans: Readonly<Record<string, { readonly instruction: boolean; readonly length: number }>> = {
  "no-instruction": { instruction: false, length: 1 },
  "some-instruction": { instruction: true, length: 1 },
  "no-instruction-short": { instruction: false, length: 0.25 },
  "some-instruction-short": { instruction: true, length: 0.25 },
};
const names = Object.keys(plans);

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { pretraining: before, joint, every, instruct, samples } = budget[lab.size];
  const { instruction, length } = plans[variant]!;
  const questions = instruction ? [{ ...pictureSource, weight: 0.05 }] : [];
  const sources = [textSource, { ...descriptionSource, weight: 0.95 }, ...questions];
  const stages = [
    pretraining(before),
    miniStage({ name: "joint", steps: length * joint, mixture: { languageShare: 0.3, sources } }),
    miniStage({
      ...{ name: "instruct", steps: instruct, schedule: { rate: 1e-3, warmup: 10 } },
      mixture: { languageShare: 0.3, sources: [textSource, pictureSource] },
    }),
  ];
  const vocabulary = [textSource, descriptionSource, pictureSource]; // one for all variants, whatever they draw from
  const made = await miniRun({ seed, samples, stages, vocabulary, ...(length === 1 && { every }) }, lab);
  const { choices, answers } = scoresAt(made, "joint") as { choices: number; answers: number };
  const after = scoresAt(made, "instruct").answers!;
  const curves = { choices: curveOf(made, "joint", "choices"), answers: curveOf(made, "joint", "answers") };
  // how much of the way up is above chance, so that both scores go from 0 to 1
  const known = (choices - chance) / (1 - chance);
  return { metrics: { choices, answers, hidden: known - answers, after }, ...(length === 1 && { curves }) };
}

/**
 * How scores of stage 2 go with the answers behind instruction training: correlations over variants for each seed. A seed whose
 * variants are all alike in one of them has none and is left out.
 */
function foresight(runs: readonly Run[]): { readonly choices: number; readonly answers: number }[] {
  const of = (metric: string) => names.map((name) => valuesOf(runs, name, metric));
  const [choices, answers, after] = [of("choices"), of("answers"), of("after")];
  const column = (table: number[][], seed: number) => table.map((row) => row[seed]!);
  return after[0]!.flatMap((_, seed) => {
    const [first, second] = [choices, answers].map((one) => correlation(column(one, seed), column(after, seed)));
    return first === undefined || second === undefined ? [] : [{ choices: first, answers: second }];
  });
}

function conclude(runs: readonly Run[]) {
  const hidden = interval(valuesOf(runs, "no-instruction", "hidden"));
  const choices = interval(valuesOf(runs, "no-instruction", "choices"));
  const curve = meanCurves(runs, "choices", ["no-instruction"]);
  const [early, late] = [curve[0]!, curve.at(-1)!];
  const seeds = foresight(runs);
  const [byChoices, byAnswers] = [seeds.map((one) => one.choices), seeds.map((one) => one.answers)];
  const correlated = seeds.length > 1;
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
      ...(correlated
        ? [
            above(
              "Choices of stage 2 go with the answers behind instruction training",
              "correlation over four variants",
              correlationInterval(byChoices),
            ),
            above(
              "They do so more than answers of stage 2",
              "difference of correlations, choices - answers",
              interval(byChoices.map((value, i) => value - byAnswers[i]!)),
            ),
          ]
        : []),
    ],
    plots: [
      ...(["no-instruction", "some-instruction"] as const).map((variant) => ({
        name: variant,
        title: variant === "no-instruction" ? "Descriptions alone" : "With 5 % instruction data",
        ...{ x: "step", y: "share right" },
        points: [
          ...meanCurves(runs, "choices", [variant], () => "choices by perplexity (chance: 0.25)"),
          ...meanCurves(runs, "answers", [variant], () => "generated answers"),
        ],
      })),
      {
        ...{ name: "after", title: "Behind instruction training, by the score before it" },
        ...{ x: "share right in stage 2", y: "share of answers right behind stage 3", separate: true },
        points: (["choices", "answers"] as const).flatMap((metric) =>
          runs.map(({ metrics }) => ({
            ...{ x: metrics[metric]!, y: metrics.after! },
            series: metric === "choices" ? "choices by perplexity" : "generated answers",
          })),
        ),
      },
    ],
    remarks: [
      ...(choices.low < chance + 0.05
        ? [
            `Without instruction data choices are right in ${choices.mean.toFixed(2)} of the cases, not far above the ${chance} of chance: from descriptions alone this model hardly learns what a question asks for, so there is little that answers could hide. Nor do choices rise: they are at ${early.y.toFixed(2)} at step ${early.x} and at ${late.y.toFixed(2)} at step ${late.x}, so that what they show beyond answers is a level, not learning that goes on.`,
          ]
        : []),
      `Correlations are of the four variants of a seed, and their interval is over ${seeds.length} seeds (by Fisher's transform)${correlated ? `: of choices ${rounded(correlationInterval(byChoices))}, of answers ${rounded(correlationInterval(byAnswers))}` : "; in the others the variants are all alike"}. Without instruction data there are no right answers in stage 2, so that answers cannot tell a long stage 2 from a short one.`,
    ],
  };
}

function rounded({ mean, low, high }: Interval): string {
  return `${mean.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
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
    { name: "no-instruction-short", about: "without instruction data, a quarter of stage 2's steps" },
    { name: "some-instruction-short", about: "with it, a quarter of the steps" },
  ],
  seeds: { quick: 2, full: 6 },
  revision: 2,
  metrics: {
    choices: { label: "choices by perplexity", unit: "share right of 4", digits: 3 },
    answers: { label: "generated answers", unit: "share right", digits: 3 },
    after: { label: "generated answers, behind instruction training", unit: "share right", digits: 3 },
    hidden: { label: "choices above chance - answers", unit: "share", digits: 3 },
  },
  limits: [
    "Questions have answers of one word and one form; what hinders a large model from answering in form has many more.",
    "Instruction training behind stage 2 is short, 40 steps, so that something of what stage 2 taught is left to be seen; four variants are few points for a correlation.",
  ],
  run,
  conclude,
};
