import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { RunFolder } from "../run/folder.ts";
import { namedVotes, namesOf } from "./names.ts";
import type { Vote } from "./ranking.ts";
import type { VoteStore } from "./store.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-names-"));
afterAll(() => rmSync(root, { recursive: true }));

const facts = { kind: "checkpoint", model: "models/nano", weights: "5d1f" };
function run(folder: string, name = "nano", respondent: Record<string, string> = facts): RunFolder {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    run: { format: "periscope-eval/1", name, respondent, tasks: {} },
    records: () => [],
    record: () => {
      throw new Error("has none");
    },
  };
}

/** Votes in memory, kept as a database keeps them. */
function store(...votes: Vote[]): VoteStore {
  const kept = new Map<string, Vote>();
  const put = async (vote: Vote) =>
    void kept.set(JSON.stringify([vote.voter, vote.question, vote.models]), structuredClone(vote));
  for (const vote of votes) void put(vote);
  return { put, all: async () => [...kept.values()], close: async () => {} };
}

const vote = (models: Vote["models"], better: string, question = "q1"): Vote => ({
  ...{ voter: "ann", question, category: "Analysis", models, better, ratings: [8, 3] },
});

test("runs are called by their names, those of one name also by who was examined", () => {
  const [a, b, c] = [join(root, "a"), join(root, "b"), join(root, "c")];
  expect(namesOf([run(a), run(b, "peer")])).toEqual(["nano", "peer"]);
  const names = namesOf([run(a), run(b, "nano", { ...facts, weights: "c07a" }), run(c, "peer")]);
  expect(names).toEqual([expect.stringMatching(/^nano \([0-9a-f]{8}\)$/), expect.stringMatching(/^nano \(/), "peer"]);
  expect(names[0]).not.toBe(names[1]);
});

test("runs of one respondent are called by the ends of their folders, which stay when the project moves", () => {
  const pair = (at: string) => namesOf([run(join(at, "x/a")), run(join(at, "x/b"))]);
  const before = pair(join(root, "here"));
  expect(before).toEqual([expect.stringMatching(/^nano \(\w{8}, a\)$/), expect.stringMatching(/^nano \(\w{8}, b\)$/)]);
  renameSync(join(root, "here"), join(root, "there"));
  expect(pair(join(root, "there"))).toEqual(before);
  expect(namesOf([run(join(root, "x/a")), run(join(root, "y/a"))])[1]).toMatch(/, y\/a\)$/);
  const elsewhere = { ...facts, model: "/home/me/nano" };
  expect(namesOf([run(join(root, "there/x/a")), run(join(root, "there/x/b"), "nano", elsewhere)])).toEqual(before);
});

test("a run and a link to it are one", () => {
  const folder = join(root, "linked");
  const one = run(folder);
  symlinkSync(folder, join(root, "link"));
  expect(() => namesOf([one, run(join(root, "link"))])).toThrow("linked is named twice");
  expect(() => namesOf([one, run(`${relative(".", folder)}/`)])).toThrow("linked is named twice");
});

test("votes kept by folders, as spelled then, are found by the runs' names", async () => {
  const [a, b] = [join(root, "runs/a"), join(root, "runs/b")];
  const runs = [run(b, "nano", { ...facts, weights: "c07a" }), run(a)];
  const [nameB, nameA] = namesOf(runs) as [string, string];
  const spelled = [relative(".", a), relative(".", b)] as const;
  const votes = namedVotes(
    runs,
    store(
      vote(spelled, spelled[0]),
      vote([resolve(a), resolve(b)], resolve(b), "q2"),
      vote(spelled, "tie", "q3"),
      vote(["peer", spelled[1]], "peer", "q4"),
    ),
  );
  const models = [nameA, nameB].sort();
  const ratings = models[0] === nameA ? [8, 3] : [3, 8];
  expect(await votes.all()).toMatchObject([
    { question: "q1", models, better: nameA, ratings },
    { question: "q2", models, better: nameB, ratings },
    { question: "q3", models, better: "tie", ratings },
    { question: "q4", models: [nameB, "peer"].sort(), better: "peer" },
  ]);
  await votes.put({ ...vote([models[0]!, models[1]!], "both bad"), ratings: [1, 1] });
  const again = (await votes.all()).filter(({ question }) => question === "q1");
  expect(again).toEqual([{ ...vote([models[0]!, models[1]!], "both bad"), ratings: [1, 1] }]);
});

test("a name is no folder: where no two runs share one, votes stay as they are", async () => {
  const runs = [run(join(root, "left"), "nano"), run(join(root, "right"), "peer")];
  const old = vote([join(root, "left"), "peer"], "peer");
  expect(await namedVotes(runs, store(old)).all()).toEqual([old]);
});
