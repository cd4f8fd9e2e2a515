/**
 * Where shards live: a folder or an S3 bucket behind the same eight calls. An object is there whole or not at all; what is in
 * it is not this room's business.
 */
import { UserError } from "../../runtime/errors.ts";

export interface ObjectEntry {
  /** Relative to the storage, with `/` between folders. */
  readonly key: string;
  readonly bytes: number;
}

export interface Storage {
  /** For people: the folder, or `s3://bucket/prefix`. */
  readonly where: string;
  /** Writes the object, or replaces it. Readers see the old one or the whole new one. */
  put(key: string, chunks: Uint8Array | readonly Uint8Array[]): Promise<void>;
  /** The same with the content of a file on this machine, of any size. */
  putFile(key: string, path: string): Promise<void>;
  /** The whole object. Throws a `UserError` where there is none. */
  get(key: string): Promise<Uint8Array>;
  /** Bytes from `start` up to, not including, `end`. */
  getRange(key: string, start: number, end: number): Promise<Uint8Array>;
  /** The object from its beginning, or from `start`, in pieces. */
  read(key: string, start?: number): AsyncIterable<Uint8Array>;
  /** Objects whose key begins with `prefix`, by key. */
  list(prefix?: string): Promise<ObjectEntry[]>;
  /** Its size, or undefined where there is no such object. */
  head(key: string): Promise<{ readonly bytes: number } | undefined>;
  /** Takes an object away, if it is there. */
  remove(key: string): Promise<void>;
}

/** The storage did not do what was asked, whatever it was: it is full, not reached, not this user's. */
export class StorageError extends UserError {}

/** The storage at a path or `s3://bucket/prefix`. A folder is made when something is first put into it. */
export async function openStorage(where: string): Promise<Storage> {
  if (where.startsWith("s3://")) {
    const { s3Storage } = await import("./s3.ts"); // the client is heavy: loaded where it is used
    return s3Storage(where);
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(where)) {
    throw new UserError(`data cannot be kept in "${where}": expected a folder or s3://bucket/prefix`);
  }
  const { folderStorage } = await import("./folder.ts");
  return folderStorage(where);
}

/** One sentence for an object that is not there. */
export function noSuchObject(key: string, where: string): UserError {
  return new UserError(`there is no ${key} in ${where}`);
}
