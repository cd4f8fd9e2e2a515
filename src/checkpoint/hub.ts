/**
 * Models from the Hugging Face hub, kept in the cache that Python, Rust and others share. Listing is @huggingface/hub's;
 * the transfer is ours (`hub-download.ts`), because that package neither resumes nor checks what arrived.
 */
import { readFile, stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { datasetInfo, HubApiError, listFiles, modelInfo } from "@huggingface/hub";
import { UserError } from "../runtime/errors.ts";
import { embeddedModel, embeddedName } from "./embedded.ts";
import { exists, makeFolder } from "./files.ts";
import { defaultCacheFolder, isCommit, isComplete, type RepoCache, type RepoKind, repoCache } from "./hub-cache.ts";
import { type DownloadJob, downloadBlob, networkReason } from "./hub-download.ts";
import { SINGLE_FILE } from "./safetensors.ts";
import { formatBytes } from "./units.ts";

export interface PullProgress {
  /** The file under way. */
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
  /** Since the start of this pull; 0 before anything has arrived. */
  readonly bytesPerSecond: number;
  /** Undefined while the rate is unknown. */
  readonly secondsLeft?: number;
}

export interface HubOptions {
  /** Branch, tag or commit. Default `main`. */
  readonly revision?: string;
  /** Default: the shared cache (HF_HUB_CACHE, HF_HOME). */
  readonly cacheFolder?: string;
  /** Default: HF_TOKEN, else the token that `hf auth login` saved. */
  readonly token?: string;
  /** Default: HF_ENDPOINT, else https://huggingface.co. */
  readonly endpoint?: string;
  /** Use only what is in the cache. Default: whether HF_HUB_OFFLINE is set. */
  readonly offline?: boolean;
  readonly onProgress?: (progress: PullProgress) => void;
  /** Told once a file that another process is downloading: "x is being downloaded by process 7 on y". */
  readonly onWait?: (what: string) => void;
  readonly signal?: AbortSignal;
  readonly retryDelayMs?: number;
  readonly idleTimeoutMs?: number;
}

/** Of a listing; the hub puts a thousand files on one. */
const MAX_PAGES = 1000;

const REPO_ID = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;

/**
 * The folder of a model: `idOrFolder` itself when such a folder exists; the model that comes with this package for
 * `checkpoints/nano`; else the hub's model of that id, from the cache when it is complete there and downloaded otherwise.
 * Throws a UserError when there is no such model.
 */
export async function resolveModel(idOrFolder: string, options: HubOptions = {}): Promise<string> {
  const info = await stat(idOrFolder).catch(() => undefined);
  if (info?.isDirectory()) return idOrFolder;
  if (info !== undefined) throw new UserError(`${idOrFolder} is a file, expected a checkpoint folder or a model id`);
  const embedded = idOrFolder === embeddedName ? embeddedModel() : undefined;
  if (embedded) return embedded;
  if (!isRepoId(idOrFolder)) {
    throw new UserError(`${idOrFolder} is neither a folder nor a model id such as deepseek-ai/deepseek-vl-1.3b-chat`);
  }
  return (await cachedModel(idOrFolder, options)) ?? (await pull(idOrFolder, options));
}

/** The complete snapshot that the cache has of a model; undefined when it has none. Never uses the network. */
export async function cachedModel(repoId: string, options: HubOptions = {}): Promise<string | undefined> {
  const cache = repoCache(options.cacheFolder ?? defaultCacheFolder(), repoId);
  const commit = await cache.commitOf(checkedRevision(options));
  const snapshot = commit && cache.snapshot(commit);
  return snapshot && (await isComplete(snapshot)) ? snapshot : undefined;
}

/**
 * Downloads what a model needs to run (safetensors, JSON files, templates, card and licence) and returns its snapshot
 * folder. What the cache has already is checked and not fetched again. Throws a UserError.
 */
export async function pull(repoId: string, options: HubOptions = {}): Promise<string> {
  if (!isRepoId(repoId)) throw new UserError(`"${repoId}" is not a model id such as deepseek-ai/deepseek-vl-1.3b-chat`);
  const revision = checkedRevision(options);
  if (options.offline ?? isSet(process.env.HF_HUB_OFFLINE)) {
    const cached = await cachedModel(repoId, options);
    if (cached !== undefined) return cached;
    throw new UserError(`${repoId} is not in the cache, and the hub may not be asked (offline)`);
  }
  return download(repoId, "model", revision, options, (files) => neededFiles(files, repoId));
}

/**
 * Downloads a data set, or of it the files that `include` fits, and returns its snapshot folder. Throws a UserError.
 */
export async function pullDataset(
  repoId: string,
  { include, ...options }: HubOptions & { readonly include?: RegExp } = {},
): Promise<string> {
  if (!isRepoId(repoId)) throw new UserError(`"${repoId}" is not a data set's id such as openai/gsm8k`);
  const revision = checkedRevision(options);
  if (options.offline ?? isSet(process.env.HF_HUB_OFFLINE)) {
    const cached = await cachedDataset(repoId, options);
    if (cached !== undefined) return cached;
    throw new UserError(`${repoId} is not in the cache, and the hub may not be asked (offline)`);
  }
  return download(repoId, "dataset", revision, options, (files) => {
    const wanted = files.filter(({ name }) => include === undefined || include.test(name));
    if (wanted.length > 0) return trusted(wanted, repoId, PATH);
    throw new UserError(
      `${repoId} has no file that fits ${include ?? "anything"}; it has ${files
        .slice(0, 8)
        .map(({ name }) => name)
        .join(", ")}`,
    );
  });
}

/** The snapshot of a data set that the cache has; undefined when it has none. Never uses the network. */
export async function cachedDataset(repoId: string, options: HubOptions = {}): Promise<string | undefined> {
  const cache = repoCache(options.cacheFolder ?? defaultCacheFolder(), repoId, "dataset");
  const commit = await cache.commitOf(checkedRevision(options));
  const snapshot = commit && cache.snapshot(commit);
  return snapshot && (await stat(snapshot).catch(() => undefined)) ? snapshot : undefined;
}

async function download(
  repoId: string,
  kind: RepoKind,
  revision: string,
  options: HubOptions,
  choose: (files: readonly HubFile[]) => HubFile[],
): Promise<string> {
  const hub = await connect(repoId, kind, revision, options);
  const { commit, files: all } = await hub.list();
  const files = choose(all);
  const cache = repoCache(options.cacheFolder ?? defaultCacheFolder(), repoId, kind);
  await makeFolder(dirname(cache.blob("x")));
  await checkSpace(cache, files);
  const meter = progressMeter(files, options.onProgress);
  for (const file of files) {
    meter.begin(file.name);
    await downloadBlob({ ...hub.job(file, commit), path: cache.blob(file.checksum), onBytes: meter.add });
    await cache.link(commit, file.name, file.checksum);
  }
  // Only now: until every file is there, the revision keeps meaning the snapshot that is whole.
  await cache.setCommit(revision, commit);
  return cache.snapshot(commit);
}

interface HubFile {
  readonly name: string;
  readonly size: number;
  readonly checksum: string;
}

interface Hub {
  list(): Promise<{ readonly commit: string; readonly files: HubFile[] }>;
  job(file: HubFile, commit: string): Omit<DownloadJob, "path" | "onBytes">;
}

async function connect(repoId: string, kind: RepoKind, revision: string, options: HubOptions): Promise<Hub> {
  const endpoint = (options.endpoint ?? (process.env.HF_ENDPOINT || "https://huggingface.co")).replace(/\/+$/, "");
  if (!URL.canParse(endpoint)) throw new UserError(`the hub's address "${endpoint}" is not a URL`);
  const token = options.token ?? (await savedToken());
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const explain = (status: number, code: string | null) =>
    refusal(status, code, { repoId, kind, revision, endpoint, token });
  const asked = new Set<string>(); // pages of the listing: each names the next
  const ownFetch: typeof fetch = (url, init) => {
    // A listing may continue at an address of the server's choice; the token stays with the hub.
    const own = new URL(String(url)).origin === new URL(endpoint).origin;
    const silence = AbortSignal.timeout(options.idleTimeoutMs ?? 60_000);
    const signal = options.signal ? AbortSignal.any([options.signal, silence]) : silence;
    if (asked.has(String(url)) || asked.size >= MAX_PAGES) {
      throw new UserError(`${endpoint} lists the files of ${repoId} without end`);
    }
    asked.add(String(url));
    return fetch(url, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), ...(own ? headers : {}) },
      signal,
    });
  };
  const common = { hubUrl: endpoint, fetch: ownFetch };
  return {
    list: async () => {
      try {
        const about = { ...common, name: repoId, revision };
        const { sha } =
          kind === "model"
            ? await modelInfo({ ...about, additionalFields: ["sha"] })
            : await datasetInfo({ ...about, additionalFields: ["sha"] });
        if (typeof sha !== "string" || !isCommit(sha)) throw new UserError(`${endpoint} gave no commit for ${repoId}`);
        const entries: HubFile[] = [];
        for await (const entry of listFiles({
          ...common,
          ...{ repo: { type: kind, name: repoId }, revision: sha, recursive: kind === "dataset" },
        })) {
          if (entry.type !== "file") continue;
          entries.push({
            name: entry.path,
            size: entry.lfs?.size ?? entry.size,
            checksum: entry.lfs?.oid ?? entry.oid ?? "",
          });
        }
        return { commit: sha, files: entries };
      } catch (error) {
        options.signal?.throwIfAborted();
        if (error instanceof HubApiError) throw explain(error.statusCode, null);
        if (error instanceof UserError) throw error;
        throw new UserError(
          `cannot reach ${endpoint} (${networkReason(error)}); what is in the cache, and folders, work without it`,
        );
      }
    },
    job: (file, commit) => ({
      ...file,
      url: `${endpoint}/${kind === "model" ? "" : "datasets/"}${repoId}/resolve/${commit}/${file.name.split("/").map(encodeURIComponent).join("/")}`,
      headers,
      explain,
      onWait: options.onWait,
      signal: options.signal,
      retryDelayMs: options.retryDelayMs,
      idleTimeoutMs: options.idleTimeoutMs,
    }),
  };
}

