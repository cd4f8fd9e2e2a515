/** A file of this package as a process of its own: from JavaScript where it was compiled, in development from TypeScript by tsx. */
import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SetupError } from "./errors.ts";

/**
 * `name`: the file beside the module whose `import.meta.url` is `from`, without its ending. Throws a SetupError where there is
 * none: a bundle has its modules in one file, and as CommonJS not even an address.
 */
export function forkFile(from: string | undefined, name: string, options: ForkOptions = {}): ChildProcess {
  const ending = from?.endsWith(".ts") ? "ts" : "js";
  const file = from && fileURLToPath(new URL(`./${name}.${ending}`, from));
  if (!file || !existsSync(file)) {
    throw new SetupError(
      `${name}.js, which runs as a process of its own, is not beside the program; a bundle has to leave the package periscope-vl out (esbuild: --external:periscope-vl)`,
    );
  }
  const loader = () => pathToFileURL(createRequire(file).resolve("tsx")).href;
  return fork(file, {
    ...options,
    execArgv: [...(options.execArgv ?? []), ...(ending === "ts" ? ["--import", loader()] : [])],
  });
}
