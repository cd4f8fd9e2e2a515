/**
 * Greedy generation behind a key/value cache, several rows at once, from the program that the chat runs.
 * Rows are padded on the right. Nothing here reads files, so it serves the browser as well.
 */
import type { ModelConfig } from "../../model/config.ts";
import { prefillLimit } from "../../model/prefill.ts";
import { generationProgram } from "../../model/programs.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { cachedHeadWidth } from "../../tensor/index.ts";
import { loadProgram, type Plain, type ReadParameter } from "./program.ts";

/** One row's prompt. */
export interface GreedyPrompt {
  readonly ids: readonly number[];
  /** For each id the row of the image embeddings that stands in its place, or -1. */
  readonly imageRows: readonly number[];
}

export interface GreedyResult {
  /** `[B, steps]` */
  readonly ids: number[][];
  /** `[B, steps, V]` */
  readonly logits: Float32Array;
}

/** Continues every prompt by `steps` tokens. `images` are embeddings `[..., D]`; any one row where there are none. */
export async function greedy(
  runtime: Runtime,
  config: ModelConfig,
  read: ReadParameter,
  prompts: readonly GreedyPrompt[],
  images: Plain,
  steps: number,
): Promise<GreedyResult> {
  const limit = await prefillLimit(runtime);
  // rows of different lengths go together only if each is appended whole
  const together = prompts.length === 1 || prompts.every((p) => p.ids.length <= limit);
  const groups = together ? [prompts] : prompts.map((p) => [p]);
  const results: GreedyResult[] = [];
  for (const group of groups) results.push(await greedyTogether(runtime, config, read, group, images, steps, limit));
  const logits = new Float32Array(prompts.length * steps * config.language.vocabSize);
  results.forEach((r, i) => void logits.set(r.logits, i * r.logits.length));
  return { ids: results.flatMap((r) => r.ids), logits };
}

async function greedyTogether(
  runtime: Runtime,
  config: ModelConfig,
  read: ReadParameter,
  prompts: readonly GreedyPrompt[],
  images: Plain,
  steps: number,
  limit: number,
): Promise<GreedyResult> {
  const { layers, kvHeads, headDim, hiddenSize, vocabSize } = config.language;
  const batch = prompts.length;
  const longest = Math.max(...prompts.map((p) => p.ids.length));
  const cacheShape = [batch, kvHeads, longest + steps, cachedHeadWidth(headDim)];
  const cacheSize = cacheShape.reduce((a, b) => a * b, 1);
  let cache: Record<string, Plain> = {};
  for (let i = 0; i < layers; i++) {
    for (const part of ["key", "value"]) {
      cache[`past.${i}.${part}`] = { shape: cacheShape, data: new Float32Array(cacheSize) };
    }
  }
  const table = { shape: [images.data.length / hiddenSize, hiddenSize], data: images.data };
  const program = await loadProgram(runtime, generationProgram(config).outputs, read);

  /** Appends `width` positions a row, of which `lengths` are real; `before` are in the cache already. */
  const append = async (rows: readonly GreedyPrompt[], before: readonly number[]): Promise<Float32Array> => {
    const width = Math.max(...rows.map((r) => r.ids.length));
    const padded = (values: (row: GreedyPrompt) => readonly number[], filler: number) => ({
      shape: [batch, width],
      data: Int32Array.from(rows.flatMap((r) => [...values(r), ...Array(width - r.ids.length).fill(filler)])),
    });
    const last = rows.map((r, i) => before[i]! + r.ids.length - 1);
    const found = await program.run({
      ...cache,
      input_ids: padded((r) => r.ids, 0),
      image_rows: padded((r) => r.imageRows, -1),
      image_embeddings: table,
      logit_position: { shape: [batch, 1], data: BigInt64Array.from(rows, (r) => BigInt(r.ids.length - 1)) },
      last_position: { shape: [batch], data: Int32Array.from(last) },
      total: { shape: [1], data: Int32Array.of(Math.max(...last) + 1) },
    });
    cache = Object.fromEntries(
      Object.entries(found).flatMap(([name, value]) =>
        name.startsWith("present.") ? [[name.replace("present", "past"), value] as const] : [],
      ),
    );
    return found.logits!.data as Float32Array;
  };

  try {
    const ids: number[][] = prompts.map(() => []);
    const logits = new Float32Array(batch * steps * vocabSize);
    let rows = prompts;
    let before = prompts.map(() => 0);
    while (longest - before[0]! > limit) {
      const part = (values: readonly number[]) => values.slice(before[0], before[0]! + limit);
      await append([{ ids: part(prompts[0]!.ids), imageRows: part(prompts[0]!.imageRows) }], before);
      before = [before[0]! + limit];
      rows = [{ ids: prompts[0]!.ids.slice(before[0]), imageRows: prompts[0]!.imageRows.slice(before[0]) }];
    }
    for (let step = 0; step < steps; step++) {
      const scores = await append(rows, before);
      before = before.map((n, i) => n + rows[i]!.ids.length);
      rows = prompts.map((_, row) => {
        const own = scores.subarray(row * vocabSize, (row + 1) * vocabSize);
        logits.set(own, (row * steps + step) * vocabSize);
        const best = own.indexOf(Math.max(...own));
        ids[row]!.push(best);
        return { ids: [best], imageRows: [-1] };
      });
    }
    return { ids, logits };
  } finally {
    program.dispose();
  }
}

/**
 * What generation with an end token gives for the rows of an endless one: after its end a row holds `padId`, and when
 * every row has ended the rest is cut off.
 */
export function untilEnd(ids: readonly (readonly number[])[], endId: number, padId: number): number[][] {
  const ends = ids.map((row) => (row.includes(endId) ? row.indexOf(endId) + 1 : row.length));
  const width = Math.max(...ends);
  return ids.map((row, i) => row.slice(0, width).map((id, at) => (at < ends[i]! ? id : padId)));
}
