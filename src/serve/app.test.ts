import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type AppOptions, createApp } from "./app.ts";
import { loopbackNames } from "./hosts.ts";
import { listen } from "./listen.ts";
import { createLog, silentLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import type { ModelService } from "./model-service.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "periscope-page-"));
  await mkdir(join(folder, "page", "assets"), { recursive: true });
  await mkdir(join(folder, "model"));
  await writeFile(join(folder, "page", "index.html"), "<!doctype html><title>page</title>");
  await writeFile(join(folder, "page", "assets", "main-C0ffee123.js"), "1");
  await writeFile(join(folder, "model", "config.json"), "{}");
  await writeFile(join(folder, "secret"), "secret");
});
afterAll(() => rm(folder, { recursive: true }));

function app(options: Partial<AppOptions> = {}) {
  return createApp({
    models: [],
    apiKeys: [],
    images: { maxBytes: 1000, maxPerRequest: 2 },
    maxBodyBytes: 2000,
    origins: [],
    assets: [
      { path: "/", folder: join(folder, "page") },
      { path: "/models/tiny", folder: join(folder, "model") },
    ],
    metrics: createMetrics({ process: false }),
    log: silentLog,
    draining: () => false,
    ...options,
  });
}

const post = (body: string, headers: Record<string, string> = { "Content-Type": "application/json" }) =>
  ({ method: "POST", body, headers }) as const;
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string | null } }).error.code;

test("keys are asked for where there are some, and only the right ones do", async () => {
  const closed = app({ apiKeys: ["sk-one", "sk-two"] });
  const ask = (key?: string) => closed.request("/v1/models", { headers: key ? { Authorization: key } : {} });
  expect((await ask()).status).toBe(401);
  expect(await codeOf(await ask("Bearer sk-on"))).toBe("invalid_api_key");
  expect(await codeOf(await ask("Basic sk-one"))).toBe("missing_api_key");
  expect((await ask("Bearer sk-two")).status).toBe(200);
  expect((await closed.request("/metrics")).status).toBe(401);
  expect((await closed.request("/health")).status).toBe(200);
  expect((await app({ apiKeys: ["sk-one"], publicMetrics: true }).request("/metrics")).status).toBe(200);
});

test("a model tells what of images it takes", async () => {
  const facts = { parameters: 1, imageTokens: 4, maxPositions: 64, vocabulary: 300, defaults: {} };
  const tiny = { id: "tiny", created: 1, ready: true, facts } as unknown as ModelService;
  const told = { id: "tiny", periscope: { image_tokens: 4, max_images: 2, max_positions: 64 } };
  const open = app({ models: [tiny] });
  expect(await (await open.request("/v1/models/tiny")).json()).toMatchObject(told);
  expect(await (await open.request("/v1/models")).json()).toMatchObject({ data: [told] });
});

test("a foreign host name is refused, whatever the port", async () => {
  const local = app({ hosts: loopbackNames });
  const ask = (host: string) => local.request("/health", { headers: { Host: host } });
  expect((await ask("localhost:8000")).status).toBe(200);
  expect((await ask("[::1]:8000")).status).toBe(200);
  expect(await codeOf(await ask("evil.example:8000"))).toBe("unknown_host");
});

test("bodies are bounded, declared as JSON, and JSON", async () => {
  const open = app();
  const route = "/v1/chat/completions";
  expect(await codeOf(await open.request(route, post("x".repeat(3000))))).toBe("request_too_large");
  expect(await codeOf(await open.request(route, post("{}", { "Content-Type": "text/plain" })))).toBe(
    "unsupported_media_type",
  );
  expect((await open.request(route, post("{"))).status).toBe(400);
  expect(await codeOf(await open.request("/v1/embeddings", post("{}")))).toBe("unknown_url");
});

test("a body may come in pieces, or not at all", async () => {
  const server = await listen(app(), limits);
  const ask = async (method: string, parts?: readonly string[]) => {
    const body = parts && Readable.from(parts.map((part) => Buffer.from(part)));
    const headers = { "Content-Type": "application/json" };
    const request = { method, headers, body, duplex: "half" } as unknown as RequestInit;
    const response = await fetch(`${server.url}/v1/chat/completions`, request);
    const { error } = (await response.json()) as { error: { message: string; code: string | null } };
    return [response.status, error.code ?? error.message];
  };
  try {
    const parts = ['{"messages": 5, "a": "', "é", '"}'];
    expect(await ask("POST", parts)).toEqual([400, "messages: Invalid input: expected array, received number"]);
    expect(await ask("POST", ["x".repeat(1500), "x".repeat(1500)])).toEqual([413, "request_too_large"]);
    expect(await ask("POST")).toEqual([400, "the body is not valid JSON: Unexpected end of JSON input"]);
    expect(await ask("POST", ["[]"])).toEqual([400, "the body is not a JSON object"]);
    expect(await ask("DELETE")).toEqual([404, "unknown_url"]);
  } finally {
    await server.close(0);
  }
});

test("a crowd of requests is turned away before their bodies are read", async () => {
  const open = app({ maxBodyBytes: 2 ** 20 });
  const unread = () =>
    new Request("http://localhost/v1/chat/completions", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Content-Length": "2" },
      body: new ReadableStream({ pull: () => new Promise(() => {}) }),
      duplex: "half",
    } as RequestInit);
  const held = Array.from({ length: 32 }, () => open.request(unread()));
  const next = await open.request("/v1/chat/completions", post("{}"));
  expect(next.status).toBe(429);
  expect((await open.request("/v1/models")).status).toBe(200);
  expect(next.headers.get("Retry-After")).toBe("1");
  expect(held).toHaveLength(32);
});

