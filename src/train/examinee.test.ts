import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import { examinee } from "./examinee.ts";
import { given, tinyRecipe } from "./testing/tiny-recipe.ts";
import { train } from "./train.ts";

test("an untrained model may write the picture's placeholder: a token like others", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const folder = mkdtempSync(join(tmpdir(), "periscope-examinee-"));
  const options = { folder, given, threads: 1, measure: false, export: false, record: false };
  const { set, model } = await train(tinyRecipe({ stage: { steps: 2 } }), runtime, options);
  const { vocabSize, hiddenSize } = model.config.language;
  const head = set.values.get("language_model.lm_head.weight")!;
  expect(head.shape).toEqual([vocabSize, hiddenSize]);
  const { pictures } = await given.squares.sample(0);
  const exam = examinee(set, model, runtime);
  const answers: string[] = [];
  for (const sign of [1, -1]) {
    const rows = new Float32Array(vocabSize * hiddenSize);
    rows[model.config.imageTokenId * hiddenSize] = sign; // the likeliest token of all wherever the first number has this sign
    head.data.set(rows as never);
    const [seen] = await exam.see([{ picture: pictures[0]!, question: "What colour is the lamp?" }]);
    answers.push(await seen!.answer(3));
    seen!.dispose();
  }
  expect(answers).toHaveLength(2);
  exam.dispose();
  runtime.dispose();
  rmSync(folder, { recursive: true });
});
