/** The Pile's test set in bits per byte (Gao et al. 2020; JSON Lines of text and the name of its part). */
import { z } from "zod";
import type { Task } from "../contract.ts";
import { records } from "../files/open-files.ts";

const line = z.looseObject({
  text: z.string().min(1),
  meta: z.looseObject({ pile_set_name: z.string() }).nullish(),
});

export const pile: Task = {
  name: "pile",
  title: "Pile (bits per byte)",
  field: "language",
  paper: "Pile",
  protocol: {
    version: 1,
    prompt: "the text behind bos; one beyond the model's positions in stretches that know nothing of each other",
    shots: 0,
    scoring: ["bits-per-byte"],
    parser: "negative log2-likelihood of all tokens over the bytes of UTF-8, summed over the set; lower is better",
    source: "test.jsonl.zst (or unpacked, or .gz) with text and meta.pile_set_name",
    metric: "bits-per-byte",
  },
  async *samples(files) {
    for (const name of await files.find(/(test|pile)[^/]*\.jsonl(\.gz|\.zst)?$/i)) {
      for await (const { value, where } of records(files, name, line)) {
        yield {
          id: where,
          ...(value.meta && { category: value.meta.pile_set_name }),
          prompt: { text: value.text },
          reference: null,
        };
      }
    }
  },
};
