/** `periscope pull`: a model from the Hugging Face hub into the cache that all its clients share. */
import { basename } from "node:path";
import type { Command } from "commander";
import { pull } from "../checkpoint/hub.ts";
import { transferLine, untilInterrupted } from "./transfer-line.ts";

interface PullOptions {
  readonly revision: string;
  readonly cacheDir?: string;
  readonly token?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
}

export function pullVerb(program: Command): void {
  program
    .command("pull")
    .description("download a model, or continue a download that was cut, and print its folder")
    .argument("<id>", "model id such as deepseek-ai/deepseek-vl-1.3b-chat")
    .option("--revision <name>", "branch, tag or commit", "main")
    .option("--cache-dir <folder>", "cache to use (default: HF_HUB_CACHE, or hub in HF_HOME)")
    .option("--token <token>", "access token (default: HF_TOKEN, or the one that `hf auth login` saved)")
    .option("--offline", "only look into the cache (default: whether HF_HUB_OFFLINE is set)")
    .option("--json", "print id, revision, commit and folder as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope pull deepseek-ai/deepseek-vl-1.3b-chat")
    .action(async (id: string, options: PullOptions) => {
      const line = transferLine();
      const stopped = "stopped; what has arrived is kept, and the same command continues";
      try {
        const folder = await untilInterrupted(stopped, (signal) =>
          pull(id, {
            revision: options.revision,
            cacheFolder: options.cacheDir,
            token: options.token,
            offline: options.offline,
            signal,
            onProgress: ({ file, ...state }) => line.show({ label: file, ...state }),
          }),
        );
        line.clear();
        const commit = basename(folder);
        console.log(
          options.json ? JSON.stringify({ id, revision: options.revision, commit, folder }, null, 2) : folder,
        );
      } finally {
        line.clear();
      }
    });
}
