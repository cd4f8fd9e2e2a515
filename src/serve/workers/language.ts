/**
 * The worker that answers: the language model and its running batch, in a process of its own. Images reach it as
 * features; what is asked of it is `LanguageOrder`.
 */
import { AnswerClock } from "../../chat/answer.ts";
import { jsonConstraints } from "../../chat/json/constraint.ts";
import { LanguageModel } from "../../chat/language.ts";
import { modelParts } from "../../chat/open.ts";
import { mergeOptions, parseGenerationConfig } from "../../chat/options.ts";
import { type BatchRequest, Scheduler } from "../../chat/scheduler.ts";
import { conversationSequence, ImageNumbers } from "../../chat/sequence.ts";
import { loadProgram } from "../../chat/weights.ts";
import { loadCheckpoint } from "../../checkpoint/checkpoint.ts";
import { countParameters, parameterSpecs } from "../../checkpoint/parameters.ts";
import { prefillLimit } from "../../model/prefill.ts";
import { generationProgram } from "../../model/programs.ts";
import { parameterStore } from "../../nn/index.ts";
import { UserError } from "../../runtime/errors.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import { loadTokenizer } from "../../text/tokenizer-folder.ts";
import { failure, laterField, lineToServer } from "./child.ts";
import { exactRows } from "./exact-rows.ts";
import type { LanguageLimits, LanguageOrder, LanguageReport, ModelFacts, ModelPlace, WirePiece } from "./protocol.ts";
import { wireToken } from "./wire-token.ts";

/** Positions of a prompt that run at once, so that others wait no longer than for these. */
const chunk = 64;
/** Image numbers are looked through for unused ones when there are so many. */
const manyImages = 4096;

const line = lineToServer<LanguageOrder, LanguageReport>();

async function open({ folder, device, threads }: ModelPlace, limits: LanguageLimits) {
  const checkpoint = await loadCheckpoint(folder);
  const tokenizer = await loadTokenizer(folder);
  const parts = modelParts(checkpoint, tokenizer);
  const { config, prompt, quantization } = parts;
  const runtime = await createNativeRuntime(device, { threads });
  const program = generationProgram(config, { store: parameterStore({ quantization }) });
  const language = new LanguageModel({
    runtime,
    session: await loadProgram(runtime, program, checkpoint),
    config: config.language,
    imageTokens: config.imageTokens,
    imageTokenId: 0,
    prefillChunk: chunk,
  });
  const maxRows = device === "cpu" ? limits.maxRows : 1;
  const scheduler = new Scheduler({
    ...{ language, tokenizer, maxRows, maxBytes: limits.maxCacheBytes },
    chunk: Math.min(chunk, await prefillLimit(runtime)),
    ...(device === "cpu" && exactRows(checkpoint.quantization?.bits)),
  });
  const { options: defaults } = parseGenerationConfig(checkpoint.raw.generation, `${folder}/generation_config.json`);
  const constraints = jsonConstraints(tokenizer, config.language.vocabSize, defaults.eosIds ?? [tokenizer.eosId]);
  constraints(); // sorts the vocabulary now, while nobody waits
  await checkpoint.close(); // the program has its weights
  const { eosIds, ...told } = defaults;
  const facts: ModelFacts = {
    parameters: countParameters(parameterSpecs(config)),
    vocabulary: tokenizer.vocabSize,
    imageTokens: config.imageTokens,
    maxPositions: scheduler.maxPositions,
    defaults: told,
  };
  return { config, tokenizer, prompt, scheduler, defaults, constraints, facts };
}

type Opened = Awaited<ReturnType<typeof open>>;

