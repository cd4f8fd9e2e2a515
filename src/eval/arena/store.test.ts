import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPostgres, type PostgresServer, startPostgres } from "../../data/queue/testing/postgres.ts";
import type { Vote } from "./ranking.ts";
import { openVotes } from "./store.ts";

const vote = (voter: string, question: string, better: string, ratings: Vote["ratings"] = [null, null]): Vote => ({
  ...{ voter, question, category: "Analysis", models: ["alpha", "beta"], better, ratings },
});

describe.skipIf(!findPostgres())("votes on a server", { timeout: 300_000 }, () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 300_000);
  afterAll(() => postgres?.stop());

  test("come from several pages that begin at once, and none is lost or doubled", async () => {
    const pages = await Promise.all([1, 2, 3].map(() => openVotes(postgres.url)));
    const all = Array.from({ length: 60 }, (_, i) => vote(`voter ${i % 6}`, `many-${Math.floor(i / 6)}`, "alpha"));
    // every vote is given on two pages: the second takes the first one's place
    await Promise.all(all.flatMap((one, i) => [pages[i % 3]!.put(one), pages[(i + 1) % 3]!.put(one)]));
    const kept = (await pages[0]!.all()).filter(({ question }) => question.startsWith("many-"));
    const keyOf = ({ voter, question }: Vote) => `${question} ${voter}`;
    expect(kept.map(keyOf).sort()).toEqual(all.map(keyOf).sort());
    await Promise.all(pages.map((page) => page.close()));
  });

  test("are kept when the page ends, one a voter and comparison, the last one", async () => {
    const first = await openVotes(postgres.url);
    await first.put(vote("ann", "q1", "alpha", [8, 3]));
    await first.put(vote("ann", "q1", "tie", [5, null]));
    await first.put(vote("bob O'Hara; --", "q1", "beta"));
    await first.close();
    const second = await openVotes(postgres.url);
    expect((await second.all()).filter(({ question }) => question === "q1")).toEqual([
      vote("ann", "q1", "tie", [5, null]),
      vote("bob O'Hara; --", "q1", "beta"),
    ]);
    await second.close();
  });

  test("that the database does not take are refused there too", async () => {
    const votes = await openVotes(postgres.url);
    await expect(votes.put(vote("eve", "q9", "alpha", [11, null]))).rejects.toThrow(/rating_a/);
    expect((await votes.all()).some(({ voter }) => voter === "eve")).toBe(false);
    await votes.close();
  });
});

test("a server that does not answer is told with its address, without the password", async () => {
  await expect(openVotes("postgres://me:secret@127.0.0.1:1/votes")).rejects.toThrow(
    "no votes can be kept at postgres://me:...@127.0.0.1:1/votes (ECONNREFUSED)",
  );
});

test("a folder that another process has open is not opened a second time, however it is spelled", async () => {
  const root = mkdtempSync(join(tmpdir(), "periscope-votes-"));
  mkdirSync(join(root, "votes"));
  symlinkSync(join(root, "votes"), join(root, "link"));
  writeFileSync(join(root, "votes.lock"), JSON.stringify({ pid: 12, host: "elsewhere", started: "1" }));
  for (const name of ["votes", "link"]) {
    const folder = join(root, name);
    await expect(openVotes(folder)).rejects.toThrow(
      `the votes in ${folder} are open in process 12 on elsewhere; if that is gone for good, remove ${realpathSync(root)}/votes.lock`,
    );
  }
  rmSync(root, { recursive: true });
});
