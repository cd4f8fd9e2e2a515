/** A run's events as lines for people. */
import { formatBytes } from "../checkpoint/units.ts";
import type { Prediction, Summary, TrainEvent } from "./events.ts";
import type { Stage } from "./recipe.ts";

/** One line, or undefined for what needs none. */
export function progressText(event: TrainEvent): string | undefined {
  switch (event.kind) {
    case "summary":
      return summaryText(event);
    case "stage": {
      const { stage, prediction, step } = event;
      const from = step > 0 ? `, from step ${step}` : "";
      return `stage ${stage.name}: ${stage.steps} steps of ${stage.batch} sequences${from}; trains ${trainedText(stage)}\n  ${predictionText(prediction, !isPadded(stage))}`;
    }
    case "stage end": {
      const { secondsPerStep, peakMemoryBytes } = event.measured;
      const predicted = event.prediction.secondsPerStep;
      const times = predicted === undefined ? "" : ` (predicted ${predicted.toPrecision(2)} s)`;
      return `stage ${event.stage} done: ${secondsPerStep.toPrecision(3)} s a step${times}, at most ${formatBytes(peakMemoryBytes)} of memory (predicted ${formatBytes(event.prediction.memoryBytes)})`;
    }
    case "validation":
      // without anything to score a remark has said why, once
      return Object.keys(event.scores).length > 0
        ? `held out at step ${event.at}: ${scoresText(event.scores)}`
        : undefined;
    case "checkpoint":
    case "end": // whoever runs it says how it ended
      return undefined;
    case "remark":
      return event.text;
  }
}

/** The parts that a stage trains, and which of them by adapters. */
export function trainedText({ trained, lora }: Pick<Stage, "trained" | "lora">): string {
  if (!lora) return trained.join(", ");
  const whole = trained.filter((module) => module !== "language");
  const adapted = `language by adapters of rank ${lora.rank}`;
  return whole.length > 0 ? `${whole.join(", ")} in full, ${adapted}` : adapted;
}

function summaryText(event: Summary): string {
  const losses = Object.entries(event.losses).map(([name, loss]) => `${name} ${loss.toFixed(3)}`);
  const speed =
    event.tokensPerSecond > 0
      ? `${Math.round(event.tokensPerSecond)} tokens/s`
      : `${event.imagesPerSecond.toFixed(1)} pictures/s`;
  const used = event.utilization === undefined ? [] : [`MFU ${Math.round(100 * event.utilization)} %`];
  return [
    `${event.stage} ${event.step}/${event.steps}`,
    ...losses,
    ...(event.norm === undefined ? [] : [`norm ${event.norm.toFixed(2)}`]),
    ...(event.refused === undefined ? [] : [`${event.refused} ${event.refused === 1 ? "step" : "steps"} skipped`]),
    `lr ${event.rate.toExponential(1)}`,
    speed,
    ...used,
    `${durationText(event.secondsLeft)} left`,
  ].join("  ");
}

/** Rows that are predicted with their full length, in batches that are only as long as the longest one of them. */
function isPadded({ objective, sequence }: Stage): boolean {
  return objective === "language" && !sequence.packing;
}

/** `full`: steps have the size that was predicted, not at most that. */
export function predictionText({ memoryBytes, parts, secondsPerStep }: Prediction, full = true): string {
  const about = full ? "about" : "at most about";
  const known = Object.entries(parts).filter(([, bytes]) => bytes > 0);
  const list = known.map(([name, bytes]) => `${name} ${formatBytes(bytes)}`);
  const time = secondsPerStep === undefined ? "" : `; ${about} ${secondsPerStep.toPrecision(2)} s a step`;
  return `memory: ${about} ${formatBytes(memoryBytes)} (${list.join(", ")})${time}`;
}

export function scoresText(scores: Readonly<Record<string, number>>): string {
  const percent = (score: number) => `${(100 * score).toFixed(1)} %`;
  const named: Readonly<Record<string, (score: number) => string>> = {
    loss: (score) => `loss ${score.toFixed(3)}`,
    bitsPerByte: (score) => `${score.toFixed(3)} bits per byte`,
    choices: (score) => `chosen rightly ${percent(score)}`,
    answers: (score) => `answered rightly ${percent(score)}`,
  };
  return Object.entries(scores)
    .map(([name, score]) => named[name]?.(score) ?? `${name} ${score.toFixed(3)}`)
    .join(", ");
}

export function durationText(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}