test("only pages of origins that are allowed may ask from a browser", async () => {
  const open = app({ origins: ["https://chat.example"] });
  const ask = (origin: string) =>
    open.request("/v1/chat/completions", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
    });
  expect((await ask("https://chat.example")).headers.get("Access-Control-Allow-Origin")).toBe("https://chat.example");
  expect((await ask("https://evil.example")).headers.get("Access-Control-Allow-Origin")).toBeNull();
});

test("the page comes under a strict policy, isolated, and is asked for again by its tag", async () => {
  const open = app();
  const page = await open.request("/");
  expect(await page.text()).toContain("<title>page</title>");
  const policy = page.headers.get("Content-Security-Policy")!;
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).not.toContain("unsafe-eval' ");
  expect(page.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
  expect(page.headers.get("X-Content-Type-Options")).toBe("nosniff");
  const script = await open.request("/assets/main-C0ffee123.js");
  expect(script.headers.get("Content-Type")).toContain("javascript");
  expect(script.headers.get("Cache-Control")).toContain("immutable");
  const config = await open.request("/models/tiny/config.json");
  expect(await config.text()).toBe("{}");
  const tag = config.headers.get("ETag")!;
  expect((await open.request("/models/tiny/config.json", { headers: { "If-None-Match": tag } })).status).toBe(304);
});

test("no path leads out of the page's folder", async () => {
  const open = app();
  for (const path of [
    "/../secret",
    "/%2e%2e/secret",
    "/..%2fsecret",
    "/models/tiny/..%2f..%2fsecret",
    "/%",
    "/%00",
    "/index.html%00",
  ]) {
    const response = await open.request(path);
    expect(await response.text(), path).not.toContain("secret\n");
    expect([400, 404], path).toContain(response.status);
  }
});

test("a path that no file can have leads to nothing", async () => {
  for (const path of [`/${"a".repeat(5000)}`, "/index.html/", "/index.html/x", "/models/tiny/config.json/x"]) {
    expect((await app().request(path)).status, path.slice(0, 30)).toBe(404);
  }
});

test("the log has no contents unless it was made to", () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  createLog({ requests: true, contents: false, write }).content("1", { prompt: "private" });
  expect(lines).toEqual([]);
  createLog({ requests: true, contents: true, write }).content("1", { prompt: "private" });
  expect(lines[0]).toContain("private");
});

const limits = { host: "127.0.0.1", port: 0, requestTimeoutMs: 500, stallMs: 300, maxConnections: 10 };

test("a client that does not read is cut; one that does, or that waits, gets everything", async () => {
  const size = 64 * 2 ** 20;
  const stallMs = 1500;
  const pages = new Hono()
    .get("/", (c) => c.body(new Uint8Array(size)))
    .get("/wait", async (c) => {
      await new Promise((resolve) => setTimeout(resolve, 3 * stallMs));
      return c.text("done");
    });
  const server = await listen(pages, { ...limits, requestTimeoutMs: 60_000, stallMs });
  const read = async (path: string) => Buffer.from(await (await fetch(server.url + path)).arrayBuffer());
  expect((await read("/")).length).toBe(size);
  expect((await read("/wait")).toString()).toBe("done");
  const received = new Promise<number>((resolve) => {
    const socket = connect({ port: server.port, host: "127.0.0.1" });
    socket.pause(); // what the kernel does not hold stays with the server
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let bytes = 0;
    socket.on("data", (part) => {
      bytes += part.length;
    });
    socket.on("error", () => {}).on("close", () => resolve(bytes));
    setTimeout(() => socket.resume(), 3 * stallMs);
  });
  expect(await received).toBeLessThan(size);
  await server.close(0);
});

/** What comes back over a socket after `sent`, until it is closed; from here when what `leave` waits for has come. */
function raw(port: number, sent: string, leave?: () => Promise<unknown>): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(sent, () => void leave?.().then(() => socket.destroy()));
  return new Promise((resolve) => {
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    socket.on("error", () => {}).on("close", () => resolve(text));
  });
}

test("a request that does not arrive is answered with status 408; it and one whose client leaves are no failures of ours", async () => {
  const failures: unknown[] = [];
  const statuses: number[] = [];
  const log = {
    ...silentLog,
    failure: (_: string, error: unknown) => void failures.push(error),
    request: ({ status }: { status: number }) => void statuses.push(status),
  };
  const server = await listen(app({ log }), limits);
  const head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  expect(await raw(server.port, `${head}Content-Length: 100\r\n\r\nhalf`)).toContain("408");
  expect(await raw(server.port, `${head}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`)).toContain("408");
  const answered = () => fetch(`${server.url}/health`); // then the server has read what was sent before
  await raw(server.port, `${head}Content-Length: 100\r\n\r\nhalf`, answered);
  await vi.waitFor(() => expect(statuses.filter((status) => status !== 200)).toEqual([400, 400, 400]), {
    timeout: 20_000,
  });
  expect(failures).toEqual([]);
  await server.close(0);
});

test("connections are cut though telling them fails, and the failure is told", async () => {
  let asked = () => {};
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const silent = new Hono().get("/", () => {
    asked();
    return new Promise<Response>(() => {});
  });
  const server = await listen(silent, { ...limits, requestTimeoutMs: 60_000, stallMs: 60_000 });
  const waiting = fetch(server.url).catch((error: unknown) => error);
  await arrived;
  await expect(server.close(0, () => Promise.reject(new Error("no last words")))).rejects.toThrow("no last words");
  expect(await waiting).toBeInstanceOf(Error);
});

test("a port that is taken is a sentence", async () => {
  const server = await listen(new Hono(), limits);
  await expect(listen(new Hono(), { ...limits, port: server.port })).rejects.toThrow(/another program listens there/);
  await server.close(0);
});
