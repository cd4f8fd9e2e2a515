/**
 * A file that names the process which has something to itself. A process that is gone has no claim, so nothing need be
 * cleared away behind a kill.
 */
import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import { fileError } from "./files.ts";

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  started: z.string(),
  /** The running system and, in it, what its process numbers count in (on Linux): host names say neither for certain. */
  boot: z.string().optional(),
  pidSpace: z.string().optional(),
  /** Tells this claim from any other. */
  token: z.string().optional(),
});
type Owner = z.infer<typeof ownerSchema>;

export type Claim =
  /** Gives the file up; to be called once. */
  | { readonly release: () => Promise<void> }
  /** Who has it, in words, and whether this process can tell when that one ends. */
  | { readonly holder: string; readonly inSight: boolean };

/** How often a file is asked for that others claim and give up meanwhile. */
const maxAttempts = 100;

/** Claims a file that need not exist. Throws a UserError where it cannot be written or read. */
export async function claimFile(path: string): Promise<Claim> {
  const me: Owner = { ...thisProcess(), token: randomUUID() };
  const content = JSON.stringify(me);
  let held: Claim = { holder: "another process", inSight: true };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await create(path, content)) return { release: () => removeIf(path, content) };
    const found = await contentOf(path);
    if (found === undefined) continue; // given up by now
    const owner = parseOwner(found);
    const state = owner ? stateOf(owner, me) : "gone";
    if (owner && state !== "gone") {
      return { holder: `process ${owner.pid} on ${owner.host}`, inSight: state === "alive" };
    }
    if (!owner) await wait(100); // without hard links one may be seen before it is whole
    // One at a time takes a dead claim away: a second one could meet the claim that has taken its place.
    const turn = await claimFile(`${path}.break`);
    if ("release" in turn) await removeIf(path, found).finally(turn.release);
    else {
      held = turn;
      await wait(10);
    }
  }
  return held;
}

/**
 * Claims a file, and waits while another process that can be seen from here has it; gives what gives it up. Throws a UserError,
 * which begins with `what` ("x is being written"), where a process out of sight has it: nobody here knows for how long.
 */
export async function claimInTurn(
  path: string,
  what: string,
  { pauseMs = 1000, onWait, signal }: TurnOptions = {},
): Promise<() => Promise<void>> {
  for (let isTold = false; ; isTold = true) {
    const claim = await claimFile(path);
    if ("release" in claim) return claim.release;
    if (!claim.inSight) throw new UserError(`${what} by ${claim.holder}; if that is gone for good, remove ${path}`);
    if (!isTold) onWait?.(`${what} by ${claim.holder}`);
    await wait(pauseMs, undefined, { signal });
  }
}

export interface TurnOptions {
  /** Between two looks at the file. Default 1000. */
  readonly pauseMs?: number;
  /** Told once, before the first pause, what is waited for: "x is being written by process 7 on y". */
  readonly onWait?: (what: string) => void;
  readonly signal?: AbortSignal;
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
    await rm(draft, { force: true }).catch(() => {}); // the claim stands all the same
  }
}

/** Removes the file if it still is what it was. */
async function removeIf(path: string, content: string): Promise<void> {
  if ((await contentOf(path)) === content) await rm(path, { force: true });
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileError(error, "read", path);
  }
}

/** Undefined for what a full disk has cut off: that is nobody's. */
function parseOwner(content: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(content));
  } catch {
    return undefined;
  }
}

function thisProcess(): Owner {
  const boot = orUndefined(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const pidSpace = orUndefined(() => readlinkSync("/proc/self/ns/pid"));
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? "", boot, pidSpace };
}

/** A container has a host name of its own, or shares one with others that count their processes apart. */
function stateOf(owner: Owner, me: Owner): "alive" | "gone" | "out of sight" {
  if (owner.boot === undefined || me.boot === undefined) {
    if (owner.host !== me.host) return "out of sight";
  } else {
    if (owner.boot !== me.boot) return owner.host === me.host ? "gone" : "out of sight"; // gone with an earlier start
    if (owner.pidSpace !== me.pidSpace) return "out of sight";
  }
  const started = startOf(owner.pid);
  if (started === undefined) return "gone";
  return started === owner.started || started === "" || owner.started === "" ? "alive" : "gone";
}

/**
 * When a living process began, in the system's ticks, so that a later process with the same number is another one; "" where the
 * system does not tell (it does on Linux), undefined for a process that is gone.
 */
function startOf(pid: number): string | undefined {
  const stat = orUndefined(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat !== undefined) {
    // behind the name, which may hold blanks: state, parent, ..., and the start as the 20th
    const fields = stat.replace(/^.*\) /s, "").split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  }
  try {
    process.kill(pid, 0);
    return "";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "" : undefined;
  }
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
