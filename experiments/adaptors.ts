/** Question 7: one MLP for both encoders, one for each, or both in part (paper, Table 10): at equal numbers of parameters. */
import { type AboutModels, chanceRemark, preparationRemark, runsOf, sightLimits, sightMetrics } from "./lab/sight.ts";
import { above, below, interval, meanCurves, paired, pointsOf, scaled, valuesOf } from "./lab/statistics.ts";
import type { Run, Study } from "./lab/study.ts";

/** Widths between the layers are such that all three have about as many parameters. */
const models: AboutModels = {
  hybrid: { towers: "hybrid", about: "a layer of its own for each encoder, side by side, then a layer for both" },
  shared: {
    ...{ towers: "hybrid", aligner: "low_high_shared_mlp_gelu", hidden: 85 },
    about: "both pass the same two layers, then stand side by side",
  },
  separate: {
    ...{ towers: "hybrid", aligner: "low_high_separate_mlp_gelu", hidden: 42 },
    about: "each passes two layers of its own, then they stand side by side",
  },
};
const names = Object.keys(models);

function conclude(runs: readonly Run[]) {
  const points = (a: string, b: string) => scaled(paired(runs, "both", a, b), 100);
  const places = Object.fromEntries(names.map((name) => [name, name]));
  const counts = names.map((name) => `${name} ${interval(valuesOf(runs, name, "parameters")).mean}`).join(", ");
  const findings = [
    above("Hybrid is better than shared", "points, hybrid - shared", points("hybrid", "shared")),
    above("Hybrid is better than separate", "points, hybrid - separate", points("hybrid", "separate")),
    below(
      "Its gradients are no less even than those of separate layers",
      "variance of log gradient norms, hybrid - separate",
      paired(runs, "unevenness", "hybrid", "separate"),
      0.01,
    ),
  ];
  return {
    findings,
    plots: [
      {
        ...{ name: "kinds", title: "Answers about pictures, by what is asked", x: "adaptor", y: "share right of 4" },
        points: [
          ...pointsOf(runs, "coarse", places, "colour of a half (coarse)"),
          ...pointsOf(runs, "fine", places, "printed letter (fine)"),
        ],
      },
      {
        ...{
          name: "loss",
          title: "Joint training, mean over seeds",
          x: "step with pictures",
          y: "loss (nats a token)",
        },
        points: meanCurves(runs, "loss", names),
      },
    ],
    remarks: [`Parameters of the adaptors: ${counts}.`, chanceRemark(runs, findings), preparationRemark(runs)],
  };
}

export const adaptors: Study = {
  name: "adaptors",
  number: 7,
  question: "Should the adaptor's layers be shared between encoders, separate, or both in part?",
  paper:
    "a hybrid of separate first layers and a shared second one has a mean of 55.9, shared layers 55.2, separate ones 54.5 (Table 10); numbers of parameters are not given.",
  variants: Object.entries(models).map(([name, { about }]) => ({ name, about })),
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: {
    ...sightMetrics,
    loss: { label: "training loss at the end", unit: "nats a token", digits: 3 },
    parameters: { label: "parameters of the adaptor", unit: "", digits: 0 },
    unevenness: { label: "unevenness of gradients", unit: "variance of log norms", digits: 4 },
  },
  limits: [
    ...sightLimits,
    "The gradient norm is that of all that is trained, before clipping; the adaptor is a small part of it.",
    "Gradients also jump where a run finds out how to read letters, so a variant that learns more of them is less even.",
    "The paper's differences are 0.7 and 1.4 points of a mean over seven sets; this study can tell differences of several points at best.",
  ],
  run: runsOf(models),
  conclude,
};
