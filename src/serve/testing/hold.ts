/** Keeps a process still, for tests of what happens while it is at something: they need not be quicker than it. */
import { vi } from "vitest";

/** Stops a process where it is: it ends nothing and begins nothing until it goes on. */
export const hold = (pid: number) => process.kill(pid, "SIGSTOP");
export const goOn = (pid: number) => process.kill(pid, "SIGCONT");

/** Lets a process run for moments until `look`, which is taken while it is held, throws no more. It stays held. */
export function heldWhen<T>(pid: number, look: () => Promise<T>): Promise<T> {
  const once = async () => {
    hold(pid);
    try {
      return await look();
    } catch (error) {
      goOn(pid);
      throw error;
    }
  };
  return vi.waitFor(once, { timeout: 60_000, interval: 10 });
}
