import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite } from "../../scripts/build-web.ts";
import { safetensorsInMemory } from "../../src/checkpoint/safetensors-memory.ts";
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
    const example = await readFile("examples/in-the-tab.html");
    site = await serveSite({ mounts: { [path]: root, [`${path}in-the-tab.html`]: example }, isolated: false });
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

  test("asks and trains nothing before a first visit is loaded through the worker, so that nothing is cut short", async () => {
    for (const [name, locked] of [
      ["", ".example button"],
      ["train.html", "button"],
    ] as const) {
      const visitor = await browser.newContext();
      const page = await visitor.newPage();
      // the last of the site's files, which only the worker asks for here
      const goOn = site.hold(`${path}${name === "" ? "train.html" : "index.html"}`);
      await page.goto(`${site.url}${path}${name}`);
      await page.getByText("Setting this page up in your browser").waitFor();
      const open = (selector: string) => page.locator(`${selector}:enabled`).count();
      expect(await page.locator(locked).count()).toBeGreaterThan(0);
      expect(await open(locked)).toBe(0);
      expect(await open("#question")).toBe(0);
      goOn();
      await page.waitForFunction(() => globalThis.crossOriginIsolated);
      await page.locator(`${locked}:enabled`).first().waitFor();
      expect(await page.getByText("Setting this page up in your browser").count()).toBe(0);
      if (name === "") expect(await ask(page)).not.toBe("");
      await visitor.close();
    }
  });

  test("the example of a page without a bundler answers beside it, one question after the other", async () => {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(240_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${site.url}${path}in-the-tab.html`);
    await page.getByLabel("Picture").setInputFiles("examples/word.png");
    const answers: (string | null)[] = [];
    for (const question of ["What does it say?", "What does it say?"]) {
      await page.getByLabel("Question").fill(question);
      await page.locator("#ask:enabled").click();
      await page.locator("#ask:enabled").waitFor();
      answers.push(await page.locator("#answer").textContent());
    }
    expect(answers[0]!.length).toBeGreaterThan(3);
    expect(answers[1]).toBe(answers[0]);
    await page.getByLabel("Picture").setInputFiles("README.md");
    await page.locator("#ask:enabled").click();
    await page.locator("#ask:enabled").waitFor();
    expect(await page.locator("#answer").textContent()).toMatch(/README\.md/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("takes as many pictures as the model's context holds", async () => {
    const page = await open("");
    await page.locator(".example button:enabled").first().waitFor();
    const buffer = await readFile("examples/word.png");
    const files = Array.from({ length: 33 }, (_, i) => ({ name: `p${i}.png`, mimeType: "image/png", buffer }));
    await page.locator('.composer input[type="file"]').setInputFiles(files);
    await page.getByText("At most 32 pictures go into one conversation with nano; p32.png was left out.").waitFor();
    expect(await page.locator(".attached img").count()).toBe(32);
    await page.close();
  });

  test("is there in a browser that denies it storage, or lets it keep nothing, with one thread", async () => {
    const denied = () => {
      const deny = () => {
        throw new DOMException("Storage is denied here.", "SecurityError");
      };
      for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, { get: deny });
      IDBFactory.prototype.open = deny;
      Object.assign(window, { BroadcastChannel: deny });
    };
    const full = () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("There is no room.", "QuotaExceededError");
      };
    };
    for (const browserSetting of [denied, full]) {
      const visitor = await browser.newContext();
      await visitor.addInitScript(browserSetting);
      const page = await visitor.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(`${site.url}${path}`);
      expect(await ask(page)).not.toBe("");
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await page.goto(`${site.url}${path}train.html`);
      await page.getByRole("button", { name: /two pictures of ours/ }).click();
      await page.getByRole("button", { name: "Train", exact: true }).and(page.locator(":enabled")).waitFor();
      expect(errors).toEqual([]);
      await visitor.close();
    }
  });

  test("trains in the tab: the loss falls, the answer to a trained picture changes, and what was learnt is kept", async () => {
    const page = await open("train.html");
    await page
      .locator('.examples input[type="file"]')
      .setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
    await page.getByText("Not taken, since only pictures are: notes.txt.").waitFor();
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
    const learnt = await answers.nth(1).textContent();

    await page.getByRole("button", { name: "Keep in this browser" }).click();
    await page.locator(".kept-name", { hasText: "word, hearts" }).waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".keep .controls").getByRole("button", { name: "Download" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("word, hearts.safetensors");
    const file = new Uint8Array(await readFile(await saved.path()));
    expect([...safetensorsInMemory("file", file).tensors.keys()].every((name) => name.startsWith("aligner."))).toBe(
      true,
    );
    await shot(page, "train-done");
    if (screenshots) {
      await page.emulateMedia({ colorScheme: "dark" });
      await shot(page, "train-dark");
      await page.setViewportSize({ width: 375, height: 720 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
      await shot(page, "train-dark-phone");
    }

    // another day: from the browser, then from the file
    await page.reload();
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await page.getByText("The model as it is, and with “word, hearts”.").waitFor();
    await page.getByRole("button", { name: "Ask both" }).click();
    await page.getByTestId("after").waitFor();
    expect(await answers.nth(1).textContent()).toBe(learnt);
    await page.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => page.locator(".kept").count()).toBe(0);

    const choose = (name: string, buffer: Buffer) =>
      page.locator('.from-file input[type="file"]').setInputFiles({ name, mimeType: "", buffer });
    await choose("notes.safetensors", Buffer.from("hello"));
    await page.getByRole("alert").filter({ hasText: "notes.safetensors" }).waitFor();
    await choose("kept.safetensors", Buffer.from(file));
    await page.getByText("The model as it is, and with kept.safetensors.").waitFor();
    await page.locator('.try input[type="file"]').setInputFiles("examples/word.png");
    await page.getByRole("textbox", { name: "Question", exact: true }).fill("Who made this?");
    await page.getByRole("button", { name: "Ask both" }).click();
    await page.getByTestId("after").waitFor();
    expect(await answers.nth(1).textContent()).toBe(learnt);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
