import { expect, test } from "vitest";
import { randomFor } from "../random.ts";
import { caption, conversation, description, questions } from "./questions.ts";
import { type SceneTruth, sceneTruth } from "./scenes.ts";
import { textSample, textTemplates } from "./text-samples.ts";
import { templateVocabulary, unquoted } from "./vocabulary.ts";

const box = { left: 0, top: 0, right: 8, bottom: 8 };
const truth: SceneTruth = {
  objects: [
    { shape: "circle", color: "red", position: "top left", box },
    { shape: "circle", color: "red", position: "center", box },
    { shape: "cross", color: "orange", position: "right", box },
  ],
  word: { text: "Hello", box, font: "lora 400 18px", size: 18, color: "blue", position: "bottom" },
  background: "white",
};

const many = (of: SceneTruth) =>
  Array.from({ length: 1500 }, (_, i) => conversation(of, randomFor(1, i, "test"))).flat();

test("a description names everything with its place, a caption counts what is equal", () => {
  expect(description(truth)).toBe(
    'There is a red circle in the top left, a red circle in the center, an orange cross on the right and the blue word "Hello" at the bottom. The background is white.',
  );
  expect(caption(truth)).toBe('Two red circles, an orange cross and the blue word "Hello" on a white background.');
  expect(caption({ objects: [], word: null, background: null })).toBe("Nothing.");
});

test("answers about a known scene are the true ones, and each question has one answer", () => {
  const answers = new Map<string, string>();
  for (const { question, answer } of many(truth)) {
    expect(answers.get(question) ?? answer).toBe(answer);
    answers.set(question, answer);
  }
  expect(answers.get("What does it say?")).toBe('It says "Hello".');
  expect(answers.get("What color is the text?")).toBe("The text is blue.");
  expect(answers.get("Where is the word?")).toBe("The text is at the bottom.");
  expect(answers.get("How many shapes are there?")).toBe("There are three shapes.");
  expect(answers.get("How many circles are there?")).toBe("There are two circles.");
  expect(answers.get("Count the crosses.")).toBe("There is one cross.");
  expect(answers.get("Where is the cross?")).toBe("The cross is on the right.");
  expect(answers.get("What color are the circles?")).toBe("The circles are red.");
  expect(answers.get("What color is the cross?")).toBe("The cross is orange.");
  expect(answers.get("What shape is orange?")).toBe("The orange shape is a cross.");
  expect(answers.get("Is there an orange cross?")).toBe("Yes, there is an orange cross.");
  expect(answers.get("Is there an orange circle?")).toBe("No, there is no orange circle.");
  expect(answers.get("What is in the center?")).toBe("There is a red circle.");
  expect(answers.get("What is the color of the star?")).toBe("There is no star in the image.");
  expect([...answers.keys()].filter((question) => /Where .*the (red )?circle/.test(question))).toEqual([]); // there are two
});

test("without a word every question about text says so", () => {
  const bare = { ...truth, word: null };
  for (const kind of ["read", "textColor", "textPlace", "anyText"] as const) {
    expect(questions[kind](bare, randomFor(1, 1, "bare"))?.answer).toMatch(/there is no text/i);
  }
});

test("a conversation has four to seven turns unless told otherwise, none twice", () => {
  for (let index = 0; index < 400; index++) {
    const talk = conversation(sceneTruth(2, index), randomFor(2, index, "test"));
    expect(talk.length).toBeGreaterThanOrEqual(4);
    expect(talk.length).toBeLessThanOrEqual(7);
    expect(new Set(talk.map(({ question }) => question)).size).toBe(talk.length);
  }
  expect(conversation(truth, randomFor(2, 0, "test"), { turns: 2 })).toHaveLength(2);
});

test("printed text is quoted without a space after the opening quote, and appears nowhere else", () => {
  for (let index = 0; index < 300; index++) {
    const scene = sceneTruth(3, index, { content: "word", print: "letters" });
    const said = [...conversation(scene, randomFor(3, index, "test")), { question: "", answer: caption(scene) }];
    for (const { question, answer } of said) {
      for (const [, inside] of answer.matchAll(/"([^"]*)"/g)) expect(inside).toBe(scene.word!.text);
      expect(question).not.toContain('"');
    }
  }
});

test("scenes are spoken of in at most 180 words, everything in at most 350", () => {
  const spoken = new Set<string>();
  for (let index = 0; index < 2000; index++) {
    const scene = sceneTruth(4, index);
    const talk = conversation(scene, randomFor(4, index, "test")).map(
      ({ question, answer }) => `${question} ${answer}`,
    );
    for (const word of unquoted(`${talk.join(" ")} ${caption(scene)}`)
      .toLowerCase()
      .match(/[a-z]+/g)!)
      spoken.add(word);
  }
  expect(spoken.size).toBeLessThanOrEqual(180);
  const vocabulary = templateVocabulary(1000);
  expect(vocabulary.size).toBeLessThanOrEqual(350);
  for (const word of ["triangle", "Hello", "seventeen", "background"]) expect(vocabulary.has(word), word).toBe(true);
  expect([...vocabulary.values()]).toEqual([...vocabulary.values()].sort((a, b) => b - a));
});

test("text samples are pure, varied, and count right", () => {
  expect(textTemplates).toBeGreaterThanOrEqual(40);
  expect(textSample(1, 5)).toEqual(textSample(1, 5));
  const turns = Array.from({ length: 3000 }, (_, i) => textSample(1, i)).flat();
  expect(new Set(turns.map(({ question }) => question)).size).toBeGreaterThan(1000);
  let sums = 0;
  for (const { answer } of turns) {
    const sum = /^(\d+) ([+-]) (\d+) is (\d+)\.$/.exec(answer);
    if (sum === null) continue;
    expect(Number(sum[1]) + (sum[2] === "+" ? 1 : -1) * Number(sum[3])).toBe(Number(sum[4]));
    sums++;
  }
  expect(sums).toBeGreaterThan(20);
});
