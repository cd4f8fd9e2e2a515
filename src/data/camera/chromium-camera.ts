/**
 * The camera that is a Chromium of this machine. It plans visits (many pages, one screenshot), cuts the pictures out, and
 * sees to it that a page which hangs or crashes the browser costs that page alone.
 */
import { sharp } from "../../image/sharp.ts";
import { findChromium } from "../../runtime/chromium.ts";
import { UserError } from "../../runtime/errors.ts";
import type { PagePicture } from "../source.ts";
import { type Browser, startBrowser } from "./browser.ts";
import type { Camera, Shot } from "./camera.ts";
import { fontRules } from "./fonts.ts";
import { marksOf } from "./ground-truth.ts";
import { cut, pack, type Sheet, type Size } from "./packing.ts";
import { type Guest, needsDocument } from "./studio.ts";

export interface CameraOptions {
  /** The browser's executable; by default the one that `findChromium` finds. */
  readonly executable?: string;
  /** How long a visit may take before the browser is taken to hang; two minutes unless said, for machines that are busy. */
  readonly timeLimitMs?: number;
  /** Called with the process id of each browser that is started: the first one, and one after each crash. */
  readonly started?: (processId: number) => void;
}

/** Longest side of a picture in pixels. */
const maxSide = 8192;
/** The font of pages that declare none. */
const plainFont = "Open Sans";

/** A page on its way: how often the browser failed while it was up. */
interface Order {
  readonly index: number;
  readonly guest: Omit<Guest, "left" | "top">;
  readonly size: Size;
  failures: number;
}

/** Starts a browser. Throws a `UserError` that says what to install where there is none. */
export async function openCamera(options: CameraOptions = {}): Promise<Camera> {
  const executable = options.executable ?? findChromium();
  if (!executable) {
    throw new UserError(
      'pictures of pages need a Chromium, and none was found: install one ("apt install chromium") or set CHROMIUM_PATH',
    );
  }
  const timeLimitMs = options.timeLimitMs ?? 120_000;
  let browser: Browser | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function running(): Promise<Browser> {
    if (!browser) {
      browser = await startBrowser(executable!);
      options.started?.(browser.processId);
    }
    return browser;
  }

  /** Takes the screenshot of a sheet; a browser that fails at it is ended. */
  async function visit(orders: readonly Order[], sheet: Sheet) {
    const guests = orders.map(({ guest }, i): Guest => ({ ...guest, ...sheet.places[i]! }));
    const current = await running();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the page took longer than ${timeLimitMs / 1000} s`)), timeLimitMs);
    });
    try {
      return await Promise.race([current.visit(guests, sheet), current.gone, late]);
    } catch (error) {
      browser = undefined;
      await current.end();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function shootAll(pages: readonly PagePicture[]): Promise<(Shot | Error)[]> {
    const shots: (Shot | Error)[] = new Array(pages.length);
    const cutting: Promise<void>[] = [];
    let waiting: Order[] = [];
    for (const [index, page] of pages.entries()) {
      const order = orderOf(page, index);
      if (order instanceof Error) shots[index] = order;
      else waiting.push(order);
    }
    while (waiting.length > 0) {
      // a page that was up when the browser failed is next seen alone
      const together = waiting[0]!.failures > 0 ? [waiting[0]!] : waiting.filter(({ failures }) => failures === 0);
      const sheet = pack(together.map(({ size }) => size));
      const orders = together.slice(0, sheet.places.length);
      const taken = new Set(orders);
      waiting = waiting.filter((one) => !taken.has(one));
      try {
        const { findings, png } = await visit(orders, sheet);
        cutting.push(
          pictures(png, orders, sheet).then((list) => {
            for (const [i, finding] of findings.entries()) {
              shots[orders[i]!.index] =
                "problem" in finding ? new Error(finding.problem) : { ...list[i]!, marks: marksOf(finding.marks) };
            }
          }),
        );
      } catch (error) {
        for (const order of orders) {
          order.failures++;
          if (order.failures < 2) waiting.push(order);
          else shots[order.index] = new Error(`given up after a second try: ${(error as Error).message}`);
        }
      }
    }
    await Promise.all(cutting);
    return shots;
  }

  const { renderer } = await running();
  return {
    renderer,
    shoot(pages) {
      const shots = queue.then(() => shootAll(pages));
      queue = shots.catch(() => {});
      return shots;
    },
    async close() {
      await queue;
      await browser?.end();
      browser = undefined;
    },
  };
}

function orderOf(page: PagePicture, index: number): Order | Error {
  const { html, width, height } = page;
  const { scale = 1 } = page;
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  if (!(Math.min(size.width, size.height) >= 1 && Math.max(size.width, size.height) <= maxSide)) {
    return new Error(
      `a picture of ${width} x ${height} at scale ${scale} is not between 1 and ${maxSide} pixels a side`,
    );
  }
  try {
    const fonts = [...page.fonts.filter((family) => family !== "KaTeX"), plainFont];
    const rules = fontRules([...new Set([...page.fonts, plainFont])]);
    const mermaid = page.scripts?.includes("mermaid") ?? false;
    const document = needsDocument(html) ? { rules } : undefined;
    return { index, size, failures: 0, guest: { html, width, height, scale, fonts, document, mermaid } };
  } catch (error) {
    return error as Error;
  }
}

async function pictures(png: Buffer, orders: readonly Order[], { places }: Sheet): Promise<Omit<Shot, "marks">[]> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return orders.map(({ size }, i) => ({ ...size, data: cut(data, info.width, { ...places[i]!, ...size }) }));
}
