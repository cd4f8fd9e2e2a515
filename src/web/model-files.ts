/**
 * A model's files over HTTP, each downloaded once: kept in the browser's cache in parts (so that a broken download goes
 * on where it was), checked against the manifest's hashes every time. It knows files, not what is in them.
 */
import { contentHash } from "../image/hash.ts";
import { UserError } from "../runtime/errors.ts";
import { MANIFEST_FILE, type ManifestFile, type ModelManifest, parseManifest } from "./manifest.ts";

/** The name of the cache that holds model files of every site path. */
export const MODEL_CACHE = "periscope-models-1";

const partBytes = 8 * 2 ** 20;

/** How far loading has come. `bytes` of `totalBytes` are at hand; `downloaded` of them came over the network now. */
export interface LoadProgress {
  /** `download`: files come in; `start`: they are there, the programs are being made ready. */
  readonly phase: "download" | "start";
  readonly bytes: number;
  readonly totalBytes: number;
  readonly downloaded: number;
  /** Of the download; undefined before the first part came. */
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
  /** The file under way. */
  readonly file?: string;
}

export interface FetchModelOptions {
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
  /** Where files are kept; undefined keeps nothing. Default: the browser's `caches`. */
  readonly caches?: CacheStorage;
  readonly fetch?: typeof fetch;
}

export interface FetchedModel {
  readonly manifest: ModelManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Sentences about what did not go as it should, though the model is whole. */
  readonly notices: readonly string[];
}

/**
 * Loads all files of the model at `base`, a URL that ends with a slash. Without a network, what was kept is used.
 * Throws a UserError: no manifest there, a file missing or other than the manifest says, no network and nothing kept.
 */
export async function fetchModel(base: string, options: FetchModelOptions = {}): Promise<FetchedModel> {
  const notices: string[] = [];
  const cache = await openCache(options, notices);
  const context: Context = { base, cache, notices, options, get: options.fetch ?? ((...a) => globalThis.fetch(...a)) };
  const manifest = await fetchManifest(context);
  const totalBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = new Meter(totalBytes, options.onProgress);
  const files = new Map<string, Uint8Array>();
  for (const file of manifest.files) files.set(file.name, await wholeFile(file, context, meter));
  await dropOld(manifest, context);
  return { manifest, files, notices };
}

interface Context {
  readonly base: string;
  cache: Cache | undefined;
  readonly notices: string[];
  readonly options: FetchModelOptions;
  readonly get: typeof fetch;
}

async function openCache(options: FetchModelOptions, notices: string[]): Promise<Cache | undefined> {
  const storage = "caches" in options ? options.caches : globalThis.caches;
  try {
    return await storage?.open(MODEL_CACHE);
  } catch {
    notices.push("this browser keeps no files for this page, so the model is downloaded at every visit.");
    return undefined;
  }
}

async function fetchManifest({ base, cache, get, options }: Context): Promise<ModelManifest> {
  const url = `${base}${MANIFEST_FILE}`;
  let response = globalThis.navigator?.onLine === false ? await cache?.match(url) : undefined;
  try {
    response ??= await get(url, { signal: options.signal, cache: "no-cache" });
  } catch (cause) {
    options.signal?.throwIfAborted();
    response = await cache?.match(url);
    if (!response) throw new UserError(`${url} cannot be reached, and no copy of the model is kept here`, { cause });
  }
  if (!response.ok) throw new UserError(`${url} could not be fetched: ${status(response)}`);
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError(`${url} is not valid JSON; is there a model at ${base}?`);
  }
  const manifest = parseManifest(json, url);
  await cache?.put(url, new Response(text, { headers: { "Content-Type": "application/json" } })).catch(() => undefined);
  return manifest;
}

/** A file put together from its parts, kept ones and fresh ones. What is kept but damaged is fetched again, once. */
async function wholeFile(file: ManifestFile, context: Context, meter: Meter): Promise<Uint8Array> {
  const url = `${context.base}${file.name}`;
  const before = meter.bytes;
  for (const trust of [true, false]) {
    const whole = new Uint8Array(file.bytes);
    let kept = false;
    for (let from = 0; from < file.bytes; from += partBytes) {
      context.options.signal?.throwIfAborted();
      const target = whole.subarray(from, Math.min(from + partBytes, file.bytes));
      const key = `${url}?sha256=${file.sha256}&from=${from}`;
      const known = trust ? await context.cache?.match(key) : undefined;
      const bytes = known && new Uint8Array(await known.arrayBuffer());
      if (bytes?.length === target.length) {
        target.set(bytes);
        meter.add(target.length, false, file.name);
        kept = true;
      } else {
        await download(url, file, from, target, context, meter);
        await keep(key, target, context);
      }
    }
    if ((await contentHash(whole)) === file.sha256) return whole;
    await forget(url, context);
    if (!kept) break;
    meter.back(before);
  }
  throw new UserError(
    `${url} is not the file that ${MANIFEST_FILE} lists (its SHA-256 differs): the upload is incomplete, or something changed it on the way`,
  );
}

