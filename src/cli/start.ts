/**
 * `periscope start`, which is `npm start`: the server with the chat page, shown in a browser where there is a desktop. With a
 * question or a picture it is `periscope chat`, so that one command is enough to know.
 */
import { createServer } from "node:net";
import { Command, Option } from "commander";
import { embeddedName } from "../checkpoint/embedded.ts";
import { type ChatFlags, chat, chatOptions, collect } from "./chat.ts";

interface StartFlags extends Omit<ChatFlags, "model"> {
  readonly model?: readonly string[];
  readonly port?: string;
  readonly open: boolean;
}

/** What the server knows as well; any other option is about a conversation in the terminal. */
const serverOptions = ["model", "port", "open", "device", "quantize", "threads", "offline"] as const;
const usualPort = 8000;

export function startVerb(program: Command): void {
  const verb = program
    .command("start")
    .description("open the chat page, with its server; with a question or a picture, answer in the terminal")
    .argument("[question]", "answer this in the terminal, and end")
    .option("-m, --model <folder or id>", "model to talk to; may be repeated, to compare", collect)
    .addOption(new Option("-p, --port <n>", `port of the page (default: ${usualPort}, or a free one)`))
    .option("--no-open", "print the page's address and open no browser");
  chatOptions(verb)
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  $ periscope start",
        "  $ periscope start --model checkpoints/nano --model deepseek-ai/deepseek-vl-1.3b-chat",
        '  $ periscope start --image examples/word.png "What does it say?"',
        "  $ periscope start --interactive",
      ].join("\n"),
    )
    .action(start);
}

async function start(question: string | undefined, flags: StartFlags, command: Command): Promise<void> {
  const given = command.options.map((option) => option.attributeName()).filter((name) => isGiven(command, name));
  const known: readonly string[] = serverOptions;
  if (question !== undefined || given.some((name) => !known.includes(name))) {
    return chat(question, { ...flags, model: flags.model?.[0] ?? embeddedName }, command);
  }
  const { serveVerb } = await import("./serve.ts");
  const serving = new Command("periscope").exitOverride();
  serveVerb(serving);
  const options = (flags.model ?? []).flatMap((model) => ["--model", model]);
  for (const name of ["device", "quantize", "threads"] as const) {
    if (isGiven(command, name)) options.push(`--${name}`, String(flags[name]));
  }
  if (flags.offline) options.push("--offline");
  if (flags.open) options.push("--open");
  const port = flags.port ?? String((await isFree(usualPort)) ? usualPort : 0);
  await serving.parseAsync(["serve", "--guide", "--port", port, ...options], { from: "user" });
}

function isGiven(command: Command, name: string): boolean {
  return command.getOptionValueSource(name) === "cli";
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
