/**
 * A judge's reply to a question, so that a question which it does not take is told from a judge that is away. What the
 * question is and how the reply is read, others say.
 */
import { UserError } from "../../runtime/errors.ts";
import { type ChatEndpoint, type ChatRequest, NoReply, Unreachable } from "../respond/chat-endpoint.ts";

/** What every judge can answer. Some refuse to write fewer tokens. */
const plain: ChatRequest = { messages: [{ role: "user", content: "Write the number 1." }], maxTokens: 16 };

/**
 * The reply; undefined where the judge does not take this one question and still answers another. Throws the error of a judge
 * that answers neither: else a wrong address would look like a judge without an opinion, question after question.
 */
export async function replyOf(
  ask: ChatEndpoint,
  request: ChatRequest,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await ask(request, signal)).text;
  } catch (error) {
    signal?.throwIfAborted();
    const mayBeTheQuestions =
      error instanceof UserError && (!(error instanceof Unreachable) || error instanceof NoReply);
    if (!mayBeTheQuestions) throw error;
    await ask(plain, signal).catch(() => {
      signal?.throwIfAborted();
      throw new Unreachable(`the judge does not answer: ${error.message}`);
    });
    return undefined;
  }
}