/** Of all files in the repository's top folder, those that a model runs with. */
function neededFiles(entries: readonly HubFile[], repoId: string): HubFile[] {
  const single = entries.some((entry) => entry.name === SINGLE_FILE);
  const needed = entries.filter(({ name }) => {
    if (name.endsWith(".safetensors")) return single ? name === SINGLE_FILE : true;
    if (name.endsWith(".index.json")) return !single && name === `${SINGLE_FILE}.index.json`;
    return /\.(json|jinja)$|^(README\.md|LICENSE[\w.-]*)$/.test(name);
  });
  if (!needed.some(({ name }) => name.endsWith(".safetensors"))) {
    throw new UserError(`${repoId} has no weights as safetensors, the only format that is read`);
  }
  // Small files first: what is wrong with a model shows in its configuration, before gigabytes are fetched.
  return trusted(needed, repoId, /^[A-Za-z0-9][\w.-]*$/).sort((a, b) => a.size - b.size);
}

/** A name of a data set's file: folders and names that stay below where they are put. */
const PATH = /^(?:[A-Za-z0-9_][\w.+=@, -]*\/)*(?:[A-Za-z0-9_][\w.+=@, -]*|\.gitattributes)$/;

/** The files, if their names and checksums can become paths: those of another form could lead out of the cache. */
function trusted(files: readonly HubFile[], repoId: string, path: RegExp): HubFile[] {
  for (const { name, size, checksum } of files) {
    const sound = path.test(name) && !name.includes("..") && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum);
    if (!sound || !Number.isSafeInteger(size) || size < 0) {
      throw new UserError(`${repoId} lists a file that cannot be trusted: ${JSON.stringify({ name, size, checksum })}`);
    }
  }
  return [...files];
}

