/** Generated text from held-out seeds in bits per byte, by kind of text; built in, runs anywhere. */
import { randomFor } from "../../data/random.ts";
import { partsOf } from "../../data/sample.ts";
import { Unfit } from "../../data/source.ts";
import { textSources } from "../../data/sources/text/index.ts";
import type { Task } from "../contract.ts";

/** Texts of each kind. */
const each = 4;
const seed = 9001;

export const heldoutText: Task = {
  name: "heldout-text",
  title: "Generated text (bits per byte)",
  field: "language",
  builtIn: true,
  protocol: {
    version: 1,
    prompt: "the text behind bos",
    shots: 0,
    scoring: ["bits-per-byte"],
    parser: "negative log2-likelihood of all tokens over the bytes of UTF-8, summed over the set; lower is better",
    source: "drawn by the text sources of the data room on the held-out split, seed 9001",
    metric: "bits-per-byte",
  },
  async *samples() {
    for (let i = 0; i < each; i++) {
      for (const source of textSources) {
        const random = randomFor(seed, i, `${source.name}/heldout`);
        try {
          const { content } = source.draft({ random, maxSide: 448, split: "heldout" }).compose([]);
          const text = partsOf(content)
            .map((part) => (part.type === "text" ? part.text : ""))
            .join("\n")
            .trim();
          if (text !== "")
            yield { id: `${source.name}-${i}`, category: source.name, prompt: { text }, reference: null };
        } catch (error) {
          if (!(error instanceof Unfit)) throw error;
        }
      }
    }
  },
};
