import { expect, test } from "vitest";
import type { VisionLanguageModel } from "../chat/index.ts";
import { evaluationSet } from "../data/nano/evaluation.ts";
import { heldoutScores, wilson } from "./heldout.ts";

/** A model that answers by table. */
function answering(answer: (question: string) => string): VisionLanguageModel {
  const generateBatch = async (prompts: readonly (readonly { content: readonly { text?: string }[] }[])[]) =>
    prompts.map(([message]) => ({ text: answer(message!.content.at(-1)!.text!) }));
  return { generateBatch } as unknown as VisionLanguageModel;
}

test("a model that knows every answer has the full score, one that says nothing has none", async () => {
  for (const kind of ["color", "counting", "reading"] as const) {
    const expected = evaluationSet(kind, 12).map((item) => item.answer);
    let next = 0;
    const [knowing] = await heldoutScores(
      answering(() => expected[next++]!),
      { samples: 12, kinds: [kind], batch: 5 },
    );
    expect(knowing).toMatchObject({ kind, right: 12, total: 12, share: 1 });
    const [silent] = await heldoutScores(
      answering(() => ""),
      { samples: 12, kinds: [kind] },
    );
    expect(silent).toMatchObject({ right: 0, share: 0 });
  }
});

test("the interval holds the share and narrows with more samples", () => {
  const [low, high] = wilson(8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
  const [lowMany, highMany] = wilson(800, 1000);
  expect(lowMany).toBeGreaterThan(low);
  expect(highMany).toBeLessThan(high);
});
