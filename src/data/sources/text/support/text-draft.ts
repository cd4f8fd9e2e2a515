/** Drafts of samples that are only text: one text that is all target, or a conversation. */

import { type Content, conversationOf, given, type Turn, target } from "../../../sample.ts";
import type { Draft } from "../../../source.ts";

interface TextOptions {
  readonly language?: string;
  readonly flags?: readonly string[];
}

/** A text that a model may learn to write from its first word. */
export function textDraft(template: string, text: string, options: TextOptions = {}): Draft {
  return draft(template, { kind: "document", parts: [target(text)] }, options);
}

/** Something to read, then what a model may learn to write after it. */
export function completionDraft(template: string, prompt: string, answer: string, options: TextOptions = {}): Draft {
  return draft(template, { kind: "document", parts: [given(prompt), target(answer)] }, options);
}

/** Questions and answers in turn, after a system prompt where there is one. */
export function chatDraft(
  template: string,
  turns: readonly (readonly [question: string, answer: string])[],
  options: TextOptions & { readonly system?: string } = {},
): Draft {
  const { turns: talk } = conversationOf(turns, 0);
  const system: Turn[] = options.system ? [{ role: "system", parts: [given(options.system)] }] : [];
  return draft(template, { kind: "conversation", turns: [...system, ...talk] }, options);
}

function draft(template: string, content: Content, { language = "en", flags = [] }: TextOptions): Draft {
  return { template, pictures: [], augment: "none", compose: () => ({ content, flags, language }) };
}
