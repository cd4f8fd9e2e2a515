/** What a new checkpoint may take the place of: another checkpoint that it is not made from, and nothing else. */
import { readdir, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { companionsOf } from "./companions.ts";
import { fileError } from "./files.ts";

/** Files of a checkpoint as they are named here and on the hub; card and licence come in many spellings. */
const checkpointFile =
  /^(.+\.(safetensors|json|jinja)|tokenizer\.model|(vocab|merges)\.txt|(README|LICEN[CS]E|NOTICE|COPYING|USE_POLICY)[\w.-]*|\.gitattributes)$/i;

/**
 * Throws a UserError where writing the folder `to` would harm: where `to` is or contains the folder `from`, a file that
 * `from` links to or the current folder, and, to `replace` it, where it holds anything but the files of a checkpoint, those
 * named as a companion of `from` among them.
 */
export async function checkTarget(
  from: string,
  to: string,
  { replace }: { readonly replace?: boolean },
): Promise<void> {
  const target = await realpath(to).catch(() => undefined);
  if (target === undefined) return; // nothing is there
  const source = await realpath(from);
  if (source === target) throw new UserError(`${from} cannot be written onto itself: choose another folder`);
  if (within(target, source)) throw new UserError(`${to} contains ${from}: choose another folder`);
  for (const name of await readdir(source)) {
    const file = await realpath(join(source, name)).catch(() => undefined);
    if (file !== undefined && within(target, file)) {
      throw new UserError(`${to} contains ${name} of ${from}: choose another folder`);
    }
  }
  if (within(target, process.cwd())) throw new UserError(`${to} contains the current folder: choose another folder`);
  if (replace) await checkContents(target, to, await companionsOf(source));
}

async function checkContents(target: string, shown: string, companions: readonly string[]): Promise<void> {
  const entries = await readdir(target, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return []; // a file, which no folder replaces
    throw fileError(error, "read", shown);
  });
  if (entries.length === 0) return;
  const belongs = (name: string) => checkpointFile.test(name) || companions.includes(name);
  const foreign = entries.find((entry) => !entry.isFile() || !belongs(entry.name));
  if (foreign !== undefined) {
    throw new UserError(`${shown} holds ${foreign.name}, which is no part of a checkpoint, and is not replaced`);
  }
  if (entries.some(({ name }) => name === "config.json")) return;
  throw new UserError(`${shown} is not a checkpoint (it has no config.json), and is not replaced`);
}

/** Whether `path` is `folder` or lies in it; both are real paths. */
function within(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}
