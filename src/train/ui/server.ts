/**
 * The page of a run as a web application: read-only, of this run only, for the loopback's names only. Listening is not its
 * business: `trainingPage(history).request("/api/events")` works without a socket.
 */
import { Hono } from "hono";
import { pageScript } from "./assets.ts";
import type { RunHistory } from "./history.ts";
import { pageDocument, pageStyle } from "./page/document.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function trainingPage(history: RunHistory): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    // a page from elsewhere may have its own name lead here; only the loopback's names are answered
    const host = new URL(context.req.url).hostname;
    if (!["127.0.0.1", "localhost", "[::1]"].includes(host)) return context.text("not this host", 403);
    await next();
    context.header("Content-Security-Policy", policy);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  });
  app.get("/", (context) => context.html(pageDocument));
  app.get("/style.css", (context) => context.body(pageStyle, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.get("/page/:name", async (context) => {
    const script = await pageScript(context.req.param("name"));
    if (script === undefined) return context.notFound();
    return context.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" });
  });
  app.get("/api/run", (context) => context.json(history.about));
  app.get("/api/events", (context) => {
    const after = Number(context.req.query("after") ?? 0);
    return context.json(history.since(Number.isInteger(after) && after >= 0 ? after : 0));
  });
  app.get("/api/pictures/:name", async (context) => {
    const picture = await history.picture(context.req.param("name"));
    if (!picture) return context.notFound();
    return context.body(Uint8Array.from(picture), 200, { "Content-Type": "image/png" });
  });
  return app;
}
