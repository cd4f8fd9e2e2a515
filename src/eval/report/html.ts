/** A report as one page: the table beside the paper's figures, plots, and what changed. No script, nothing from elsewhere. */
import type { TaskComparison } from "./compare.ts";
import type { Judged } from "./judged.ts";
import { paper } from "./paper.ts";
import { bars, escaped, radar, winTieLose } from "./plots.ts";
import type { RunSummary, TaskSummary } from "./summary.ts";
import { columnTitle, comparisonText, intervalOf, remarks, shown, table, unitOf } from "./text.ts";

export interface ReportParts {
  readonly runs: readonly RunSummary[];
  readonly comparison?: { readonly names: readonly [string, string]; readonly tasks: readonly TaskComparison[] };
  readonly judged?: readonly Judged[];
}

const style = `
:root { color-scheme: light dark; --line: #8886; --bar: #2f6db3; --win: #257247; --tie: #8a7416; --lose: #c0504d; --on: #fff; --own: #2f6db31c; }
@media (prefers-color-scheme: dark) { :root { --bar: #6aa5e8; --win: #4cb581; --tie: #cdb84f; --lose: #dd7370; --on: #111; --own: #6aa5e826; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1.5rem; max-width: 70rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; } h3 { margin-top: 1.8rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 7rem; position: sticky; left: 0; background: Canvas; } .own td { background: var(--own); } .own th { background: linear-gradient(var(--own), var(--own)), Canvas; } .own { font-weight: 600; }
td small { font-weight: 400; opacity: .75; display: block; } .about { opacity: .8; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
.plot { width: 100%; height: auto; min-width: 19rem; max-width: 36rem; font: 14px system-ui, sans-serif; }
.radar { min-width: 0; max-width: 32rem; font-size: 15px; } figure { margin: 0; max-width: 32rem; } figcaption { opacity: .8; text-align: center; } .plot text { fill: currentColor; }
.tick, .grid { opacity: .55; } .tick { font-size: 12px; } .grid { stroke: var(--line); fill: none; }
.bar { fill: var(--bar); opacity: .75; } .whisker { stroke: currentColor; fill: none; stroke-width: 1.2; }
.win { fill: var(--win); } .tie { fill: var(--tie); } .lose { fill: var(--lose); } .plot text.on { fill: var(--on); }
.shape { fill-opacity: .14; stroke-width: 2; }
.s0 { fill: #2f6db3; stroke: #2f6db3; } .s1 { fill: #c0504d; stroke: #c0504d; } .s2 { fill: #2e8b57; stroke: #2e8b57; }
.s3 { fill: #8a63b8; stroke: #8a63b8; } .s4 { fill: #b8862f; stroke: #b8862f; } .s5 { fill: #4aa3a3; stroke: #4aa3a3; }
pre { overflow-x: auto; font-size: 13px; } details { margin: .8rem 0; } summary { cursor: pointer; }
`;

