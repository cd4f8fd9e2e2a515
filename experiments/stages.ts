/** Question 2: which of the three stages are needed, and whether more of the first helps (paper 5, Tables 8 and 9). */
import { miniStage, scoresAt, textSource, trainMini } from "./lab/mini.ts";
import { toldSource } from "./lab/parts.ts";
import { pictures, toldPictures } from "./lab/pictures.ts";
import { beginning, preparationRemark, sightLimits, sightMetrics, tellsOf } from "./lab/sight.ts";
import { above, below, interval, paired, pointsOf, scaled, valuesOf } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";
import { towerConfig } from "./lab/towers.ts";
import { texts } from "./lab/world.ts";

const budget = {
  quick: { adaptor: 2, joint: 3, instruct: 2, samples: 8 },
  full: { adaptor: 60, joint: 300, instruct: 60, samples: 200 },
};

/** Which stages a variant has, and how many times the first one's steps. */
const plans: Readonly<Record<string, { readonly adaptor: number; readonly joint: boolean }>> = {
  "1+3": { adaptor: 1, joint: false },
  "1-long+3": { adaptor: 4, joint: false },
  "2+3": { adaptor: 0, joint: true },
  "1+2+3": { adaptor: 1, joint: true },
};

const multimodal = (data: string) => ({ data, modality: "multimodal" as const });
const language = [textSource, { ...toldSource, weight: 3 }];
const sequence = { length: 128, bucket: 32 };

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { samples, ...steps } = budget[lab.size];
  const { adaptor, joint } = plans[variant]!;
  const model = { towers: "hybrid" } as const;
  const { start, tokenizer, preparation } = await beginning(model, "dense", lab);
  const first = miniStage({
    ...{ name: "adaptor", trained: ["neck", "aligner"], steps: adaptor * steps.adaptor, sequence },
    ...{ schedule: { rate: 2e-3, warmup: 20 }, mixture: { sources: [multimodal("captions")] } },
  });
  const second = miniStage({
    ...{ name: "joint", trained: ["neck", "aligner", "language"], steps: steps.joint, sequence },
    ...{ schedule: { rate: 2e-3, warmup: 20 } },
    mixture: { languageShare: 0.3, sources: [...language, multimodal("descriptions")] },
  });
  const third = miniStage({
    ...{ name: "instruct", trained: ["low", "neck", "aligner", "language"], steps: steps.instruct, sequence },
    ...{ schedule: { rate: 1e-3, warmup: 10 } },
    mixture: { languageShare: 0.2, sources: [...language, multimodal("lessons")] },
  });
  const made = await trainMini(
    {
      ...{ seed, start, model: { config: towerConfig(model), tokenizer } },
      stages: [...(adaptor ? [first] : []), ...(joint ? [second] : []), third],
      validation: { every: 1_000_000, samples: 64, text: { data: "held-out-texts" } },
    },
    {
      ...{ texts: texts(seed), told: toldPictures(seed), "held-out-texts": texts(1_000_003) },
      ...{ captions: pictures(seed, "caption"), descriptions: pictures(seed, "description") },
      lessons: pictures(seed, "lesson"),
    },
    lab,
  );
  const { bitsPerByte } = scoresAt(made, "instruct");
  return { metrics: { ...(await tellsOf(made, samples, lab)), bitsPerByte: bitsPerByte!, preparation } };
}

function conclude(runs: readonly Run[]) {
  const points = (a: string, b: string) => scaled(paired(runs, "both", a, b), 100);
  const places = Object.fromEntries(Object.keys(plans).map((name) => [name, name]));
  const means = Object.keys(plans).map((name) => interval(valuesOf(runs, name, "both")).mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  return {
    findings: [
      above("Stage 2 is needed", "points, 1+2+3 - 1+3", points("1+2+3", "1+3")),
      above("Stage 1 helps it", "points, 1+2+3 - 2+3", points("1+2+3", "2+3")),
      below(
        "Four times stage 1 does not stand in for stage 2",
        "points, long 1+3 - 1+2+3",
        points("1-long+3", "1+2+3"),
      ),
    ],
    plots: [
      {
        ...{ name: "stages", title: "Answers about pictures after stage 3", x: "stages", y: "share right of 4" },
        points: [
          ...pointsOf(runs, "coarse", places, "colour of a half (coarse)"),
          ...pointsOf(runs, "fine", places, "printed letter (fine)"),
        ],
      },
    ],
    remarks: [
      ...(most - least < 0.05
        ? [
            `All variants end between ${least.toFixed(2)} and ${most.toFixed(2)}: stage 3 alone teaches what this model can tell of these pictures, and leaves the stages before it nothing to add.`,
          ]
        : []),
      preparationRemark(runs),
    ],
  };
}

export const stages: Study = {
  name: "stages",
  number: 2,
  question: "Which of the three stages are needed, and does more of the first help?",
  paper:
    "mean scores of 57.4 for stages 1+3, 61.7 for 2+3 and 62.4 for all three (Table 9); 2,000 to 80,000 steps of stage 1 make no difference (Table 8).",
  variants: [
    { name: "1+3", about: "the adaptor alone on captions, which name colours, then a short stage of questions" },
    { name: "1-long+3", about: "the same with four times the steps of stage 1" },
    { name: "2+3", about: "adaptor and language model on full descriptions and text, then questions" },
    { name: "1+2+3", about: "all three" },
  ],
  seeds: { quick: 2, full: 3 },
  revision: 2,
  metrics: { ...sightMetrics, bitsPerByte: { label: "text", unit: "bits per byte", digits: 3 } },
  limits: [
    ...sightLimits,
    "Variants have the same stages in common, not the same number of steps in all, as in the paper.",
    "Stage 3 is as short as it is so that it does not teach everything by itself; the paper's has 10,000 steps after 42,000 (7B) or 96,000 (1.3B).",
  ],
  run,
  conclude,
};
