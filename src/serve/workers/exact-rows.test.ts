import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AnswerClock } from "../../chat/answer.ts";
import { LanguageModel } from "../../chat/language.ts";
import { type BatchResult, Scheduler } from "../../chat/scheduler.ts";
import { loadProgram } from "../../chat/weights.ts";
import { loadCheckpoint } from "../../checkpoint/checkpoint.ts";
import { quantizeCheckpoint } from "../../checkpoint/quantize.ts";
import { generationProgram } from "../../model/programs.ts";
import { parameterStore } from "../../nn/index.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import { loadTokenizer } from "../../text/tokenizer-folder.ts";
import { exactRows } from "./exact-rows.ts";

const nano = new URL("../../../checkpoints/nano", import.meta.url).pathname;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-exact-"));
});
afterAll(() => rm(root, { recursive: true }));

const prompts = [130, 7, 65, 40, 99].map((length, i) =>
  Array.from({ length }, (_, k) => 30 + ((k * 7919 + i * 104_729) % 900)),
);

test.each([undefined, 4, 8] as const)(
  "weights of %s bits give each answer the same bits in any company",
  async (bits) => {
    const folder = bits === undefined ? nano : join(root, `${bits}`);
    if (bits !== undefined) await quantizeCheckpoint(nano, folder, { bits });
    const checkpoint = await loadCheckpoint(folder);
    const runtime = await createNativeRuntime("cpu", { threads: 2 });
    const program = generationProgram(checkpoint.config, {
      store: parameterStore({ quantization: checkpoint.quantizationOf }),
    });
    const language = new LanguageModel({
      ...{ runtime, config: checkpoint.config.language, imageTokens: 64, imageTokenId: 0, prefillChunk: 64 },
      session: await loadProgram(runtime, program, checkpoint),
    });
    const tokenizer = await loadTokenizer(folder);
    const answers = async (asked: readonly (readonly number[])[]) => {
      const batch = new Scheduler({
        ...{ language, tokenizer, maxRows: 5, maxBytes: 2 ** 28, ...exactRows(bits) },
      });
      const results = asked.map(
        (cells) =>
          new Promise<BatchResult>((onEnd, onError) => {
            const options = { maxNewTokens: 6, eosIds: [], logprobs: 1 };
            const clock = new AnswerClock();
            batch.submit({ cells, options, clock, features: () => new Float32Array(), onPiece() {}, onEnd, onError });
          }),
      );
      const given = (await Promise.all(results)).map(({ tokens, logprobs }) => ({ tokens, logprobs }));
      batch.dispose();
      return given;
    };
    const together = await answers(prompts);
    for (const [i, prompt] of prompts.entries()) expect(together[i]).toEqual((await answers([prompt]))[0]);
    language.dispose();
    runtime.dispose();
    await checkpoint.close();
  },
);
