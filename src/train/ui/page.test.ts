import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import type { Summary } from "../events.ts";
import { fileListeners } from "../record.ts";
import { tinyRecipe, tinyStage } from "../testing/tiny-recipe.ts";
import { openTrainingPage, type TrainingPage } from "./open.ts";

const recipe = tinyRecipe({ stages: [tinyStage({ name: "adaptor", steps: 60 }), tinyStage({ steps: 140 })] });
const hostile = '<img src="x" onerror="window.broken = true">';

function summary(at: number): Summary {
  const second = at > 60;
  return {
    ...{ kind: "summary", stage: second ? "joint" : "adaptor", step: second ? at - 60 : at, steps: second ? 140 : 60 },
    ...{ at, total: 200, rate: 3e-3 * (1 - at / 250), norm: 1 + Math.sin(at / 9), languageShare: second ? 0.7 : 0.2 },
    losses: { language: 5 * Math.exp(-at / 70) + 1, multimodal: 4 * Math.exp(-at / 90) + 0.6 + 0.1 * Math.sin(at) },
    sources: { sums: 5 * Math.exp(-at / 70) + 1, squares: 4 * Math.exp(-at / 90) + 0.6 },
    targets: { language: { sums: 300 }, multimodal: { squares: 200 } },
    ...{ tokensPerSecond: 4100 + 200 * Math.sin(at / 7), imagesPerSecond: 60, utilization: 0.71, waiting: 0.02 },
    ...{ memoryBytes: 3e8 + 1e5 * at, secondsLeft: 2 * (200 - at) },
  };
}

