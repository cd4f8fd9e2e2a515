/**
 * Runs a module in a real Chromium: bundled, served on the loopback with the headers that threads need, called, closed.
 *
 * The module's default export is a function without arguments whose (JSON-like) result is handed back.
 * onnxruntime-web's files are served at `/ort/`.
 */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findChromium, quietFlags } from "../../src/runtime/chromium.ts";

export interface ChromiumOptions {
  /** Offers WebGPU, through Chromium's software driver. */
  readonly webgpu?: boolean;
  /** Further files to serve: the URL path, e.g. `/model.onnx`, and the file on disk or its bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** How long the module's function may take. Default: two minutes. */
  readonly timeoutMs?: number;
}

/** Why Chromium cannot be driven here, or undefined if it can. */
export const chromiumMissing: string | undefined = findChromium()
  ? undefined
  : "no Chromium was found (install chromium, or set CHROMIUM_PATH)";

const software = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** Bundles `entryFile`, calls its default export in a fresh Chromium and returns the result. */
export async function runInChromium(entryFile: string | URL, options: ChromiumOptions = {}): Promise<unknown> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(`${entryFile} cannot run: ${chromiumMissing}.`);
  const script = await bundle(typeof entryFile === "string" ? entryFile : fileURLToPath(entryFile));
  const server = await serve({ "/entry.js": script, ...options.files });
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: [...quietFlags, ...(options.webgpu ? software : ["--disable-gpu"])],
  });
  const complaints: string[] = [];
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.addScriptTag({ url: "/entry.js", type: "module" });
    const timeoutMs = options.timeoutMs ?? 120_000;
    const outcome = await within(timeoutMs, page.evaluate<Outcome | undefined>("globalThis.outcome"));
    if (outcome && "result" in outcome) return outcome.result;
    throw new Error([outcome?.error ?? `${entryFile} could not be loaded`, ...complaints].join("\n"));
  } finally {
    await browser.close();
    await server.close();
  }
}

interface Outcome {
  readonly result?: unknown;
  readonly error?: string;
}

async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the page gave no result in ${timeoutMs} ms.`)), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A script that calls the entry's function at once and leaves its outcome in a global. */
async function bundle(entryFile: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import run from ${JSON.stringify(resolve(entryFile))};
        globalThis.outcome = (async () => ({ result: await run() }))().catch((error) => ({
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }));`,
      resolveDir: dirname(resolve(entryFile)),
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    // With its script outside the bundle, onnxruntime-web's threads load that and not the whole entry again.
    conditions: ["onnxruntime-web-use-extern-wasm"],
    sourcemap: "inline",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]!.contents;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** A page isolated from other origins, so that it may use shared memory. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

async function serve(files: Readonly<Record<string, string | Uint8Array>>) {
  const ortFolder = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
  const blank = new TextEncoder().encode("<!doctype html><title>Periscope</title>");
  const find = (path: string): string | Uint8Array | undefined => {
    if (path === "/") return blank;
    if (files[path] !== undefined) return files[path];
    const inOrt = /^\/ort\/([\w.-]+)$/.exec(path);
    return inOrt ? join(ortFolder, inOrt[1]!) : undefined;
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const found = find(path);
    const type = types[path === "/" ? ".html" : extname(path)] ?? "application/octet-stream";
    if (found === undefined || (typeof found === "string" && !existsSync(found))) {
      response.writeHead(404, isolation).end();
    } else if (typeof found === "string") {
      response.writeHead(200, { ...isolation, "Content-Type": type, "Content-Length": statSync(found).size });
      createReadStream(found).pipe(response);
    } else {
      response.writeHead(200, { ...isolation, "Content-Type": type, "Content-Length": found.byteLength }).end(found);
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
