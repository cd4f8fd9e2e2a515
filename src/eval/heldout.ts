/**
 * Held-out scores of a small model: questions with one right answer about generated pictures that training never draws
 * (other seeds, other words). Answers are generated greedily, as a user would get them.
 */
import type { VisionLanguageModel } from "../chat/index.ts";
import { type EvaluationItem, type EvaluationKind, evaluationKinds, evaluationSet } from "../data/nano/evaluation.ts";
import { wilson } from "./score/statistics.ts";

export { wilson } from "./score/statistics.ts";

export interface HeldoutAnswer {
  readonly question: string;
  /** As training would have it. */
  readonly expected: string;
  readonly answer: string;
  readonly right: boolean;
}

export interface HeldoutScore {
  readonly kind: EvaluationKind;
  readonly right: number;
  readonly total: number;
  readonly share: number;
  /** Wilson's 95 % interval of the share. */
  readonly interval: readonly [low: number, high: number];
  readonly answers: readonly HeldoutAnswer[];
}

export interface HeldoutOptions {
  /** Questions of each kind. */
  readonly samples: number;
  readonly kinds?: readonly EvaluationKind[];
  readonly batch?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Asks everything and counts. */
export async function heldoutScores(model: VisionLanguageModel, options: HeldoutOptions): Promise<HeldoutScore[]> {
  const { samples, kinds = evaluationKinds, batch = 16, onProgress } = options;
  const scores: HeldoutScore[] = [];
  let done = 0;
  for (const kind of kinds) {
    const items = evaluationSet(kind, samples);
    const answers: HeldoutAnswer[] = [];
    for (let start = 0; start < items.length; start += batch) {
      const part = items.slice(start, start + batch);
      answers.push(...(await ask(model, part)));
      done += part.length;
      onProgress?.(done, kinds.length * samples);
    }
    const right = answers.filter((answer) => answer.right).length;
    const share = right / answers.length;
    scores.push({ kind, right, total: answers.length, share, interval: wilson(right, answers.length), answers });
  }
  return scores;
}

async function ask(model: VisionLanguageModel, items: readonly EvaluationItem[]): Promise<HeldoutAnswer[]> {
  const prompts = items.map(({ image, question }) => [
    {
      role: "user" as const,
      content: [
        { type: "image" as const, image },
        { type: "text" as const, text: question },
      ],
    },
  ]);
  const results = await model.generateBatch(prompts, { temperature: 0, maxNewTokens: 64 });
  return items.map(({ question, answer: expected, accept }, i) => {
    const answer = results[i]!.text.trim();
    return { question, expected, answer, right: accept(answer) };
  });
}
