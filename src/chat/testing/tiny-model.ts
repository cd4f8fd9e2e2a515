/** A tiny model with random weights and a tokenizer, written as a checkpoint folder, and a runtime that counts. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type SaveOptions, saveCheckpoint } from "../../checkpoint/save.ts";
import { randomWeights, tinyConfigJson } from "../../checkpoint/testing/tiny-checkpoint.ts";
import { parseModelConfig } from "../../model/config.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { trainBpe } from "../../text/bpe.ts";

const corpus = "What does it say? It says a word. What colour is the circle? The circle is red, the other one is blue.";

export interface TinyOptions extends SaveOptions {
  readonly kind?: "low" | "hybrid";
  readonly seed?: number;
  readonly maxPositions?: number;
  readonly files?: Readonly<Record<string, unknown>>;
  readonly tied?: boolean;
}

/** Writes the model to `folder`. An image takes 4 positions; the vocabulary is 300 (ids 256 to 296 are merges). */
export async function writeTinyModel(folder: string, options: TinyOptions = {}): Promise<void> {
  const { kind = "hybrid", seed = 1, maxPositions = 512, files = {}, tied = false, ...save } = options;
  const json = tinyConfigJson(kind);
  const { tokenizerJson, tokenizerConfig } = trainBpe([corpus, corpus], { vocabSize: 300 });
  const config = parseModelConfig({
    ...json,
    language_config: {
      ...(json.language_config as object),
      vocab_size: 304,
      max_position_embeddings: maxPositions,
      tie_word_embeddings: tied,
    },
  });
  await saveCheckpoint(folder, randomWeights(config, seed), {
    ...save,
    addFiles: async (temporary) => {
      const all = { "tokenizer.json": tokenizerJson, "tokenizer_config.json": tokenizerConfig, ...files };
      for (const [name, content] of Object.entries(all)) {
        await writeFile(join(temporary, name), typeof content === "string" ? content : JSON.stringify(content));
      }
    },
  });
}

export interface CountingRuntime extends Runtime {
  /** Programs loaded so far. */
  readonly sessions: number;
  /** Shapes of `input_ids` of the runs of the language model since the last call. */
  takeRuns(): string[];
  /** Runs of the vision program since the last call. */
  takeImageRuns(): number;
}

/** A CPU runtime of one thread that records what it is asked to do. */
export async function countingRuntime(): Promise<CountingRuntime> {
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  let sessions = 0;
  const runs: string[] = [];
  let imageRuns = 0;
  return {
    device: runtime.device,
    value: (...args) => runtime.value(...args),
    dispose: () => runtime.dispose(),
    get sessions() {
      return sessions;
    },
    takeRuns: () => runs.splice(0),
    takeImageRuns: () => {
      const count = imageRuns;
      imageRuns = 0;
      return count;
    },
    async session(model, options) {
      const session = await runtime.session(model, options);
      sessions++;
      return {
        inputs: session.inputs,
        outputs: session.outputs,
        run: (feeds, fetches, only) => {
          if (feeds.input_ids) runs.push(feeds.input_ids.shape.join("x"));
          else imageRuns++;
          return session.run(feeds, fetches, only);
        },
        dispose: () => session.dispose(),
      };
    },
  };
}
