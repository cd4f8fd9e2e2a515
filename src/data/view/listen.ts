/** Lets the viewer listen on the loopback. */
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { UserError } from "../../runtime/errors.ts";

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Port 0 is any free one. Throws a `UserError` where the port is taken. */
export async function listen(app: Hono, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, ({ port: taken }) =>
      resolve({
        url: `http://127.0.0.1:${taken}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      }),
    );
    server.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new UserError(`port ${port} is taken; choose another with --port`) : error);
    });
  });
}
