/** The page: asks for new events every second and draws what they say. */
import type { Summary } from "../../events.ts";
import { type Chart, createChart, type Series } from "./chart.ts";
import { createSourcePicker } from "./source-picker.ts";
import { sourcesByTargets } from "./sources.ts";

interface Example {
  readonly question: string;
  readonly expected: string;
  readonly answer: string;
  readonly right: boolean;
  readonly picture?: string;
}
interface Validation {
  readonly kind: "validation";
  readonly at: number;
  readonly scores: Readonly<Record<string, number>>;
  readonly examples: readonly Example[];
}
type Event =
  | Summary
  | Validation
  | { readonly kind: "stage"; readonly stage: string; readonly at: number; readonly step: number }
  | { readonly kind: "remark"; readonly at: number; readonly text: string }
  | { readonly kind: "checkpoint"; readonly at: number; readonly name: string }
  | { readonly kind: "stage end" }
  | { readonly kind: "end"; readonly at: number; readonly problem?: string };
interface Run {
  readonly name: string;
  readonly stages: readonly {
    readonly name: string;
    readonly trains: string;
    readonly mixture: {
      readonly languageShare: number;
      readonly sources: readonly { data: string; modality: string; categories?: string[]; weight: number }[];
    };
  }[];
}

const find = (id: string) => document.getElementById(id)!;
const events: Event[] = [];
const charts = new Map<string, Chart>();
let run: Run | undefined;
let next = 0;
let shownAnswers = -1;
/** So many sources are drawn until others are picked. */
const firstSources = 6;
const picker = createSourcePicker(firstSources, () => run && show(run));

const scoreNames: Readonly<Record<string, string>> = {
  ...{ bitsPerByte: "bits per byte", choices: "chosen rightly", answers: "answered rightly" },
};

const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;

async function refresh(): Promise<void> {
  try {
    run ??= (await (await fetch("/api/run")).json()) as Run;
    const answer = (await (await fetch(`/api/events?after=${next}`)).json()) as { events: Event[]; next: number };
    next = answer.next;
    if (answer.events.length > 0) {
      for (const event of answer.events) add(event);
      show(run);
    }
    document.body.dataset.connected = "yes";
  } catch {
    if (document.body.dataset.connected === "yes") find("status").textContent = "the run has ended, or does not answer";
    document.body.dataset.connected = "no";
  }
  setTimeout(refresh, document.hidden ? 5000 : 1000);
}

/** A run that goes on from a checkpoint takes steps again that an earlier one took behind it: those no longer count. */
function add(event: Event): void {
  if (event.kind === "stage") {
    const kept = events.filter((one) => !("at" in one) || one.at <= event.at);
    events.splice(0, events.length, ...kept);
  }
  events.push(event);
}

function show(run: Run): void {
  const summaries = events.filter((event): event is Summary => event.kind === "summary");
  const validations = events.filter((event): event is Validation => event.kind === "validation");
  const begun = new Map<string, number>(); // a stage that is resumed begins again
  for (const event of events) if (event.kind === "stage" && !begun.has(event.stage)) begun.set(event.stage, event.at);
  const stages = [...begun].map(([name, at]) => ({ name, at }));
  document.title = `${run.name}: training`;
  find("name").textContent = run.name;
  const last = summaries.at(-1);
  if (last) {
    const speed =
      last.tokensPerSecond > 0
        ? `${Math.round(last.tokensPerSecond)} tokens/s`
        : `${number(last.imagesPerSecond)} pictures/s`;
    find("status").textContent =
      `${last.stage}, step ${last.step} of ${last.steps} (${last.at} of ${last.total} in all) · ${speed} · ${left(last.secondsLeft)}`;
    (find("progress") as HTMLProgressElement).value = last.at / last.total;
  }
  const end = events.at(-1);
  if (end?.kind === "end") find("status").textContent = end.problem ?? "the run is done";
  const steps = [...summaries, ...validations, ...stages].map(({ at }) => at);
  const range = [Math.min(...steps), Math.max(...steps)] as const;
  const over = (pick: (one: Summary) => number | undefined): Series["points"] =>
    thinned(summaries.flatMap((one) => point(one.at, pick(one))));
  const named = (of: (one: Summary) => Readonly<Record<string, number>>): Series[] =>
    [...new Set(summaries.flatMap((one) => Object.keys(of(one))))]
      .sort()
      .map((name) => ({ name, points: over((one) => of(one)[name]) }));
  const chart = (title: string, series: readonly Series[], format: (value: number) => string, zero = false) => {
    const filled = series.filter(({ points }) => points.length > 0);
    let found = charts.get(title);
    if (filled.length === 0 && !found) return undefined;
    if (!found) {
      found = createChart();
      charts.set(title, found);
      find("figures").append(found.element);
    }
    found.show({ title, series: filled, stages, range, format, zero });
    return found.element;
  };
  const losses = named((one) => one.losses);
  const isAccuracy = ({ name }: Series) => name.includes(".accuracy.");
  chart(
    "Loss",
    losses.filter((one) => !isAccuracy(one)),
    number,
  );
  const accuracies = losses.filter(isAccuracy);
  chart(
    "Accuracy of lessons",
    accuracies.map(({ name, points }) => ({ name: name.replace(".accuracy.", " "), points })),
    percent,
    true,
  );
  const bySource = new Map(named((one) => one.sources).map((series) => [series.name, series]));
  const sources = sourcesByTargets(
    [...bySource.keys()],
    summaries.map(({ targets }) => targets),
  );
  const drawn = picker.update(sources).map((name) => bySource.get(name)!);
  const sourceChart = chart("Loss by source", drawn, number);
  if (sources.length > firstSources && picker.element.parentElement !== sourceChart)
    sourceChart?.append(picker.element);
  const scores = [...new Set(validations.flatMap((one) => Object.keys(one.scores)))];
  const scored = (names: readonly string[]): Series[] =>
    names.map((name) => ({
      name: scoreNames[name] ?? name,
      points: validations.flatMap((one) => point(one.at, one.scores[name])),
      dots: true,
    }));
  const shares = scores.filter((name) => ["choices", "answers"].includes(name));
  chart("Held-out texts", scored(scores.filter((name) => !shares.includes(name))), number);
  chart("Held-out questions", scored(shares), percent, true);
  chart("Learning rate", [{ name: "rate", points: over((one) => one.rate) }], (value) => value.toExponential(1), true);
  chart("Gradient norm", [{ name: "norm", points: over((one) => one.norm) }], number, true);
  chart("Share of language", [{ name: "share", points: over((one) => one.languageShare) }], percent, true);
  const speed = (title: string, name: string, value: (one: Summary) => number) =>
    chart(title, [{ name, points: over((one) => value(one) || undefined) }], number, true);
  speed("Speed of text", "tokens/s", (one) => one.tokensPerSecond);
  speed("Speed of pictures", "pictures/s", (one) => one.imagesPerSecond);
  chart(
    "Use of the machine",
    [
      { name: "of the product rate", points: over((one) => one.utilization) },
      { name: "waiting for data", points: over((one) => one.waiting) },
    ],
    percent,
    true,
  );
  chart("Memory", [{ name: "resident", points: over((one) => one.memoryBytes / 2 ** 20) }], mebibytes, true);
  showMixture(run, last);
  showAnswers(validations.at(-1));
  showRemarks();
}

