/**
 * The Hugging Face cache on disk, in the layout that all its clients share: `models--org--name/{blobs,refs,snapshots}`.
 * It knows folders and links, not the network.
 */
import { copyFile, link, lstat, readdir, readFile, readlink, stat, symlink, unlink } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { getHFHubCachePath, getRepoFolderName } from "@huggingface/hub";
import { exists, fileError, makeFolder, readJson, writeAtomically } from "./files.ts";
import { INDEX_FILE, SINGLE_FILE } from "./safetensors.ts";

/** The cache folder: HF_HUB_CACHE, else `hub` in HF_HOME, else `~/.cache/huggingface/hub`. */
export function defaultCacheFolder(): string {
  return getHFHubCachePath().replace(/^~(?=$|[/\\])/, homedir());
}

/** One model's place in the cache. */
export interface RepoCache {
  readonly folder: string;
  blob(etag: string): string;
  snapshot(commit: string): string;
  /** The commit that a revision stood for at the last download; undefined when there was none. */
  commitOf(revision: string): Promise<string | undefined>;
  setCommit(revision: string, commit: string): Promise<void>;
  /** Makes a snapshot's file point to its blob. */
  link(commit: string, name: string, etag: string): Promise<void>;
}

const COMMIT = /^[0-9a-f]{40}$/;

/** Whether a text is a full commit hash. */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}

/** What a repository of the hub holds. */
export type RepoKind = "model" | "dataset";

export function repoCache(cacheFolder: string, repoId: string, kind: RepoKind = "model"): RepoCache {
  const folder = join(cacheFolder, getRepoFolderName({ type: kind, name: repoId }));
  const ref = (revision: string) => join(folder, "refs", revision);
  const blob = (etag: string) => join(folder, "blobs", etag);
  const snapshot = (commit: string) => join(folder, "snapshots", commit);
  return {
    folder,
    blob,
    snapshot,
    commitOf: async (revision) => {
      if (isCommit(revision)) return revision;
      const text = await readFile(ref(revision), "utf8").catch(() => "");
      return isCommit(text.trim()) ? text.trim() : undefined;
    },
    setCommit: async (revision, commit) => {
      if (revision === commit) return;
      await makeFolder(dirname(ref(revision)));
      await writeAtomically(ref(revision), (file) => file.writeFile(commit));
    },
    link: (commit, name, etag) => pointTo(blob(etag), join(snapshot(commit), name)),
  };
}

/** Whether a folder holds config.json and all the weights that it names. */
export async function isComplete(folder: string): Promise<boolean> {
  if (!(await exists(join(folder, "config.json")))) return false;
  if (await exists(join(folder, SINGLE_FILE))) return true;
  if (!(await exists(join(folder, INDEX_FILE)))) return false;
  const index = (await readJson(join(folder, INDEX_FILE)).catch(() => undefined)) as
    | { weight_map?: object }
    | undefined;
  const shards = new Set(Object.values(index?.weight_map ?? {}));
  const present = await readdir(folder);
  const found = await Promise.all([...shards].map((shard) => present.includes(shard) && exists(join(folder, shard))));
  return shards.size > 0 && found.every(Boolean);
}

async function pointTo(blob: string, pointer: string): Promise<void> {
  await makeFolder(dirname(pointer));
  try {
    const target = relative(dirname(pointer), blob);
    if ((await readlink(pointer).catch(() => undefined)) === target) return;
    if (await lstat(pointer).catch(() => undefined)) await unlink(pointer);
    try {
      await symlink(target, pointer);
    } catch {
      // Windows lets only administrators make symbolic links; a hard link or a copy serves as well.
      await link(blob, pointer).catch(() => copyFile(blob, pointer));
    }
    await stat(pointer);
  } catch (error) {
    throw fileError(error, "create", pointer);
  }
}
