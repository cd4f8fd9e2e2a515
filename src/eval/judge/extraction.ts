/** A judge that reads answers by a task's rubric: any OpenAI-compatible endpoint, each question paid for once. */
import { join } from "node:path";
import { answerCache, questionHash } from "../../data/teacher/cache.ts";
import { answererOf, chatEndpoint, type EndpointOptions } from "../respond/chat-endpoint.ts";
import type { AskJudge } from "../run/examine.ts";
import { replyOf } from "./asking.ts";

/**
 * Replies that can be read are kept in `cacheFolder` under the hash of address, model and question. A question that the judge
 * does not take, the rule decides; a judge that is away is an error.
 */
export function extractionJudge(
  options: EndpointOptions,
  cacheFolder: string,
): { readonly name: string; readonly ask: AskJudge } {
  const ask = chatEndpoint(options);
  const cache = answerCache(join(cacheFolder, "judge"));
  return {
    name: options.model,
    ask: async (task, sample, output, signal) => {
      const rubric = task.rubric!;
      const question = rubric.question(sample, output);
      const hash = questionHash(answererOf(options), question, new Uint8Array());
      const known = await cache.get(hash);
      const reply =
        typeof known === "string"
          ? known
          : await replyOf(ask, { messages: [{ role: "user", content: question }], maxTokens: 256 }, signal);
      if (reply === undefined) return "the judge did not take the question";
      const verdict = rubric.read(sample, reply);
      if (verdict && reply !== known) await cache.put(hash, reply);
      return verdict ? { by: options.model, path: "judge", ...verdict } : "the judge gave no verdict that can be read";
    },
  };
}
