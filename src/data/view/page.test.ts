import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import { type Listening, listen } from "./listen.ts";
import { viewer } from "./server.ts";
import { viewData } from "./testing/data-set.ts";

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-sync",
];

describe.skipIf(!findChromium())("the page in a real browser", { timeout: 240_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "periscope-page-"));
  let server: Listening;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    server = await listen(await viewer(await viewData(root)), 0);
    browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false, args: flags });
    page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) foreign.push(request.url());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(root, { recursive: true });
  });

  const tiles = () => page.locator(".tile");
  const shownKey = () => page.locator(".about a").textContent();

  test("a filter is a click, and the address keeps it", async () => {
    await page.goto(server.url);
    await tiles().nth(23).waitFor();
    await page.getByRole("button", { name: /^view-squares/ }).click();
    await page.waitForURL(/source=view-squares/);
    await page.waitForFunction(() => {
      const names = [...document.querySelectorAll(".tile b")].map((b) => b.textContent);
      return names.length > 0 && names.every((name) => name === "view-squares");
    });
    const count = await tiles().count();
    expect(count).toBeLessThan(24);
    await page.reload();
    await tiles().first().waitFor();
    await expect.poll(() => tiles().count()).toBe(count);
  });

  test("the keyboard selects, opens, turns and goes back", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.locator(".tile.selected").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".about").waitFor();
    const second = await shownKey();
    await page.keyboard.press("k");
    await page.waitForFunction((key) => document.querySelector(".about a")?.textContent !== key, second);
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((key) => document.querySelector(".about a")?.textContent === key, second);
    await page.keyboard.press("Escape");
    await tiles().first().waitFor();
    await page.keyboard.press("?");
    expect(await page.locator("dialog").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").isVisible()).toBe(false);
  });

  test("boxes lie over the picture where the sample says, can be hidden, and tell their text", async () => {
    await tiles().first().click();
    const box = page.locator("svg .shape");
    await box.waitFor();
    const region = await page.evaluate(async () => {
      const key = location.pathname.split("/").at(-1);
      const { sample } = await (await fetch(`/api/samples/${key}`)).json();
      return sample.regions[0] as { text: string; box: [number, number, number, number] };
    });
    const picture = (await page.locator("img.picture").boundingBox())!;
    const drawn = (await box.boundingBox())!;
    const scale = picture.width / 96;
    expect(scale).toBeGreaterThan(1.5);
    expect(Math.abs(drawn.x - picture.x - scale * region.box[0])).toBeLessThan(3);
    expect(Math.abs(drawn.y - picture.y - scale * region.box[1])).toBeLessThan(3);
    expect(Math.abs(drawn.width - 24 * scale)).toBeLessThan(5);
    await box.hover();
    expect(await page.locator(".tip").textContent()).toBe(`square: ${region.text}`);
    await page.keyboard.press("b");
    expect(await box.count()).toBe(0);
    await page.keyboard.press("b");
    await page.keyboard.press("m");
    await page.locator("img.map").waitFor();
    expect(await page.locator(".legend").last().textContent()).toContain("square 9.4 %");
  });

  test("Markdown is rendered, and what samples bring never runs", async () => {
    expect(await page.locator(".bubble.assistant table td").first().textContent()).toMatch(/^\d+$/);
    await page.goto(`${server.url}?category=text&q=lamp`);
    await tiles().first().click();
    await page.locator(".markdown h1").waitFor();
    expect(await page.locator(".markdown").last().textContent()).toContain("onerror");
    expect(await page.locator(".markdown img, .markdown script").count()).toBe(0);
    expect(await page.evaluate(() => "broken" in window)).toBe(false);
  });

  test("a link leads straight to a sample, also on a telephone, in the theme that is asked for", async () => {
    const address = page.url();
    const key = await shownKey();
    for (const [width, height] of [
      [390, 800],
      [820, 1100],
      [1500, 900],
    ] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        await page.goto(address);
        await page.locator(".about a").waitFor();
        expect(await shownKey()).toBe(key);
        expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
  });

  test("nothing was fetched from elsewhere, and the console stayed empty", () => {
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
