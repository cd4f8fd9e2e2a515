/** Conversations about pictures as training rows, and rows as the inputs of a training program. */
import type { Drill } from "../../data/nano/drills.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { Runtime, Value } from "../../runtime/runtime.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import { IGNORED, supervise } from "../../text/supervise.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";

export interface Turn {
  readonly question: string;
  readonly answer: string;
}

export interface Row {
  readonly ids: readonly number[];
  /** -100 where nothing is learnt. */
  readonly labels: readonly number[];
}

export interface RowOptions {
  /** Put an image before the first question. */
  readonly image: boolean;
  /** What is learnt: the answers with their end token, or all text. Image positions never are (spec 2.3). */
  readonly on: "answers" | "all";
  /** Turns that would make a row longer than this are left out, the last ones first. */
  readonly maxLength: number;
}

/** One conversation as a row. */
export function conversationRow(
  turns: readonly Turn[],
  tokenizer: Tokenizer,
  prompt: PromptConfig,
  { image, on, maxLength }: RowOptions,
): Row {
  const messages = turns.flatMap(({ question, answer }, i) => [
    {
      role: "user" as const,
      content: image && i === 0 ? [{ type: "image" as const }, { type: "text" as const, text: question }] : question,
    },
    { role: "assistant" as const, content: answer },
  ]);
  const row = supervise(messages, tokenizer, prompt, { on });
  return row.ids.length <= maxLength || turns.length === 1
    ? row
    : conversationRow(turns.slice(0, -1), tokenizer, prompt, { image, on, maxLength });
}

/** Drills about a picture, or about a scene that is told in words; of each only the value is learnt. */
export function drillRow(
  told: string | undefined,
  drills: readonly Drill[],
  tokenizer: Tokenizer,
  prompt: PromptConfig,
  maxLength: number,
): Row {
  const encode = (text: string) => tokenizer.encode(text, { addSpecial: false });
  const comma = encode(",");
  const opening = supervise(
    [
      { role: "user", content: told ?? [{ type: "image" }] },
      { role: "assistant", content: "." },
    ],
    tokenizer,
    prompt,
  );
  const start = opening.labels.findIndex((label) => label !== IGNORED);
  const [ids, labels] = [opening.ids.slice(0, start), opening.labels.slice(0, start)];
  for (const { cue, value } of drills) {
    const [given, learnt] = [encode(` ${cue}`), encode(` ${value}`)];
    if (ids.length + given.length + learnt.length + comma.length > maxLength) break;
    ids.push(...given, ...learnt, ...comma);
    labels.push(...given.map(() => IGNORED), ...learnt, ...comma.map(() => IGNORED));
  }
  return { ids, labels };
}

/** How many tokens of the rows are learnt. */
export function targetsOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { labels }) => sum + labels.filter((label) => label !== IGNORED).length, 0);
}

/** Rows padded on the right to a common length (a multiple of 16), as the inputs of a training program. */
export function rowInputs(
  runtime: Runtime,
  config: ModelConfig,
  rows: readonly Row[],
): { length: number; inputs: Record<string, Value> } {
  const length = Math.ceil(Math.max(...rows.map((row) => row.ids.length)) / 16) * 16;
  const shape = [rows.length, length];
  const size = rows.length * length;
  const ids = new Int32Array(size).fill(config.padTokenId ?? config.eosTokenId);
  const positions = new Int32Array(size);
  const attention = new Int32Array(size);
  const labels = new BigInt64Array(size).fill(BigInt(IGNORED));
  const imageRows = new Int32Array(size).fill(-1);
  let nextImageRow = 0;
  rows.forEach((row, r) => {
    row.ids.forEach((id, t) => {
      const at = r * length + t;
      ids[at] = id;
      positions[at] = t;
      attention[at] = 1;
      labels[at] = BigInt(row.labels[t]!);
      if (id === config.imageTokenId) imageRows[at] = nextImageRow++;
    });
  });
  const int32 = (data: Int32Array) => runtime.value("int32", shape, data);
  return {
    length,
    inputs: {
      input_ids: int32(ids),
      position_ids: int32(positions),
      attention_mask: int32(attention),
      labels: runtime.value("int64", shape, labels),
      image_rows: int32(imageRows),
    },
  };
}
