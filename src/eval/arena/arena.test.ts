import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Listening, listen } from "../../data/view/listen.ts";
import { findChromium } from "../../runtime/chromium.ts";
import type { Question } from "../questions/question-set.ts";
import { openRun, readRun } from "../run/folder.ts";
import { runTask } from "../run/run-task.ts";
import { asked, text } from "../tasks/kit.ts";
import { questionsTask } from "../tasks/questions.ts";
import { fakeRespondent } from "../testing/fake-respondent.ts";
import { picture } from "../testing/pictures.ts";
import { type Comparison, comparisonsOf, nameOf, shownTo } from "./comparisons.ts";
import { arena } from "./server.ts";
import { openVotes, type VoteStore } from "./store.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-arena-"));
const questions: Question[] = [];
let comparisons: Comparison[];
let votes: VoteStore;
let app: Hono;

beforeAll(async () => {
  const path = join(root, "1.png");
  writeFileSync(path, await picture(1));
  for (let i = 0; i < 12; i++) {
    questions.push({
      id: `q${i}`,
      category: i % 2 ? "Analysis" : "Recognition",
      question: `Question ${i}?`,
      images: [path],
    });
  }
  const open = {
    ...questionsTask,
    builtIn: true,
    async *samples() {
      for (const { id, question } of questions) yield { id, prompt: asked(text(question)), reference: null };
    },
  };
  const runs = [];
  for (const name of ["alpha", "beta"]) {
    const respondent = fakeRespondent(
      (question) => `${name === "alpha" ? "Long" : "Short"} answer to ${question}`,
      name,
    );
    await runTask({ task: open, respondent, run: await openRun(join(root, name), respondent), data: "built in" });
    runs.push(readRun(join(root, name)));
  }
  comparisons = comparisonsOf(runs, questions);
  votes = await openVotes(join(root, "votes"));
  app = arena(comparisons, votes);
}, 600_000); // a new database takes seconds of processor time, minutes on a machine that is busy with other things
afterAll(async () => {
  await votes?.close();
  rmSync(root, { recursive: true });
});

const next = async (voter: string, at = "") =>
  (await app.request(`http://127.0.0.1/api/next?voter=${voter}${at}`)).json();
const post = (body: object, headers: Record<string, string> = { "content-type": "application/json" }) =>
  app.request("http://127.0.0.1/api/vote", { method: "POST", headers, body: JSON.stringify(body) });

