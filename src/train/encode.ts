/**
 * A sample as the ids that the language model reads and the labels that it learns: documents as one text with pictures in it,
 * conversations in the chat format. Rows and batches are made of these in `rows.ts`.
 */
import { type Content, type Part, partsOf } from "../data/sample.ts";
import { UserError } from "../runtime/errors.ts";
import type { Conversation } from "../text/conversation.ts";
import { encodeRendered, type PromptConfig } from "../text/prompt.ts";
import { IGNORED, supervise } from "../text/supervise.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import type { SamplePicture, TrainingSample } from "./sources.ts";

export interface EncodedSample {
  readonly source: string;
  readonly ids: readonly number[];
  /** Aligned with the ids; -100 where nothing is learnt: at images, at the first token, at what is only given. */
  readonly labels: readonly number[];
  /** The pictures whose tokens stand in `ids`, in their order. */
  readonly pictures: readonly SamplePicture[];
  /** UTF-8 bytes of the text that is learnt, for bits per byte. */
  readonly targetBytes: number;
}

export interface EncodeSettings {
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly labels: "all" | "targets";
  /** Longest result in tokens. */
  readonly maxLength: number;
  /** Whether image tokens count towards it. */
  readonly imageTokens: "inside" | "beside";
}

/** Thrown for a sample of which nothing is left to learn; the row takes another one. */
export class NothingToLearn extends Error {}

/** Throws `NothingToLearn`. */
export function encodeSample(sample: TrainingSample, settings: EncodeSettings): EncodedSample {
  const { content } = sample;
  const whole = content.kind === "document" ? documentIds(content.parts, settings) : conversationIds(content, settings);
  const { ids, labels } = fitted(whole, settings);
  if (labels.every((label) => label === IGNORED)) throw new NothingToLearn(sample.key);
  const images = ids.filter((id) => id === settings.tokenizer.imageTokenId).length / settings.prompt.numImageTokens;
  const learnt = labels.filter((label) => label !== IGNORED);
  return {
    source: sample.source,
    ids,
    labels,
    pictures: picturesOf(sample).slice(0, images),
    targetBytes: Buffer.byteLength(settings.tokenizer.decode(learnt, { skipSpecial: true })),
  };
}

interface Sequence {
  readonly ids: readonly number[];
  readonly labels: readonly number[];
}

/** bos, the parts one after the other, eos. */
function documentIds(parts: readonly Part[], { tokenizer, prompt, labels: learn }: EncodeSettings): Sequence {
  const pieces = parts.map((part) =>
    part.type === "image"
      ? { text: prompt.imageTag, kind: "image" as const, target: false }
      : { text: part.text, kind: "text" as const, target: learn === "all" || part.target },
  );
  const runs = encodeRendered({ text: "", pieces: joined(pieces) }, tokenizer, prompt);
  const ids: number[] = [];
  const labels: number[] = [];
  if (tokenizer.addsBos && tokenizer.bosId !== undefined) {
    ids.push(tokenizer.bosId);
    labels.push(IGNORED);
  }
  for (const run of runs) {
    for (const id of run.ids) {
      ids.push(id);
      labels.push(run.target && id !== tokenizer.imageTokenId ? id : IGNORED);
    }
  }
  const ends = learn === "all" || parts.at(-1)?.type !== "text" || pieces.at(-1)!.target;
  ids.push(tokenizer.eosId);
  labels.push(ends ? tokenizer.eosId : IGNORED);
  labels[0] = IGNORED; // nothing stands before it
  return { ids, labels };
}

/** Text pieces side by side are encoded as one. */
function joined<T extends { text: string; kind: "image" | "text"; target: boolean }>(pieces: readonly T[]): T[] {
  const out: T[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last && last.kind === "text" && piece.kind === "text" && last.target === piece.target) last.text += piece.text;
    else out.push({ ...piece });
  }
  return out;
}

/** Of a token: a conversation with more may fit, but is not likely to. */
const likelyCharacters = 16;

