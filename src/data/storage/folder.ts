/** Storage in a folder: an object is a file that is written under another name, flushed to the disk and then renamed. */
import { createReadStream, type Dirent, rmSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileError, makeFolder } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { rangeReader } from "./read-range.ts";
import { noSuchObject, type ObjectEntry, type Storage, StorageError } from "./storage.ts";

/** Unfinished files are hidden, and named after who writes them: `.shard-000001.tar.<host>.<process>.<n>.partial`. */
const partialName = /^\..+\.([^.]+)\.(\d+)\.\d+\.partial$/;
const thisHost = hostname().replaceAll(/[^A-Za-z0-9-]/g, "-");
let written = 0;

export function folderStorage(folder: string): Storage {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    const path = resolve(root, key);
    if (!path.startsWith(root + sep)) throw new UserError(`"${key}" is not the name of an object in ${folder}`);
    return path;
  };
  const readRange = rangeReader();
  return {
    where: folder,
    async put(key, chunks) {
      const path = pathOf(key);
      const list = chunks instanceof Uint8Array ? [chunks] : chunks;
      try {
        await makeFolder(dirname(path));
        await writeWhole(path, list);
      } catch (error) {
        const bytes = list.reduce((sum, chunk) => sum + chunk.length, 0);
        throw asSentence(error as NodeJS.ErrnoException, key, folder, bytes);
      }
    },
    async putFile(key, source) {
      const path = pathOf(key);
      try {
        await makeFolder(dirname(path));
        await writeWhole(path, createReadStream(source, { highWaterMark: 1 << 20 }));
      } catch (error) {
        throw asSentence(error as NodeJS.ErrnoException, key, folder, (await stat(source)).size);
      }
    },
    get: async (key) => readFile(pathOf(key)).catch((error) => fail(error, key, folder)),
    getRange: async (key, start, end) => readRange(pathOf(key), start, end).catch((error) => fail(error, key, folder)),
    async *read(key, start = 0) {
      await stat(pathOf(key)).catch((error) => fail(error, key, folder));
      yield* createReadStream(pathOf(key), { start, highWaterMark: 1 << 20 });
    },
    async list(prefix = "") {
      const found: ObjectEntry[] = [];
      await collect(root, "", prefix, found);
      return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async head(key) {
      const entry = await stat(pathOf(key)).catch(() => undefined);
      return entry?.isFile() ? { bytes: entry.size } : undefined;
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** Takes away what processes of this host that no longer run have left unfinished. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const entry of await entriesOf(resolve(folder))) {
    const [, host, process] = partialName.exec(entry.name) ?? [];
    if (host === thisHost && !isRunning(Number(process))) await rm(join(folder, entry.name), { force: true });
  }
}

const unfinished = new Set<string>();
// whoever ends in the middle of a file, as a worker does whose builder was killed, takes the part along
process.on("exit", () => {
  for (const partial of unfinished) rmSync(partial, { force: true });
});

async function writeWhole(path: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  const partial = join(dirname(path), `.${name}.${thisHost}.${process.pid}.${written++}.partial`);
  let file: FileHandle | undefined;
  unfinished.add(partial);
  try {
    file = await open(partial, "wx");
    for await (const chunk of chunks) {
      // a write may stop short of what it was given, just before a disk is full
      for (let done = 0; done < chunk.length; ) done += (await file.write(chunk, done)).bytesWritten;
    }
    await file.sync();
    await file.close();
    file = undefined;
    await rename(partial, path);
    await syncFolder(dirname(path)); // the new name survives a power cut, too
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  } finally {
    unfinished.delete(partial);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return; // a folder cannot be opened there
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function collect(root: string, below: string, prefix: string, found: ObjectEntry[]): Promise<void> {
  for (const entry of await entriesOf(join(root, below))) {
    if (entry.name.startsWith(".")) continue;
    const key = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      const within = `${key}/`;
      if (within.startsWith(prefix) || prefix.startsWith(within)) await collect(root, key, prefix, found);
    } else if (key.startsWith(prefix)) {
      const size = await stat(join(root, key)).catch(() => undefined);
      if (size?.isFile()) found.push({ key, bytes: size.size });
    }
  }
}

/** Nothing, where there is no such folder yet. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw fileError(error, "list", folder);
  });
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function fail(error: NodeJS.ErrnoException, key: string, folder: string): never {
  if (error.code === "ENOENT") throw noSuchObject(key, folder);
  throw new StorageError(`${join(folder, key)} cannot be read: ${error.message}`);
}

function asSentence(error: NodeJS.ErrnoException, key: string, folder: string, bytes: number): Error {
  if (error instanceof UserError) return new StorageError(error.message);
  const megabytes = (bytes / 1e6).toFixed(1);
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new StorageError(
        `the disk of ${folder} is full: ${key} (${megabytes} MB) was not written and nothing of it is left; free some space and run the same command again`,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new StorageError(`${folder} may not be written to: ${error.message}`);
    case "ENOTDIR":
    case "EEXIST":
      return new StorageError(`${folder} is a file, expected a folder`);
    default:
      // what is no error of the system is a mistake of ours, or the content's
      return /^E[A-Z]/.test(error.code ?? "") && !error.code!.startsWith("ERR_")
        ? new StorageError(`${join(folder, key)} cannot be written: ${error.message}`)
        : error;
  }
}