describe("the arena", { timeout: 600_000 }, () => {
  test("mixes order and sides for each voter, the same whenever the voter comes back", () => {
    const ids = (voter: string) =>
      shownTo(voter, comparisons).map(({ question, swapped }) => `${question.id}${swapped}`);
    expect(ids("ann")).toEqual(ids("ann"));
    expect(ids("ann")).not.toEqual(ids("bob"));
    const swapped = shownTo("ann", comparisons).filter((one) => one.swapped).length;
    expect(swapped).toBeGreaterThan(0);
    expect(swapped).toBeLessThan(12);
  });

  test("tells no names before the vote, and keeps what was voted by name", async () => {
    const { item, total } = await next("carl");
    expect(total).toBe(12);
    expect(JSON.stringify(item)).not.toMatch(/alpha|beta/);
    const better = item.left.startsWith("Long") ? "alpha" : "beta";
    const vote = { voter: "carl", comparison: item.comparison, choice: "left", ratings: [7, 3] };
    expect((await post(vote)).status).toBe(200);
    const [kept] = (await votes.all()).filter(({ voter }) => voter === "carl");
    expect(kept).toMatchObject({ better, models: ["alpha", "beta"], ratings: better === "alpha" ? [7, 3] : [3, 7] });
    const again = await next("carl", `&at=${item.at}`);
    expect(again.vote).toEqual({ choice: "left", ratings: [7, 3] });
    await post({ ...vote, choice: "tie", ratings: [5, null] });
    const own = (await votes.all()).filter(({ voter }) => voter === "carl");
    expect(own).toHaveLength(1);
    expect(own[0]!.better).toBe("tie");
    expect((await next("carl")).done).toBe(1);
  });

  test("keeps votes when it ends, and exports them", async () => {
    const before = await votes.all();
    await expect(openVotes(join(root, "votes"))).rejects.toThrow(`are open in process ${process.pid}`);
    await votes.close();
    votes = await openVotes(join(root, "votes"));
    app = arena(comparisons, votes);
    expect(await votes.all()).toEqual(before);
    const lines = (await (await app.request("http://127.0.0.1/api/export")).text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(before);
  });

  test("refuses foreign hosts, foreign types, and votes that are none", async () => {
    expect((await app.request("http://evil.example/")).status).toBe(403);
    const { comparison } = (await next("eve")).item;
    const vote = { voter: "eve", comparison, choice: "left", ratings: [null, null] };
    expect((await post(vote, { "content-type": "text/plain" })).status).toBe(415);
    expect((await post({ ...vote, ratings: [11, null] })).status).toBe(400);
    expect((await post({ ...vote, voter: "<b>" })).status).toBe(400);
    expect((await app.request("http://127.0.0.1/image/q0/..%2F..")).status).toBe(404);
    expect((await app.request("http://127.0.0.1/image/q0/0")).headers.get("content-type")).toBe("image/png");
  });

  test("takes no vote on answers, or sides, that it does not show", async () => {
    const { comparison, left } = (await next("fred")).item;
    const vote = { voter: "fred", comparison, choice: "left", ratings: [null, null] };
    const others = comparisons.map(({ answers: [a, b], ...one }) => ({ ...one, answers: [a, `${b}!`] as const }));
    const body = JSON.stringify(vote);
    const headers = { "content-type": "application/json" };
    const refused = await arena(others, votes).request("http://127.0.0.1/api/vote", { method: "POST", headers, body });
    expect(refused.status).toBe(409);
    expect((await post({ ...vote, comparison: "0" })).status).toBe(409);
    // another voter sees some of the comparisons the other way round
    const names = new Set(shownTo("fred", comparisons).map(nameOf));
    const turned = shownTo("gina", comparisons).filter((one) => !names.has(nameOf(one)));
    expect(turned.length).toBeGreaterThan(0);
    expect((await post({ ...vote, comparison: nameOf(turned[0]!) })).status).toBe(409);
    expect((await votes.all()).filter(({ voter }) => voter === "fred")).toEqual([]);
    expect((await post(vote)).status).toBe(200);
    const [kept] = (await votes.all()).filter(({ voter }) => voter === "fred");
    expect(kept!.better).toBe(left.startsWith("Long") ? "alpha" : "beta");
  });

  test("needs two runs with answers to the same questions", () => {
    expect(() => comparisonsOf([readRun(join(root, "alpha"))], questions)).toThrow("two runs at least");
    const others = questions.map((one) => ({ ...one, id: `${one.id}-other` }));
    const runs = [readRun(join(root, "alpha")), readRun(join(root, "beta"))];
    expect(() => comparisonsOf(runs, others)).toThrow("have answered the same questions");
  });
});

describe.skipIf(!findChromium())("its page in a real browser", { timeout: 600_000 }, () => {
  let server: Listening;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const flags = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
  ];
  const shots = process.env.PERISCOPE_SHOTS;

  beforeAll(async () => {
    server = await listen(app, 0);
    browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false, args: flags });
    page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    page.setDefaultTimeout(120_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const state = (text: string) => page.getByRole("status").filter({ hasText: text }).waitFor();
  const shot = async (name: string) =>
    void (shots && (await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })));
  const voted = async () => (await votes.all()).filter(({ voter }) => voter === "me");

  test("is voted on by keys alone: ratings, choice, and back to change one's mind", async () => {
    await page.goto(server.url);
    await state("0 of 12 compared");
    expect(await page.content()).not.toMatch(/alpha|beta/);
    await shot("arena");
    const left = await page.locator("#left").textContent();
    await page.keyboard.press("Digit8");
    await page.keyboard.press("Shift+Digit1");
    await page.keyboard.press("Shift+Digit0");
    await page.keyboard.press("ArrowLeft");
    await state("1 of 12 compared");
    const [vote] = await voted();
    const liked = left!.startsWith("Long") ? "alpha" : "beta";
    expect(vote).toMatchObject({ better: liked, ratings: liked === "alpha" ? [8, 10] : [10, 8] });
    await page.keyboard.press("Backspace");
    await page.locator('[data-choice="left"][aria-pressed="true"]').waitFor();
    expect(await page.locator("#left").textContent()).toBe(left);
    await page.keyboard.press("ArrowDown");
    await page.locator('[data-choice="left"][aria-pressed="false"]').waitFor();
    expect((await voted()).map(({ better }) => better)).toEqual(["tie"]);
  });

  test("is voted on by buttons to the end, and shows names only in the results", async () => {
    for (let done = 1; done < 12; done++) {
      await page.getByRole("button", { name: "Right is better" }).click();
      await state(done === 11 ? "All 12 are compared" : `${done + 1} of 12 compared`);
    }
    expect(await voted()).toHaveLength(12);
    await page.getByRole("button", { name: "Results" }).click();
    await page.locator("#ranking td").first().waitFor();
    expect(await page.locator("#ranking").textContent()).toMatch(/alpha[\s\S]*beta|beta[\s\S]*alpha/);
    await shot("arena-results");
  });

  test("fits a phone, dark, and has nothing to complain about", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByLabel("You are").fill("phone");
    await page.getByLabel("You are").press("Enter");
    await state("0 of 12 compared");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await shot("arena-phone");
    expect(complaints).toEqual([]);
  });
});
