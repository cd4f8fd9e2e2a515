/** The verbs for people and judges from questions to figure: answered by endpoints, judged, voted on, reported. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findPostgres, type PostgresServer, startPostgres } from "../../data/queue/testing/postgres.ts";
import { openVotes } from "../../eval/arena/store.ts";
import { type ChatServer, startChatServer } from "../../eval/testing/chat-server.ts";
import { picture } from "../../eval/testing/pictures.ts";
import { evaluate } from "./testing/evaluate.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-people-"));
const set = join(root, "questions");
const runs = (name: string) => join(root, name);
/** How good each one's answers are. */
const models = { mine: 2, weak: 1, strong: 3 } as const;
let judge: ChatServer;

beforeAll(async () => {
  vi.stubEnv("PERISCOPE_CACHE", join(root, "cache"));
  mkdirSync(join(set, "images"), { recursive: true });
  writeFileSync(join(set, "images/1.png"), await picture(1));
  const lines = ["Recognition", "Analysis", "Evaluation"].map((category) =>
    JSON.stringify({ id: category.toLowerCase(), category, question: `${category}?`, images: ["images/1.png"] }),
  );
  writeFileSync(join(set, "questions.jsonl"), `${lines.join("\n")}\n`);
  for (const [name, worth] of Object.entries(models)) {
    const peer = await startChatServer(() => ({ text: `worth ${worth}` }));
    const at = ["--endpoint", peer.url, "--model", name];
    await evaluate("run", ...at, "--tasks", "questions", "--data", set, "--out", runs(name));
    await peer.close();
  }
  judge = await startChatServer(({ text }) => {
    const [a, b] = [...text.matchAll(/worth (\d)/g)].map(([, worth]) => Number(worth));
    return { text: a! > b! ? "[[A]]" : a! < b! ? "[[B]]" : "[[C]]" };
  });
}, 600_000);
afterAll(async () => {
  await judge?.close();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

test("a judge compares a run with several, and the report has a bar for each", { timeout: 600_000 }, async () => {
  const by = ["--questions", set, "--judge", judge.url, "--judge-model", "referee"];
  const file = join(root, "judged.json");
  writeFileSync(file, await evaluate("judge", runs("mine"), runs("weak"), runs("strong"), ...by, "--json"));
  const asked = judge.heard.length;
  expect(asked).toBe(12); // three questions, two opponents, both orders
  const again = await evaluate("judge", runs("mine"), runs("strong"), ...by);
  expect(again).toMatch(/mine against strong: won 0, tied 0, lost 3 of 3, by referee/);
  expect(judge.heard).toHaveLength(asked);
  const page = join(root, "report.html");
  const printed = await evaluate("report", runs("mine"), "--judged", file, "--html", page);
  expect(printed).toContain("against weak: won 3, tied 0, lost 0; both orders agree on 3 of 3");
  expect(printed).toContain("against strong: won 0, tied 0, lost 3");
  expect(readFileSync(page, "utf8")).toMatch(/against weak: 3 win[\s\S]*against strong: 3 lose/);
  await expect(evaluate("report", runs("mine"), "--judged", join(set, "questions.jsonl"))).rejects.toThrow(
    "is not what periscope eval judge --json prints",
  );
});

describe.skipIf(!findPostgres())("the arena", { timeout: 600_000 }, () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 600_000);
  afterAll(() => postgres?.stop());

  test("tells the ranking of votes that a server keeps", async () => {
    const votes = await openVotes(postgres.url);
    for (const question of ["recognition", "analysis"]) {
      await votes.put({
        ...{ voter: "ann", question, category: "Recognition" },
        ...{ models: ["mine", "strong"], better: "strong", ratings: [4, 9] },
      });
    }
    await votes.close();
    const at = ["--questions", set, "--votes", postgres.url, "--results"];
    const results = JSON.parse(await evaluate("arena", runs("mine"), runs("strong"), ...at));
    expect(results.ranking.map(({ model, wins }: { model: string; wins: number }) => [model, wins])).toEqual([
      ["strong", 2],
      ["mine", 0],
    ]);
    expect(results.ratings).toHaveLength(2);
  });

  test("finds votes on runs of one name that were kept by their folders", async () => {
    cpSync(runs("mine"), runs("twin"), { recursive: true });
    const [mine, twin] = [relative(".", runs("mine")), relative(".", runs("twin"))] as const;
    const votes = await openVotes(postgres.url);
    await votes.put({
      ...{ voter: "bob", question: "analysis", category: "Analysis" },
      ...{ models: [mine, twin], better: twin, ratings: [4, 9] },
    });
    await votes.close();
    const at = ["--questions", set, "--votes", postgres.url, "--results"];
    const { ranking } = JSON.parse(await evaluate("arena", mine, twin, ...at));
    expect(ranking).toContainEqual(
      expect.objectContaining({ model: expect.stringMatching(/^mine \(\w{8}, twin\)$/), wins: 1 }),
    );
  });
});
