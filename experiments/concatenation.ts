/** Question 6: features of two encoders as one token each or behind each other (paper, Table 10): at equal and at double length. */
import {
  type AboutModels,
  chanceRemark,
  preparationRemark,
  runsOf,
  sightLimits,
  sightMetrics,
  sizeMetrics,
} from "./lab/sight.ts";
import { above, paired, pointsOf, scaled } from "./lab/statistics.ts";
import type { Run, Study } from "./lab/study.ts";

const models: AboutModels = {
  embedding: { towers: "hybrid", about: "both features of a place in one token, 16 tokens (the released models)" },
  "pool-width": {
    ...{ towers: "hybrid", aligner: "low_high_pool_width_mlp_gelu" },
    about: "two neighbours of a row in one token, then one map behind the other, 16 tokens",
  },
  "pool-height": {
    ...{ towers: "hybrid", aligner: "low_high_pool_height_mlp_gelu" },
    about: "the same with two neighbours of a column",
  },
  sequence: {
    ...{ towers: "hybrid", concat: "sequence", aligner: "mlp_gelu" },
    about: "one map behind the other as they are, through one adaptor, 32 tokens",
  },
};
const names = Object.keys(models);

function conclude(runs: readonly Run[]) {
  const points = (a: string, b: string) => scaled(paired(runs, "both", a, b), 100);
  const places = Object.fromEntries(names.map((name) => [name, name]));
  const findings = [
    above(
      "Pooling along the width is not better in as many tokens",
      "points, embedding - pool-width",
      points("embedding", "pool-width"),
      5,
    ),
    above(
      "Pooling along the height is not better in as many tokens",
      "points, embedding - pool-height",
      points("embedding", "pool-height"),
      5,
    ),
    above(
      "Twice the tokens, behind each other, are not worse",
      "points, sequence - embedding",
      points("sequence", "embedding"),
      5,
    ),
  ];
  return {
    findings,
    plots: [
      {
        ...{
          name: "kinds",
          title: "Answers about pictures, by what is asked",
          x: "how two maps meet",
          y: "share right of 4",
        },
        points: [
          ...pointsOf(runs, "coarse", places, "colour of a half (coarse)"),
          ...pointsOf(runs, "fine", places, "printed letter (fine)"),
        ],
      },
    ],
    remarks: [
      `What a longer sequence costs hardly shows in the time of a step: rows are padded to multiples of 32 positions, and 16 more of them are few. With 576 tokens a picture, twice as many would be most of a conversation.`,
      chanceRemark(runs, findings),
      preparationRemark(runs),
    ],
  };
}

export const concatenation: Study = {
  name: "concatenation",
  number: 6,
  question: "Should the features of two encoders share a token, or follow each other?",
  paper:
    "in 576 tokens, embedding concatenation has a mean of 55.9, sequence concatenation 55.5 with pooling along the width and 54.2 along the height; longer sequences may be better and cost more (Table 10).",
  variants: Object.entries(models).map(([name, { about }]) => ({ name, about })),
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: {
    ...sightMetrics,
    tokens: sizeMetrics.tokens,
    milliseconds: { label: "step with pictures", unit: "ms of processor time", digits: 1 },
  },
  limits: [
    ...sightLimits,
    "Adaptors differ in size: pooled maps come in twice as wide, and the map of 32 tokens passes one adaptor for both towers.",
    "The paper's differences are 0.4 and 1.7 points of a mean over seven sets; this study can tell differences of several points at best.",
  ],
  run: runsOf(models),
  conclude,
};
