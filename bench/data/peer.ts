/**
 * Pictures of pages with the boxes of what is on them, beside the way that generators usually take: one page after the other is
 * put into a tab of Playwright, measured with a function in the page, and shot with `page.screenshot`. Both drive the same
 * Chromium, draw the same pages of the sources of documents, tables and screens, and give PNG files and boxes. It is the
 * nearest peer that npm or Debian have: the published generators of such data are Python programs around the same calls
 * (Selenium, Playwright, Puppeteer), and node-canvas draws no HTML. The peer is spared the fonts, which the camera brings
 * along, and the boxes of words.
 *
 *   npx tsx bench/data/peer.ts [--pages 72] [--side 384 --side 1024]
 */
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { openCamera } from "../../src/data/camera/chromium-camera.ts";
import { encodeImage } from "../../src/data/pipeline/encode.ts";
import { randomFor } from "../../src/data/random.ts";
import type { PagePicture } from "../../src/data/source.ts";
import { sources } from "../../src/data/sources/index.ts";
import { findChromium } from "../../src/runtime/chromium.ts";
import { processorSeconds } from "../support/processor-time.ts";
import { printTable } from "../support/rounds.ts";
import type { Table } from "./build.ts";

/** Pages that need no library in the browser; the camera and the peer get the same ones. */
function pagesOf(side: number, count: number): PagePicture[] {
  const drawn = sources.filter(({ category }) => category === "document" || category === "table-chart");
  const pages: PagePicture[] = [];
  for (let index = 0; pages.length < count; index++) {
    const source = drawn[index % drawn.length]!;
    try {
      const { pictures } = source.draft({ random: randomFor(1, index, source.name), maxSide: side, split: "train" });
      for (const picture of pictures) if (picture.kind === "page" && !picture.scripts) pages.push(picture);
    } catch {} // a draft that its source refuses
  }
  return pages.slice(0, count);
}

async function withCamera(pages: readonly PagePicture[], warm: readonly PagePicture[]): Promise<string[]> {
  const camera = await openCamera();
  const shoot = async (list: readonly PagePicture[]) => {
    const shots = await camera.shoot(list);
    await Promise.all(
      shots.map((shot) => (shot instanceof Error ? undefined : encodeImage(shot, { format: "png", quality: 90 }))),
    );
  };
  await shoot(warm);
  const row = await timed(pages.length, async () => {
    for (let i = 0; i < pages.length; i += 24) await shoot(pages.slice(i, i + 24)); // as many as a build takes together
  });
  await camera.close();
  return row;
}

async function withPlaywright(pages: readonly PagePicture[], warm: readonly PagePicture[]): Promise<string[]> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--disable-gpu"],
  });
  const tab = await browser.newPage();
  const shoot = async ({ html, width, height }: PagePicture) => {
    await tab.setViewportSize({ width: Math.round(width), height: Math.round(height) });
    await tab.setContent(html);
    await tab.evaluate(() =>
      [...document.querySelectorAll("[data-mark]")].map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { kind: element.getAttribute("data-mark"), text: element.textContent, box: [left, top, right, bottom] };
      }),
    );
    await tab.screenshot();
  };
  for (const page of warm) await shoot(page);
  const row = await timed(pages.length, async () => {
    for (const page of pages) await shoot(page);
  });
  await browser.close();
  return row;
}

/** Pages a second, by the clock and of one processor. */
async function timed(count: number, work: () => Promise<void>): Promise<string[]> {
  const before = processorSeconds() ?? Number.NaN;
  const start = performance.now();
  await work();
  const wall = (performance.now() - start) / 1000;
  const cpu = (processorSeconds() ?? Number.NaN) - before;
  return [(count / wall).toFixed(1), (count / cpu).toFixed(1)];
}

/** Periscope's camera and Playwright by itself, in turn. */
export async function peerTable(sides: readonly number[], count: number): Promise<Table> {
  const ours: string[] = [];
  const theirs: string[] = [];
  for (const side of sides) {
    const pages = pagesOf(side, count + 12);
    const [warm, rest] = [pages.slice(0, 12), pages.slice(12)];
    ours.push(...(await withCamera(rest, warm)));
    theirs.push(...(await withPlaywright(rest, warm)));
  }
  const ratios = ours.map((rate, i) => `${(Number(rate) / Number(theirs[i])).toFixed(2)}x`);
  return {
    head: [
      "pages of documents, tables and screens",
      ...sides.flatMap((side) => [`${side}: pages/s`, `${side}: a processor second`]),
    ],
    rows: [
      ["Periscope's camera", ...ours],
      ["Playwright, a page at a time", ...theirs],
      ["ratio", ...ratios],
    ],
  };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      pages: { type: "string", default: "72" },
      side: { type: "string", multiple: true, default: ["384", "1024"] },
    },
  });
  const { head, rows } = await peerTable(values.side.map(Number), Number(values.pages));
  printTable(head, rows);
}
