import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWebLibrary } from "../../scripts/web-library.ts";
import { load } from "../../src/chat/load.ts";
import { writeTinyModel } from "../../src/chat/testing/tiny-model.ts";
import { decodeImage } from "../../src/image/decode.ts";
import type * as library from "../../src/web/index.ts";
import { makeManifest } from "../../src/web/manifest.ts";
import { chromiumMissing } from "./chromium.ts";
import { openBrowser, type Site, serveSite } from "./site.ts";

if (chromiumMissing) console.warn(`The tests of the model in a tab are skipped: ${chromiumMissing}.`);

const nano = "checkpoints/nano";
const names = ["hearts", "shapes", "sign", "word"];
const questions = [
  ["What does it say?", "How many words are there?"],
  ["How many shapes are there?", "What colour is the first one?"],
  ["What is in the picture?"],
  ["What shape is it?", "Where is it?"],
  ["What colour is it?"],
];

/** Ten conversations about eight pictures: the examples, and each upside down on a wider sheet. */
async function makeConversations(): Promise<{ pictures: string[]; conversations: [picture: number, ...string[]][] }> {
  const originals = await Promise.all(names.map((name) => readFile(`examples/${name}.png`)));
  const turned = await Promise.all(
    originals.map((bytes) =>
      sharp(bytes).rotate(180).extend({ left: 30, right: 10, background: "#203050" }).png().toBuffer(),
    ),
  );
  const pictures = [...originals, ...turned].map((bytes) => bytes.toString("base64"));
  return {
    pictures,
    conversations: Array.from({ length: 10 }, (_, i) => [i % pictures.length, ...questions[i % questions.length]!]),
  };
}

const home = `<!doctype html><link rel=icon href=data:,><title>Periscope</title>
<script type="module">
  import * as library from "/lib/index.js";
  globalThis.bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  globalThis.periscope = library;
</script>`;

/** What a page's script works with. */
interface TabWindow {
  periscope: typeof library;
  bytes(base64: string): Uint8Array;
  vl: library.WebVisionLanguageModel;
}

