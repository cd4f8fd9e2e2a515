/** The chat page in a real Chromium with the real server, and what tests do to it as a person would. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { pageAssets } from "../../src/cli/serve.ts";
import { findChromium, quietFlags } from "../../src/runtime/chromium.ts";
import { type Server, serve } from "../../src/serve/index.ts";

export const root = new URL("../..", import.meta.url).pathname;
const flags = ["--disable-gpu", ...quietFlags, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

export interface ChatPage {
  readonly server: Server;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser's console has complained about. */
  readonly complaints: string[];
  /** Requests to other hosts. */
  readonly foreign: string[];
  close(): Promise<void>;
}

/** Serves the models and opens their page; `nano` alone unless told otherwise. */
export async function openChatPage(
  models: readonly { id: string; folder: string }[] = [{ id: "nano", folder: join(root, "checkpoints/nano") }],
  { apiKeys }: { readonly apiKeys?: readonly string[] } = {},
): Promise<ChatPage> {
  const assets = await pageAssets(models);
  const server = await serve({ models, port: 0, threads: 1, assets, apiKeys, processMetrics: false });
  const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false, args: flags });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.setDefaultTimeout(120_000);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob):/.test(url)) foreign.push(url);
  });
  await page.goto(server.url);
  await page.locator(".example button:enabled").first().waitFor();
  const close = async () => {
    await browser.close();
    await server.stop(0);
  };
  return { server, browser, context, page, complaints, foreign, close };
}

/** What is done again and again. */
export function hands(page: Page) {
  const question = () => page.getByRole("textbox", { name: "Your question" });
  return {
    question,
    answers: () => page.locator(".answer-column"),
    finished: (count: number) =>
      page.waitForFunction(
        (wanted) =>
          document.querySelectorAll(".answer-column").length === wanted &&
          document.querySelectorAll('.answer-column[aria-busy="true"]').length === 0,
        count,
      ),
    async send(text: string) {
      await question().fill(text);
      await question().press("Enter");
    },
    async newChat() {
      await page.getByRole("button", { name: "New chat", exact: true }).click();
      await page.locator(".welcome").waitFor();
    },
    /** Attaches files as a paste does. */
    async paste(...names: string[]) {
      const files = names.map((name) => ({
        name,
        base64: readFileSync(join(root, "examples", name)).toString("base64"),
      }));
      await question().evaluate((input, given) => {
        const data = new DataTransfer();
        for (const { name, base64 } of given) {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          data.items.add(new File([bytes], name, { type: "image/png" }));
        }
        input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      }, files);
      await page
        .locator(".attached img")
        .nth(names.length - 1)
        .waitFor();
    },
    async pick(...files: { name: string; mimeType: string; buffer: Buffer }[]) {
      await page.locator('.composer input[type="file"]').setInputFiles(files);
    },
  };
}
