/** Summaries and comparisons for a terminal, and as Markdown. */
import type { TaskComparison } from "./compare.ts";
import type { Judged } from "./judged.ts";
import { paper } from "./paper.ts";
import type { RunSummary, Score, TaskSummary } from "./summary.ts";

/** `42.0`, `409`, `0.873` by the metric. */
export function shown(value: number, metric: string): string {
  if (!Number.isFinite(value)) return "";
  return metric === "points" ? value.toFixed(0) : metric === "bits-per-byte" ? value.toFixed(4) : value.toFixed(1);
}

export function intervalOf({ interval }: Pick<Score, "interval">, metric: string): string {
  return `${shown(interval[0], metric)} to ${shown(interval[1], metric)}`;
}

/** What a reader must know of how a score came about. */
export function remarks(task: TaskSummary): string[] {
  const { scoring, scoredBy, notAsked, notRead, metric, yes } = task;
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => (Object.keys(counts).length === 1 ? name : `${name} (${count})`))
      .join(", ");
  return [
    `by ${list(scoring)}`,
    ...(metric === "none" ? ["answers for people and judges"] : [`scored by ${list(scoredBy) || "nobody"}`]),
    ...(yes ? [`F1 of yes ${yes.f1.toFixed(1)}, yes said ${yes.share.toFixed(1)} %`] : []),
    ...(notRead > 0 ? [`${notRead} answers not understood`] : []),
    ...(notAsked > 0 ? [`${notAsked} not asked`] : []),
  ];
}

export function unitOf(metric: string): string {
  return { accuracy: "%", points: "of 1000", "bits-per-byte": "bits per byte" }[metric] ?? "";
}

/** The table for a terminal, vision and language each in columns that fit; undefined where nothing is scored. */
export function tableText(runs: readonly RunSummary[]): string | undefined {
  const { columns, rows } = table(runs);
  if (columns.length === 0) return undefined;
  const title = (column: string, i: number) => columnTitle(column, rows[0]?.cells[i]?.metric);
  const names = Math.max(5, ...rows.map(({ name, own }) => name.length + (own ? 2 : 0)));
  const widths = columns.map((column, i) => Math.max(6, title(column, i).length));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(names)}  ${cells.map((cell, i) => cell.padStart(widths[i]!)).join("  ")}`.trimEnd();
  const body = rows.map(({ name, own, cells }) =>
    line(
      own ? `* ${name}` : name,
      cells.map(({ value, metric }) => (value === undefined ? "" : shown(value, metric))),
    ),
  );
  const source = rows.some(({ own }) => !own)
    ? [`* these runs; the others are the paper's figures. ${paper.source}`]
    : [];
  return [line("model", columns.map(title)), ...body, ...source].join("\n");
}

/** The score of a run for a terminal: a line a task, with its parts where they are asked for. */
export function summaryText({ name, folder, tasks }: RunSummary, parts: boolean): string {
  const lines = [name.endsWith(`(${folder})`) ? name : `${name} (${folder})`];
  for (const field of ["vision", "language"] as const) {
    const own = tasks.filter((task) => task.field === field);
    if (own.length > 0) lines.push("", field);
    for (const task of own) {
      lines.push(`  ${lineOf(task, task.metric, 14)}   ${remarks(task).join("; ")}`);
      if (!parts) continue;
      for (const part of task.categories) lines.push(`    ${lineOf(part, task.metric, 40)}`);
    }
  }
  return lines.join("\n");
}

function lineOf(score: Score, metric: string, width: number): string {
  const count = `${score.questions} questions`;
  if (metric === "none") return `${score.name.padEnd(width)} ${count}`;
  const value = shown(score.value, metric).padStart(7);
  return `${score.name.padEnd(width)} ${value} ${unitOf(metric)}  (${intervalOf(score, metric)}, ${count})`;
}

/** Per cent is what a reader expects; anything else is said. */
export function columnTitle(column: string, metric: string | undefined): string {
  return metric === "bits-per-byte" ? `${column}, bits per byte` : column;
}

/** A cell of the table beside the paper's. */
export interface Cell {
  readonly value?: number;
  readonly interval?: readonly [number, number];
  readonly metric: string;
}

export interface TableRow {
  readonly name: string;
  readonly own: boolean;
  readonly cells: readonly Cell[];
}

/**
 * Vision and language side by side: the runs' own rows, then the paper's and its peers'. Columns are the paper's that a
 * run has, and behind them the tasks that the paper does not know.
 */
export function table(runs: readonly RunSummary[]): {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
} {
  const scored = runs.flatMap(({ tasks }) => tasks.filter(({ metric }) => metric !== "none"));
  const known = [...paper.vision, "ScienceQA", ...paper.language, "Pile"];
  const own = [...new Set(scored.map((task) => task.paper ?? task.name))];
  const columns = [...known.filter((name) => own.includes(name)), ...own.filter((name) => !known.includes(name))];
  const metricOf = (column: string) =>
    scored.find((task) => (task.paper ?? task.name) === column)?.metric ?? "accuracy";
  const rows = runs.map(({ name, tasks }): TableRow => {
    const cells = columns.map((column): Cell => {
      const task = tasks.find((one) => (one.paper ?? one.name) === column && one.metric !== "none");
      return { metric: metricOf(column), ...(task && { value: task.value, interval: task.interval }) };
    });
    return { name, own: true, cells };
  });
  const others = paper.rows.flatMap(({ model, size, scores }): TableRow[] => {
    if (!columns.some((column) => scores[column] !== undefined)) return [];
    const cells = columns.map((column) => ({ metric: metricOf(column), value: scores[column] }));
    return [{ name: size && !model.includes(size) ? `${model} (${size})` : model, own: false, cells }];
  });
  return { columns, rows: [...rows, ...others] };
}