async function openPage(browser: Browser, site: Site): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${site.url}/`);
  await page.waitForFunction(() => "periscope" in globalThis);
  return { page, complaints };
}

async function manifestOf(folder: string): Promise<Uint8Array> {
  const files = (await readdir(folder)).map((name) => [name, () => readFile(join(folder, name))] as const);
  return new TextEncoder().encode(JSON.stringify(await makeManifest("a model", files)));
}

type Given = Awaited<ReturnType<typeof makeConversations>> & { readonly length?: number; readonly system?: string };

/** Answers to all questions of the conversations, by the model in Node. */
async function askInNode(folder: string, { pictures, conversations, length = 24, system }: Given): Promise<string[][]> {
  const vl = await load(folder, { threads: 1 });
  const all: string[][] = [];
  for (const [picture, ...asked] of conversations) {
    const chat = vl.conversation({ system });
    const texts: string[] = [];
    for (const [i, question] of asked.entries()) {
      const images = i === 0 ? [Buffer.from(pictures[picture]!, "base64")] : [];
      texts.push((await chat.ask(question, { images, temperature: 0, maxNewTokens: length }).result()).text);
    }
    chat.dispose();
    all.push(texts);
  }
  await vl.dispose();
  return all;
}

/** The same, by the model in the page. */
function askAll(page: Page, given: Given): Promise<string[][]> {
  return page.evaluate(async ({ pictures, conversations, length = 24, system }) => {
    const { vl, bytes } = globalThis as unknown as TabWindow;
    const all: string[][] = [];
    for (const [picture, ...asked] of conversations) {
      const chat = vl.conversation({ system });
      const texts: string[] = [];
      for (const [i, question] of asked.entries()) {
        const images = i === 0 ? [bytes(pictures[picture]!)] : [];
        let text = "";
        const answer = chat.ask(question, { images, temperature: 0, maxNewTokens: length });
        for await (const piece of answer) text += piece.text;
        texts.push(text);
      }
      chat.dispose();
      all.push(texts);
    }
    return all;
  }, given);
}

let root: string;
let tiny: string;
let site: Site;
let browser: Browser;
let given: Awaited<ReturnType<typeof makeConversations>>;
beforeAll(async () => {
  if (chromiumMissing) return;
  root = await mkdtemp(join(tmpdir(), "periscope-tab-"));
  tiny = join(root, "tiny");
  await buildWebLibrary(join(root, "library"));
  await writeTinyModel(tiny, { kind: "low" });
  site = await serveSite({
    mounts: {
      "/": new TextEncoder().encode(home),
      "/models/nano/manifest.json": await manifestOf(nano),
      "/models/nano/": nano,
      "/models/tiny/manifest.json": await manifestOf(tiny),
      "/models/tiny/": tiny,
      "/lib/": join(root, "library"),
    },
  });
  browser = await openBrowser({ webgpu: true });
  given = await makeConversations();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  if (root) await rm(root, { recursive: true, force: true });
});

describe.skipIf(chromiumMissing)("the embedded model in a tab", { timeout: 400_000 }, () => {
  test("on WebAssembly it gives the texts that it gives in Node, then without the network too", async () => {
    const { page, complaints } = await openPage(browser, site);
    const open = () =>
      page.evaluate(async () => {
        const tab = globalThis as unknown as TabWindow;
        const progress: library.LoadProgress[] = [];
        const options = {
          device: "wasm",
          threads: 2,
          onProgress: (p: library.LoadProgress) => progress.push(p),
        } as const;
        tab.vl = await tab.periscope.load("/models/nano/", options);
        const { device, threads, notices } = tab.vl;
        return { device, threads, notices, first: progress[0]!, last: progress.at(-1)! };
      });
    const first = await open();
    expect(first).toMatchObject({ device: "wasm", threads: 2, notices: [], last: { phase: "start" } });
    expect(first.last.bytes).toBe(first.last.totalBytes);
    const expected = await askInNode(nano, given);
    expect(await askAll(page, given)).toEqual(expected);
    // pieces of another conversation, ended by its reader
    const stopped = await page.evaluate(async () => {
      const { vl } = globalThis as unknown as TabWindow;
      const answer = vl.conversation().ask("Who are you?", { eosIds: [], maxNewTokens: 400 });
      for await (const _ of answer) break;
      return (await answer.result()).finishReason;
    });
    expect(stopped).toBe("abort");

    await page.evaluate(() => (globalThis as unknown as TabWindow).vl.dispose());
    site.takeRequests();
    await page.route("**/models/**", (route) => route.abort("internetdisconnected"));
    const second = await open();
    expect(second.last.bytes).toBe(second.last.totalBytes);
    expect(site.takeRequests().filter((path) => path.startsWith("/models/"))).toEqual([]);
    expect(await askAll(page, { ...given, conversations: given.conversations.slice(0, 1) })).toEqual(
      expected.slice(0, 1),
    );
    const gone = await page.evaluate(async () => {
      const { vl } = globalThis as unknown as TabWindow;
      await vl.dispose();
      return vl.answer("Still there?").then(
        () => "an answer",
        (error: Error) => error.message,
      );
    });
    expect(gone).toBe("this model was disposed; it cannot be asked any more");
    expect(complaints.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
    await page.context().close();
  });
});

// A software GPU compiles for minutes what the embedded model needs, so a model of a few thousand numbers stands in.
describe.skipIf(chromiumMissing)("a tiny model in a tab", { timeout: 400_000 }, () => {
  test("on WebGPU it gives the texts of ten conversations that it gives in Node", async () => {
    const { page, complaints } = await openPage(browser, site);
    const found = await page.evaluate(async () => {
      const tab = globalThis as unknown as TabWindow;
      tab.vl = await tab.periscope.load("/models/tiny/", { device: "webgpu", threads: 1 });
      return tab.vl.device;
    });
    expect(found).toBe("webgpu");
    // Prompts of one length and short answers: every other shape is another shader to compile.
    const conversations = given.conversations.map(([picture]) => [picture, "What?"] as [number, string]);
    const few = { ...given, conversations, length: 4, system: "" };
    expect(await askAll(page, few)).toEqual(await askInNode(tiny, few));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a software GPU is not taken unasked, and the notice says why", async () => {
    const { page } = await openPage(browser, site);
    const facts = await page.evaluate(async () => {
      const tab = globalThis as unknown as TabWindow;
      const { device, notices } = await tab.periscope.load("/models/tiny/", { threads: 1 });
      return { device, notices };
    });
    expect(facts.device).toBe("wasm");
    expect(facts.notices.join()).toMatch(/WebGPU.*, so the model runs on the processor \(WebAssembly\)\.$/);
    await page.context().close();
  });

  test("pictures with an orientation tag are turned as in Node, whatever the browser does by itself", async () => {
    const { page, complaints } = await openPage(browser, site);
    const side = 16; // the model's own, so that what it sees is the picture
    const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
      return [x * 16, y * 16, x < side / 2 && y < side / 2 ? 255 : 0][i % 3]!; // no turn of it looks like another
    });
    const files = [];
    for (const format of ["jpeg", "png", "webp", "avif"] as const) {
      for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
        const picture = sharp(data, { raw: { width: side, height: side, channels: 3 } }).withMetadata({ orientation });
        const bytes = await picture
          .toFormat(format, { lossless: true, quality: 100, chromaSubsampling: "4:4:4" })
          .toBuffer();
        files.push({ name: `${format} ${orientation}`, bytes, base64: bytes.toString("base64") });
      }
    }
    const seen = await page.evaluate(
      async (given) => {
        const tab = globalThis as unknown as TabWindow;
        const vl = await tab.periscope.load("/models/tiny/", { device: "wasm", threads: 1 });
        const all: number[][] = [];
        for (const base64 of given) all.push([...(await vl.see(tab.bytes(base64))).inputs[0]!.data]);
        await vl.dispose();
        return all;
      },
      files.map(({ base64 }) => base64),
    );
    for (const [i, { name, bytes }] of files.entries()) {
      const { data: expected } = await decodeImage(new Uint8Array(bytes));
      const input = seen[i]!;
      expect(input, name).toHaveLength(expected.length);
      const difference = expected.reduce((sum, value, at) => sum + Math.abs(value - input[at]!), 0) / expected.length;
      expect(difference, name).toBeLessThan(name.startsWith("png") ? 1e-9 : 3);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("mistakes are sentences in the page too", async () => {
    const { page } = await openPage(browser, site);
    const message = (code: () => Promise<unknown>) =>
      page.evaluate(code).then(
        () => "no error",
        (error: Error) => error.message,
      );
    expect(
      await message(() => (globalThis as unknown as TabWindow).periscope.load("/models/none/", { device: "wasm" })),
    ).toContain("/models/none/manifest.json could not be fetched: 404");
    expect(
      await message(() =>
        (globalThis as unknown as TabWindow).periscope.load("/models/tiny/", { assets: "/nowhere/" }),
      ),
    ).toMatch(
      /nowhere\/worker\.js could not be loaded; put the package's dist\/browser folder on your site and name it by the option assets/,
    );
    await page.context().close();
  });
});
