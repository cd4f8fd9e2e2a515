/** The socket under the application: bounded patience with slow clients, and an end that lets answers finish. */
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { UserError } from "../runtime/errors.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** A request must have arrived within this time. */
  readonly requestTimeoutMs: number;
  /** A client that takes nothing of what waits for it is cut after this time. */
  readonly stallMs: number;
  readonly maxConnections: number;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /**
   * Takes no new connections and waits for the answers under way, but not longer than `patienceMs`: then `giveUp` tells
   * them, and those who do not take its word at once are cut. Throws what `giveUp` throws, when all is closed.
   */
  close(patienceMs: number, giveUp?: () => Promise<unknown>): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the application's own environment is of no matter here
export async function listen(app: Hono<any>, options: ListenOptions): Promise<Listening> {
  const { host, requestTimeoutMs, stallMs } = options;
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(requestTimeoutMs, 15_000),
      connectionsCheckingInterval: 1000,
    },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );
  server.maxConnections = options.maxConnections;
  server.keepAliveTimeout = 30_000;
  cutStalled(server, stallMs);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE" || error.code === "EACCES" || error.code === "EADDRNOTAVAIL"
          ? unusable(error, options)
          : error,
      );
    });
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    close: (patienceMs, giveUp) => close(server, patienceMs, giveUp),
  };
}

function unusable(error: NodeJS.ErrnoException, { host, port }: ListenOptions): UserError {
  const reasons: Record<string, string> = {
    EADDRINUSE: "another program listens there; choose another with --port",
    EACCES: "that is not permitted; ports below 1024 often need the system's leave",
    EADDRNOTAVAIL: "this machine has no such address",
  };
  return new UserError(`cannot listen on ${host}:${port}: ${reasons[error.code!]}`, { cause: error });
}

/**
 * Cuts connections whose peer does not take what waits for it: it would otherwise pile up in memory. Node tells of sockets
 * where nothing has moved; one that only waits for its answer is left alone. It takes up to twice the time it is given,
 * since it looks at a write under way once more.
 */
function cutStalled(server: Server, stallMs: number): void {
  const answering = new Set<Socket>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  server.setTimeout(stallMs / 2, (socket: Socket) => {
    if (!answering.has(socket) || socket.writableLength > 0) socket.destroy();
  });
}

/** To send the last words of answers that are given up. */
const lastWordsMs = 1000;

async function close(server: Server, patienceMs: number, giveUp?: () => Promise<unknown>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Connections that are kept alive become idle one by one.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const cut = () => server.closeAllConnections();
  let told: Promise<unknown> | undefined;
  const late = setTimeout(() => {
    if (giveUp === undefined) return cut();
    told = giveUp();
    const cutSoon = () => void setTimeout(cut, lastWordsMs).unref();
    told.then(cutSoon, cutSoon);
  }, patienceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(late);
  await told;
}
