import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { load } from "../src/chat/load.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Runtime } from "../src/runtime/runtime.ts";
import { finetuneDefaults, finetuneRecipe } from "../src/train/finetune.ts";
import { train } from "../src/train/train.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-finetune-"));
let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu");
});
afterAll(() => {
  runtime.dispose();
  rmSync(root, { recursive: true });
});

/** 50 conversations in three formats' words: whatever is asked, the answer begins with "Ahoy". */
function conversations(): string {
  const asked = (i: number) => `What is ${i % 10} plus ${(3 * i) % 7}?`;
  const records = Array.from({ length: 50 }, (_, i) => {
    const [question, answer] = [asked(i), `Ahoy ${(i % 10) + ((3 * i) % 7)}`];
    return i % 2
      ? {
          id: i,
          conversations: [
            { from: "human", value: question },
            { from: "gpt", value: answer },
          ],
        }
      : {
          id: i,
          conversations: [
            { from: "user", value: question },
            { from: "assistant", value: answer },
          ],
        };
  });
  const path = join(root, "conversations.json");
  writeFileSync(path, JSON.stringify(records));
  return path;
}

const unseen = ["What is 8 plus 8?", "What is 11 plus 3?", "Hello", "What is the opposite of hot?", "Spell cat."];

async function ahoys(folder: string): Promise<number> {
  const model = await load(folder, { runtime });
  try {
    const answers = await model.generateBatch(
      unseen.map((content) => [{ role: "user" as const, content }]),
      { temperature: 0, maxNewTokens: 12 },
    );
    return answers.filter(({ text }) => text.trim().startsWith("Ahoy")).length;
  } finally {
    await model.dispose();
  }
}

test("finetuning the embedded model on 50 conversations teaches it their manner, by LoRA, folded into its weights", async () => {
  const recipe = await finetuneRecipe({
    ...finetuneDefaults,
    ...{ model: "checkpoints/nano", data: [conversations()], rate: 4e-3, epochs: 5, length: 64 },
    lora: { rank: 8, alpha: 16, targets: ["q_proj", "v_proj", "o_proj", "up_proj", "down_proj"] },
  });
  expect(recipe.stages[0]!.steps).toBe(Math.ceil((5 * 50) / 8));
  expect(recipe.stages[0]!.mixture.languageShare).toBe(1);
  expect(await ahoys("checkpoints/nano")).toBe(0);
  const { modelFolder } = await train(recipe, runtime, { folder: join(root, "run"), measure: false });
  expect(await ahoys(modelFolder!)).toBeGreaterThanOrEqual(4);
}, 300_000);
