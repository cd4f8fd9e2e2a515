/** What a parity run found, by fixture and group of tensors, as data and as lines to read. */
import { type Check, passes } from "./check.ts";
import type { Fixture, FixtureKind } from "./fixture.ts";

/** The tensors of one line together. */
export interface GroupReport {
  readonly group: string;
  readonly tensors: number;
  /** Of the tensor that is worst against its limit; null where it cannot be said. */
  readonly error: number | null;
  readonly limit: number;
  readonly worst: string;
  readonly ok: boolean;
  /** Sentences about what could not be compared. */
  readonly problems: readonly string[];
}

export interface FixtureReport {
  readonly fixture: string;
  readonly kind: FixtureKind;
  readonly device: string;
  readonly ok: boolean;
  readonly groups: readonly GroupReport[];
}

export function reportOf({ name, kind }: Fixture, device: string, checks: readonly Check[]): FixtureReport {
  const byGroup = new Map<string, Check[]>();
  for (const check of checks) byGroup.set(check.group, [...(byGroup.get(check.group) ?? []), check]);
  const groups = [...byGroup].map(([group, members]) => groupReport(group, members));
  return { fixture: name, kind, device, ok: groups.length > 0 && groups.every((g) => g.ok), groups };
}

function groupReport(group: string, checks: readonly Check[]): GroupReport {
  // a problem first, then whatever is nearest to its limit or furthest beyond
  const badness = (c: Check) => (c.problem !== undefined || Number.isNaN(c.error) ? Infinity : excess(c));
  const worst = checks.reduce((a, b) => (badness(b) > badness(a) ? b : a));
  return {
    group,
    tensors: checks.length,
    error: Number.isNaN(worst.error) ? null : worst.error,
    limit: worst.limit,
    worst: worst.name,
    ok: checks.every(passes),
    problems: checks.flatMap((c) => (c.problem === undefined ? [] : [`${c.name}: ${c.problem}`])),
  };
}

function excess({ error, limit }: Check): number {
  return limit === 0 ? (error === 0 ? 0 : 1e9 * error) : error / limit;
}

/** A line a group under a line a fixture; problems below theirs. */
export function renderReport({ fixture, kind, device, groups, ok }: FixtureReport): string {
  const width = Math.max(0, ...groups.map((g) => g.group.length));
  const lines = [`${ok ? "pass" : "FAIL"}  ${fixture} (${kind}, ${device})`];
  for (const { group, tensors, error, limit, worst, ok, problems } of groups) {
    const numbers = `${error === null ? "-" : number(error)} of ${number(limit)}`;
    const count = `${tensors} ${tensors === 1 ? "tensor" : "tensors"}`;
    const where = ok || worst === group ? "" : `  ${worst}`;
    lines.push(`  ${ok ? "pass" : "FAIL"}  ${group.padEnd(width)}  ${numbers.padEnd(18)}  ${count}${where}`);
    for (const problem of problems) lines.push(`        ${problem}`);
  }
  if (groups.length === 0) lines.push("        nothing was compared");
  return lines.join("\n");
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toExponential(1);
}
