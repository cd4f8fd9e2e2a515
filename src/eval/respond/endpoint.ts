/**
 * An OpenAI-compatible endpoint as a respondent, so that peers stand in the same table. It answers; of likelihoods it tells
 * at most those of the likeliest first tokens, which is enough to compare letters.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UserError } from "../../runtime/errors.ts";
import type { EvalImage, EvalPrompt } from "../contract.ts";
import { imageType } from "../files/images.ts";
import { type ChatPart, chatEndpoint, type EndpointOptions } from "./chat-endpoint.ts";
import { NotOffered, type PromptRecord, type Respondent, textOf } from "./respondent.ts";

/** The most that OpenAI's interface gives. */
const topLogprobs = 20;

export function endpointRespondent(options: EndpointOptions): Respondent {
  const ask = chatEndpoint(options);
  return {
    name: options.model,
    facts: { kind: "endpoint", model: options.model, url: options.url.replace(/\/\/[^@/]*@/, "//") },
    async generate(prompts, { maxNewTokens, stop, batch, signal }, onAnswer) {
      let next = 0;
      const lane = async () => {
        while (next < prompts.length && !signal?.aborted) {
          const index = next++;
          const started = performance.now();
          const { messages, record } = await requestOf(prompts[index]!);
          const { text, finish } = await ask({ messages, maxTokens: maxNewTokens, stop }, signal);
          onAnswer(index, {
            prompt: record,
            output: { text, finish },
            times: { requestMs: performance.now() - started },
          });
        }
      };
      await Promise.all(Array.from({ length: Math.min(batch, prompts.length) }, lane));
    },
    async weigh(prompt, letters, kind, signal) {
      if (letters.some((letter) => !/^ ?[A-Z]$/.test(letter)) || (kind !== "letters" && kind !== "likelihood")) {
        throw new NotOffered("an endpoint tells no likelihoods of given texts");
      }
      const started = performance.now();
      const { messages, record } = await requestOf(prompt);
      const { first } = await ask({ messages, maxTokens: 1, topLogprobs }, signal);
      if (!first) throw new NotOffered("the endpoint tells no log-probabilities");
      // what is not among the listed tokens is less likely than all of them
      const floor = Math.min(...first.map(({ logprob }) => logprob)) - 1;
      const weighed = letters.map((letter) => {
        const same = first.filter(({ token }) => token.trim() === letter.trim());
        return { logprob: Math.max(floor, ...same.map(({ logprob }) => logprob)), tokens: 1 };
      });
      if (weighed.every(({ logprob }) => logprob === floor)) {
        throw new NotOffered(`none of the letters is among the endpoint's ${first.length} likeliest tokens`);
      }
      return { prompt: record, options: weighed, times: { requestMs: performance.now() - started } };
    },
    predict: async () => {
      throw new NotOffered("an endpoint tells no likelihoods of given texts");
    },
    lengthOf: (prompt) => textOf(prompt).length,
    close: async () => {},
  };
}

/** The messages of a request, and what the record says of them: images reach the endpoint as they are. */
async function requestOf(prompt: EvalPrompt) {
  const images: { sha256: string; preprocessing: string }[] = [];
  const record: PromptRecord = { text: textOf(prompt), images };
  if ("text" in prompt) return { messages: [{ role: "user", content: prompt.text }], record };
  const messages: { role: string; content: ChatPart[] }[] = [];
  for (const { role, content } of prompt.messages) {
    const parts: ChatPart[] = [];
    for (const part of content) {
      if (part.type === "text") {
        parts.push(part);
        continue;
      }
      const { bytes, url } = await dataUrl(part.image);
      images.push({ sha256: createHash("sha256").update(bytes).digest("hex"), preprocessing: "the endpoint's" });
      parts.push({ type: "image_url", image_url: { url } });
    }
    messages.push({ role, content: parts });
  }
  return { messages, record };
}

/** An image's bytes, and the same as a `data:` address. Throws a `UserError` for what is no image that endpoints take. */
export async function dataUrl(image: EvalImage): Promise<{ bytes: Uint8Array; url: string }> {
  const bytes = typeof image === "string" ? await readFile(image) : image;
  const type = imageType(bytes);
  if (!type)
    throw new UserError(`${typeof image === "string" ? image : "an image"} is neither JPEG, PNG, WebP nor GIF`);
  return { bytes, url: `data:${type};base64,${Buffer.from(bytes).toString("base64")}` };
}
