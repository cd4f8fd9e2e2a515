/**
 * Downloading one file into the cache: by one process at a time, resumed where an earlier attempt stopped, checked
 * against the hub's checksum, visible under its final name only when whole. It knows HTTP and bytes, not repositories.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, stat, unlink } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../runtime/errors.ts";
import { claimInTurn } from "./claim.ts";
import { exists, fileError } from "./files.ts";

export interface DownloadJob {
  readonly url: string;
  /** Headers of every request, the access token among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Final path; beside it are the unfinished file, `<path>.incomplete`, and the claim on it, `<path>.lock`. */
  readonly path: string;
  readonly size: number;
  /** 64 hexadecimal digits: SHA-256 of the content; 40: git's blob hash. */
  readonly checksum: string;
  /** How the file is called in messages. */
  readonly name: string;
  /** Called with bytes as they arrive, with those of an earlier attempt, and below zero for what is thrown away. */
  readonly onBytes: (bytes: number, origin: "received" | "found" | "discarded") => void;
  /** Told once while another process is at the file. */
  readonly onWait?: (what: string) => void;
  readonly signal?: AbortSignal;
  /** Pause before the first repeated attempt, doubled for each further one. Default 1000. */
  readonly retryDelayMs?: number;
  /** How long a connection may stay silent. Default 60000. */
  readonly idleTimeoutMs?: number;
  /** What a refusal by the server means. */
  readonly explain: (status: number, code: string | null) => UserError;
}

const MAX_ATTEMPTS_WITHOUT_PROGRESS = 5;

/**
 * Downloads the file unless it is there, undamaged; while another process is at it, waits for that one. Throws a UserError when the
 * server refuses, the disk is full, five attempts in a row get no further than one before them, the content does not match
 * its checksum twice, or a process of another machine has the file. The unfinished part stays for the next time.
 */
export async function downloadBlob(job: DownloadJob): Promise<void> {
  // two processes that wrote one unfinished file would spoil it for each other
  const release = await claimInTurn(`${job.path}.lock`, `${job.name} is being downloaded`, {
    pauseMs: job.retryDelayMs,
    onWait: job.onWait,
    signal: job.signal,
  });
  try {
    const present = await stat(job.path).catch(() => undefined);
    if (present?.size === job.size && (await isWhole(job))) return;
    await downloadClaimed(job);
  } finally {
    await release();
  }
}

/** Whether the file at its final path is undamaged; its bytes count as they are checked. */
async function isWhole(job: DownloadJob): Promise<boolean> {
  let checked = 0;
  const sum = await checksum(job, job.path, (bytes) => {
    checked += bytes;
    job.onBytes(bytes, "found");
  });
  if (sum !== job.checksum) job.onBytes(-checked, "discarded");
  return sum === job.checksum;
}

async function downloadClaimed(job: DownloadJob): Promise<void> {
  const incomplete = `${job.path}.incomplete`;
  for (const last of [false, true]) {
    await fetchAll(job, incomplete);
    const sum = await checksum(job, incomplete);
    if (sum === job.checksum) return moveIntoPlace(incomplete, job.path);
    await unlink(incomplete).catch(() => {});
    job.onBytes(-job.size, "discarded");
    if (last) {
      throw new UserError(
        `${job.name} arrived damaged twice: its checksum is ${sum}, the hub announced ${job.checksum}`,
      );
    }
  }
}

/** Brings `incomplete` to its full size. */
async function fetchAll(job: DownloadJob, incomplete: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(incomplete, (await exists(incomplete)) ? "r+" : "w+");
  } catch (error) {
    throw fileError(error, "write", incomplete);
  }
  try {
    const part: Part = { file, done: 0 };
    await adoptEarlierPart(job, part);
    let furthest = part.done; // what a restart throws away is no progress when it comes again
    for (let failures = 0; part.done < job.size; ) {
      const failure = await attempt(job, part);
      if (failure === undefined) continue;
      failures = part.done > furthest ? 1 : failures + 1;
      furthest = Math.max(furthest, part.done);
      if (failures >= MAX_ATTEMPTS_WITHOUT_PROGRESS) {
        throw new UserError(`the download of ${job.name} failed ${failures} times in a row: ${failure}`);
      }
      await wait((job.retryDelayMs ?? 1000) * 2 ** (failures - 1), undefined, { signal: job.signal });
    }
    await file.sync();
  } catch (error) {
    throw fileError(error, "write", incomplete);
  } finally {
    await file.close();
  }
}

