import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyPageFiles } from "../scripts/page-files.ts";
import type * as Listen from "../src/data/view/listen.ts";
import type * as Server from "../src/data/view/server.ts";
import { viewData } from "../src/data/view/testing/data-set.ts";
import { findChromium } from "../src/runtime/chromium.ts";

// The page that shows a data set, compiled as `npm run build` compiles it, without TypeScript and its helpers.

const root = new URL("..", import.meta.url).pathname;

describe.skipIf(!findChromium())("the compiled page of a data set", () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-compiled-"));
  const cache = join(root, "node_modules/.cache"); // from there the dependencies are found
  mkdirSync(cache, { recursive: true });
  const out = mkdtempSync(join(cache, "compiled-"));
  let listening: Listen.Listening;
  let browser: Browser;

  beforeAll(async () => {
    const compiler = join(root, "node_modules/.bin/tsc");
    await promisify(execFile)(compiler, ["-p", "tsconfig.build.json", "--outDir", out], { cwd: root }).catch(() => {
      // errors of types are another check's business; what was written counts
    });
    copyPageFiles(root, out);
    const compiled = (file: string) => import(pathToFileURL(join(out, "src/data/view", file)).href);
    const { viewer } = (await compiled("server.js")) as typeof Server;
    const { listen } = (await compiled("listen.js")) as typeof Listen;
    listening = await listen(await viewer(await viewData(folder)), 0);
    browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await listening?.close();
    for (const path of [folder, out]) rmSync(path, { recursive: true, force: true });
  });

  test("shows samples and opens one, with its box and without an error", async () => {
    expect(existsSync(join(out, "src/data/view/page/main.ts"))).toBe(false);
    const page = await browser.newPage();
    const complaints: string[] = [];
    const modules: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") modules.push(new URL(response.url()).pathname);
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${listening.url}?category=vision`);
    await page.locator(".tile").first().click();
    await page.locator("svg .shape").first().waitFor();
    expect(await page.locator(".about a").textContent()).toMatch(/^seen-\d+$/);
    expect(complaints).toEqual([]);
    expect(modules.length).toBeGreaterThan(3);
    expect(modules.filter((path) => !path.endsWith(".js"))).toEqual([]);
  });
});
