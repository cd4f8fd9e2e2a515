/** `periscope chat`: one question on the command line or through a pipe, or a conversation at the terminal. */
import { existsSync } from "node:fs";
import { basename, relative } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { AnswerResult, AskOptions, VisionLanguageModel } from "../chat/index.ts";
import { embeddedName } from "../checkpoint/embedded.ts";
import { countParameters, parameterSpecs } from "../checkpoint/parameters.ts";
import { formatCount } from "../checkpoint/units.ts";
import type { NativeDevice } from "../runtime/native.ts";
import { chatSession, describeStats, print } from "./chat-session.ts";
import { openTerminal } from "./chat-terminal.ts";
import { examplePicture } from "./package.ts";
import { json } from "./printable.ts";
import { transferLine } from "./transfer-line.ts";

export interface ChatFlags {
  readonly model: string;
  readonly image?: readonly string[];
  readonly system?: string;
  readonly interactive?: boolean;
  readonly json?: boolean;
  readonly stats?: boolean;
  readonly device: NativeDevice;
  readonly quantize?: "4" | "8";
  readonly threads?: number;
  readonly revision: string;
  readonly offline?: boolean;
  readonly exifOrientation: boolean;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly repetitionPenalty?: number;
  readonly maxNewTokens?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

/** How the reference's command-line chat draws (spec 7.2). */
const referenceSampling = { temperature: 0.2, topP: 0.95, repetitionPenalty: 1.1 };

export function chatVerb(program: Command): void {
  const verb = program
    .command("chat")
    .description("talk to a model about images: one question, or a conversation")
    .argument("[question]", "the question; without one it comes through a pipe, or a conversation begins")
    .option("-m, --model <folder or id>", "checkpoint folder, or id of a model on the Hugging Face hub", embeddedName);
  chatOptions(verb)
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        '  $ periscope chat --image examples/word.png "What does it say?"',
        "  $ periscope chat --model deepseek-ai/deepseek-vl-1.3b-chat",
        '  $ echo "Which month is highest?" | periscope chat --image chart.png --json',
      ].join("\n"),
    )
    .action(chat);
}

/** How a conversation in the terminal is had, whichever verb begins it; the model is the verb's own option. */
export function chatOptions(verb: Command): Command {
  return verb
    .option("-i, --image <path>", "image of the question; may be repeated", collect)
    .option("--system <text>", "system prompt; empty for none (default: the model's)")
    .option("--interactive", "a conversation, also through a pipe")
    .option("--json", "print answer, usage and timing as JSON")
    .option("--stats", "print time to first token and tokens per second")
    .option("--temperature <t>", "0 takes the likeliest token (default: the model's, else 0.2)", upTo(100))
    .option(
      "--top-p <p>",
      "draw from the likeliest tokens up to this probability (default: the model's, else 0.95)",
      share,
    )
    .option("--top-k <k>", "draw from the k likeliest tokens, 0 for all", atLeast(0))
    .option("--repetition-penalty <x>", "lower the odds of what was said (default: the model's, else 1.1)", factor)
    .option("--max-new-tokens <n>", "longest answer (default: the model's, else 512)", atLeast(1))
    .option("--seed <n>", "repeat the same draws", whole)
    .option("--stop <text>", "end the answer before this text; may be repeated", stopText)
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]).default("cpu"))
    .addOption(
      new Option("--quantize <bits>", "run float weights with 4 or 8 bits, from a cached copy").choices(["4", "8"]),
    )
    .option("--threads <n>", "threads inside an operator (default: all cores)", atLeast(1))
    .option("--revision <name>", "branch, tag or commit on the hub", "main")
    .option("--offline", "only look into the hub's cache")
    .option("--no-exif-orientation", "do not turn photos as their orientation tag says (the reference does not)");
}

export async function chat(question: string | undefined, flags: ChatFlags, command: Command): Promise<void> {
  const interactive = flags.interactive ?? (question === undefined && process.stdin.isTTY === true);
  if (interactive && flags.json) command.error("error: --json is for one question, not for a conversation");
  if (interactive && question !== undefined) command.error("error: a question and --interactive exclude each other");
  const asked = interactive ? undefined : (question ?? (await readAll(process.stdin))).trim();
  if (asked === "") command.error("error: there is no question: give it as an argument or through standard input");

  const model = await open(flags);
  try {
    if (asked === undefined) await converse(model, flags);
    else await answerOnce(model, asked, flags);
  } finally {
    await model.dispose();
  }
}

