/** Reads a tokenizer from a folder of a checkpoint; the only part of this room that touches a disk. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { createTokenizer, type Tokenizer } from "./tokenizer.ts";

/**
 * Loads `tokenizer.json` and `tokenizer_config.json` from `folder`.
 * Throws UserError naming the file that is missing, is not JSON or is damaged.
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const [tokenizerJson, tokenizerConfig] = await Promise.all([
    readJson(join(folder, "tokenizer.json")),
    readJson(join(folder, "tokenizer_config.json")),
  ]);
  return createTokenizer(tokenizerJson, tokenizerConfig, join(folder, "/"));
}

async function readJson(path: string): Promise<unknown> {
  const info = await stat(path).catch(() => undefined); // what is wrong with it, reading tells
  if (info && !info.isFile() && !info.isDirectory()) throw new UserError(`${path} is not a regular file`);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new UserError(missing ? `${path} does not exist` : `${path} cannot be read: ${String(cause)}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${path} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}
