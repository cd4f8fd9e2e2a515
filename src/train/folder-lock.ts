/**
 * One run at a time in a folder: a file that names the process whose run it is. A process that is gone has no claim, so nothing
 * need be cleared away behind a kill.
 */
import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { fileError } from "../checkpoint/files.ts";
import { UserError } from "../runtime/errors.ts";

const ownerSchema = z.object({ pid: z.int(), host: z.string(), started: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** Folders of this process's own runs: to the system they are one owner. */
const own = new Set<string>();

/** Claims a folder until the function that it gives is called. Throws a `UserError` where another run is under way there. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, "run.lock");
  const me: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? "" };
  for (let again = true; ; again = false) {
    try {
      await writeFile(path, JSON.stringify(me), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw fileError(error, "write", path);
    }
    const owner = await ownerOf(path);
    if (!again || (owner && isAlive(owner, me, path))) {
      const who = owner ? `process ${owner.pid} on ${owner.host}` : "another process";
      throw new UserError(`${folder} is in use by a run of ${who}; if that is gone for good, remove ${path}`);
    }
    await rm(path, { force: true });
  }
  own.add(path);
  return async () => {
    own.delete(path);
    await rm(path, { force: true });
  };
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
