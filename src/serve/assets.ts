/**
 * Files of the page, served beside the API under a strict policy: scripts and styles from this server alone, nothing
 * framed, nothing loaded from elsewhere. The page is isolated, so that WebAssembly in it may use threads.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Env } from "./app.ts";

export interface AssetMount {
  /** Where the files appear: `/`, or `/models/nano`. */
  readonly path: string;
  readonly folder: string;
}

export function mountAssets(app: Hono<Env>, mounts: readonly AssetMount[]): void {
  // Longer paths first, so that the page's folder does not hide what lies below it.
  for (const { path, folder } of [...mounts].sort((a, b) => b.path.length - a.path.length)) {
    const prefix = path.replace(/\/+$/, "");
    app.use(`${prefix}/*`, pageHeaders(), caching(folder, prefix));
    app.get(
      `${prefix}/*`,
      serveStatic({ root: folder, rewriteRequestPath: (asked) => asked.slice(prefix.length) || "/" }),
    );
  }
}

const pageHeaders = (): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      workerSrc: ["'self'", "blob:"],
      styleSrc: ["'self'", "'unsafe-inline'"], // components and KaTeX set styles of elements
      imgSrc: ["'self'", "data:", "blob:"],
      mediaSrc: ["'self'", "blob:"],
      fontSrc: ["'self'", "data:"],
      connectSrc: ["'self'", "blob:", "data:"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    crossOriginOpenerPolicy: "same-origin",
    crossOriginEmbedderPolicy: "require-corp",
    crossOriginResourcePolicy: "same-origin",
    referrerPolicy: "no-referrer",
    permissionsPolicy: { camera: ["self"], microphone: [], geolocation: [] },
    strictTransportSecurity: false,
    xFrameOptions: "DENY",
  });

/** Files under a name with a hash never change; of others the browser asks whether they have. */
function caching(folder: string, prefix: string): MiddlewareHandler {
  return async (c, next) => {
    const tag = tagOf(join(folder, decode(c.req.path.slice(prefix.length))));
    if (tag !== undefined && c.req.header("If-None-Match") === tag) return c.body(null, 304, { ETag: tag });
    await next();
    if (c.res.status !== 200) return;
    const hashed = /[-.][\w-]{8,}\.(?:js|css|woff2|wasm)$/.test(c.req.path) && c.req.path.includes("/assets/");
    c.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (tag !== undefined) c.header("ETag", tag);
  };
}

/** What changes with a file; undefined where there is none, or where there can be none. */
function tagOf(path: string): string | undefined {
  try {
    const info = statSync(path);
    return info.isFile() ? `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"` : undefined;
  } catch {
    return undefined;
  }
}

function decode(path: string): string {
  try {
    const name = decodeURIComponent(path);
    return name.includes("\0") ? "" : name; // the file system refuses to look for it
  } catch {
    return "";
  }
}
