/** Weight files on a disk, as ONNX Runtime maps them: names relative to a folder above all of them. */
import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, relative, sep } from "node:path";
import type { WeightPlaces } from "./places.ts";

/** The hub's cache keeps links to files elsewhere, and ONNX Runtime does not follow a link out of its folder. */
export async function filePlaces(files: readonly string[]): Promise<WeightPlaces> {
  const paths = new Map(await Promise.all(files.map(async (file) => [file, await realpath(file)] as const)));
  const folder = commonFolder([...paths.values()]);
  return {
    location(file) {
      const path = paths.get(file);
      return path === undefined || folder === undefined ? undefined : relative(folder, path).split(sep).join("/");
    },
    session: { externalDataFolder: folder },
  };
}

/** The deepest folder above all paths; undefined where they share none (two drives). */
function commonFolder(paths: readonly string[]): string | undefined {
  let folder = paths[0] === undefined ? undefined : dirname(paths[0]);
  while (folder !== undefined) {
    const inside = paths.every((path) => {
      const way = relative(folder as string, path);
      return !way.startsWith("..") && !isAbsolute(way);
    });
    if (inside) return folder;
    const above = dirname(folder);
    folder = above === folder ? undefined : above;
  }
  return undefined;
}
