/**
 * An end for work that never pauses, such as looking for a pattern that somebody else wrote. Node can end it; in a browser
 * nothing can but whoever ends the whole worker, and there it runs without a limit.
 */
import type { Context, Script } from "node:vm";

let calling: { readonly script: Script; readonly context: Context } | undefined;

/** What `work` gives. Throws what `late` makes where it takes longer than that. Costs a twentieth of a millisecond. */
export function withinTime<T>(timeoutMs: number, late: () => Error, work: () => T): T {
  const vm = globalThis.process?.getBuiltinModule?.("node:vm");
  if (vm === undefined) return work();
  calling ??= { script: new vm.Script("work()"), context: vm.createContext({}) };
  const { script, context } = calling;
  context.work = work;
  try {
    return script.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw late();
  } finally {
    context.work = undefined;
  }
}
