/** The sources that a recipe can take: the registered ones, and those of modules that it names. */
import { readFile } from "node:fs/promises";
import { UserError } from "../../runtime/errors.ts";
import { loadModule } from "../../runtime/load-module.ts";
import { type Recipe, sha256 } from "../recipe.ts";
import type { Source } from "../source.ts";

/** Throws a `UserError` where a module cannot be loaded or a name is taken. */
export async function sourcesOf({
  modules,
  mixture,
  samples,
}: Pick<Recipe, "modules" | "mixture" | "samples">): Promise<readonly Source[]> {
  const all: Source[] = [];
  for (const path of modules) {
    for (const source of await sourcesIn(path)) {
      if (all.some(({ name }) => name === source.name)) {
        throw new UserError(`${path}: there is a source "${source.name}" already`);
      }
      all.push(source);
    }
  }
  const { "*": others = 1, ...named } = mixture.sources;
  if (samples === 0) return all;
  if (others === 0 && Object.keys(named).every((name) => all.some((source) => source.name === name))) return all;
  const { sources } = await import("../sources/index.ts"); // renderers of all kinds: loaded when they are needed
  const taken = sources.find(({ name }) => all.some((source) => source.name === name));
  if (taken) throw new UserError(`${modules.join(", ")}: there is a source "${taken.name}" already`);
  return [...sources, ...all];
}

export async function hashFile(path: string): Promise<string> {
  try {
    return sha256(await readFile(path));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

async function sourcesIn(path: string): Promise<readonly Source[]> {
  const loaded = await loadModule(path);
  if (!Array.isArray(loaded.sources)) throw new UserError(`${path} exports no list called "sources"`);
  return loaded.sources;
}
