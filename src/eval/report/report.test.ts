import { describe, expect, test } from "vitest";
import type { SampleRecord } from "../contract.ts";
import type { Verdicts } from "../judge/pairwise.ts";
import type { RunFolder, RunTask } from "../run/folder.ts";
import { compareRuns } from "./compare.ts";
import { html } from "./html.ts";
import { judgedOf } from "./judged.ts";
import { paper } from "./paper.ts";
import { bars, radar, winTieLose } from "./plots.ts";
import { summarise, summariseAll } from "./summary.ts";
import { comparisonText, judgedText, markdown, summaryText, table, tableText } from "./text.ts";

function record(id: string, score: number | null, more: Partial<SampleRecord> = {}): SampleRecord {
  return {
    ...{ task: "t", id, ordinal: Number(/\d+/.exec(id)?.[0] ?? 0), scoring: "generate" },
    ...{ prompt: { text: "?", images: [] }, output: { text: `answer ${score}`, finish: "eos" }, reference: null },
    ...{
      verdicts: [{ by: "rule", score: score ?? 0, read: "A", path: "letter alone" }],
      score,
      scoredBy: "rule",
      times: {},
    },
    ...more,
  };
}

function run(name: string, tasks: Record<string, { about?: Partial<RunTask>; records: SampleRecord[] }>): RunFolder {
  const about = (more: Partial<RunTask> = {}): RunTask => ({
    ...{ title: "Title", field: "vision", scoring: "generate", metric: "accuracy", data: "d" },
    protocol: { version: 1, prompt: "", shots: 0, parser: "", source: "" },
    ...more,
  });
  return {
    folder: `runs/${name}`,
    run: {
      ...{ format: "periscope-eval/1", name, respondent: { kind: "checkpoint" } },
      tasks: Object.fromEntries(Object.entries(tasks).map(([task, one]) => [task, about(one.about)])),
    },
    records: (task) => tasks[task]?.records ?? [],
    record: () => {
      throw new Error("not asked for");
    },
  };
}

const mixed = run("mine", {
  mmbench: {
    about: { paper: "MMB", title: "MMBench" },
    records: [
      record("1-0", 1, { group: "1", category: "colour" }),
      record("1-1", 0, { group: "1", category: "colour" }),
      record("2-0", 1, { group: "2", category: "<shape>" }),
    ],
  },
  ocrbench: { about: { paper: "OCRB", metric: "points" }, records: [record("1", 1), record("2", 0)] },
  pile: {
    about: { paper: "Pile", metric: "bits-per-byte", field: "language" },
    records: [
      record("1", 2, { bits: { bits: 20, bytes: 10, tokens: 5 }, output: undefined, verdicts: [] }),
      record("2", 1, { bits: { bits: 30, bytes: 30, tokens: 9 }, output: undefined, verdicts: [] }),
    ],
  },
});

test("a question of several rotations is right only if all are; points and bits have their own scales", () => {
  const [mmbench, ocrbench, pile] = summarise(mixed).tasks;
  expect(mmbench).toMatchObject({ value: 50, questions: 2 });
  expect(mmbench!.categories.map(({ name, value }) => [name, value])).toEqual([
    ["<shape>", 100],
    ["colour", 0],
  ]);
  expect(ocrbench).toMatchObject({ value: 500, questions: 2 });
  expect(pile!.value).toBe(50 / 40);
  // one answer that is right does not make certain
  const [low, high] = mmbench!.categories[0]!.interval;
  expect(low).toBeCloseTo(20.65, 1);
  expect(high).toBeCloseTo(100);
});

test("of questions that nobody scores, those are counted that were answered", () => {
  const open = { metric: "none" } as const;
  const records = [1, 2, 3].map((i) => record(`q${i}`, null, { category: "Analysis", verdicts: [], scoredBy: null }));
  const asked = run("a", {
    questions: { about: open, records: [...records, { ...record("q4", null), output: undefined }] },
  });
  const summary = summarise(asked);
  expect(summary.tasks[0]).toMatchObject({ questions: 3, categories: [{ questions: 3 }] });
  expect(summaryText(summary, true)).toMatch(/questions +3 questions[\s\S]*Analysis +3 questions/);
  expect(html({ runs: [summary] })).toContain("3 answers");
});

test("runs of one name are told apart by their folders", () => {
  const one = { t: { records: [record("1", 1)] } };
  const runs = [run("nano", one), { ...run("nano", one), folder: "other" }, run("peer", one)];
  const all = summariseAll(runs);
  const names = ["nano (runs/nano)", "nano (other)", "peer"];
  expect(
    table(all)
      .rows.slice(0, 3)
      .map(({ name }) => name),
  ).toEqual(names);
  expect(all.map((summary) => summaryText(summary, false).split("\n")[0])).toEqual([
    ...names.slice(0, 2),
    "peer (runs/peer)",
  ]);
});

