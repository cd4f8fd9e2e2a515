/**
 * Timing several contestants in one run: they take turns, so that a busy machine is busy for all of them, and the least
 * time of each counts. Prints the table.
 */

/** Something to time. `run` does the work once and gives the seconds that count. */
export interface Contestant {
  readonly name: string;
  readonly run: () => Promise<number>;
}

/** Runs all contestants once to warm up, then `rounds` times in turn; the least seconds of each. */
export async function takeTurns(contestants: readonly Contestant[], rounds: number): Promise<Map<string, number>> {
  const all = await timesInTurns(contestants, rounds);
  return new Map([...all].map(([name, times]) => [name, Math.min(...times)]));
}

/** Runs all contestants once to warm up, then `rounds` times in turn; the seconds of each, round by round. */
export async function timesInTurns(contestants: readonly Contestant[], rounds: number): Promise<Map<string, number[]>> {
  for (const { run } of contestants) await run();
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contestants) times.get(name)!.push(await run());
  }
  return times;
}

/** The middle one of some numbers, the upper of two. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

/** The seconds that `work` takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Prints rows below a header. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(formatTable(header, rows));
}

/** Rows below a header as Markdown, columns aligned; the first column to the left, the others to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** `1.43x`, and whether that reaches the bar. */
export function ratio(ours: number, theirs: number, bar: number): string {
  return `${(theirs / ours).toFixed(2)}x (bar ${bar}x)`;
}
