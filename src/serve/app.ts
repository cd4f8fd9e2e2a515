/**
 * The HTTP face of the server: OpenAI's API, health, metrics and the page, as one Hono application over web-standard
 * requests, so that tests ask it without a socket. What answers stands behind `ModelService`.
 */
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { requestId } from "hono/request-id";
import { type AssetMount, mountAssets } from "./assets.ts";
import { authentication } from "./auth.ts";
import { chatRoutes } from "./chat-routes.ts";
import { crowdLimit } from "./crowd.ts";
import { ApiError } from "./errors.ts";
import { hostCheck } from "./hosts.ts";
import type { ImageSources } from "./images.ts";
import type { ServerLog } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { findModel, type ModelService } from "./model-service.ts";

export interface AppOptions {
  /** The first is what a request gets that names none. */
  readonly models: readonly ModelService[];
  /** Keys that a request must bear one of; none: anybody may ask. */
  readonly apiKeys: readonly string[];
  /** Metrics are told without a key: to a scraper that has none. */
  readonly publicMetrics?: boolean;
  readonly images: ImageSources & { readonly maxPerRequest: number };
  readonly maxBodyBytes: number;
  /** Host names under which the server may be asked; undefined: any. */
  readonly hosts?: readonly string[];
  /** Pages of other origins that may ask from a browser. */
  readonly origins: readonly string[];
  readonly assets: readonly AssetMount[];
  readonly metrics: Metrics;
  readonly log: ServerLog;
  /** Whether the server has been asked to end. */
  readonly draining: () => boolean;
}

/** Requests that may be read beside those that models have room for. */
const spareRequests = 32;

export type Env = { Variables: { requestId: string; model?: string } };

export function createApp(options: AppOptions): Hono<Env> {
  const { models, log, metrics } = options;
  const app = new Hono<Env>();

  app.onError((error, c) => answerError(error, c, log));
  app.use(requestId());
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    c.header("X-Content-Type-Options", "nosniff");
    const ms = performance.now() - started;
    metrics.request(c.req.routePath, c.res.status, ms);
    log.request({ id: c.get("requestId"), method: c.req.method, path: c.req.path, status: c.res.status, ms });
  });
  if (options.hosts !== undefined) app.use(hostCheck(options.hosts));
  if (options.origins.length > 0) {
    app.use(
      "/v1/*",
      cors({ origin: [...options.origins], exposeHeaders: ["Retry-After", "X-Request-Id"], maxAge: 600 }),
    );
  }
  if (options.apiKeys.length > 0) {
    app.use("/v1/*", authentication(options.apiKeys));
    if (!options.publicMetrics) app.use("/metrics", authentication(options.apiKeys));
  }
  app.use("/v1/*", crowdLimit(models.reduce((sum, { capacity }) => sum + capacity, spareRequests)));

  app.get("/health", (c) => c.json({ status: "ok" }));
  app.get("/ready", (c) => {
    const states = models.map(({ id, ready }) => ({ id, ready }));
    const ready = !options.draining() && states.every((state) => state.ready);
    return c.json({ ready, draining: options.draining(), models: states }, ready ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    const { type, text } = await metrics.scrape(models);
    return c.text(text, 200, { "Content-Type": type });
  });
  app.get("/v1/models", (c) => c.json({ object: "list", data: models.map((model) => modelObject(model, options)) }));
  app.get("/v1/models/:id{.+}", (c) => c.json(modelObject(findModel(models, c.req.param("id")), options)));
  app.route("/v1", chatRoutes(options));
  mountAssets(app, options.assets);
  app.notFound((c) =>
    answerError(
      new ApiError(404, `there is nothing at ${c.req.method} ${c.req.path}`, { code: "unknown_url" }),
      c,
      log,
    ),
  );
  return app;
}

function modelObject({ id, created, facts, ready }: ModelService, { images }: Pick<AppOptions, "images">) {
  const { parameters, imageTokens, maxPositions, vocabulary, defaults } = facts;
  const places = { image_tokens: imageTokens, max_images: images.maxPerRequest, max_positions: maxPositions };
  return {
    id,
    object: "model",
    created,
    owned_by: "periscope",
    periscope: { ready, parameters, ...places, vocabulary, defaults },
  };
}

function answerError(error: Error, c: Context<Env>, log: ServerLog): Response {
  let told = error;
  if (hasLeft(error)) {
    told = new ApiError(400, "the request ended before it was answered", { code: "incomplete_request" });
  }
  if (!(told instanceof ApiError)) {
    log.failure(c.get("requestId"), error);
    told = new ApiError(500, "something went wrong inside the server; its log has the reason under this request's id", {
      code: "internal_error",
    });
  }
  const { status, body, headers } = told as ApiError;
  return c.newResponse(JSON.stringify(body), status as 500, { "Content-Type": "application/json", ...headers });
}

/** What Node says of a body whose client has gone, or was cut, before the end of it; or that he has left the line. */
function hasLeft(error: Error): boolean {
  if (error.name === "AbortError") return true;
  return error.message === "aborted" && (error as NodeJS.ErrnoException).code === "ECONNRESET";
}
