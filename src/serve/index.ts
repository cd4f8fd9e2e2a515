/** Serving a model: workers, application and socket put together from one set of options. */
import { totalmem } from "node:os";
import { isLoopback } from "./addresses.ts";
import { createApp } from "./app.ts";
import type { AssetMount } from "./assets.ts";
import { assertKeys } from "./auth.ts";
import { loopbackNames } from "./hosts.ts";
import type { ImageSources } from "./images.ts";
import { type Listening, listen } from "./listen.ts";
import { type ServerLog, silentLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { ModelService, type ModelServiceOptions } from "./model-service.ts";
import { type RemoteImageOptions, remoteImages } from "./remote-images.ts";
import type { ModelPlace } from "./workers/protocol.ts";

export interface ServedModel {
  /** What clients call it. */
  readonly id: string;
  /** A checkpoint folder. */
  readonly folder: string;
}

export interface ServeOptions {
  readonly models: readonly ServedModel[];
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 8000; 0 for any free one. */
  readonly port?: number;
  readonly device?: ModelPlace["device"];
  readonly threads?: number;
  readonly apiKeys?: readonly string[];
  /** Tells metrics without a key. Default false. */
  readonly publicMetrics?: boolean;
  /** Answers that run together. Default 8. */
  readonly maxRows?: number;
  /** Requests that may wait beside them. Default 64. */
  readonly maxQueue?: number;
  /** Bytes for keys and values of each model. Default: a quarter of the machine's memory, 8 GiB at most. */
  readonly maxCacheBytes?: number;
  readonly limits?: Partial<ServeLimits>;
  /** Images from other hosts; absent: refused. */
  readonly remoteImages?: Partial<RemoteImageOptions>;
  /** Host names under which the server answers. Default on a loopback address: those of the loopback; else any. */
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
  /** Files to serve beside the API: the page. */
  readonly assets?: readonly AssetMount[];
  readonly log?: ServerLog;
  /** Metrics of the process itself. Default true. */
  readonly processMetrics?: boolean;
}

export interface ServeLimits {
  readonly bodyBytes: number;
  readonly imageBytes: number;
  readonly imagePixels: number;
  /** To look at one image, once it is its turn. */
  readonly imageMs: number;
  readonly imagesPerRequest: number;
  readonly featureBytes: number;
  readonly requestMs: number;
  readonly stallMs: number;
  readonly connections: number;
}

export const defaultLimits: ServeLimits = {
  bodyBytes: 32 * 2 ** 20,
  imageBytes: 16 * 2 ** 20,
  imagePixels: 40_000_000,
  imageMs: 60_000,
  imagesPerRequest: 16,
  featureBytes: 256 * 2 ** 20,
  requestMs: 60_000,
  stallMs: 30_000,
  connections: 1024,
};

export interface Server extends Listening {
  readonly models: readonly ModelService[];
  /** Answers what is under way and ends; what takes longer is told so (`shutting_down`). A second call cuts it. */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Starts a server and waits until it can answer.
 *
 * ```ts
 * const server = await serve({ models: [{ id: "nano", folder: "checkpoints/nano" }], port: 0 });
 * const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "none" });
 * await server.stop();
 * ```
 */
export async function serve(options: ServeOptions): Promise<Server> {
  const { host = "127.0.0.1", log = silentLog } = options;
  assertKeys(options.apiKeys ?? []);
  const limits = { ...defaultLimits, ...options.limits };
  const metrics = createMetrics({ process: options.processMetrics });
  const models = options.models.map(({ id, folder }) => new ModelService(serviceOptions(id, folder)));

  function serviceOptions(id: string, folder: string): ModelServiceOptions {
    const { device = "cpu", threads, maxRows = 8, maxQueue = 64 } = options;
    const maxCacheBytes = options.maxCacheBytes ?? Math.min(totalmem() / 4, 8 * 2 ** 30);
    return {
      ...{ id, maxQueue, featureBytes: limits.featureBytes },
      place: { folder, device, threads },
      language: { maxRows: device === "cpu" ? maxRows : 1, maxCacheBytes },
      images: { maxBytes: limits.imageBytes, maxPixels: limits.imagePixels },
      imageMs: limits.imageMs,
      onEnd: (end) => metrics.end(id, end),
      onEvent(event) {
        if (event.kind === "crash") metrics.crash(id);
        if (event.kind === "output") log.note(`${id}: ${event.text.trim()}`);
        else log.note(`${id}: ${event.kind === "crash" ? event.reason : `a new ${event.worker} worker is at work`}`);
      },
    };
  }

  const images: ImageSources & { maxPerRequest: number } = {
    maxBytes: limits.imageBytes,
    maxPerRequest: limits.imagesPerRequest,
    fetchRemote: options.remoteImages && remoteImages({ maxBytes: limits.imageBytes, ...options.remoteImages }),
  };
  let draining = false;
  let listening: Listening;
  try {
    for (const model of models) await model.start();
    const app = createApp({
      ...{ models, images, metrics, log },
      apiKeys: options.apiKeys ?? [],
      publicMetrics: options.publicMetrics,
      maxBodyBytes: limits.bodyBytes,
      hosts: options.hosts ?? (isLoopback(host) ? loopbackNames : undefined),
      origins: options.origins ?? [],
      assets: options.assets ?? [],
      draining: () => draining,
    });
    listening = await listen(app, {
      ...{ host, port: options.port ?? 8000 },
      ...{ requestTimeoutMs: limits.requestMs, stallMs: limits.stallMs, maxConnections: limits.connections },
    });
  } catch (error) {
    await Promise.all(models.map((model) => model.close()));
    throw error;
  }
  return {
    ...listening,
    models,
    async stop(patienceMs = 30_000) {
      const again = draining;
      draining = true;
      const closeModels = () => Promise.all(models.map((model) => model.close()));
      await (again ? listening.close(0) : listening.close(patienceMs, closeModels));
      await closeModels();
    },
  };
}
