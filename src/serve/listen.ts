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
  /** Takes no new connections, waits for the answers under way, but not longer than `patienceMs`. */
  close(patienceMs: number): Promise<void>;
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
  const watch = watchSockets(server, stallMs);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      clearInterval(watch);
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
    close: (patienceMs) => close(server, watch, patienceMs),
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

/** Cuts connections whose peer does not read: their answers would otherwise pile up in memory. */
function watchSockets(server: Server, stallMs: number): NodeJS.Timeout {
  const open = new Map<Socket, { sent: number; since: number }>();
  server.on("connection", (socket) => {
    open.set(socket, { sent: 0, since: performance.now() });
    socket.once("close", () => open.delete(socket));
  });
  const watch = setInterval(
    () => {
      const now = performance.now();
      for (const [socket, last] of open) {
        const sent = socket.bytesWritten - socket.writableLength;
        if (socket.writableLength === 0 || sent !== last.sent) open.set(socket, { sent, since: now });
        else if (now - last.since >= stallMs) socket.destroy();
      }
    },
    Math.max(stallMs / 4, 50),
  );
  watch.unref();
  return watch;
}

async function close(server: Server, watch: NodeJS.Timeout, patienceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Connections that are kept alive become idle one by one.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(sweep);
  clearInterval(watch);
  clearTimeout(late);
}
