/**
 * One question to an OpenAI-compatible vision endpoint: sent no faster than allowed, repeated with growing pauses while the
 * server is busy or broken, and answered with JSON that has been checked. It knows HTTP, not leaves and not files.
 */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { replyBody, replyContent } from "./reply.ts";

export interface Endpoint {
  /** `https://host/v1`; `/chat/completions` is added. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token, where there is one. */
  readonly key?: string;
  /** Requests a minute; 60 unless said. */
  readonly perMinute?: number;
  /** Attempts before a question is given up; 6 unless said. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
  /** How to wait, for tests; a timer unless said. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const answerSchema = z.union([
  z.object({
    suits: z.literal(true),
    turns: z
      .array(z.object({ question: z.string().trim().min(1).max(2000), answer: z.string().trim().min(1).max(8000) }))
      .min(1)
      .max(3),
  }),
  z.object({ suits: z.literal(false) }),
]);
export type TeacherAnswer = z.infer<typeof answerSchema>;

const replySchema = z.object({ choices: z.array(z.object({ message: z.object({ content: replyContent }) })).min(1) });

/** Thrown when a question is given up: the answers were no JSON, or the server stayed away. The run goes on without it. */
export class NoAnswer extends Error {}

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(id);
      reject(signal?.reason ?? new Error("stopped"));
    };
    const id = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/**
 * A function that asks. Throws a `UserError` where asking again is useless (wrong address, key or model), `NoAnswer` where this
 * question failed.
 */
export function teacher(
  endpoint: Endpoint,
): (
  prompt: string,
  image: { readonly bytes: Uint8Array; readonly type: string },
  signal?: AbortSignal,
) => Promise<TeacherAnswer> {
  const { model, key, perMinute = 60, attempts = 6, timeoutMs = 120_000, wait = timer } = endpoint;
  const url = `${endpoint.url.replace(/\/+$/, "")}/chat/completions`;
  const pauseMs = 60_000 / perMinute;
  let turn = Promise.resolve();

  /** Lets one request pass every `pauseMs`, whoever asks. */
  const slot = (signal?: AbortSignal): Promise<void> => {
    const mine = turn;
    turn = mine.then(() => wait(pauseMs, signal)).catch(() => undefined);
    return mine;
  };

  return async (prompt, image, signal) => {
    const body = JSON.stringify({
      model,
      temperature: 0.7,
      response_format: { type: "json_object" },
      messages: [
        {
          role: "user",
          content: [
            {
              type: "image_url",
              image_url: { url: `data:${image.type};base64,${Buffer.from(image.bytes).toString("base64")}` },
            },
            { type: "text", text: prompt },
          ],
        },
      ],
    });
    let problem = "";
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await wait(Math.min(60_000, 1000 * 2 ** (attempt - 1)), signal);
      await slot(signal);
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timeoutMs);
      let response: Response;
      let text: string;
      try {
        response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
          body,
          redirect: "error", // it would carry the picture elsewhere
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        text = await replyBody(response);
      } catch (error) {
        signal?.throwIfAborted();
        problem = `${url} cannot be reached: ${(error as Error).message}`;
        continue;
      }
      if (response.status === 429 || response.status >= 500) {
        problem = `the server answered ${response.status}`;
        const seconds = Number(response.headers.get("retry-after"));
        if (seconds > 0) await wait(Math.min(300, seconds) * 1000, signal);
        continue;
      }
      if (!response.ok)
        throw new UserError(`${url} refused the request with ${response.status}: ${text.slice(0, 200)}`);
      const answer = parseAnswer(text);
      if (answer) return answer;
      problem = "the answer was not the JSON that was asked for";
    }
    throw new NoAnswer(`given up after ${attempts} attempts: ${problem}`);
  };
}

/** The checked answer in a reply, or nothing. Fences of code around the JSON are forgiven. */
export function parseAnswer(reply: string): TeacherAnswer | undefined {
  try {
    const content = replySchema.parse(JSON.parse(reply)).choices[0]!.message.content;
    return answerSchema.parse(JSON.parse(content.trim().replace(/^```(?:json)?\s*|\s*```$/g, "")));
  } catch {
    return undefined;
  }
}
