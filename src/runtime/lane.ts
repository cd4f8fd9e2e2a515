/**
 * The order in which native calls reach a device. A CPU takes them as they come; a GPU context is not safe for two
 * threads, so there runs, copies and releases queue up. Knows nothing of what the calls do.
 */

export interface Lane {
  /** Whether a task is under way, so that nothing else may touch the device just now. */
  readonly busy: boolean;
  /** Runs `task` when its turn comes; a task that finds the lane free starts at once. */
  run<T>(task: () => Promise<T> | T): Promise<T>;
  /** Runs `action` now if the lane is free, else after the task under way. For releases. */
  defer(action: () => void): void;
}

/** Lets everything through at once. */
export const openLane: Lane = {
  busy: false,
  run: async (task) => task(),
  defer: (action) => action(),
};

/** One task at a time, in order. */
export function singleLane(): Lane {
  const waiting: (() => void)[] = [];
  const deferred: (() => void)[] = [];
  let busy = false;
  const next = () => {
    for (const action of deferred.splice(0)) action();
    const start = waiting.shift();
    if (start) start();
    else busy = false;
  };
  return {
    get busy() {
      return busy;
    },
    async run(task) {
      if (busy) await new Promise<void>((resolve) => waiting.push(resolve));
      busy = true;
      try {
        return await task();
      } finally {
        next();
      }
    },
    defer(action) {
      if (busy) deferred.push(action);
      else action();
    },
  };
}
