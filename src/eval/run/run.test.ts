import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { load, type VisionLanguageModel } from "../../chat/index.ts";
import { writeTinyModel } from "../../chat/testing/tiny-model.ts";
import type { Sample, SampleRecord, ScoringName, Task } from "../contract.ts";
import { checkpointRespondent } from "../respond/checkpoint.ts";
import type { Respondent } from "../respond/respondent.ts";
import { asked, choice, choiceRule, image, text } from "../tasks/kit.ts";
import { fakeRespondent } from "../testing/fake-respondent.ts";
import { picture } from "../testing/pictures.ts";
import { openRun, readRun } from "./folder.ts";
import { replaySample, sameRecord } from "./replay.ts";
import { parseShard, runTask } from "./run-task.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-runs-"));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const fresh = () => join(root, `run-${folders++}`);

/** Questions about small pictures, of different lengths. */
function task(samples = 10, change: Partial<Task["protocol"]> = {}): Task {
  return {
    ...{ name: "colours", title: "Colours", field: "vision", builtIn: true },
    protocol: {
      ...{ version: 1, prompt: "", shots: 0, scoring: ["generate", "likelihood", "letters"], normalisation: "tokens" },
      ...{ maxNewTokens: 6, parser: "", source: "", metric: "accuracy", ...change },
    },
    async *samples() {
      for (let i = 0; i < samples; i++) {
        const words = `${"What does it say? ".repeat(1 + ((i * 7) % 4))}Which colour ${i}?`;
        yield {
          ...{ id: `q${i}`, category: i % 2 === 0 ? "even" : "odd" },
          prompt: asked(image(await picture(i % 3)), text(words)),
          ...choice(["red", "blue one", "a word"], i % 3),
        };
      }
    },
    rule: choiceRule,
  };
}

async function records(
  respondent: Respondent,
  options: { batch?: number; scoring?: ScoringName; of?: Task; out?: string } = {},
) {
  const { of = task(), out = fresh(), ...rest } = options;
  const run = await openRun(out, respondent);
  await runTask({ task: of, respondent, run, data: "built in", ...rest });
  return readRun(out).records(of.name);
}

const timeless = (all: readonly SampleRecord[]) => all.map(({ times: _, ...rest }) => rest);

describe("a checkpoint's run", { timeout: 600_000 }, () => {
  let model: VisionLanguageModel;
  let respondent: Respondent;
  beforeAll(async () => {
    await writeTinyModel(join(root, "model"));
    model = await load(join(root, "model"), { threads: 1 });
    respondent = await checkpointRespondent(model, join(root, "model"));
  });
  afterAll(async () => {
    await respondent.close();
    await model.dispose();
  });

  test("has the same records with batches of 1 and 8, and when it is run twice", async () => {
    for (const scoring of ["generate", "likelihood", "letters"] as const) {
      const one = timeless(await records(respondent, { batch: 1, scoring }));
      const eight = timeless(await records(respondent, { batch: 8, scoring }));
      expect(one).toHaveLength(10);
      expect(eight).toEqual(one);
    }
    expect(timeless(await records(respondent, { batch: 8 }))).toEqual(
      timeless(await records(respondent, { batch: 8 })),
    );
  });

  test("leaves records that say all: prompt, ids, images, answer, verdict", async () => {
    const [first] = await records(respondent, { of: task(1) });
    expect(first!.prompt.text).toContain("<image_placeholder>What does it say? Which colour 0?");
    expect(first!.prompt.ids!.length).toBeGreaterThan(10);
    expect(first!.prompt.positions).toBe(first!.prompt.ids!.length + model.config.imageTokens - 1);
    expect(first!.prompt.images).toEqual([
      { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), preprocessing: respondent.facts.preprocessing },
    ]);
    expect(first!.output).toMatchObject({ finish: expect.stringMatching(/eos|length/), ids: expect.any(Array) });
    const [path, out] = [join(root, "picture.png"), fresh()];
    const filed: Task = {
      ...task(1),
      async *samples(files) {
        for await (const one of task(1).samples(files)) yield { ...one, prompt: asked(image(path), text("Which?")) };
      },
    };
    writeFileSync(path, await picture(0));
    await records(respondent, { of: filed, out });
    expect(await records(respondent, { of: filed, out })).toHaveLength(1);
    writeFileSync(path, await picture(1));
    await expect(records(respondent, { of: filed, out })).rejects.toThrow(
      "colours/q0 with another image than the task",
    );
    expect(first!.verdicts).toMatchObject([{ by: "rule", path: expect.any(String) }]);
    const [weighed] = await records(respondent, { of: task(1), scoring: "likelihood" });
    const values = weighed!.options!.map(({ value }) => value);
    expect(weighed!.options!.map(({ text }) => text)).toEqual(["red", "blue one", "a word"]);
    expect(weighed!.score).toBe(values.indexOf(Math.max(...values)) === 0 ? 1 : 0);
    const bare: Task = {
      ...task(1),
      async *samples(files) {
        for await (const { letters: _, ...one } of task(1).samples(files)) yield one;
      },
    };
    const [unlettered] = await records(respondent, { of: bare, scoring: "likelihood" });
    const likeliest = weighed!.options![values.indexOf(Math.max(...values))]!.text;
    expect(unlettered!.verdicts[0]).toMatchObject({ read: likeliest, path: "likeliest option" });
  });

  test("is replayed to the same record", async () => {
    for (const scoring of ["generate", "likelihood"] as const) {
      const all = await records(respondent, { scoring });
      const after = await replaySample({ task: task(), data: "built in", respondent, before: all[7]! });
      expect(sameRecord(all[7]!, after)).toBe(true);
      expect(sameRecord(all[6]!, after)).toBe(false);
    }
  });
});

