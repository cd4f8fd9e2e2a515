/** A static site on the loopback for browser tests, with or without the headers that threads need, and a browser for it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium, quietFlags } from "../../src/runtime/chromium.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export interface SiteOptions {
  /** Folders by the URL path that they are served at, or contents of single paths. */
  readonly mounts: Readonly<Record<string, string | Uint8Array>>;
  /** Sends COOP and COEP. Default true. */
  readonly isolated?: boolean;
  /** Answers requests for a part of a file with the part. Default true. */
  readonly ranges?: boolean;
}

export interface Site {
  readonly url: string;
  /** Paths asked for since the last call. */
  takeRequests(): string[];
  /** Leaves requests for a path unanswered until the returned function is called. */
  hold(path: string): () => void;
  close(): Promise<void>;
}

export async function serveSite({ mounts, isolated = true, ranges = true }: SiteOptions): Promise<Site> {
  const requests: string[] = [];
  const find = (path: string): Uint8Array | undefined => {
    for (const [at, target] of Object.entries(mounts)) {
      if (typeof target !== "string") {
        if (path === at) return target;
      } else if (path.startsWith(at) && !path.includes("..")) {
        const rest = path.slice(at.length);
        const file = join(target, rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest);
        if (existsSync(file) && statSync(file).isFile()) return readFileSync(file);
      }
    }
    return undefined;
  };
  const held = new Map<string, Promise<void>>();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    requests.push(path);
    await held.get(path);
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    const found = find(path);
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader(
      "Content-Type",
      types[path.endsWith("/") ? ".html" : extname(path)] ?? "application/octet-stream",
    );
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (range && ranges) {
      const part = found.subarray(Number(range[1]), Number(range[2]) + 1);
      response.writeHead(206, { "Content-Length": part.length }).end(part);
    } else {
      response.writeHead(200, { "Content-Length": found.length }).end(found);
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeRequests: () => requests.splice(0),
    hold(path) {
      let release = () => {};
      held.set(path, new Promise<void>((done) => (release = done)));
      return () => {
        held.delete(path);
        release();
      };
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A Chromium that offers WebGPU through its software driver, if asked. */
export function openBrowser({ webgpu = false } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: false,
    args: [
      ...quietFlags,
      ...(webgpu
        ? ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"]
        : ["--disable-gpu"]),
    ],
  });
}
