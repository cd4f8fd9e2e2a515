import { Command } from "commander";
import { vi } from "vitest";
import { evalVerb } from "../../eval.ts";

/** Runs `periscope eval ...` in this process; what it printed. */
export async function evaluate(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  const program = new Command("periscope").enablePositionalOptions().exitOverride();
  evalVerb(program);
  try {
    await program.parseAsync(["eval", ...args], { from: "user" });
    return printed.join("\n");
  } finally {
    log.mockRestore();
  }
}
