/** Samples of the embedded model's own generators as sources: pictures of shapes and words, captions, pages, texts. */
import { labelKinds, labelNames } from "../data/nano/labels.ts";
import { densePage } from "../data/nano/pages.ts";
import { patchesAcross } from "../data/nano/patches.ts";
import { caption, conversation, description, type Turn } from "../data/nano/questions.ts";
import { type Scene, scene, sceneTruth } from "../data/nano/scenes.ts";
import { textSample } from "../data/nano/text-samples.ts";
import { randomFor } from "../data/random.ts";
import { conversationOf, imagePart, target } from "../data/sample.ts";
import type { DataDeclaration } from "./recipe.ts";
import type { LabelGrid, SampleSource, TrainingSample } from "./sources.ts";

type Generated = Extract<DataDeclaration, { kind: "generated" }>;

/** What is held out comes of other seeds, and prints words that training never sees. */
export function generatedSource({ generator, seed, size }: Generated, side: "training" | "held out"): SampleSource {
  const split = side === "training" ? "train" : "heldout";
  const make: Record<Generated["generator"], (index: number) => Omit<TrainingSample, "key" | "source">> = {
    scenes: (index) => {
      const made = scene(seed, index, { split });
      const talk = conversation(made.truth, randomFor(seed, index, `generated ${split}`));
      return { content: talkOf(talk, 1), pictures: [made.image], maps: async () => labelGrids(made.labels) };
    },
    captions: (index) => {
      const made = scene(seed, index, { split });
      return {
        content: { kind: "document", parts: [imagePart(), target(caption(made.truth))] },
        pictures: [made.image],
        maps: async () => labelGrids(made.labels),
      };
    },
    pages: (index) => {
      const { image, labels, words } = densePage(seed, index, { split });
      return {
        content: { kind: "document", parts: [imagePart(), target(words.map(({ text }) => text).join(" "))] },
        pictures: [image],
        maps: async () => labelGrids(labels),
      };
    },
    text: (index) => ({ content: talkOf(textSample(seed, index, { split }), 0), pictures: [] }),
    "told-scenes": (index) => {
      const truth = sceneTruth(seed, index, { split });
      const talk = conversation(truth, randomFor(seed, index, `told ${split}`), { turns: 4 });
      const told = talk.filter(({ answer }) => answer !== description(truth));
      const turns = told.map((turn, i) =>
        i === 0 ? { ...turn, question: `${description(truth)} ${turn.question}` } : turn,
      );
      return { content: talkOf(turns, 0), pictures: [] };
    },
  };
  return {
    size,
    sample: async (index) => ({ key: `${generator}-${split}-${index}`, source: generator, ...make[generator](index) }),
  };
}

function talkOf(turns: readonly Turn[], images: number) {
  return conversationOf(
    turns.map(({ question, answer }) => [question, answer] as const),
    images,
  );
}

function labelGrids(labels: Scene["labels"]): Record<string, LabelGrid> {
  return Object.fromEntries(
    labelNames.map((name) => [
      name,
      { width: patchesAcross * labelKinds[name].perPatch, height: patchesAcross, data: labels[name] },
    ]),
  );
}
