/**
 * Arithmetic in words: sums for a language model to learn beside its texts, and how many it gets right. What it takes for the
 * result is the number that it finds likeliest of all that there could be.
 */
import { randomFor } from "../../src/data/random.ts";
import { given, target } from "../../src/data/sample.ts";
import { encodeSample } from "../../src/train/encode.ts";
import { examinee } from "../../src/train/examinee.ts";
import type { SampleSource } from "../../src/train/sources.ts";
import type { TrainedMini } from "./mini.ts";
import type { Lab } from "./study.ts";

/** Numbers from 1 to this are added. */
export const largest = 14;
/** How many results there can be. */
export const results = 2 * largest - 1;
const size = 50_000;

interface Sum {
  readonly asked: string;
  readonly result: number;
}

function drawn(seed: number, index: number, count: number): Sum[] {
  const random = randomFor(seed, index, "sums");
  return Array.from({ length: count }, () => {
    const [a, b] = [random.int(1, largest), random.int(1, largest)];
    return { asked: `${a} and ${b} make`, result: a + b };
  });
}

/** Four sums a sample. */
export function sums(seed: number): SampleSource {
  return {
    size,
    async sample(index) {
      const lines = drawn(seed, index, 4).map(({ asked, result }) => `${asked} ${result}.`);
      return {
        ...{ key: `sums-${seed}-${index}`, source: "sums", pictures: [] },
        content: { kind: "document", parts: [target(lines.join(" "))] },
      };
    },
  };
}

/** The share of `count` sums whose result the model finds likelier than every other. */
export async function sumsRight({ model, set }: Pick<TrainedMini, "model" | "set">, count: number, { runtime }: Lab) {
  const { tokenizer, prompt } = model;
  const settings = { tokenizer, prompt, labels: "targets" as const, maxLength: 64, imageTokens: "inside" as const };
  const asked = drawn(1_000_003, 0, count);
  const numbers = Array.from({ length: results }, (_, i) => i + 2);
  const rows = asked.flatMap(({ asked }, i) =>
    numbers.map((result) => {
      const parts = [given(asked), target(` ${result}.`)];
      const content = { kind: "document" as const, parts };
      return encodeSample({ key: `${i}`, source: "sums", content, pictures: [] }, settings);
    }),
  );
  const reading = examinee(set, model, runtime);
  try {
    const read = (await reading.texts(rows)).map(({ likelihood }) => likelihood.logprob);
    const right = asked.filter(({ result }, i) => {
      const own = read.slice(i * results, (i + 1) * results);
      return numbers[own.indexOf(Math.max(...own))] === result;
    });
    return right.length / count;
  } finally {
    reading.dispose();
  }
}
