import { expect, test } from "vitest";
import { randomFor } from "../../random.ts";
import { sampleSchema } from "../../sample.ts";
import { presence } from "./captions.ts";
import { detailedCaption, shortCaption } from "./describe.ts";
import { captionSources } from "./index.ts";
import { isAbsent } from "./scene/facts.ts";
import { kinds } from "./scene/kinds/index.ts";
import { colourNames } from "./scene/palette.ts";
import { composeScene } from "./scene/scene.ts";
import { numberWord } from "./scene/words.ts";

const textOf = (content: { turns?: unknown; parts?: unknown }) => JSON.stringify(content);

/** Kinds whose names stand in the text; longer names first, so that "pine tree" is not taken for "tree". */
function named(text: string): string[] {
  let rest = text.toLowerCase();
  const found: string[] = [];
  const names = kinds
    .flatMap(({ name, plural }) => [[name, name] as const, [name, plural] as const])
    .sort((a, b) => b[1].length - a[1].length);
  for (const [name, word] of names) {
    const pattern = new RegExp(`\\b${word}\\b`, "g");
    if (pattern.test(rest)) {
      found.push(name);
      rest = rest.replaceAll(pattern, "#");
    }
  }
  return [...new Set(found)];
}

const placeWords = new Set(["star", "fence", "house", "window", "cross", "square", "orange", "flower"]);

test("captions name kinds, colours and numbers of the scene graph only", () => {
  for (let i = 0; i < 60; i++) {
    const random = randomFor(21, i, "captions");
    const scene = composeScene(
      {
        width: 200,
        height: 150,
        count: [1, 4],
        background: ["field", "beach", "kitchen", "snow"][i % 4]!,
        style: "flat",
      },
      random,
    );
    for (const caption of [shortCaption(scene, random), detailedCaption(scene, random)]) {
      for (const name of named(caption)) {
        if (placeWords.has(name)) continue;
        const there = scene.things.some((thing) => thing.kind.name === name || thing.held === name);
        expect(there, `${caption} names ${name}`).toBe(true);
      }
      for (const colour of colourNames.filter((one) => one !== "green" && one !== "orange")) {
        if (new RegExp(`\\b${colour}\\b`).test(caption)) {
          expect(
            scene.things.some((thing) => thing.colour === colour),
            `${caption} says ${colour}`,
          ).toBe(true);
        }
      }
      for (const [count, word] of [2, 3, 4].map((n) => [n, numberWord(n)] as const)) {
        if (new RegExp(`\\b${word}\\b`, "i").test(caption)) {
          const sizes = kinds.map((kind) => scene.things.filter((thing) => thing.kind === kind).length);
          expect(
            sizes.some((size) => size >= count),
            caption,
          ).toBe(true);
        }
      }
    }
  }
});

test("denials deny what is absent and confirm what is there", () => {
  for (let i = 0; i < 60; i++) {
    const random = randomFor(22, i, "denials");
    const scene = composeScene({ width: 200, height: 150, count: [1, 4], background: "field" }, random);
    const [question, answer] = presence(scene, random, i % 2 === 0);
    const [asked] = named(question);
    if (answer.startsWith("No")) expect(isAbsent(scene, asked!), `${question} ${answer}`).toBe(true);
    else
      expect(
        scene.things.some((thing) => thing.kind.name === asked),
        `${question} ${answer}`,
      ).toBe(true);
    expect(answer.startsWith("No")).toBe(i % 2 === 0);
  }
});

test("sources give samples that differ, with a box for every thing", () => {
  for (const source of captionSources) {
    const texts = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const draft = source.draft({ random: randomFor(1, i, source.name), maxSide: 160, split: "train" });
      const [picture] = draft.pictures;
      if (picture?.kind !== "drawn") throw new Error("scenes are drawn");
      const shot = { ...picture.draw(), marks: [] };
      expect(Math.max(shot.width, shot.height)).toBeLessThanOrEqual(160);
      const { content, regions } = draft.compose([shot]);
      expect(sampleSchema.shape.content.safeParse(content).success).toBe(true);
      expect(regions!.length).toBeGreaterThan(0);
      texts.add(textOf(content));
    }
    expect(texts.size).toBeGreaterThan(17);
  }
});
