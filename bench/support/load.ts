/** Runs `load-child.ts` in a process of its own and gives its report. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export interface LoadOptions {
  /** Tokens to answer. */
  readonly tokens?: number;
  /** Whether the question has a picture. */
  readonly image?: boolean;
  /** Quantise while loading, through `cacheFolder`. */
  readonly quantize?: 4 | 8;
  readonly cacheFolder?: string;
}

export interface LoadReport {
  readonly quantizeSeconds: number;
  /** The most resident memory until the model was quantised. */
  readonly quantizePeakBytes: number;
  readonly loadSeconds: number;
  /** Resident memory with the language model loaded. */
  readonly loadedBytes: number;
  readonly imageSeconds: number;
  readonly answerSeconds: number;
  readonly weightBytes: number;
  /** Keys and values of the positions that were filled. */
  readonly cacheBytes: number;
  /** Resident memory after the answer. */
  readonly runningBytes: number;
  readonly peakBytes: number;
  readonly answered: readonly number[];
}

export async function loadInChild(folder: string, options: LoadOptions = {}): Promise<LoadReport> {
  const script = join(import.meta.dirname, "load-child.ts");
  const child = spawn(process.execPath, [...process.execArgv, script, folder, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (bytes) => {
    output += bytes;
  });
  const code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  if (code !== 0) throw new Error(`loading ${folder} failed with exit code ${code}`);
  return JSON.parse(output);
}