/** None of what is no number, which JSON has as null. */
function point(at: number, value: number | null | undefined): Series["points"] {
  return typeof value === "number" ? [[at, value]] : [];
}

/** As many points as a line can show; every one of a thousandth of the run has its place. */
function thinned(points: Series["points"]): Series["points"] {
  const every = Math.ceil(points.length / 800);
  return every <= 1 ? points : points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

function left(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s left`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min left`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min left`;
}

function showMixture(run: Run, last: Summary | undefined): void {
  const stage = run.stages.find(({ name }) => name === last?.stage) ?? run.stages[0];
  if (!stage) return;
  const about = document.createElement("p");
  about.className = "quiet";
  about.textContent = `stage ${stage.name} trains ${stage.trains}`;
  if (stage.mixture.sources.length === 0) {
    about.textContent += "; its samples are made on the way";
    find("mixture").replaceChildren(about);
    return;
  }
  const share = last?.languageShare ?? stage.mixture.languageShare;
  const total = (modality: string) =>
    stage.mixture.sources.filter((one) => one.modality === modality).reduce((sum, one) => sum + one.weight, 0);
  const table = document.createElement("table");
  table.append(row("th", ["source", "modality", "share", ""]));
  stage.mixture.sources.forEach((source, i) => {
    const part = (source.weight / total(source.modality)) * (source.modality === "language" ? share : 1 - share);
    const name = source.categories ? `${source.data}: ${source.categories.join(", ")}` : source.data;
    const line = row("td", [name, source.modality, percent(part), ""]);
    const bar = document.createElement("div");
    bar.className = `bar s${i % 6}`;
    bar.style.width = `${(100 * part).toFixed(1)}%`;
    line.lastElementChild!.append(bar);
    table.append(line);
  });
  find("mixture").replaceChildren(about, table);
}

function row(kind: "td" | "th", cells: readonly string[]): HTMLTableRowElement {
  const line = document.createElement("tr");
  cells.forEach((text, i) => {
    const cell = line.appendChild(document.createElement(kind));
    cell.textContent = text;
    if (i === 2) cell.className = "number";
  });
  return line;
}

function showAnswers(validation: Validation | undefined): void {
  if (!validation || validation.at === shownAnswers || validation.examples.length === 0) return;
  shownAnswers = validation.at;
  find("answers").replaceChildren(
    ...validation.examples.map(({ question, expected, answer, right, picture }) => {
      const card = document.createElement("div");
      card.className = "answer";
      const image = document.createElement(picture ? "img" : "span");
      if (picture) {
        image.setAttribute("src", `/api/pictures/${encodeURIComponent(picture)}`);
        image.setAttribute("alt", "the held-out picture");
      }
      const text = document.createElement("div");
      text.append(paragraph("", question), paragraph(right ? "right" : "wrong", answer === "" ? "(nothing)" : answer));
      if (!right) text.append(paragraph("quiet", `expected: ${expected}`));
      card.append(image, text);
      return card;
    }),
  );
}

function showRemarks(): void {
  const remarks = events.filter((event) => event.kind === "remark").slice(-50);
  if (remarks.length === 0) return;
  find("remarks").replaceChildren(
    ...remarks.map(({ text }) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
}

function paragraph(name: string, text: string): HTMLElement {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}

void refresh();
