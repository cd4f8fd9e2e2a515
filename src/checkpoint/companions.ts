/** What belongs to a checkpoint besides its weights and the files that saving writes: tokenizer, card, licence, code. */
import { copyFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "./files.ts";

const written = ["config.json", "preprocessor_config.json", "processor_config.json"];
const weights = /\.(safetensors|bin|pt|pth|ckpt|onnx|onnx_data|gguf|msgpack|h5)$|\.index\.json$/;

/** The names of a checkpoint's companions, in order. */
export async function companionsOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (name.startsWith(".") || weights.test(name) || written.includes(name)) continue;
    if ((await stat(join(folder, name))).isFile()) found.push(name);
  }
  return found;
}

/** Copies them to another folder and gives their names. */
export async function copyCompanions(from: string, to: string): Promise<string[]> {
  try {
    const names = await companionsOf(from);
    for (const name of names) await copyFile(join(from, name), join(to, name));
    return names;
  } catch (error) {
    throw fileError(error, "copy files from", from);
  }
}
