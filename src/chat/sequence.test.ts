import { expect, test, vi } from "vitest";
import { trainBpe } from "../text/bpe.ts";
import { createTokenizer } from "../text/tokenizer.ts";
import { conversationSequence, ImageNumbers } from "./sequence.ts";

const { tokenizerJson, tokenizerConfig } = trainBpe(["What does it say? It says a word."], { vocabSize: 300 });
const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig);
const prompt = { imageTag: "<image_placeholder>", numImageTokens: 4, template: "deepseek" } as const;

test("a conversation that cannot fit is refused before it is tokenized; one that may is not", () => {
  const encodePieces = vi.fn(tokenizer.encodePieces);
  const sequence = (text: string, mostPositions: number) =>
    conversationSequence([{ role: "user", content: [{ type: "text", text }] }], {
      ...{ tokenizer: { ...tokenizer, encodePieces }, prompt, mostPositions },
      numbers: new ImageNumbers(),
    });
  expect(() => sequence("a".repeat(1_000_000), 512)).toThrow(/takes at least \d+ tokens, but there are 512 for it/);
  expect(encodePieces).not.toHaveBeenCalled();
  expect(sequence(" ".repeat(1_000_000), 512).cells.length).toBeLessThan(512); // blanks at the ends are no part of it
  const { cells } = sequence("What does it say? ".repeat(40), 512);
  expect(sequence("What does it say? ".repeat(40), cells.length).cells).toEqual(cells);
});

test("an earlier answer may be of any length", () => {
  const text = (text: string) => [{ type: "text", text }] as const;
  const turns = [
    { role: "user", content: text("a") },
    { role: "assistant", content: text("b".repeat(500_000)) }, // more than a call takes arguments
    { role: "user", content: text("c") },
  ] as const;
  const { cells } = conversationSequence(turns, { tokenizer, prompt, numbers: new ImageNumbers() });
  expect(cells.length).toBeGreaterThan(500_000);
});