describe.skipIf(!findChromium())("the page of a run in a real browser", { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-page-"));
  let served: TrainingPage;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    // what the run told before it was resumed, the last line cut short
    const before = [{ kind: "stage", stage: "adaptor", at: 0, step: 0 }, ...[5, 10, 15].map(summary)];
    writeFileSync(
      join(folder, "metrics.jsonl"),
      `${before.map((one) => JSON.stringify(one)).join("\n")}\n{"kind":"summ`,
    );
    served = await openTrainingPage(recipe, folder, 0);
    for (let at = 20; at <= 60; at += 5) await served.listener(summary(at));
    browser = await chromium.launch({
      executablePath: findChromium(),
      chromiumSandbox: false,
      args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(served.url) && !request.url().startsWith("data:")) foreign.push(request.url());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true });
  });

  test("shows the curves of what went before and follows what comes, with a mark where a stage begins", async () => {
    await page.goto(served.url);
    await page.getByText("adaptor, step 60 of 60").waitFor();
    await served.listener({
      ...({ kind: "stage", stage: recipe.stages[1]!, at: 60, step: 0 } as const),
      prediction: {} as never,
    });
    for (let at = 65; at <= 130; at += 5) await served.listener(summary(at));
    await page.getByText("joint, step 70 of 140 (130 of 200 in all)").waitFor();
    expect(await page.locator("progress").getAttribute("value")).toBe("0.65");
    const loss = page.locator("figure", { hasText: "Loss" }).first();
    const path = (await loss.locator("svg path").first().getAttribute("d"))!;
    expect(path.match(/[ML]/g)).toHaveLength(26); // one point a summary, from the first run on
    await served.listener({
      ...({ kind: "stage", stage: { ...recipe.stages[1]!, name: "late" }, at: 130, step: 0 } as const),
      prediction: {} as never,
    });
    const late = loss.locator("svg text", { hasText: "late" });
    await late.waitFor();
    expect(await late.getAttribute("text-anchor")).toBe("end"); // at the right edge a name stands before its mark
    expect(await loss.locator("svg").textContent()).toContain("joint");
    expect(await loss.locator("figcaption").textContent()).toContain(
      `language ${summary(130).losses.language!.toPrecision(3)}`,
    );
    expect(await page.locator("#mixture td.number").allTextContents()).toEqual(["30 %", "70 %"]);
  });

  test("held-out pictures stand beside answers, and what a model says is text", async () => {
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#c33" } })
      .png()
      .toBuffer();
    await served.listener({
      ...{ kind: "validation", stage: "joint", at: 130, scores: { bitsPerByte: 1.41, choices: 0.75, answers: 0.5 } },
      examples: [
        { question: "What colour is the lamp?", expected: "red", answer: "red", right: true, picture },
        { question: hostile, expected: "blue", answer: hostile, right: false },
      ],
    });
    await served.listener({
      kind: "remark",
      at: 131,
      text: "step 131: the language loss 9.000 is 4.5 times its running mean",
    });
    await page.locator(".answer img").waitFor();
    expect(
      await page
        .locator(".answer img")
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(64);
    expect(await page.locator(".answer .wrong").textContent()).toBe(hostile);
    expect(await page.evaluate(() => "broken" in window)).toBe(false);
    expect(await page.locator("#remarks").textContent()).toContain("4.5 times");
    expect(await page.locator("figure", { hasText: "Held-out questions" }).textContent()).toContain(
      "chosen rightly 75 %",
    );
  });

  test("the arrow keys read values off a chart, and escape lets go", async () => {
    const svg = page.locator("figure svg").first();
    const caption = page.locator("figcaption").first();
    const last = await caption.textContent();
    await svg.focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowLeft");
    expect(await caption.textContent()).toMatch(/step 6\d$/);
    await page.keyboard.press("Escape");
    expect(await caption.textContent()).toBe(last);
  });

  test("fits a telephone, in the theme that is asked for", async () => {
    for (const [width, height] of [
      [390, 800],
      [1280, 900],
    ] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(paper).toBe(colorScheme === "light" ? "rgb(251, 250, 247)" : "rgb(21, 23, 26)");
        const shots = process.env.PERISCOPE_SCREENSHOTS;
        if (shots) await page.screenshot({ path: join(shots, `train-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  });

  test("a run that goes on shows its last answers with their pictures, all stages by name, and sources of both modalities", async () => {
    const own = mkdtempSync(join(tmpdir(), "periscope-page-again-"));
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#33c" } })
      .png()
      .toBuffer();
    const names = ["dense", "contrastive", "language", "adaptor", "joint"];
    const begins = [0, 800, 950, 1550, 1750];
    const [record, board] = await fileListeners(own, 0, recipe);
    const sources = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`source-${i}`, 5 - i / 10]));
    const targets = { language: { "source-28": 5 }, multimodal: { ...sources, "source-28": 0, "source-29": 900 } };
    for (const [i, at] of begins.entries()) {
      const stage = { ...recipe.stages[0]!, name: names[i]! };
      await record!({ ...({ kind: "stage", stage, at, step: 0 } as const), prediction: {} as never });
      for (let step = at + 50; step <= (begins[i + 1] ?? 3250); step += 50) {
        await record!({ ...summary(step), stage: names[i]!, total: 3250, sources, targets });
      }
    }
    const examples = [{ question: "Which colour?", expected: "blue", answer: "red", right: false, picture }];
    await record!({ kind: "validation", stage: "joint", at: 3000, scores: { loss: Number.NaN }, examples });
    await Promise.all([record!.close(), board!.close()]);
    const again = await openTrainingPage(recipe, own, 0);
    // it goes on from a checkpoint before its last steps, which are taken again
    const joint = { ...recipe.stages[0]!, name: "joint" };
    await again.listener({
      ...({ kind: "stage", stage: joint, at: 3200, step: 1450 } as const),
      prediction: {} as never,
    });
    const phone = await browser.newPage({ viewport: { width: 375, height: 800 } });
    phone.on("pageerror", (error) => complaints.push(error.message));
    try {
      await phone.goto(again.url);
      await phone.locator(".answer img").waitFor();
      const loaded = (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth);
      expect(await phone.locator(".answer img").evaluate(loaded)).toBe(64);
      const loss = phone.locator("figure", { hasText: "Loss" }).first();
      expect((await loss.locator("svg path").first().getAttribute("d"))!.match(/[ML]/g)).toHaveLength(64);
      for (const width of [375, 1280]) {
        await phone.setViewportSize({ width, height: 800 });
        const boxes = await loss.locator("svg text").evaluateAll(
          (all, names) =>
            all
              .filter((one) => names.includes(one.textContent!))
              .map((one) => ({ name: one.textContent!, box: (one as SVGGraphicsElement).getBoundingClientRect() }))
              .map(({ name, box: { left, right, top, bottom } }) => ({ name, left, right, top, bottom })),
          names,
        );
        expect(boxes.map(({ name }) => name).sort()).toEqual([...names].sort());
        for (const [i, a] of boxes.entries()) {
          for (const b of boxes.slice(i + 1)) {
            const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
            expect(apart, `${a.name} and ${b.name} at ${width}`).toBe(true);
          }
        }
      }
      const figure = phone.locator("figure", { hasText: "Loss by source" });
      const caption = figure.locator("figcaption");
      expect(await figure.locator("summary").textContent()).toBe("6 of 30 sources are shown");
      expect(await caption.textContent()).toMatch(/source-29.*source-28/s);
      await figure.locator("summary").click();
      await figure.getByLabel(/^source-17 /).check();
      expect(await caption.textContent()).toContain("source-17");
      await figure.getByRole("button", { name: "show all" }).click();
      expect(await figure.locator("svg path").count()).toBe(30);
      expect(await phone.locator("#remarks li").evaluate((item) => getComputedStyle(item).listStyleType)).toBe("none");
      const shots = process.env.PERISCOPE_SCREENSHOTS;
      if (shots) {
        await figure.getByRole("button", { name: "those with most tokens" }).click();
        for (const [width, colorScheme] of [
          [375, "light"],
          [375, "dark"],
          [1280, "light"],
          [1280, "dark"],
        ] as const) {
          await phone.setViewportSize({ width, height: 900 });
          await phone.emulateMedia({ colorScheme });
          await phone.screenshot({ path: join(shots, `stages-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
    } finally {
      await phone.close();
      await again.close();
      rmSync(own, { recursive: true });
    }
  });

  test("answers only to the loopback's names, and asked nobody else", async () => {
    const { trainingPage } = await import("./server.ts");
    const { openHistory } = await import("./history.ts");
    const app = trainingPage(await openHistory(recipe, folder));
    expect((await app.request("http://elsewhere.example/")).status).toBe(403);
    expect((await app.request("http://localhost/page/..%2Fserver.ts")).status).toBe(404);
    expect((await app.request("http://localhost/page/document.ts")).status).toBe(404);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
