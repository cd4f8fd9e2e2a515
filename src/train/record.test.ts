import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileListeners } from "./record.ts";
import { readEvents } from "./tensorboard/event-file.ts";
import { tinyRecipe } from "./testing/tiny-recipe.ts";
import { openHistory } from "./ui/history.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-record-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Tells a run's record an event and gives its folder. */
async function recorded(name: string, ...events: Parameters<Awaited<ReturnType<typeof fileListeners>>[number]>[0][]) {
  const folder = join(root, name);
  mkdirSync(folder);
  const listeners = await fileListeners(folder, 0, tinyRecipe());
  for (const event of events) for (const listener of listeners) await listener(event);
  for (const listener of listeners) await listener.close();
  return folder;
}

/** What a folder's TensorBoard files have below each tag. */
function tagsOf(folder: string): Record<string, string[]> {
  const kinds: Record<string, string[]> = {};
  for (const name of readdirSync(join(folder, "tensorboard"))) {
    for (const { what } of readEvents(readFileSync(join(folder, "tensorboard", name)))) {
      if (what.case !== "summary") continue;
      for (const { tag, value } of what.value.value) kinds[tag] = [...new Set([...(kinds[tag] ?? []), value.case!])];
    }
  }
  return kinds;
}

const validation = {
  ...({ kind: "validation", stage: "joint", at: 10, scores: { loss: 1.5, answers: 0.5 } } as const),
  examples: [{ question: "What colour?", expected: "red", answer: "blue", right: false }],
};

test("pictures of held-out answers are kept once, and lines name them", async () => {
  const picture = Uint8Array.of(1, 2, 3);
  const event = { ...validation, examples: [{ ...validation.examples[0]!, picture }] };
  const folder = await recorded("pictures", event, { ...event, at: 20 });
  const [name, ...others] = readdirSync(join(folder, "pictures"));
  expect(others).toEqual([]);
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).examples[0].picture)).toEqual([name, name]);
  const { picture: kept } = await openHistory(tinyRecipe(), folder);
  expect(await kept(name!)).toEqual(Buffer.from(picture));
  expect(await kept("../recipe.json")).toBeUndefined();
});

test("TensorBoard has one kind of data below each tag: the share of right answers, and the answers themselves", async () => {
  const tags = tagsOf(await recorded("answers", validation, { ...validation, at: 20 }));
  expect(tags).toEqual({
    "validation/loss": ["simpleValue"],
    "validation/answers": ["simpleValue"],
    answers: ["tensor"],
  });
});
