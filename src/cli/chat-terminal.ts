/** The terminal of the interactive chat: lines through node:readline, Ctrl-C, and colours only where they are wanted. */
import { createInterface } from "node:readline";
import type { ChatTerminal } from "./chat-session.ts";

/** Opens standard input and output; `close` gives them back. */
export function openTerminal(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stdout,
): ChatTerminal & { close(): void } {
  const interactive = input.isTTY === true && output.isTTY === true;
  const coloured = output.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  const reader = createInterface({ input, output: interactive ? output : undefined, terminal: interactive });
  const lines: string[] = [];
  let ended = false;
  let wake = () => {};
  let handled = () => false;
  reader.on("line", (line) => {
    lines.push(line);
    wake();
  });
  reader.on("close", () => {
    ended = true;
    wake();
  });
  const interrupt = () => {
    if (handled()) return;
    if (interactive) output.write("\n");
    // The second time, or with nothing to stop: leave, and do not wait for what may be under way.
    process.exit(130);
  };
  reader.on("SIGINT", interrupt);
  process.on("SIGINT", interrupt);
  return {
    async readLine(prompt) {
      if (lines.length === 0 && !ended && interactive) {
        reader.setPrompt(prompt);
        reader.prompt();
      }
      while (lines.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (lines.length > 0) return lines.shift();
      if (interactive) output.write("\n");
      return undefined;
    },
    write: (text) => void output.write(text),
    dim: (text) => (coloured ? `\x1b[2m${text}\x1b[22m` : text),
    onInterrupt(handler) {
      handled = handler;
    },
    close() {
      process.off("SIGINT", interrupt);
      reader.close();
    },
  };
}