function answering(opened: Opened) {
  const { config, tokenizer, prompt, scheduler, defaults, constraints } = opened;
  const numbers = new ImageNumbers();
  const running = new Map<number, readonly BatchRequest[]>();
  let pieces: WirePiece[] = [];
  let flushing = false;

  const load = () => {
    const { active, waiting, cacheBytes } = scheduler.load;
    return { active, waiting, cacheBytes, memoryBytes: process.memoryUsage.rss() };
  };
  const flush = () => {
    flushing = false;
    if (pieces.length > 0) line.send({ type: "pieces", pieces, load: load() });
    pieces = [];
  };
  /** All pieces of a step travel together. */
  const tell = (piece: WirePiece) => {
    pieces.push(piece);
    if (flushing) return;
    flushing = true;
    setImmediate(flush);
  };

  const forgetImages = () => {
    if (numbers.size < manyImages) return;
    const used = new Set<number>();
    const rows = [...scheduler.cachedCells(), ...[...running.values()].map(([request]) => request!.cells)];
    for (const cell of rows.flat()) if (cell < 0) used.add(Math.floor((-1 - cell) / config.imageTokens));
    numbers.forget(used);
  };

  const begin = ({ id, messages, features, options, form, choices }: LanguageOrder & { type: "answer" }) => {
    forgetImages();
    const settings = mergeOptions(defaults, options);
    const constraint = form && constraints(form.kind === "json" ? undefined : form.schema);
    const turns = messages.map(({ role, content }) => ({ role, content: content.map(partOf) }));
    const mostPositions = scheduler.maxPositions;
    const { cells, images } = conversationSequence(turns, { tokenizer, prompt, numbers, mostPositions });
    if (cells.length >= scheduler.maxPositions) {
      throw new UserError(
        `the conversation takes ${cells.length} tokens, but this server has ${scheduler.maxPositions} for it and its answer together`,
      );
    }
    const rows = new Map([...images].map(([number, { hash }]) => [number, features.get(hash)!]));
    let left = choices;
    let started = false;
    const requests = Array.from({ length: choices }, (_, choice): BatchRequest => {
      const clock = new AnswerClock();
      clock.images();
      return {
        cells,
        clock,
        features: (image) => rows.get(image)!,
        options: { ...settings, constraint, ...(settings.seed !== undefined && { seed: settings.seed + choice }) },
        onStart() {
          if (!started) line.send({ type: "started", id });
          started = true;
        },
        onPiece: ({ text, token, logprobs }) =>
          tell({ id, choice, text, token: token === undefined ? undefined : wireToken(tokenizer, token, logprobs) }),
        onEnd({ finishReason, stats }) {
          flush();
          const reason = finishReason === "eos" ? "stop" : finishReason;
          const { promptTokens, reusedTokens: cachedTokens, answerTokens, prefillMs, decodeMs } = stats;
          const end = { reason, promptTokens, cachedTokens, answerTokens, prefillMs, decodeMs };
          line.send({ type: "end", id, choice, end, load: load() });
          if (--left === 0) running.delete(id);
        },
        onError(error) {
          if (!running.delete(id)) return;
          line.send(failure(id, error, laterField(error, form)));
          for (const other of requests) scheduler.cancel(other);
        },
      };
    });
    running.set(id, requests);
    for (const request of requests) scheduler.submit(request);
  };

  return (order: LanguageOrder) => {
    if (order.type === "cancel") {
      for (const request of running.get(order.id) ?? []) scheduler.cancel(request);
    } else if (order.type === "answer") {
      try {
        begin(order);
      } catch (error) {
        line.send(failure(order.id, error, { code: "invalid_prompt", param: "messages" }));
      }
    }
  };
}

/** Features are at hand, so that nobody decodes; the sequence asks for the name of the contents only. */
const partOf = (part: { type: "text"; text: string } | { type: "image"; hash: string }) =>
  part.type === "text"
    ? part
    : {
        type: "image" as const,
        image: {
          hash: part.hash,
          name: "an image",
          decode: () => Promise.reject(new Error("images come as features")),
        },
      };

let handle: ((order: LanguageOrder) => void) | undefined;
line.onOrder((order) => {
  if (order.type !== "open") {
    handle?.(order);
    return;
  }
  open(order.place, order.limits).then(
    (opened) => {
      handle = answering(opened);
      line.send({ type: "ready", facts: opened.facts });
    },
    (error: unknown) => line.send({ type: "refused", message: error instanceof Error ? error.message : String(error) }),
  );
});
