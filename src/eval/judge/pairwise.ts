/**
 * Two runs' answers to the same questions, compared by a judge that sees the images (MT-bench's pairwise form, as the
 * paper's Figure 7): each pair in both orders, so that a liking for one place shows and decides nothing.
 */
import { join } from "node:path";
import { z } from "zod";
import { answerCache, questionHash } from "../../data/teacher/cache.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Question } from "../questions/question-set.ts";
import {
  answererOf,
  type ChatEndpoint,
  type ChatPart,
  chatEndpoint,
  type EndpointOptions,
} from "../respond/chat-endpoint.ts";
import { dataUrl } from "../respond/endpoint.ts";
import type { RunFolder } from "../run/folder.ts";
import { replyOf } from "./asking.ts";

const itemSchema = z.object({
  question: z.string(),
  category: z.string(),
  /** Of the first run. */
  verdict: z.enum(["win", "tie", "lose"]),
  /** The place that was preferred, with the first run's answer shown first, and second; null where it cannot be read. */
  preferred: z.tuple([z.enum(["first", "second", "tie"]).nullable(), z.enum(["first", "second", "tie"]).nullable()]),
});

/** What `periscope eval judge --json` prints. */
export const verdictsSchema = z.object({
  judge: z.string(),
  name: z.string(),
  against: z.string(),
  win: z.int(),
  tie: z.int(),
  lose: z.int(),
  /** Questions on which both orders agree, of those that could be read in both. */
  consistent: z.int(),
  read: z.int(),
  /** How often the answer shown first, and second, was preferred, over both orders: even for a judge without bias. */
  position: z.object({ first: z.int(), second: z.int() }),
  items: z.array(itemSchema),
});
export type Verdicts = z.infer<typeof verdictsSchema>;

