import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite } from "../../scripts/build-web.ts";
import { chromiumMissing } from "./chromium.ts";
import { openBrowser, type Site, serveSite } from "./site.ts";

if (chromiumMissing) console.warn(`The tests of the static site are skipped: ${chromiumMissing}.`);

/** Where the site lies on its host: addresses in it are relative, so anywhere will do. */
const path = "/people/ada/periscope/";
const screenshots = process.env.PERISCOPE_SCREENSHOTS;

describe.skipIf(chromiumMissing)("the site of npm run build:web", { timeout: 600_000 }, () => {
  let folder: string;
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  const complaints: string[] = [];
  beforeAll(async () => {
    folder = process.env.PERISCOPE_SITE ?? (await mkdtemp(join(tmpdir(), "periscope-site-")));
    if (!process.env.PERISCOPE_SITE) await buildSite({ out: join(folder, "site"), models: ["checkpoints/nano"] });
    // a host that sends no headers for isolation
    const root = process.env.PERISCOPE_SITE ?? join(folder, "site");
    site = await serveSite({ mounts: { [path]: root }, isolated: false });
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1100, height: 800 } });
    context.setDefaultTimeout(240_000);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    if (folder && !process.env.PERISCOPE_SITE) await rm(folder, { recursive: true, force: true });
  });

  async function open(name: string): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
    });
    await page.goto(`${site.url}${path}${name}`);
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    return page;
  }

  /** Asks the first example's first question with one click. */
  async function ask(page: Page): Promise<string> {
    await page.locator(".example button:enabled").first().waitFor();
    await page.getByRole("button", { name: "What does it say?" }).first().click();
    await page.waitForFunction(
      () =>
        document.querySelectorAll(".answer-column").length === 1 &&
        document.querySelectorAll('.answer-column[aria-busy="true"]').length === 0,
    );
    return (await page.locator(".answer-text").textContent())!.trim();
  }

  const shot = async (page: Page, name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  };

  test("chats on a host that sets no headers, isolated all the same, and then without a network", async () => {
    const page = await open("");
    const first = await ask(page);
    expect(first.length).toBeGreaterThan(3);
    await page.getByRole("button", { name: "What the model saw" }).click();
    await page.getByText("High resolution, 128 × 128").waitFor();
    await shot(page, "site-chat");
    await context.setOffline(true);
    await page.goto(`${site.url}${path}`);
    await page.getByRole("button", { name: "New chat" }).click();
    expect(await ask(page)).toBe(first);
    await context.setOffline(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("trains in the tab: the loss falls, and the answer to a trained picture changes", async () => {
    const page = await open("train.html");
    await page.getByRole("button", { name: /two pictures of ours/ }).click();
    await page.getByLabel("At most").selectOption("120");
    await shot(page, "train-ready");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.waitForFunction(() => {
      const label = document.querySelector("svg.curve")?.getAttribute("aria-label") ?? "";
      const [, begin, end] = /Loss ([\d.]+) at the first step, ([\d.]+) at step/.exec(label) ?? [];
      return Number(end) < Number(begin) / 2;
    });
    await page.getByRole("button", { name: "Stop and keep what was learnt" }).click();
    await page.getByText(/^Done after \d+ steps/).waitFor();
    await page.getByRole("button", { name: "Ask both" }).click();
    await page.getByTestId("after").waitFor();
    const answers = page.locator(".answers dd");
    expect(await answers.nth(1).textContent()).not.toBe(await answers.nth(0).textContent());
    await shot(page, "train-done");
    if (screenshots) {
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 390, height: 800 });
      await shot(page, "train-dark-phone");
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
