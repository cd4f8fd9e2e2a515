/** Conversations as training samples: the same ids as a prompt, with a label for each position that is to be learnt. */
import { UserError } from "../runtime/errors.ts";
import { type Conversation, conversationImages } from "./conversation.ts";
import { countImages, encodeRendered, type PromptConfig, render } from "./prompt.ts";
import type { TemplateName } from "./templates.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** The label of a position that is not learnt. */
export const IGNORED = -100;

export interface SuperviseOptions {
  /** `answers` (default): what the assistant says, with its end token; `all`: everything but images and bos. */
  readonly on?: "answers" | "all";
  readonly imageCount?: number;
  readonly system?: string;
  readonly template?: TemplateName;
  /** End with eos, as a target, where the template does not. Default true. */
  readonly end?: boolean;
}

export interface SupervisedSample {
  /** With bos, images expanded. */
  readonly ids: number[];
  /** Aligned with `ids` (the loss shifts them): the id itself or -100. Image positions are never targets. */
  readonly labels: number[];
  readonly imageCount: number;
  readonly text: string;
}

/** Throws UserError as `buildPrompt` does, and if there is nothing to learn. */
export function supervise(
  conversation: Conversation,
  tokenizer: Tokenizer,
  config: PromptConfig,
  options: SuperviseOptions = {},
): SupervisedSample {
  const { on = "answers", end = true } = options;
  const rendered = render(conversation, config, { template: options.template, system: options.system });
  const imageCount = countImages(rendered, options.imageCount ?? conversationImages(conversation).length);
  const runs = encodeRendered(rendered, tokenizer, config);
  const lastIsTarget = on === "all" || runs.at(-1)?.target === true;
  if (end && lastIsTarget && runs.at(-1)?.ids.at(-1) !== tokenizer.eosId) {
    runs.push({ ids: [tokenizer.eosId], target: true });
  }
  const ids: number[] = [];
  const labels: number[] = [];
  if (tokenizer.addsBos && tokenizer.bosId !== undefined) {
    ids.push(tokenizer.bosId);
    labels.push(IGNORED);
  }
  const imageTokenId = tokenizer.tokenId(config.imageTag);
  for (const run of runs) {
    for (const id of run.ids) {
      ids.push(id);
      labels.push((on === "all" || run.target) && id !== imageTokenId ? id : IGNORED);
    }
  }
  if (labels.every((label) => label === IGNORED)) {
    throw new UserError(`the conversation has ${on === "all" ? "no text" : "no answer"} to learn from`);
  }
  return { ids, labels, imageCount, text: rendered.text };
}
