/** Rows and matrices of figures and numbers that follow rules, one of them left out. */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { clearColours, type Look, lookOf, shadeOf } from "../kit/look.ts";
import { exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { arrow, circle, drawing, line, marked, polygon, rect, text } from "../kit/svg.ts";

const shapes = ["circle", "square", "triangle", "star", "diamond"] as const;

function drawShape(name: (typeof shapes)[number], x: number, y: number, r: number, fill: string): string {
  const style = { fill, stroke: "#222", width: 1.5 };
  const ring = (n: number, inner: number, start: number) =>
    Array.from({ length: n }, (_, i) => {
      const a = start + (i * 2 * Math.PI) / n;
      const q = i % 2 === 0 ? r : r * inner;
      return [x + q * Math.cos(a), y + q * Math.sin(a)] as const;
    });
  switch (name) {
    case "circle":
      return circle(x, y, r * 0.85, style);
    case "square":
      return rect(x - r * 0.75, y - r * 0.75, r * 1.5, r * 1.5, style);
    case "triangle":
      return polygon(ring(3, 1, -Math.PI / 2), style);
    case "star":
      return polygon(ring(10, 0.45, -Math.PI / 2), style);
    case "diamond":
      return polygon(ring(4, 1, -Math.PI / 2), style);
  }
}

/** How an attribute runs through a 3x3 matrix: the same in each row, in each column, or each value once a row and column. */
type Rule = "rows" | "columns" | "latin";
const rules: readonly Rule[] = ["rows", "columns", "latin"];

export function valueAt(rule: Rule, row: number, column: number): number {
  return rule === "rows" ? row : rule === "columns" ? column : (row + column) % 3;
}

function ruleWords(rule: Rule, attribute: string): string {
  return {
    rows: `the ${attribute} is the same within each row and changes from row to row`,
    columns: `the ${attribute} is the same within each column and changes from column to column`,
    latin: `each ${attribute} occurs once in every row and every column`,
  }[rule];
}

function matrix({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.1 });
  const [shapeRule, colourRule, countRule] = [random.pick(rules), random.pick(rules), random.pick(rules)];
  const kinds = random.shuffled(shapes).slice(0, 3);
  const colours = random.shuffled(clearColours.filter((c) => c !== "pink" && c !== "orange")).slice(0, 3);
  const shades = colours.map((c) => shadeOf(random, c));
  const counts = random.shuffled([1, 2, 3]);
  const figure = (r: number, c: number) => ({
    shape: kinds[valueAt(shapeRule, r, c)]!,
    colour: valueAt(colourRule, r, c),
    count: counts[valueAt(countRule, r, c)]!,
  });
  const answer = figure(2, 2);
  // wrong options differ from the right one in one attribute or two
  const other = (n: number) => (n + random.int(1, 2)) % 3;
  const options = new Map<string, { shape: (typeof shapes)[number]; colour: number; count: number }>();
  const key = (f: { shape: string; colour: number; count: number }) => `${f.shape}${f.colour}${f.count}`;
  options.set(key(answer), answer);
  while (options.size < 4) {
    const change = random.pick(["shape", "colour", "count", "both"] as const);
    const wrong = {
      ...answer,
      ...(change === "shape" || change === "both" ? { shape: kinds[other(kinds.indexOf(answer.shape))]! } : {}),
      ...(change === "colour" || change === "both" ? { colour: other(answer.colour) } : {}),
      ...(change === "count" ? { count: counts[other(counts.indexOf(answer.count))]! } : {}),
    };
    options.set(key(wrong), wrong);
  }
  const shown = random.shuffled([...options.values()]);
  const cell = 72;
  const draw = (
    f: { shape: (typeof shapes)[number]; colour: number; count: number },
    x: number,
    y: number,
    size: number,
  ) =>
    Array.from({ length: f.count }, (_, i) =>
      drawShape(f.shape, x + (i - (f.count - 1) / 2) * size * 0.3, y, size * 0.155, shades[f.colour]!),
    ).join("");
  const body = [
    rect(12, 10, 3 * cell, 3 * cell, { fill: look.dark ? "#e9e9e4" : "#ffffff" }),
    ...[0, 1, 2, 3].map(
      (i) =>
        line(12 + i * cell, 10, 12 + i * cell, 10 + 3 * cell, { stroke: look.ink, width: 1.5 }) +
        line(12, 10 + i * cell, 12 + 3 * cell, 10 + i * cell, { stroke: look.ink, width: 1.5 }),
    ),
    ...Array.from({ length: 9 }, (_, i) => {
      const [r, c] = [Math.floor(i / 3), i % 3];
      const [x, y] = [12 + (c + 0.5) * cell, 10 + (r + 0.5) * cell];
      return i === 8
        ? text(x, y + 10, "?", { size: 30, weight: 700, fill: "#222" })
        : marked("figure", key(figure(r, c)), "", draw(figure(r, c), x, y, cell));
    }),
    ...shown.map((f, i) => {
      const y = 10 + i * 55;
      return (
        rect(262, y, 84, 48, { fill: look.dark ? "#e9e9e4" : "#ffffff", stroke: look.ink, width: 1.5, round: 4 }) +
        marked("option", "ABCD"[i]!, "", draw(f, 304, y + 24, 64)) +
        text(250, y + 30, "ABCD"[i]!, { size: 15, weight: 700 })
      );
    }),
  ];
  const letter = "ABCD"[shown.findIndex((f) => key(f) === key(answer))]!;
  const said = `${numberWord(answer.count)} ${colours[answer.colour]} ${answer.shape}${answer.count === 1 ? "" : "s"}`;
  const turns = [
    exchange(
      random,
      `{Which option belongs in the empty field?|Which figure completes the matrix?|What replaces the question mark: A, B, C or D?}`,
      `${letter}.`,
      `Shape: ${ruleWords(shapeRule, "shape")}. Colour: ${ruleWords(colourRule, "colour")}. Number: ${ruleWords(countRule, "number")}. So the last field needs ${said}, which is option ${letter}.`,
    ),
    exchange(
      random,
      `{What must the missing figure look like?|Describe the missing field{ in words|}.}`,
      `${said}.`,
      `By the rules of the rows and columns it must have ${said}.`,
    ),
  ];
  return {
    template: "matrix",
    pictures: [drawing(random, look, maxSide, { width: 360, height: 238 }, ...body)],
    turns: someOf(random, turns),
  };
}

