/**
 * The model inside the repository, asked as a user would ask it. The scores of its card come from `periscope eval` with more
 * questions; what is asserted here are floors well below them, which a broken checkpoint or a broken path would miss.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { load, type VisionLanguageModel } from "../src/chat/index.ts";
import { heldoutScores } from "../src/eval/heldout.ts";
import { exampleQuestions } from "../web/chat/example-questions.ts";

let model: VisionLanguageModel;
beforeAll(async () => {
  model = await load("checkpoints/nano");
});
afterAll(() => model.dispose());

describe("the embedded model", () => {
  test("reads a word that training never printed, from the command line", () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      ["bin/periscope.js", "chat", "--image", "examples/word.png", "What does it say?"],
      { encoding: "utf8" },
    );
    expect(status).toBe(0);
    expect(stdout.trim()).toBe('It says "harbor".');
  });

  test("describes an example picture", async () => {
    const chat = model.conversation();
    const { text } = await chat.ask("What is in the image?", { images: ["examples/shapes.png"] }).result();
    for (const thing of [
      "red circle in the top left",
      "blue star in the center",
      "green triangle in the bottom right",
    ]) {
      expect(text).toContain(thing);
    }
  });

  test("answers all that the chat page's gallery offers to ask", async () => {
    const right: Readonly<Record<string, string>> = {
      "word.png: What does it say?": 'It says "harbor".',
      "shapes.png: What is in the image?":
        "There is a red circle in the top left, a blue star in the center and a green triangle in the bottom right. The background is white.",
      "shapes.png: Where is the triangle?": "The triangle is in the bottom right.",
      "hearts.png: What color are the hearts?": "The hearts are red.",
      "hearts.png: Where is the square?": "The square is in the bottom right.",
      "sign.png: What does it say?": 'It says "BAKERY".',
      "sign.png: What color is the text?": "The text is white.",
    };
    const said: Record<string, string> = {};
    for (const { name, questions } of exampleQuestions) {
      for (const question of questions) {
        said[`${name}: ${question}`] = (await model.answer(question, { images: [`examples/${name}`] })).text;
      }
    }
    expect(said).toEqual(right);
  });

  test.each([
    ["color", 0.9],
    ["shape", 0.9],
    ["position", 0.8],
    ["counting", 0.7],
    ["reading", 0.55],
  ] as const)("answers held-out questions: %s", { timeout: 120_000 }, async (kind, least) => {
    const [score] = await heldoutScores(model, { samples: 30, kinds: [kind] });
    expect(score!.share).toBeGreaterThan(least);
  });

  test("goes on about the same picture, and talks without one", async () => {
    const chat = model.conversation();
    const first = await chat.ask("How many shapes are there?", { images: ["examples/shapes.png"] }).result();
    expect(first.text).toBe("There are three shapes.");
    const second = await chat.ask("What color is the background?").result();
    expect(second.text).toBe("The background is white.");
    const alone = await model.conversation().ask("What is two plus three?").result();
    expect(alone.text.length).toBeGreaterThan(0);
  });

  test("is at most 25 MB, and its card states the scores of periscope eval", () => {
    expect(statSync("checkpoints/nano/model.safetensors").size).toBeLessThan(25e6);
    const card = readFileSync("checkpoints/nano/README.md", "utf8");
    for (const kind of ["colour", "shape", "position", "counting", "reading"])
      expect(card).toMatch(new RegExp(`\\| ${kind}`));
    expect(card).toContain("periscope eval checkpoints/nano");
  });
});