export interface JudgeOptions {
  readonly first: RunFolder;
  readonly second: RunFolder;
  readonly questions: readonly Question[];
  readonly endpoint: EndpointOptions;
  /** What the verdicts call the two; by their runs' names unless said. */
  readonly names?: readonly [string, string];
  /** Replies that can be read are kept here, by who gave them: what was judged is not paid again. */
  readonly cacheFolder: string;
  readonly parallel?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

type Place = "first" | "second" | "tie" | null;

/** Throws a `UserError` where the runs have no answers to the questions, or the judge is away. */
export async function judgeRuns(options: JudgeOptions): Promise<Verdicts> {
  const { first, second, questions, endpoint, cacheFolder, parallel = 4, onProgress } = options;
  const pairs = pairsOf(first, second, questions);
  const ask = chatEndpoint(endpoint);
  const cache = answerCache(join(cacheFolder, "judge"));
  const items: (Verdicts["items"][number] | undefined)[] = pairs.map(() => undefined);
  let [next, done] = [0, 0];
  const failure = new AbortController(); // of one lane ends the others, which would go on to be paid for
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const lane = async () => {
    while (next < pairs.length && !signal.aborted) {
      const i = next++;
      const { question, answers } = pairs[i]!;
      const there = await placeOf(ask, cache, endpoint, question, answers, signal);
      const back = await placeOf(ask, cache, endpoint, question, [answers[1], answers[0]], signal);
      items[i] = {
        question: question.id,
        category: question.category,
        verdict: verdictOf(there, back),
        preferred: [there, back],
      };
      onProgress?.(++done, pairs.length);
    }
  };
  const lanes = Array.from({ length: Math.min(parallel, pairs.length) }, lane);
  await Promise.all(lanes).catch((error: unknown) => {
    failure.abort();
    throw error;
  });
  signal.throwIfAborted();
  return summarised(
    endpoint.model,
    options.names ?? [first.run.name, second.run.name],
    items.map((item) => item!),
  );
}

interface Pair {
  readonly question: Question;
  readonly answers: readonly [string, string];
}

/** Questions that both runs have answered. */
export function pairsOf(first: RunFolder, second: RunFolder, questions: readonly Question[]): Pair[] {
  const said = (run: RunFolder) =>
    new Map(run.records("questions").flatMap(({ id, output }) => (output ? [[id, output.text] as const] : [])));
  const [a, b] = [said(first), said(second)];
  const pairs = questions.flatMap((question): Pair[] => {
    const [x, y] = [a.get(question.id), b.get(question.id)];
    return x === undefined || y === undefined ? [] : [{ question, answers: [x, y] }];
  });
  if (pairs.length > 0) return pairs;
  throw new UserError(
    `${first.folder} and ${second.folder} have no answers to the same questions of this set; answer them with periscope eval run --tasks questions`,
  );
}

async function placeOf(
  ask: ChatEndpoint,
  cache: ReturnType<typeof answerCache>,
  endpoint: EndpointOptions,
  question: Question,
  [a, b]: readonly [string, string],
  signal: AbortSignal | undefined,
): Promise<Place> {
  const prompt = promptOf(question, a, b);
  const images = await Promise.all(question.images.map((path) => dataUrl(path)));
  const hash = questionHash(answererOf(endpoint), prompt, Buffer.concat(images.map(({ bytes }) => bytes)));
  const known = await cache.get(hash);
  if (typeof known === "string") return preferredIn(known);
  const content: ChatPart[] = [
    ...images.map(({ url }): ChatPart => ({ type: "image_url", image_url: { url } })),
    { type: "text", text: prompt },
  ];
  const text = await replyOf(ask, { messages: [{ role: "user", content }], maxTokens: 512 }, signal);
  const place = text === undefined ? null : preferredIn(text);
  if (place !== null) await cache.put(hash, text!); // another time it may say something that can be read
  return place;
}

function promptOf({ question, answer }: Question, a: string, b: string): string {
  const reference = answer ? `\n\n[A right answer, for your information]\n${answer}` : "";
  return `Two assistants have answered a question about the image or images above. Judge which answer is better: correct, true to the image, complete, and as detailed as the question asks. The order of the answers, their length and their style must not sway you. Explain in one or two sentences, then end with exactly one of: [[A]] if the first is better, [[B]] if the second is better, [[C]] for a tie.

[Question]
${question}${reference}

[Answer of assistant A]
${a.trim() || "(no answer)"}

[Answer of assistant B]
${b.trim() || "(no answer)"}`;
}

function preferredIn(reply: string): Place {
  const mark = reply.match(/\[\[([ABC])\]\]/g)?.at(-1)?.[2];
  return mark === "A" ? "first" : mark === "B" ? "second" : mark === "C" ? "tie" : null;
}

/** Won or lost only where both orders say so; where they contradict each other, or one is unreadable, a tie. */
function verdictOf(there: Place, back: Place): "win" | "tie" | "lose" {
  const win = Number(there === "first") + Number(back === "second");
  const lose = Number(there === "second") + Number(back === "first");
  if (there === null || back === null) return "tie";
  return win > lose && lose === 0 ? "win" : lose > win && win === 0 ? "lose" : "tie";
}

function summarised(judge: string, [name, against]: readonly [string, string], items: Verdicts["items"]): Verdicts {
  const counted = (verdict: string) => items.filter((item) => item.verdict === verdict).length;
  const places = items.flatMap(({ preferred }) => [...preferred]);
  const both = items.filter(({ preferred: [there, back] }) => there !== null && back !== null);
  const swapped = { first: "second", second: "first", tie: "tie" } as const;
  return {
    ...{ judge, name, against, win: counted("win"), tie: counted("tie"), lose: counted("lose") },
    consistent: both.filter(({ preferred: [there, back] }) => back === swapped[there!]).length,
    read: both.length,
    position: {
      first: places.filter((place) => place === "first").length,
      second: places.filter((place) => place === "second").length,
    },
    items,
  };
}
