/** `periscope pull`: a model or a data set from the Hugging Face hub into the cache that all its clients share. */
import { basename } from "node:path";
import type { Command } from "commander";
import { pull, pullDataset } from "../checkpoint/hub.ts";
import { UserError } from "../runtime/errors.ts";
import { transferLine, untilInterrupted } from "./transfer-line.ts";

interface PullOptions {
  readonly revision: string;
  readonly cacheDir?: string;
  readonly token?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
  readonly dataset?: boolean;
  readonly include?: string;
}

export function pullVerb(program: Command): void {
  program
    .command("pull")
    .description("download a model or a data set, or continue a download that was cut, and print its folder")
    .argument("<id>", "model id such as deepseek-ai/deepseek-vl-1.3b-chat, or a data set's with --dataset")
    .option("--dataset", "the id is a data set's")
    .option("--include <pattern>", "of a data set, only the files whose paths this regular expression fits")
    .option("--revision <name>", "branch, tag or commit", "main")
    .option("--cache-dir <folder>", "cache to use (default: HF_HUB_CACHE, or hub in HF_HOME)")
    .option("--token <token>", "access token (default: HF_TOKEN, or the one that `hf auth login` saved)")
    .option("--offline", "only look into the cache (default: whether HF_HUB_OFFLINE is set)")
    .option("--json", "print id, revision, commit and folder as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ periscope pull deepseek-ai/deepseek-vl-1.3b-chat\n  $ periscope pull --dataset MMMU/MMMU --include validation-",
    )
    .action(async (id: string, options: PullOptions) => {
      const line = transferLine();
      const stopped = "stopped; what has arrived is kept, and the same command continues";
      try {
        const folder = await untilInterrupted(stopped, (signal) =>
          (options.dataset ? pullDataset : pull)(id, {
            revision: options.revision,
            cacheFolder: options.cacheDir,
            token: options.token,
            offline: options.offline,
            ...(options.dataset && options.include !== undefined && { include: pattern(options.include) }),
            signal,
            onProgress: ({ file, ...state }) => line.show({ label: file, ...state }),
            onWait: line.say,
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

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UserError(`--include is "${text}", which is no regular expression`);
  }
}
