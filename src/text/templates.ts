/**
 * The conversation templates of the reference (spec 1.9), each a function from turns to pieces. Separators follow the
 * position of a turn, not its role; turns alternate, so the two agree.
 */
import type { RenderedPiece, Turn } from "./conversation.ts";
import { EOS_TOKEN } from "./deepseek-format.ts";

export type TemplateName = "deepseek" | "llava_llama2" | "llama-2" | "plain" | "alignment";

export interface Template {
  render(system: string, turns: readonly Turn[]): RenderedPiece[];
  /** An answer ends where one of these appears; end tokens among them. */
  readonly stopStrings: readonly string[];
}

const fixed = (text: string): RenderedPiece => ({ text, kind: "template", target: false });
const words = (text: string): RenderedPiece => ({ text, kind: "text", target: false });
/** Marks pieces as what the assistant says. */
const spoken = (pieces: readonly RenderedPiece[]): RenderedPiece[] => pieces.map((p) => ({ ...p, target: true }));
const said = ({ content }: Turn): RenderedPiece[] => content.map((piece) => ({ ...piece, target: false }));

/** `System\n\nUser: question\n\nAssistant: answer<eos>User: ...`: no line end between eos and the next turn. */
const deepseek: Template = {
  stopStrings: ["User:", EOS_TOKEN],
  render: (system, turns) => [
    ...(system === "" ? [] : [words(system), fixed("\n\n")]),
    ...turns.flatMap((turn) => {
      const label = turn.role === "user" ? "User:" : "Assistant:";
      if (turn.content.length === 0) return [fixed(label)];
      if (turn.role === "user") return [fixed(`${label} `), ...said(turn), fixed("\n\n")];
      return [fixed(label), ...spoken([fixed(" "), ...said(turn), fixed(EOS_TOKEN)])];
    }),
  ],
};

const llama2: Template = {
  stopStrings: ["</s>"],
  render: (system, turns) => [
    ...(system === "" ? [fixed("[INST] ")] : [fixed("[INST] <<SYS>>\n"), words(system), fixed("\n<</SYS>>\n\n")]),
    ...turns.flatMap((turn, i) => {
      const tag = turn.role === "user" ? "[INST]" : "[/INST]";
      if (turn.content.length === 0) return [fixed(tag)];
      if (i === 0) return [...said(turn), fixed(" ")]; // the system prompt has opened this turn
      if (turn.role === "user") return [fixed(`${tag} `), ...said(turn), fixed(" ")];
      return [fixed(tag), ...spoken([fixed(" "), ...said(turn), fixed(" </s>")]), fixed("<s>")];
    }),
  ],
};

/** All contents one after the other, no system prompt: pages of text with images. */
const plain: Template = {
  stopStrings: ["</s>"],
  render: (_, turns) => turns.flatMap((turn) => (turn.role === "user" ? said(turn) : spoken(said(turn)))),
};

/** Stage 1: of a user's turn only an image is left, whatever it said; the assistant's caption follows. */
const alignment: Template = {
  stopStrings: ["</s>"],
  render: (_, turns) =>
    turns.flatMap((turn) => {
      if (turn.role === "assistant") return spoken(said(turn));
      return turn.content.length === 0 ? [] : [{ text: "<image>", kind: "image", target: false }, fixed("\n")];
    }),
};

export const templates: Readonly<Record<TemplateName, Template>> = {
  deepseek,
  llava_llama2: llama2,
  "llama-2": llama2,
  plain,
  alignment,
};
