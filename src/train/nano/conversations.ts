/**
 * Conversations as training rows: token ids in the chat format of DeepSeek-VL (spec 1.9), labels where the model is to
 * learn, and the arrays of a batch.
 */
import type { ModelConfig } from "../../model/config.ts";
import type { Runtime, Value } from "../../runtime/runtime.ts";
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

const ignored = -100;

export interface RowOptions {
  /** Put an image before the first question. */
  readonly image: boolean;
  /** What is learnt: the answers with their end token, or all text. Image positions never are (spec 2.3). */
  readonly learn: "answers" | "text";
  /** Leaves out turns that would make the row longer than this. */
  readonly maxLength: number;
}

/** One conversation as a row. */
export function conversationRow(
  turns: readonly Turn[],
  tokenizer: Tokenizer,
  config: ModelConfig,
  { image, learn, maxLength }: RowOptions,
): Row {
  const ids: number[] = [config.bosTokenId];
  const labels: number[] = [ignored];
  for (const [i, { question, answer }] of turns.entries()) {
    const shown = image && i === 0;
    const prompt = expand(
      tokenizer.encode(`User: ${shown ? "<image_placeholder>" : ""}${question}\n\nAssistant:`, { addSpecial: false }),
      config,
    );
    const reply = [...tokenizer.encode(` ${answer}`, { addSpecial: false, special: false }), config.eosTokenId];
    if (i > 0 && ids.length + prompt.length + reply.length > maxLength) break;
    ids.push(...prompt, ...reply);
    labels.push(...prompt.map((id) => (learn === "answers" || id === config.imageTokenId ? ignored : id)), ...reply);
  }
  return { ids, labels };
}

function expand(ids: readonly number[], { imageTokenId, imageTokens }: ModelConfig): number[] {
  return ids.flatMap((id) => (id === imageTokenId ? new Array<number>(imageTokens).fill(id) : [id]));
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
  const labels = new BigInt64Array(size).fill(BigInt(ignored));
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
