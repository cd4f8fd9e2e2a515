/** The process that reads PDFs: `document.ts` starts it, gives it one order after the other, and ends it when one takes too long. */
import { Worker } from "node:worker_threads";
import { messageOf, Refused } from "../importer.ts";
import type { PdfDocument, PdfOrder, PdfPage, PdfReport } from "./document.ts";
import { readPdf } from "./read-pdf.ts";

let document: PdfDocument | undefined;
let current: { readonly number: number; readonly page: PdfPage } | undefined;

async function perform(order: PdfOrder): Promise<unknown> {
  switch (order.type) {
    case "open": {
      document = await readPdf(order.path);
      const { pageCount, language, licence } = document;
      return { pageCount, language, licence };
    }
    case "page": {
      const { raster: _, ...page } = await pageOf(order.number);
      return page;
    }
    case "raster":
      return (await pageOf(order.number)).raster(order.scale);
    case "close": {
      const closing = document?.close();
      [document, current] = [undefined, undefined];
      return closing;
    }
  }
}

async function pageOf(number: number): Promise<PdfPage> {
  if (current?.number !== number) current = { number, page: await document!.page(number) };
  return current.page;
}

async function report(order: PdfOrder): Promise<PdfReport> {
  try {
    return { type: "done", value: await perform(order) };
  } catch (error) {
    if (error instanceof Refused) return { type: "refused", reason: error.reason, detail: error.detail };
    return { type: "broken", message: messageOf(error) };
  }
}

const tell = (message: object) => process.send!(message, undefined, undefined, () => {});
// Without the one who asked there is nothing to read for; an ordinary exit would wait for the page.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// A page may keep this thread from hearing of that, so another one looks whose child this process is.
new Worker(`setInterval(() => process.ppid !== ${process.ppid} && process.kill(process.pid, "SIGKILL"), 1000)`, {
  ...{ eval: true, execArgv: [] },
}).unref();
process.on("message", (order) => void report(order as PdfOrder).then(tell));
tell({ type: "ready" });