test("Markdown takes names and titles as they are: no HTML, no cell of its own", () => {
  const title = "<img src=x> | *Signs*";
  const hostile = run("<b>me</b>", { t: { about: { title }, records: [record("1", 1, { category: "a|b\n## c" })] } });
  const text = markdown([{ ...summarise(hostile), folder: "runs/me" }], [{ name: "<i>", by: "`x`", opponents: [] }]);
  expect(text).not.toMatch(/(?<!\\)<|^## c/m);
  expect(text).toContain("| \\<img src=x\\> \\| \\*Signs\\* | 100.0 %");
  expect(text).toContain("| a\\|b ## c | 100.0");
});

test("yes-or-no questions tell F1 and how often yes is said", () => {
  const said = (id: string, read: string, label: string) =>
    record(id, read === label ? 1 : 0, { reference: { label }, verdicts: [{ by: "rule", score: 0, read, path: "" }] });
  const pope = run("p", {
    pope: {
      records: [said("1", "yes", "yes"), said("2", "yes", "no"), said("3", "no", "no"), said("4", "yes", "yes")],
    },
  });
  expect(summarise(pope).tasks[0]!.yes).toEqual({ f1: 80, share: 75 });
});

test("the table has vision and language side by side, and the paper's figures below", () => {
  const { columns, rows } = table([summarise(mixed)]);
  expect(columns).toEqual(["MMB", "OCRB", "Pile"]);
  expect(rows[0]).toMatchObject({ name: "mine", own: true });
  const seven = rows.find(({ name }) => name === "DeepSeek-VL 7B")!;
  expect(seven.cells.map(({ value }) => value)).toEqual([73.2, 456, undefined]);
  expect(paper.rows.find(({ model }) => model === "DeepSeek-VL 7B Chat (SigLIP+SAM)")!.scores.MMLU).toBe(52.4);
  const text = markdown([summarise(mixed)]);
  expect(text).toContain("| **mine** | 50.0 | 500 | 1.2500 |");
  expect(text).toContain("| DeepSeek-VL 1.3B | 64.6 | 409 |  |");
  const terminal = tableText([summarise(mixed)])!.split("\n");
  expect(terminal[0]).toMatch(/^model +MMB +OCRB +Pile, bits per byte$/);
  expect(terminal[1]).toMatch(/^\* mine +50\.0 +500 +1\.2500$/);
  expect(terminal.find((line) => line.startsWith("DeepSeek-VL 7B "))).toMatch(/ 73\.2 +456$/);
  expect(tableText([])).toBeUndefined();
  expect(summaryText(summarise(mixed), true)).toMatch(/mmbench +50\.0 % +\(0\.0 to 100\.0, 2 questions\)/);
});

function against(name: string, win: number, tie: number, lose: number): Verdicts {
  const read = win + tie + lose;
  const position = { first: read, second: read };
  return { judge: "referee", name: "mine", against: name, win, tie, lose, consistent: win, read, position, items: [] };
}

test("verdicts stand together by judge, one row an opponent", () => {
  const judged = judgedOf([
    against("peer", 3, 2, 1),
    { ...against("peer", 1, 1, 1), judge: "other judge" },
    against("rival", 0, 1, 5),
  ]);
  expect(judged.map(({ by, opponents }) => [by, opponents.map((one) => one.against)])).toEqual([
    ["referee", ["peer", "rival"]],
    ["other judge", ["peer"]],
  ]);
  const text = markdown([summarise(mixed)], judged);
  expect(text).toContain("## mine, judged by referee");
  expect(text).toContain("| rival | 0 | 1 | 5 | 0 of 6 |");
  expect(judgedText(judged[0]!)).toContain("against peer: won 3, tied 2, lost 1; both orders agree on 3 of 6");
});

test("the page holds table and plots, escapes what it shows, and needs nothing from elsewhere", () => {
  const page = html({
    runs: [summarise(mixed)],
    judged: judgedOf([against("<peer>", 3, 2, 1), against("other", 0, 1, 5)]),
  });
  expect(page).toContain("&lt;shape&gt;");
  expect(page).not.toContain("<shape>");
  expect(page).toContain("against &lt;peer&gt;: 3 win");
  expect(page).toContain("against other: 5 lose");
  expect(page).toContain("against CogVLM-17B: 61 win"); // the paper's own, for comparison
  expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(2);
  expect(page).not.toMatch(/<script|src=|@import/);
});

test("plots say in words what they show, and draw to scale", () => {
  const one = { name: "a", value: 50, interval: [25, 75] as const, questions: 4 };
  expect(bars([one], { title: "T", max: 100, format: String })).toContain('class="bar" x="206" y="4" width="120.0"');
  expect(
    radar(
      [
        { name: "x", max: 1 },
        { name: "y", max: 1 },
        { name: "z", max: 1 },
      ],
      [{ name: "r", values: [1, 0, 0] }],
      "T",
    ),
  ).toContain("200.0,50.0");
  expect(winTieLose([{ name: "n", win: 1, tie: 1, lose: 2 }], "T")).toMatch(/class="win"[^>]*width="110\.0"/);
});

describe("two runs compared", () => {
  const score = (values: number[]) => ({ t: { records: values.map((value, i) => record(`q${i}`, value)) } });
  test("differ by their pairs, with the samples that changed", () => {
    const [pair] = compareRuns(run("a", score([1, 0, 0, 0, 1])), run("b", score([1, 1, 1, 1, 0, 1])));
    expect(pair).toMatchObject({ paired: 5, onlyFirst: 0, onlySecond: 1, first: 40, second: 80 });
    expect(pair!.difference).toBeCloseTo(40);
    expect(pair!.changed.map(({ id }) => id)).toEqual(["q1", "q2", "q3", "q4"]);
    expect(pair!.probability).toBeCloseTo(0.625);
    const text = comparisonText([pair!], ["a", "b"]);
    expect(text).toContain("difference +40.0");
    expect(text).toContain('worse   t/q4  "answer 1" -> "answer 0"');
  });
  test("are surer of a difference that more samples show", () => {
    const many = (value: number) => Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? value : 1));
    const [pair] = compareRuns(run("a", score(many(0))), run("b", score(many(1))));
    expect(pair!.interval[0]).toBeGreaterThan(15);
    expect(pair!.probability).toBeLessThan(1e-6);
  });
  test("by different protocols, or over data that has changed, are told to be", () => {
    const about = (prompt: string, data: string) => ({
      ...{ data, protocol: { version: 1, prompt, shots: 0, parser: "", source: "" } },
    });
    const long = "Look at the picture and read carefully what the sign that is on the left says.";
    const [pair] = compareRuns(
      run("a", { t: { about: about(long, "built in"), records: [record("1", 1, { sample: "x" }), record("2", 1)] } }),
      run("b", {
        t: {
          about: about(`${long} Then answer.`, "t.yaml"),
          records: [record("1", 1, { sample: "y" }), record("2", 1, { sample: "z" })],
        },
      }),
    );
    expect(pair).toMatchObject({ paired: 2, unlike: 1 });
    const text = comparisonText([pair!], ["a", "b"]);
    expect(text).toContain(
      'prompt is ...is on the left says." in the first and ...is on the left says. Then answer." in',
    );
    expect(text).toContain("data is drawn in the first and files in the second");
    expect(text).toContain("1 of the questions, or their answers, are others in the task's data");
    expect(comparisonText(compareRuns(run("a", score([1])), run("b", score([1]))), ["a", "b"])).not.toContain("proto");
  });
  test("without common samples are refused", () => {
    expect(() => compareRuns(run("a", score([1])), run("b", { u: { records: [record("x", 1)] } }))).toThrow(
      "have no finished samples in common: runs/a has the tasks t, runs/b has u",
    );
  });
});

test("scores and differences that are all alike are not certain, however they came to be so", () => {
  const judged = run("judged", { vet: { records: ["1", "2", "3"].map((id) => record(id, 0.7)) } });
  const [low, high] = summarise(judged).tasks[0]!.interval;
  expect([low, high].map(Math.round)).toEqual([23, 95]); // (1.34 plus and minus 0.82) / 2.28
  const same = (score: number) => run("a", { t: { records: ["1", "2"].map((id) => record(id, score)) } });
  const interval = (before: number, after: number) =>
    compareRuns(same(before), same(after))[0]!.interval.map(Math.round);
  expect(interval(1, 1)).toEqual([-66, 66]); // 1.96 ** 2 / (2 + 1.96 ** 2)
  expect(interval(0, 1)).toEqual([-32, 100]); // the other 66 % of the questions may have become worse
  expect(interval(1, 0)).toEqual([-100, 32]);
  expect(interval(0.4, 0.5)).toEqual([-62, 69]);
});
