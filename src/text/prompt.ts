/**
 * From a conversation to the ids that the language model takes: one placeholder for each image, then each repeated as
 * often as an image has tokens (spec 1.7). Labels for training are `supervise.ts`, batches `batch.ts`.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import {
  type Conversation,
  conversationImages,
  type RenderedConversation,
  type RenderOptions,
  renderConversation,
} from "./conversation.ts";
import { IMAGE_TOKEN } from "./deepseek-format.ts";
import { readFields } from "./read-fields.ts";
import { type TemplateName, templates } from "./templates.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** What `processor_config.json` says. */
export interface PromptConfig {
  readonly imageTag: string;
  /** Positions that an image takes in the language model: 576 in the released models. */
  readonly numImageTokens: number;
  readonly template: TemplateName;
  /** Used where the conversation has none; "" for none at all. Default: the reference's. */
  readonly systemPrompt?: string;
}

export interface Prompt {
  /** With bos, images expanded. */
  readonly ids: number[];
  readonly imageCount: number;
  /** The rendered string, one placeholder an image, without bos. */
  readonly text: string;
}

export interface PromptOptions {
  /** How many images the caller holds, if the conversation does not carry them itself. */
  readonly imageCount?: number;
  /** As in `renderConversation`. */
  readonly system?: string;
  /** Begin the assistant's answer if the last message is the user's. Default true. */
  readonly open?: boolean;
  /** Instead of the configuration's template. */
  readonly template?: TemplateName;
}

const promptFile = z.looseObject({
  image_tag: z.string().min(1).default(IMAGE_TOKEN),
  num_image_tokens: z.int().min(1).max(65536).default(576),
  sft_format: z.string().default("deepseek"),
  system_prompt: z.string().optional(),
  add_special_token: z
    .literal(false, { error: "must be false: with a tag kept beside the image's tokens their number would not fit" })
    .default(false),
});

/** Parses the contents of a `processor_config.json`; `source` names the file. Throws UserError naming the key. */
export function parsePromptConfig(json: unknown, source = "processor_config.json"): PromptConfig {
  const file = readFields(promptFile, json, source);
  const { image_tag: imageTag, num_image_tokens: numImageTokens, sft_format: template, system_prompt } = file;
  if (!isTemplateName(template)) {
    throw new UserError(
      `${source}: "sft_format" is ${JSON.stringify(template)}; known are ${Object.keys(templates).join(", ")}`,
    );
  }
  return { imageTag, numImageTokens, template, systemPrompt: system_prompt };
}

function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

/**
 * The prompt for an answer. Special tokens count only where the template or an image part puts them: the same letters
 * typed by a person stay letters. Throws UserError if placeholders and images differ in number.
 */
export function buildPrompt(
  conversation: Conversation,
  tokenizer: Tokenizer,
  config: PromptConfig,
  options: PromptOptions = {},
): Prompt {
  const { open = true } = options;
  const rendered = render(conversation, config, { ...options, open });
  const imageCount = countImages(rendered, options.imageCount ?? conversationImages(conversation).length);
  const ids = encodeRendered(rendered, tokenizer, config).flatMap((run) => run.ids);
  if (tokenizer.addsBos && tokenizer.bosId !== undefined) ids.unshift(tokenizer.bosId);
  return { ids, imageCount, text: rendered.text };
}

/** Each `imageTokenId` becomes `numImageTokens` of them; with `keepTag` the original stays in front as well. */
export function expandImageTokens(
  ids: readonly number[],
  imageTokenId: number,
  numImageTokens: number,
  { keepTag = false }: { keepTag?: boolean } = {},
): number[] {
  const run = numImageTokens + (keepTag ? 1 : 0);
  const out: number[] = [];
  for (const id of ids) for (let i = id === imageTokenId ? run : 1; i > 0; i--) out.push(id);
  return out;
}

/** Renders with the configuration's template and tag. */
export function render(
  conversation: Conversation,
  config: PromptConfig,
  options: Omit<RenderOptions, "imageTag">,
): RenderedConversation {
  const { template = config.template, system = config.systemPrompt, open } = options;
  return renderConversation(conversation, { template, system, open, imageTag: config.imageTag });
}

/** The number of placeholders, which must be the number of images. */
export function countImages({ pieces }: RenderedConversation, images: number): number {
  const places = pieces.filter(({ kind }) => kind === "image").length;
  if (places !== images) {
    const has = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
    throw new UserError(
      `the conversation has ${has(places, "image placeholder")} but ${has(images, "image")}; there must be one for each`,
    );
  }
  return places;
}

/** Ids of a stretch that is, as a whole, an answer or not. */
export interface EncodedRun {
  readonly ids: number[];
  readonly target: boolean;
}

/**
 * Encodes the pieces, answers apart from the rest: what is generated after a prompt is encoded after a prompt too.
 * (In the deepseek template that changes nothing: its pre-tokenizer splits at the colon before an answer.)
 */
export function encodeRendered(
  { pieces }: RenderedConversation,
  tokenizer: Tokenizer,
  { imageTag, numImageTokens }: PromptConfig,
): EncodedRun[] {
  const imageTokenId = tokenizer.tokenId(imageTag);
  if (imageTokenId === undefined) throw new UserError(`the image tag "${imageTag}" is no token of the tokenizer`);
  const runs: { target: boolean; pieces: { text: string; special: boolean }[] }[] = [];
  for (const { text, kind, target } of pieces) {
    const piece = { text: kind === "image" ? imageTag : text, special: kind !== "text" };
    const last = runs.at(-1);
    if (last?.target === target) last.pieces.push(piece);
    else runs.push({ target, pieces: [piece] });
  }
  return runs.map((run) => ({
    target: run.target,
    ids: expandImageTokens(tokenizer.encodePieces(run.pieces), imageTokenId, numImageTokens),
  }));
}
