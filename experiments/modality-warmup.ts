/** Question 4: the share of language falling from 1 to its target (paper 3.3.2, Figure 9), against the target from the first step. */
import { curveOf, miniRun, miniStage, pictureSource, pretraining, scoresAt, textSource } from "./lab/mini.ts";
import { above, below, interval, meanCurves, paired, scaled, valuesOf } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";

const budget = {
  quick: { pretraining: 3, joint: 8, warmup: 4, every: 4, samples: 8 },
  full: { pretraining: 150, joint: 300, warmup: 90, every: 30, samples: 48 },
};

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { pretraining: before, joint, warmup, every, samples } = budget[lab.size];
  const mixture = {
    ...{ languageShare: 0.4, sources: [textSource, pictureSource] },
    ...(variant === "warm-up" && { warmup: { steps: warmup } }),
  };
  const stages = [pretraining(before), miniStage({ name: "joint", steps: joint, mixture })];
  const made = await miniRun({ seed, every, samples, stages }, lab);
  const [start, end] = [scoresAt(made, "pretraining"), scoresAt(made, "joint")];
  const curve = curveOf(made, "joint", "bitsPerByte");
  const worst = Math.max(...curve.map(([, value]) => value));
  return {
    metrics: { dip: worst - start.bitsPerByte!, bitsPerByte: end.bitsPerByte!, choices: end.choices! },
    curves: { bitsPerByte: curve, choices: curveOf(made, "joint", "choices") },
  };
}

function conclude(runs: readonly Run[]) {
  const difference = (metric: string) => paired(runs, metric, "warm-up", "none");
  const names = ["none", "warm-up"];
  const text = difference("bitsPerByte");
  const dip = interval(valuesOf(runs, "none", "dip")).mean;
  return {
    findings: [
      below("Warm-up keeps text from its early dip", "bits per byte at the worst, warm-up - none", difference("dip")),
      below("Text is better at the end", "bits per byte, warm-up - none", text),
      above("So are answers about pictures", "points, warm-up - none", scaled(difference("choices"), 100)),
    ],
    plots: [
      {
        ...{ name: "text", title: "Text while training", x: "step", y: "bits per byte" },
        points: meanCurves(runs, "bitsPerByte", names),
      },
      {
        ...{ name: "pictures", title: "Answers about pictures while training", x: "step", y: "share right of 4" },
        points: meanCurves(runs, "choices", names),
      },
    ],
    ...(text.low < 0 &&
      text.high > 0 && {
        remarks: [
          `Without warm-up text is at most ${dip.toFixed(3)} bits per byte worse than before joint training, and the difference at the end is ${text.mean.toFixed(3)}: a model of this size makes the dip good within the run, so that nothing of it is left to be seen at the end. The paper's effect is of the order of 0.01 to 0.02, by the axis of its Figure 9.`,
        ],
      }),
  };
}

export const modalityWarmup: Study = {
  name: "modality-warmup",
  number: 4,
  question: "Does it help to begin with text alone and let pictures in gradually?",
  paper:
    "with the language share falling from 1 to the target there is no early dip in language, and both modalities end better (3.3.2, Figure 9, at 60 % multimodal).",
  variants: [
    { name: "none", about: "40 % text from the first step" },
    { name: "warm-up", about: "text alone at first, falling to 40 % in a straight line" },
  ],
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: {
    dip: { label: "text at its worst, against its pre-training", unit: "bits per byte", digits: 3 },
    bitsPerByte: { label: "text at the end", unit: "bits per byte", digits: 3 },
    choices: { label: "choices by perplexity", unit: "share right of 4", digits: 3 },
  },
  limits: [
    "Shape and length of the paper's warm-up are not published; here it is a straight line over 30 % of the steps.",
    "Both variants have the same number of steps, so that warm-up sees fewer pictures.",
  ],
  run,
  conclude,
};