describe("a run", () => {
  test("that was killed goes on with what is missing, whatever it left half-written", async () => {
    const out = fresh();
    const first = fakeRespondent((text) => {
      if (text.includes("Which colour 4")) throw new Error("killed");
      return "A";
    });
    await expect(records(first, { out, batch: 1 })).rejects.toThrow("killed");
    const path = join(out, "colours", "records.jsonl");
    const whole = readFileSync(path, "utf8");
    const before = whole.trim().split("\n").length;
    expect(before).toBe(first.asked.length - 1); // all but the one in flight
    appendFileSync(path, '{"task":"colours","id":"q');
    const second = fakeRespondent(() => "A");
    const all = await records(second, { out, batch: 1 });
    expect(second.asked).toHaveLength(10 - before);
    expect(readFileSync(path, "utf8").startsWith(whole)).toBe(true);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `q${i}`));
    const third = fakeRespondent(() => "A");
    await records(third, { out });
    expect(third.asked).toHaveLength(0);
  });

  test("in shards is the run in one piece", async () => {
    const out = fresh();
    const respondent = fakeRespondent((text) => (text.includes("colour 3") ? "A" : "B"));
    for (const shard of ["1/3", "2/3", "3/3"]) {
      const run = await openRun(out, respondent);
      await runTask({ task: task(), respondent, run, data: "built in", shard: parseShard(shard) });
    }
    expect(timeless(readRun(out).records("colours"))).toEqual(timeless(await records(respondent)));
    expect(() => parseShard("4/3")).toThrow("expected i/n");
  });

  test("with a limit may grow later", async () => {
    const out = fresh();
    const respondent = fakeRespondent(() => "A");
    const run = await openRun(out, respondent);
    await runTask({ task: task(), respondent, run, data: "built in", limit: 3 });
    await runTask({ task: task(), respondent, run, data: "built in", limit: 5 });
    expect(respondent.asked).toHaveLength(5);
  });

  test("with a limit asks the last question in all its forms", async () => {
    const forms: Task = {
      ...task(),
      async *samples() {
        for (const id of ["1-0", "1-1", "1-2", "2-0", "2-1"]) {
          yield { id, group: id.slice(0, 1), prompt: asked(text(id)), ...choice(["yes", "no"], 0) };
        }
      },
    };
    for (const [limit, count] of [
      [1, 3],
      [3, 3],
      [4, 5],
    ] as const) {
      const respondent = fakeRespondent(() => "A");
      await runTask({ task: forms, respondent, run: await openRun(fresh(), respondent), data: "built in", limit });
      expect(respondent.asked).toHaveLength(count);
    }
  });

  test("of another respondent, or by another protocol, is not mixed in", async () => {
    const out = fresh();
    await records(
      fakeRespondent(() => "A"),
      { out },
    );
    await expect(
      openRun(
        out,
        fakeRespondent(() => "A", "other"),
      ),
    ).rejects.toThrow(/holds a run of another respondent: its model is fake, this one's is other/);
    await expect(
      records(
        fakeRespondent(() => "A"),
        { out, of: task(10, { version: 2 }) },
      ),
    ).rejects.toThrow(/by another protocol \(version is 1 there and 2 here\)/);
    for (const [change, sentence] of [
      [{ prompt: "Now say:" }, 'prompt is "" there and "Now say:" here'],
      [{ parser: "number" }, 'parser is "" there and number here'],
      [{ maxNewTokens: 7 }, "maxNewTokens is 6 there and 7 here"],
      [{ stop: ["."] }, 'stop is none there and ["."] here'],
      [{ normalisation: "bytes" }, "normalisation is tokens there and bytes here"],
    ] as const) {
      const of = task(10, change);
      const again = records(
        fakeRespondent(() => "A"),
        { out, of },
      );
      await expect(again).rejects.toThrow(`by another protocol (${sentence})`);
    }
    const other = { task: task(), respondent: fakeRespondent(() => "A"), data: join(root, "colours.yaml") };
    await expect(runTask({ ...other, run: await openRun(out, other.respondent) })).rejects.toThrow(
      "data is drawn there and files here",
    );
  });

  test("is not continued over a question or an answer that has changed; records of before tell none", async () => {
    const out = fresh();
    const respondent = fakeRespondent(() => "A");
    await records(respondent, { out, of: task(4) });
    const changed = (what: Partial<Sample>): Task => ({
      ...task(),
      async *samples(files) {
        for await (const one of task().samples(files)) yield one.id === "q2" ? { ...one, ...what } : one;
      },
    });
    for (const what of [{ prompt: asked(text("Which?")) }, { ...choice(["red", "blue one", "a word"], 1) }]) {
      await expect(records(respondent, { out, of: changed(what) })).rejects.toThrow(
        "holds colours/q2 with another question or answer than the task has now",
      );
    }
    expect(respondent.asked).toHaveLength(4);
    const path = join(out, "colours", "records.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/"sample":"\w+",/g, ""));
    expect(await records(respondent, { out })).toHaveLength(10);
    expect(respondent.asked).toHaveLength(10);
  });

  test("of a checkpoint is known by its hashes, not by the path to it", async () => {
    const facts = { kind: "checkpoint", model: "models/one", weights: "5d1f" };
    const out = fresh();
    await openRun(out, { name: "one", facts });
    await openRun(out, { name: "one", facts: { ...facts, model: "/home/me/models/one/" } });
    await expect(openRun(out, { name: "one", facts: { ...facts, weights: "c07a" } })).rejects.toThrow(
      "its weights is 5d1f, this one's is c07a",
    );
  });

  test("keeps no score that is none, and says whose rule it is", async () => {
    const out = fresh();
    for (const score of [Number.NaN, 1.5, -1]) {
      const of = { ...task(), rule: () => ({ score, read: null, path: "mine" }) };
      await expect(
        records(
          fakeRespondent(() => "A"),
          { out, of },
        ),
      ).rejects.toThrow(/the rule of the task colours gives sample q\d no sound verdict: "score": /);
    }
    expect(readRun(out).records("colours")).toEqual([]);
  });

  test("counts a sample that cannot be asked as wrong and says why; the others are asked", async () => {
    const of = task(4);
    const long: Task = {
      ...of,
      async *samples(files) {
        for await (const one of of.samples(files)) {
          yield one.id === "q2" ? { ...one, prompt: asked(text("too long")) } : one;
        }
      },
    };
    const all = await records(
      fakeRespondent(() => "A"),
      { of: long, batch: 4 },
    );
    expect(all.map(({ note }) => note)).toEqual([
      undefined,
      undefined,
      "not asked: the conversation takes 9000 positions",
      undefined,
    ]);
    expect(all[2]!.score).toBe(0);
  });

  test("by likelihood of someone who tells none is answered instead, and says so", async () => {
    const [first] = await records(
      fakeRespondent(() => "red"),
      { of: task(1), scoring: "likelihood" },
    );
    expect(first).toMatchObject({ scoring: "generate", note: "the fake tells no likelihoods", score: 1 });
    const only = { ...task(1, { scoring: ["likelihood"] }) };
    const samples = only.samples.bind(only);
    const bare: Task = {
      ...only,
      async *samples(files) {
        for await (const { letters: _, ...one } of samples(files)) yield one;
      },
    };
    const [listed] = await records(
      fakeRespondent((text) => (text.includes("\nA. red\nB. blue one\nC. a word\n") ? "A" : "B")),
      { of: bare },
    );
    expect(listed!.score).toBe(1);
  });

  test("is read with sentences about what is wrong", async () => {
    expect(() => readRun(root)).toThrow("is no run: it has no run.json");
    const out = fresh();
    await records(
      fakeRespondent(() => "A"),
      { out },
    );
    appendFileSync(join(out, "colours", "records.jsonl"), "nonsense\n");
    expect(() => readRun(out).records("colours")).toThrow(/line 11 is not valid JSON/);
    const path = join(out, "colours", "records.jsonl");
    const whole = readFileSync(path, "utf8").replace("nonsense\n", "");
    writeFileSync(path, whole.replace('"score":1', '"score":null'));
    expect(() => readRun(out).records("colours")).toThrow(
      /records\.jsonl, line \d+: "verdicts\.0\.score": .*delete the/,
    );
    writeFileSync(path, `\uFEFF${whole}\r\n\n`);
    expect(readRun(out).records("colours")).toHaveLength(10);
    rmSync(path);
    mkdirSync(path);
    expect(() => readRun(out).records("colours")).toThrow(`cannot read ${path}: it is a folder, not a file`);
    await expect(
      records(
        fakeRespondent(() => "A"),
        { out },
      ),
    ).rejects.toThrow(`cannot repair ${path}: it is a folder, not a file`);
    rmSync(join(out, "colours"), { recursive: true });
    writeFileSync(join(out, "colours"), "");
    expect(() => readRun(out).records("colours")).toThrow(`cannot read ${join(out, "colours")}: a part of its path`);
    rmSync(join(out, "run.json"));
    mkdirSync(join(out, "run.json"));
    expect(() => readRun(out)).toThrow(`cannot read ${join(out, "run.json")}: it is a folder, not a file`);
    await expect(
      runTask({
        task: task(),
        respondent: fakeRespondent(() => "A"),
        run: await openRun(
          fresh(),
          fakeRespondent(() => "A"),
        ),
        data: "",
        scoring: "bits-per-byte",
      }),
    ).rejects.toThrow("colours is not scored by bits-per-byte");
  });
});
