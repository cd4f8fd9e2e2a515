/**
 * The folders that an import was given, and nothing beside them: files below are listed in order, and names found inside data
 * sets lead to files below or are refused, through links as well.
 */
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UserError } from "../../runtime/errors.ts";
import { type Importer, type InputFile, Refused, type Rejection } from "./importer.ts";

const DEFAULT_MAX_BYTES = 256 * 2 ** 20;

export interface Folder {
  /**
   * The real path of the file that a data set calls `name`: beside the file `from` that names it, below a given folder, or
   * anywhere below one where a path ends in that name, if there is only one such. Throws `Refused`.
   */
  find(name: string, from: string): Promise<string>;
  /** The same, or undefined if there is no such file. */
  findIfPresent(name: string, from: string): Promise<string | undefined>;
  /** The real path of a file by its path from `from` and nothing else; undefined if there is none. Throws `Refused`. */
  beside(name: string, from: string): Promise<string | undefined>;
  /** Bytes of the file that `find` finds, which may have at most `maxBytes`. Throws `Refused`. */
  read(name: string, from: string, maxBytes?: number): Promise<Uint8Array>;
}

/**
 * The folder over given paths; of a path to a file it is the folder that the file lies in. Throws a `UserError` for what is
 * not there, and for pipes and devices.
 */
export async function openFolder(paths: readonly string[]): Promise<Folder> {
  const roots = [...new Set(await Promise.all(paths.map(rootOf)))];
  let index: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  /** Checks a name and looks at the places that it can mean. */
  const presentAt = async (plain: string, places: readonly string[]): Promise<string | undefined> => {
    if (plain === "" || plain.includes("\0")) throw new Refused("a file name is not valid", JSON.stringify(plain));
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(plain)) throw new Refused("a file is on the network", plain.slice(0, 200));
    const inside = places
      .map((place) => resolve(place, plain))
      .filter((place) => roots.some((root) => isInside(place, root)));
    if (inside.length === 0) throw new Refused("a path leads outside the folder", plain.slice(0, 200));
    for (const place of inside) {
      const real = await realFile(place);
      if (real === undefined) continue;
      if (roots.some((root) => isInside(real, root))) return real;
      throw new Refused("a link leads outside the folder", plain.slice(0, 200));
    }
    return undefined;
  };
  const beside = (name: string, from: string) => presentAt(name.replaceAll("\\", "/"), [dirname(from)]);
  const findIfPresent = async (name: string, from: string) => {
    const plain = name.replaceAll("\\", "/");
    const present = await presentAt(plain, [dirname(from), ...roots]);
    if (present !== undefined) return present;
    index ??= indexOf(roots);
    // `a/1.jpg` is not `b/1.jpg`: a name with folders is found below others only with all of them.
    const end = `${sep}${plain.split("/").join(sep)}`;
    const namesakes = ((await index).get(basename(plain)) ?? []).filter((path) => path.endsWith(end));
    if (namesakes.length > 1) throw new Refused("a file name is ambiguous", `${plain}: ${namesakes.length} files`);
    return namesakes[0];
  };
  const find = async (name: string, from: string) => {
    const path = await findIfPresent(name, from);
    if (path === undefined) throw new Refused("a file is missing", name.slice(0, 200));
    return path;
  };
  const read = async (name: string, from: string, maxBytes = DEFAULT_MAX_BYTES) => {
    const path = await find(name, from);
    const { size } = await stat(path);
    if (size > maxBytes) throw new Refused("a file is too large", `${name} has ${size} bytes, at most ${maxBytes}`);
    return readFile(path);
  };
  return { beside, find, findIfPresent, read };
}

/**
 * The files to read: those given, and those that the importer recognises below given folders, in the order of their
 * names. They may name pictures in further folders, which are not searched for files to read.
 */
export async function* inputFiles(
  importer: Pick<Importer, "recognises">,
  paths: readonly string[],
  pictureFolders: readonly string[] = [],
): AsyncGenerator<InputFile | Rejection> {
  const folder = await openFolder([...paths, ...pictureFolders]);
  for (const path of paths) {
    const absolute = resolve(path);
    if (!(await stat(absolute)).isDirectory()) {
      yield { path: absolute, origin: basename(absolute), folder };
      continue;
    }
    const root = await realpath(absolute);
    for await (const { path, link } of walk(root)) {
      const below = relative(root, path).split(sep).join("/");
      if (!importer.recognises(below)) continue;
      const origin = `${basename(absolute)}/${below}`;
      const real = link ? await realFile(path) : path;
      if (real === undefined || !isInside(real, root)) {
        yield { item: origin, reason: "a link leads outside the folder" };
      } else {
        yield { path: real, origin, folder };
      }
    }
  }
}

/** Files below a folder, names in order; folders behind links are left alone, hidden files too. */
async function* walk(folder: string): AsyncGenerator<{ path: string; link: boolean }> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile() || entry.isSymbolicLink()) yield { path, link: entry.isSymbolicLink() };
  }
}

async function indexOf(roots: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const index = new Map<string, string[]>();
  for (const root of roots) {
    for await (const { path, link } of walk(root)) {
      if (link) continue;
      const known = index.get(basename(path));
      if (known === undefined) index.set(basename(path), [path]);
      else if (!known.includes(path)) known.push(path);
    }
  }
  return index;
}

async function rootOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  const found = real && (await stat(real).catch(() => undefined));
  if (!real || !found) throw new UserError(`there is no file or folder ${path}`);
  // a named pipe or a device has no end that one could wait for
  if (!found.isDirectory() && !found.isFile()) throw new UserError(`${path} is neither a file nor a folder`);
  return found.isDirectory() ? real : await realpath(dirname(resolve(path)));
}

/** The real path of a file; undefined if there is none, or something else. */
async function realFile(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

function isInside(path: string, root: string): boolean {
  const below = relative(root, path);
  return below === "" || (!below.startsWith(`..${sep}`) && below !== ".." && !isAbsolute(below));
}
