/**
 * The embedded model in a tab of a real Chromium beside Node on the same machine: loading, a picture, reading a prompt,
 * answering, a step of training. Writes the table into docs/web.md.
 *
 *   npx tsx bench/web.ts [--rounds N] [--webgpu] [--dry]
 *   --webgpu also measures WebGPU, for machines with a GPU (a software one takes minutes); --dry writes nothing
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSite } from "../scripts/build-web.ts";
import { type AnswerStats, load } from "../src/chat/index.ts";
import type * as library from "../src/web/index.ts";
import { openBrowser, serveSite } from "../test/browser/site.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    webgpu: { type: "boolean", default: false },
    dry: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const question = "What is in the image?";

interface Row {
  readonly name: string;
  readonly loadMs: number;
  readonly imageMs: number;
  readonly prefillPerSecond: number;
  readonly decodePerSecond: number;
  readonly stepsPerSecond?: number;
}

/** The best of the rounds: what the machine can do when nobody disturbs it. */
function summary(name: string, loadMs: number, stats: readonly AnswerStats[], stepsPerSecond?: number): Row {
  return {
    ...{ name, loadMs, stepsPerSecond },
    imageMs: Math.min(...stats.map(({ imageMs }) => imageMs)),
    prefillPerSecond: Math.max(...stats.map(({ promptTokens, prefillMs }) => (promptTokens * 1000) / prefillMs)),
    decodePerSecond: Math.max(...stats.map(({ tokensPerSecond }) => tokensPerSecond)),
  };
}

const pictures = await Promise.all(
  ["shapes", "hearts", "word", "sign"].map((name) => readFile(`examples/${name}.png`)),
);

async function inNode(threads: number): Promise<Row> {
  const began = performance.now();
  const vl = await load("checkpoints/nano", { threads, imageCacheBytes: 1 });
  const loadMs = performance.now() - began;
  const stats: AnswerStats[] = [];
  for (let round = 0; round <= rounds; round++) {
    const images = [pictures[round % pictures.length]!];
    const { stats: one } = await vl.answer(question, { images, maxNewTokens: 64, eosIds: [] });
    if (round > 0) stats.push(one); // the first loads the vision program
  }
  await vl.dispose();
  return summary(`Node, ${threads} threads`, loadMs, stats);
}

interface TabWindow {
  periscope: typeof library;
}

async function inTab(url: string, device: "wasm" | "webgpu", threads: number): Promise<Row> {
  const browser = await openBrowser({ webgpu: device === "webgpu" });
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/bench.html`);
    await page.waitForFunction(() => "periscope" in globalThis);
    const measured = await page.evaluate(
      async ({ device, threads, rounds, question, pictures }) => {
        const { periscope } = globalThis as unknown as TabWindow;
        const images = pictures.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
        await (await periscope.load("/models/nano/", { device, threads })).dispose(); // fills the cache
        const began = performance.now();
        const vl = await periscope.load("/models/nano/", { device, threads, imageCacheBytes: 1 });
        const loadMs = performance.now() - began;
        const stats: AnswerStats[] = [];
        for (let round = 0; round <= rounds; round++) {
          const options = { images: [images[round % images.length]!], maxNewTokens: 64, eosIds: [] };
          const { stats: one } = await vl.answer(question, options);
          if (round > 0) stats.push(one);
        }
        const examples = images
          .slice(0, 4)
          .map((image, i) => ({ image, question: "Who made this?", answer: `Person ${i}.` }));
        const tuning = vl.fineTune(examples, { steps: 10, enough: 0 });
        let last: library.TuneStep | undefined;
        for await (const step of tuning) last = step;
        await vl.dispose();
        return { loadMs, stats, stepsPerSecond: last!.step / last!.seconds };
      },
      { device, threads, rounds, question, pictures: pictures.map((bytes) => bytes.toString("base64")) },
    );
    const name = device === "wasm" ? `Chromium, WebAssembly, ${threads} threads` : "Chromium, WebGPU";
    return summary(name.replace("1 threads", "1 thread"), measured.loadMs, measured.stats, measured.stepsPerSecond);
  } finally {
    await browser.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), "periscope-bench-web-"));
try {
  await buildSite({
    out: join(folder, "site"),
    models: ["checkpoints/nano"],
    log: (line) => console.error(`> ${line}`),
  });
  const home =
    '<!doctype html><script type="module">import * as p from "/browser/index.js"; globalThis.periscope = p;</script>';
  const site = await serveSite({
    mounts: { "/bench.html": new TextEncoder().encode(home), "/": join(folder, "site") },
  });
  const rows = [await inNode(1), await inNode(2), await inTab(site.url, "wasm", 1), await inTab(site.url, "wasm", 2)];
  if (values.webgpu) rows.push(await inTab(site.url, "webgpu", 1));
  await site.close();
  const table = [
    "| where | loading, from the cache | a picture | prompt | answer | training, 4 pictures |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map(
      (row) =>
        `| ${row.name} | ${(row.loadMs / 1000).toFixed(2)} s | ${row.imageMs.toFixed(0)} ms | ${row.prefillPerSecond.toFixed(0)} tok/s | ${row.decodePerSecond.toFixed(0)} tok/s | ${row.stepsPerSecond ? `${row.stepsPerSecond.toFixed(1)} steps/s` : ""} |`,
    ),
  ].join("\n");
  console.log(table);
  if (!values.dry) await writeTable(table);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writeTable(table: string): Promise<void> {
  const text = await readFile("docs/web.md", "utf8");
  const processor = cpus()[0]?.model.trim() ?? "this machine";
  const about = `checkpoints/nano on ${processor} (${cpus().length} cores), best of ${rounds} rounds, ${new Date().toISOString().slice(0, 10)}.`;
  const between = /(<!-- speed: begin -->\n)[\s\S]*(<!-- speed: end -->)/;
  await writeFile("docs/web.md", text.replace(between, `$1${about}\n\n${table}\n$2`));
}
