/** The parity of what stands before the model: image tokens and batches, and the strings of the chat templates. */
import { join } from "node:path";
import { readJson } from "../../checkpoint/files.ts";
import { batchify } from "../../text/batch.ts";
import { type Conversation, renderConversation, SYSTEM_PROMPT } from "../../text/conversation.ts";
import { expandImageTokens } from "../../text/prompt.ts";
import { type TemplateName, templates } from "../../text/templates.ts";
import { type Check, failure, same } from "./check.ts";
import type { Fixture } from "./fixture.ts";

interface BatchCase {
  readonly name: string;
  readonly add_special_token: boolean;
  readonly num_image_tokens: number;
  readonly image_id: number;
  readonly pad_id: number;
  readonly rows: readonly (readonly number[])[];
  readonly expanded: readonly (readonly number[])[];
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask: readonly (readonly number[])[];
  readonly images_seq_mask: readonly (readonly number[])[];
  readonly images_emb_mask: readonly (readonly (readonly number[])[])[];
}

interface PromptCase {
  readonly name: string;
  readonly sft_format: string;
  readonly system: "system" | "empty";
  readonly conversations: readonly { readonly role: string; readonly content: string }[];
  readonly prompt: string;
}

interface CaseJson {
  readonly batchify?: readonly BatchCase[];
  readonly system_prompt?: string;
  readonly prompts?: readonly PromptCase[];
}

export async function checkBatches({ folder }: Fixture): Promise<Check[]> {
  const json = (await readJson(join(folder, "case.json"))) as CaseJson;
  const system = json.system_prompt ?? SYSTEM_PROMPT;
  return [
    ...(json.batchify ?? []).flatMap(checkBatch),
    ...(json.prompts ?? []).map((golden) => checkPrompt(golden, system)),
  ];
}

function checkBatch(golden: BatchCase): Check[] {
  const { name, add_special_token: keepTag, num_image_tokens: numImageTokens, image_id: imageTokenId } = golden;
  const expanded = golden.rows.map((row) => expandImageTokens(row, imageTokenId, numImageTokens, { keepTag }));
  const rows = expanded.map((ids, i) => ({
    ids,
    imageCount: golden.rows[i]!.filter((id) => id === imageTokenId).length,
  }));
  const batch = batchify(rows, { padId: golden.pad_id, imageTokenId, numImageTokens, keepTag });
  const check = (what: string, found: ArrayLike<number>, reference: readonly unknown[]) =>
    same(`batch.${what}`, `${name} ${what}`, found, reference.flat(3));
  return [
    same("batch.expanded", `${name} expanded`, expanded.map(String), golden.expanded.map(String)),
    check("input_ids", batch.inputIds, golden.input_ids),
    check("attention_mask", batch.attentionMask, golden.attention_mask),
    check("images_seq_mask", batch.imagesSeqMask, golden.images_seq_mask),
    check("images_emb_mask", batch.imagesEmbMask, golden.images_emb_mask),
  ];
}

function checkPrompt({ name, sft_format: template, system, conversations, prompt }: PromptCase, words: string): Check {
  const title = `${name}, ${template}, ${system}`;
  if (!(template in templates)) return failure("prompt", title, `there is no template "${template}"`);
  const conversation: Conversation = conversations.map(({ role, content }) => ({
    role: role === "User" ? "user" : "assistant",
    content,
  }));
  const options = { template: template as TemplateName, system: system === "system" ? words : "" };
  return same("prompt", title, [renderConversation(conversation, options).text], [prompt]);
}
