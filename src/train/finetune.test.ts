import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { finetuneDefaults, finetuneRecipe } from "./finetune.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-finetune-recipe-"));
afterAll(() => rmSync(root, { recursive: true }));

test("the share that is held out of picture conversations has a loss, by which checkpoints are compared", async () => {
  await sharp({ create: { width: 8, height: 8, channels: 3, background: "#c33" } }).toFile(join(root, "red.png"));
  const records = Array.from({ length: 40 }, (_, i) => ({
    image: "red.png",
    conversations: [
      { from: "human", value: `<image>\nWhat is picture ${i}?` },
      {
        from: "gpt",
        value: `Number ${i} is a square that is red from its left edge to its right one, and so on and so forth.`,
      },
    ],
  }));
  const data = [join(root, "pictures.json")];
  writeFileSync(data[0]!, JSON.stringify(records));
  const { validation, checkpoints } = await finetuneRecipe({
    ...finetuneDefaults,
    model: "checkpoints/nano",
    data,
    heldOut: 0.2,
  });
  expect(validation).toMatchObject({ labels: "targets", pictures: { data: "conversations" } });
  expect(validation!.text).toBeUndefined();
  expect(checkpoints.best).toBe("loss");
});
