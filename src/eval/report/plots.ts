/**
 * Plots as SVG text: bars with intervals, a radar, win-tie-lose bars. Colours are the page's (`currentColor` and custom
 * properties), so that a plot is readable on dark and light; each says in words what it shows.
 */
import type { Score } from "./summary.ts";

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

interface BarsOptions {
  readonly title: string;
  /** The axis' end; its beginning is 0. */
  readonly max: number;
  readonly format: (value: number) => string;
}

/** Letters. */
const longestLabel = 20;
const [barHeight, labelWidth, plotWidth, valueWidth] = [24, 206, 240, 52];

/** Horizontal bars, one a score, with whiskers for the intervals. */
export function bars(scores: readonly Score[], { title, max, format }: BarsOptions): string {
  const height = scores.length * barHeight + 26;
  const width = labelWidth + plotWidth + valueWidth;
  const x = (value: number) => (labelWidth + (Math.min(Math.max(value, 0), max) / max) * plotWidth).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * max);
  const grid = ticks.map(
    (value) =>
      `<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="0" y2="${height - 20}"/><text class="tick" x="${x(value)}" y="${height - 5}" text-anchor="middle">${format(value)}</text>`,
  );
  const rows = scores.map(({ name, value, interval: [low, high], questions }, i) => {
    const top = i * barHeight;
    const middle = top + barHeight / 2;
    const label = shortened(name);
    return `<g><title>${escaped(name)}: ${format(value)} (${format(low)} to ${format(high)}, ${questions} questions)</title><text x="${labelWidth - 8}" y="${middle + 4}" text-anchor="end">${escaped(label)}</text><rect class="bar" x="${labelWidth}" y="${top + 4}" width="${(Number(x(value)) - labelWidth).toFixed(1)}" height="${barHeight - 8}"/><path class="whisker" d="M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 4}v8M${x(high)} ${middle - 4}v8"/><text class="value" x="${labelWidth + plotWidth + 8}" y="${middle + 4}">${format(value)}</text></g>`;
  });
  return `<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${grid.join("")}${rows.join("")}</svg>`;
}

/** As many of a path's last parts as fit, or the beginning of a name. */
function shortened(name: string): string {
  const parts = name.split("/");
  while (parts.length > 1 && parts.join("/").length > longestLabel) parts.shift();
  const label = parts.join(" / ");
  return label.length <= longestLabel + 2 ? label : `${label.slice(0, longestLabel)}…`;
}

/** One closed line a run over the axes that they share, each axis from 0 to its end. */
export function radar(
  axes: readonly { readonly name: string; readonly max: number }[],
  runs: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[],
  title: string,
): string {
  const [size, reach, key0] = [400, 150, 424];
  const middle = size / 2;
  const at = (axis: number, share: number) => {
    const angle = (axis / axes.length) * 2 * Math.PI - Math.PI / 2;
    return [middle + Math.cos(angle) * share * reach, middle + Math.sin(angle) * share * reach] as const;
  };
  const line = (shares: readonly number[]) =>
    shares
      .map((share, i) =>
        at(i, share)
          .map((one) => one.toFixed(1))
          .join(","),
      )
      .join(" ");
  const rings = [0.25, 0.5, 0.75, 1].map((share) => `<polygon class="grid" points="${line(axes.map(() => share))}"/>`);
  const spokes = axes.map(({ name }, i) => {
    const [x, y] = at(i, 1);
    const [lx, ly] = at(i, 1.12);
    const anchor = Math.abs(lx - middle) < 12 ? "middle" : lx > middle ? "start" : "end";
    return `<line class="grid" x1="${middle}" y1="${middle}" x2="${x.toFixed(1)}" y2="${y.toFixed(1)}"/><text x="${lx.toFixed(1)}" y="${(ly + 4).toFixed(1)}" text-anchor="${anchor}">${inLines(name, lx, (middle - ly) / (1.12 * reach))}</text>`;
  });
  const shapes = runs.map(({ name, values }, i) => {
    const shares = axes.map(({ max }, axis) => Math.min(1, Math.max(0, (values[axis] ?? 0) / max)));
    return `<polygon class="shape s${i % 6}" points="${line(shares)}"><title>${escaped(name)}</title></polygon>`;
  });
  const key = runs.map(
    ({ name }, i) =>
      `<rect class="key s${i % 6}" x="8" y="${key0 + i * 20}" width="12" height="12"/><text x="28" y="${key0 + i * 20 + 11}">${escaped(name)}</text>`,
  );
  const height = key0 + runs.length * 20 + 8;
  return `<svg class="plot radar" viewBox="-76 -16 ${size + 152} ${height + 16}" role="img" aria-label="${escaped(title)}">${rings.join("")}${spokes.join("")}${shapes.join("")}${key.join("")}</svg>`;
}

/** Letters of a line at a wheel. */
const longestLine = 11;

/** A long name in short lines, which grow away from the wheel: upwards at its top (`height` 1), downwards at its foot (-1). */
function inLines(name: string, x: number, height: number): string {
  if (name.length <= longestLine) return escaped(name);
  const lines: string[] = [];
  for (const whole of name.split(" ")) {
    const word = whole.length <= longestLine + 2 ? whole : `${whole.slice(0, longestLine)}…`;
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= longestLine) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const up = ((lines.length - 1) * 1.1 * (1 + height)) / 2;
  return lines
    .map(
      (line, i) =>
        `<tspan x="${x.toFixed(1)}" dy="${i === 0 ? `${(-up).toFixed(2)}em` : "1.1em"}">${escaped(line)}</tspan>`,
    )
    .join("");
}

export interface WinTieLose {
  readonly name: string;
  readonly win: number;
  readonly tie: number;
  readonly lose: number;
}

/** As the paper's Figure 7: a bar an opponent below its name, won, tied and lost from the left. */
export function winTieLose(rows: readonly WinTieLose[], title: string): string {
  const [row, width] = [48, 440];
  const bar = ({ name, win, tie, lose }: WinTieLose, i: number) => {
    const total = Math.max(1, win + tie + lose);
    let x = 0;
    const piece = (kind: string, count: number) => {
      const w = (count / total) * width;
      const number =
        w > 16
          ? `<text class="on" x="${(x + w / 2).toFixed(1)}" y="${i * row + 36}" text-anchor="middle">${count}</text>`
          : "";
      const part = `<g><title>${escaped(name)}: ${count} ${kind}</title><rect class="${kind}" x="${x.toFixed(1)}" y="${i * row + 20}" width="${w.toFixed(1)}" height="24"/>${number}</g>`;
      x += w;
      return part;
    };
    return `<text x="0" y="${i * row + 14}">${escaped(name)}</text>${piece("win", win)}${piece("tie", tie)}${piece("lose", lose)}`;
  };
  const key = (["win", "tie", "lose"] as const).map(
    (kind, i) =>
      `<rect class="${kind}" x="${i * 80}" y="${rows.length * row + 6}" width="12" height="12"/><text x="${i * 80 + 18}" y="${rows.length * row + 17}">${kind}</text>`,
  );
  const height = rows.length * row + 28;
  return `<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${rows.map(bar).join("")}${key.join("")}</svg>`;
}
