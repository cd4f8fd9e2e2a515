/**
 * The folder of a parity fixture: which kind it is, and the tensors in its files as plain numbers.
 * It knows the fixture format (shared goldens, README), not models.
 */
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { readJson, readJsonIfPresent } from "../../checkpoint/files.ts";
import { openSafetensors } from "../../checkpoint/safetensors.ts";
import { UserError } from "../../runtime/errors.ts";
import { type Numbers, type NumbersByName, toNumbers } from "./numbers.ts";

export type FixtureKind = "model" | "vision" | "aligner" | "image processor" | "resize" | "batch";

export interface Fixture {
  /** For the report: the folder's name, with the folder above it where fixtures were found inside one. */
  readonly name: string;
  readonly folder: string;
  readonly kind: FixtureKind;
}

/** The fixture in `folder`, or those in the folders inside it. Throws a UserError where there are none. */
export async function findFixtures(folder: string): Promise<Fixture[]> {
  const info = await stat(folder).catch(() => undefined);
  if (info === undefined) throw new UserError(`${folder} does not exist`);
  if (!info.isDirectory()) throw new UserError(`${folder} is a file, not a fixture folder`);
  const found = await collect(folder, basename(folder) || folder);
  if (found.length > 0) return found;
  throw new UserError(
    `${folder} holds no parity fixture: neither it nor a folder inside has a config.json or case.json`,
  );
}

async function collect(folder: string, name: string): Promise<Fixture[]> {
  const kind = await kindOf(folder);
  if (kind) return [{ name, folder, kind }];
  const inside: Fixture[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory() && !entry.name.startsWith(".")) {
      inside.push(...(await collect(join(folder, entry.name), `${name}/${entry.name}`)));
    }
  }
  return inside;
}

async function kindOf(folder: string): Promise<FixtureKind | undefined> {
  const config = await readJsonIfPresent(join(folder, "config.json"));
  if (isObject(config)) {
    if ("language_config" in config || "text_config" in config) return "model";
    if ("vision_config" in config) return "vision";
    if ("aligner_config" in config) return "aligner";
    throw new UserError(`${folder}/config.json describes neither a model nor a part of one`);
  }
  const path = join(folder, "case.json");
  if (!existsSync(path)) return undefined;
  const json = await readJson(path);
  if (Array.isArray(json)) return "resize";
  if (isObject(json) && "processors" in json) return "image processor";
  if (isObject(json) && ("batchify" in json || "prompts" in json)) return "batch";
  throw new UserError(`${path} is of no known kind of fixture`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** All tensors of one safetensors file. Throws a UserError for a file that is absent or unsound. */
export async function readNumbers(path: string): Promise<NumbersByName> {
  const file = await openSafetensors(path);
  try {
    const tensors = new Map<string, Numbers>();
    for (const [name, { dtype, shape }] of file.tensors) {
      tensors.set(name, toNumbers(dtype, shape, await file.read(name)));
    }
    return tensors;
  } finally {
    await file.close();
  }
}
