/** Engines that do the same work: each is opened, timed and closed; one that fails says why and stops nobody else. */
import { printTable, seconds, takeTurns } from "../support/rounds.ts";

/** Work that an engine is ready to do: what each of its runs takes in seconds, by the name of the work. */
export interface Ready {
  readonly runs: Readonly<Record<string, () => Promise<number>>>;
  dispose(): void | Promise<void>;
}

export interface Entrant {
  /** Program, device and numbers, e.g. `Periscope, WebGPU, float32`. */
  readonly engine: string;
  readonly open: () => Promise<Ready>;
}

export interface Result {
  readonly title: string;
  readonly engine: string;
  /** The least seconds of a run, by the name of the work. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Seconds until the engine was ready. */
  readonly openSeconds?: number;
  /** Why there are no times. */
  readonly problem?: string;
}

export interface Contest {
  readonly title: string;
  /** The works; those of so many tokens are shown as tokens a second, others as seconds. */
  readonly works: readonly { readonly name: string; readonly tokens?: number }[];
  /** Opened one after the other, each closed before the next. The first is what the others are compared with. */
  readonly ours: readonly Entrant[];
  /** Processes of their own, started together and timed one after the other. */
  readonly peers: readonly Entrant[];
  readonly rounds: number;
}

/** Times all entrants and prints a table. */
export async function contest({ title, works, ours, peers, rounds }: Contest): Promise<Result[]> {
  const results: Result[] = [];
  for (const entrant of ours) results.push(await timed(title, entrant, rounds));
  const started = peers.map(({ engine, open }) => {
    const ready = open();
    ready.catch(() => {}); // it is reported when its turn comes
    return { engine, open: () => ready };
  });
  for (const entrant of started) results.push(await timed(title, entrant, rounds));
  const first = results[0]!;
  const header = works.flatMap(({ name, tokens }) => [`${name}, ${tokens ? "tokens/s" : "s"}`, "the first's speed"]);
  const rows = results.map(({ engine, seconds, problem }) => [
    engine,
    ...works.flatMap(({ name, tokens }) => {
      const [time, reference] = [seconds[name], first.seconds[name]];
      if (time === undefined) return [problem ? "failed" : "", ""];
      const shown = tokens ? (tokens / time).toFixed(1) : time.toFixed(4);
      return [shown, reference === undefined ? "" : `${(time / reference).toPrecision(3)}x`];
    }),
  ]);
  printTable([title, ...header], rows);
  for (const { engine, problem } of results) if (problem) console.log(`${engine}: ${problem}`);
  console.log("");
  return results;
}

async function timed(title: string, { engine, open }: Entrant, rounds: number): Promise<Result> {
  let ready: Ready | undefined;
  try {
    const openSeconds = await seconds(async () => {
      ready = await open();
    });
    const contestants = Object.entries(ready!.runs).map(([name, run]) => ({ name, run }));
    const least = Object.fromEntries(await takeTurns(contestants, rounds));
    const times = Object.entries(least).map(([name, time]) => `${name} ${time.toFixed(4)} s`);
    console.error(`${engine}: ready after ${openSeconds.toFixed(1)} s, ${times.join(", ")}`);
    return { title, engine, openSeconds, seconds: least };
  } catch (error) {
    return { title, engine, seconds: {}, problem: (error as Error).message };
  } finally {
    await ready?.dispose();
  }
}
