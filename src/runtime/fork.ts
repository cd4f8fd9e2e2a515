/** A file of this package as a process of its own: from JavaScript where it was compiled, in development from TypeScript by tsx. */
import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** `name`: the file beside the module whose `import.meta.url` is `from`, without its ending. */
export function forkFile(from: string, name: string, options: ForkOptions = {}): ChildProcess {
  const typescript = from.endsWith(".ts");
  const loader = () => pathToFileURL(createRequire(from).resolve("tsx")).href;
  return fork(fileURLToPath(new URL(`./${name}.${typescript ? "ts" : "js"}`, from)), {
    ...options,
    execArgv: [...(options.execArgv ?? []), ...(typescript ? ["--import", loader()] : [])],
  });
}
