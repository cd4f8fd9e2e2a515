/** A source whose drafts take a while, so that a test can meet a worker in the middle of a piece. */
import { target } from "../../sample.ts";
import type { Source } from "../../source.ts";

const draftMs = 20;
const nothing = new Int32Array(new SharedArrayBuffer(4));
const things = "kettle lamp river window garden letter ladder engine basket mirror castle harbour".split(" ");

const slow: Source = {
  name: "test-slow",
  category: "text",
  version: 1,
  description: "Sentences that take their time.",
  draft({ random }) {
    Atomics.wait(nothing, 0, 0, draftMs);
    const text = `The ${random.pick(things)} behind the ${random.pick(things)} cost ${random.int(1, 1e9)} crowns.`;
    return {
      template: "price",
      augment: "none",
      pictures: [],
      compose: () => ({ content: { kind: "document", parts: [target(text)] } }),
    };
  },
};

export const sources: readonly Source[] = [slow];
