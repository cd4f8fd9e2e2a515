/** A checkpoint as a respondent, through the chat room: batches for answers, one prefill a question for likelihoods. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { ChatMessage, LikelihoodReader, ScoredPrompt, VisionLanguageModel } from "../../chat/index.ts";
import { UserError } from "../../runtime/errors.ts";
import type { EvalPrompt } from "../contract.ts";
import { type Answered, type PromptRecord, type Respondent, textOf } from "./respondent.ts";

/** Disposing the model stays with who loaded it. */
export async function checkpointRespondent(model: VisionLanguageModel, name: string): Promise<Respondent> {
  const reader = model.likelihoods();
  const preprocessing = await hashOf(join(model.folder, "preprocessor_config.json"));
  const facts = {
    kind: "checkpoint",
    model: name,
    config: await hashOf(join(model.folder, "config.json")),
    weights: await weightsOf(model.folder),
    tokenizer: await hashOf(join(model.folder, "tokenizer.json")),
    preprocessing,
    device: model.device,
  };
  const describe = async (prompt: EvalPrompt) => recordOf(reader, prompt, preprocessing);
  return {
    name: basename(resolve(name)) || name,
    facts,
    async generate(prompts, { maxNewTokens, stop, batch, signal }, onAnswer) {
      const described: PromptRecord[] = [];
      for (const prompt of prompts) described.push(await describe(prompt));
      await model.generateBatch(
        prompts.map((prompt) => messagesOf(prompt)),
        {
          // what the folder says about sampling must not reach a score
          ...{ temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1 },
          ...{ maxNewTokens, stop, maxRows: batch, signal },
          onAnswer: ({ text, tokens, finishReason, stats }, index) => {
            if (finishReason === "abort") return;
            const answer: Answered = {
              prompt: described[index]!,
              output: { text, ids: [...tokens], finish: finishReason },
              times: { imageMs: stats.imageMs, prefillMs: stats.prefillMs, decodeMs: stats.decodeMs },
            };
            onAnswer(index, answer);
          },
        },
      );
    },
    async weigh(prompt, options, _kind, signal) {
      const record = await describe(prompt);
      const started = performance.now();
      const weighed = await reader.options(scored(prompt), options, signal);
      return { prompt: record, options: weighed, times: { likelihoodMs: performance.now() - started } };
    },
    async predict(text, signal) {
      const started = performance.now();
      const likelihood = await reader.text(text, signal);
      return { prompt: { text, images: [] }, likelihood, times: { likelihoodMs: performance.now() - started } };
    },
    lengthOf: (prompt) => {
      const text = textOf(prompt);
      const images = text.split("<image_placeholder>").length - 1;
      return text.length / 4 + images * model.config.imageTokens;
    },
    close: async () => reader.dispose(),
  };
}

async function recordOf(reader: LikelihoodReader, prompt: EvalPrompt, preprocessing: string): Promise<PromptRecord> {
  const { text, ids, positions, images } = await reader.facts(scored(prompt));
  return { text, ids: [...ids], positions, images: images.map((sha256) => ({ sha256, preprocessing })) };
}

function scored(prompt: EvalPrompt): ScoredPrompt {
  return "text" in prompt ? prompt : { messages: messagesOf(prompt) };
}

/** A plain text is asked as a message where an answer to it is to be written. */
function messagesOf(prompt: EvalPrompt): ChatMessage[] {
  if ("text" in prompt) return [{ role: "user", content: [{ type: "text", text: prompt.text }] }];
  return prompt.messages.map(({ role, content }) => ({ role, content: [...content] }));
}

async function hashOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes ? createHash("sha256").update(bytes).digest("hex") : "none";
}

/** A name of the weights that costs no reading of gigabytes: the headers of their files, and pieces from all over them. */
async function weightsOf(folder: string): Promise<string> {
  const { readdir, open } = await import("node:fs/promises");
  const hash = createHash("sha256");
  const names = (await readdir(folder).catch(() => [] as string[])).filter((name) => name.endsWith(".safetensors"));
  if (names.length === 0) throw new UserError(`${folder} has no weights as safetensors`);
  for (const name of names.sort()) {
    const file = await open(join(folder, name));
    try {
      const { size } = await file.stat();
      hash.update(`${name} ${size}\n`);
      const piece = Buffer.alloc(4096);
      for (let i = 0; i < 64; i++) {
        const { bytesRead } = await file.read(piece, 0, piece.length, Math.floor((size / 64) * i));
        hash.update(piece.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest("hex");
}
