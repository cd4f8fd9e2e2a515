/**
 * What modality grouping saves (paper 3.3.2, spec 4.3): a step waits for its slowest rank, and in mixed batches some rank
 * nearly always has pictures. A formula for one sequence a rank, and a simulation for any number of them.
 */
import { uniform } from "../../random.ts";

export interface GroupingInput {
  /** Seconds of a rank's text and of its multimodal sequence. */
  readonly language: number;
  readonly multimodal: number;
  /** Share of multimodal sequences. */
  readonly share: number;
  readonly ranks: number;
}

/** Mean time of mixed over that of grouped steps: 1.2 is "20 % more efficient". */
export function groupingGain({ language, multimodal, share, ranks }: GroupingInput): number {
  const allText = (1 - share) ** ranks;
  const mixed = multimodal * (1 - allText) + language * allText;
  return mixed / (share * multimodal + (1 - share) * language);
}

/** The multimodal over the text time at which grouping gains so much with very many ranks. */
export function ratioForGain(gain: number, share: number): number {
  // gain = 1 / (share + (1 - share) r) with r = language / multimodal
  return (1 - share) / (1 / gain - share);
}

export interface SimulationInput extends GroupingInput {
  /** Sequences that a rank computes one after the other in a step. */
  readonly rows: number;
  /** Pictures of a multimodal sequence vary evenly from 1 to twice their mean less one. */
  readonly images: number;
  /** Fewer are drawn where that would be very many sequences. */
  readonly steps: number;
  readonly seed: string;
}

export interface Simulation {
  readonly gain: number;
  /** Half the width of the 95 % interval of the gain. */
  readonly uncertainty: number;
}

/** Sequences that are drawn at most, and steps at least: the means of large steps hardly vary. */
const [mostDrawn, fewestSteps] = [4e6, 20];

/** Draws steps with mixed and with grouped batches and compares their mean times. */
export function simulateGrouping(input: SimulationInput): Simulation {
  const { language, multimodal, share, ranks, rows, images, seed } = input;
  const steps = Math.min(input.steps, Math.max(fewestSteps, Math.floor(mostDrawn / (ranks * rows))));
  const next = uniform(seed);
  const perImage = (multimodal - language) / Math.max(1, images);
  const pictures = () => 1 + Math.floor(next() * Math.max(1, 2 * images - 1));
  const sequence = (hasPictures: boolean) => language + (hasPictures ? perImage * pictures() : 0);
  /** Every rank computes its rows; the step is as long as the slowest takes. */
  const step = (modality: () => boolean) => {
    let slowest = 0;
    for (let rank = 0; rank < ranks; rank++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += sequence(modality());
      slowest = Math.max(slowest, sum);
    }
    return slowest;
  };
  const mixed: number[] = [];
  const grouped: number[] = [];
  for (let i = 0; i < steps; i++) {
    mixed.push(step(() => next() < share));
    // as the scheduler deals them: of every ten steps three, not a coin for each
    const multimodalStep = Math.floor((i + 1) * share) > Math.floor(i * share);
    grouped.push(step(() => multimodalStep));
  }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const gain = mean(mixed) / mean(grouped);
  const spread = (values: readonly number[]) => {
    const middle = mean(values);
    return (
      Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (values.length - 1) / values.length) / middle
    );
  };
  // the steps' modalities are dealt, not drawn: only what varies among steps of one modality is uncertain
  const uncertainty = 1.96 * gain * Math.hypot(spread(mixed), withinKinds(grouped, share, spread));
  return { gain, uncertainty };
}

function withinKinds(grouped: readonly number[], share: number, spread: (values: readonly number[]) => number): number {
  const kinds = [false, true].map((multimodal) =>
    grouped.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share) === multimodal),
  );
  return Math.hypot(
    ...kinds.map((values) => (values.length > 1 ? (spread(values) * values.length) / grouped.length : 0)),
  );
}
