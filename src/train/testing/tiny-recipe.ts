/** Runs of a few seconds, for tests: a tiny model, coloured squares with questions, sums in words. */
import { tinyConfigJson } from "../../checkpoint/testing/tiny-checkpoint.ts";
import { randomFor } from "../../data/random.ts";
import { conversationOf, target } from "../../data/sample.ts";
import type { Listener, TrainEvent } from "../events.ts";
import { parseTrainingRecipe, type RecipeInput, type TrainingRecipe } from "../recipe.ts";
import type { SampleSource } from "../sources.ts";

const colours = { red: [220, 30, 30], green: [30, 180, 60], blue: [40, 60, 220], white: [250, 250, 250] } as const;
export const things = "kettle lamp river window garden letter ladder engine".split(" ");

/** Squares of one colour, 32 pixels wide, with a question about it. */
export function squares(size = 400, seed = 1): SampleSource {
  return {
    size,
    async sample(index) {
      const random = randomFor(seed, index, "squares");
      const colour = random.pick(Object.keys(colours) as (keyof typeof colours)[]);
      const data = new Uint8Array(32 * 32 * 3);
      for (let i = 0; i < data.length; i += 3) data.set(colours[colour], i);
      return {
        key: `square-${index}`,
        source: "squares",
        content: conversationOf([[`What colour is the ${random.pick(things)}?`, colour]]),
        pictures: [{ width: 32, height: 32, data }],
      };
    },
  };
}

/** Short texts of different lengths. */
export function sums(size = 400, seed = 1): SampleSource {
  return {
    size,
    async sample(index) {
      const random = randomFor(seed, index, "sums");
      const lines = Array.from({ length: random.int(1, 4) }, () => {
        const [a, b] = [random.int(1, 5), random.int(1, 5)];
        return `${a} and ${b} make ${a + b}.`;
      });
      return {
        key: `sum-${index}`,
        source: "sums",
        content: { kind: "document", parts: [target(lines.join(" "))] },
        pictures: [],
      };
    },
  };
}

export const given = { squares: squares(), sums: sums() };

/** The language model is tiny; what is not said here has its default. `change` is laid over it. */
export function tinyRecipe(change: Partial<RecipeInput> & { readonly stage?: object } = {}): TrainingRecipe {
  const { stage, ...rest } = change;
  const json = tinyConfigJson("hybrid");
  const language = { ...(json.language_config as object), max_position_embeddings: 512 } as Record<string, unknown>;
  delete language.vocab_size;
  return parseTrainingRecipe({
    name: "tiny",
    seed: 5,
    model: {
      config: { ...json, language_config: language },
      tokenizer: { trained: { vocabSize: 280, samples: 60 } },
      systemPrompt: "",
    },
    data: { squares: { kind: "given" }, sums: { kind: "given" } },
    stages: [tinyStage(stage)],
    checkpoints: { every: 4 },
    logEvery: 2,
    ...rest,
  });
}

export function tinyStage(change: object = {}) {
  return {
    name: "joint",
    trained: ["neck", "aligner", "language"] as ("neck" | "aligner" | "language")[],
    steps: 8,
    batch: 4,
    sequence: { length: 96, bucket: 96 },
    schedule: { rate: 3e-3, warmup: 2 },
    mixture: {
      languageShare: 0.5,
      sources: [
        { data: "squares", modality: "multimodal" as const },
        { data: "sums", modality: "language" as const },
      ],
    },
    ...change,
  };
}

/** A listener that keeps what it hears. */
export function collected(): { readonly events: TrainEvent[]; readonly listener: Listener } {
  const events: TrainEvent[] = [];
  return { events, listener: (event) => void events.push(event) };
}