/** A number series with its rule in words. */
export function seriesOf(random: Random): { values: number[]; rule: string } {
  const start = random.int(1, 12);
  const step = random.int(2, 9);
  switch (random.pick(["add", "multiply", "squares", "fibonacci", "growing", "alternating"] as const)) {
    case "add": {
      const down = random.chance(0.3);
      return {
        values: Array.from({ length: 6 }, (_, i) => (down ? start + 6 * step - i * step : start + i * step)),
        rule: `each number is ${step} ${down ? "less" : "more"} than the one before`,
      };
    }
    case "multiply": {
      const factor = random.int(2, 3);
      const first = random.int(1, 4);
      return {
        values: Array.from({ length: 6 }, (_, i) => first * factor ** i),
        rule: `each number is ${factor} times the one before`,
      };
    }
    case "squares": {
      const first = random.int(1, 5);
      return {
        values: Array.from({ length: 6 }, (_, i) => (first + i) ** 2),
        rule: `these are the squares of ${first}, ${first + 1}, ${first + 2} and so on`,
      };
    }
    case "fibonacci": {
      const values = [random.int(1, 4), random.int(2, 6)];
      while (values.length < 6) values.push(values.at(-1)! + values.at(-2)!);
      return { values, rule: "each number is the sum of the two before it" };
    }
    case "growing":
      return {
        values: Array.from({ length: 6 }, (_, i) => start + (i * (i + 1) * Math.ceil(step / 4)) / 2),
        rule: `the steps grow by ${Math.ceil(step / 4)} each time`,
      };
    case "alternating": {
      const less = random.int(1, step - 1);
      const values = [start];
      while (values.length < 6) values.push(values.at(-1)! + (values.length % 2 === 1 ? step : -less));
      return { values, rule: `the steps are +${step} and −${less} in turn` };
    }
  }
}

