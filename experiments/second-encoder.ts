/** Question 5: which encoder to put beside the contrastive one (paper 3.1 and Figure 10): loss and answers of joint training. */
import type { PartName } from "./lab/parts.ts";
import { wide } from "./lab/pictures.ts";
import { preparationRemark, sightBudget, sightLimits, sightMetrics, sightRun } from "./lab/sight.ts";
import { above, below, meanCurves, paired, pointsOf, scaled } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";
import { narrow, type TowerModel } from "./lab/towers.ts";

interface Second {
  readonly towers: TowerModel["towers"];
  readonly high?: PartName;
  /** Another low tower than the contrastive one. */
  readonly low?: PartName;
  readonly about: string;
}

const seconds: Readonly<Record<string, Second>> = {
  "captions-alone": {
    ...{ towers: "low", low: "low-captions" },
    about: `in place of the contrastive tower, with none beside it, one that learnt to write captions, at ${narrow} pixels too (a semantic tower as CLIP's, where the paper begins)`,
  },
  none: { towers: "low", about: `the contrastive tower at ${narrow} pixels alone` },
  captions: {
    ...{ towers: "hybrid", high: "captions" },
    about: `a second tower at ${wide} pixels that learnt to write captions, which name colours (language as its teacher, as for CLIP)`,
  },
  "dense-low": {
    ...{ towers: "hybrid-narrow", high: "dense-narrow" },
    about: `a second tower of dense labels without language, at the low tower's ${narrow} pixels (where the paper tries DINO)`,
  },
  "dense-high": {
    ...{ towers: "hybrid", high: "dense" },
    about: `a second tower of dense labels without language, at ${wide} pixels (SAM's place)`,
  },
};
const names = Object.keys(seconds);

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { towers, high, low } = seconds[variant]!;
  return sightRun({ seed, model: { towers }, high, ...sightBudget[lab.size], ...(low && { low }) }, lab);
}

function conclude(runs: readonly Run[]) {
  const loss = (a: string, b: string) => paired(runs, "loss", a, b);
  const places = Object.fromEntries(names.map((name) => [name, name]));
  const nats = (a: string, b: string) => `nats a token, ${a} - ${b}`;
  return {
    findings: [
      below(
        "The contrastive tower alone lowers the loss against one taught by captions alone",
        nats("none", "captions-alone"),
        loss("none", "captions-alone"),
      ),
      below(
        "A dense encoder beside the contrastive one lowers the loss",
        nats("dense-high", "none"),
        loss("dense-high", "none"),
      ),
      below(
        "A dense encoder of low resolution lowers it as well",
        nats("dense-low", "none"),
        loss("dense-low", "none"),
      ),
      below(
        "The dense encoder lowers it more than one taught by captions",
        nats("dense-high", "captions"),
        loss("dense-high", "captions"),
      ),
      above(
        "Letters are read with the dense encoder",
        "points, dense-high - none",
        scaled(paired(runs, "fine", "dense-high", "none"), 100),
      ),
    ],
    plots: [
      {
        ...{
          name: "loss",
          title: "Joint training, mean over seeds",
          x: "step with pictures",
          y: "loss (nats a token)",
        },
        points: meanCurves(runs, "loss", names),
      },
      {
        ...{
          name: "kinds",
          title: "Answers about pictures, by what is asked",
          x: "second encoder",
          y: "share right of 4",
        },
        points: [
          ...pointsOf(runs, "coarse", places, "colour of a half (coarse)"),
          ...pointsOf(runs, "fine", places, "printed letter (fine)"),
        ],
      },
    ],
    remarks: [preparationRemark(runs)],
  };
}

export const secondEncoder: Study = {
  name: "second-encoder",
  number: 5,
  question: "Which encoder should stand beside the contrastive one?",
  paper:
    "the training loss of stage 2 falls in the order CLIP, SigLIP, SigLIP with DINO, SigLIP with SAM: encoders without language lower it clearly, and SAM also takes high resolution (Figure 10).",
  variants: Object.entries(seconds).map(([name, { about }]) => ({ name, about })),
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: { loss: { label: "training loss at the end", unit: "nats a token", digits: 3 }, ...sightMetrics },
  limits: [
    ...sightLimits,
    "Dense labels and captions are no equal teachers: the former had 600 steps at low resolution and 1,200 at high, the latter 400 at high resolution; the two low towers had 600 steps each, of 32 pairs by SigLIP's loss and of 16 captions.",
    "CLIP's own loss, a softmax over a batch, is none of the trainer's objectives: a tower that learns to write captions has the same teacher, but is not CLIP. The captions name one of six colours for each half, so that they tell any tower the same.",
    "captions-alone was measured later than the others, with a later version of the trainer.",
    "All second towers have the architecture of SAM's; a real DINO or CLIP differs in more than its teacher.",
  ],
  run,
  conclude,
};
