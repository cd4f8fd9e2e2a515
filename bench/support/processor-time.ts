/** Processor time of this process and all that it started (Linux): what work costs, whatever else the machine does. */
import { readdirSync, readFileSync } from "node:fs";

/** Seconds so far, of the processes that are alive; undefined where there is no /proc. */
export function processorSeconds(): number | undefined {
  const processes = new Map<number, { parent: number; ticks: number }>();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        // the fields after the command's name, which is in brackets and may hold anything (man 5 proc)
        const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
        processes.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
      } catch {
        // it has ended since the folder was read
      }
    }
  } catch {
    return undefined;
  }
  const ours = (id: number): boolean => id === process.pid || (processes.has(id) && ours(processes.get(id)!.parent));
  return [...processes].reduce((sum, [id, { ticks }]) => sum + (ours(id) ? ticks / 100 : 0), 0);
}

/** Adds up the processor seconds of all processes below this one, browsers' included, as long as it runs; Linux only. */
export function processorMeter(): { stop(): number } {
  const seconds = new Map<number, number>();
  const first = new Map<number, number>();
  let looked = false;
  const look = () => {
    const parents = new Map<number, number>();
    const times = new Map<number, number>();
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const fields = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
        parents.set(Number(name), Number(fields[1]));
        times.set(Number(name), (Number(fields[11]) + Number(fields[12])) / 100);
      } catch {} // it has ended
    }
    for (const [id, time] of times) {
      let ancestor = parents.get(id);
      while (ancestor !== undefined && ancestor !== process.pid) ancestor = parents.get(ancestor);
      if (ancestor !== process.pid) continue;
      seconds.set(id, time);
      if (!looked) first.set(id, time); // what ran before does not count
    }
    looked = true;
  };
  if (process.platform === "linux") look();
  const timer = process.platform === "linux" ? setInterval(look, 100) : undefined;
  return {
    stop() {
      clearInterval(timer);
      if (timer) look();
      return [...seconds].reduce((sum, [id, time]) => sum + time - (first.get(id) ?? 0), 0);
    },
  };
}
