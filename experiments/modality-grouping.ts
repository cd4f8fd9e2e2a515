/**
 * Question 8: what it gains that a step holds one modality (paper 3.3.2, Figure 8). Step times are measured on one rank; many
 * ranks, of which a step waits for the slowest, are computed by the formula and by drawing from the measured times.
 */
import { randomFor } from "../src/data/random.ts";
import { type MiniStep, miniRun, miniStage, pictureSource, pretraining, scoresAt, textSource } from "./lab/mini.ts";
import { above, below, bootstrap, interval, medianOf, paired, scaled, valuesOf } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";

/** Share of multimodal rows, as in Figure 8. */
const share = 0.6;
const ranks = [1, 2, 4, 8, 16, 64, 256, 512];

/**
 * Mean time of a step with batches that are mixed over ranks, over that of grouped ones, when each rank's part of a batch holds one modality:
 * mixed steps wait for a picture unless all ranks drew text.
 */
export function formulaGain(multimodal: number, text: number, share: number, ranks: number): number {
  const allText = (1 - share) ** ranks;
  return (multimodal * (1 - allText) + text * allText) / (share * multimodal + (1 - share) * text);
}

/** The same by drawing steps: every rank's time is one that was measured, and the slowest counts. */
export function drawnGain(
  times: { readonly multimodal: readonly number[]; readonly text: readonly number[] },
  { share, ranks, steps, seed }: { share: number; ranks: number; steps: number; seed: number },
): number {
  const random = randomFor(seed, ranks, "ranks");
  const slowest = (kind: () => boolean) => {
    let most = 0;
    for (let rank = 0; rank < ranks; rank++) most = Math.max(most, random.pick(kind() ? times.multimodal : times.text));
    return most;
  };
  let [mixed, grouped] = [0, 0];
  for (let step = 0; step < steps; step++) {
    mixed += slowest(() => random.chance(share));
    const picture = random.chance(share);
    grouped += slowest(() => picture);
  }
  return mixed / grouped;
}

const budget = {
  quick: { pretraining: 4, joint: 10, samples: 8 },
  full: { pretraining: 100, joint: 300, samples: 128 },
};

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const steps = budget[lab.size];
  const grouping = variant === "grouped" ? ("modality" as const) : ("mixed" as const);
  const mixture = { languageShare: 1 - share, grouping, sources: [textSource, pictureSource] };
  const made = await miniRun(
    {
      ...{ seed, samples: steps.samples },
      stages: [pretraining(steps.pretraining), miniStage({ name: "joint", steps: steps.joint, mixture })],
    },
    lab,
  );
  const { bitsPerByte, choices } = scoresAt(made, "joint");
  const joint = made.steps.filter(({ stage }) => stage === "joint");
  const times = (modality: string) => settled(joint, modality).map(({ seconds }) => 1000 * seconds);
  const all = ["language", "multimodal", "mixed"].map((modality) => [modality, times(modality)] as const);
  const found = all.filter(([, values]) => values.length > 0);
  return {
    metrics: {
      bitsPerByte: bitsPerByte!,
      choices: choices!,
      // medians by kind: a pause of the machine in one step is nothing that grouping could mend
      step: found.reduce((sum, [, values]) => sum + medianOf(values) * values.length, 0) / sumOfLengths(found),
      ...Object.fromEntries(found.map(([modality, values]) => [`${modality}Step`, medianOf(values)])),
    },
    curves: Object.fromEntries(found.map(([modality, values]) => [modality, values.map((ms, i) => [i, ms] as const)])),
  };
}

/** Steps behind the first of their kind, in which programs are compiled. */
function settled(steps: readonly MiniStep[], modality: string): MiniStep[] {
  return steps.filter((step) => step.modality === modality).slice(1);
}

function sumOfLengths(found: readonly (readonly [string, readonly number[]])[]): number {
  return found.reduce((sum, [, { length }]) => sum + length, 0);
}

