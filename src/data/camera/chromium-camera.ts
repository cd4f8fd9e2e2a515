/** The camera that is a Chromium of this machine, driven through playwright-core. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { findChromium } from "../../runtime/chromium.ts";
import { UserError } from "../../runtime/errors.ts";
import type { PagePicture } from "../source.ts";
import type { Camera, Shot } from "./camera.ts";
import { fontFile, fontRules } from "./fonts.ts";
import { marksOf, readMarks } from "./ground-truth.ts";

export interface CameraOptions {
  /** The browser's executable; by default the one that `findChromium` finds. */
  readonly executable?: string;
}

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
];

/** Starts a browser. Throws a `UserError` that says what to install where there is none. */
export async function openCamera(options: CameraOptions = {}): Promise<Camera> {
  const executable = options.executable ?? findChromium();
  if (!executable) {
    throw new UserError(
      'Pictures of pages need a Chromium, and none was found: install one ("apt install chromium") or set CHROMIUM_PATH.',
    );
  }
  const browser = await chromium.launch({
    executablePath: executable,
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: flags,
  });
  const contexts = new Map<number, Promise<Page>>();
  const pageAt = (scale: number) => {
    let page = contexts.get(scale);
    if (!page) {
      page = browser.newContext({ deviceScaleFactor: scale, offline: true, locale: "en-GB" }).then(openPage);
      contexts.set(scale, page);
    }
    return page;
  };
  return {
    renderer: `chromium ${browser.version()}`,
    async shoot(pages) {
      const shots: (Shot | Error)[] = [];
      for (const picture of pages) {
        try {
          shots.push(await shootOne(await pageAt(picture.scale ?? 1), picture));
        } catch (error) {
          shots.push(error instanceof Error ? error : new Error(String(error)));
        }
      }
      return shots;
    },
    close: () => browser.close(),
  };
}

async function openPage(context: BrowserContext): Promise<Page> {
  // esbuild names functions by a helper, which functions sent to the browser then call
  await context.addInitScript("globalThis.__name = (value) => value");
  await context.route("**", async (route) => {
    const body = fontFile(route.request().url());
    await (body
      ? route.fulfill({ body, contentType: "font/woff2", headers: { "access-control-allow-origin": "*" } })
      : route.abort());
  });
  return context.newPage();
}

async function shootOne(page: Page, picture: PagePicture): Promise<Shot> {
  const { width, height, scale = 1, html, fonts } = picture;
  const base = [...fonts.filter((family) => family !== "KaTeX"), "Open Sans"].map((family) => `"${family}"`);
  const rules = fontRules([...new Set([...fonts, "Open Sans"])]);
  await page.setViewportSize({ width: Math.ceil(width), height: Math.ceil(height) });
  await page.setContent(
    `<!doctype html><html><head><meta charset="utf-8"><style>${rules}
      html, body { margin: 0; }
      html { overflow: hidden; }
      body { background: white; font-family: ${base.join(", ")}; }
      * { animation: none !important; transition: none !important; caret-color: transparent !important; }
    </style></head><body>${html}</body></html>`,
    { waitUntil: "load" },
  );
  if (picture.scripts?.includes("mermaid")) {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve("mermaid/package.json"));
    await page.addScriptTag({ path: join(folder, "dist/mermaid.min.js") });
    await page.evaluate(async () => {
      const { mermaid } = globalThis as unknown as {
        mermaid: { initialize(options: object): void; run(options: object): Promise<void> };
      };
      mermaid.initialize({ startOnLoad: false });
      await mermaid.run({ querySelector: ".mermaid" });
    });
  }
  await page.evaluate(() => document.fonts.ready);
  const raw = await page.evaluate(`(${readMarks.toString()})(document.documentElement, ${width}, ${height}, ${scale})`);
  const png = await page.screenshot({ clip: { x: 0, y: 0, width, height }, type: "png" });
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    marks: marksOf(raw as Parameters<typeof marksOf>[0]),
  };
}
