/**
 * An end for work that never pauses, such as looking for a pattern that somebody else wrote. Node can end it; in a browser
 * nothing can but whoever ends the whole worker, and there it runs without a limit.
 */
import type { Context, Script } from "node:vm";
import { UserError } from "./errors.ts";

let calling: { readonly script: Script; readonly context: Context } | undefined;

/** What `work` gives. Throws a UserError of `message` where it takes longer than that. Costs a twentieth of a millisecond. */
export function withinTime<T>(timeoutMs: number, message: string, work: () => T): T {
  const vm = globalThis.process?.getBuiltinModule?.("node:vm");
  if (vm === undefined) return work();
  calling ??= { script: new vm.Script("work()"), context: vm.createContext({}) };
  const { script, context } = calling;
  context.work = work;
  try {
    return script.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new UserError(message);
  } finally {
    context.work = undefined;
  }
}
