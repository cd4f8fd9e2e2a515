/**
 * A file that names the process which has something to itself. A process that is gone has no claim, so nothing need be
 * cleared away behind a kill.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import { fileError } from "./files.ts";

const ownerSchema = z.object({ pid: z.int(), host: z.string(), started: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** Claims of this process: to the system they are one owner. */
const own = new Set<string>();

export type Claim =
  /** Gives the file up; to be called once. */
  | { readonly release: () => Promise<void> }
  /** Who has it, in words, and whether this process can tell when that one ends. */
  | { readonly holder: string; readonly onThisHost: boolean };

/** Claims a file that need not exist. Throws a UserError where it cannot be written. */
export async function claimFile(path: string): Promise<Claim> {
  const me: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? "" };
  for (let again = true; ; again = false) {
    if (await create(path, JSON.stringify(me))) break;
    const owner = await ownerOf(path);
    if (!again || (owner && isAlive(owner, me, path))) {
      const holder = owner ? `process ${owner.pid} on ${owner.host}` : "another process";
      return { holder, onThisHost: owner === undefined || owner.host === me.host };
    }
    await rm(path, { force: true });
  }
  own.add(path);
  return {
    release: async () => {
      own.delete(path);
      await rm(path, { force: true });
    },
  };
}

/**
 * Claims a file, and waits while another process of this machine has it; gives what gives it up. Throws a UserError,
 * which begins with `what` ("x is being written"), where a process of another machine has it: nobody here knows for how long.
 */
export async function claimInTurn(
  path: string,
  what: string,
  { pauseMs = 1000, signal }: { readonly pauseMs?: number; readonly signal?: AbortSignal } = {},
): Promise<() => Promise<void>> {
  for (;;) {
    const claim = await claimFile(path);
    if ("release" in claim) return claim.release;
    if (!claim.onThisHost) {
      throw new UserError(`${what} by ${claim.holder}; if that is gone for good, remove ${path}`);
    }
    await wait(pauseMs, undefined, { signal });
  }
}

/** Makes a file unless it is there, and gives whether it did. Others see it with its content or not at all. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await writeFile(draft, content, { flag: "wx" });
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw error;
      return writeFile(path, content, { flag: "wx" }); // a file system without hard links
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fileError(error, "write", path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined; // gone by now, or cut off by a full disk: nobody's
  }
}

function isAlive(owner: Owner, me: Owner, path: string): boolean {
  if (owner.host !== me.host) return true; // from here nobody can tell
  if (owner.pid === me.pid && owner.started === me.started) return own.has(path);
  return startOf(owner.pid) === owner.started;
}

/**
 * When a living process began, in the system's ticks (where it tells, on Linux), so that a later process with the same number is
 * another one; undefined for one that is gone.
 */
function startOf(pid: number): string | undefined {
  try {
    // behind the name, which may hold blanks: state, parent, ..., and the start as the 20th
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    if (process.platform === "linux") return undefined;
  }
  try {
    process.kill(pid, 0);
    return "";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "" : undefined;
  }
}
