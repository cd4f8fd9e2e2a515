/** File access whose failures are sentences, and writing that leaves nothing half-written behind. */
import { randomUUID } from "node:crypto";
import { access, constants, type FileHandle, mkdir, open, readFile, rename, stat, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { exceeds } from "../runtime/json-extent.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder, not a file",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ELOOP: "its links go in a circle",
  ENAMETOOLONG: "its name is too long",
  EEXIST: "something else already has that name",
  ENOTEMPTY: "a folder there is not empty",
  EIO: "the disk reported an error",
};

/** Turns an operating-system error into a UserError `cannot <action> <path>: <reason>`; passes any other error on. */
export function fileError(error: unknown, action: string, path: string): Error {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  // Other errors carry codes as well (ABORT_ERR, ERR_...); only the system's are about the file.
  if (error instanceof UserError || typeof code !== "string" || !/^E(?!RR_)[A-Z0-9]+$/.test(code))
    return error as Error;
  return new UserError(`cannot ${action} ${path}: ${reasons[code] ?? code}`);
}

/** Throws a UserError for an empty path, which resolves to the current folder though nobody has named it. */
export function checkNamed(path: string): void {
  if (path === "") throw new UserError("the name of the folder to write to is empty");
}

/**
 * Makes a folder to write to, with its parents, unless it is there. Throws a UserError where something else has its name, where
 * it cannot be made, and where it may not be written to.
 */
export async function makeFolder(folder: string): Promise<void> {
  checkNamed(folder);
  try {
    const missing: string[] = [];
    let at = resolve(folder);
    while (!(await isFolder(at))) {
      missing.unshift(at);
      at = dirname(at);
    }
    // One by one: where a parent exists that takes no folders, as /proc, a recursive mkdir of Node 20 never returns.
    for (const path of missing) await makeOne(path);
  } catch (error) {
    throw fileError(error, "create the folder", folder);
  }
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw fileError(error, "write to", folder);
  }
}

/** Whether there is a folder; throws where there is something else. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // ENOTDIR: a parent is a file, and will be found to be one
    if ((error.code === "ENOENT" && path !== dirname(path)) || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (found && !found.isDirectory()) throw new UserError(`${path} is a file, expected a folder`);
  return found !== undefined;
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await isFolder(path))) return; // another process was faster
    if (code === "ENOENT") throw new UserError(`cannot create the folder ${path}: ${dirname(path)} takes no folders`);
    throw error;
  }
}

const MAX_JSON_BYTES = 64 * 2 ** 20;
/** A checkpoint's files are nested a few deep. What is nested much deeper cannot be written again. */
const MAX_JSON_DEPTH = 100;

/** Reads a JSON file. Throws a UserError when it is unreadable, larger than 64 MiB, nested more than 100 deep or not JSON. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    await checkFinite(path);
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_JSON_BYTES)
        throw new UserError(`${path} has ${size} bytes, too many for a JSON file of a checkpoint`);
      text = await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, "read", path);
  }
  if (exceeds(text, { depth: MAX_JSON_DEPTH, values: Number.POSITIVE_INFINITY })) {
    throw new UserError(`${path} is nested more than ${MAX_JSON_DEPTH} deep`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UserError(`${path} is not valid JSON`);
  }
}

/** Throws a UserError for a pipe or a device: opening the one would wait for who writes to it, reading the other may never end. */
export async function checkFinite(path: string): Promise<void> {
  const info = await stat(path);
  if (!info.isFile() && !info.isDirectory()) throw new UserError(`${path} is not a regular file`);
}

/** Reads a JSON file, or gives undefined when there is none. */
export async function readJsonIfPresent(path: string): Promise<unknown> {
  return (await exists(path)) ? readJson(path) : undefined;
}

/** Whether a file can be opened at `path`; what is no regular file is there as well. */
export async function exists(path: string): Promise<boolean> {
  try {
    await checkFinite(path);
    await (await open(path)).close();
    return true;
  } catch (error) {
    return error instanceof UserError;
  }
}

/**
 * Writes a file through `write`: into a temporary neighbour, flushed to disk, then renamed over `path`.
 * When anything fails, `path` is as it was and the neighbour is gone.
 */
export async function writeAtomically(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    const file = await open(temporary, "wx");
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw fileError(error, "write", path);
  }
}

/** Writes a value as indented JSON, atomically. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return writeAtomically(path, (file) => file.writeFile(`${JSON.stringify(value, null, 2)}\n`));
}

/** Copies a small file, atomically. */
export async function copySmallFile(from: string, to: string): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(from);
  } catch (error) {
    throw fileError(error, "read", from);
  }
  await writeAtomically(to, (file) => file.writeFile(bytes));
}

/** Makes a rename durable; a system that cannot flush folders does without. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows refuses to open a folder; the rename itself has happened.
  }
}
