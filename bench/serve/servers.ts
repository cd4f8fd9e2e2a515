/** The servers of this bench, each in processes of its own, and how one asks them. */
import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LlamaShape, writeRandomLlamaGguf } from "../peers/gguf.ts";
import { answerTokens, type Requests } from "./requests.ts";
import { servedCheckpoint } from "./shape.ts";

export type Outcome =
  | { readonly kind: "answer"; readonly tokens: number; readonly promptTokens: number }
  | { readonly kind: "refused"; readonly retryMs: number };

export interface Contender {
  readonly name: string;
  processes(): readonly number[];
  /** Asks request `n` and reads the answer; throws if it is not a whole one. */
  ask(n: number, onToken: () => void, signal: AbortSignal): Promise<Outcome>;
  stop(): Promise<void>;
}

interface ContenderOptions {
  readonly rows: number;
  readonly requests: Requests;
}

/** Periscope with a text model of a shape and random 4-bit weights, or with the embedded model. */
export async function ours(shape: LlamaShape | undefined, { rows, requests }: ContenderOptions): Promise<Contender> {
  let folder = join(import.meta.dirname, "../../checkpoints/nano");
  if (shape !== undefined) {
    folder = join(tmpdir(), `periscope-bench-serve-${shape.layers}x${shape.hidden}`);
    await servedCheckpoint(folder, shape);
  }
  const { child, told } = await start("ours.ts", [folder, `${rows}`]);
  const { url, processes } = told as { url: string; processes: number[] };
  return {
    name: shape === undefined ? "Periscope, images" : "Periscope",
    processes: () => [child.pid!, ...processes],
    ask: (n, onToken, signal) => askChat(`${url}/v1/chat/completions`, requests(n), { onToken, signal }),
    stop: () => end(child),
  };
}

/** llama.cpp behind as many sequences as we have rows, by the same kind of HTTP. */
export async function theirs(
  shape: LlamaShape,
  { rows, promptTokens }: { readonly rows: number; readonly promptTokens: number },
): Promise<Contender> {
  const gguf = join(tmpdir(), `periscope-bench-serve-${shape.layers}x${shape.hidden}.gguf`);
  writeRandomLlamaGguf(gguf, shape);
  const { child, told } = await start("llama-cpp-server.ts", [gguf, `${rows}`]);
  const { url } = told as { url: string };
  return {
    name: "llama.cpp",
    processes: () => [child.pid!],
    ask: async (n, onToken, signal) => {
      // our prompts have as many tokens, so that both read as much
      const prompt = Array.from({ length: promptTokens }, (_, i) => 300 + ((n * 104_729 + i * 7919) % 3000));
      const response = await fetch(url, {
        method: "POST",
        body: JSON.stringify({ prompt, tokens: answerTokens }),
        signal,
      });
      let tokens = 0;
      for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
        onToken();
        tokens += text.split("\n").length - 1;
      }
      if (tokens < answerTokens) throw new Error(`an answer of ${tokens} tokens`);
      return { kind: "answer", tokens, promptTokens };
    },
    stop: () => end(child),
  };
}

async function askChat(
  url: string,
  body: object,
  { onToken, signal }: { readonly onToken: () => void; readonly signal: AbortSignal },
): Promise<Outcome> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
    signal,
  });
  if (response.status === 429) {
    await response.text();
    return { kind: "refused", retryMs: 1000 * Number(response.headers.get("retry-after") ?? 1) };
  }
  if (response.status !== 200) throw new Error(`status ${response.status}: ${await response.text()}`);
  let text = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    onToken();
    text += part;
  }
  if (!text.endsWith("data: [DONE]\n\n") || text.includes('data: {"error"')) throw new Error(text.slice(-300));
  const count = (name: string) => Number(new RegExp(`"${name}":(\\d+)`).exec(text)![1]);
  return { kind: "answer", tokens: count("completion_tokens"), promptTokens: count("prompt_tokens") };
}

/** A server that is not up by then does not come up. */
const startLimitMs = 180_000;
const endLimitMs = 10_000;

async function start(file: string, args: readonly string[]): Promise<{ child: ChildProcess; told: unknown }> {
  const child = fork(join(import.meta.dirname, file), [...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let late: NodeJS.Timeout | undefined;
  try {
    const told = await new Promise((resolve, reject) => {
      late = setTimeout(() => reject(new Error(`${file} was not up after ${startLimitMs / 1000} s`)), startLimitMs);
      child.once("message", resolve);
      child.once("exit", (code) => reject(new Error(`${file} ended with code ${code}`)));
    });
    return { child, told };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  } finally {
    clearTimeout(late);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.disconnect();
  const late = setTimeout(() => child.kill("SIGKILL"), endLimitMs);
  await ended;
  clearTimeout(late);
}
