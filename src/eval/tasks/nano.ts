/** The five kinds of questions about generated pictures that the embedded model is made for; built in, runs anywhere. */
import { evaluationKinds, evaluationSet } from "../../data/nano/evaluation.ts";
import { encodeImage } from "../../data/pipeline/encode.ts";
import type { Sample, Task } from "../contract.ts";
import { asked, image, text } from "./kit.ts";

/** Questions of each kind. */
const each = 200;

const accepts = new WeakMap<Sample, (answer: string) => boolean>();

export const nano: Task = {
  name: "nano",
  title: "Generated pictures (colour, shape, position, counting, reading)",
  field: "vision",
  builtIn: true,
  protocol: {
    version: 1,
    prompt: "image and question as training words them",
    shots: 0,
    scoring: ["generate"],
    maxNewTokens: 64,
    parser: "exactly the right word of its kind in the answer; for reading, the text in quotation marks",
    source: "drawn from seeds and words that training never sees (src/data/nano/evaluation.ts)",
    metric: "accuracy",
  },
  async *samples() {
    const kinds = evaluationKinds.map((kind) => ({ kind, items: evaluationSet(kind, each) }));
    // the kinds take turns, so that the first samples are of all of them
    for (let i = 0; i < each; i++) {
      for (const { kind, items } of kinds) {
        const { image: picture, question, answer, accept } = items[i]!;
        const png = await encodeImage(picture, { format: "png", quality: 100 });
        const sample: Sample = {
          ...{ id: `${kind}-${i + 1}`, category: kind, reference: { answer } },
          prompt: asked(image(png), text(question)),
        };
        accepts.set(sample, accept);
        yield sample;
      }
    }
  },
  rule: (sample, output) => ({
    score: accepts.get(sample)!(output.trim()) ? 1 : 0,
    read: output.trim() || null,
    path: "words of its kind",
  }),
};