function series({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const { values, rule } = seriesOf(random);
  const hidden = random.chance(0.75) ? 5 : random.int(2, 4);
  const train = random.chance(0.4);
  const body = values.map((value, i) => {
    const x = 36 + i * 60;
    const box = train
      ? rect(x - 26, 34, 52, 46, { fill: look.accents[i % 5]!, round: 5 }) +
        circle(x - 14, 86, 7, { fill: "#222" }) +
        circle(x + 14, 86, 7, { fill: "#222" })
      : circle(x, 58, 27, { fill: look.tint, stroke: look.accents[0]!, width: 2 });
    return (
      box +
      marked(
        "number",
        i === hidden ? "?" : String(value),
        "",
        text(x, 64, i === hidden ? "?" : String(value), {
          size: String(value).length > 3 ? 14 : 18,
          weight: 700,
          fill: train ? "#fff" : look.ink,
        }),
      )
    );
  });
  const turns = [
    exchange(
      random,
      `{Which number is missing?|What belongs in place of the question mark?|Continue the pattern: what is "?"?}`,
      `${values[hidden]}.`,
      `The rule is: ${rule}. So the missing number is ${values[hidden]}.`,
    ),
    exchange(
      random,
      `{What is the rule of this series?|How is the series built?}`,
      `${rule}.`,
      `Comparing neighbours shows that ${rule}. In full: ${values.join(", ")}.`,
    ),
  ];
  return {
    template: "number-series",
    pictures: [drawing(random, look, maxSide, { width: 372, height: 116 }, ...body)],
    turns: someOf(random, turns),
  };
}

function dial(x: number, y: number, eighth: number, look: Look, colour: string): string {
  const a = (eighth * Math.PI) / 4 - Math.PI / 2;
  return (
    circle(x, y, 26, { fill: "#ffffff", stroke: look.ink, width: 2 }) +
    arrow(x - 15 * Math.cos(a), y - 15 * Math.sin(a), x + 21 * Math.cos(a), y + 21 * Math.sin(a), {
      stroke: colour,
      width: 4,
      head: 11,
    })
  );
}

const directions = [
  "up",
  "to the upper right",
  "to the right",
  "to the lower right",
  "down",
  "to the lower left",
  "to the left",
  "to the upper left",
] as const;

function turning({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.1 });
  const step = random.pick([1, 2, 3, -1, -2, -3]);
  const start = random.int(0, 7);
  const at = (i: number) => (((start + i * step) % 8) + 8) % 8;
  const colour = random.pick(["#c1121f", "#1d4ed8", "#2e8b3d"]);
  const body = Array.from({ length: 5 }, (_, i) =>
    i === 4
      ? circle(36 + i * 68, 44, 26, { stroke: look.ink, width: 2, dash: "5 4" }) +
        text(36 + i * 68, 53, "?", { size: 24, weight: 700 })
      : marked("arrow", directions[at(i)]!, "", dial(36 + i * 68, 44, at(i), look, colour)),
  );
  const wrong = random.shuffled(directions.map((_, i) => i).filter((i) => i !== at(4))).slice(0, 3);
  const options = random.shuffled([at(4), ...wrong]);
  body.push(
    ...options.map(
      (eighth, i) =>
        dial(56 + i * 84, 122, eighth, look, colour) + text(56 + i * 84, 168, "ABCD"[i]!, { size: 14, weight: 700 }),
    ),
  );
  const degrees = Math.abs(step) * 45;
  const way = step > 0 ? "clockwise" : "anticlockwise";
  const turns = [
    exchange(
      random,
      `{Which arrow comes next: A, B, C or D?|Which of the options continues the row?}`,
      `${"ABCD"[options.indexOf(at(4))]}.`,
      `From one field to the next the arrow turns ${degrees}° ${way}. After the fourth it points ${directions[at(4)]}, which is option ${"ABCD"[options.indexOf(at(4))]}.`,
    ),
    exchange(
      random,
      `{By how much does the arrow turn each time?|How does the arrow change from field to field?}`,
      `${degrees}° ${way}.`,
      `It points ${listed(
        [0, 1, 2, 3].map((i) => directions[at(i)]!),
        "and then",
      )}: each time it turns ${degrees}° ${way}.`,
    ),
  ];
  return {
    template: "turning-arrows",
    pictures: [drawing(random, look, maxSide, { width: 344, height: 178 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const iqSource = instructionSource(
  {
    name: "matrices-and-series",
    version: 2,
    leaf: "Logical Reasoning/Other Logical Reasoning/IQ Questions",
    description: "Matrices, number series and turning arrows that follow rules.",
  },
  (context) => context.random.pick([matrix, series, turning])(context),
);
