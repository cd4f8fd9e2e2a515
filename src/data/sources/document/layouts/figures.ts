/** Plain line figures for textbook pages, each with a statement that is true of it. They have no text of their own. */
import type { Random } from "../../../random.ts";

export interface Figure {
  readonly picture: string;
  /** A sentence about what the figure shows. */
  readonly statement: string;
}

/** A figure `width` CSS pixels wide. */
export function figure(random: Random, width: number): Figure {
  const height = Math.round(width * random.between(0.45, 0.65));
  const svg = (inside: string) =>
    `<svg width="${Math.round(width)}" height="${height}" viewBox="0 0 ${Math.round(width)} ${height}" fill="none" stroke="currentColor" stroke-width="1.3">${inside}</svg>`;
  return random.pick(kinds)(random, width, height, svg);
}

type Kind = (random: Random, width: number, height: number, svg: (inside: string) => string) => Figure;

const line = (x1: number, y1: number, x2: number, y2: number, more = "") =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" ${more}/>`;

const kinds: readonly Kind[] = [
  function curve(random, width, height, svg) {
    const periods = random.int(1, 4);
    const points = Array.from({ length: 60 }, (_, i) => {
      const x = 12 + (i / 59) * (width - 24);
      return `${x.toFixed(1)},${(height / 2 - Math.sin((i / 59) * periods * 2 * Math.PI) * (height / 2 - 10)).toFixed(1)}`;
    });
    return {
      picture: svg(
        `${line(6, height / 2, width - 6, height / 2)}${line(12, 4, 12, height - 4)}<polyline points="${points.join(" ")}"/>`,
      ),
      statement: `A sine curve over ${periods === 1 ? "one period" : `${["two", "three", "four"][periods - 2]} periods`}.`,
    };
  },
  function circles(random, width, height, svg) {
    const count = random.int(2, 6);
    const radius = Math.min((width - 20) / count / 2.3, height / 2.4);
    const filled = random.int(0, count - 1);
    const inside = Array.from({ length: count }, (_, i) => {
      const x = (width / count) * (i + 0.5);
      return `<circle cx="${x.toFixed(1)}" cy="${height / 2}" r="${radius.toFixed(1)}" ${i < filled ? 'fill="currentColor" fill-opacity="0.35"' : ""}/>`;
    });
    const names = ["none", "one", "two", "three", "four", "five", "six"];
    return {
      picture: svg(inside.join("")),
      statement: `A row of ${names[count]} circles, ${names[filled]} of them filled.`,
    };
  },
  function triangle(_random, width, height, svg) {
    const [left, right, top] = [width * 0.2, width * 0.8, 8];
    return {
      picture: svg(
        `<path d="M${left} ${height - 10}H${right}L${left} ${top}Z"/><path d="M${left} ${height - 20}h10v10"/>`,
      ),
      statement: "A right triangle; the right angle is at the lower left.",
    };
  },
  function bars(random, width, height, svg) {
    const count = random.int(3, 6);
    const tallest = random.int(0, count - 1);
    const inside = Array.from({ length: count }, (_, i) => {
      const h = (height - 16) * (i === tallest ? 0.95 : random.between(0.2, 0.75));
      const w = (width - 40) / count;
      return `<rect x="${(24 + i * w).toFixed(1)}" y="${(height - 6 - h).toFixed(1)}" width="${(w * 0.6).toFixed(1)}" height="${h.toFixed(1)}" fill="currentColor" fill-opacity="0.3"/>`;
    });
    const place = ["first", "second", "third", "fourth", "fifth", "sixth"][tallest];
    return {
      picture: svg(`${line(14, 4, 14, height - 6)}${line(14, height - 6, width - 6, height - 6)}${inside.join("")}`),
      statement: `A bar chart in which the ${place} bar is the tallest.`,
    };
  },
  function arrows(random, width, height, svg) {
    const upwards = random.chance(0.5);
    const [x1, y1, x2, y2] = [width * 0.15, upwards ? height - 12 : 12, width * 0.85, upwards ? 12 : height - 12];
    const angle = Math.atan2(y2 - y1, x2 - x1);
    const head = [2.7, -2.7].map((turn) =>
      line(x2, y2, x2 + 12 * Math.cos(angle + turn), y2 + 12 * Math.sin(angle + turn)),
    );
    return {
      picture: svg(line(x1, y1, x2, y2) + head.join("")),
      statement: `An arrow that points to the ${upwards ? "upper" : "lower"} right.`,
    };
  },
];