function conclude(runs: readonly Run[]) {
  const grouped = runs.filter(({ variant }) => variant === "grouped");
  const perSeed = grouped.map(({ curves }) => ({
    multimodal: curves?.multimodal?.map(([, ms]) => ms) ?? [],
    text: curves?.language?.map(([, ms]) => ms) ?? [],
  }));
  const times = { multimodal: perSeed.flatMap((one) => one.multimodal), text: perSeed.flatMap((one) => one.text) };
  const byFormula = (count: number) =>
    bootstrap(
      [times.multimodal, times.text],
      ([m, t]) => 100 * (formulaGain(medianOf(m!), medianOf(t!), share, count) - 1),
      400,
    );
  const byDrawing = (count: number) =>
    interval(perSeed.map((own, i) => 100 * (drawnGain(own, { share, ranks: count, steps: 2000, seed: i + 1 }) - 1)));
  const gains = ranks.map((count) => ({ count, formula: byFormula(count), drawn: byDrawing(count) }));
  const most = gains.at(-1)!;
  const ratio = medianOf(times.text) / medianOf(times.multimodal);
  const alone = interval(
    valuesOf(runs, "mixed", "step").map((ms, i) => 100 * (ms / valuesOf(runs, "grouped", "step")[i]! - 1)),
  );
  return {
    findings: [
      above("Grouping saves time on 512 ranks, by the formula over median times", "% longer mixed steps", most.formula),
      above("So it does when ranks draw from all measured times", "% longer mixed steps", most.drawn),
      below(
        "Text is not worse with grouping",
        "bits per byte, grouped - mixed",
        paired(runs, "bitsPerByte", "grouped", "mixed"),
        0.01,
      ),
      above(
        "Answers about pictures are not worse with grouping",
        "points, grouped - mixed",
        scaled(paired(runs, "choices", "grouped", "mixed"), 100),
        3,
      ),
    ],
    plots: [
      {
        ...{
          name: "gain",
          title: "How much longer mixed steps take",
          x: "ranks",
          y: "% longer than grouped",
          logarithmic: true,
        },
        points: gains.flatMap(({ count, formula, drawn }) => [
          { series: "formula over medians", x: count, y: formula.mean, low: formula.low, high: formula.high },
          { series: "drawn from measured steps", x: count, y: drawn.mean, low: drawn.low, high: drawn.high },
        ]),
      },
    ],
    remarks: [
      `Measured on one rank: a step of text takes ${ratio.toFixed(2)} of a multimodal one (${medianOf(times.text).toFixed(1)} and ${medianOf(times.multimodal).toFixed(1)} ms); a mixed step takes ${alone.mean.toFixed(1)} % [${alone.low.toFixed(1)}, ${alone.high.toFixed(1)}] longer than a grouped one. Computed, not measured: everything with more than one rank.`,
      `The paper's 20 % on hundreds of ranks at this share means that a step of text takes ${(paperRatio(share) * 100).toFixed(0)} % of a multimodal one.`,
      `With ${most.count} ranks that draw from all measured steps, the gain is ${most.drawn.mean.toFixed(1)} % where the formula says ${most.formula.mean.toFixed(1)} %: the more uneven steps of one kind are, the more a step waits for an outlier whatever it holds. The slowest multimodal step took ${(Math.max(...times.multimodal) / medianOf(times.multimodal)).toFixed(1)} times the median.`,
    ],
  };
}

/** The text : multimodal time at which a mixed step takes 1.2 times a grouped one on many ranks. */
function paperRatio(share: number): number {
  return (1 / 1.2 - share) / (1 - share);
}

export const modalityGrouping: Study = {
  name: "modality-grouping",
  number: 8,
  question: "Does a step of one modality save time at equal quality?",
  paper:
    "whole global batches of one modality train 20 % more efficiently, with language equal or better and multimodal scores kept (3.3.2, Figure 8, at 60 % multimodal).",
  variants: [
    { name: "grouped", about: "each step holds text alone or pictures alone" },
    { name: "mixed", about: "each row of a step has its own modality, at the same share" },
  ],
  seeds: { quick: 2, full: 6 },
  revision: 1,
  metrics: {
    bitsPerByte: { label: "text", unit: "bits per byte", digits: 3 },
    choices: { label: "choices by perplexity", unit: "share right of 4", digits: 3 },
    step: { label: "step", unit: "ms of processor time", digits: 1 },
    languageStep: { label: "step of text", unit: "ms", digits: 1 },
    multimodalStep: { label: "step with pictures", unit: "ms", digits: 1 },
    mixedStep: { label: "mixed step", unit: "ms", digits: 1 },
  },
  limits: [
    "A model of 0.25M parameters with 16 image tokens: a picture costs it less, beside text, than 576 tokens and two large towers cost a large one, so the gain is smaller by nature.",
    "Steps are timed by the processor time of the process with one thread, which another program on the machine disturbs little; on several ranks, communication is left out.",
    "Drawing ranks from measured steps takes the machine's own unevenness in: with many ranks each step waits for an outlier, in both variants.",
  ],
  run,
  conclude,
};
