/** Question 3: how much text joint training needs (paper 3.3.2, Figure 4): the same steps with more or less of it. */
import { curveOf, miniRun, miniStage, pictureSource, pretraining, scoresAt, textSource } from "./lab/mini.ts";
import { above, interval, meanCurves, paired, pointsOf, scaled } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";

/**
 * Percent of steps with pictures: those of Figure 4, and 30, which the paper chooses in its text, with 70, as the caption of
 * that figure has it the other way round.
 */
const shares = [10, 25, 30, 60, 70, 75, 100];
const remarks: Readonly<Record<number, string>> = {
  30: "; the paper's choice",
  70: "; what the caption of Figure 4 says, and most likely means the other way round",
};
const nameOf = (percent: number) => `pictures-${percent}`;

const budget = {
  quick: { pretraining: 3, joint: 6, every: 3, samples: 8 },
  full: { pretraining: 150, joint: 400, every: 100, samples: 96 },
};

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { pretraining: before, joint, every, samples } = budget[lab.size];
  const percent = shares.find((one) => nameOf(one) === variant)!;
  const languageShare = 1 - percent / 100;
  const sources = percent === 100 ? [pictureSource] : [textSource, pictureSource];
  const stage = miniStage({ name: "joint", steps: joint, mixture: { languageShare, sources } });
  const made = await miniRun({ seed, every, samples, stages: [pretraining(before), stage] }, lab);
  const [start, end] = [scoresAt(made, "pretraining"), scoresAt(made, "joint")];
  return {
    metrics: { bitsPerByte: end.bitsPerByte!, lost: end.bitsPerByte! - start.bitsPerByte!, choices: end.choices! },
    curves: { bitsPerByte: curveOf(made, "joint", "bitsPerByte"), choices: curveOf(made, "joint", "choices") },
  };
}

/** Bits per byte where the curve begins. */
function firstText({ curves }: Run): number {
  return curves!.bitsPerByte![0]![1];
}

function conclude(runs: readonly Run[]) {
  const difference = (metric: string, a: number, b: number) => paired(runs, metric, nameOf(a), nameOf(b));
  const places = Object.fromEntries(shares.map((percent) => [nameOf(percent), percent]));
  const names = shares.map(nameOf);
  const text = difference("bitsPerByte", 75, 10);
  const early = interval(
    [75, 10]
      .map((percent) => runs.filter(({ variant }) => variant === nameOf(percent)).map(firstText))
      .reduce((more, less) => more.map((value, i) => value - less[i]!)),
  );
  const alone = meanCurves(runs, "bitsPerByte", [nameOf(100)])
    .map(({ x, y }) => `${y.toFixed(2)} at step ${x}`)
    .join(", ");
  const label = (name: string) => `${name.split("-")[1]} %`;
  return {
    findings: [
      above("Pictures alone lose language", "bits per byte, 100 % - 75 % pictures", difference("bitsPerByte", 100, 75)),
      above("Text follows its share", "bits per byte, 75 % - 10 % pictures", text),
      above("Answers about pictures follow theirs", "points, 75 % - 10 %", scaled(difference("choices", 75, 10), 100)),
      above(
        "40 % of text cost pictures little",
        "points, 60 % - 100 %",
        scaled(difference("choices", 60, 100), 100),
        10,
      ),
    ],
    plots: [
      {
        ...{ name: "text", title: "Text, at the end", x: "% of steps with pictures", y: "bits per byte" },
        points: pointsOf(runs, "bitsPerByte", places),
      },
      {
        ...{
          name: "pictures",
          title: "Answers about pictures, at the end",
          x: "% of steps with pictures",
          y: "share right of 4",
        },
        points: pointsOf(runs, "choices", places),
      },
      {
        ...{
          name: "text-curves",
          title: "Text while training, by the share of pictures (without 100 %)",
          x: "step",
          y: "bits per byte",
        },
        points: meanCurves(runs, "bitsPerByte", names.slice(0, -1), label),
      },
      {
        ...{
          name: "pictures-curves",
          title: "Answers about pictures while training, by the share of pictures",
          x: "step",
          y: "share right of 4",
        },
        points: meanCurves(runs, "choices", names, label),
      },
    ],
    remarks: [
      `The curves of text leave 100 % pictures out, which is far off their scale: without text, bits per byte are ${alone}.`,
      ...(text.low < 0
        ? [
            `Early on the order of shares shows: at the first point of the curves text is ${early.mean.toFixed(3)} [${early.low.toFixed(3)}, ${early.high.toFixed(3)}] bits per byte worse with 75 % pictures than with 10 %. At the end hardly anything of it is left, as these sentences and sums are learnt to their end with a hundred steps of them; the paper's text is never learnt to its end, so that each share shows.`,
          ]
        : []),
    ],
  };
}

export const languageShare: Study = {
  name: "language-share",
  number: 3,
  question: "How much text does joint training need?",
  paper:
    "multimodal data alone makes language collapse; text repairs it and costs multimodal scores little; each modality follows its share (3.3.2, Figure 4, with 10, 25, 60, 75 and 100 % multimodal). Chosen are 30 %.",
  variants: shares.map((percent) => ({
    name: nameOf(percent),
    about: `${percent} % of the steps hold pictures, ${percent === 100 ? "none" : "the others"} text${remarks[percent] ?? ""}`,
  })),
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: {
    bitsPerByte: { label: "text", unit: "bits per byte", digits: 3 },
    lost: { label: "text, against its pre-training", unit: "bits per byte", digits: 3 },
    choices: { label: "choices by perplexity", unit: "share right of 4", digits: 3 },
  },
  limits: [
    "Texts and questions have little in common here; large models lose language more slowly, and only in part.",
    "30 and 70 % were measured later than the others, with a later version of the trainer.",
    "All variants have the same number of steps, so that less text means more pictures, as in the paper.",
  ],
  run,
  conclude,
};
