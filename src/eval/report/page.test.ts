import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import { html } from "./html.ts";
import { judgedOf } from "./judged.ts";
import { paper } from "./paper.ts";
import type { RunSummary, TaskSummary } from "./summary.ts";

/** A run with every column that the paper has. */
function summary(name: string, shift: number): RunSummary {
  const columns = [...paper.vision, ...paper.language];
  const scores = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ name: `${prefix} number ${i + 1}`, questions: 10, value: (shift + 9 * i) % 100 },
      interval: [Math.max(0, ((shift + 9 * i) % 100) - 8), Math.min(100, ((shift + 9 * i) % 100) + 8)] as const,
    }));
  const tasks = columns.map(
    (column, i): TaskSummary => ({
      ...{ name: column.toLowerCase(), title: column, paper: column, questions: 100, notAsked: 0, notRead: 1 },
      ...{
        field: paper.vision.includes(column) ? "vision" : "language",
        metric: column === "OCRB" ? "points" : "accuracy",
      },
      ...{ value: (shift + 7 * i) % 100, interval: [(shift + 7 * i) % 100, 100], scoring: { generate: 100 } },
      ...{
        scoredBy: { rule: 100 },
        categories: scores(5, `${column} category`),
        leaves: scores(3, "A/Long path/To a leaf"),
      },
    }),
  );
  return {
    name,
    folder: `runs/${name}`,
    respondent: { kind: "checkpoint", model: name, weights: "0".repeat(64) },
    tasks,
  };
}

describe.skipIf(!findChromium())("the report in a real browser", { timeout: 300_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "periscope-report-"));
  let browser: Browser;
  beforeAll(async () => {
    const verdicts = ["a peer whose name is longer than others", "gpt"].map((against, i) => ({
      ...{ judge: "referee", name: "mine", against, win: 5 + i, tie: 2, lose: 3, consistent: 8, read: 10 + i },
      ...{ position: { first: 1, second: 1 }, items: [] },
    }));
    const runs = [summary("mine", 30), summary("other-model-of-a-long-name", 50)];
    writeFileSync(join(root, "report.html"), html({ runs, judged: judgedOf(verdicts) }));
    const flags = [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-sync",
    ];
    browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false, args: flags });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(root, { recursive: true });
  });

  test.each([
    [1200, "light"],
    [375, "dark"],
  ] as const)(
    "at %i pixels, %s: nothing is cut, labels stand inside their plots, the table scrolls by itself",
    async (width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => complaints.push(message.text()));
      await page.goto(pathToFileURL(join(root, "report.html")).href);
      await page.locator("summary").first().click(); // wheels by category are folded where they are many
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      const outside = await page.locator("svg text").evaluateAll((texts) =>
        texts.flatMap((text) => {
          const [own, plot] = [text.getBoundingClientRect(), text.closest("svg")!.getBoundingClientRect()];
          if (own.width === 0 || (own.left >= plot.left - 1 && own.right <= plot.right + 1)) return [];
          return [text.textContent];
        }),
      );
      expect(outside).toEqual([]);
      expect(
        await page
          .locator("table")
          .first()
          .locator("tbody th")
          .first()
          .evaluate((name) => getComputedStyle(name).position),
      ).toBe("sticky");
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
