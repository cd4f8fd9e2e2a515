/**
 * One running Chromium with the studio open: started without access to any network, asked to hang pages and to take the
 * screenshot. When it fails it is thrown away; starting another is the camera's decision.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { quietFlags } from "../../runtime/chromium.ts";
import { UserError } from "../../runtime/errors.ts";
import { fontConfiguration } from "./font-folder.ts";
import { fontFile, fontOrigin, fontRules, packagedFamilies } from "./fonts.ts";
import { readMarks } from "./ground-truth.ts";
import type { Sheet } from "./packing.ts";
import { type Finding, type Guest, studio } from "./studio.ts";

export interface Browser {
  /** `chromium 156.0.8078.73` */
  readonly renderer: string;
  readonly processId: number;
  /** Rejects as soon as the browser or its page is gone. */
  readonly gone: Promise<never>;
  /** Hangs the pages, measures them and takes a PNG of the sheet. */
  visit(guests: readonly Guest[], sheet: Sheet): Promise<{ findings: Finding[]; png: Buffer }>;
  /** Ends the process, whatever state it is in. */
  end(): Promise<void>;
}

const studioAddress = "https://studio.invalid/";
const mermaidAddress = "https://scripts.invalid/mermaid.js";

const policy = [
  "default-src 'none'",
  `script-src 'unsafe-inline' 'unsafe-eval' ${mermaidAddress}`,
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  `font-src ${fontOrigin} data:`,
].join("; ");

const flags = [
  "--disable-gpu",
  ...quietFlags,
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  // every picture is decoded before it is drawn
  "--disable-checker-imaging",
];

/** Throws a `UserError` when the executable does not start as a browser. */
export async function startBrowser(executable: string): Promise<Browser> {
  const env = { ...process.env, FONTCONFIG_FILE: fontConfiguration() };
  const launch = (chromiumSandbox: boolean) =>
    chromium.launch({ executablePath: executable, headless: true, chromiumSandbox, args: flags, env });
  // many containers forbid what the sandbox is made of; the pages are the project's own and reach no network
  const browser = await launch(process.getuid?.() !== 0)
    .catch(() => launch(false))
    .catch((error: Error) => {
      throw new UserError(`the browser at ${executable} does not start: ${error.message.split("\n")[0]}`);
    });
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const processId = processInfo.find(({ type }) => type === "browser")!.id;
  const context = await browser.newContext({ offline: true, viewport: null, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const gone = new Promise<never>((_, reject) => {
    page.once("crash", () => reject(new Error("the browser's page crashed")));
    browser.once("disconnected", () => reject(new Error("the browser stopped")));
  });
  gone.catch(() => {}); // it may go when nobody waits for it

  session.on("Fetch.requestPaused", ({ requestId, request }) => {
    const found = request.method === "GET" ? resource(request.url) : undefined;
    const answer = found
      ? session.send("Fetch.fulfillRequest", {
          requestId,
          responseCode: 200,
          responseHeaders: [
            { name: "content-type", value: found.type },
            { name: "access-control-allow-origin", value: "*" },
            { name: "cache-control", value: "max-age=31536000, immutable" },
            { name: "content-security-policy", value: policy },
          ],
          body: found.body.toString("base64"),
        })
      : session.send("Fetch.failRequest", { requestId, errorReason: "AccessDenied" });
    answer.catch(() => {}); // the page may be gone by now
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  await page.goto(studioAddress);
  await evaluate(`globalThis.__name = (value) => value;
    globalThis.studio = (${studio.toString()})(${readMarks.toString()}, ${JSON.stringify(allRules())}, "${mermaidAddress}"); 0`);

  async function evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  let metrics = "";
  async function setSurface(width: number, height: number): Promise<void> {
    const wanted = `${width} ${height}`;
    if (wanted === metrics) return;
    await session.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    metrics = wanted;
  }

  return {
    renderer: `chromium ${browser.version()}`,
    processId,
    gone,
    async visit(guests, { width, height }) {
      await setSurface(width, height);
      const json = await evaluate(`studio.show(${JSON.stringify(guests)}).then(JSON.stringify)`);
      const { data } = await session.send("Page.captureScreenshot", {
        format: "png",
        optimizeForSpeed: true,
        captureBeyondViewport: false,
      });
      return { findings: JSON.parse(json as string) as Finding[], png: Buffer.from(data, "base64") };
    },
    async end() {
      try {
        process.kill(processId, "SIGKILL"); // a page that hangs would let it linger
      } catch {
        // it is gone already
      }
      await browser.close().catch(() => {});
    },
  };
}

interface Resource {
  readonly body: Buffer;
  readonly type: string;
}

function allRules(): string {
  return fontRules(packagedFamilies.map(({ family }) => family));
}

/** The only addresses there are. */
function resource(url: string): Resource | undefined {
  if (url === studioAddress) {
    const style = `<style>${allRules()} html, body { margin: 0; overflow: hidden; }</style>`;
    return { body: Buffer.from(`<!doctype html><html><head>${style}</head><body></body></html>`), type: "text/html" };
  }
  if (url === mermaidAddress) {
    const folder = dirname(createRequire(import.meta.url).resolve("mermaid/package.json"));
    return { body: readFileSync(join(folder, "dist/mermaid.min.js")), type: "text/javascript; charset=utf-8" };
  }
  const font = fontFile(url);
  return font && { body: font, type: "font/woff2" };
}