interface Part {
  readonly file: FileHandle;
  /** Bytes that are there. */
  done: number;
}

async function adoptEarlierPart(job: DownloadJob, part: Part): Promise<void> {
  const { size } = await part.file.stat();
  if (size > job.size) {
    await part.file.truncate(0);
    return;
  }
  part.done = size;
  job.onBytes(size, "found");
}

/** The checksum of what lies on the disk, whatever was received. */
async function checksum(
  { checksum, size, signal }: DownloadJob,
  path: string,
  onBytes?: (bytes: number) => void,
): Promise<string> {
  // Git hashes a header with the size before the content.
  const hash = checksum.length === 64 ? createHash("sha256") : createHash("sha1").update(`blob ${size}\0`);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
      hash.update(chunk);
      onBytes?.(chunk.length);
    }
  } catch (error) {
    throw fileError(error, "read", path);
  }
  return hash.digest("hex");
}

/** One request for what is missing. Returns why it ended early; throws when another attempt would be useless. */
async function attempt(job: DownloadJob, part: Part): Promise<string | undefined> {
  const idle = idleTimer(job.idleTimeoutMs ?? 60_000);
  const signal = job.signal ? AbortSignal.any([job.signal, idle.signal]) : idle.signal;
  try {
    const range = part.done > 0 ? { range: `bytes=${part.done}-` } : undefined;
    // Compressed transfer would make positions meaningless.
    const headers = { ...job.headers, "accept-encoding": "identity", ...range };
    const response = await fetch(job.url, { headers, signal });
    if (response.status === 429 || response.status >= 500) return `the server answered ${response.status}`;
    if (response.status === 416) return restart(job, part, "the server refused to continue");
    if (!response.ok) throw job.explain(response.status, response.headers.get("x-error-code"));
    if (response.status !== 206 && part.done > 0) await restart(job, part, "");
    const begin = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
    if (response.status === 206 && Number(begin) !== part.done)
      return restart(job, part, "the server sent another part");
    for await (const chunk of response.body ?? []) {
      idle.restart();
      await append(job, part, chunk as Uint8Array);
    }
    return part.done < job.size ? "the connection was cut" : undefined;
  } catch (error) {
    if (error instanceof UserError || isDiskError(error)) throw error;
    job.signal?.throwIfAborted();
    return idle.signal.aborted ? "the server fell silent" : networkReason(error);
  } finally {
    idle.stop();
  }
}

async function append(job: DownloadJob, part: Part, chunk: Uint8Array): Promise<void> {
  if (part.done + chunk.length > job.size) {
    throw new UserError(`the server sent more than the ${job.size} bytes of ${job.name} that the hub announced`);
  }
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await part.file.write(chunk, written, chunk.length - written, part.done + written);
    written += bytesWritten;
  }
  part.done += chunk.length;
  job.onBytes(chunk.length, "received");
}

async function restart(job: DownloadJob, part: Part, reason: string): Promise<string> {
  job.onBytes(-part.done, "discarded");
  await part.file.truncate(0);
  part.done = 0;
  return reason;
}

async function moveIntoPlace(incomplete: string, path: string): Promise<void> {
  try {
    await rename(incomplete, path);
  } catch (error) {
    throw fileError(error, "write", path);
  }
}

function isDiskError(error: unknown): boolean {
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === "write" || syscall === "ftruncate" || syscall === "fsync";
}

/** The cause of a failed fetch in a word. */
export function networkReason(error: unknown): string {
  const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

function idleTimer(timeoutMs: number): { signal: AbortSignal; restart: () => void; stop: () => void } {
  const controller = new AbortController();
  const start = () => setTimeout(() => controller.abort(), timeoutMs);
  let timer = start();
  return {
    signal: controller.signal,
    restart: () => {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => clearTimeout(timer),
  };
}
