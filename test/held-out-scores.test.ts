/** What a run says of the weights in training is what the evaluation says of the checkpoint that it writes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { load, type VisionLanguageModel } from "../src/chat/index.ts";
import { encodeImage } from "../src/data/pipeline/encode.ts";
import { checkpointRespondent } from "../src/eval/respond/checkpoint.ts";
import type { Respondent } from "../src/eval/respond/respondent.ts";
import { asked, image, text } from "../src/eval/tasks/kit.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Runtime } from "../src/runtime/runtime.ts";
import { encodeSample } from "../src/train/encode.ts";
import { type Examinee, examinee } from "../src/train/examinee.ts";
import { given, tinyRecipe } from "../src/train/testing/tiny-recipe.ts";
import { type TrainResult, train } from "../src/train/train.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-held-out-"));
let runtime: Runtime;
let trained: TrainResult;
let training: Examinee;
let model: VisionLanguageModel;
let written: Respondent;

beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
  trained = await train(tinyRecipe(), runtime, { folder: join(root, "run"), given, threads: 1, measure: false });
  training = examinee(trained.set, trained.model, runtime);
  model = await load(trained.modelFolder!, { threads: 1 });
  written = await checkpointRespondent(model, "written");
}, 300_000);
afterAll(async () => {
  training?.dispose();
  await written?.close();
  await model?.dispose();
  runtime?.dispose();
  rmSync(root, { recursive: true });
});

test("texts are as likely to the run as to the evaluation of its checkpoint", async () => {
  const samples = await Promise.all([0, 1, 2].map((i) => given.sums.sample(i)));
  const texts = samples.map(({ content }) => (content.kind === "document" ? content.parts[0] : undefined)!);
  const { tokenizer, prompt } = trained.model;
  const settings = { tokenizer, prompt, labels: "all", imageTokens: "inside", maxLength: 512 } as const;
  const read = await training.texts(samples.map((sample) => encodeSample(sample, settings)));
  for (const [i, part] of texts.entries()) {
    const { likelihood } = await written.predict((part as { text: string }).text);
    expect(read[i]!.likelihood.tokens).toBe(likelihood.tokens);
    expect(read[i]!.likelihood.logprob).toBeCloseTo(likelihood.logprob, 2);
  }
});

test("choices about a picture are as likely, and answers the same", async () => {
  const { content, pictures } = await given.squares.sample(3);
  const turn = content.kind === "conversation" ? content.turns[0]!.parts.at(-1)! : undefined;
  const question = (turn as { text: string }).text;
  const picture = pictures[0] as { width: number; height: number; data: Uint8Array };
  const [seen] = await training.see([{ picture, question }]);
  const prompt = asked(image(await encodeImage(picture, { format: "png", quality: 100 })), text(question));
  const choices = ["red", "green", "a long blue thing", "white"];
  const { options } = await written.weigh(prompt, choices, "likelihood");
  for (const [i, one] of (await seen!.options(choices)).entries()) {
    expect(one.tokens).toBe(options[i]!.tokens);
    expect(one.logprob).toBeCloseTo(options[i]!.logprob, 2);
  }
  let said = "";
  await written.generate([prompt], { maxNewTokens: 8, batch: 1 }, (_, { output }) => {
    said = output.text.trim();
  });
  expect(await seen!.answer(8)).toBe(said);
  seen!.dispose();
});