interface Asked {
  readonly repoId: string;
  readonly kind: RepoKind;
  readonly revision: string;
  readonly endpoint: string;
  readonly token: string | undefined;
}

function refusal(status: number, code: string | null, asked: Asked): UserError {
  const { repoId, kind, revision, endpoint, token } = asked;
  const what = `${kind === "model" ? "model" : "data set"} ${repoId}`;
  if (code === "GatedRepo" || status === 403) {
    const page = `${endpoint}/${kind === "model" ? "" : "datasets/"}${repoId}`;
    return new UserError(
      `access to ${repoId} is restricted: accept its conditions at ${page} and set HF_TOKEN to a token of that account`,
    );
  }
  if (status === 401) {
    const hint = token ? "your access token does not open it" : "it is private and needs an access token (HF_TOKEN)";
    return new UserError(`there is no ${what} at ${endpoint}, or ${hint}`);
  }
  if (status === 404) return new UserError(`there is no ${what} with revision ${revision} at ${endpoint}`);
  return new UserError(`${endpoint} answered ${status} for ${repoId}${status >= 500 ? ", try again later" : ""}`);
}

async function checkSpace(cache: RepoCache, files: readonly HubFile[]): Promise<void> {
  let needed = 0;
  for (const { checksum, size } of files) {
    if (await exists(cache.blob(checksum))) continue;
    const started = await stat(`${cache.blob(checksum)}.incomplete`).catch(() => undefined);
    needed += size - Math.min(size, started?.size ?? 0);
  }
  const disk = await statfs(cache.folder).catch(() => undefined);
  const free = disk === undefined ? Number.POSITIVE_INFINITY : disk.bavail * disk.bsize;
  if (needed > free) {
    throw new UserError(
      `${formatBytes(needed)} are still to be downloaded, but ${cache.folder} has only ${formatBytes(free)} free`,
    );
  }
}

