/** A judge that reads answers by a task's rubric: any OpenAI-compatible endpoint, each question paid for once. */
import { join } from "node:path";
import { answerCache, questionHash } from "../../data/teacher/cache.ts";
import { answererOf, chatEndpoint, type EndpointOptions, NoReply } from "../respond/chat-endpoint.ts";
import type { AskJudge } from "../run/examine.ts";

/** Replies that can be read are kept in `cacheFolder` under the hash of address, model and question. What the judge does not answer, the rule decides. */
export function extractionJudge(
  options: EndpointOptions,
  cacheFolder: string,
): { readonly name: string; readonly ask: AskJudge } {
  const ask = chatEndpoint(options);
  const cache = answerCache(join(cacheFolder, "judge"));
  return {
    name: options.model,
    ask: async (task, sample, output) => {
      const rubric = task.rubric!;
      const question = rubric.question(sample, output);
      const hash = questionHash(answererOf(options), question, new Uint8Array());
      const known = await cache.get(hash);
      let reply: string;
      try {
        reply =
          typeof known === "string"
            ? known
            : (await ask({ messages: [{ role: "user", content: question }], maxTokens: 256 })).text;
      } catch (error) {
        if (error instanceof NoReply) return undefined;
        throw error;
      }
      const verdict = rubric.read(sample, reply);
      if (verdict && reply !== known) await cache.put(hash, reply);
      return verdict && { by: options.model, path: "judge", ...verdict };
    },
  };
}
