/** A judge that reads answers by a task's rubric: any OpenAI-compatible endpoint, each question paid for once. */
import { join } from "node:path";
import { answerCache, questionHash } from "../../data/teacher/cache.ts";
import { chatEndpoint, type EndpointOptions, NoReply } from "../respond/chat-endpoint.ts";
import type { AskJudge } from "../run/examine.ts";

/** Replies are kept in `cacheFolder` under the hash of model and question. What the judge does not answer, the rule decides. */
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
      const hash = questionHash(options.model, question, new Uint8Array());
      let reply = (await cache.get(hash)) as string | undefined;
      if (typeof reply !== "string") {
        try {
          reply = (await ask({ messages: [{ role: "user", content: question }], maxTokens: 256 })).text;
        } catch (error) {
          if (error instanceof NoReply) return undefined;
          throw error;
        }
        await cache.put(hash, reply);
      }
      const verdict = rubric.read(sample, reply);
      return verdict && { by: options.model, path: "judge", ...verdict };
    },
  };
}