function progressMeter(files: readonly HubFile[], report: HubOptions["onProgress"]) {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const started = performance.now();
  let file = "";
  let bytes = 0;
  let received = 0;
  const emit = () => {
    const seconds = (performance.now() - started) / 1000;
    const bytesPerSecond = seconds > 0 ? received / seconds : 0;
    const secondsLeft = bytesPerSecond > 0 ? (totalBytes - bytes) / bytesPerSecond : undefined;
    report?.({ file, bytes, totalBytes, bytesPerSecond, secondsLeft });
  };
  return {
    begin: (name: string) => {
      file = name;
      emit();
    },
    add: (count: number, origin: "received" | "found" | "discarded") => {
      bytes += count;
      if (origin === "received") received += count;
      emit();
    },
  };
}

function isRepoId(text: string): boolean {
  return REPO_ID.test(text) && !text.includes("..") && !text.includes("--");
}

function checkedRevision({ revision = "main" }: HubOptions): string {
  if (/^[A-Za-z0-9][\w./-]*$/.test(revision) && !revision.includes("..")) return revision;
  throw new UserError(`"${revision}" is not a branch, a tag or a commit`);
}

async function savedToken(): Promise<string | undefined> {
  if (process.env.HF_TOKEN) return process.env.HF_TOKEN;
  const home = process.env.HF_HOME ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "huggingface");
  const path = process.env.HF_TOKEN_PATH ?? join(home, "token");
  return (await readFile(path, "utf8").catch(() => "")).trim() || undefined;
}

function isSet(value: string | undefined): boolean {
  return ["1", "true", "yes", "on"].includes((value ?? "").toLowerCase());
}
