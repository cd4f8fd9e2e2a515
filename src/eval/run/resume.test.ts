import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { contentHash } from "../../image/hash.ts";
import type { Task } from "../contract.ts";
import { asked, image, text } from "../tasks/kit.ts";
import { fakeRespondent } from "../testing/fake-respondent.ts";
import { openRun } from "./folder.ts";
import { runTask } from "./run-task.ts";

vi.mock("../../image/hash.ts", async (original) => {
  const real = await original<typeof import("../../image/hash.ts")>();
  return { ...real, contentHash: vi.fn(real.contentHash) };
});

const root = mkdtempSync(join(tmpdir(), "periscope-resume-"));
afterAll(() => rmSync(root, { recursive: true }));
const [red, blue] = [join(root, "red"), join(root, "blue")];
beforeEach(() => {
  writeFileSync(red, "red");
  writeFileSync(blue, "blue");
  vi.mocked(contentHash).mockClear();
});

/** Six questions about the same two files. */
const task: Task = {
  ...{ name: "pairs", title: "Pairs", field: "vision", builtIn: true },
  protocol: {
    ...{ version: 1, prompt: "", shots: 0, scoring: ["generate"], parser: "", source: "", metric: "accuracy" },
  },
  async *samples() {
    for (let i = 0; i < 6; i++) {
      yield { id: `${i}`, prompt: asked(image(red), image(blue), text(`${i}?`)), reference: null };
    }
  },
};

async function run(name: string, signal?: AbortSignal): Promise<number> {
  const hashes = [await contentHash(Buffer.from("red")), await contentHash(Buffer.from("blue"))];
  vi.mocked(contentHash).mockClear();
  const fake = fakeRespondent(() => "yes");
  const images = hashes.map((sha256) => ({ sha256, preprocessing: "none" }));
  const respondent: typeof fake = {
    ...fake,
    generate: (prompts, limits, onAnswer) =>
      fake.generate(prompts, limits, (index, { prompt, ...rest }) =>
        onAnswer(index, { ...rest, prompt: { ...prompt, images } }),
      ),
  };
  return runTask({ task, respondent, run: await openRun(join(root, name), respondent), data: "built in", signal });
}

test("going on reads every image file once, however many questions are about it", async () => {
  expect(await run("once")).toBe(6);
  expect(await run("once")).toBe(0);
  expect(contentHash).toHaveBeenCalledTimes(2);
});

test("going on can be stopped while images are compared", async () => {
  await run("stopped");
  await expect(run("stopped", AbortSignal.abort())).rejects.toThrow("abort");
  expect(contentHash).not.toHaveBeenCalled();
});

test("images that have changed places are other images", async () => {
  await run("places");
  writeFileSync(red, "blue");
  writeFileSync(blue, "red");
  await expect(run("places")).rejects.toThrow("holds pairs/0 with another image than the task has now");
});