export function html({ runs, comparison, judged }: ReportParts): string {
  const sections = [
    sideBySide(runs),
    radarOf(runs),
    ...(judged ?? []).map(judgedSection),
    judged?.length ? figure7() : "",
    ...runs.map(runSection),
    comparison ? `<h2>What changed</h2><pre>${escaped(comparisonText(comparison.tasks, comparison.names))}</pre>` : "",
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluation: ${escaped(runs.map(({ name }) => name).join(", "))}</title><style>${style}</style></head>
<body><h1>Evaluation: ${escaped(runs.map(({ name }) => name).join(", "))}</h1>
<p class="about">Intervals are 95 %, by bootstrap over questions (Wilson's where all answers of a row are alike). An answer that the parser cannot read counts as wrong.</p>
${sections.filter((section) => section !== "").join("\n")}
</body></html>
`;
}

function sideBySide(runs: readonly RunSummary[]): string {
  const { columns, rows } = table(runs);
  if (columns.length === 0) return "";
  const title = (column: string, i: number) => escaped(columnTitle(column, rows[0]?.cells[i]?.metric));
  const head = columns.map((column, i) => `<th scope="col">${title(column, i)}</th>`).join("");
  const body = rows.map(({ name, own, cells }) => {
    const inner = cells.map(({ value, interval, metric }) => {
      if (value === undefined) return "<td></td>";
      const range = interval ? `<small>${shown(interval[0], metric)} to ${shown(interval[1], metric)}</small>` : "";
      return `<td>${shown(value, metric)}${range}</td>`;
    });
    return `<tr${own ? ' class="own"' : ""}><th scope="row">${escaped(name)}</th>${inner.join("")}</tr>`;
  });
  const others = rows.some(({ own }) => !own);
  const heading = others ? "Vision and language beside the paper" : "Vision and language";
  const source = others
    ? `\n<p class="about">Shaded rows are these runs; the others are the paper's figures. ${escaped(paper.source)}</p>`
    : "";
  return `<h2>${heading}</h2><div class="wide"><table><thead><tr><th scope="col">model</th>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>${source}`;
}

function judgedSection({ name, by, opponents }: Judged): string {
  const rows = opponents.map(({ against, ...counts }) => ({ name: `against ${against}`, ...counts }));
  const agreed = opponents.map(
    ({ against, consistent, read }) => `against ${against}, both orders agree on ${consistent} of ${read} questions`,
  );
  const plot = winTieLose(rows, `won, tied and lost by ${name} against each opponent, judged by ${by}`);
  return `<h2>${escaped(name)}, judged by ${escaped(by)}</h2><div class="wide">${plot}</div><p class="about">${escaped(agreed.join("; "))}.</p>`;
}

function figure7(): string {
  const rows = paper.judged.map(({ against, ...counts }) => ({ name: `against ${against}`, ...counts }));
  const title = "the paper's Figure 7: DeepSeek-VL-7B, judged by GPT-4V";
  return `<h3>Beside it, ${title}</h3><div class="wide">${winTieLose(rows, title)}</div>`;
}

/** Per cent and points of all runs on one wheel; three axes are the fewest that make a shape. */
function radarOf(runs: readonly RunSummary[]): string {
  const wheel = (title: string, of: (run: RunSummary) => readonly { name: string; value: number; max: number }[]) => {
    const names = [...new Set(runs.flatMap((run) => of(run).map(({ name }) => name)))];
    if (names.length < 3 || names.length > 24) return "";
    const axes = names.map((name) => ({ name, max: runs.flatMap(of).find((one) => one.name === name)!.max }));
    const lines = runs.map((run) => ({
      name: run.name,
      values: names.map((name) => of(run).find((one) => one.name === name)?.value),
    }));
    return `<figure>${radar(axes, lines, title)}<figcaption>${escaped(title)}</figcaption></figure>`;
  };
  const byTask = wheel("scores by task", ({ tasks }) =>
    tasks.flatMap(({ name, value, metric }) =>
      metric === "accuracy" || metric === "points" ? [{ name, value, max: metric === "points" ? 1000 : 100 }] : [],
    ),
  );
  const byCategory = [...new Set(runs.flatMap(({ tasks }) => tasks.map(({ name }) => name)))].map((task) =>
    wheel(`${task} by category`, ({ tasks }) =>
      tasks
        .filter(({ name, metric }) => name === task && metric === "accuracy")
        .flatMap(({ categories }) => categories.map(({ name, value }) => ({ name, value, max: 100 }))),
    ),
  );
  const parts = byCategory.filter((one) => one !== "");
  if (byTask === "" && parts.length === 0) return "";
  // many wheels would stand between the reader and the scores
  const folded = parts.length > 4 ? "" : " open";
  const more = `<details${folded}><summary>by category</summary><div class="plots">${parts.join("")}</div></details>`;
  return `<h2>At a glance</h2>${byTask}${parts.length === 0 ? "" : more}`;
}

function runSection({ name, folder, respondent, tasks }: RunSummary): string {
  const facts = Object.entries(respondent).map(
    ([fact, value]) => `${fact} ${value.length > 40 ? `${value.slice(0, 16)}…` : value}`,
  );
  return `<h2>${escaped(name)}</h2><p class="about">${escaped(facts.join(", "))}; records in ${escaped(folder)}</p>
${tasks.map(taskSection).join("\n")}`;
}

function taskSection(task: TaskSummary): string {
  const { title, metric, categories, leaves, field } = task;
  const about = `<p class="about">${escaped([field, ...remarks(task)].join("; "))}</p>`;
  if (metric === "none") return `<h3>${escaped(title)}: ${task.questions} answers</h3>${about}`;
  const head = `<h3>${escaped(title)}: ${shown(task.value, metric)} ${unitOf(metric)} (${intervalOf(task, metric)}, ${task.questions} questions)</h3>`;
  const format = (value: number) => shown(value, metric);
  const max =
    metric === "accuracy"
      ? 100
      : metric === "points"
        ? 1000
        : Math.max(...[...categories, task].map(({ interval, value }) => Math.max(interval[1], value)), 1e-9);
  const plot = (what: string, scores: typeof categories) =>
    scores.length === 0
      ? ""
      : `<details open><summary>by ${what}</summary><div class="wide">${bars(scores, { title: `${title} by ${what}`, max, format })}</div></details>`;
  return `${head}${about}${plot("category", categories)}${plot("leaf", leaves)}`;
}