async function open(flags: ChatFlags): Promise<VisionLanguageModel> {
  const { load } = await import("../chat/index.ts"); // heavy, and of no use for a call that is wrong
  const line = transferLine();
  try {
    return await load(flags.model, {
      device: flags.device,
      threads: flags.threads,
      quantize: flags.quantize === undefined ? undefined : flags.quantize === "4" ? 4 : 8,
      onQuantize: (bytes, totalBytes) => line.show({ label: "quantising", bytes, totalBytes }),
      images: { orientation: flags.exifOrientation ? "exif" : "ignore" },
      hub: {
        revision: flags.revision,
        offline: flags.offline,
        onProgress: ({ file, ...state }) => line.show({ label: file, ...state }),
      },
      onWait: line.say,
    });
  } finally {
    line.clear();
  }
}

/** What is asked for on the command line, over what the model's folder says, over what the reference does. */
function askOptions(model: VisionLanguageModel, flags: ChatFlags): AskOptions {
  const { temperature, topP, topK, repetitionPenalty, maxNewTokens, seed, stop } = flags;
  const given = Object.entries({ temperature, topP, topK, repetitionPenalty, maxNewTokens, seed, stop });
  const options: AskOptions = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  if (model.generation.saysHow) return options;
  // The reference's greedy answers have no penalty.
  return { ...referenceSampling, ...(temperature === 0 && { repetitionPenalty: 1 }), ...options };
}

async function answerOnce(model: VisionLanguageModel, question: string, flags: ChatFlags): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on("SIGINT", interrupt);
  const conversation = model.conversation({ system: flags.system });
  try {
    const options = { ...askOptions(model, flags), images: flags.image, signal: stop.signal };
    const answer = conversation.ask(question, options);
    const result = flags.json ? await answer.result() : await print(answer, process.stdout);
    if (flags.json) console.log(json(describe(model, question, flags, result)));
    else if (flags.stats) console.error(describeStats(result.stats));
    if (result.finishReason === "abort") process.exitCode = 130;
  } finally {
    process.off("SIGINT", interrupt);
    conversation.dispose();
  }
}

/** The answer and everything about it. */
function describe(model: VisionLanguageModel, question: string, flags: ChatFlags, result: AnswerResult) {
  const { stats } = result;
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    text: result.text,
    finishReason: result.finishReason,
    ...(result.stopString !== undefined && { stopString: result.stopString }),
    model: flags.model,
    device: model.device,
    question,
    images: flags.image ?? [],
    usage: {
      promptTokens: stats.promptTokens,
      reusedTokens: stats.reusedTokens,
      answerTokens: stats.answerTokens,
      totalTokens: stats.promptTokens + stats.answerTokens,
    },
    timing: {
      imageMs: round(stats.imageMs),
      prefillMs: round(stats.prefillMs),
      timeToFirstTokenMs: round(stats.timeToFirstTokenMs),
      decodeMs: round(stats.decodeMs),
      tokensPerSecond: round(stats.tokensPerSecond),
    },
  };
}

async function converse(model: VisionLanguageModel, flags: ChatFlags): Promise<void> {
  const size = formatCount(countParameters(parameterSpecs(model.config)));
  const greeting = [
    `Periscope with ${basename(model.folder)}, ${size} parameters, on ${model.device}. help lists commands.`,
  ];
  let images = flags.image ?? [];
  // Nothing was chosen: whoever has just installed this gets something to ask about. What comes through a pipe knows what it asks.
  if (process.stdin.isTTY && images.length === 0 && flags.model === embeddedName && existsSync(examplePicture)) {
    images = [examplePicture];
    greeting.push(
      `The picture ${relative(process.cwd(), examplePicture)} is loaded; ask, for instance: What does it say?`,
    );
  }
  const terminal = openTerminal();
  try {
    await chatSession(model, terminal, {
      ask: askOptions(model, flags),
      system: flags.system,
      images,
      stats: flags.stats ?? false,
      greeting,
    });
  } finally {
    terminal.close();
  }
}

export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function stopText(value: string, previous?: readonly string[]): string[] {
  if (value === "") throw new InvalidArgumentError("expected a text; an empty one would end every answer at once");
  return collect(value, previous);
}

const atLeast = (least: number) => (text: string) =>
  numeric(text, (n) => Number.isInteger(n) && n >= least, `a whole number from ${least}`);
const upTo = (most: number) => (text: string) =>
  numeric(text, (n) => n >= 0 && n <= most, `a number from 0 to ${most}`);
const share = (text: string) => numeric(text, (n) => n > 0 && n <= 1, "a number above 0 and at most 1");
const factor = (text: string) => numeric(text, (n) => n > 0 && n <= 100, "a number above 0 and at most 100");
const whole = (text: string) => numeric(text, Number.isSafeInteger, "a whole number");

function numeric(text: string, fits: (n: number) => boolean, expected: string): number {
  const value = Number(text);
  if (text.trim() !== "" && fits(value)) return value;
  throw new InvalidArgumentError(`expected ${expected}`);
}