/** In the chat format; where it is too long, turns at the end are left out as long as one is left. */
function conversationIds(content: Extract<Content, { kind: "conversation" }>, settings: EncodeSettings): Sequence {
  const turns: Conversation = content.turns.map(({ role, parts }) => ({
    role,
    content: parts.map((part) =>
      part.type === "image" ? { type: "image" as const } : { type: "text" as const, text: part.text },
    ),
  }));
  const ends = turnEnds(turns);
  const characters = partsOf(content).reduce((sum, part) => sum + (part.type === "text" ? part.text.length : 0), 0);
  // The longest beginning that fits lies near the front of a very long conversation: it is looked for from there, so that
  // little of what does not fit is encoded.
  let [fits, tooLong] = [0, ends.length]; // the shortest counts as fitting: it is cut
  if (ends.length === 1 || characters <= likelyCharacters * settings.maxLength) {
    const whole = supervised(turns, settings);
    if (ends.length === 1 || counted(whole.ids, settings) <= settings.maxLength) return whole;
    tooLong = ends.length - 1;
  }
  for (let step = 1; tooLong - fits > 1; step *= 2) {
    const middle = Math.floor((fits + tooLong) / 2);
    const tried = Math.min(fits + step, middle);
    if (isWithin(turns.slice(0, ends[tried]), settings)) fits = tried;
    else tooLong = tried;
  }
  return supervised(turns.slice(0, ends[fits]), settings);
}

/** How many turns may be kept, fewest first: with an answer its question goes. */
function turnEnds(turns: Conversation): number[] {
  const ends = [turns.length];
  let said = turns.filter(({ role }) => role !== "system").length;
  for (let end = turns.length; said > 2; ) {
    const left = turns[end - 1]!.role === "assistant" ? 2 : 1;
    end -= left;
    said -= left;
    ends.push(end);
  }
  return ends.reverse();
}

function supervised(turns: Conversation, { tokenizer, prompt, labels: learn }: EncodeSettings): Sequence {
  try {
    const { ids, labels } = supervise(turns, tokenizer, prompt, { on: learn === "all" ? "all" : "answers" });
    return { ids, labels: labels.map((label, i) => (i === 0 ? IGNORED : label)) };
  } catch (error) {
    if (error instanceof UserError) throw new NothingToLearn(error.message);
    throw error;
  }
}

/** A beginning that has no answer yet is short enough: a longer one may have one. */
function isWithin(turns: Conversation, settings: EncodeSettings): boolean {
  try {
    return counted(supervised(turns, settings).ids, settings) <= settings.maxLength;
  } catch (error) {
    if (error instanceof NothingToLearn) return true;
    throw error;
  }
}

function counted(ids: readonly number[], { tokenizer, imageTokens }: EncodeSettings): number {
  return imageTokens === "inside" ? ids.length : ids.filter((id) => id !== tokenizer.imageTokenId).length;
}

/** Cut to the longest length, never inside an image. */
function fitted(row: Sequence, settings: EncodeSettings): Sequence {
  const { tokenizer, prompt, imageTokens, maxLength } = settings;
  let room = maxLength;
  let end = 0;
  while (end < row.ids.length) {
    const isImage = row.ids[end] === tokenizer.imageTokenId;
    const length = isImage ? prompt.numImageTokens : 1;
    const price = isImage && imageTokens === "beside" ? 0 : length;
    if (price > room) break;
    room -= price;
    end += length;
  }
  return end >= row.ids.length ? row : { ids: row.ids.slice(0, end), labels: row.labels.slice(0, end) };
}

/** A sample's pictures in the order in which its text shows them. */
function picturesOf({ content, pictures }: TrainingSample): SamplePicture[] {
  const parts = content.kind === "document" ? content.parts : content.turns.flatMap((turn) => turn.parts);
  return parts.flatMap((part) => (part.type === "image" ? [pictures[part.image]!] : []));
}
