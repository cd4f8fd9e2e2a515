/** Question 1: why two vision encoders (paper 3.1): each alone against both, on what is coarse and what is fine. */

import { wide } from "./lab/pictures.ts";
import {
  chanceRemark,
  preparationRemark,
  sightBudget,
  sightLimits,
  sightMetrics,
  sightRun,
  sizeMetrics,
} from "./lab/sight.ts";
import { above, paired, pointsOf, scaled, valuesOf } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";
import { narrow } from "./lab/towers.ts";

const names = ["low", "high", "hybrid"] as const;

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const towers = variant as (typeof names)[number];
  const high = towers === "low" ? undefined : ("dense" as const);
  return sightRun({ seed, model: { towers }, high, ...sightBudget[lab.size] }, lab);
}

function conclude(runs: readonly Run[]) {
  const points = (metric: string, a: string, b: string) => scaled(paired(runs, metric, a, b), 100);
  const places = Object.fromEntries(names.map((name) => [name, name]));
  const [low] = valuesOf(runs, "low", "tokens");
  const asMany = Math.floor((wide / narrow) * Math.sqrt(low!)) ** 2;
  const findings = [
    above("Fine detail needs the high tower", "points, hybrid - low", points("fine", "hybrid", "low")),
    above("Coarse things need the low tower", "points, hybrid - high", points("coarse", "hybrid", "high")),
    above(
      "Over both kinds, two towers are better than the low one alone",
      "points, hybrid - low",
      points("both", "hybrid", "low"),
    ),
    above(
      "Over both kinds, they are better than the high one alone",
      "points, hybrid - high",
      points("both", "hybrid", "high"),
    ),
  ];
  return {
    findings,
    plots: [
      {
        ...{
          name: "kinds",
          title: "Answers about pictures, by what is asked",
          x: "vision encoder",
          y: "share right of 4",
        },
        points: [
          ...pointsOf(runs, "coarse", places, "colour of a half (coarse)"),
          ...pointsOf(runs, "fine", places, "printed letter (fine)"),
        ],
      },
    ],
    remarks: [
      `The same number of tokens reaches the language model in all three. The low tower with patches of its own size at ${wide} pixels would take ${asMany} tokens a picture instead of ${low} (computed, not trained).`,
      chanceRemark(runs, findings),
      preparationRemark(runs),
    ],
  };
}

export const hybridEncoder: Study = {
  name: "hybrid-encoder",
  number: 1,
  question: "Do two vision encoders see what neither sees alone?",
  paper:
    "SigLIP at 384 pixels gives meaning but misses detail and text; SAM-B at 1,024 pixels adds it, in the same 576 tokens (3.1). No table compares them; Figure 10 shows a lower training loss with SAM.",
  variants: [
    { name: "low", about: `a contrastive tower that sees ${narrow} pixels` },
    { name: "high", about: `a tower of dense labels that sees ${wide} pixels` },
    { name: "hybrid", about: "both, by the adaptor of the released models" },
  ],
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: { ...sightMetrics, ...sizeMetrics },
  limits: [
    ...sightLimits,
    `A letter is 5 x 7 pixels of ${wide}, so the low tower gets about 2 x 3 of it: what it can still tell is how much ink there is.`,
  ],
  run,
  conclude,
};
