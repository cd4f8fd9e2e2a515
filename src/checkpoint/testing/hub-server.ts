/** A small hub on this machine, for tests: it speaks the protocol of huggingface.co and misbehaves on request. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const COMMIT = "a".repeat(40);

/** Files from this size on are large: kept in a store at another origin, to which the hub redirects. */
const LARGE_BYTES = 10_000;

export interface FakeHub {
  readonly url: string;
  /** Every request: method and path, with the range and whether a token came along. */
  readonly log: { readonly path: string; readonly range?: string; readonly authorization?: string }[];
  /** What to do wrong; may be changed between requests. */
  readonly faults: Faults;
  close(): Promise<void>;
}

export interface Faults {
  /** Cut the connection of the next transfers of large files after so many bytes, one number a transfer. */
  cuts?: number[];
  /** Damage the next so many transfers of large files. */
  corrupt?: number;
  /** Answer data requests with this status. */
  dataStatus?: number;
  /** Answer the next so many data requests with 503. */
  unavailable?: number;
  /** Answer listing requests with this status. */
  apiStatus?: number;
  ignoreRanges?: boolean;
  /** Answer every range with the first byte's. */
  wrongRanges?: boolean;
  /** Where a page of the listing says that the next is; `?cursor=` and a new number each time where it is "endless". */
  nextPage?: "itself" | "endless";
  /** Send headers, then nothing. */
  silent?: boolean;
  /** The listing's entries instead of the true ones. */
  listing?: unknown[];
  /** Replaces the commit that the hub announces. */
  commit?: string;
}

/** Starts a hub with one model, `org/tiny`, and a data set of that name with the same files. */
export async function startHub(files: Readonly<Record<string, Buffer>>): Promise<FakeHub> {
  const faults: Faults = {};
  const log: FakeHub["log"] = [];
  const record = ({ url, headers }: IncomingMessage) => {
    log.push({ path: url ?? "", range: headers.range, authorization: headers.authorization });
  };
  const data = await listen((request, response) => {
    record(request);
    sendData(request, response, files[decodeURIComponent((request.url ?? "").slice("/cdn/".length))], faults);
  });
  const hub = await listen((request, response) => {
    record(request);
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/api/")) return sendApi(url, response, files, faults, hub.url);
    const name = decodeURIComponent(
      url.pathname.replace(/^\/datasets/, "").slice(`/org/tiny/resolve/${COMMIT}/`.length),
    );
    const content = files[name];
    if (content === undefined) return void response.writeHead(404).end();
    if (content.length < LARGE_BYTES || faults.dataStatus) return sendData(request, response, content, faults);
    response.writeHead(302, {
      location: `${data.url}/cdn/${encodeURIComponent(name)}`,
      "x-linked-etag": `"${sha256(content)}"`,
      "x-linked-size": content.length,
      "x-repo-commit": COMMIT,
    });
    response.end();
  });
  return { url: hub.url, log, faults, close: async () => void (await Promise.all([hub.close(), data.close()])) };
}

function sendApi(
  url: URL,
  response: ServerResponse,
  files: Readonly<Record<string, Buffer>>,
  faults: Faults,
  base: string,
): void {
  const json = (value: unknown, headers = {}) => {
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(value));
  };
  if (faults.apiStatus) {
    response.writeHead(faults.apiStatus, { "content-type": "application/json" });
    return void response.end('{"error":"no"}');
  }
  const dataset = url.pathname.startsWith("/api/datasets/");
  if (/^\/api\/(models|datasets)\/org\/tiny\/revision\/(main|v1)$/.test(url.pathname)) {
    json({ _id: "1", id: "org/tiny", tags: [], sha: faults.commit ?? COMMIT, lastModified: "2024-03-11T00:00:00Z" });
    return;
  }
  if (url.pathname !== `/api/${dataset ? "datasets" : "models"}/org/tiny/tree/${COMMIT}`)
    return void response.writeHead(404).end("not found");
  const entries = faults.listing ?? [
    { type: "directory", path: "assets", oid: "b".repeat(40), size: 0 },
    ...listing(files),
  ];
  // Two pages, as the hub does for long listings.
  if (faults.nextPage) {
    const cursor = faults.nextPage === "itself" ? 1 : 1 + Number(url.searchParams.get("cursor"));
    json([], { link: `<${base}${url.pathname}?cursor=${cursor}>; rel="next"` });
    return;
  }
  const second = url.searchParams.has("cursor");
  const middle = Math.ceil(entries.length / 2);
  const next = { link: `<${base}${url.pathname}?cursor=2>; rel="next"` };
  json(second ? entries.slice(middle) : entries.slice(0, middle), second ? {} : next);
}

function listing(files: Readonly<Record<string, Buffer>>): unknown[] {
  return Object.entries(files).map(([path, content]) => {
    const pointer = `oid sha256:${sha256(content)}`;
    if (content.length < LARGE_BYTES) return { type: "file", path, size: content.length, oid: gitHash(content) };
    const lfs = { oid: sha256(content), size: content.length, pointerSize: pointer.length };
    return { type: "file", path, size: content.length, oid: gitHash(Buffer.from(pointer)), lfs };
  });
}

function sendData(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer | undefined,
  faults: Faults,
): void {
  if (content === undefined) return void response.writeHead(404).end();
  if (faults.dataStatus) return void response.writeHead(faults.dataStatus, { "x-error-code": "GatedRepo" }).end();
  if (faults.unavailable) {
    faults.unavailable--;
    return void response.writeHead(503).end();
  }
  const begin = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const ranged = begin > 0 && !faults.ignoreRanges;
  let body = Buffer.from(ranged ? content.subarray(begin) : content);
  const large = content.length >= LARGE_BYTES;
  if (large && faults.corrupt) {
    faults.corrupt--;
    body[body.length >> 1] = (body[body.length >> 1] as number) ^ 1;
  }
  response.writeHead(ranged ? 206 : 200, {
    "content-length": body.length,
    ...(ranged && {
      "content-range": `bytes ${faults.wrongRanges ? 0 : begin}-${content.length - 1}/${content.length}`,
    }),
  });
  if (faults.silent) return void response.flushHeaders();
  const cut = large ? faults.cuts?.shift() : undefined;
  if (cut === undefined) return void response.end(body);
  body = body.subarray(0, cut);
  response.write(body, () => response.destroy());
}

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server: Server = createServer(handler);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url, close };
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

export function gitHash(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}
