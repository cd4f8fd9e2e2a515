/** The interactive chat: lines in, answers out. It reads from and writes to whatever it is given, a terminal or a test. */
import type { Answer, AnswerStats, AskOptions, LoadedImage, VisionLanguageModel } from "../chat/index.ts";
import { UserError } from "../runtime/errors.ts";
import { parseChatLine } from "./chat-line.ts";
import { printable } from "./printable.ts";

export interface ChatTerminal {
  /** The next line, or undefined at the end of the input. */
  readLine(prompt: string): Promise<string | undefined>;
  write(text: string): void;
  /** Text of lesser weight. */
  dim(text: string): string;
  /** Called at Ctrl-C; the handler says whether it has dealt with it. */
  onInterrupt(handler: () => boolean): void;
}

export interface ChatSessionOptions {
  readonly ask: AskOptions;
  readonly system?: string;
  /** Images that go with the first question. */
  readonly images: readonly string[];
  /** Print the time and the rate after each answer. */
  readonly stats: boolean;
  readonly greeting: readonly string[];
}

const help = [
  "Type a question. An image joins it by its path, before or behind the question, or alone for the next one.",
  "  /image <path>...      images for the next question",
  "  <image_placeholder>   in a question: stands for an image, whose path is then asked for",
  "  /stats                time to the first token and tokens per second of the last answer",
  "  new                   begin a new conversation",
  "  help                  this list",
  "  exit                  leave (or Ctrl-D; Ctrl-C stops an answer)",
];

/** Talks until the input ends or someone says `exit`. */
export async function chatSession(
  model: VisionLanguageModel,
  terminal: ChatTerminal,
  options: ChatSessionOptions,
): Promise<void> {
  const conversation = model.conversation({ system: options.system });
  const say = (line: string) => terminal.write(`${line}\n`);
  const note = (line: string) => say(terminal.dim(line));
  let stop: AbortController | undefined;
  let waiting: LoadedImage[] = [];
  let stats: AnswerStats | undefined;
  terminal.onInterrupt(() => {
    if (stop === undefined || stop.signal.aborted) return false;
    stop.abort();
    return true;
  });

  /** Reads images; none of them is taken if one cannot be read. */
  const prepare = async (paths: readonly string[]): Promise<LoadedImage[]> => {
    const images: LoadedImage[] = [];
    for (const path of paths) images.push(await model.prepareImage(path));
    return images;
  };

  /** Asks for the images that a question's placeholders stand for, again and again until each can be read. */
  const fillPlaceholders = async (count: number): Promise<LoadedImage[] | undefined> => {
    const images: LoadedImage[] = [];
    while (images.length < count) {
      const path = await terminal.readLine(`(${images.length + 1}/${count}) Path of the image: `);
      if (path === undefined) return undefined;
      const line = parseChatLine(path);
      await prepare(line.kind === "image" ? line.paths : [path.trim()]).then(
        (read) => images.push(...read.slice(0, 1)),
        (error: unknown) => complain(error, say),
      );
    }
    return images;
  };

  /** Gives an answer; false if it was stopped before its first word, and so has not happened. */
  const answer = async (text: string, images: readonly LoadedImage[]): Promise<boolean> => {
    stop = new AbortController();
    try {
      const given = conversation.ask(text, { ...options.ask, images, trim: true, signal: stop.signal });
      const { finishReason, text: said, stats: costs } = await print(given, terminal);
      stats = costs;
      if (finishReason === "abort") note("(stopped)");
      if (finishReason === "length") note(`(cut off after ${costs.answerTokens} tokens)`);
      if (costs.droppedTurns > 0) note("(the oldest questions and answers no longer fit and were left out)");
      if (options.stats) note(describeStats(costs));
      return finishReason !== "abort" || said !== "";
    } finally {
      stop = undefined;
    }
  };

  for (const line of options.greeting) say(line);
  waiting = await prepare(options.images);
  try {
    for (let typed = await terminal.readLine("> "); typed !== undefined; typed = await terminal.readLine("> ")) {
      const line = parseChatLine(typed);
      if (line.kind === "exit") break;
      try {
        if (line.kind === "help") for (const row of help) say(row);
        if (line.kind === "unknown") say(`there is no command ${line.command}; help lists those there are`);
        if (line.kind === "stats") say(stats ? describeStats(stats) : "nothing has been answered yet");
        if (line.kind === "new") {
          conversation.reset();
          waiting = [];
          note("(a new conversation)");
        }
        if (line.kind === "image") {
          if (line.paths.length === 0) throw new UserError("/image needs the path of an image");
          waiting.push(...(await prepare(line.paths)));
          const [noun, verb] = waiting.length === 1 ? ["image", "goes"] : ["images", "go"];
          note(`(${waiting.length} ${noun} ${verb} with the next question)`);
        }
        if (line.kind === "question") {
          const images = [...waiting, ...(await prepare(line.paths))];
          const missing = line.text.split("<image_placeholder>").length - 1 - images.length;
          const more = await fillPlaceholders(missing);
          if (more === undefined) break;
          waiting = (await answer(line.text, [...images, ...more])) ? [] : images;
        }
      } catch (error) {
        complain(error, say);
      }
    }
  } finally {
    conversation.dispose();
  }
}

/** A terminal obeys these; a model is not to steer it. */
const controls = /[^\P{Cc}\n\t]/gu;

/** Writes an answer as it comes and gives its result. */
export async function print(answer: Answer, terminal: Pick<ChatTerminal, "write">) {
  let lineOpen = false;
  try {
    for await (const { text } of answer) {
      const shown = text.replace(controls, "");
      if (shown === "") continue;
      terminal.write(shown);
      lineOpen = !shown.endsWith("\n");
    }
    return await answer.result();
  } finally {
    if (lineOpen) terminal.write("\n");
  }
}

export function describeStats(stats: AnswerStats): string {
  const parts = [
    `first token after ${(stats.timeToFirstTokenMs / 1000).toFixed(2)} s`,
    `${stats.answerTokens} tokens at ${stats.tokensPerSecond.toFixed(1)}/s`,
    `prompt of ${stats.promptTokens}, ${stats.reusedTokens} of them known`,
  ];
  if (stats.imagesEncoded > 0) parts.push(`images ${(stats.imageMs / 1000).toFixed(2)} s`);
  return parts.join(", ");
}

/** What a person can mend is said; anything else ends the chat. */
function complain(error: unknown, say: (line: string) => void): void {
  if (!(error instanceof UserError)) throw error;
  say(printable(error.message));
}