/** Fills `target` with the bytes of the file behind `from`. */
async function download(
  url: string,
  file: ManifestFile,
  from: number,
  target: Uint8Array,
  { get, options }: Context,
  meter: Meter,
): Promise<void> {
  const single = target.length === file.bytes;
  let response: Response;
  try {
    // `no-store`: the parts are kept by this module, and the browser's own cache mistakes some for the whole.
    response = await get(url, {
      signal: options.signal,
      cache: "no-store",
      headers: single ? {} : { Range: `bytes=${from}-${from + target.length - 1}` },
    });
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new UserError(`${url} cannot be reached; what has come so far is kept`, { cause });
  }
  if (!response.ok || !response.body) throw new UserError(`${url} could not be fetched: ${status(response)}`);
  // A host without ranges sends the whole file; then this part is cut out of it.
  let skip = response.status === 206 || single ? 0 : from;
  let filled = 0;
  const reader = response.body.getReader();
  try {
    while (filled < target.length) {
      const { done, value } = await reader.read();
      if (done) break;
      const useful = value.subarray(Math.min(skip, value.length)).subarray(0, target.length - filled);
      skip -= Math.min(skip, value.length);
      target.set(useful, filled);
      filled += useful.length;
      meter.add(useful.length, true, file.name);
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new UserError(`the download of ${url} broke off; what has come so far is kept`, { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (filled < target.length) {
    throw new UserError(`${url} ended at byte ${from + filled}, but ${MANIFEST_FILE} says that it has ${file.bytes}`);
  }
}

async function keep(key: string, part: Uint8Array, context: Context): Promise<void> {
  try {
    await context.cache?.put(key, new Response(part as Uint8Array<ArrayBuffer>));
  } catch {
    context.cache = undefined;
    context.notices.push("the browser has no room to keep the model, so it is downloaded at every visit.");
  }
}

async function forget(url: string, { cache }: Context): Promise<void> {
  for (const request of (await cache?.keys(url, { ignoreSearch: true })) ?? []) await cache?.delete(request);
}

/** Removes parts of this model's files that another version of it left. */
async function dropOld({ files }: ModelManifest, { base, cache }: Context): Promise<void> {
  const hashes = new Map(files.map(({ name, sha256 }) => [`${base}${name}`, sha256]));
  for (const request of (await cache?.keys()) ?? []) {
    const [url, query] = request.url.split("?sha256=");
    const wanted = query !== undefined && url !== undefined ? hashes.get(url) : undefined;
    if (wanted !== undefined && !query!.startsWith(wanted)) await cache?.delete(request);
  }
}

function status({ status, statusText }: Response): string {
  return statusText ? `${status} ${statusText}` : `the status is ${status}`;
}

/** Counts bytes and tells rate and time left. */
class Meter {
  bytes = 0;
  #downloaded = 0;
  #began: number | undefined;
  readonly #total: number;
  readonly #tell: ((progress: LoadProgress) => void) | undefined;

  constructor(total: number, tell: ((progress: LoadProgress) => void) | undefined) {
    this.#total = total;
    this.#tell = tell;
  }

  add(bytes: number, downloaded: boolean, file: string): void {
    this.bytes += bytes;
    if (downloaded) {
      this.#began ??= performance.now();
      this.#downloaded += bytes;
    }
    const seconds = this.#began === undefined ? 0 : (performance.now() - this.#began) / 1000;
    const bytesPerSecond = seconds > 0 ? this.#downloaded / seconds : undefined;
    this.#tell?.({
      ...{ phase: "download", bytes: this.bytes, totalBytes: this.#total, downloaded: this.#downloaded, file },
      ...(bytesPerSecond && { bytesPerSecond, secondsLeft: (this.#total - this.bytes) / bytesPerSecond }),
    });
  }

  back(bytes: number): void {
    this.bytes = bytes;
  }
}