/** A text that is no Markdown and no HTML, for a heading or a cell. */
function literal(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*[\]<>|&]/g, "\\$&");
}

export function markdown(runs: readonly RunSummary[], judged: readonly Judged[] = []): string {
  const { columns, rows } = table(runs);
  const lines = ["# Evaluation", ""];
  if (columns.length > 0) {
    const titles = columns.map((column, i) => literal(columnTitle(column, rows[0]?.cells[i]?.metric)));
    lines.push(`| model | ${titles.join(" | ")} |`, `| --- |${columns.map(() => " ---: |").join("")}`);
    for (const { name, own, cells } of rows) {
      const shownCells = cells.map(({ value, metric }) => (value === undefined ? "" : shown(value, metric)));
      lines.push(`| ${own ? `**${literal(name)}**` : literal(name)} | ${shownCells.join(" | ")} |`);
    }
    if (rows.some(({ own }) => !own)) lines.push("", `Rows that are not bold are the paper's figures. ${paper.source}`);
    lines.push("");
  }
  for (const { name, by, opponents } of judged) {
    lines.push(`## ${literal(name)}, judged by ${literal(by)}`, "");
    lines.push("| against | won | tied | lost | both orders agree |", "| --- | ---: | ---: | ---: | ---: |");
    for (const { against, win, tie, lose, consistent, read } of opponents) {
      lines.push(`| ${literal(against)} | ${win} | ${tie} | ${lose} | ${consistent} of ${read} |`);
    }
    lines.push("");
  }
  for (const { name, folder, tasks } of runs) {
    lines.push(
      `## ${literal(name)}`,
      "",
      `Records: \`${folder.replaceAll("`", "'")}\`. Intervals are 95 %, by bootstrap over questions (Wilson's where all answers of a row are alike).`,
      "",
    );
    for (const field of ["vision", "language"] as const) {
      const own = tasks.filter((task) => task.field === field);
      if (own.length === 0) continue;
      lines.push(`### ${field === "vision" ? "Vision" : "Language"}`, "");
      lines.push("| task | score | interval | questions | |", "| --- | ---: | --- | ---: | --- |");
      for (const task of own) {
        const { metric } = task;
        const value = metric === "none" ? "" : `${shown(task.value, metric)} ${unitOf(metric)}`;
        const interval = metric === "none" ? "" : intervalOf(task, metric);
        const about = literal(remarks(task).join("; "));
        lines.push(`| ${literal(task.title)} | ${value} | ${interval} | ${task.questions} | ${about} |`);
      }
      lines.push("");
      for (const task of own) {
        if (task.metric === "none") continue;
        for (const [what, parts] of [
          ["category", task.categories],
          ["leaf", task.leaves],
        ] as const) {
          if (parts.length === 0) continue;
          lines.push(
            `#### ${literal(task.name)}, by ${what}`,
            "",
            `| ${what} | score | interval | questions |`,
            "| --- | ---: | --- | ---: |",
          );
          for (const part of parts) {
            const value = shown(part.value, task.metric);
            lines.push(`| ${literal(part.name)} | ${value} | ${intervalOf(part, task.metric)} | ${part.questions} |`);
          }
          lines.push("");
        }
      }
    }
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

/** A line an opponent. */
export function judgedText({ name, by, opponents }: Judged): string {
  const lines = opponents.map(
    ({ against, win, tie, lose, consistent, read }) =>
      `  against ${against}: won ${win}, tied ${tie}, lost ${lose}; both orders agree on ${consistent} of ${read}`,
  );
  return [`${name}, judged by ${by}`, ...lines].join("\n");
}

export function comparisonText(pairs: readonly TaskComparison[], names: readonly [string, string]): string {
  const lines = [`${names[0]} and ${names[1]}, over the questions that both have`];
  for (const pair of pairs) {
    const { metric, difference, changed } = pair;
    const sign = difference >= 0 ? "+" : "";
    const values = `${shown(pair.first, metric)} and ${shown(pair.second, metric)} ${unitOf(metric)}`;
    const sure = `${sign}${shown(difference, metric)} (95 % interval ${intervalOf(pair, metric)}; p ${pair.probability.toFixed(3)})`;
    lines.push("", `${pair.task}: ${values}, difference ${sure}, ${pair.paired} questions, ${changed.length} changed`);
    for (const { what, first, second } of pair.protocols) {
      lines.push(`  by different protocols: ${what} is ${first} in the first and ${second} in the second`);
    }
    if (pair.unlike > 0)
      lines.push(`  ${pair.unlike} of the questions, or their answers, are others in the task's data`);
    if (pair.onlyFirst + pair.onlySecond > 0) {
      lines.push(`  left out: ${pair.onlyFirst} that only the first has, ${pair.onlySecond} that only the second has`);
    }
    for (const { id, before, after, said } of changed) {
      const short = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
      lines.push(
        `  ${after > before ? "better" : "worse "}  ${pair.task}/${id}  ${short(said[0])} -> ${short(said[1])}`,
      );
    }
  }
  return lines.join("\n");
}
